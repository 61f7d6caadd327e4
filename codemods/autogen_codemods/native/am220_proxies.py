"""AM220, AM221, AM222: an agent without a model becomes what it does: answer, run code, or ask a human.

v0.2: autogen/agentchat/user_proxy_agent.py.  v0.4: autogen_agentchat.agents.{CodeExecutorAgent,UserProxyAgent}.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.profiles import CodeSetup, Profile
from autogen_codemods.native.proof import NotProven
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
        "run too) and its words for the result. The executor is v0.4's own.",
        before='user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", '
        'code_execution_config={"work_dir": "coding", "use_docker": False})',
        after='user_proxy = CodeRunnerAgent("user_proxy", code_executor=LocalCommandLineCodeExecutor('
        'work_dir="coding", timeout=600, cleanup_temp_files=False))',
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
    Rule(
        code="AM510",
        title="code execution settings become an executor of autogen-ext",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="The executor keeps v0.2's time limit, and files that a code block names stay.",
        before='code_execution_config={"work_dir": "coding", "use_docker": False}',
        after='code_executor=LocalCommandLineCodeExecutor(work_dir="coding", timeout=600, cleanup_temp_files=False)',
    ),
)

DEFAULT_TIMEOUT = 600
"""Seconds; v0.2: autogen/code_utils.py DEFAULT_TIMEOUT."""


def code_of(profile: Profile) -> str:
    """The code of the rule that rewrites this agent."""
    if profile.is_human:
        return "AM222"
    return "AM221" if profile.code is not None else "AM220"


def proxy(draft: Draft, profile: Profile, *, stops_itself: bool, limit: int | None) -> str:
    """The v0.4 constructor call for an agent without a model.

    `stops_itself`: the agent, not its team, ends the conversation on a last message; `limit`: its automatic
    answers, where the team does not bound them.
    """
    if profile.is_human:
        return _human(draft, profile)
    extra = [f"stop_when={_stop_when(profile)}"] if stops_itself and not profile.stop.never else []
    extra += [f"max_replies={limit}"] if limit is not None else []
    extra += _description(draft.view, profile)
    return _automatic(draft, profile, extra)


def _automatic(draft: Draft, profile: Profile, extra: list[str]) -> str:
    indent = len(draft.indent_of(profile.agent.call)) + len(profile.agent.name) + 3
    name, reply = f'"{profile.name}"', profile.reply
    if profile.code is None:
        given = [draft.code(reply)] if reply is not None else []
        return call(draft.use("autogen_compat.native", "AutoReplyAgent"), [name, *given, *extra], indent)
    parts = [name, f"code_executor={_executor(draft, profile.code)}", *_in_view(draft.view, profile.code)]
    if reply is not None:
        parts.append(f"reply={draft.code(reply)}")
    cls = "CodeRunnerAgent" if profile.code.executor is None else "ExecutorRunnerAgent"
    return call(draft.use("autogen_compat.native", cls), [*parts, *extra], indent)


def _human(draft: Draft, profile: Profile) -> str:
    parts = [f'"{profile.name}"']
    if profile.mode == "TERMINATE":
        parts.append('asks="at the end"')
    if profile.code is not None or profile.reply is not None:
        parts.append(f"otherwise={_automatic(draft, profile, [])}")
    if not profile.stop.never:
        parts.append(f"stop_when={_stop_when(profile)}")
    if profile.mode == "TERMINATE" and profile.limit != 100:
        parts.append(f"max_replies={profile.limit}")
    parts += _description(draft.view, profile)
    return call(draft.use("autogen_compat.native", "HumanProxyAgent"), parts, 24)


def _stop_when(profile: Profile) -> str:
    return f"lambda message: {profile.stop.on('message')}"


def _description(view: ModuleView, profile: Profile) -> list[str]:
    return [f"description={view.code(profile.description)}"] if profile.description is not None else []


def _in_view(view: ModuleView, code: CodeSetup) -> list[str]:
    node = code.last_n_messages
    if node is None or constant(view, node) == "auto":
        return []
    return [f"last_n_messages={view.code(node)}"]


def _executor(draft: Draft, code: CodeSetup) -> str:
    view = draft.view
    if code.executor is not None:
        return _given_executor(draft, code.executor)
    assert code.work_dir is not None
    _check_one_level(view, code.work_dir)
    timeout = view.code(code.timeout) if code.timeout is not None else str(DEFAULT_TIMEOUT)
    cls = draft.use("autogen_ext.code_executors.local", "LocalCommandLineCodeExecutor")
    return call(cls, [f"work_dir={view.code(code.work_dir)}", f"timeout={timeout}", "cleanup_temp_files=False"], 12)


def _check_one_level(view: ModuleView, node: cst.BaseExpression) -> None:
    """v0.2 makes all folders of the path, v0.4 only the last."""
    path = constant(view, node)
    if path is UNKNOWN or not isinstance(path, str):
        raise NotProven("AM510", node, "the work_dir is computed; v0.4 does not make missing folders above it")
    if "/" in path.strip("/").removeprefix("./") or "\\" in path or path.startswith("/"):
        raise NotProven("AM510", node, "the work_dir is more than one folder deep; v0.4 makes only the last one")


def _given_executor(draft: Draft, node: cst.BaseExpression) -> str:
    """A v0.2 executor object, made here or in a variable of its own that nothing else uses."""
    view = draft.view
    value = view.value(node)
    if not isinstance(value, cst.Call) or view.legacy_name(value.func) != "LocalCommandLineCodeExecutor":
        raise NotProven("AM510", node, "its code executor is not a LocalCommandLineCodeExecutor made here")
    arguments = {arg.keyword.value: arg.value for arg in value.args if arg.keyword is not None}
    if len(arguments) != len(value.args) or set(arguments) - {"timeout", "work_dir"}:
        raise NotProven("AM510", value, "its code executor has functions, policies or positional arguments")
    parts = [f"{key}={view.code(given)}" for key, given in arguments.items()]
    parts += [] if "work_dir" in arguments else ['work_dir="."']
    cls = draft.use("autogen_ext.code_executors.local", "LocalCommandLineCodeExecutor")
    text = call(cls, [*parts, "cleanup_temp_files=False"], 12)
    variable = view.variable(node)
    if variable is None:
        return text
    if len(variable.reads) != 1:
        raise NotProven("AM510", node, f"{variable.name} is used elsewhere too")
    draft.replace(value, text)
    return variable.name
