"""The imports of rewritten code: what it needs comes in, what it no longer needs goes."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType

import libcst as cst
from libcst.metadata import ImportAssignment

from autogen_codemods.files.edits import Edit, apply_edits
from autogen_codemods.files.magics import MARK
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.guarded_imports import guard_of
from autogen_codemods.native.text import behind_line, merged_removals, without_gap

WIDTH = 88
"""Import lines are no longer than the usual formatters make them."""


def used_imports(view: ModuleView) -> set[str]:
    """The imported names of a module that are read somewhere."""
    return {
        assignment.name
        for scope in view.scopes
        for assignment in scope.assignments
        if isinstance(assignment, ImportAssignment) and any(True for _ in view.references(assignment))
    }


def with_imports(
    view: ModuleView,
    wanted: Iterable[tuple[str, str]],
    used_before: set[str],
    replaced: Collection[str] = (),
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The text of a module with the `wanted` imports, without those that were read before and now are not.

    v0.2's unused names go in any case, and so do its `replaced` names, which the new imports bind.  `renamed`: what
    v0.2's names of types are called now, where a module is also imported without v0.2.
    """
    missing = set(wanted) - _present(view)
    if (guard := guard_of(view, set(replaced))) is not None:
        guarded = {(module, name) for module, name in missing if module.startswith("autogen_")}
        removals = [each for each in _removals(view, used_before, replaced) if not guard.holds(each)]
        edits = [*merged_removals(removals), *guard.edits(_import_lines(guarded), renamed)]
        return _inserted(view, _import_lines(missing - guarded), _place(view, missing), edits)
    new = _import_lines(missing)
    place = _place(view, missing)
    removals = merged_removals(_removals(view, used_before, replaced))
    shorter = apply_edits(view.text, removals)
    block = _leading_block(shorter)
    if block is not None and place <= block.end + len(view.text) - len(shorter):
        return block.merged(shorter, new, view.module.default_newline, keeps_gap=view.celled)
    return _inserted(view, new, place, removals)


def _inserted(view: ModuleView, lines: Sequence[str], offset: int, edits: list[Edit]) -> str:
    """The text with the new imports at `offset`, whatever stands around it."""
    newline = view.module.default_newline
    text = "".join(line + newline for line in lines)
    at_place = next((edit for edit in edits if edit.start <= offset < edit.end), None)
    if at_place is not None and at_place.text:
        edits[edits.index(at_place)] = at_place._replace(text=text + at_place.text)
    elif at_place is not None:
        edits.remove(at_place)
        end = at_place.end
        while (following := next((edit for edit in edits if edit.start == end and not edit.text), None)) is not None:
            end = following.end
        gap = _gap(view.text[end:], newline)
        edits.append(Edit(at_place.start, at_place.end, text + gap))
    elif text:
        edits.append(Edit(offset, offset, text))
    return apply_edits(view.text, edits)


def _gap(rest: str, newline: str) -> str:
    """An empty line where code would follow the imports at once."""
    return "" if not rest.strip() or rest.startswith(("\n", "\r")) else newline


def _closer(rest: str) -> str:
    """One empty line between the imports and a statement, two before a function or class, as isort leaves them."""
    found = re.match(r"(?:[ \t]*\r?\n){2,}(?=[^\s#])", rest)
    if found is None:
        return rest
    kept = 2 if re.match(r"(?:async +def|def|class)\b|@", rest[found.end() :]) else 1
    lines = found[0].splitlines(keepends=True)
    return "".join(lines[: min(kept, len(lines))]) + rest[found.end() :]


@dataclass(frozen=True)
class _Block:
    """The sorted imports at the top of a module, each with the comments above it."""

    start: int
    end: int
    entries: tuple[str, ...]

    def merged(self, text: str, lines: Sequence[str], newline: str, *, keeps_gap: bool) -> str:
        """The text with more imports among them, in their order and sections.

        `keeps_gap`: the empty lines behind them stay, as those between cells.
        """
        entries = sorted([*self.entries, *filter(None, lines)], key=_order)
        parts: list[str] = []
        for before, entry in zip([None, *entries], entries, strict=False):
            if before is not None and _order(before)[0] != _order(entry)[0]:
                parts.append("")
            parts.append(entry.replace("\n", newline))
        rest = text[self.end :] if keeps_gap else _closer(text[self.end :])
        return text[: self.start] + "".join(part + newline for part in parts) + _gap(rest, newline) + rest


def _leading_block(text: str) -> _Block | None:
    """The imports at the top, or None where they are not sorted or share their lines."""
    module = cst.parse_module(text)
    body = list(module.body)
    first = 1 if body and _is_docstring(body[0]) else 0
    block = list(takewhile(_is_only_import, body[first:]))
    if not block:
        return None
    codes = [module.code_for_node(each) for each in block]
    begin = text.index(codes[0]) if codes[0] in text else -1
    whole = "".join(codes)
    if begin < 0 or not text.startswith(whole, begin):
        return None
    entries = tuple(code.strip("\r\n").replace("\r\n", "\n") for code in codes)
    if [_order(entry) for entry in entries] != sorted(_order(entry) for entry in entries):
        return None
    return _Block(begin + len(codes[0]) - len(codes[0].lstrip("\r\n")), begin + len(whole), entries)


def _is_only_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1 and _is_import(statement)


def _order(entry: str) -> tuple[int, int, str, str]:
    """The place of an import: section, plain before from, then by name."""
    words = next(line for line in entry.splitlines() if line.strip() and not line.lstrip().startswith("#")).split()
    module = words[1].rstrip(",")
    root = module.partition(".")[0]
    section = 0 if root == "__future__" else 1 if root in sys.stdlib_module_names else 3 if not root else 2
    return section, int(words[0] == "from"), module.lower(), module


