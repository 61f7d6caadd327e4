"""Where objects live: whether an expression means the same elsewhere, and whether a line may go."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from autogen_codemods.model.program import Made, Program
from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.tree.walk import walk


def is_local(program: Program, made: Made) -> bool:
    """Whether an object lives in a plain variable of its module and goes nowhere else."""
    trace = program.trace(made)
    here = all(use.view is made.view for use in trace.uses)
    return made.variable is not None and here and not is_handed_on(program, made)


def is_removable(program: Program, made: Made) -> bool:
    """Whether nothing is left of an object when its line goes, and its claimed uses with it."""
    if made.target is None:
        return False
    trace = program.trace(made)
    if is_handed_on(program, made) or any(use.view is not made.view for use in trace.uses):
        return False
    if isinstance(made.target, cst.Attribute) and _reads_of_other_objects(program, made, made.target):
        return False
    return stands_among_others(made)


def stands_among_others(made: Made) -> bool:
    """Whether something is left of its block when the line of an object goes."""
    return is_not_alone(made.view, made.statement)


def is_not_alone(view: ModuleView, statement: Statement) -> bool:
    """Whether something is left of a block when a statement goes."""
    block = view.parent(statement)
    return isinstance(block, cst.Module) or (isinstance(block, cst.IndentedBlock) and len(block.body) > 1)


def is_handed_on(program: Program, made: Made) -> bool:
    """Whether other names or containers hold an object, besides those that are rewritten as a whole."""
    for use in program.trace(made).passing:
        around = (use.node, *use.view.ancestors(use.node))
        if use.node is not made.call and not any(id(node) in program.claimed for node in around):
            return True
    return False


def _reads_of_other_objects(program: Program, made: Made, target: cst.Attribute) -> bool:
    """Whether the attribute is set elsewhere too."""
    name = target.attr.value
    stores = (node for view in program.views for node in view.nodes if isinstance(node, cst.AssignTarget))
    found = [s for s in stores if isinstance(s.target, cst.Attribute) and s.target.attr.value == name]
    return len(found) != 1


def is_at_hand(home: ModuleView, node: cst.BaseExpression, view: ModuleView, place: cst.CSTNode) -> bool:
    """Whether an expression of `home` means the same where `place` stands."""
    if home is not view:
        return False
    function = view.function(place)
    if home.function(node) is function:
        return True
    if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name):
        there = home.function(node)
        if there is None or function is None:
            return False
        return (found := _receiver(view, there, node.value)) is not None and found == _owner(view, function)
    names = [each for each in walk(node) if isinstance(each, cst.Name)]
    return isinstance(node, cst.Name) and all(_is_global(view, each, place) for each in names)


def _receiver(view: ModuleView, function: cst.FunctionDef, name: cst.Name) -> tuple[int, str] | None:
    """The class and the name of ``self`` where `name` is that of a method."""
    owner = _owner(view, function)
    return owner if owner is not None and owner[1] == name.value else None


def _owner(view: ModuleView, function: cst.FunctionDef) -> tuple[int, str] | None:
    above = next((a for a in view.ancestors(function) if isinstance(a, cst.FunctionDef | cst.ClassDef)), None)
    params = [*function.params.posonly_params, *function.params.params]
    if not isinstance(above, cst.ClassDef) or not params:
        return None
    return id(above), params[0].name.value


def _is_global(view: ModuleView, name: cst.Name, place: cst.CSTNode) -> bool:
    found = view.assignments(name)
    if not found or any(each.scope is not view.module_scope for each in found):
        return False
    function = view.function(place)
    return function is None or not any(_binds(node, name.value) for node in walk(function))


def names_in(view: ModuleView, node: cst.CSTNode) -> set[str]:
    """The variables that an expression may read."""
    return {each.value for each in walk(node) if isinstance(each, cst.Name) and not view.is_label(each)}


def hidden_name(view: ModuleView, names: Iterable[str], home: cst.CSTNode, place: cst.CSTNode) -> str | None:
    """The one of some names that functions around a place, but not around its `home`, give another value."""
    around = {id(each) for each in view.ancestors(home)}
    functions = [each for each in view.ancestors(place) if isinstance(each, cst.FunctionDef) and id(each) not in around]
    hidden = (name for name in sorted(names) for each in functions if any(_binds(n, name) for n in walk(each)))
    return next(hidden, None)


def _binds(node: cst.CSTNode, name: str) -> bool:
    """Whether a node gives a name of its function a value."""
    if isinstance(node, cst.Param):
        return node.name.value == name
    if isinstance(node, cst.AssignTarget | cst.AnnAssign | cst.For | cst.NamedExpr):
        return any(isinstance(each, cst.Name) and each.value == name for each in walk(node.target))
    return False
