"""How the benchmarks measure and print. Every figure stands beside a reference from the same run."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of a benchmark: a value in the benchmark's unit."""

    name: str
    value: float


def best(function: Callable[[], object], *, rounds: int = 5) -> float:
    """The shortest of several runs, in seconds: the one that others on the machine disturbed least."""
    times: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def show(title: str, unit: str, reference: Figure, others: list[Figure]) -> None:
    """Print the reference and the others with their ratios to it."""
    print(f"\n{title}")
    print(f"  {reference.name:72} {reference.value:12.2f} {unit}")
    for figure in others:
        print(f"  {figure.name:72} {figure.value:12.2f} {unit}   {figure.value / reference.value:6.2f}x")


def v02_python() -> str | None:
    """The interpreter that has v0.2.40, from AUTOGEN_V02_PYTHON; the references of v0.2 are left out without it."""
    return os.environ.get("AUTOGEN_V02_PYTHON")


def run_python(python: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Run an interpreter and return what it prints."""
    done = subprocess.run(
        [python, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        env={**os.environ, **(environment or {})},
    )
    return done.stdout


class Contestant:
    """A benchmark script that stays alive: it measures one round for each line it reads, and prints the seconds.

    :param command: interpreter and arguments.
    """

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def round(self) -> float:
        """Seconds of one round.

        :raises RuntimeError: if the script has ended.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        print(file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the benchmark ended: {self._process.args}")
        return float(line)

    def close(self) -> None:
        """Let the script end."""
        self._process.communicate()


def race(contestants: Mapping[str, tuple[str, ...]], *, rounds: int = 25) -> dict[str, float]:
    """The shortest round of each script, in seconds.

    The scripts take turns, so that whatever else the machine does meets all of them.
    """
    running = {name: Contestant(*command) for name, command in contestants.items()}
    try:
        times = [{name: contestant.round() for name, contestant in running.items()} for _ in range(rounds)]
    finally:
        for contestant in running.values():
            contestant.close()
    return {name: min(each[name] for each in times) for name in running}


def statement_seconds(python: str, statement: str, *, rounds: int = 7) -> float:
    """Processor time of a statement in a fresh interpreter, less that of starting it: the shortest of several runs."""

    def start(code: str) -> float:
        return min(_child_seconds(python, code) for _ in range(rounds))

    return start(statement) - start("pass")


def _child_seconds(python: str, code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run_python(python, "-c", code)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


THIS_PYTHON = sys.executable
