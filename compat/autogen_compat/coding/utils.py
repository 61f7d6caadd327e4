"""What executors do to code before it runs (v0.2: autogen/coding/utils.py)."""

from __future__ import annotations

import re
from pathlib import Path

filename_patterns = [
    re.compile(rf"^{start} (filename:)?(.+?){end}", re.DOTALL)
    for start, end in ((r"<!--", r" -->"), (r"/\*", r" \*/"), (r"//", r"$"), (r"#", r"$"))
]

_PIP_INSTALL = {
    "python": re.compile(r"^! ?pip install"),
    **dict.fromkeys(("bash", "shell", "sh", "pwsh", "powershell", "ps1"), re.compile(r"^pip install")),
}


def _get_file_name_from_content(code: str, workspace_path: Path) -> str | None:
    """The file that a comment on the first line names, relative to the workspace; None without such a comment.

    Any comment counts, with or without "filename:", as in v0.2.

    Raises:
        ValueError: the file is not within the workspace.
    """
    first_line = code.split("\n")[0].strip()
    match = next(filter(None, (pattern.match(first_line) for pattern in filename_patterns)), None)
    if match is None:
        return None
    workspace = workspace_path.resolve()
    return str((workspace / match[2].strip()).resolve().relative_to(workspace))


def _silenced(line: str, pip_install: re.Pattern[str]) -> str:
    command = pip_install.match(line)
    if command is None or "-qqq" in line:
        return line
    return line.replace(command[0], f"{command[0]} -qqq")


def silence_pip(code: str, lang: str) -> str:
    """Give the `pip install` commands of shell code, and the `!pip install` lines of Python cells, the flag -qqq."""
    pip_install = _PIP_INSTALL.get(lang)
    if pip_install is None:
        return code
    return "\n".join(_silenced(line, pip_install) for line in code.split("\n"))
