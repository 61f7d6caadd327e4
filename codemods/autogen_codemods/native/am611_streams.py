"""AM611: what v0.2's agents print goes on going to the stream of the program.

v0.2: autogen/io/base.py IOStream, autogen/io/websockets.py IOWebsockets.  v0.4: run_stream.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model.imports import Use
from autogen_codemods.model.literals import constant, entries
from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.component import Component
from autogen_codemods.native.done import Done
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tasks import Names
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM611",
    title="an IOStream goes on getting what is said",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.2's agents print to the IOStream of the context and ask their humans there. v0.4's agents print nothing: "
    "run_stream gives messages and events. printed() prints them to the IOStream in v0.2's words, without the notes "
    "that start with >>>>>>>>, and stream_input asks a human there. IOStream and IOWebsockets are the classes that "
    "compat has, so what is left of v0.2 prints to the same stream. For new code: `async for message in "
    "team.run_stream(task=task): await socket.send(message.model_dump_json())`.",
    before="with IOStream.set_default(stream):\n    user.initiate_chat(assistant, message=task)",
    after='with IOStream.set_default(stream):\n    await printed(team.run_stream(task=task), "user", "assistant")',
)

CODE = RULE.code
_MODULE = "autogen.io"
_CLASSES = frozenset({"IOConsole", "IOStream", "IOWebsockets", "InputStream", "OutputStream"})


def is_streamed(program: Program) -> bool:
    """Whether anything of a program may be a stream for what agents print."""
    imported = (each for view in program.views for each in view.imports.imports)
    uses = (use for view in program.views for use in view.imports.uses)
    return any(each.module.startswith(_MODULE) for each in imported) or any(map(_is_of_streams, uses))


def _is_of_streams(use: Use) -> bool:
    return use.qualified.startswith(f"{_MODULE}.")


def class_of(use: Use) -> tuple[cst.BaseExpression, str] | None:
    """The expression for a class that autogen_compat.native has too, and its name."""
    node: cst.BaseExpression = use.node
    for name in reversed(use.qualified.split(".") if _is_of_streams(use) else ()):
        if name in _CLASSES:
            return node, name
        node = node.value if isinstance(node, cst.Attribute) else node
    return None


def done(use: Use) -> Done | None:
    """What is said about a use of one of these classes."""
    found = class_of(use)
    return Done(CODE, use.node, f"{found[1]} comes with autogen_compat.native") if found is not None else None


def check(component: Component) -> None:
    """What else prints to the stream must have a form that does; raises NotProven."""
    if not component.program.is_streamed:
        return
    for place, reason in _unprinted(component):
        raise NotProven(CODE, place, f"{reason}, which an IOStream gets")


def _unprinted(component: Component) -> Iterator[tuple[cst.CSTNode, str]]:
    """What of a component v0.2 prints and v0.4 does not."""
    for profile in component.profiles.values():
        if profile.is_renamed:
            yield profile.agent.call, f'"{profile.legacy_name}" is no v0.4 name, and messages are printed with names'
        if profile.code is not None:
            yield profile.agent.call, f"{profile.agent.name} prints the code that it runs"
    for usage in component.usages:
        if any(component.holds(party) for party in usage.parties):
            yield usage.call, "the usage of agents is printed"
    asked = [(each.call, agent) for each in component.answers for agent in each.agents]
    for call, agent in asked:
        if _streams(component, component.profiles[id(agent)]):
            yield call, f"an answer of {agent.name} outside of chats is printed as it comes"
    streams = any(_streams(component, each) for each in component.profiles.values())
    for group in component.group_facts:
        if group.model is not None and streaming(component.program, group.manager.view, group.model):
            yield group.manager.call, "what a model selects is printed as it comes"
    for nested in component.nested:
        yield nested.custom.call, "chats within a reply are printed"
    for facts in component.facts:
        if facts.chat.sequence is not None:
            yield facts.chat.call, "the beginnings of the chats of a list are printed"
        if facts.summary.kind == "model" and streams:
            yield facts.chat.call, "a summary is printed as it comes"
        if facts.task.kind == "asked":
            yield facts.chat.call, "a human is asked for the first message"


def _streams(component: Component, profile: Profile) -> bool:
    model = profile.model
    return model is not None and bool(streaming(component.program, profile.agent.view, model))


def sides(component: Component, facts: ChatFacts, names: Names) -> list[str]:
    """What ``printed`` needs to know of a chat; nothing where nobody watches."""
    if not component.program.is_streamed:
        return []
    if isinstance(facts.chat.recipient, Agent):
        return [names.sender, names.recipient]
    return [f"manager={names.recipient}"] if names.recipient != '"chat_manager"' else [""]


def asking(program: Program, draft: Draft) -> str | None:
    """The function that asks a human, where streams do."""
    return draft.use("autogen_compat.native", "stream_input") if program.is_streamed else None


def streaming(program: Program, view: ModuleView, model: cst.BaseExpression) -> list[str]:
    """The argument of an agent whose model's answers are printed as they come."""
    found = entries(view.value(model)) or {}
    streams = "stream" in found and constant(view, found["stream"]) is True
    return ["model_client_stream=True"] if program.is_streamed and streams else []
