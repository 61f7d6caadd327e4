"""IPython's magics as Python statements of the same number of lines, and back.

``%pip install x`` becomes ``pass  # %%magic:%pip install x``, so a notebook's cells parse as Python
and whatever rewrites them carries the magics along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MARK = "# %%magic:"

_CELL_MAGIC = re.compile(r"\s*%%(?P<name>\w+)(?P<rest>.*)")
_PYTHON_BODIES = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "py"})
_LINE_MAGIC = re.compile(
    r"(?P<indent>[ \t]*)(?:%(?!%)[A-Za-z_]|!|\?|(?:pip3?|conda|mamba|uv)[ \t]+(?:pip[ \t]+)?install\b)"
)
_ASSIGNED = re.compile(r"(?P<indent>[ \t]*)(?P<target>[\w.,\s\[\]\"']+?)\s*=\s*(?:%(?!%)[A-Za-z_]|!)")
_HELP = re.compile(r"[ \t]*[\w.]+\?\??\s*$")
_CANDIDATE = re.compile(r"^[ \t]*(?:[%!?]|pip|conda|mamba|uv)|=[ \t]*[%!]|\?[ \t]*$", re.MULTILINE)
_TOKEN = re.compile(
    r"""(?P<comment>\#.*)|(?P<triple>\"\"\"|''')|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<bracket>[()\[\]{}])"""
)
_ENCODED = re.compile(rf"^(?P<indent>[ \t]*)(?:[^#\n]*[ ]{{2}})?{re.escape(MARK)}(?P<magic>.*)$", re.MULTILINE)


def is_foreign(text: str) -> bool:
    """Whether the cell is another language's: ``%%bash``, ``%%html``, …"""
    match = _CELL_MAGIC.match(text)
    if match is None:
        return False
    if match["name"] == "writefile":
        return not match["rest"].strip().endswith(".py")
    return match["name"] not in _PYTHON_BODIES


def encode_magics(text: str) -> str:
    """The cell as plain Python; a text without magics stays as it is."""
    if not _CANDIDATE.search(text):
        return text
    return "\n".join(_encoded_lines(text.split("\n")))


def decode_magics(text: str) -> str:
    """The cell as it was written for IPython."""
    return _ENCODED.sub(lambda m: m["indent"] + m["magic"], text) if MARK in text else text


def _encoded_lines(lines: list[str]) -> Iterator[str]:
    state = _Open()
    continued = False
    for line in lines:
        encoded = f"{MARK}{line}" if continued else None if state.inside else _encode_line(line)
        if encoded is None:
            state.read(line)
            yield line
        else:
            continued = line.endswith("\\")
            yield encoded


def _encode_line(line: str) -> str | None:
    assigned = _ASSIGNED.match(line)
    if assigned:
        return f"{assigned['indent']}{assigned['target'].strip()} = None  {MARK}{line.lstrip()}"
    match = _LINE_MAGIC.match(line) or _HELP.match(line) or _CELL_MAGIC.match(line)
    if match is None:
        return None
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return f"{indent}pass  {MARK}{line[len(indent) :]}"


class _Open:
    """Whether the next line starts inside a string, a bracket or a continued line."""

    def __init__(self) -> None:
        self.depth = 0
        self.quote = ""
        self.continued = False

    @property
    def inside(self) -> bool:
        return self.depth > 0 or bool(self.quote) or self.continued

    def read(self, line: str) -> None:
        """Take one line of Python into account."""
        position = 0
        self.continued = line.endswith("\\")
        while position < len(line):
            if self.quote:
                end = line.find(self.quote, position)
                if end < 0:
                    return
                position, self.quote = end + 3, ""
                continue
            match = _TOKEN.search(line, position)
            if match is None or match["comment"]:
                self.continued = self.continued and match is None
                return
            position = match.end()
            if match["triple"]:
                self.quote = match["triple"]
            elif match["bracket"]:
                self.depth = max(0, self.depth + (1 if match["bracket"] in "([{" else -1))
