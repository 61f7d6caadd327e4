"""AM207: a model client of the program's own answers for a v0.4 agent.

v0.2: autogen/agentchat/conversable_agent.py register_model_client.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model.program import Agent, Program, Read
from autogen_codemods.native.draft import Draft
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM207",
    title="a model client of one's own is given to the agent's client",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's agents ask a ChatCompletionClient. The one that is made of the configuration asks a class with the "
    "methods of v0.2's ModelClient, which stays as it is.",
    before="assistant.register_model_client(model_client_cls=CustomModelClient)",
    after="register_model_client(assistant_client, CustomModelClient)",
)

CODE = RULE.code
_METHOD = "register_model_client"


def is_registration(read: Read) -> bool:
    """Whether a class of model clients is registered with an agent, in a line of its own."""
    above = read.view.parent(read.attribute)
    if not isinstance(above, cst.Call) or above.func is not read.attribute or not above.args:
        return False
    is_line = isinstance(read.view.parent(above), cst.Expr)
    return is_line and read.attribute.attr.value == _METHOD and isinstance(read.party, Agent)


def registrations(program: Program) -> Iterator[Read]:
    """Every registration of a class of model clients."""
    return filter(is_registration, program.reads)


def rewrite_registration(draft: Draft, read: Read, client: str) -> None:
    """Register the class with the agent's client."""
    call = draft.view.parent(read.attribute)
    assert isinstance(call, cst.Call)
    given = [_argument(draft, arg) for arg in call.args]
    draft.replace(call, f"{draft.use('autogen_compat.native', _METHOD)}({', '.join([client, *given])})")


def _argument(draft: Draft, arg: cst.Arg) -> str:
    keyword = arg.keyword.value if arg.keyword is not None else ""
    named = f"{keyword}=" if keyword and keyword != "model_client_cls" else ""
    return f"{named}{arg.star}{draft.code(arg.value)}"
