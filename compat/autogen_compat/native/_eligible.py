"""Who may speak next in a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autogen_agentchat.base import ChatAgent
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage

from ._tool_turns import ToolCallMessage

Transitions = Mapping[Any, Sequence[ChatAgent]]


class NobodyMaySpeak(Exception):
    """The last speaker is one after whom nobody may speak."""


@dataclass(frozen=True)
class Eligibility:
    """The rules of a group on who may speak after whom.

    v0.2: autogen/agentchat/groupchat.py GroupChat.__post_init__, _prepare_and_select_agents.
    """

    agents: Sequence[ChatAgent]
    allow_repeated_speaker: bool | Sequence[ChatAgent] = True
    allowed: Transitions | None = None
    disallowed: Transitions | None = None
    tool_calls_to_runners: bool = True

    def candidates(self, last: BaseAgentEvent | BaseChatMessage) -> list[ChatAgent]:
        """Those who may answer to the last message; raises NobodyMaySpeak.

        Where the rules leave nobody, everybody may.
        """
        runners = self._runners(last)
        if len(runners) == 1:
            return runners
        speaker = next((agent for agent in self.agents if agent.name == last.source), None)
        if speaker is None:
            return list(self.agents)
        candidates = runners or list(self.agents)
        if self._transitions is None and not self._may_repeat(speaker):
            candidates = [agent for agent in candidates if agent is not speaker]
        if self._transitions is not None:
            if speaker not in self._transitions:
                raise NobodyMaySpeak(speaker.name)
            following = self._transitions[speaker]
            candidates = [agent for agent in candidates if agent in following]
        return candidates or list(self.agents)

    @property
    def _transitions(self) -> Transitions | None:
        if self.disallowed is None:
            return self.allowed
        without = self.disallowed
        return {agent: [each for each in self.agents if each not in without.get(agent, ())] for agent in self.agents}

    def _may_repeat(self, speaker: ChatAgent) -> bool:
        allowed = self.allow_repeated_speaker
        return allowed if isinstance(allowed, bool) else speaker in allowed

    def _runners(self, last: BaseAgentEvent | BaseChatMessage) -> list[ChatAgent]:
        """The agents that run the tools which the last message calls, else those that run any.

        Raises:
            ValueError: tools were called, and no agent runs any.
        """
        if not self.tool_calls_to_runners or not isinstance(last, ToolCallMessage):
            return []
        wanted = {call.name for call in last.calls}
        able = [agent for agent in self.agents if wanted <= _tool_names(agent)]
        found = able or [agent for agent in self.agents if _tool_names(agent)]
        if not found:
            raise ValueError(f"no agent of the group runs {', '.join(sorted(wanted))}")
        return found


def _tool_names(agent: ChatAgent) -> frozenset[str]:
    return getattr(agent, "tool_names", frozenset[str]())
