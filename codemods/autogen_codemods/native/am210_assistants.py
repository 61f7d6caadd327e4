"""AM210: an agent with a model becomes a v0.4 AssistantAgent.

v0.2: autogen/agentchat/{assistant_agent,conversable_agent}.py.  v0.4: autogen_agentchat.agents.AssistantAgent.
"""

from __future__ import annotations

from collections.abc import Sequence

from autogen_codemods.native.am238_teachability import prompt_of
from autogen_codemods.native.am322_system_messages import text_of
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.naming import name_code
from autogen_codemods.native.profiles import Profile
from autogen_codemods.rules.base import Kind, Rule, Tier

RULES = (
    Rule(
        code="AM210",
        title="an agent with an llm_config becomes an AssistantAgent with a model client",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="v0.4's AssistantAgent takes a model client and no reply settings. Where v0.2's default system message "
        "was in force, one with the same contract is passed, because v0.4's default does not ask for code or "
        "TERMINATE.",
        before='assistant = AssistantAgent("assistant", llm_config=llm_config)',
        after='assistant = AssistantAgent("assistant", model_client=model_client, '
        "system_message=CODING_ASSISTANT_PROMPT)",
        see="https://microsoft.github.io/autogen/stable/user-guide/agentchat-user-guide/migration-guide.html",
    ),
    Rule(
        code="AM211",
        title="an agent with a model that may ask a human becomes a HumanProxyAgent around an AssistantAgent",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="A ConversableAgent without human_input_mode asks a human where the conversation would end. "
        "HumanProxyAgent asks as v0.2 did, and leaves the other answers to the agent it is given. Where nobody is to "
        'be asked, write human_input_mode="NEVER" first, and the agent becomes a plain AssistantAgent.',
        before='joe = ConversableAgent("joe", llm_config=llm_config)',
        after='joe = HumanProxyAgent("joe", asks="at the end", otherwise=AssistantAgent("joe", '
        "model_client=model_client))",
    ),
    Rule(
        code="AM212",
        title="an agent gets a name that v0.4 accepts",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="v0.4 accepts identifiers only. A selecting model may still say the old name where only spaces became "
        "underscores.",
        before='AssistantAgent("Product Manager", llm_config=llm_config)',
        after='AssistantAgent("Product_Manager", model_client=model_client)',
    ),
)

CONVERSABLE_PROMPT = '"You are a helpful AI assistant."'


def assistant(
    draft: Draft,
    profile: Profile,
    client: str,
    extra: Sequence[str] = (),
    *,
    described: bool = False,
    bounded: bool = False,
    in_turns: bool = False,
    prompt: str | None = None,
) -> str:
    """The v0.4 constructor call; `described` repeats what v0.2 told a selecting model about the agent.

    `bounded`: its tool calls use up the messages of the conversation; `in_turns`: they are turns of a group;
    `prompt`: the variable of the system message, which is the description too.
    """
    arguments = profile.agent.arguments or {}
    if bounded or in_turns:
        cls = draft.use("autogen_compat.native", "BoundedAssistantAgent" if bounded else "ToolCallingAgent")
    else:
        cls = draft.use("autogen_agentchat.agents", "AssistantAgent")
    known = profile.computed is not None or profile.is_renamed
    name = name_code(draft, profile) if known else draft.code(arguments["name"].value)
    parts = [name if arguments["name"].keyword is None else f"name={name}"]
    system_message = prompt or text_of(draft, profile, _system_message(draft, profile))
    parts.append(f"model_client={client}")
    parts.extend(extra)
    parts.append(f"system_message={system_message}{prompt_of(draft, profile)}")
    description = prompt or description_of(draft, profile, described=described)
    if description is not None and profile.is_plain_assistant:
        parts.append(f"description={description}")
    return call(cls, parts, len(draft.indent_of(profile.agent.call)) + len(profile.agent.name) + 3)


def _system_message(draft: Draft, profile: Profile) -> str:
    if profile.system_message is not None:
        return draft.code(profile.system_message)
    if profile.agent.base == "AssistantAgent":
        return draft.use("autogen_compat.native", "CODING_ASSISTANT_PROMPT")
    return '""' if profile.agent.base == "UserProxyAgent" else CONVERSABLE_PROMPT


def description_of(draft: Draft, profile: Profile, *, described: bool) -> str | None:
    """The description that is given, or with `described` the one that v0.2 made of the system message."""
    if profile.description is not None:
        return draft.code(profile.description)
    if not described or profile.agent.base == "UserProxyAgent":
        return None
    if profile.agent.base == "AssistantAgent" and profile.system_message is None:
        return '"A helpful assistant that can write code and solve tasks with it."'
    return _system_message(draft, profile)
