"""AM310: functions that await a run become asynchronous, and so do their callers.

A script's top-level code moves into ``main()``, run by ``asyncio.run``.  Where a caller is not known (a callback, a
public function without callers here), the functions of the file keep their form and the runs go through the bridge,
whose one event loop lives as long as the program.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import Assignment, BaseAssignment, ImportAssignment

from autogen_codemods.files.edits import Edit, apply_edits
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.asynchrony import Conversion, awaits_of
from autogen_codemods.native.own_loops import begins_loops, runs_again
from autogen_codemods.native.text import behind_line, indented
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM310",
    title="functions that reach a chat become asynchronous",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 is asynchronous. Where every caller is known the whole chain awaits; elsewhere the function keeps its "
    "name and form, and bridge.run waits for the team on one event loop that lives as long as the program.",
    before='def ask(question):\n    user_proxy.initiate_chat(assistant, message=question)\n\n\nask("Hello")',
    after='async def ask(question):\n    await Console(team.run_stream(task=question))\n\n\nasyncio.run(ask("Hello"))',
)


@dataclass(frozen=True)
class Awaiting:
    """The text of a module after its awaits have found their place, and the modules to import for them."""

    text: str
    imports: tuple[tuple[str, str], ...] = ()
    begins: bool = False
    """Whether the module begins an event loop where it is run or imported."""
    is_guarded: bool = False
    """Whether it does so only where it is run."""


def convert(view: ModuleView, conversion: Conversion, imported_elsewhere: Collection[str] = ()) -> Awaiting | None:
    """Make functions asynchronous, and wait for them; None where the top-level code cannot be moved.

    `imported_elsewhere`: names of this module that other files import, "*" for all.
    """
    top: list[cst.CSTNode] = [node for node in awaits_of(view) if view.function(node) is None]
    top += [call for call in conversion.calls if view.function(call) is None]
    if _binds_asyncio(view) or runs_again(view) or begins_loops(view, conversion.functions, at_top=bool(top)):
        return None
    edits: list[Edit] = []
    for function in conversion.functions:
        start = view.text.index("def", view.span(function).start)
        edits.append(Edit(start, start, "async "))
    for call in conversion.calls:
        edits += _await(view, call)
    if not top or view.celled:
        return Awaiting(apply_edits(view.text, edits), begins=bool(top))
    return _with_main(view, edits, top, imported_elsewhere)


def bridged(view: ModuleView, before: ModuleView) -> Awaiting:
    """Wait for every run without being asynchronous; `before` is the module as it was, whose cells may await."""
    awaits = awaits_of(view)
    own = {before.code(node) for node in before.nodes if isinstance(node, cst.Await)} if view.celled else ()
    waiting = [node for node in awaits if view.code(node) not in own]
    return _bridge(view, waiting) if waiting else Awaiting(view.text, ())


def _binds_asyncio(view: ModuleView) -> bool:
    """Whether the name asyncio means something else here."""
    found = [each for scope in view.scopes for each in scope.assignments if each.name == "asyncio"]
    return any(not isinstance(each, ImportAssignment) for each in found)


def _await(view: ModuleView, call: cst.Call) -> list[Edit]:
    start, end = view.span(call)
    above = view.parent(call)
    tight = isinstance(above, cst.Attribute | cst.Subscript | cst.Call | cst.BinaryOperation | cst.UnaryOperation)
    if tight and not isinstance(above, cst.Arg):
        return [Edit(start, start, "(await "), Edit(end, end, ")")]
    return [Edit(start, start, "await ")]


def _with_main(
    view: ModuleView, edits: list[Edit], top: Sequence[cst.CSTNode], imported_elsewhere: Collection[str]
) -> Awaiting | None:
    """Run the asynchronous part of a script by ``asyncio.run``; None if it cannot be moved."""
    body, guard = _script_body(view, top)
    asyncio = (("asyncio", ""),)
    single = _single_call(view, top)
    if single is not None:
        start, end = view.span(single)
        edits = [edit for edit in edits if edit not in _await(view, single)]
        edits += [Edit(start, start, "asyncio.run("), Edit(end, end, ")")]
        return Awaiting(apply_edits(view.text, edits), asyncio, begins=True, is_guarded=guard is not None)
    indices = [index for index, statement in enumerate(body) if any(n in walk(statement) for n in top)]
    region = body[indices[0] :] if guard is None else body
    while not _may_move(view, region, imported_elsewhere):
        earlier = len(body) - len(region) - 1
        if guard is not None or earlier < 0 or not _is_plain(body[earlier]):
            return None
        region = body[earlier:]
    return Awaiting(_moved(view, edits, region, guard), asyncio, begins=True, is_guarded=guard is not None)


def _is_plain(statement: cst.CSTNode) -> bool:
    """Whether a statement may move into ``main`` for its names' sake: no import, function or class."""
    if isinstance(statement, cst.FunctionDef | cst.ClassDef):
        return False
    return not any(isinstance(node, cst.Import | cst.ImportFrom) for node in walk(statement))


def _script_body(
    view: ModuleView, top: Sequence[cst.CSTNode]
) -> tuple[Sequence[cst.BaseStatement | cst.SimpleStatementLine], cst.If | None]:
    """The statements to move: those of the ``__main__`` guard if all is in it, otherwise the module's."""
    for statement in view.module.body:
        if isinstance(statement, cst.If) and _is_main_guard(view, statement):
            nodes = set(map(id, walk(statement)))
            if all(id(node) in nodes for node in top) and isinstance(statement.body, cst.IndentedBlock):
                return statement.body.body, statement
    return view.module.body, None


