"""What to convert to, and the conversion of one whole document by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._json import Record, is_list, is_record
from .configs.components import component_to_v02
from .configs.llm import config_list_to_v04, llm_config_to_v04
from .configs.studio import studio_agent_to_v04, workflow_to_v04
from .errors import ConversionError, LossError
from .histories import documents
from .kinds import V04, Kind, is_v02_message, recognise
from .messages.records import MESSAGE_KEY
from .states import agents, teams
from .states.managers import MANAGERS
from .states.upgrade import upgrade_agent_state, upgrade_team_state

if TYPE_CHECKING:
    from .states.graph import Graph

FORMS = ("auto", "messages", "result", "agent", *MANAGERS)
"""What a conversation becomes: as it is, a list, a TaskResult or ChatResult, an agent's state, a team's state."""


@dataclass(frozen=True)
class Plan:
    """The settings of one conversion; they travel to worker processes.

    `plain` leaves the keys of ours out of v0.2 data; `strict` makes it an error when that loses something.
    """

    to: str = V04
    form: str = "auto"
    participants: Mapping[str, str] = field(default_factory=dict[str, str])
    graph: Graph | None = None
    plain: bool = False
    strict: bool = False


Lost = dict[str, int]
"""How often each field was left out."""


def convert_document(value: Any, kind: Kind, plan: Plan, lost: Lost) -> Any:
    """One document in the form that `plan` asks for; what had to be left out is counted in `lost`.

    Raises ConversionError where the kind has no such form.
    """
    try:
        return _converted(value, kind, plan, lost)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ConversionError(f"is no well-formed {kind.title}: {_seen(error)}") from error


def _seen(error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return f"{text} is missing" if isinstance(error, KeyError) else text


def _converted(value: Any, kind: Kind, plan: Plan, lost: Lost) -> Any:
    if kind.version == plan.to:
        return _within_version(value, kind, plan)
    if plan.form not in {"auto", "messages"}:
        return _shaped(value, kind, plan)
    convert = (_TO_V04 if plan.to == V04 else _TO_V02).get(kind)
    if convert is None:
        raise ConversionError(f"a {kind.title} has no counterpart in {plan.to}")
    return convert(value, plan, lost)


def _within_version(value: Any, kind: Kind, plan: Plan) -> Any:
    if kind is Kind.TEAM_STATE and plan.form == "auto":
        return upgrade_team_state(value, plan.graph)
    if kind is Kind.AGENT_STATE and plan.form == "auto":
        return upgrade_agent_state(value)
    raise ConversionError(f"is {plan.to} data already ({kind.title}); nothing to convert")


def _shaped(value: Any, kind: Kind, plan: Plan) -> Any:
    if plan.form == "result":
        return _as_result(value, kind, plan)
    if plan.to != V04:
        raise ConversionError(f"--form {plan.form} is a v0.4 form")
    if plan.form == "agent":
        return agents.chat_messages_to_state(_by_peer(value, kind), list(plan.participants))
    if kind is Kind.GROUP_V02:
        return teams.group_to_team_state(value, plan.form, participants=plan.participants, graph=plan.graph)
    return teams.team_state(_history(value, kind), plan.form, participants=plan.participants, graph=plan.graph)


def _history(value: Any, kind: Kind) -> list[Any]:
    if is_list(value):
        return value
    if kind is Kind.CHAT_RESULT:
        return documents.messages_of(value, "chat_history")
    histories = [item for key, item in value.items() if key != MESSAGE_KEY] if kind is Kind.CHAT_MESSAGES else []
    if len(histories) == 1:
        return histories[0]
    raise ConversionError(f"a {kind.title} is not one conversation, which a team's state is made of")


def _by_peer(value: Any, kind: Kind) -> Record:
    return value if kind is Kind.CHAT_MESSAGES else {"": _history(value, kind)}


def _as_result(value: Any, kind: Kind, plan: Plan) -> Any:
    if plan.to == V04:
        document = value if kind is Kind.CHAT_RESULT else {"chat_history": _history(value, kind)}
        return documents.chat_result_to_v04(document, list(plan.participants))
    document = {"messages": value, "stop_reason": None} if is_list(value) else value
    return documents.task_result_to_v02(document)


def _list_to_v04(value: Any, plan: Plan, lost: Lost) -> Any:
    return documents.messages_to_v04(value if is_list(value) else [value], list(plan.participants))


def _list_to_v02(value: Any, plan: Plan, lost: Lost) -> Any:
    convert = message_converter(plan, lost)
    messages = value if is_list(value) else [value]
    converted = (convert(message, place) for place, message in enumerate(messages))
    return [message for message in converted if message is not None]


def _chat_messages_to_v04(value: Any, plan: Plan, lost: Lost) -> Any:
    if MESSAGE_KEY in value:
        return agents.chat_messages_to_state(value, list(plan.participants))
    return documents.chat_messages_to_v04(value, list(plan.participants))


def _without_extras(value: Any, lost: Lost) -> Any:
    """`value` without our keys, wherever they are, and without messages that nobody said."""
    if is_list(value):
        if all(is_record(item) and is_v02_message(item) for item in value):
            return documents.without_extras(value, lost)
        return [_without_extras(item, lost) for item in value]
    if not is_record(value):
        return value
    documents.count_lost(value.get(MESSAGE_KEY), lost)
    return {key: _without_extras(item, lost) for key, item in value.items() if key != MESSAGE_KEY}


def _plain_if_asked(convert: Callable[[Any], Any]) -> Callable[[Any, Plan, Lost], Any]:
    def converted(value: Any, plan: Plan, lost: Lost) -> Any:
        result = convert(value)
        if not plan.plain:
            return result
        here: Lost = {}
        plain = _without_extras(result, here)
        if here and plan.strict:
            raise LossError(list(here))
        for path, count in here.items():
            lost[path] = lost.get(path, 0) + count
        return plain

    return converted


def message_converter(plan: Plan, lost: Lost) -> Callable[[object, int], Record | None]:
    """A converter for the messages of one conversation, in order, each with the number of those before it.

    None is a message that is left out.
    """
    if plan.to == V04:
        return documents.ToV04(list(plan.participants))
    if not plan.plain:
        return documents.ToV02()
    return documents.ToStrictV02(lost) if plan.strict else documents.ToPlainV02(lost)


_Convert = Callable[[Any, Plan, Lost], Any]

_TO_V04: dict[Kind, _Convert] = {
    Kind.MESSAGE_V02: _list_to_v04,
    Kind.CHAT_RESULT: lambda value, plan, lost: documents.chat_result_to_v04(value, list(plan.participants)),
    Kind.CHAT_MESSAGES: _chat_messages_to_v04,
    Kind.GROUP_V02: lambda value, plan, lost: teams.group_to_team_state(value, participants=plan.participants),
    Kind.CONFIG_LIST: lambda value, plan, lost: config_list_to_v04(value),
    Kind.LLM_CONFIG: lambda value, plan, lost: llm_config_to_v04(value),
    Kind.STUDIO_WORKFLOW: lambda value, plan, lost: workflow_to_v04(value),
    Kind.STUDIO_AGENT: lambda value, plan, lost: studio_agent_to_v04(value),
}
_TO_V02: dict[Kind, _Convert] = {
    Kind.MESSAGE_V04: _list_to_v02,
    Kind.TASK_RESULT: _plain_if_asked(documents.task_result_to_v02),
    Kind.MESSAGES_BY_AGENT: _plain_if_asked(documents.chat_messages_to_v02),
    Kind.AGENT_STATE: _plain_if_asked(agents.state_to_chat_messages),
    Kind.TEAM_STATE: _plain_if_asked(teams.team_state_to_v02),
    Kind.COMPONENT: lambda value, plan, lost: component_to_v02(value),
}


def convert(
    document: Any,
    to: str = V04,
    *,
    form: str = "auto",
    participants: Mapping[str, str] | None = None,
    graph: Graph | None = None,
    plain: bool = False,
) -> Any:
    """A history, state or config in the other version's form, as the command converts files. Pure.

    Args:
        document: JSON data of any kind that `recognise` knows, or a list of messages or of such documents.
        to: "v0.4" or "v0.2".
        form: what a conversation becomes: one of `FORMS`.
        participants: v0.4 names by v0.2 names, in the order of the team.
        graph: the graph of a `GraphFlow`, for the form "graph".
        plain: nothing but v0.2's own keys, for data that v0.2 goes on from.

    Raises:
        ConversionError: data of no known kind, a field that cannot be read, a form that the data cannot have.
    """
    plan = Plan(to, form, participants or {}, graph, plain)
    several = is_list(document)
    kind = recognise(document[0] if several and document else document)
    if several and kind not in {Kind.MESSAGE_V02, Kind.MESSAGE_V04, Kind.CONFIG_LIST}:
        return [convert_document(item, kind, plan, {}) for item in document]
    return convert_document(document, kind, plan, {})
