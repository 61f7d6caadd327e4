"""Classes of the module below one of v0.2's agents, and the agents that are made of them."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model import signatures
from autogen_codemods.model.literals import bound_arguments
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import walk


@dataclass(eq=False)
class Subclass:
    """One class with one base, which is v0.2's class `base`."""

    node: cst.ClassDef
    base: str
    references: tuple[cst.CSTNode, ...]
    """Every read of its name."""

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.node.name.value

    @property
    def methods(self) -> dict[str, cst.FunctionDef]:
        """The functions of its body."""
        return {each.name.value: each for each in self.node.body.body if isinstance(each, cst.FunctionDef)}

    @property
    def other_statements(self) -> list[cst.CSTNode]:
        """What else there is in its body besides a docstring and ``pass``."""
        found: list[cst.CSTNode] = []
        for each in self.node.body.body:
            if _is_idle(each):
                continue
            if not isinstance(each, cst.FunctionDef):
                found.append(each)
        return found

    @property
    def preset(self) -> cst.Call | None:
        """The ``super().__init__(…)`` that is all that its constructor does."""
        constructor = self.methods.get("__init__")
        return preset_call(self, constructor) if constructor is not None else None


def subclass_of(view: ModuleView, node: cst.BaseExpression) -> Subclass | None:
    """The class of this module that an expression names."""
    if not isinstance(node, cst.Name) or node.value not in view.class_names:  # the scopes of a large file take seconds
        return None
    found = view.assignments(node)
    if len(found) != 1 or not isinstance(found[0], Assignment) or not isinstance(found[0].node, cst.ClassDef):
        return None
    definition = found[0].node
    bases = [arg for arg in definition.bases if not arg.star]
    base = view.legacy_name(bases[0].value) if len(bases) == 1 else None
    if base not in signatures.HUMAN_INPUT_MODES or definition.keywords or definition.decorators:
        return None
    return Subclass(definition, base, tuple(view.references(found[0])))


def preset_call(of: Subclass, constructor: cst.FunctionDef) -> cst.Call | None:
    """The one statement of a constructor, a call of the base's."""
    lines = [line for line in constructor.body.body if not _is_idle(line)]
    return super_call(lines[0]) if len(lines) == 1 else None


def super_call(line: cst.CSTNode) -> cst.Call | None:
    """The call of the base's constructor that a line consists of."""
    match line:
        case cst.SimpleStatementLine(
            body=[
                cst.Expr(value=cst.Call(func=cst.Attribute(attr=cst.Name(value="__init__"), value=cst.Call())) as call)
            ]
        ):
            return call
        case _:
            return None


def effective_arguments(view: ModuleView, of: Subclass, call: cst.Call) -> dict[str, cst.Arg] | None:
    """The arguments that v0.2's constructor gets in the end; None where they cannot be told."""
    return handed_on(of, of.preset, signatures.AGENT_PARAMETERS[of.base], call)


def handed_on(
    of: Subclass, preset: cst.Call | None, parameters: tuple[str, ...], call: cst.Call
) -> dict[str, cst.Arg] | None:
    """The arguments that v0.2's constructor gets by `preset`, which the class's constructor calls."""
    constructor = of.methods.get("__init__")
    if constructor is None:
        return bound_arguments(call, parameters)
    own = constructor.params
    if preset is None or isinstance(own.star_arg, cst.Param) or own.posonly_params:
        return None
    declared = [*own.params[1:], *own.kwonly_params]
    names = [each.name.value for each in declared]
    given = bound_arguments(call, [each.name.value for each in own.params[1:]])
    if given is None:
        return None
    extra = {name: arg for name, arg in given.items() if name not in names}
    values = {each.name.value: cst.Arg(each.default) for each in declared if each.default is not None}
    values |= {name: arg for name, arg in given.items() if name in names}
    if extra and own.star_kwarg is None:
        return None
    return _passed_on(preset, parameters, names, values, extra, own.star_kwarg)


def _passed_on(
    preset: cst.Call,
    parameters: tuple[str, ...],
    names: list[str],
    values: dict[str, cst.Arg],
    extra: dict[str, cst.Arg],
    rest: cst.Param | None,
) -> dict[str, cst.Arg] | None:
    plain = [arg for arg in preset.args if arg.star != "**"]
    stars = [arg for arg in preset.args if arg.star == "**"]
    if any(not isinstance(arg.value, cst.Name) or rest is None or arg.value.value != rest.name.value for arg in stars):
        return None
    if extra and not stars:
        return None
    bound = bound_arguments(preset.with_changes(args=plain), parameters)
    if bound is None:
        return None
    found = dict(extra)
    for name, arg in bound.items():
        passed = arg.value.value if isinstance(arg.value, cst.Name) else None
        if passed in values:
            found[name] = values[passed]
        elif any(isinstance(each, cst.Name) and each.value in {*names, "self"} for each in walk(arg.value)):
            return None
        else:
            found[name] = arg
    return found


def _is_idle(line: cst.CSTNode) -> bool:
    return isinstance(line, cst.SimpleStatementLine) and all(_does_nothing(small) for small in line.body)


def _does_nothing(small: cst.BaseSmallStatement) -> bool:
    docstring = isinstance(small, cst.Expr) and isinstance(small.value, cst.SimpleString | cst.ConcatenatedString)
    return docstring or isinstance(small, cst.Pass)
