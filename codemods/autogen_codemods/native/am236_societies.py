"""AM236: an agent behind which a group works becomes one behind which a team works.

v0.2: autogen/agentchat/contrib/society_of_mind_agent.py.  v0.4: autogen_agentchat.agents.SocietyOfMindAgent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Agent, Manager
from autogen_codemods.model.societies import CLASS
from autogen_codemods.native.am210_assistants import description_of
from autogen_codemods.native.callbacks import callback_of, check_agents, check_body, check_messages, parameters_of
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.naming import name_code
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM236",
    title="a SocietyOfMindAgent becomes an InnerTeamAgent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 has a SocietyOfMindAgent, too, whose model writes the answer without having read the task, and whose "
    "team reads nothing of the agent's earlier answers. InnerTeamAgent is a subclass of it that asks what v0.2 asked. "
    "Like v0.2's it may ask a human where the conversation would end, unless its human_input_mode is NEVER.",
    before='society = SocietyOfMindAgent("society", chat_manager=manager, llm_config=llm_config)',
    after='society = HumanProxyAgent("society", asks="at the end", '
    'otherwise=InnerTeamAgent("society", team=team, model_client=model_client))',
)

CODE = RULE.code
_NATIVE = "autogen_compat.native"
_TEXTS = (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)


def divided(agents: Sequence[Agent]) -> tuple[list[Agent], list[Agent]]:
    """The agents behind which no group works, and those that are made after the teams behind them."""
    return [each for each in agents if not is_society(each)], [each for each in agents if is_society(each)]


def is_society(agent: Agent) -> bool:
    """Whether a group works behind an agent."""
    return agent.legacy_class == CLASS


def check(component: Component) -> None:
    """Nothing but its group may answer for such an agent; raises NotProven."""
    for profile in component.profiles.values():
        if is_society(profile.agent):
            _check(component, profile)


def _check(component: Component, profile: Profile) -> None:
    agent, program = profile.agent, component.program
    given = agent.arguments or {}
    manager = program.party(agent.view, given["chat_manager"].value) if "chat_manager" in given else None
    facts = next((each for each in component.group_facts if each.manager is manager), None)
    if not isinstance(manager, Manager) or facts is None:
        raise NotProven(CODE, agent.call, f"the group behind {agent.name} cannot be told")
    tools = [*program.model_tools, *program.executed_tools]
    if profile.code is not None or profile.customs or "function_map" in given or agent.variable is None:
        raise NotProven(CODE, agent.call, f"more than a group answers for {agent.name}")
    if facts.introduces or facts.silent or facts.runs_tools or any(tool.agent is agent for tool in tools):
        raise NotProven(CODE, agent.call, f"the group behind {agent.name} has tools, introductions or is silent")
    if program.is_recorded or any(each.is_async for each in component.met_in(agent)):
        raise NotProven(CODE, agent.call, f"the chats of {agent.name} are recorded or asynchronous")
    if not (profile.is_human or profile.is_plain_assistant) and component.managers_of(agent):
        raise NotProven(CODE, agent.call, f"{agent.name}, which has no model, is in a group")
    inner = {member.name for member in facts.members}
    outer = [each for each in component.profiles.values() if each not in facts.members]
    if named := next((each for each in outer if each.name in inner), None):
        raise NotProven(CODE, agent.call, f"{named.agent.name} has the name of a member behind {agent.name}")
    _check_preparer(profile, [*facts.members, profile])


def _check_preparer(profile: Profile, named: Sequence[Profile]) -> None:
    """The function that prepares the answer reads no more than the messages, whose names are the same."""
    agent, node = profile.agent, _preparer(profile)
    function = callback_of(agent.view, agent.view.value(node)) if node is not None else None
    if function is None:
        if node is not None and not isinstance(agent.view.value(node), _TEXTS):
            raise NotProven(CODE, node, "what prepares the answer is neither a text nor a function of this file")
        return
    if any(each.is_renamed for each in named):
        raise NotProven(CODE, function, "messages with names are read, and v0.4 needs other names")
    names = parameters_of(function)
    if len(names) != 2 or getattr(function, "asynchronous", None) is not None:
        raise NotProven(CODE, function, "the function that prepares the answer does not take an agent and messages")
    check_agents(agent.view, CODE, function, names[:1], ())
    check_messages(agent.view, CODE, function, names[1:], ())
    check_body(agent.view, CODE, function)


def _preparer(profile: Profile) -> cst.BaseExpression | None:
    given = (profile.agent.arguments or {}).get("response_preparer")
    if given is None or constant(profile.agent.view, given.value) is None:
        return None
    return given.value


def society(
    component: Component, draft: Draft, profile: Profile, teams: Mapping[int, str | None], client: str, described: bool
) -> str:
    """The constructor call of the agent behind which one of `teams` works; `client`: its model, if it has one."""
    agent, node = profile.agent, _preparer(profile)
    given = (agent.arguments or {})["chat_manager"].value
    team = teams[id(component.program.party(agent.view, given))] or draft.code(given)
    parts = [name_code(draft, profile), f"team={team}"]
    if node is not None and callback_of(agent.view, agent.view.value(node)) is not None:
        parts.append(f"prepare={draft.code(node)}")
    else:
        parts += [f"model_client={client}"] if client else []
        parts += [f"response_prompt={draft.code(node)}"] if node is not None else []
    description = description_of(draft, profile, described=described)
    if description is not None and not profile.is_human:
        parts.append(f"description={description}")
    indent = len(draft.indent_of(agent.statement)) + len(agent.name) + 3
    return call(draft.use(_NATIVE, "InnerTeamAgent"), parts, indent)
