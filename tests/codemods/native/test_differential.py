"""Each program does the same under v0.4, rewritten, as it did under the real v0.2.40."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project
from autogen_codemods.plan import plan_source
from autogen_codemods.suppress import CodeFilter
from codemods_native_check import PlainCells
from native_programs.play import play_here
from native_programs.program import Program, needs_server
from native_programs.programs import PROGRAMS
from native_programs.record import RECORDED
from redis_server import needs_redis

PARAMETERS = [pytest.param(each, id=each.name, marks=[needs_redis] * needs_server(each)) for each in PROGRAMS]


@pytest.mark.parametrize("program", PARAMETERS)
def test_the_rewritten_program_does_what_it_did(program: Program, tmp_path: Path):
    recorded = json.loads((RECORDED / f"{program.name}.json").read_text(encoding="utf-8"))
    texts = {"main.py": program.source, **program.modules}
    kind = PlainCells if program.celled else PlainSource
    sources = {Path(name): kind(Path(name), text) for name, text in texts.items()}
    result = rewrite_project(sources)
    assert [f.message for f in result.findings if not f.fixable] == []
    new = {name: _on_compat(name, result.changed.get(Path(name), text)) for name, text in texts.items()}
    main = new.pop("main.py")
    trace = asdict(play_here(program, tmp_path, main, new))
    assert trace == recorded, main


def _on_compat(name: str, text: str) -> str:
    """What the native tier leaves is the compat tier's; most programs no longer name v0.2 at all."""
    if re.search(r"\b(autogen|pyautogen|flaml)\b", text) is None:
        return text
    data = text.encode()
    return (plan_source(PlainSource(Path(name), text), data, CodeFilter()).new or data).decode()
