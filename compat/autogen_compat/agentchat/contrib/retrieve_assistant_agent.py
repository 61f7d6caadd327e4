"""The assistant of a user who retrieves (v0.2: autogen/agentchat/contrib/retrieve_assistant_agent.py)."""

from __future__ import annotations

import warnings
from typing import Any

from ..agent import Agent
from ..assistant_agent import AssistantAgent

__all__ = ["RetrieveAssistantAgent"]

Message = dict[str, Any]

_SUCCESS = "exitcode: 0 (execution succeeded)"
_UPDATE = "UPDATE CONTEXT"
_ENDS = 20


class RetrieveAssistantAgent(AssistantAgent):
    """An assistant that ends the chat when its code has run, and hands requests for other documents back.

    Deprecated in v0.2 already: `AssistantAgent` does.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        warnings.warn(
            "The RetrieveAssistantAgent is deprecated. Please use the AssistantAgent instead.",
            DeprecationWarning,
            stacklevel=2,
        )
        super().__init__(*args, **kwargs)
        self.register_reply(Agent, RetrieveAssistantAgent._generate_retrieve_assistant_reply)

    def _generate_retrieve_assistant_reply(
        self, messages: list[Message] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | Message | None]:
        text = (self._oai_messages[sender] if messages is None else messages)[-1].get("content") or ""
        if _SUCCESS in text:
            return True, "TERMINATE"
        if _UPDATE in text[-_ENDS:].upper() or _UPDATE in text[:_ENDS].upper():
            return True, _UPDATE
        return False, None
