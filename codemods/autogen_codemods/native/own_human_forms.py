"""The v0.4 form of a class of one's own that asks a human: one below HumanProxyAgent."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.copies import copied
from autogen_codemods.model.literals import bound_arguments
from autogen_codemods.model.program import Agent
from autogen_codemods.model.subclasses import ASKING, Subclass, super_call
from autogen_codemods.native.am239_own_humans import is_of_chain, own_lines
from autogen_codemods.native.callbacks import annotate
from autogen_codemods.native.draft import Draft, Drafts


def arguments(draft: Draft, agent: Agent) -> list[str]:
    """What the constructor of the class keeps for itself."""
    of = agent.subclass
    if of is None or of.constructor is None:
        return []
    given = bound_arguments(agent.call, [each.name.value for each in of.constructor.params.params[1:]]) or {}
    return [f"{name}={draft.code(given[name].value)}" for name in _own(of) if name in given]


def _own(of: Subclass) -> list[str]:
    return [name for name in of.kept if name != "name"]


def place(agent: Agent) -> cst.ClassDef:
    """Where the class of an agent is defined."""
    assert agent.subclass is not None
    return agent.subclass.node


def rewrite(drafts: Drafts, agent: Agent, *, is_async: bool) -> None:
    """Write the class anew in its module."""
    of = agent.subclass
    assert of is not None
    draft = drafts[of.view]
    if of.node.bases[0] in draft.removed:
        return
    draft.replace(of.node.bases[0].value, draft.use("autogen_compat.native", "HumanProxyAgent"))
    draft.removed.append(of.node.bases[0])
    used = "a_get_human_input" if is_async else "get_human_input"
    for name, method in of.methods.items():
        if name == used:
            _rewrite_asking(draft, method)
        elif name in ASKING or _is_copy(of, method):
            draft.remove(method)
        elif name == "__init__":
            _rewrite_constructor(draft, of, method)
        else:
            annotate(draft, method)


def _is_copy(of: Subclass, method: cst.FunctionDef) -> bool:
    return copied(method) == "human"


def _rewrite_asking(draft: Draft, method: cst.FunctionDef) -> None:
    view, prompt = draft.view, method.params.params[1]
    if method.asynchronous is None:
        start = view.span(method).start
        draft.put(start, start, "async ")
    draft.replace(method.name, "ask")
    token = draft.use("autogen_core", "CancellationToken")
    last = prompt.annotation.annotation if prompt.annotation is not None else prompt.name
    end = view.span(last).end
    draft.put(end, end, f", cancellation_token: {token} | None = None")


def _rewrite_constructor(draft: Draft, of: Subclass, constructor: cst.FunctionDef) -> None:
    """Leave of the constructor what is its own."""
    view = draft.view
    if not own_lines(of):
        draft.remove(constructor)
        return
    for line in constructor.body.body:
        if isinstance(line, cst.SimpleStatementLine) and is_of_chain(of, line):
            draft.remove(line)
    call = super_call(of.handing) if of.handing is not None else None
    assert call is not None
    draft.replace(call, "super().__init__(name, **settings)")
    written = {each.name.value: each for each in (*constructor.params.params, *constructor.params.kwonly_params)}
    own = [_code(draft, written[name]) for name in _own(of)]
    settings = f"**settings: {draft.use('typing', 'Any')}"
    parts = [constructor.params.params[0].name.value, "name: str", *(["*", *own] if own else []), settings]
    start = view.span(constructor.params.params[0].name).start
    draft.put(start, _end(draft, constructor), ", ".join(parts))


def _code(draft: Draft, parameter: cst.Param) -> str:
    annotation = parameter.annotation.annotation if parameter.annotation is not None else None
    last = parameter.default or annotation or parameter.name
    return draft.view.text[draft.view.span(parameter.name).start : draft.view.span(last).end]


def _end(draft: Draft, constructor: cst.FunctionDef) -> int:
    """Where the parameters of a constructor end: the closing parenthesis of its head."""
    text, body = draft.view.text, draft.view.span(constructor.body).start
    head = text[:body]
    annotation = constructor.returns
    stop = draft.view.span(annotation).start if annotation is not None else len(head)
    return head.rindex(")", 0, stop)
