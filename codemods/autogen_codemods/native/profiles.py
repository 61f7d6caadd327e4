"""What one legacy agent does: its model, code, human, limits and last messages, read from its constructor."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.customs import ASKED, Custom
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.program import Agent
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.agent_names import ComputedName, computed_name, identifier
from autogen_codemods.native.am302_stops import DEFAULT, Stop, stop_of
from autogen_codemods.native.am510_executors import CodeSetup, code_setup
from autogen_codemods.native.proof import NotProven

CODE = "AM210"
_UNUSED_WHEN_NATIVE = frozenset({"silent"})
COMPUTED = "COMPUTED"
_MODES = frozenset({"ALWAYS", "NEVER", "TERMINATE"})


@dataclass(frozen=True)
class Profile:
    """One agent; expressions are nodes of its module, None where v0.2's default holds."""

    agent: Agent
    known_name: str | None
    """Its v0.4 name; None where it is computed."""
    legacy_name: str
    model: cst.BaseExpression | None
    code: CodeSetup | None
    mode: str
    stop: Stop
    stop_given: bool
    limit: int
    reply: cst.BaseExpression | None
    system_message: cst.BaseExpression | None
    description: cst.BaseExpression | None
    customs: tuple[Custom, ...] = ()
    """What changes how it answers."""
    watches: bool = False
    """Whether the agent asks its own condition and counts its own answers, though a team could."""
    computed: ComputedName | None = None
    """Its name, where that is no constant."""
    computed_mode: cst.BaseExpression | None = None
    """Its human_input_mode, where that is no constant; `mode` is COMPUTED then."""

    @property
    def name(self) -> str:
        """Its v0.4 name; raises NotProven where that is not known."""
        if self.known_name is None:
            raise NotProven(CODE, self.agent.call, f"the name of {self.agent.name} is computed, and needed elsewhere")
        return self.known_name

    @property
    def is_several(self) -> bool:
        """Whether it may stand for several agents, each with a name of its own."""
        return self.known_name is None

    @property
    def is_renamed(self) -> bool:
        """Whether v0.4 does not accept the agent's name."""
        return self.known_name is not None and self.known_name != self.legacy_name

    @property
    def is_model_agent(self) -> bool:
        """Whether a model gives its answers."""
        return self.model is not None

    @property
    def is_human(self) -> bool:
        """Whether a human may be asked, as far as it is known before the program runs."""
        return self.mode != "NEVER"

    @property
    def is_plain_assistant(self) -> bool:
        """Whether only a model gives its answers."""
        return self.is_model_agent and not self.is_human and self.code is None

    @property
    def ends_itself(self) -> bool:
        """Whether the agent, not its team, ends the conversation on a last message or after its last answer."""
        watches = self.watches or any(custom.method in ASKED for custom in self.customs)
        answers = self.agent.subclass is not None and "generate_reply" in self.agent.subclass.methods
        return answers or self.is_human or watches or self.agent.legacy_class in signatures.RETRIEVING


def profile_of(view: ModuleView, agent: Agent, resolver: Resolver) -> Profile:
    """Read an agent's constructor; raises NotProven."""
    if agent.arguments is None:
        raise NotProven(CODE, agent.call, f"{agent.name} gets * or ** arguments")
    given = {name: arg.value for name, arg in agent.arguments.items()}
    known = {*signatures.AGENT_PARAMETERS["ConversableAgent"], *signatures.AGENT_PARAMETERS[agent.legacy_class]}
    unknown = set(given) - known | {"chat_messages"} & set(given)
    if unknown:
        raise NotProven(CODE, agent.call, f"{agent.name} has the argument {sorted(unknown)[0]}")
    mode = _mode(view, agent, given)
    model = _model(view, given)
    code = code_setup(view, agent)
    if "name" not in given:
        raise NotProven(CODE, agent.call, f"{agent.name} has no name")
    written = constant(view, given["name"])
    computed = None if isinstance(written, str) else computed_name(resolver, view, given["name"])
    name = computed.only if computed is not None else str(written)
    stop = stop_of(view, given["is_termination_msg"]) if "is_termination_msg" in given else DEFAULT
    return Profile(
        agent=agent,
        known_name=None if name is None else identifier(name),
        legacy_name=name or "",
        model=model,
        code=code,
        mode=mode,
        stop=stop,
        stop_given="is_termination_msg" in given,
        limit=_limit(view, agent, given),
        reply=_reply(view, agent, given),
        system_message=given.get("system_message"),
        description=given.get("description"),
        computed=computed,
        computed_mode=given["human_input_mode"] if mode == COMPUTED else None,
    )


def _mode(view: ModuleView, agent: Agent, given: dict[str, cst.BaseExpression]) -> str:
    if "human_input_mode" not in given:
        return signatures.HUMAN_INPUT_MODES[agent.base]
    mode = constant(view, given["human_input_mode"])
    if mode is UNKNOWN:
        return COMPUTED
    if mode not in _MODES:
        raise NotProven(CODE, given["human_input_mode"], f"the human_input_mode of {agent.name} is none of v0.2's")
    return str(mode)


def _model(view: ModuleView, given: dict[str, cst.BaseExpression]) -> cst.BaseExpression | None:
    node = given.get("llm_config")
    if node is None or constant(view, node) in (None, False):
        return None
    return node


def _limit(view: ModuleView, agent: Agent, given: dict[str, cst.BaseExpression]) -> int:
    node = given.get("max_consecutive_auto_reply")
    if node is None or _is_none(view, node):
        return signatures.MAX_AUTO_REPLIES
    limit = constant(view, node)
    if not isinstance(limit, int):
        raise NotProven(CODE, node, f"the max_consecutive_auto_reply of {agent.name} is not a constant")
    return int(limit)


def _reply(view: ModuleView, agent: Agent, given: dict[str, cst.BaseExpression]) -> cst.BaseExpression | None:
    node = given.get("default_auto_reply")
    if node is None or constant(view, node) == "":
        return None
    if constant(view, node) is None or isinstance(view.value(node), cst.Dict):
        raise NotProven(CODE, node, f"the default_auto_reply of {agent.name} is not a text")
    return node


def _is_none(view: ModuleView, node: cst.BaseExpression) -> bool:
    return constant(view, node) is None
