"""Where the requirements stand in each kind of dependency file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from autogen_codemods.dependencies.requirement import (
    NAME,
    NEW_NAME,
    NEW_RANGE,
    REQUIREMENT,
    Requirement,
    normalised,
)


@dataclass(frozen=True)
class Site:
    """A requirement in a file: its text span, and how its replacement is written there.

    `write` takes the extras of the new requirement; without it a person has to change the place,
    and `obstacle` says why.  Within one `scope` a name may stand only once.
    """

    start: int
    end: int
    requirement: Requirement
    write: Callable[[tuple[str, ...]], str] | None
    obstacle: str = ""
    scope: str = ""


def sites(path: Path, text: str) -> Iterator[Site]:
    """The AutoGen requirements in a dependency file, by the file's name."""
    yield from _scanner(path)(text)


def _scanner(path: Path) -> Callable[[str], Iterator[Site]]:
    name = path.name.lower()
    if name == "pyproject.toml":
        return _pyproject
    if name == "pipfile":
        return _toml_keys
    if name == "setup.cfg":
        return _setup_cfg
    if path.suffix in (".yml", ".yaml"):
        return _conda
    if "dockerfile" in name or name == "containerfile":
        return pip_commands
    return _requirement_lines


def pep508(extras: tuple[str, ...]) -> str:
    """The new requirement for pip."""
    return f"{NEW_NAME}{'[' + ','.join(extras) + ']' if extras else ''}{NEW_RANGE}"


def _pep508_site(match: re.Match[str], offset: int = 0) -> Site:
    return Site(offset + match.start(), offset + match.end(), Requirement.of(match), pep508)


_LINE = re.compile(r"^[ \t]*(?P<body>[^\s#\-][^#\r\n]*)", re.MULTILINE)


def _requirement_lines(text: str) -> Iterator[Site]:
    """One requirement per line, as in requirements.txt."""
    for line in _LINE.finditer(text):
        body = line["body"]
        match = REQUIREMENT.match(body)
        if match is None:
            continue
        site = replace(_pep508_site(match, line.start("body")), scope=_marker_of(body, match.end()))
        yield _hashed(site) if "--hash" in _logical_line(text, site.start) else site


_CFG_LINE = re.compile(
    r"^(?:\[(?P<section>[^\]\r\n]*)\]|(?P<key>[\w.-]+)[ \t]*=[ \t]*)?(?P<body>[^#\r\n]*)", re.MULTILINE
)


def _setup_cfg(text: str) -> Iterator[Site]:
    """The lists of setuptools: ``install_requires`` and its kind, and the extras."""
    section = key = ""
    for line in _CFG_LINE.finditer(text):
        section = line["section"] if line["section"] is not None else section
        key = "" if line["section"] is not None else line["key"] or key
        body = line["body"]
        match = REQUIREMENT.match(body, len(body) - len(body.lstrip()))
        if match and (key.endswith(("_requires", "_require")) or section == "options.extras_require"):
            yield replace(_pep508_site(match, line.start("body")), scope=f"{section}.{key}")


def _marker_of(body: str, end: int) -> str:
    """Requirements with different environment markers do not repeat each other."""
    return f"file{body[end:].strip()}"


def _hashed(site: Site) -> Site:
    return Site(site.start, site.end, site.requirement, None, "the file pins hashes; write it anew with your lock tool")


def _logical_line(text: str, start: int) -> str:
    end = re.compile(r"(?<!\\)(?:\r\n?|\n)").search(text, start)
    return text[start : end.start() if end else len(text)]


_QUOTED = re.compile(r"\"(?P<double>[^\"\r\n]*)\"|'(?P<single>[^'\r\n]*)'")
_TOML_KEY = re.compile(
    rf"""^(?P<indent>[ \t]*)(?P<q>["']?){NAME}(?P=q)[ \t]*=[ \t]*(?P<value>[^\r\n#]*)""", re.M | re.I
)
_TOML_TABLE = re.compile(
    rf"""^\[(?P<table>[^\]\r\n]*)\.(?P<q>["']?){NAME}(?P=q)\][ \t]*$""", re.MULTILINE | re.IGNORECASE
)


def _pyproject(text: str) -> Iterator[Site]:
    """Arrays of requirement strings (PEP 621, 735, uv, pdm, hatch) and poetry's tables."""
    yield from _toml_keys(text)
    for quoted in _QUOTED.finditer(text):
        body = quoted["double"] or quoted["single"] or ""
        match = REQUIREMENT.match(body)
        if match and closes(body[match.end() :]) and _is_array_item(text, quoted.start()):
            yield _pep508_site(match, quoted.start() + 1)


def closes(rest: str) -> bool:
    """Whether nothing but an environment marker follows a requirement."""
    return not rest.strip() or rest.lstrip().startswith(";")


def _is_array_item(text: str, start: int) -> bool:
    return text[:start].rstrip()[-1:] in ("[", ",") or text[:start].rstrip(" \t").endswith("\n")


