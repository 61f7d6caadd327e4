"""The imports of rewritten code: what it needs comes in, what it no longer needs goes."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst
from libcst.metadata import ImportAssignment

from autogen_codemods.files.edits import Edit, apply_edits
from autogen_codemods.model.view import ModuleView

WIDTH = 100


def used_imports(view: ModuleView) -> set[str]:
    """The imported names of a module that are read somewhere."""
    return {
        assignment.name
        for scope in view.scopes
        for assignment in scope.assignments
        if isinstance(assignment, ImportAssignment) and any(True for _ in view.references(assignment))
    }


def with_imports(view: ModuleView, wanted: Iterable[tuple[str, str]], used_before: set[str]) -> str:
    """The text of a module with the `wanted` imports, without those that were read before and now are not."""
    edits = list(_removals(view, used_before))
    lines = _import_lines(set(wanted) - _present(view))
    offset = _place(view)
    newline = view.module.default_newline
    block = "".join(line + newline for line in lines)
    at_place = [edit for edit in edits if edit.start == offset]
    if at_place and block:
        edits.remove(at_place[0])
        edits.append(Edit(offset, at_place[0].end, block + at_place[0].text))
    elif block:
        edits.append(Edit(offset, offset, block))
    return apply_edits(view.text, edits)


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
    modules: dict[str, list[str]] = {}
    for module, name in sorted(wanted, key=lambda each: (each[0], each[1].lower())):
        if name:
            modules.setdefault(module, []).append(name)
    return [*plain, *(_from_import(module, names) for module, names in modules.items())]


def _from_import(module: str, names: list[str]) -> str:
    names = sorted(names, key=lambda name: (not name.isupper(), name.islower(), name))
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _top_imports(view: ModuleView) -> list[cst.SimpleStatementLine]:
    return [
        statement
        for statement in view.module.body
        if isinstance(statement, cst.SimpleStatementLine)
        and any(isinstance(node, cst.Import | cst.ImportFrom) for node in statement.body)
    ]


def _place(view: ModuleView) -> int:
    """Where new imports go: at the first import of v0.2, or behind the last import at the top of the file."""
    legacy = {id(each.statement) for each in view.imports.imports}
    imports = _top_imports(view)
    for statement in imports:
        if any(id(node) in legacy for node in statement.body):
            return _line_start(view, statement)
    leading = [s for s in imports if s in view.module.body[: len(imports) + 1]]
    if leading:
        return _line_end(view.text, view.span(leading[-1]).end)
    first = view.module.body[0] if view.module.body else None
    if isinstance(first, cst.SimpleStatementLine) and isinstance(first.body[0], cst.Expr):
        if isinstance(first.body[0].value, cst.SimpleString | cst.ConcatenatedString):
            return _line_end(view.text, view.span(first).end)
    return _line_start(view, first) if first is not None else 0


def _removals(view: ModuleView, used_before: set[str]) -> Iterable[Edit]:
    unused = used_before - used_imports(view)
    for statement in view.nodes:
        if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
            continue
        [node] = statement.body
        if not isinstance(node, cst.Import | cst.ImportFrom) or isinstance(node.names, cst.ImportStar):
            continue
        kept = [alias for alias in node.names if _bound_name(alias) not in unused]
        if len(kept) == len(node.names) or (not kept and len(_siblings(view, statement)) == 1):
            continue
        if not kept:
            yield Edit(_line_start(view, statement), _line_end(view.text, view.span(statement).end), "")
        else:
            yield _shortened(view, node, kept)


def _siblings(view: ModuleView, statement: cst.SimpleStatementLine) -> list[cst.CSTNode]:
    above = view.parent(statement)
    return list(above.body) if isinstance(above, cst.Module | cst.IndentedBlock) else []


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


def _line_end(text: str, offset: int) -> int:
    if offset and text[offset - 1] == "\n":
        return offset
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1
