"""Run v0.2's own tests with `autogen` meaning autogen_compat, and compare with what the real v0.2.40 passes.

    python -m tests.upstream.run CHECKOUT                               all files
    python -m tests.upstream.run CHECKOUT agentchat/test_chats.py oai   files and folders below CHECKOUT/test
    python -m tests.upstream.run CHECKOUT --baseline                    store what v0.2.40 passes

CHECKOUT is a checkout of AutoGen's branch 0.2. Its tests are copied away from its package, so that only an installed
`autogen`, or compat, can be imported. The baseline is taken with the interpreter in AUTOGEN_V02_PYTHON.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
FILE_SECONDS = 600
_OPTIONS = ["--skip-redis", "--skip-docker", "-q", "-m", "not conda", "-p", "no:cacheprovider"]
WITHOUT_MODEL = ("--skip-openai",)


@dataclass
class FileResult:
    """Outcomes of one test file, by test id."""

    file: str
    outcomes: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    output: str = ""

    @property
    def passed(self) -> set[str]:
        """Ids of the tests that passed."""
        return {test for test, outcome in self.outcomes.items() if outcome == "passed"}


def test_files(tests: Path, wanted: Iterable[str]) -> list[str]:
    """Paths of test files below `tests`, all or those within the wanted files and folders."""
    files = sorted(str(path.relative_to(tests)) for path in tests.rglob("test_*.py"))
    chosen = [each.removeprefix("test/").rstrip("/") for each in wanted]
    return [file for file in files if not chosen or any(file == c or file.startswith(f"{c}/") for c in chosen)]


def copy_tests(checkout: Path, folder: Path) -> None:
    """Copy what the tests need into `folder`, without the package `autogen`."""
    shutil.copytree(checkout / "test", folder / "test")
    for name in ("notebook", "samples", "README.md", "OAI_CONFIG_LIST_sample"):
        if (checkout / name).exists():
            (folder / name).symlink_to(checkout / name)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = conda\n")


def run_file(
    python: str, folder: Path, file: str, *, alias: bool, options: Sequence[str] = WITHOUT_MODEL
) -> FileResult:
    """Run one test file in a process of its own, with more `options` of pytest."""
    result = FileResult(file)
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as results:
        environment = {**os.environ, "PYTHONPATH": str(HERE), "UPSTREAM_RESULTS": results.name, "NO_COLOR": "1"}
        if alias:
            environment["UPSTREAM_ALIAS"] = "1"
        command = [python, "-m", "pytest", "-p", "upstream_plugin", f"test/{file}", *_OPTIONS, *options]
        result.output = _output(command, folder, environment)
        for line in Path(results.name).read_text(encoding="utf-8").splitlines():
            _note(result, json.loads(line))
    return result


def _output(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=FILE_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        return f"{(error.stdout or b'').decode()}\nthe file ran for more than {FILE_SECONDS} seconds"
    return done.stdout


def _note(result: FileResult, line: dict[str, Any]) -> None:
    test = line["test"].removeprefix("test/")
    if result.outcomes.get(test) != "failed":
        result.outcomes[test] = line["outcome"]
        result.reasons[test] = line["why"]


def run_all(python: str, checkout: Path, wanted: list[str], *, alias: bool, jobs: int) -> Iterator[FileResult]:
    """Run the wanted test files, `jobs` at a time; results come in the order of the files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_tests(checkout, folder)
        files = test_files(folder / "test", wanted)
        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(lambda file: run_file(python, folder, file, alias=alias), files)


def store_baseline(results: list[FileResult]) -> None:
    """Store the ids of the tests that pass, for the files that were run."""
    baseline = read_baseline()
    for result in results:
        baseline.pop(result.file, None)
        if result.passed:
            baseline[result.file] = sorted(result.passed)
    BASELINE.write_text(json.dumps(baseline, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_baseline() -> dict[str, list[str]]:
    """Ids of the tests that v0.2.40 passes, by file."""
    return json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}


def report(results: Iterable[FileResult], baseline: dict[str, list[str]], *, verbose: bool) -> bool:
    """Print a table against the baseline, then each of its tests that does not pass; whether all pass."""
    print(f"{'file':62} {'v0.2.40':>8} {'passed':>7} {'failed':>7} {'skipped':>8} {'of v0.2.40':>11}")
    done: list[FileResult] = []
    for result in results:
        print(_row(result, set(baseline.get(result.file, []))), flush=True)
        done.append(result)
    total = sum(len(baseline.get(result.file, [])) for result in done)
    kept = sum(len(result.passed & set(baseline.get(result.file, []))) for result in done)
    print(f"\n{kept} of the {total} tests that v0.2.40 passes in these files pass")
    for result in done:
        _report_lost(result, set(baseline.get(result.file, [])), verbose=verbose)
    return kept == total


def _row(result: FileResult, expected: set[str]) -> str:
    counts = Counter(result.outcomes.values())
    figures = f"{counts['passed']:7} {counts['failed']:7} {counts['skipped']:8}"
    return f"{result.file:62} {len(expected):8} {figures} {len(expected & result.passed):6}/{len(expected)}"


def _report_lost(result: FileResult, expected: set[str], *, verbose: bool) -> None:
    lost: dict[str, list[str]] = {}
    for test in sorted(expected - result.passed):
        reason = result.reasons.get(test) or result.reasons.get(result.file, "")
        lost.setdefault(f"{result.outcomes.get(test, 'not run')} {reason}", []).append(test)
    for fate, tests in lost.items():
        more = f" and {len(tests) - 1} more" if len(tests) > 1 else ""
        print(f"- {tests[0]}{more}: {fate}")
    if lost and verbose:
        print(result.output)


def main(arguments: list[str] | None = None) -> int:
    """Run, report, and return 1 when a test of the baseline does not pass."""
    parser = argparse.ArgumentParser(prog="tests.upstream.run", description=__doc__.splitlines()[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("wanted", nargs="*", help="files or folders below CHECKOUT/test")
    parser.add_argument("--baseline", action="store_true", help="run under v0.2.40 and store what passes")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="print pytest's output of files that lose tests")
    options = parser.parse_args(arguments)
    if not (options.checkout / "test" / "conftest.py").exists():
        parser.error(f"{options.checkout} is not a checkout of AutoGen's branch 0.2: it has no test/conftest.py")
    if options.baseline and not os.environ.get("AUTOGEN_V02_PYTHON"):
        parser.error("set AUTOGEN_V02_PYTHON to an interpreter that has autogen-agentchat==0.2.40 and pytest")
    python = os.environ["AUTOGEN_V02_PYTHON"] if options.baseline else sys.executable
    results = run_all(python, options.checkout.resolve(), options.wanted, alias=not options.baseline, jobs=options.jobs)
    if options.baseline:
        results = list(results)
        store_baseline(results)
    return 0 if report(results, read_baseline(), verbose=options.verbose) else 1


if __name__ == "__main__":
    sys.exit(main())