def _toml_keys(text: str) -> Iterator[Site]:
    """``pyautogen = "^0.2"`` and ``pyautogen = {version = …, extras = […]}``, as poetry and Pipfile write it."""
    for match in _TOML_KEY.finditer(text):
        table = _table_of(text, match.start())
        if _holds_versions(table):
            yield replace(_toml_key_site(match), scope=table)
    for match in _TOML_TABLE.finditer(text):
        if _holds_versions(match["table"]):
            requirement = Requirement(normalised(match["name"]))
            yield Site(match.start(), match.end(), requirement, None, f'put {NEW_NAME} = "{NEW_RANGE}" in its place')


def _table_of(text: str, start: int) -> str:
    headers = re.findall(r"^\[+([^\]\r\n]*)\]+", text[:start], re.MULTILINE)
    return headers[-1] if headers else ""


def _holds_versions(table: str) -> bool:
    return table in ("packages", "dev-packages") or "dependencies" in table


def _toml_key_site(match: re.Match[str]) -> Site:
    value = match["value"].rstrip()
    inner = re.search(r"""version\s*=\s*["']([^"']*)["']""", value) or re.match(r"""["']([^"']*)["']""", value)
    listed = re.search(r"extras\s*=\s*\[([^\]]*)\]", value)
    extras = tuple(re.findall(r"""["']([^"']+)["']""", listed[1])) if listed else ()
    requirement = Requirement(normalised(match["name"]), extras, inner[1] if inner else "")
    start, end = match.start("q"), match.start("value") + len(value)
    if inner is None or not _only_version_and_extras(value):
        return Site(start, end, requirement, None, "it is more than a version; change it by hand")
    return Site(start, end, requirement, _toml_key)


def _only_version_and_extras(value: str) -> bool:
    keys = set(re.findall(r"([\w-]+)\s*=(?!=)", re.sub(r"""["'][^"']*["']""", "", value)))
    return keys <= {"version", "extras"}


def _toml_key(extras: tuple[str, ...]) -> str:
    if not extras:
        return f'{NEW_NAME} = "{NEW_RANGE}"'
    listed = ", ".join(f'"{e}"' for e in extras)
    return f'{NEW_NAME} = {{ version = "{NEW_RANGE}", extras = [{listed}] }}'


_YAML_ITEM = re.compile(r"""^(?P<indent>[ \t]*)-[ \t]+(?P<q>["']?)(?P<body>[^"'#\r\n]+)""", re.MULTILINE)
_PIP_LIST = re.compile(r"^(?P<indent>[ \t]*)-[ \t]+pip:[ \t]*(?:#.*)?$", re.MULTILINE)


def _conda(text: str) -> Iterator[Site]:
    """The ``pip:`` list of a conda environment; conda's own packages need a person."""
    pip = _PIP_LIST.search(text)
    pip_indent = len(pip["indent"]) if pip else -1
    for item in _YAML_ITEM.finditer(text):
        match = REQUIREMENT.match(item["body"])
        if match is None:
            continue
        site = _pep508_site(match, item.start("body"))
        in_pip = pip is not None and item.start() > pip.start() and len(item["indent"]) > pip_indent
        yield site if in_pip else _conda_package(site, item)


def _conda_package(site: Site, item: re.Match[str]) -> Site:
    body = item["body"]
    version = re.search(r"(?<![=<>!~])=\s*([\w.*]+)", body)
    requirement = Requirement(
        site.requirement.name, (), f"={version[1]}" if version else site.requirement.version_range
    )
    end = item.start("body") + len(body.rstrip())
    return Site(site.start, end, requirement, None, f"{NEW_NAME} is not a conda package; move it to the `pip:` list")


_PIP_INSTALL = re.compile(
    r"\b(?:pip[\d.]*|uv(?:[ \t]+pip)?|poetry|pdm|pipx)[ \t]+(?:install|add)\b(?P<rest>(?:[^\r\n;&|\\]|\\\r?\n|\\.)*)"
)


def pip_commands(text: str) -> Iterator[Site]:
    """The arguments of ``pip install`` commands, as in Dockerfiles, notebooks and scripts."""
    for command in _PIP_INSTALL.finditer(text):
        for match in REQUIREMENT.finditer(command["rest"]):
            before = command["rest"][: match.start()][-1:]
            if before in ('"', "'", " ", "\t", "\n"):
                yield _command_site(match, command.start("rest"), before)


def _command_site(match: re.Match[str], offset: int, before: str) -> Site:
    quoted = before in ('"', "'")
    write = pep508 if quoted else _quoted_pep508
    return Site(offset + match.start(), offset + match.end(), Requirement.of(match), write)


def _quoted_pep508(extras: tuple[str, ...]) -> str:
    """For a shell, which would read ``>`` as a redirection."""
    return f'"{pep508(extras)}"'
