"""v0.2's message limiters, in a TransformMessages, and the model contexts of v0.4 that limit as they do.

v0.2: autogen/agentchat/contrib/capabilities/transforms.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import libcst as cst

from autogen_codemods.model.literals import bound_arguments, constant, elements
from autogen_codemods.model.view import ModuleView, Variable
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.proof import NotProven

CODE = "AM233"
_LIMITERS = {
    "MessageHistoryLimiter": ("max_messages", "keep_first_message"),
    "MessageTokenLimiter": ("max_tokens_per_message", "max_tokens", "min_tokens", "model"),
}
"""The transforms that have a v0.4 form, in the order in which they must stand, and their parameters."""
OF_SELECTION = "select_speaker_transform_messages"
"""The argument of a GroupChat with what the model that selects the speakers reads."""


def limits_of(view: ModuleView, made_by: cst.Call, place: cst.CSTNode) -> dict[str, cst.BaseExpression]:
    """What the limiters of a TransformMessages are given, those that limit nothing left out; raises NotProven."""
    given: dict[str, cst.BaseExpression] = {}
    order = list(_LIMITERS)
    for transform in _transforms(view, made_by, place):
        made = view.value(transform)
        name = view.legacy_name(made.func) if isinstance(made, cst.Call) else None
        if not isinstance(made, cst.Call) or name not in _LIMITERS:
            raise NotProven(CODE, transform, f"{view.code(transform)} is no limiter of v0.2")
        if name not in order:
            raise NotProven(CODE, transform, "its limiters do not stand in the order messages, tokens")
        order = order[order.index(name) + 1 :]
        arguments = bound_arguments(made, _LIMITERS[name])
        if arguments is None or set(arguments) - set(_LIMITERS[name]):
            raise NotProven(CODE, transform, f"its {name} has a filter")
        given |= {key: arg.value for key, arg in arguments.items() if constant(view, arg.value) is not None}
    if not given:
        raise NotProven(CODE, place, "its limiters limit nothing")
    return given


def _transforms(view: ModuleView, made_by: cst.Call, place: cst.CSTNode) -> list[cst.BaseExpression]:
    arguments = bound_arguments(made_by, ()) or {}
    if set(arguments) - {"transforms", "verbose"}:
        raise NotProven(CODE, place, "its TransformMessages gets unknown arguments")
    listed = elements(view, arguments["transforms"].value) if "transforms" in arguments else None
    if listed is None:
        raise NotProven(CODE, place, "its transforms are not written out")
    return listed


def limited(draft: Draft, given: Mapping[str, cst.BaseExpression], name: str, *, own_words: bool) -> str:
    """A model context with these limits; `name`: the expression for the name of its owner."""
    if set(given) == {"max_messages"} and not own_words:
        cls = draft.use("autogen_core.model_context", "BufferedChatCompletionContext")
        return f"{cls}(buffer_size={draft.view.code(given['max_messages'])})"
    parts = [name, *(f"{key}={draft.view.code(node)}" for key, node in given.items())]
    return call(draft.use("autogen_compat.native", "LimitedContext"), parts, 8)


def variables_of(view: ModuleView, made: cst.Call | None, named: Sequence[cst.BaseExpression]) -> list[Variable]:
    """The variables among `named`, and those that hold what a TransformMessages is made of, outermost first."""
    nodes = [*named, *(arg.value for arg in (made.args if made is not None else ()))]
    for arg in made.args if made is not None else ():
        nodes += elements(view, arg.value) or []
    return [variable for node in nodes if (variable := view.variable(node)) is not None]


def drop(draft: Draft, variables: Iterable[Variable]) -> None:
    """Take away those variables of transforms that nothing reads any more."""
    for variable in variables:
        if variable.statement not in draft.removed and all(draft.is_gone(node) for node in variable.reads):
            draft.remove(variable.statement)
