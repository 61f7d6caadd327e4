"""When a run of a legacy chat ends: the chat knows, the engine asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autogen_agentchat.base import TerminationCondition
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage
from pydantic import BaseModel

__all__ = ("Over",)


class Over(TerminationCondition):
    """Ends the team when ``is_over()`` says so, with ``reason`` as the stop reason."""

    component_config_schema = BaseModel
    component_provider_override = "autogen_compat.engine.over.Over"

    def __init__(self, reason: str, is_over: Callable[[], bool]) -> None:
        self._reason = reason
        self._is_over = is_over

    @property
    def terminated(self) -> bool:
        return False

    async def __call__(self, messages: Sequence[BaseAgentEvent | BaseChatMessage]) -> StopMessage | None:
        return StopMessage(content=self._reason, source="chat") if self._is_over() else None

    async def reset(self) -> None:
        return None
