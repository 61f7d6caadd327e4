"""Read a file of whatever kind as Python source."""

from __future__ import annotations

from pathlib import Path

from autogen_codemods.files.discover import FileKind
from autogen_codemods.files.markdown import read_markdown
from autogen_codemods.files.notebook import read_notebook
from autogen_codemods.files.source import PythonSource, plain_source


def read_source(path: Path, kind: FileKind, data: bytes) -> PythonSource | None:
    """The Python of a file; None when it holds none; raises UnreadableFile."""
    if kind is FileKind.NOTEBOOK:
        return read_notebook(path, data)
    if kind is FileKind.MARKDOWN:
        return read_markdown(path, data)
    return plain_source(path, data)
