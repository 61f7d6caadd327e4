"""AM220, AM221, AM222: an agent without a model becomes what it does: answer, run code, or ask a human.

v0.2: autogen/agentchat/user_proxy_agent.py.  v0.4: autogen_agentchat.agents.{CodeExecutorAgent,UserProxyAgent}.
"""

from __future__ import annotations

from dataclasses import dataclass

from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.native import own_human_forms
from autogen_codemods.native.am230_subclasses import input_function
from autogen_codemods.native.am242_modes import asks
from autogen_codemods.native.am302_stops import DEFAULT
from autogen_codemods.native.am510_executors import CodeSetup, executor, view_of_messages
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.members import Membership, wrapped
from autogen_codemods.native.naming import name_code
from autogen_codemods.native.profiles import Profile
from autogen_codemods.rules.base import Kind, Rule, Tier

RULES = (
    Rule(
        code="AM220",
        title="a user proxy that only starts or nudges becomes nothing, or an AutoReplyAgent",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="v0.4's UserProxyAgent only asks a human. A proxy that never speaks after its task needs no agent; "
        "one that answers automatically is an AutoReplyAgent.",
        before='user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)',
        after='user_proxy = AutoReplyAgent("user_proxy")',
    ),
    Rule(
        code="AM221",
        title="a user proxy that runs code becomes a CodeRunnerAgent",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="CodeRunnerAgent is v0.4's CodeExecutorAgent with v0.2's reading of code blocks (bash and untagged ones "
        "run too) and its words for the result.",
        before='user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", '
        'code_execution_config={"work_dir": "coding", "use_docker": False})',
        after='user_proxy = CodeRunnerAgent("user_proxy", code_executor=ScriptExecutor(work_dir="coding", '
        "use_docker=False))",
    ),
    Rule(
        code="AM222",
        title="a user proxy that asks a human becomes a HumanProxyAgent",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="HumanProxyAgent is v0.4's UserProxyAgent with v0.2's rules: Enter leaves the answer to the program, "
        "exit ends the conversation, and with the mode TERMINATE it asks only where it would end.",
        before='user_proxy = UserProxyAgent("user_proxy", code_execution_config=False)',
        after='user_proxy = HumanProxyAgent("user_proxy")',
    ),
)


def code_of(profile: Profile) -> str:
    """The code of the rule that rewrites this agent."""
    if profile.is_human:
        return "AM211" if profile.is_model_agent else "AM222"
    return "AM221" if profile.code is not None else "AM220"


@dataclass(frozen=True)
class Part:
    """What an agent does in its chats, as far as its constructor does not tell."""

    stops_itself: bool = False
    """Whether the agent, not its team, ends the conversation on a last message."""
    limit: int | None = None
    """Its automatic answers, where the team does not bound them."""
    asks_twice: bool = False
    """Whether a human is asked twice for an answer, as in asynchronous chats."""
    assistant: str = ""
    """What asks its model."""
    description: str | None = None
    """What a selecting model reads about it."""
    tools: tuple[str, ...] = ()
    """The variables of the tools that it runs for others in a group."""
    clears: str = ""
    """The list of the names of agents whose histories a human may clear."""
    asking: str | None = None
    """What asks a human, where the agent's class does not say."""
    otherwise: str = ""
    """The variable of what answers where a human leaves the answer to the program."""


def proxy(draft: Draft, profile: Profile, part: Part) -> str:
    """The v0.4 constructor call for an agent that does more than asking a model."""
    if profile.is_human:
        return _human(draft, profile, part)
    described = [f"description={part.description}"] if part.description is not None else []
    if part.tools:
        member = Membership(part.stops_itself, part.limit, part.tools, clears=part.clears)
        return wrapped(draft, profile, member, _automatic(draft, profile, described, part.assistant))
    extra = [f"stop_when={_stop_when(profile)}"] if part.stops_itself and not profile.stop.never else []
    extra += [f"max_replies={part.limit}"] if part.limit is not None else []
    return _automatic(draft, profile, [*extra, *described], part.assistant)


def _automatic(draft: Draft, profile: Profile, extra: list[str], assistant: str) -> str:
    if profile.code is None and assistant:
        return assistant
    indent = len(draft.indent_of(profile.agent.call)) + len(profile.agent.name) + 3
    name, reply = name_code(draft, profile), profile.reply
    if profile.code is None:
        given = [draft.code(reply)] if reply is not None else []
        return call(draft.use("autogen_compat.native", "AutoReplyAgent"), [name, *given, *extra], indent)
    answers = [f"otherwise={assistant}"] if assistant else [f"reply={draft.code(reply)}"] if reply is not None else []
    if profile.code.is_computed:
        return _computed(draft, profile, profile.code, [*answers, *extra], indent)
    parts = [name, f"code_executor={executor(draft, profile.code)}", *view_of_messages(draft, profile.code)]
    return call(draft.use("autogen_compat.native", "CodeRunnerAgent"), [*parts, *answers, *extra], indent)


def _computed(draft: Draft, profile: Profile, code: CodeSetup, more: list[str], indent: int) -> str:
    assert code.node is not None
    parts = [name_code(draft, profile), draft.code(code.node), *more]
    return call(draft.use("autogen_compat.native", "code_runner"), parts, indent)


def _human(draft: Draft, profile: Profile, part: Part) -> str:
    parts = [name_code(draft, profile), *asks(draft, profile, "always")]
    if part.otherwise:
        parts.append(f"otherwise={part.otherwise}")
    elif profile.code is not None or profile.reply is not None or part.assistant or part.tools:
        parts.append(f"otherwise={automatic(draft, profile, part)}")
    if profile.stop != DEFAULT:
        parts.append("stop_when=None" if profile.stop.never else f"stop_when={_stop_when(profile)}")
    if profile.limit != MAX_AUTO_REPLIES and (profile.mode != "ALWAYS" or profile.limit == 0):
        parts.append(f"max_replies={profile.limit}")
    parts += ["asks_twice=True"] if part.asks_twice else []
    asking = input_function(draft, profile.agent, is_async=part.asks_twice) or part.asking
    parts += [f"input_func={asking}"] if asking is not None else []
    parts += [f"description={part.description}"] if part.description is not None else []
    parts += [f"clears_history_of={part.clears}"] if part.clears else []
    own = profile.agent.subclass if profile.agent.subclass is not None and profile.agent.subclass.keeps_asking else None
    if own is not None:
        return call(own.name, [*parts, *own_human_forms.arguments(draft, profile.agent)], 24)
    return call(draft.use("autogen_compat.native", "HumanProxyAgent"), parts, 24)


def automatic(draft: Draft, profile: Profile, part: Part) -> str:
    """The constructor call of what answers where a human leaves the answer to the program."""
    found = _automatic(draft, profile, [], part.assistant)
    return wrapped(draft, profile, Membership(tools=part.tools, clears=part.clears), found)


def _stop_when(profile: Profile) -> str:
    return f"lambda message: {profile.stop.on('message')}"
