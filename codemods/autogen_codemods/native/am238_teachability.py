"""AM238: Teachability becomes the memory of the agent.

v0.2: autogen/agentchat/contrib/capabilities/teachability.py.  v0.4: autogen_core.memory.Memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from autogen_codemods.model.customs import ADDED, ASKED, Custom
from autogen_codemods.model.literals import bound_arguments, constant
from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.view import Statement, Variable
from autogen_codemods.native.am204_caches import cache_for
from autogen_codemods.native.am301_two_agents import Dialogue, answers_all, dialogue_of
from autogen_codemods.native.am322_system_messages import updates
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.comments import NONE, commented_call, comments_of
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.members import membership
from autogen_codemods.native.profiles import COMPUTED, Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.setting_up import check_before_chats, check_known
from autogen_codemods.rules.base import Kind, Rule, Tier

if TYPE_CHECKING:
    from autogen_codemods.native.component import Component

RULE = Rule(
    code="AM238",
    title="Teachability becomes the memory of the agent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="TeachabilityMemory is a Memory of v0.4 that does what Teachability did: it asks a model the same questions "
    "about each message, puts the memos that fit below it, and stores what it teaches, in v0.2's files. autogen-ext's "
    "Teachability (task_centric_memory) asks other questions and starts with a store of its own. Where the agent may "
    "end the conversation on a message, or a human may answer it, v0.2 read the message all the same: then a "
    "TeachableAgent around the agent has the memory.",
    before='teachability = Teachability(path_to_db_dir="./db")\nteachability.add_to_agent(assistant)',
    after='teachability = TeachabilityMemory(model_client, path_to_db_dir="./db")\n'
    'assistant = AssistantAgent("assistant", model_client=model_client, memory=[teachability], '
    "system_message=system_message + TEACHABLE_PROMPT)",
    see="https://microsoft.github.io/autogen/stable/user-guide/agentchat-user-guide/memory.html",
)

CODE = RULE.code
_NATIVE = "autogen_compat.native"
_PARAMETERS = (
    "verbosity",
    "reset_db",
    "path_to_db_dir",
    "recall_threshold",
    "max_num_retrievals",
    "llm_config",
)
_KEPT_METHODS = frozenset({"prepopulate_db"})
"""What the memory has too."""


def is_teachability(custom: Custom) -> bool:
    """Whether an agent gets a Teachability."""
    made = custom.capability
    return custom.method == ADDED and made is not None and custom.view.legacy_name(made.func) == "Teachability"


def taught(profile: Profile) -> Custom | None:
    """The call that makes an agent teachable."""
    return next(filter(is_teachability, profile.customs), None)


def watched(profiles: dict[int, Profile], facts: Iterable[ChatFacts]) -> dict[int, Profile]:
    """The profiles, those of teachable agents marked that have to end chats of two themselves."""
    chats, found = list(facts), dict(profiles)
    for key, profile in profiles.items():
        if taught(profile) is None or profile.ends_itself:
            continue
        if not all(answers_all(each, profile) for each in _dialogues(found, chats, profile)):
            found[key] = replace(profile, watches=True)
    return found


def _dialogues(profiles: dict[int, Profile], chats: Iterable[ChatFacts], profile: Profile) -> list[Dialogue]:
    found: list[Dialogue] = []
    for facts in chats:
        parties = (facts.chat.sender, facts.chat.recipient)
        known = [profiles[id(each)] for each in parties if isinstance(each, Agent) and id(each) in profiles]
        if len(known) == len(parties) and profile.agent in parties:
            found.append(dialogue_of(facts, *known))
    return found


def has_own_memory(component: Component, profile: Profile) -> bool:
    """Whether the AssistantAgent itself takes the memory: it answers every message that the agent gets."""
    if profile.mode in ("ALWAYS", COMPUTED) or profile.watches or profile.code is not None:
        return False
    found = _dialogues(component.profiles, component.all_facts, profile)
    return all(profile.limit > 0 and answers_all(each, profile) for each in found)


def check(component: Component) -> None:
    """A teachable agent must only answer by its model, in chats that read no history of its own; raises NotProven."""
    for profile in component.profiles.values():
        custom = taught(profile)
        if custom is not None:
            _check_agent(component, profile, custom)
            _check_chats(component, profile, custom)
            _check_memory(profile, custom)
            _check_variable(component.program, profile, custom)


def _check_agent(component: Component, profile: Profile, custom: Custom) -> None:
    agent = profile.agent
    customs = [each for each in profile.customs if each is not custom]
    if any(is_teachability(each) or each.method in ASKED for each in customs):
        raise NotProven(CODE, custom.call, f"{agent.name} has other functions that change what it reads")
    if not profile.is_model_agent or agent.subclass is not None or agent.legacy_class != agent.base:
        raise NotProven(CODE, custom.call, f"it is not a model alone that answers for {agent.name}")
    tools = (*component.program.model_tools, *component.program.executed_tools)
    if component.calls_tools(agent) or any(tool.agent is agent for tool in tools):
        raise NotProven(CODE, custom.call, f"v0.2 has {agent.name} learn from the results of its tools too")
    if component.is_paying(agent):
        raise NotProven(CODE, custom.call, f"the cost of {agent.name} is read, without what its memory asks")
    if cache_for(agent, component.chats) is not None:
        raise NotProven(CODE, custom.call, f"chats of {agent.name} are given a cache, its memory is not")
    if any(custom.view.span(each.line).start > custom.view.span(custom.line).start for each in updates(profile)):
        raise NotProven(CODE, custom.call, f"the system message of {agent.name} is set once more")


def _check_chats(component: Component, profile: Profile, custom: Custom) -> None:
    agent = profile.agent
    if any(agent in component.present(facts.chat) for facts in component.nested_only):
        raise NotProven(CODE, custom.call, f"{agent.name} is in chats within a reply")
    if any(agent in answer.agents for answer in component.answers):
        raise NotProven(CODE, custom.call, f"{agent.name} is asked for single answers, which change what they are of")
    chats = component.chats
    if any(chat.is_async for chat in component.met_in(agent)):
        raise NotProven(CODE, custom.call, "asynchronous chats call no synchronous hooks, as Teachability is")
    check_before_chats(CODE, custom.view, custom.line, agent, chats, f"what {agent.name} reads")
    groups = [group for group in component.group_facts if profile in group.members]
    if groups and (profile.ends_itself or membership(profile, groups, component.facts).ends):
        raise NotProven(CODE, custom.call, f"{agent.name} may end its group, and learns from the last message too")
    found = _dialogues(component.profiles, component.all_facts, profile)
    if any(each.passes for each in found):
        raise NotProven(CODE, custom.call, f"{agent.name} is asked again where it has nothing to say")
    if not groups and not any(profile in each.speakers for each in found):
        raise NotProven(CODE, custom.call, f"{agent.name} never answers")


def _check_memory(profile: Profile, custom: Custom) -> None:
    """What the memory is made with must be known; raises NotProven."""
    assert custom.capability is not None
    given = bound_arguments(custom.capability, _PARAMETERS)
    if given is None or set(given) - set(_PARAMETERS):
        raise NotProven(CODE, custom.capability, "the arguments of its Teachability cannot be told")
    if profile.agent.variable is None or custom.view is not profile.agent.view:
        raise NotProven(CODE, custom.call, f"{profile.agent.name} is not in a variable of its own")
    model = _own_model(custom)
    if model is not None:
        check_known(CODE, model, profile.agent)


def _check_variable(program: Program, profile: Profile, custom: Custom) -> None:
    """The variable of a Teachability may only add it, and give it memos; raises NotProven."""
    variable, view = _variable(custom), custom.view
    if variable is None:
        return
    if view.parent(variable.statement) is not view.parent(profile.agent.statement):
        raise NotProven(CODE, custom.call, f"{variable.name} is made in another block of code")
    made = view.span(custom.line).start
    for node in variable.reads:
        above = view.parent(node)
        if custom.line in view.ancestors(node):
            continue
        if not isinstance(above, cst.Attribute) or above.attr.value not in _KEPT_METHODS:
            raise NotProven(CODE, node, f"{variable.name} is used elsewhere too")
        if _is_above(custom, profile) and view.span(node).start < made:
            raise NotProven(CODE, node, f"{variable.name} is used before {profile.agent.name} is made")


def _own_model(custom: Custom) -> cst.BaseExpression | None:
    """The llm_config of the analysis, where it is not the agent's."""
    assert custom.capability is not None
    node = (bound_arguments(custom.capability, _PARAMETERS) or {}).get("llm_config")
    return None if node is None or constant(custom.view, node.value) is None else node.value


