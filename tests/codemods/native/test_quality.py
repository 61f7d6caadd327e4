"""Native code is as clean as an expert's: ruff and strict pyright find nothing in it that the program did not have."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project
from codemods_native_check import PlainCells
from native_programs.program import Program
from native_programs.programs import PROGRAMS

_RUFF = ["check", "--isolated", "--select", "E,F,W,I,UP,B", "--output-format", "json"]
_RUFF += ["--ignore", "E501,F841"]
"""Not how long the program's own texts are, nor its unused names, which are local once they are in ``main``."""
_UNTYPED = ("reportUnknown", "reportMissingParameterType", "reportMissingTypeArg", "reportUntyped", "reportUnusedVar")
"""What pyright says about parameters and results that the program itself gives no types, and names it never reads."""
_OPEN_TYPES = {
    "a_client_with_its_default_cache",
    "a_global_agent_made_in_a_function",
    "a_group_of_ones_own_remembers_who_spoke",
    "a_result_in_a_dictionary",
    "a_tool_is_given_its_agents_and_what_reads_their_result",
    "an_agent_in_a_chat_answers_besides",
    "an_answer_that_calls_a_tool_and_one_that_runs_it",
    "answers_that_are_not_remembered",
    "tools_are_registered_with_agents_of_another_module",
}
"""Programs whose own code leaves types open: an answer that may be calls or none, a global of None, an attribute,
a member that may be missing, names of packages that need not be installed, a dictionary of texts and functions."""


_GAP_IN_THE_MIDDLE = "an_asynchronous_reply_function/main.py"
"""Its imports are in two blocks; the empty lines behind the second, from which v0.2's are gone, stay."""


def _rewritten(program: Program) -> dict[str, str]:
    texts = {"main.py": program.source, **program.modules}
    kind = PlainCells if program.celled else PlainSource
    result = rewrite_project({Path(name): kind(Path(name), text) for name, text in texts.items()})
    return {name: result.changed.get(Path(name), text) for name, text in texts.items()}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """All programs as they were, and as they are written for v0.4, each in a folder of its own."""
    before, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    for program in PROGRAMS:
        if program.celled:
            continue  # Top-level await is for notebooks only: neither tool reads it in a module.
        _write(before / program.name, {"main.py": program.source, **program.modules})
        _write(after / program.name, _rewritten(program))
    return before, after


def _write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _by_file(folder: Path, found: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {}
    for path, rule in found:
        counted.setdefault(Path(path).relative_to(folder.resolve()).as_posix(), Counter())[rule] += 1
    return counted


def _ruff(folder: Path) -> dict[str, Counter[str]]:
    done = subprocess.run(["ruff", *_RUFF, str(folder.resolve())], capture_output=True, text=True, check=False)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return _by_file(folder, ((each["filename"], each["code"] or "syntax") for each in found))


@pytest.mark.skipif(shutil.which("ruff") is None, reason="ruff is not installed (pip install -e '.[dev]')")
def test_ruff_finds_nothing_that_the_program_did_not_have(folders: tuple[Path, Path]):
    before, after = (_ruff(folder) for folder in folders)
    new = {name: dict(left) for name, found in after.items() if (left := found - before.get(name, Counter()))}
    new.pop(_GAP_IN_THE_MIDDLE, None)
    assert new == {}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pyright") is None, reason="pyright is not installed (pip install -e '.[dev]')")
def test_strict_pyright_finds_nothing_in_the_lines_that_are_new(folders: tuple[Path, Path]):
    before, after = folders
    settings = {
        "typeCheckingMode": "strict",
        "executionEnvironments": [{"root": each.name} for each in after.iterdir()],
    }
    (after / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        ["pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(after)],
        capture_output=True,
        text=True,
        check=False,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["generalDiagnostics"]
    told = [_told(each) for each in found if each["severity"] == "error" and _is_new(each, before)]
    assert told == []


def _is_new(error: dict[str, Any], before: Path) -> bool:
    """Whether an error is about a line that the program did not have."""
    name = Path(error["file"]).parent.name
    texts = [path.read_text(encoding="utf-8") for path in (before / name).glob("*.py")]
    lines = {line.strip() for text in texts for line in text.splitlines()}
    return name not in _OPEN_TYPES and not str(error.get("rule")).startswith(_UNTYPED) and _line(error) not in lines


def _line(error: dict[str, Any]) -> str:
    return Path(error["file"]).read_text(encoding="utf-8").splitlines()[error["range"]["start"]["line"]].strip()


def _told(error: dict[str, Any]) -> str:
    return f"{Path(error['file']).parent.name} {error.get('rule')} {_line(error)}: {error['message']}"
