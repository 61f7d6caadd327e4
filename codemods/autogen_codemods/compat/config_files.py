"""Plan the changes of a configuration list in a JSON or YAML file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autogen_codemods.compat.config_keys import DROPPED, RENAMED, new_key
from autogen_codemods.files.edits import Edit
from autogen_codemods.files.json_spans import items, members, start_of
from autogen_codemods.files.redact import redacted
from autogen_codemods.files.source import UnreadableFile
from autogen_codemods.rules.am107_config_lists import SUSPECT, UPDATED
from autogen_codemods.rules.base import Finding, Rule
from autogen_codemods.tree.positions import LineTable, Span

Planned = tuple[Finding, Edit | None]

_MODEL_KEYS = frozenset({"model", "engine", "deployment_id", "azure_deployment", "model_client_cls"})
_OLD_KEYS = "|".join((*RENAMED, *DROPPED, "use_cache", "seed"))
_YAML_KEY = re.compile(rf"""^[ \t]*(?:-[ \t]+)*(?P<quote>["']?)(?P<key>{_OLD_KEYS})(?P=quote)[ \t]*:""", re.MULTILINE)


def plan_config_file(path: Path, text: str) -> Iterator[Planned]:
    """What to say about and to change in a configuration list; raises UnreadableFile."""
    if path.suffix in (".yml", ".yaml"):
        yield from _yaml(path, text)
    elif _is_json(path, text):
        yield from _json(path, text)


def _is_json(path: Path, text: str) -> bool:
    """Files of other kinds have such names, too: a text without brackets is none of ours."""
    return path.suffix == ".json" or text.lstrip()[:1] in ("[", "{")


def _json(path: Path, text: str) -> Iterator[Planned]:
    try:
        value: Any = json.loads(text)
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it does not parse"
        raise UnreadableFile(f"not valid JSON: {reason}", getattr(error, "lineno", 0)) from None
    except RecursionError:
        raise UnreadableFile("not valid JSON: nested too deeply") from None
    table = LineTable.of(text)
    start = start_of(text)
    if isinstance(value, list):
        for span in items(text, start):
            yield from _entry(path, table, span)
    elif isinstance(value, dict):
        listed = [v for key, _, v in members(text, start) if key == "config_list" and text[v.start] == "["]
        for span in (s for each in listed for s in items(text, each.start)):
            yield from _entry(path, table, span)


def _entry(path: Path, table: LineTable, span: Span) -> Iterator[Planned]:
    if table.text[span.start] != "{":
        yield _finding(SUSPECT, path, table, span, "an entry of a configuration list has to be an object"), None
        return
    found = list(members(table.text, span.start))
    keys = {key for key, _, _ in found}
    if not keys & _MODEL_KEYS:
        head = Span(span.start, span.start + 1)
        yield _finding(SUSPECT, path, table, head, "the entry names no model"), None
    for key, place, _ in found:
        new = new_key(key, keys)
        if new is not None:
            yield _renamed(path, table, place, key, new, f'"{new}"')
        elif key in DROPPED or key == "use_cache":
            yield _dropped(path, table, place, key), None


def _yaml(path: Path, text: str) -> Iterator[Planned]:
    """YAML by its lines: the keys of a configuration list stand on lines of their own."""
    table = LineTable.of(text)
    matches = list(_YAML_KEY.finditer(text))
    keys = {match["key"] for match in matches}
    for match in matches:
        new = new_key(match["key"], keys)
        span = Span(*match.span("key"))
        if new is not None:
            yield _renamed(path, table, span, match["key"], new, new)
        elif match["key"] != "seed":
            yield _dropped(path, table, span, match["key"]), None


def _renamed(path: Path, table: LineTable, span: Span, old: str, new: str, text: str) -> Planned:
    finding = _finding(UPDATED, path, table, span, f'"{old}" of v0.1 becomes "{new}"', fixable=True)
    return finding, Edit(span.start, span.end, text)


def _dropped(path: Path, table: LineTable, span: Span, key: str) -> Finding:
    instead = DROPPED.get(key, "cache_seed to null for no cache")
    return _finding(SUSPECT, path, table, span, f'"{key}" of v0.1 is not read any more; set {instead}')


def _finding(rule: Rule, path: Path, table: LineTable, span: Span, message: str, *, fixable: bool = False) -> Finding:
    line, column = table.place(span.start)
    end_line, end_column = table.place(span.end)
    shown = redacted(table.line(line))
    return Finding(rule.code, path, line, column, message, rule.kind, end_line, end_column, None, fixable, shown)
