"""AM232: a user that retrieves documents becomes a RetrievalProxyAgent.

v0.2: autogen/agentchat/contrib/{retrieve_user_proxy_agent,retrieve_assistant_agent}.py.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Agent, Chat, Manager, Program
from autogen_codemods.native.am220_proxies import Part, automatic
from autogen_codemods.native.am230_subclasses import input_function
from autogen_codemods.native.am242_modes import asks
from autogen_codemods.native.am303_results import Use
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.naming import name_code
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM232",
    title="a retrieving user proxy becomes a RetrievalProxyAgent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's memories put what they find into the model's context; v0.2 put it into the question, in a prompt of "
    "its own, and began anew with other documents when the answer was UPDATE CONTEXT. RetrievalProxyAgent goes on "
    "doing so, in chats and in groups, with the same documents in the same chunks, and may ask a human as a "
    "HumanProxyAgent does. Where the exact prompts do not matter, v0.4's own form is less code: index the documents "
    "into a ChromaDBVectorMemory, and give it to the assistant as memory=[...].",
    before='ragproxy = RetrieveUserProxyAgent("ragproxy", human_input_mode="NEVER", retrieve_config=retrieve_config, '
    "code_execution_config=False)\n"
    "ragproxy.initiate_chat(assistant, message=ragproxy.message_generator, problem=question)",
    after='ragproxy = RetrievalProxyAgent("ragproxy", retrieve_config)\n'
    "team = RoundRobinGroupChat([assistant, ragproxy], termination_condition=StopMessageTermination())\n"
    "await Console(team.run_stream(task=ragproxy.question(assistant, problem=question)))",
    see="https://microsoft.github.io/autogen/stable/user-guide/agentchat-user-guide/memory.html",
)

CODE = RULE.code
USER, ASSISTANT = "RetrieveUserProxyAgent", "RetrieveAssistantAgent"


def retrieves(agent: Agent) -> bool:
    """Whether it is an agent that asks with documents."""
    return agent.legacy_class == USER


def generators(chats: Iterable[Chat]) -> Iterator[cst.BaseExpression]:
    """The agents in ``message=agent.message_generator`` of their own chats."""
    for chat in chats:
        message = (chat.arguments or {}).get("message")
        if message is None or not retrieves(chat.sender) or not isinstance(message.value, cst.Attribute):
            continue
        function = message.value
        if function.attr.value == "message_generator" and chat.view.code(function.value) == chat.view.code(
            chat.sender_node
        ):
            yield function.value


def check(program: Program, profile: Profile, chats: Iterable[Chat], managers: Iterable[Manager]) -> None:
    """It must ask one agent after the other, or a group; raises NotProven."""
    agent, chats = profile.agent, list(chats)
    if agent.legacy_class == ASSISTANT and any(tool.agent is agent for tool in program.model_tools):
        raise NotProven(CODE, agent.call, f"{agent.name} has tools and answers about documents")
    if not retrieves(agent):
        return
    if profile.is_model_agent:
        raise NotProven(CODE, agent.call, f"{agent.name} looks up documents, and asks a model too")
    if profile.customs or any(tool.agent is agent for tool in program.executed_tools):
        raise NotProven(CODE, agent.call, f"{agent.name} looks up documents, and has tools or functions of its own")
    if list(managers) and any(isinstance(chat.recipient, Agent) for chat in chats):
        raise NotProven(CODE, agent.call, f"{agent.name} looks up documents in a group and in chats of two")
    generated = {id(node) for node in generators(chats)}
    partners = {id(chat.recipient if chat.sender is agent else chat.sender) for chat in chats}
    for chat in chats:
        if not _is_generated(chat, generated) and len(partners) > 1:
            raise NotProven(CODE, chat.call, f"{agent.name} is in a chat that does not begin by its message_generator")
        if chat.is_async or chat.sequence is not None or chat.resumes:
            raise NotProven(CODE, chat.call, f"{agent.name} is in a chat that is asynchronous or one of a list")


def _is_generated(chat: Chat, generated: Container[int]) -> bool:
    message = (chat.arguments or {}).get("message")
    return message is not None and isinstance(message.value, cst.Attribute) and id(message.value.value) in generated


def check_use(chat: Chat, use: Use, *, sums_up: bool) -> None:
    """In a group, v0.2 forgets what it was asked where others do not; raises NotProven where that is read."""
    if retrieves(chat.sender) and isinstance(chat.recipient, Manager) and (use.is_read or sums_up):
        raise NotProven(CODE, chat.call, "the result of a group is read whose starter may begin anew")


def proxy(draft: Draft, profile: Profile, part: Part) -> str:
    """The constructor call of the v0.4 agent."""
    agent, given = profile.agent, profile.agent.arguments or {}
    parts = [name_code(draft, profile)]
    config = given.get("retrieve_config")
    if config is not None and constant(agent.view, config.value) is not None:
        parts.append(draft.code(config.value))
    parts += asks(draft, profile, "never")
    if profile.stop_given:
        parts.append(f"stop_when=lambda message: {profile.stop.on('message')}")
    if profile.code is not None:
        parts.append(f"otherwise={automatic(draft, profile, Part())}")
    elif profile.reply is not None:
        parts.append(f"reply={draft.code(profile.reply)}")
    if profile.limit != 100:
        parts.append(f"max_replies={profile.limit}")
    asking = input_function(draft, agent, is_async=False) or part.asking
    parts += [f"input_func={asking}"] if asking is not None else []
    parts += [f"description={part.description}"] if part.description is not None else []
    indent = len(draft.indent_of(agent.statement)) + len(agent.name) + 3
    return call(draft.use("autogen_compat.native", "RetrievalProxyAgent"), parts, indent)