def _is_main_guard(view: ModuleView, statement: cst.If) -> bool:
    test = view.code(statement.test).replace("'", '"').replace(" ", "")
    return test in {'__name__=="__main__"', '"__main__"==__name__'} and statement.orelse is None


def _single_call(view: ModuleView, top: Sequence[cst.CSTNode]) -> cst.Call | None:
    """The one call at the top level that runs everything, once."""
    call = top[0]
    if len(top) != 1 or not isinstance(call, cst.Call):
        return None
    around = list(view.ancestors(call))
    return None if any(isinstance(each, cst.For | cst.While) for each in around) else call


def _may_move(view: ModuleView, region: Sequence[cst.CSTNode], imported_elsewhere: Collection[str]) -> bool:
    """Whether the names of these statements may become local to ``main``."""
    inside = {id(node) for statement in region for node in walk(statement)}
    for statement in region:
        for node in walk(statement):
            if isinstance(node, cst.ImportStar | cst.Global):
                return False
            if isinstance(node, cst.Name) and node.value in {"globals", "locals", "vars"}:
                return False
    scope = view.module_scope
    for assignment in _module_assignments(view):
        node = _of(assignment)
        if node is None or id(node) not in inside:
            continue
        if {assignment.name, "*"} & set(imported_elsewhere):
            return False
        if any(id(_of(other)) not in inside for other in scope[assignment.name] if _of(other) is not None):
            return False
        if any(id(reference) not in inside for reference in view.references(assignment)):
            return False
    return True


def _of(assignment: BaseAssignment) -> cst.CSTNode | None:
    return assignment.node if isinstance(assignment, Assignment | ImportAssignment) else None


def _module_assignments(view: ModuleView) -> Iterator[BaseAssignment]:
    yield from view.module_scope.assignments


def _moved(view: ModuleView, edits: Sequence[Edit], region: Sequence[cst.CSTNode], guard: cst.If | None) -> str:
    """The text with `region` as the body of ``main``."""
    newline, text = view.module.default_newline, view.text
    start = _first_line_with_comments(view, region[0])
    end = behind_line(text, view.span(region[-1]).end)
    within = [*edits, *_unread_results(view, region)]
    moved = [Edit(e.start - start, e.end - start, e.text) for e in within if e.start >= start and e.end <= end]
    body = apply_edits(text[start:end], moved)
    before = apply_edits(text[:start], [e for e in edits if e.end <= start and e.start < start])
    after = text[end:]
    own = "" if guard is not None else "    "
    name = _free_name(view)
    main = f"async def {name}() -> None:{newline}{indented(body.rstrip(), own)}{newline}"
    if guard is None:
        head = before.rstrip()
        lead = head + newline * 3 if head else ""
        return f"{lead}{main}{newline}{newline}asyncio.run({name}()){newline}{after.lstrip()}"
    line_start = _first_line_with_comments(view, guard)
    head, guard_line = before[: line_start + len(before) - start].rstrip(), before[line_start + len(before) - start :]
    lead = head + newline * 3 if head else ""
    indent = view.module.default_indent
    return f"{lead}{main}{newline}{newline}{guard_line.rstrip()}{newline}{indent}asyncio.run({name}()){newline}{after}"


def _unread_results(view: ModuleView, region: Sequence[cst.CSTNode]) -> Iterator[Edit]:
    """The names of results that nothing reads: a module may have such, a function should not."""
    for node in (each for statement in region for each in walk(statement)):
        if not isinstance(node, cst.Assign) or not isinstance(node.value, cst.Await) or len(node.targets) != 1:
            continue
        target = node.targets[0].target
        if isinstance(target, cst.Name) and view.function(node) is None and not _is_read(view, target.value):
            yield Edit(view.span(node).start, view.span(node.value).start, "")


def _is_read(view: ModuleView, name: str) -> bool:
    return any(True for each in view.module_scope[name] for _ in view.references(each))


def _free_name(view: ModuleView) -> str:
    """``main``, or a name like it where the module has a ``main``."""
    taken = {node.value for node in view.nodes if isinstance(node, cst.Name)}
    return next(name for name in ("main", "run_main", "run_all_chats", "run_this_module") if name not in taken)


def _first_line_with_comments(view: ModuleView, statement: cst.CSTNode) -> int:
    text = view.text
    start = text.rfind("\n", 0, view.span(statement).start) + 1
    if isinstance(statement, cst.FunctionDef | cst.ClassDef) and statement.decorators:
        start = text.rfind("\n", 0, view.span(statement.decorators[0]).start) + 1
    while start and text[text.rfind("\n", 0, start - 1) + 1 : start].lstrip().startswith("#"):
        start = text.rfind("\n", 0, start - 1) + 1
    return start


def _bridge(view: ModuleView, awaits: Sequence[cst.Await | cst.With]) -> Awaiting:
    """Let every synchronous place wait through the bridge; what is entered can be entered without waiting, too."""
    edits: list[Edit] = []
    name = "bridge" if all(getattr(node, "value", None) != "bridge" for node in view.nodes) else "engine_bridge"
    for node in awaits:
        start, end = view.span(node)
        if isinstance(node, cst.With):
            edits.append(Edit(start, start + len("async "), ""))
            continue
        awaited = node.expression
        if isinstance(awaited, cst.Call) and all(arg.keyword is None and not arg.star for arg in awaited.args):
            arguments = [view.code(awaited.func), *(view.code(arg.value) for arg in awaited.args)]
            replacement = f"{name}.run({', '.join(arguments)})"
        else:
            replacement = f"{name}.run(lambda: {view.code(awaited)})"
        edits.append(Edit(start, end, replacement))
    imported = "bridge" if name == "bridge" else f"bridge as {name}"
    return Awaiting(apply_edits(view.text, edits), (("autogen_compat.native", imported),))
