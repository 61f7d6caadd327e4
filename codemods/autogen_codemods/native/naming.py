"""How the name of an agent is written: the text, or the expression that computes it."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.tree.walk import walk

CODE = "AM210"


def name_code(draft: Draft, profile: Profile) -> str:
    """The expression for the name of an agent where the agent is made."""
    computed = profile.computed
    if computed is None:
        return f'"{profile.name}"'
    code = draft.code(computed.node).strip()
    return code if computed.is_identifier else f"{draft.use('autogen_compat.native', 'agent_name')}({code})"


def name_in_chat(draft: Draft, profile: Profile, facts: ChatFacts, *, reads: bool) -> str:
    """The expression for the name of who starts a chat; raises NotProven. `reads`: it is needed later, too."""
    if not profile.is_several:
        return f'"{profile.name}"'
    node, view = facts.chat.sender_node, draft.view
    if isinstance(node, cst.Call) or (reads and view.variable(node) is None):
        raise NotProven(CODE, node, f"the name of {profile.agent.name} is computed, and read after the chat")
    return f"{draft.code(node)}.name"


def may_be_renamed(profile: Profile) -> bool:
    """Whether v0.4 calls an agent otherwise, or may do so."""
    return profile.is_renamed or (profile.computed is not None and not profile.computed.is_identifier)


def told_name(profile: Profile) -> str:
    """The name of an agent for a reason."""
    if profile.computed is None:
        return f'"{profile.legacy_name}"'
    return f"what may be the name of {profile.agent.name}"


def check_several(program: Program, profile: Profile) -> None:
    """What is done to one of several agents must be done to all, where they are made; raises NotProven."""
    agent = profile.agent
    _check_comprehended(profile)
    if not profile.is_several:
        return
    tools = [*program.model_tools, *program.executed_tools]
    done = [(each.view, each.marker) for each in tools if each.agent is agent]
    done += [(each.view, each.call) for each in program.customs if agent in each.agents]
    done += [(each.view, each.line) for each in program.resets if each.party is agent]
    done += [
        (each.view, each.attribute) for each in program.reads if each.party is agent and not _is_told(each.attribute)
    ]
    for view, node in done:
        if not _is_beside(view, node, agent):
            reason = f"{agent.name} may be one of several agents, and this is for one of them"
            raise NotProven(CODE, node, reason)


def _check_comprehended(profile: Profile) -> None:
    """What is made above the line of an agent must not depend on what its comprehension counts."""
    view, made = profile.agent.view, [profile.model]
    made += [profile.code.node] if profile.code is not None else []
    loops = [each for each in view.ancestors(profile.agent.call) if isinstance(each, cst.BaseComp)]
    targets = [node for loop in loops for node in walk(loop) if isinstance(node, cst.CompFor)]
    bound = {each.value for node in targets for each in walk(node.target) if isinstance(each, cst.Name)}
    for node in (each for each in made if each is not None):
        if bound & {each.value for each in walk(node) if isinstance(each, cst.Name)}:
            reason = f"the llm_config of {profile.agent.name} is known in its comprehension only"
            raise NotProven(CODE, node, reason)


def _is_told(attribute: cst.Attribute) -> bool:
    return attribute.attr.value in {"name", "description"}


def _is_beside(view: ModuleView, node: cst.CSTNode, agent: Agent) -> bool:
    """Whether a node stands in the block of code in which the agent is made."""
    if view is not agent.view or agent.line is None:
        return False
    block = view.parent(agent.statement)
    return view.parent(view.statement(node)) is block or block in list(view.ancestors(node))
