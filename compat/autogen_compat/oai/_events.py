"""Model calls as the engine's own events, so that what watches v0.4 programs sees legacy agents too."""

from __future__ import annotations

import json
import logging
from typing import Any

from autogen_core import EVENT_LOGGER_NAME
from autogen_core.logging import LLMCallEvent

__all__ = ["log_call"]

_events = logging.getLogger(EVENT_LOGGER_NAME)


def _plain(value: Any) -> Any:
    """`value` as JSON can hold it."""
    dump = getattr(value, "model_dump", None)
    if callable(dump):
        return dump(mode="json", exclude={"message_retrieval_function"}, warnings=False)
    return json.loads(json.dumps(value, default=lambda other: getattr(other, "__dict__", None) or repr(other)))


def log_call(params: dict[str, Any], response: Any, agent: Any) -> None:
    """Emit an LLMCallEvent for a fresh answer; the sender is in its ``agent_name``."""
    if not _events.isEnabledFor(logging.INFO):
        return
    usage = getattr(response, "usage", None)
    _events.info(
        LLMCallEvent(
            messages=_plain(params.get("messages") or [{"role": "user", "content": params.get("prompt")}]),
            response=_plain(response),
            prompt_tokens=getattr(usage, "prompt_tokens", None) or 0,
            completion_tokens=getattr(usage, "completion_tokens", None) or 0,
            tools=_plain(params.get("tools")),
            model=getattr(response, "model", None),
            agent_name=getattr(agent, "name", None),
            cost=getattr(response, "cost", None),
        )
    )