def _present(view: ModuleView) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for statement in _top_imports(view):
        for node in statement.body:
            if isinstance(node, cst.ImportFrom) and node.module is not None and not node.relative:
                if not isinstance(node.names, cst.ImportStar):
                    module = view.code(node.module)
                    found |= {(module, view.code(a.name)) for a in node.names if a.asname is None}
            elif isinstance(node, cst.Import):
                found |= {(view.code(alias.name), "") for alias in node.names if alias.asname is None}
    return found


def _import_lines(wanted: set[tuple[str, str]]) -> list[str]:
    plain = [f"import {module}" for module, name in sorted(wanted) if not name]
    plain += [""] if plain and len(wanted) > len(plain) else []
    modules: dict[str, list[str]] = {}
    for module, name in sorted(wanted, key=lambda each: (each[0], each[1].lower())):
        if name:
            modules.setdefault(module, []).append(name)
    return [*plain, *(_from_import(module, names) for module, names in modules.items())]


def _from_import(module: str, names: list[str]) -> str:
    names = sorted(names, key=lambda name: (not name.isupper(), name.islower(), name.lower()))
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _top_imports(view: ModuleView) -> list[cst.SimpleStatementLine]:
    return [
        statement
        for statement in view.module.body
        if isinstance(statement, cst.SimpleStatementLine) and _is_import(statement)
    ]


def _place(view: ModuleView, wanted: Iterable[tuple[str, str]]) -> int:
    """Where new imports go: at v0.2's first import if only imports come before it, else behind the leading imports.

    In a notebook, whose first cells may install what is imported, they also go there if nothing `wanted` is used above.
    """
    legacy = {id(each.statement) for each in view.imports.imports}
    offset = 0
    if view.celled and (first := _first_legacy(view, legacy)) is not None:
        names = {name.rpartition(" ")[2] or module for module, name in wanted}
        if not names & set(re.findall(r"\w+", view.text[:first])):
            return first
    for position, statement in enumerate(view.module.body):
        if isinstance(statement, cst.SimpleStatementLine) and _is_import(statement):
            if any(id(node) in legacy for node in statement.body):
                return _line_start(view, statement)
        elif not _is_magic(statement) and (position or not _is_docstring(statement)):
            break
        offset = behind_line(view.text, view.span(statement).end)
    return offset or (_line_start(view, view.module.body[0]) if view.module.body else 0)


def _first_legacy(view: ModuleView, legacy: Collection[int]) -> int | None:
    """The line of v0.2's first import at the top level."""
    for statement in _top_imports(view):
        if any(id(node) in legacy for node in statement.body):
            return _line_start(view, statement)
    return None


def _is_import(statement: cst.SimpleStatementLine) -> bool:
    return any(isinstance(node, cst.Import | cst.ImportFrom) for node in statement.body)


def _is_magic(statement: cst.CSTNode) -> bool:
    """Whether a notebook's magic stands here, which may install what is imported below it."""
    comment = statement.trailing_whitespace.comment if isinstance(statement, cst.SimpleStatementLine) else None
    return comment is not None and comment.value.startswith(MARK)


def _is_docstring(statement: cst.CSTNode) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine) or not isinstance(statement.body[0], cst.Expr):
        return False
    return isinstance(statement.body[0].value, cst.SimpleString | cst.ConcatenatedString)


def _removals(view: ModuleView, used_before: set[str], replaced: Collection[str]) -> Iterable[Edit]:
    used = used_imports(view)
    roots = {name.partition(".")[0] for name in used}
    legacy = {id(each.alias): each.local not in roots or each.local in replaced for each in view.imports.imports}
    for statement in view.nodes:
        if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
            continue
        [node] = statement.body
        if not isinstance(node, cst.Import | cst.ImportFrom) or isinstance(node.names, cst.ImportStar):
            continue
        kept = [alias for alias in node.names if not legacy.get(id(alias), _is_needless(alias, used, used_before))]
        if len(kept) == len(node.names) or (not kept and _is_a_whole_block(view, statement)):
            continue
        if not kept:
            whole = (_line_start(view, statement), behind_line(view.text, view.span(statement).end))
            yield Edit(*without_gap(view.text, *whole), "")
        else:
            yield _shortened(view, node, kept)


def _is_needless(alias: cst.ImportAlias, used: set[str], used_before: set[str]) -> bool:
    return _bound_name(alias) in used_before and _bound_name(alias) not in used


def _is_a_whole_block(view: ModuleView, statement: cst.SimpleStatementLine) -> bool:
    """Whether a statement is all that a block has, which cannot be empty as a module can."""
    above = view.parent(statement)
    return isinstance(above, cst.IndentedBlock) and len(above.body) == 1


def _shortened(view: ModuleView, node: cst.Import | cst.ImportFrom, kept: list[cst.ImportAlias]) -> Edit:
    """The statement with fewer names, keeping parentheses and lines where it had them."""
    start, end = view.span(node)
    names = [view.code(alias).rstrip(", ") for alias in kept]
    head = view.text[start : view.span(node.names[0]).start]  # type: ignore[union-attr]
    if "(" in head and "\n" in view.text[start:end]:
        indent = "    "
        body = "".join(f"{indent}{name},\n" for name in names)
        return Edit(start, end, f"{head.partition('(')[0]}(\n{body})")
    closing = ")" if "(" in head else ""
    return Edit(start, end, f"{head}{', '.join(names)}{closing}")


def _bound_name(alias: cst.ImportAlias) -> str:
    if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
        return alias.asname.name.value
    return alias.evaluated_name


def _line_start(view: ModuleView, statement: cst.CSTNode) -> int:
    return view.text.rfind("\n", 0, view.span(statement).start) + 1