def model_of(profile: Profile, custom: Custom) -> cst.BaseExpression:
    """The configuration of the client that analyzes; raises NotProven."""
    node = _own_model(custom) or profile.model
    if node is None or constant(custom.view, node) is False:
        raise NotProven(CODE, custom.call, "v0.2 refuses a Teachability without a model")
    return node


def place(agent: Agent, customs: Iterable[Custom]) -> Statement | None:
    """Where an agent is made teachable, and is made now."""
    return next((each.line for each in customs if agent in each.agents and is_teachability(each)), None)


def memory(draft: Draft, profile: Profile, custom: Custom, client: str) -> tuple[list[str], str]:
    """Make the memory where the Teachability is made, or right above the agent; gives these lines and its name."""
    view, made = draft.view, custom.capability
    assert made is not None
    given = bound_arguments(made, _PARAMETERS) or {}
    told = [(name, given[name].value) for name in given if name != "llm_config"]
    arguments = [(client, NONE), *((f"{name}={draft.code(node)}", comments_of(view, node)) for name, node in told)]
    variable = _variable(custom)
    indent = 0 if variable is None else len(draft.indent_of(variable.statement)) + len(variable.name) + 3
    text = commented_call(draft.use(_NATIVE, "TeachabilityMemory"), arguments, indent)
    if variable is None:
        return [], text
    if draft.is_exported(variable):
        raise NotProven(CODE, custom.call, f"other files may use {variable.name}")
    if not _is_above(custom, profile):
        draft.replace(made, text)
        return [], variable.name
    draft.remove(variable.statement)
    return [f"{variable.name} = {text}"], variable.name


def prompt_of(draft: Draft, profile: Profile) -> str:
    """What is added to the system message of a teachable agent."""
    return "" if taught(profile) is None else f" + {draft.use(_NATIVE, 'TEACHABLE_PROMPT')}"


def around(draft: Draft, profile: Profile, text: str, memory: str) -> str:
    """The constructor call of an agent around another that has its messages read by a memory."""
    indent = len(draft.indent_of(profile.agent.call)) + len(profile.agent.name) + 3
    return call(draft.use(_NATIVE, "TeachableAgent"), [text, memory], indent)


def _is_above(custom: Custom, profile: Profile) -> bool:
    """Whether the Teachability is made before the agent, and so before its model client."""
    assert custom.capability is not None
    return custom.view.span(custom.capability).start < custom.view.span(profile.agent.statement).start


def _variable(custom: Custom) -> Variable | None:
    receiver = custom.call.func
    return custom.view.variable(receiver.value) if isinstance(receiver, cst.Attribute) else None
