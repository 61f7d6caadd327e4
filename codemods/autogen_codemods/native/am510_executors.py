"""AM510: settings of code execution and executor objects become v0.4 executors.

v0.2: autogen/code_utils.py, autogen/coding.  v0.4: autogen_core.code_executor.CodeExecutor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.executor_uses import executors_of
from autogen_codemods.model.literals import UNKNOWN, constant, entries
from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM510",
    title="code execution settings become an executor",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="ScriptExecutor runs each block as v0.2 did: in docker, which it looks for when the program starts, unless "
    "use_docker or AUTOGEN_USE_DOCKER say otherwise. LocalFileExecutor and DockerFileExecutor are v0.2's executor "
    "objects, with their file names, policies and refused commands, as v0.4 executors.",
    before='code_execution_config={"work_dir": "coding", "use_docker": False}',
    after='code_executor=ScriptExecutor(work_dir="coding", use_docker=False)',
)

CODE = RULE.code
_SCRIPT_KEYS = ("work_dir", "use_docker", "timeout")
_BY_NAME = {"commandline-local": "LocalFileExecutor", "ipython-embedded": "KernelExecutor"}


@dataclass(frozen=True)
class CodeSetup:
    """How an agent runs code.

    `settings`: the entries of v0.2's dictionary, None where they are known only when the program runs.
    """

    node: cst.BaseExpression | None
    settings: Mapping[str, cst.BaseExpression] | None
    variable: str = ""
    """What holds its executor, where the program uses that as well."""

    @property
    def is_computed(self) -> bool:
        """Whether it turns out when the program runs whether and how code is run."""
        return self.settings is None


def code_setup(view: ModuleView, agent: Agent) -> CodeSetup | None:
    """Read what an agent is told of running code; None if it runs none; raises NotProven."""
    argument = (agent.arguments or {}).get("code_execution_config")
    if argument is None:
        return CodeSetup(None, {}) if agent.base in signatures.RUNS_CODE_BY_DEFAULT else None
    node = argument.value
    known = constant(view, node)
    if known is None:
        return CodeSetup(node, {})
    if known is not UNKNOWN:
        if known is False:
            return None
        raise NotProven(CODE, node, f"the code_execution_config of {agent.name} is no dictionary")
    found = entries(view.value(node))
    if found is None:
        return CodeSetup(node, None)
    _check_settings(view, agent, node, found)
    return CodeSetup(node, None if _are_shared(view, agent, node, found) else found)


def _check_settings(
    view: ModuleView, agent: Agent, node: cst.BaseExpression, found: dict[str, cst.BaseExpression]
) -> None:
    unknown = sorted(set(found) - {"executor", "last_n_messages", *_BY_NAME, *_SCRIPT_KEYS})
    if unknown and not has_executor(view, found):
        reason = f"v0.2 fails when {agent.name} runs code: its code_execution_config has {unknown[0]}"
        raise NotProven(CODE, node, reason)
    if ignored := next((each for each in unknown if constant(view, found[each]) is UNKNOWN), None):
        raise NotProven(CODE, node, f"the code_execution_config of {agent.name} has {ignored}")
    if has_executor(view, found) and (both := set(found) & set(_SCRIPT_KEYS)):
        raise NotProven(CODE, node, f"v0.2 refuses an executor together with {sorted(both)[0]}")


def _are_shared(view: ModuleView, agent: Agent, node: cst.BaseExpression, found: dict[str, cst.BaseExpression]) -> bool:
    """Whether several agents have settings that are worked out once; raises NotProven if others read them, too."""
    variable = view.variable(node)
    if variable is None or len(variable.reads) < 2 or not any(map(_has_effects, found.values())):
        return False
    for read in variable.reads:
        above = view.parent(read)
        if not isinstance(above, cst.Arg) or above.keyword is None or above.keyword.value != "code_execution_config":
            raise NotProven(CODE, node, f"the settings of {agent.name} are computed once and used more than once")
    return True


def has_executor(view: ModuleView, settings: Mapping[str, cst.BaseExpression]) -> bool:
    """Whether settings name or give an executor object."""
    return "executor" in settings and constant(view, settings["executor"]) is not None


def executor(draft: Draft, setup: CodeSetup) -> str:
    """The expression of the v0.4 executor for settings that are written out; raises NotProven."""
    if setup.variable:
        return setup.variable
    view, settings = draft.view, setup.settings or {}
    if has_executor(view, settings):
        return _given(draft, settings)
    parts = [f"{key}={draft.code(settings[key])}" for key in _SCRIPT_KEYS if _says_something(view, settings, key)]
    return call(draft.use("autogen_compat.native", "ScriptExecutor"), parts, 12)


def view_of_messages(draft: Draft, setup: CodeSetup) -> list[str]:
    """The argument for how many messages are searched for code, where it is not the default."""
    node = (setup.settings or {}).get("last_n_messages")
    if node is None or constant(draft.view, node) == "auto":
        return []
    return [f"last_n_messages={draft.code(node)}"]


def drop_settings(draft: Draft, setup: CodeSetup) -> None:
    """Take the variable of settings away where no read of it is left."""
    variable = draft.view.variable(setup.node) if setup.node is not None and not setup.is_computed else None
    if variable is None or draft.is_exported(variable) or variable.statement in draft.removed:
        return
    if all(draft.is_gone(read) for read in variable.reads):
        draft.remove(variable.statement)


def _says_something(view: ModuleView, settings: Mapping[str, cst.BaseExpression], key: str) -> bool:
    return key in settings and constant(view, settings[key]) is not None


def _given(draft: Draft, settings: Mapping[str, cst.BaseExpression]) -> str:
    """A v0.2 executor object, made by name or by the program."""
    view, node = draft.view, settings["executor"]
    name = constant(view, node)
    if not isinstance(name, str):
        return draft.code(node)
    options = entries(view.value(settings[name])) if name in settings else {}
    if options is None or name not in _BY_NAME:
        raise NotProven(CODE, settings.get(name, node), "the arguments of its executor are not written out")
    parts = [f"{key}={draft.code(value)}" for key, value in options.items()]
    return call(draft.use("autogen_compat.native", _BY_NAME[name]), parts, 12)


def check_executor(program: Program, agent: Agent, setup: CodeSetup | None) -> None:
    """The executor object that an agent is given must be one whose making is seen; raises NotProven."""
    view, settings = agent.view, (setup.settings if setup is not None else None) or {}
    if not has_executor(view, settings) or isinstance(constant(view, settings["executor"]), str):
        return
    found = executors_of(program, view, settings["executor"])
    if found is None or any(agent not in each.agents for each in found):
        reason = f"it is not seen which code executor {agent.name} is given"
        raise NotProven(CODE, settings["executor"], reason)


def _has_effects(node: cst.BaseExpression) -> bool:
    return any(isinstance(each, cst.Call | cst.Await | cst.NamedExpr) for each in walk(node))
