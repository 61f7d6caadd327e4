"""Make what a scenario did comparable: plain JSON, without ids, times, paths and default prompts.

Standard library only: it is imported under v0.2.40 as well.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"\x1b\[[0-9;]*m", ""),
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<uuid>"),
    (r"\b0x[0-9a-f]{6,}\b", "<address>"),
    (r"\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?", "<time>"),
    (r"\bautogen_compat\b", "autogen"),
)

# Questions to the human have words of their own on each side; what Enter does must be the same.
_QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        r"(?:Replying as .*?\. Provide|Please give) feedback to (.*?)\. Press enter to skip .*? the conversation: ",
        "replies",
    ),
    (r"Please give feedback to (.*?)\. Press enter or type 'exit' to stop the conversation: ", "ends"),
    (r"Your (?:reply as .*? to|feedback to) (.*?) \(Enter: reply automatically, 'exit': .*?\): ", "replies"),
    (r"Your feedback to (.*?) \(Enter or 'exit': end the conversation\): ", "ends"),
)

# Default texts of v0.2 that compat says in its own words: where each is found, by module and dotted name.
# `Class()` + parameter means the default of that constructor's parameter; `co_consts`, the function's longest text.
_PROMPTS: tuple[tuple[str, str], ...] = (
    ("agentchat.conversable_agent", "ConversableAgent.DEFAULT_SUMMARY_PROMPT"),
    ("agentchat.conversable_agent", "ConversableAgent().system_message"),
    ("agentchat.assistant_agent", "AssistantAgent.DEFAULT_SYSTEM_MESSAGE"),
    ("agentchat.assistant_agent", "AssistantAgent.DEFAULT_DESCRIPTION"),
    ("agentchat.user_proxy_agent", "UserProxyAgent.DEFAULT_USER_PROXY_AGENT_DESCRIPTIONS.ALWAYS"),
    ("agentchat.user_proxy_agent", "UserProxyAgent.DEFAULT_USER_PROXY_AGENT_DESCRIPTIONS.TERMINATE"),
    ("agentchat.user_proxy_agent", "UserProxyAgent.DEFAULT_USER_PROXY_AGENT_DESCRIPTIONS.NEVER"),
    ("agentchat.groupchat", "GroupChat.select_speaker_message_template"),
    ("agentchat.groupchat", "GroupChat.select_speaker_prompt_template"),
    ("agentchat.groupchat", "GroupChat.select_speaker_auto_multiple_template"),
    ("agentchat.groupchat", "GroupChat.select_speaker_auto_none_template"),
    ("agentchat.groupchat", "GroupChat.DEFAULT_INTRO_MSG"),
    ("agentchat.groupchat", "GroupChatManager().system_message"),
    ("agentchat.contrib.society_of_mind_agent", "SocietyOfMindAgent.__init__.__code__.co_consts"),
    ("agentchat.contrib.society_of_mind_agent", "SocietyOfMindAgent._llm_response_preparer.__code__.co_consts"),
)


class Normaliser:
    """Turns values of either side into comparable JSON; `replacements` are literal texts and what they become."""

    def __init__(self, autogen: Any, replacements: Mapping[str, str]) -> None:
        self._literals = sorted(replacements.items(), key=lambda pair: -len(pair[0]))
        self._prompts = _prompt_patterns(autogen.__name__)
        self._package = autogen.__name__
        questions = ((pattern, rf"<question about \1: Enter {effect}> ") for pattern, effect in _QUESTIONS)
        self._patterns = [(re.compile(pattern), value) for pattern, value in (*_PATTERNS, *questions)]

    def text(self, text: str) -> str:
        """A text without what differs from run to run."""
        for literal, value in self._literals:
            text = text.replace(literal, value)
        for prompt, value in self._prompts:
            text = prompt.sub(value, text)
        for pattern, value in self._patterns:
            text = pattern.sub(value, text)
        return text

    def value(self, value: Any) -> Any:
        """Any value as JSON: agents become their names, results their fields."""
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, float):
            return round(value, 10)
        if isinstance(value, Mapping):
            return {self._key(key): self.value(each) for key, each in value.items()}
        if isinstance(value, (set, frozenset)):
            return sorted((self.value(each) for each in value), key=str)
        if isinstance(value, (list, tuple)):
            return [self.value(each) for each in value]
        return self._object(value)

    def _key(self, key: Any) -> str:
        return self.text(str(getattr(key, "name", key)))

    def _object(self, value: Any) -> Any:
        if isinstance(value, BaseException):
            return {"error": type(value).__name__, "text": self._error_text(value)}
        if hasattr(value, "chat_messages") and hasattr(value, "name"):
            return {"agent": self.text(value.name)}
        if type(value).__name__ == "ChatResult":
            chat_id = value.chat_id if value.chat_id is None else "<chat id>"
            return {**self._fields(value), "chat_id": chat_id}
        if dataclasses.is_dataclass(value):
            return self._fields(value)
        if hasattr(value, "model_dump"):
            return self.value(value.model_dump())
        if inspect.isclass(value) or inspect.isroutine(value):
            return {"name": value.__name__}
        return self.text(repr(value))

    def _error_text(self, error: BaseException) -> str:
        """The text of an error, unless autogen itself raised it: compat says why in its own words."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        raiser = "" if trace is None else str(trace.tb_frame.f_globals.get("__name__"))
        return "<own words>" if raiser.split(".")[0] == self._package else self.text(str(error))

    def _fields(self, value: Any) -> dict[str, Any]:
        return {each.name: self.value(getattr(value, each.name)) for each in dataclasses.fields(value)}


def _prompt_patterns(package: str) -> list[tuple[re.Pattern[str], str]]:
    found = [(name, _find(package, module, name)) for module, name in _PROMPTS]
    texts = sorted(((name, text) for name, text in found if text), key=lambda pair: -len(pair[1]))
    return [(_template_pattern(text), f"<{name}{_holes(text)}>") for name, text in texts]


def _find(package: str, module: str, path: str) -> str | None:
    owner, _, name = path.partition(".")
    try:
        value = getattr(import_module(f"{package}.{module}"), owner.removesuffix("()"))
        if owner.endswith("()"):
            return inspect.signature(value.__init__).parameters[name].default
        for part in name.split("."):
            value = value[part] if isinstance(value, dict) else getattr(value, part)
        if isinstance(value, tuple):
            value = max((each for each in value[1:] if isinstance(each, str)), key=len)
    except (ImportError, AttributeError, KeyError):
        return None
    return value if isinstance(value, str) else None


def _template_pattern(text: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def hole(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    escaped = re.sub(r"\\{(roles|agentlist)\\}", hole, re.escape(text))
    return re.compile(escaped, re.DOTALL)


def _holes(text: str) -> str:
    names = dict.fromkeys(re.findall(r"{(roles|agentlist)}", text))
    return "".join(rf" {name}=\g<{name}>" for name in names)


def interpreter_paths() -> dict[str, str]:
    """Literal paths of this Python and what to call them."""
    return {sys.executable: "<python>", sys.prefix: "<prefix>", sys.base_prefix: "<base prefix>"}
