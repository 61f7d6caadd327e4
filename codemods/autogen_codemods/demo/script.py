"""What a scripted model says: answers, and the rules that choose among them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, cast

Body = dict[str, Any]


class ScriptError(ValueError):
    """A model script is malformed, or has no answer for a request."""


@dataclass(frozen=True)
class Call:
    """One tool or function call of an answer; `arguments` is the JSON text that goes over the wire."""

    name: str
    arguments: str = "{}"
    id: str | None = None


@dataclass(frozen=True)
class Answer:
    """One HTTP answer of the model server.

    `status` other than 200 makes an error of the OpenAI form with `message`, `error_type` and `code`;
    clients are told not to retry unless `retry` is true. `delay` is in seconds. `raw` is sent instead of
    any JSON body. `drop` closes the connection without an answer. `choices` are the texts for `n` > 1.
    """

    text: str | None = None
    tool_calls: tuple[Call, ...] = ()
    function_call: Call | None = None
    choices: tuple[str, ...] = ()
    finish_reason: str | None = None
    usage: Mapping[str, int] | None = None
    model: str | None = None
    delay: float = 0.0
    status: int = 200
    message: str = ""
    error_type: str | None = None
    code: str | None = None
    retry: bool = False
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    raw: str | None = None
    drop: bool = False

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call of this answer, of both kinds."""
        return self.tool_calls + ((self.function_call,) if self.function_call else ())


AnswerLike = str | Mapping[str, Any] | Answer
Script = Callable[[Body], AnswerLike] | Sequence[AnswerLike] | Mapping[str, Any]
_FIELDS = {each.name for each in fields(Answer)}


def answer_from(value: AnswerLike) -> Answer:
    """Read an answer: a text, a mapping with the fields of `Answer`, or an `Answer`. Raises ScriptError."""
    if isinstance(value, Answer):
        return value
    if isinstance(value, str):
        return Answer(text=value)
    if unknown := set(value) - _FIELDS:
        raise ScriptError(f"answer has unknown fields {sorted(unknown)}; known are {sorted(_FIELDS)}")
    given = dict(value)
    if "tool_calls" in given:
        given["tool_calls"] = tuple(_call_from(each) for each in given["tool_calls"])
    if given.get("function_call") is not None:
        given["function_call"] = _call_from(given["function_call"])
    if "choices" in given:
        given["choices"] = tuple(given["choices"])
    return Answer(**given)


def _call_from(value: Mapping[str, Any] | Call) -> Call:
    if isinstance(value, Call):
        return value
    arguments = value.get("arguments", {})
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return Call(name=value["name"], arguments=text, id=value.get("id"))


@dataclass(frozen=True)
class Rule:
    """Answers for the requests that match: substrings of the system message and of the last message, the model,
    the name of a tool that is offered. An empty condition matches everything."""

    answers: list[Answer]
    system: str = ""
    last: str = ""
    model: str = ""
    tool: str = ""
    repeat: bool = False

    def matches(self, body: Body) -> bool:
        """Whether this rule may answer the request `body`."""
        messages = cast("list[Body]", body.get("messages") or [])
        return (
            self.system in "\n".join(text_of(each) for each in messages if each.get("role") == "system")
            and self.last in (text_of(messages[-1]) if messages else str(body.get("prompt", "")))
            and self.model in str(body.get("model", ""))
            and (not self.tool or self.tool in offered_tools(body))
        )

    def take(self) -> Answer | None:
        """The next answer, or None when all are used up; with `repeat` the last one stays."""
        if not self.answers:
            return None
        return self.answers[0] if self.repeat and len(self.answers) == 1 else self.answers.pop(0)


def text_of(message: Mapping[str, Any]) -> str:
    """The text of a chat message whose content is a string, a list of parts, or None."""
    content = message.get("content")
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in cast("list[Body]", content))
    return "" if content is None else str(content)


def offered_tools(body: Body) -> list[str]:
    """Names of the tools and legacy functions that a request offers."""
    tools: list[Body] = [tool["function"] for tool in cast("list[Body]", body.get("tools") or [])]
    functions: list[Body] = body.get("functions") or []
    return [str(each.get("name")) for each in [*tools, *functions]]


class Player:
    """Plays a script, thread-safely: each request takes its answer in the order of arrival."""

    def __init__(self, script: Script) -> None:
        self._lock = threading.Lock()
        self._function = script if callable(script) else None
        self._rules = [] if callable(script) else _rules_of(script)

    def answer(self, body: Body) -> Answer:
        """The answer to a request. Raises ScriptError when the script has none (left)."""
        with self._lock:
            if self._function is not None:
                return answer_from(self._function(body))
            for rule in self._rules:
                if rule.matches(body) and (answer := rule.take()) is not None:
                    return answer
        raise ScriptError("the model script has no answer left for this request")

    @property
    def remaining(self) -> int:
        """How many answers were not asked for yet (0 for a function)."""
        return sum(len(rule.answers) for rule in self._rules)


def _rules_of(script: Sequence[AnswerLike] | Mapping[str, Any]) -> list[Rule]:
    if isinstance(script, Mapping):
        rules = [_rule_from(each) for each in script.get("rules", [])]
        return [*rules, Rule([answer_from(each) for each in script.get("default", [])])]
    return [Rule([answer_from(each) for each in script])]


def _rule_from(value: Mapping[str, Any]) -> Rule:
    given = dict(value)
    if "answers" not in given:
        raise ScriptError(f"rule {given} has no `answers`")
    try:
        return Rule(answers=[answer_from(each) for each in given.pop("answers")], **given)
    except TypeError as error:
        raise ScriptError(f"rule {value}: {error}") from None
