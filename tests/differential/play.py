"""Run scenarios and return what they did. Standard library only: v0.2.40's interpreter runs this file.

python play.py MODULE [NAME...]     prints {name: record} as JSON
"""

from __future__ import annotations

import asyncio
import builtins
import contextlib
import dataclasses
import inspect
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    _TESTS = Path(__file__).resolve().parents[1]
    sys.path[0] = str(_TESTS)
    sys.path.insert(1, str(_TESTS.parent / "codemods"))

from autogen_codemods.demo.model_server import ModelServer
from autogen_codemods.demo.script import Answer, Player

from differential.normal import Normaliser, interpreter_paths
from differential.scenario import Body, Scenario, scenarios_of

Record = dict[str, Any]


class Report:
    """What a scenario says about itself: `report(label, value)`, `with report.raises(label): ...`."""

    def __init__(self, normal: Normaliser) -> None:
        self._normal = normal
        self.entries: list[list[Any]] = []

    def __call__(self, label: str, value: Any) -> None:
        """Keep a value, as it is now, under a label."""
        self.entries.append([label, self._normal.value(value)])

    @contextlib.contextmanager
    def raises(self, label: str) -> Iterator[None]:
        """Keep the exception that the block raises, or that it raised none."""
        try:
            yield
        except Exception as error:
            self(label, error)
        else:
            self(label, "nothing raised")


def play(autogen: Any, scenario: Scenario, server: ModelServer) -> Record:
    """Run one scenario in a temporary folder, and return what it printed, reported and requested."""
    server.load(_with_usage(scenario.script))
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, _inside(folder), _typing(scenario.inputs):
        real = os.path.realpath(folder)
        places = {real: "<folder>", folder: "<folder>", server.origin: "<server>", **interpreter_paths()}
        normal = Normaliser(autogen, places)
        report = Report(normal)
        with contextlib.redirect_stdout(printed):
            _run(scenario, autogen, server, report)
        return {
            "printed": normal.text(printed.getvalue()).split("\n"),
            "reported": report.entries,
            "requests": [
                {"path": each.path, "query": each.query, "body": normal.value(each.body)} for each in server.requests
            ],
        }


def _run(scenario: Scenario, autogen: Any, server: ModelServer, report: Report) -> None:
    config = {"model": "gpt-4", "api_key": "sk-test", "base_url": server.base_url}
    llm_config = {"config_list": [config], "cache_seed": None}
    try:
        result = scenario.program(autogen, llm_config, report)
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
    except Exception as error:
        report("raised", error)
    else:
        if result is not None:
            report("returned", result)


def _with_usage(script: Any) -> Any:
    """The script with token figures that do not depend on the prompts' words, which differ by side."""
    player = Player(script)

    def answer(body: Body) -> Answer:
        chosen = player.answer(body)
        if chosen.usage is not None:
            return chosen
        prompt = 10 * len(body.get("messages") or [1])
        completion = max(1, len(" ".join([chosen.text or "", *(call.arguments for call in chosen.calls)]).split()))
        figures = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
        return dataclasses.replace(chosen, usage=figures)

    return answer


@contextlib.contextmanager
def _inside(folder: str) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def _typing(lines: Any) -> Iterator[None]:
    """Let `input` print its prompt and take the next of `lines`; EOFError when there is none."""
    waiting = list(lines)

    def typed(prompt: object = "") -> str:
        print(prompt, end="")
        if not waiting:
            raise EOFError("the scenario types nothing more")
        print(waiting[0])
        return waiting.pop(0)

    real, builtins.input = builtins.input, typed
    try:
        yield
    finally:
        builtins.input = real


def _complete(record: Record, name: str, server: ModelServer) -> Record:
    if server.failures:
        sys.exit(f"scenario {name} asks the model {len(server.failures)} times more than it has answers")
    return record


def main(arguments: list[str]) -> int:
    """Play scenarios of one module with the `autogen` of this interpreter."""
    # v0.2's loggers write to the stdout that they find when they are made; the record must stay alone there.
    output, sys.stdout = sys.stdout, sys.stderr
    import autogen

    module, names = arguments[0], arguments[1:]
    scenarios = scenarios_of(module)
    with ModelServer() as server:
        records = {name: _complete(play(autogen, scenarios[name], server), name, server) for name in names or scenarios}
    json.dump({"version": autogen.__version__, "records": records}, output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
