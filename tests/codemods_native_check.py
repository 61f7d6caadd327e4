"""Helpers of the tests of native rules."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_source


class PlainCells(PlainSource):
    """The code of a notebook's cells."""

    @property
    def is_celled(self) -> bool:
        """Always."""
        return True


def rewritten(source: str, imported_elsewhere: tuple[str, ...] = ()) -> str:
    """The native form of a module; every construct of it must be proven, and a second run must change nothing."""
    text = dedent(source).lstrip()
    result = rewrite_source(PlainSource(Path("module.py"), text), imported_elsewhere)
    assert [finding.message for finding in result.findings if not finding.fixable] == []
    assert result.text != text
    assert rewrite_source(PlainSource(Path("module.py"), result.text)).text == result.text
    compile(result.text, "module.py", "exec")
    return result.text


def reasons(source: str) -> list[str]:
    """Why a module stays on the compat layer, as it must: unchanged to the last byte."""
    text = dedent(source).lstrip()
    result = rewrite_source(PlainSource(Path("module.py"), text))
    assert result.text == text
    prefix = "stays on the compat layer: "
    return [f.message.removeprefix(prefix) for f in result.findings if f.message.startswith(prefix)]
