"""Git's ignore rules, and the folders that are never a project's own code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ALWAYS_SKIPPED = frozenset(
    {
        *(
            ".git",
            ".hg",
            ".svn",
            ".venv",
            "venv",
            ".tox",
            ".nox",
            ".eggs",
            "__pycache__",
            "node_modules",
            "site-packages",
        ),
        *(".mypy_cache", ".pytest_cache", ".ruff_cache", ".ipynb_checkpoints", "__pypackages__"),
    }
)


@dataclass(frozen=True)
class Pattern:
    """One line of a ``.gitignore``, compiled against paths relative to its folder."""

    regex: re.Pattern[str]
    negated: bool
    only_folders: bool

    def matches(self, relative: str, is_folder: bool) -> bool:
        """Whether the line speaks about this path (``a/b`` with forward slashes)."""
        return (is_folder or not self.only_folders) and self.regex.fullmatch(relative) is not None


@dataclass(frozen=True)
class IgnoreRules:
    """The patterns in force in a folder, outermost first, each with the folder it is relative to."""

    levels: tuple[tuple[Path, tuple[Pattern, ...]], ...] = ()

    def entering(self, folder: Path) -> IgnoreRules:
        """The rules inside `folder`, with its own ``.gitignore`` if it has one."""
        return self.entering_file(folder, folder / ".gitignore")

    def entering_file(self, folder: Path, ignore_file: Path) -> IgnoreRules:
        """The rules with those of `ignore_file`, which are relative to `folder`."""
        patterns = read_patterns(ignore_file)
        return IgnoreRules((*self.levels, (folder, patterns))) if patterns else self

    def ignores(self, path: Path, is_folder: bool) -> bool:
        """Whether git would ignore `path`: the last pattern of the innermost file decides."""
        for base, patterns in reversed(self.levels):
            relative = path.relative_to(base).as_posix()
            for pattern in reversed(patterns):
                if pattern.matches(relative, is_folder):
                    return not pattern.negated
        return False


def read_patterns(path: Path) -> tuple[Pattern, ...]:
    """The patterns of an ignore file; none when it is missing or unreadable."""
    try:
        lines = path.read_text("utf-8", errors="replace").split("\n")
    except OSError:
        return ()
    return compile_patterns(lines)


def compile_patterns(lines: Iterable[str]) -> tuple[Pattern, ...]:
    """Patterns of ignore-file lines; comments, blanks and broken lines are left out."""
    return tuple(p for line in lines if (p := compile_pattern(line)) is not None)


def compile_pattern(line: str) -> Pattern | None:
    """One line of an ignore file, by gitignore(5)."""
    line = _without_trailing_spaces(line.rstrip("\r\n"))
    if not line or line.startswith("#"):
        return None
    negated = line.startswith("!")
    body = line[1:] if negated else line
    only_folders = body.endswith("/")
    body = body.rstrip("/") if only_folders else body
    if not body:
        return None
    anchored = "/" in body
    regex = ("" if anchored else "(?:.*/)?") + _translate(body.lstrip("/"))
    try:
        return Pattern(re.compile(regex, re.DOTALL), negated, only_folders)
    except re.error:
        return None


def _without_trailing_spaces(line: str) -> str:
    stripped = line.rstrip(" ")
    return stripped + " " if stripped.endswith("\\") and stripped != line else stripped


def _translate(glob: str) -> str:
    segments = glob.split("/")
    out: list[str] = []
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment == "**":
            out.append(".+" if last else "(?:.*/)?")
        else:
            out.append(_translate_segment(segment) + ("" if last else "/"))
    return "".join(out)


def _translate_segment(segment: str) -> str:
    out: list[str] = []
    position = 0
    while position < len(segment):
        char = segment[position]
        if char == "*":
            out.append("[^/]*")
        elif char == "?":
            out.append("[^/]")
        elif char == "\\" and position + 1 < len(segment):
            position += 1
            out.append(re.escape(segment[position]))
        elif char == "[" and (end := _class_end(segment, position)) > 0:
            out.append(_character_class(segment[position + 1 : end]))
            position = end
        else:
            out.append(re.escape(char))
        position += 1
    return "".join(out)


def _class_end(segment: str, start: int) -> int:
    first = start + 2 if segment[start + 1 : start + 2] in ("!", "^") else start + 1
    return segment.find("]", first + 1)


def _character_class(body: str) -> str:
    negated = body[0] in "!^"
    inner = re.sub(r"([\[\]&~|])", r"\\\1", body[1:] if negated else body)
    return f"(?!/)[{'^' if negated else ''}{inner}]"


def rules_above(folder: Path) -> IgnoreRules:
    """The rules that the folders above `folder`, up to the repository's root, give it."""
    root = repository_root(folder)
    if root is None:
        return IgnoreRules()
    rules = IgnoreRules().entering_file(root, root / ".git" / "info" / "exclude")
    for part in reversed([p for p in folder.parents if p == root or root in p.parents]):
        rules = rules.entering(part)
    return rules


def repository_root(folder: Path) -> Path | None:
    """The nearest folder at or above `folder` that holds ``.git``."""
    return next((p for p in (folder, *folder.parents) if (p / ".git").exists()), None)
