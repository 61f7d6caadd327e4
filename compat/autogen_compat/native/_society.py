"""An agent behind which a team works."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

from autogen_agentchat.agents import SocietyOfMindAgent
from autogen_agentchat.base import Response, TaskResult, Team
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage, TextMessage
from autogen_agentchat.ui import Console
from autogen_core import CancellationToken
from autogen_core.models import ChatCompletionClient, LLMMessage, SystemMessage, UserMessage
from typing_extensions import TypeIs

from ._introductions import as_background, is_introduction
from ._reply_chain import Sender
from ._results import group_messages

Preparer = Callable[[Any, list[dict[str, Any]]], str]
"""``(agent, messages)`` gives the answer."""


class InnerTeamAgent(SocietyOfMindAgent):
    """A :class:`SocietyOfMindAgent` whose answer is made of all that its team said, the task included.

    The team starts afresh each time, and its members read what was said before outside of it.  What it says is
    printed, and does not become a part of the outer conversation.

    v0.2: autogen/agentchat/contrib/society_of_mind_agent.py SocietyOfMindAgent.

    Args:
        name: the name of the agent.
        team: works out the answer.
        model_client: writes the answer; without it the answer is the team's last message.
        response_prompt: what the model is asked for.
        prepare: gives the answer in the place of a model.
        description: what a selecting model reads about this agent.
    """

    component_provider_override = "autogen_compat.native.InnerTeamAgent"

    def __init__(
        self,
        name: str,
        team: Team,
        model_client: ChatCompletionClient | None = None,
        *,
        response_prompt: str = SocietyOfMindAgent.DEFAULT_RESPONSE_PROMPT,
        prepare: Preparer | None = None,
        description: str = SocietyOfMindAgent.DEFAULT_DESCRIPTION,
    ) -> None:
        self._inner_team, self._asked, self._prompt = team, model_client, response_prompt
        super().__init__(
            name, team, model_client or _no_model(), response_prompt=response_prompt, description=description
        )
        self._prepare = prepare
        self._heard: list[BaseChatMessage] = []

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        self._heard.extend(messages)
        *before, last = self._heard
        task = [*map(as_background, before), last]
        await self._inner_team.reset()
        result = await Console(self._inner_team.run_stream(task=task, cancellation_token=cancellation_token))
        answer = TextMessage(content=await self._answer(result, cancellation_token), source=self.name)
        self._heard.append(answer)
        yield Response(chat_message=answer)

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._heard.clear()
        await self._inner_team.reset()

    async def _answer(self, result: TaskResult, cancellation_token: CancellationToken) -> str:
        if self._prepare is not None:
            return self._prepare(Sender(self.name), group_messages(result.messages))
        if self._asked is None:
            return str(group_messages(result.messages)[-1]["content"]).replace("TERMINATE", "").strip()
        said = [each.to_model_message() for each in result.messages if _is_said(each)]
        asked = [self._instructed(self.DEFAULT_INSTRUCTION), *said, self._instructed(self._prompt)]
        completion = await self._asked.create(asked, cancellation_token=cancellation_token)
        return str(completion.content)

    def _instructed(self, text: str) -> LLMMessage:
        """A text between which and another one a conversation stands, which not every model takes from the system."""
        assert self._asked is not None
        system = self._asked.model_info.get("multiple_system_messages", False)
        return SystemMessage(content=text) if system else UserMessage(content=text, source="user")


def _is_said(message: BaseAgentEvent | BaseChatMessage) -> TypeIs[BaseChatMessage]:
    spoken = isinstance(message, BaseChatMessage) and type(message) is not StopMessage
    return spoken and not is_introduction(message)


def _no_model() -> ChatCompletionClient:
    from autogen_ext.models.replay import ReplayChatCompletionClient

    return ReplayChatCompletionClient([])
