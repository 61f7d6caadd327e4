"""AM306: a summary that a model or a function makes is made by code behind the run.

v0.2: autogen/agentchat/conversable_agent.py _summarize_chat.  v0.4 makes no summaries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import libcst as cst

from autogen_codemods.model.literals import constant, entries
from autogen_codemods.model.program import Chat
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.sides import annotate, check_side
from autogen_codemods.native.tasks import Names
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM306",
    title="a summary by a model or a function is made behind the run",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 makes no summaries. reflection_on() asks the same model at the end of the same conversation; a function "
    "gets the two sides of the chat as it did.",
    before='result = user.initiate_chat(assistant, message="hi", summary_method="reflection_with_llm")\n'
    "print(result.summary)",
    after="result = await Console(team.run_stream(task=...))\n"
    'summary = await reflection_on(result, model_client, "assistant")\nprint(summary)',
)

CODE = RULE.code
_READ_OF_SIDES = frozenset({"name", "last_message", "chat_messages", "chat_messages_for_summary"})
_ARGUMENTS = {"summary_prompt": "prompt", "summary_role": "role"}
_NATIVE = "autogen_compat.native"


@dataclass(frozen=True)
class Summary:
    """How the summary of a chat is made."""

    kind: Literal["last", "none", "model", "function"]
    function: cst.BaseExpression | None = None
    arguments: cst.BaseExpression | None = None
    settings: tuple[tuple[str, cst.BaseExpression], ...] = ()

    @property
    def is_asked_for(self) -> bool:
        """Whether making it does something, even if nobody reads it."""
        return self.kind in ("model", "function")


def summary_of(chat: Chat, given: Mapping[str, cst.BaseExpression]) -> Summary:
    """Read the ``summary_method`` and ``summary_args`` of a chat; raises NotProven."""
    view, node, arguments = chat.view, given.get("summary_method"), given.get("summary_args")
    method = "last_msg" if node is None else constant(view, node)
    if method == "last_msg":
        return Summary("last")
    if method is None:
        return Summary("none")
    if method == "reflection_with_llm":
        return Summary("model", settings=_settings(chat, arguments))
    assert node is not None
    value = view.value(node)
    check_side(view, view.definition(value) or value, node, _READ_OF_SIDES)
    return Summary("function", node, arguments)


def _settings(chat: Chat, node: cst.BaseExpression | None) -> tuple[tuple[str, cst.BaseExpression], ...]:
    if node is None:
        return ()
    found = entries(chat.view.value(node))
    if found is None or set(found) - set(_ARGUMENTS):
        raise NotProven(CODE, node, "the summary_args are not written out as a prompt and a role")
    return tuple((_ARGUMENTS[key], value) for key, value in found.items())


def expression(draft: Draft, summary: Summary, result: str, names: Names, client: str, tools: str = "") -> str:
    """The code that makes the summary of the chat whose v0.4 result is called `result`.

    `tools`: the expression for what the model that sums up is told of besides.
    """
    if summary.kind == "none":
        return '""'
    if summary.kind == "last":
        return f"{draft.use(_NATIVE, 'summary_of')}({result})"
    if summary.kind == "model":
        reader = [names.recipient] if names.recipient else []
        settings = [f"{key}={draft.code(value).strip()}" for key, value in summary.settings]
        told = [f"tools={tools}"] if tools else []
        return call(f"await {draft.use(_NATIVE, 'reflection_on')}", [result, client, *reader, *settings, *told], 12)
    assert summary.function is not None
    annotate(draft, summary.function)
    side = draft.use(_NATIVE, "ChatSide")
    function = draft.code(summary.function).strip()
    function = function if isinstance(summary.function, cst.Name) else f"({function})"
    arguments = draft.code(summary.arguments).strip() if summary.arguments is not None else "{}"
    sides = ", ".join(f"{side}.of({result}, {name}{names.told()})" for name in (names.sender, names.recipient))
    return f"{function}({sides}, {arguments})"
