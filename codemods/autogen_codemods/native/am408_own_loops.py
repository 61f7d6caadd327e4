"""AM408: a manager of one's own that runs a copy of an early v0.2's loop becomes the team that does the same.

v0.2: autogen/agentchat/groupchat.py run_chat of v0.1.3 to 0.2.0.  v0.4: autogen_agentchat.teams.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from autogen_codemods.model import values as v
from autogen_codemods.model.manager_classes import OwnLoop
from autogen_codemods.model.program import Manager, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Draft, Drafts
from autogen_codemods.native.groups import GroupFacts
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.watching import watches
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM408",
    title="a manager of one's own with a copy of v0.2's loop becomes a team",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="Early examples of web applications had a manager whose run_chat is that of v0.2.0, asynchronous. It differs "
    "from GroupChatManager in that no message ends the conversation, and that nothing is forgotten when another one "
    "begins; a team without a condition on messages, which runs once, does the same.",
    before="class WebManager(ConversableAgent):\n"
    "    def __init__(self, groupchat, **kwargs):\n"
    '        super().__init__("chat_manager", **kwargs)\n'
    "        self.register_reply(Agent, WebManager.run_chat, config=groupchat)\n"
    "    async def run_chat(self, messages=None, sender=None, config=None): ...\n"
    "manager = WebManager(groupchat, llm_config=llm_config)",
    after="team = SelectorGroupChat(participants, model_client=model_client, max_turns=9, selector_func=…)",
)

CODE = RULE.code


def check(component: Component, facts: GroupFacts, chats: Sequence[ChatFacts], drafts: Drafts) -> None:
    """Nothing in which the loop differs may make a difference; raises NotProven."""
    manager, loop = facts.manager, facts.manager.loop
    if loop is None:
        return
    for reason in _differences(component, facts):
        raise NotProven(CODE, manager.call, f"the loop of {loop.of.name} {reason}")
    if (
        len(chats) != 1
        or chats[0] in component.nested_only
        or chats[0].chat.sequence is not None
        or chats[0].resumption
    ):
        raise NotProven(CODE, manager.call, f"the loop of {loop.of.name} runs more than one chat")
    [chat] = chats
    if chat.max_turns is not None:
        raise NotProven(CODE, chat.chat.call, f"the loop of {loop.of.name} runs again, and forgets nothing")
    if chat.chat.is_async is not loop.is_async:
        raise NotProven(CODE, chat.chat.call, f"the loop of {loop.of.name} is one of the other kind of chats")
    if chat.summary.kind == "model" or "cache" in (chat.chat.arguments or {}):
        raise NotProven(CODE, chat.chat.call, f"{loop.of.name} is no manager whose group is summed up, or cached")
    if not _runs_once(component.program, chat):
        raise NotProven(CODE, chat.chat.call, f"the loop of {loop.of.name} forgets nothing when it runs again")
    for view, node in _references(component.program, loop):
        if not any(manager.call is view.parent(node) for manager in component.managers):
            raise NotProven(CODE, node, f"the class {loop.of.name} is used otherwise than to make managers")
    if "*" in drafts[loop.of.view].unseen or loop.of.name in drafts[loop.of.view].unseen:
        raise NotProven(CODE, loop.of.node, f"other files may use the class {loop.of.name}")


def _differences(component: Component, facts: GroupFacts) -> list[str]:
    """What this loop does otherwise than that of v0.2.40, where it would show."""
    members = [profile.agent for profile in facts.members]
    found = {
        "does not introduce the members": facts.introduces,
        "clears no histories": facts.clears,
        "fails where nobody may speak": facts.transitions is not None or facts.repeats is not True,
        "tells of tools in other words": facts.runs_tools,
        "meets agents that see messages on their way": any(map(watches, members)),
        "keeps images as they are": any(each.legacy_class == "MultimodalConversableAgent" for each in members),
        "has a history that is not forgotten": "messages" in (facts.group.arguments or {}) and _has_history(facts),
        "meets agents that have other chats": any(
            chat.recipient is not facts.manager for agent in members for chat in component.met_in(agent)
        ),
    }
    return [reason for reason, holds in found.items() if holds]


def _has_history(facts: GroupFacts) -> bool:
    given = (facts.group.arguments or {})["messages"].value
    return not (isinstance(given, cst.List) and not given.elements)


def _references(program: Program, loop: OwnLoop) -> list[tuple[ModuleView, cst.CSTNode]]:
    """Every read of the class outside of itself."""
    home = loop.of.view
    inside = {id(node) for node in home.nodes if loop.of.node in home.ancestors(node)}
    here = [(home, node) for node in loop.of.references if id(node) not in inside]
    return [*here, *program.tracer.imports_of(home, loop.of.name)]


def _runs_once(program: Program, facts: ChatFacts) -> bool:
    """Whether the line of a chat runs once for each object whose constructor makes its agents.

    The one read of the method's name is a call on a variable that the same code has just given a new object.
    """
    view, method = facts.chat.view, facts.chat.view.function(facts.line)
    made = [facts.chat.sender, *([facts.chat.recipient] if isinstance(facts.chat.recipient, Manager) else [])]
    homes = [each.view.function(each.statement) for each in made]
    if _in_loop(view, facts.line, method):
        return False
    if all(home is method for home in homes):
        return True
    owner = view.parent(view.parent(method) or method) if method is not None else None
    if method is None or not isinstance(owner, cst.ClassDef) or method.decorators:
        return False
    inits = [each for each in owner.body.body if isinstance(each, cst.FunctionDef) and each.name.value == "__init__"]
    if any(each.view is not view for each in made) or any(home not in inits for home in homes):
        return False
    reads = list(program.tracer.attribute_reads(method.name.value))
    return len(reads) == 1 and _is_on_new_object(program, *reads[0], owner)


def _is_on_new_object(program: Program, view: ModuleView, read: cst.Attribute, owner: cst.ClassDef) -> bool:
    """Whether a method is called on what the class makes in the same run of the same code."""
    call, variable = view.parent(read), view.variable(read.value)
    if not isinstance(call, cst.Call) or call.func is not read or variable is None:
        return False
    made = program.tracer.resolver.values(view, variable.value)
    is_made = isinstance(variable.value, cst.Call) and all(
        isinstance(each, v.Instance) and each.of.node is owner for each in made
    )
    same = view.function(call) is view.function(variable.statement) and not _is_lambda(view, call)
    return is_made and bool(made) and same and _loops(view, call) == _loops(view, variable.statement)


def _is_lambda(view: ModuleView, node: cst.CSTNode) -> bool:
    return any(isinstance(each, cst.Lambda | cst.BaseComp) for each in view.ancestors(node))


def _loops(view: ModuleView, node: cst.CSTNode) -> list[cst.CSTNode]:
    return [each for each in view.ancestors(node) if isinstance(each, cst.For | cst.While)]


def _in_loop(view: ModuleView, line: cst.CSTNode, function: cst.FunctionDef | None) -> bool:
    inside = [each for each in _loops(view, line) if function is None or function in view.ancestors(each)]
    return bool(inside)


def dissolve(drafts: Drafts, program: Program, loop: OwnLoop) -> None:
    """Take the class away, and the names by which other files import it."""
    of = loop.of
    if of.node in drafts[of.view].removed:
        return
    drafts[of.view].remove(of.node)
    for view in program.tracer.resolver.files.mentioning(of.name):
        for node in view.nodes:
            if isinstance(node, cst.ImportFrom) and program.tracer.resolver.imports.file_of(view, node) == of.view.path:
                _forget(drafts[view], node, of.name)


def _forget(draft: Draft, node: cst.ImportFrom, name: str) -> None:
    """Import everything else."""
    aliases = [] if isinstance(node.names, cst.ImportStar) else list(node.names)
    rest = [alias for alias in aliases if alias.evaluated_name != name]
    if len(rest) == len(aliases):
        return
    if not rest:
        draft.remove(draft.view.statement(node))
        return
    first, last = draft.view.span(aliases[0]).start, draft.view.span(aliases[-1]).end
    draft.put(first, last, ", ".join(draft.view.code(alias).rstrip(", \n") for alias in rest))
