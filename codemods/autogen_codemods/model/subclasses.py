"""Classes of the project below one of v0.2's agents, and the agents that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model import signatures
from autogen_codemods.model import values as v
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.literals import bound_arguments
from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import walk

ASKING = frozenset({"get_human_input", "a_get_human_input"})
"""The methods of v0.2's agents that ask a human."""
MANAGER = "GroupChatManager"
PASSING = frozenset({"send", "a_send", "receive", "a_receive", "_process_received_message"})
"""Those through which messages go."""


@dataclass(eq=False)
class Subclass:
    """One class with one base, which is v0.2's class `base`."""

    view: ModuleView
    node: cst.ClassDef
    base: str
    references: tuple[cst.CSTNode, ...]
    """Every read of its name in its module."""

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
            if is_idle(each):
                continue
            if not isinstance(each, cst.FunctionDef):
                found.append(each)
        return found

    @property
    def constructor(self) -> cst.FunctionDef | None:
        """Its ``__init__``."""
        return self.methods.get("__init__")

    @property
    def handing(self) -> cst.SimpleStatementLine | None:
        """The line that calls v0.2's constructor."""
        for line in self.constructor.body.body if self.constructor is not None else ():
            if isinstance(line, cst.SimpleStatementLine) and super_call(line) is not None:
                return line
        return None

    @property
    def keeps_asking(self) -> bool:
        """Whether its agents ask a human in their own way, and have more of their own: it stays a class."""
        methods = self.methods.keys()
        if not methods & ASKING or methods & {"generate_reply", *PASSING}:
            return False
        return bool(methods - {"__init__"} - ASKING or self.other_statements or (self.handing and not self.preset))

    @property
    def kept(self) -> list[str]:
        """The parameters that the constructor reads for itself."""
        constructor, handing = self.constructor, self.handing
        if constructor is None:
            return []
        rest = [each for each in constructor.body.body if each is not handing]
        read = {node.value for each in rest for node in walk(each) if isinstance(node, cst.Name)}
        given = (*constructor.params.params[1:], *constructor.params.kwonly_params)
        return [each.name.value for each in given if each.name.value in read]

    @property
    def preset(self) -> cst.Call | None:
        """The ``super().__init__(…)`` that is all that its constructor does."""
        constructor = self.methods.get("__init__")
        return preset_call(self, constructor) if constructor is not None else None


def imported_names(view: ModuleView, resolver: Resolver) -> frozenset[str]:
    """The names that a module imports from other files of the project."""
    found: set[str] = set()
    for node in view.nodes:
        if not isinstance(node, cst.ImportFrom) or isinstance(node.names, cst.ImportStar):
            continue
        if isinstance(resolver.imports.file_of(view, node), Path):
            found |= {alias.evaluated_alias or alias.evaluated_name for alias in node.names}
    return frozenset(found)


def subclass_of(
    view: ModuleView, node: cst.BaseExpression, classes: frozenset[str], resolver: Resolver
) -> Subclass | None:
    """The class of the project that an expression names, one of `classes`."""
    if not isinstance(node, cst.Name) or node.value not in classes:  # the scopes of a large file take seconds
        return None
    if node.value in view.class_names:
        return subclass_here(view, node)
    found = [each for each in resolver.values(view, node) if isinstance(each, v.Class)]
    home = resolver.files.view(found[0].path) if len(found) == 1 and view.is_imported(node) else None
    return subclass_here(home, found[0].node.name) if home is not None else None


def subclass_here(view: ModuleView, node: cst.BaseExpression) -> Subclass | None:
    """The class of this module below one of v0.2's that an expression names."""
    found = class_here(view, node)
    if found is None or found[1] not in {*signatures.HUMAN_INPUT_MODES, MANAGER}:
        return None
    definition, base, references = found
    return Subclass(view, definition, base, references)


def class_here(view: ModuleView, node: cst.BaseExpression) -> tuple[cst.ClassDef, str, tuple[cst.CSTNode, ...]] | None:
    """The plain class of this module that an expression names: its definition, its one v0.2 base and its reads."""
    if not isinstance(node, cst.Name) or node.value not in view.class_names:
        return None
    found = view.assignments(node)
    if len(found) != 1 or not isinstance(found[0], Assignment) or not isinstance(found[0].node, cst.ClassDef):
        return None
    definition = found[0].node
    bases = [arg for arg in definition.bases if not arg.star]
    base = view.legacy_name(bases[0].value) if len(bases) == 1 else None
    if base is None or definition.keywords or definition.decorators:
        return None
    return definition, base, tuple(view.references(found[0]))


def preset_call(of: Subclass, constructor: cst.FunctionDef) -> cst.Call | None:
    """The one statement of a constructor, a call of the base's."""
    lines = [line for line in constructor.body.body if not is_idle(line)]
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
    preset = super_call(of.handing) if of.handing is not None else None
    parameters = signatures.MANAGER_PARAMETERS if of.base == MANAGER else signatures.AGENT_PARAMETERS[of.base]
    found = handed_on(of, preset, parameters, call)
    if of.view is not view and any(arg.value not in view for arg in (found or {}).values()):
        return None
    return found


def handed_on(
    of: Subclass, preset: cst.Call | None, parameters: tuple[str, ...], call: cst.Call
) -> dict[str, cst.Arg] | None:
    """The arguments that v0.2's constructor gets by `preset`, which the class's constructor calls."""
    constructor = of.methods.get("__init__")
    if constructor is None:
        return bound_arguments(call, parameters)
    own = constructor.params
    if preset is not None and _passes_everything(constructor, preset):
        return bound_arguments(call, parameters)
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


def _passes_everything(constructor: cst.FunctionDef, preset: cst.Call) -> bool:
    """Whether a constructor takes ``*args, **kwargs`` and hands on just these."""
    own = constructor.params
    if not isinstance(own.star_arg, cst.Param) or own.star_kwarg is None or own.params[1:] or own.kwonly_params:
        return False
    handed = [(arg.star, arg.value.value if isinstance(arg.value, cst.Name) else "") for arg in preset.args]
    return handed == [("*", own.star_arg.name.value), ("**", own.star_kwarg.name.value)]


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


def is_idle(line: cst.CSTNode) -> bool:
    """Whether a line is a docstring or ``pass``."""
    return isinstance(line, cst.SimpleStatementLine) and all(_does_nothing(small) for small in line.body)


def _does_nothing(small: cst.BaseSmallStatement) -> bool:
    docstring = isinstance(small, cst.Expr) and isinstance(small.value, cst.SimpleString | cst.ConcatenatedString)
    return docstring or isinstance(small, cst.Pass)
