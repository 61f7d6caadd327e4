"""An agent that remembers what its users teach it, across conversations."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, TypeVar

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import ChatAgent, Response
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage, TextMessage
from autogen_core import CancellationToken, Component, ComponentModel
from autogen_core.memory import Memory, MemoryContent, MemoryMimeType, MemoryQueryResult, UpdateContextResult
from autogen_core.model_context import ChatCompletionContext
from autogen_core.models import ChatCompletionClient, SystemMessage, UserMessage
from pydantic import BaseModel

from autogen_compat.agentchat.contrib.capabilities._analysis import ANALYST, question_about
from autogen_compat.agentchat.contrib.capabilities._memo_store import say
from autogen_compat.agentchat.contrib.capabilities._teaching import ABILITY, Analysis, Teaching

from ._forgetting import forget
from ._responses import response_of
from ._shared_history import tell

__all__ = ["TEACHABLE_PROMPT", "TeachabilityMemory", "TeachableAgent"]

T = TypeVar("T")

TEACHABLE_PROMPT = ABILITY
"""What the system message of an agent with a :class:`TeachabilityMemory` says besides."""
_EXIT = "exit"
"""A message from which v0.2 learned nothing."""


class TeachabilityMemoryConfig(BaseModel):
    """What a stored TeachabilityMemory is made of."""

    model_client: ComponentModel
    verbosity: int = 0
    path_to_db_dir: str = "./tmp/teachable_agent_db"
    recall_threshold: float = 1.5
    max_num_retrievals: int = 10


class TeachabilityMemory(Memory, Component[TeachabilityMemoryConfig]):
    """A memory of what users say, written and read by the questions that a model is asked about each message.

    Before an agent answers, the memos that fit the last message are put below it, where they stay, and what it
    teaches is stored.  The memos are v0.2's: a Chroma collection with a file of texts beside it, which is read without
    running anything.  autogen-ext's ``task_centric_memory`` has a Teachability too, with a store, questions and limits
    of its own, whose memos follow as a message of the user.

    v0.2: autogen/agentchat/contrib/capabilities/teachability.py.

    Args:
        model_client: analyzes the messages.
        verbosity: 0; 1 to print what is stored and found; 2 to print the analysis too; 3 to print all memos as well.
        reset_db: forget everything first.
        path_to_db_dir: where the memos are kept, for one agent alone.
        recall_threshold: how far a memo may be from what is said, 0 being the same.
        max_num_retrievals: how many memos are read at most.

    Raises:
        ImportError: chromadb is not installed.
        UnsafeMemoFile: the file of memos is damaged, or something else.
    """

    component_config_schema = TeachabilityMemoryConfig
    component_provider_override = "autogen_compat.native.TeachabilityMemory"

    def __init__(
        self,
        model_client: ChatCompletionClient,
        *,
        verbosity: int | None = 0,
        reset_db: bool | None = False,
        path_to_db_dir: str | None = "./tmp/teachable_agent_db",
        recall_threshold: float | None = 1.5,
        max_num_retrievals: int | None = 10,
    ) -> None:
        self._client = model_client
        self._teaching = Teaching(verbosity, reset_db, path_to_db_dir, recall_threshold, max_num_retrievals)

    def prepopulate_db(self) -> None:
        """Store some memos, so that there is something to choose from."""
        self._teaching.prepopulate_db()

    async def update_context(self, model_context: ChatCompletionContext) -> UpdateContextResult:
        """Put the memos that fit the last message below it, and store what it teaches."""
        state = await model_context.save_state()
        last = state["messages"][-1] if state["messages"] else {}
        said = last.get("content")
        if not isinstance(said, str):
            return UpdateContextResult(memories=_found([]))
        memos = await self._considered(said)
        if memos:
            last["content"] = said + self._teaching.as_text(memos)
            await model_context.load_state(state)
        return UpdateContextResult(memories=_found(memos))

    async def reminded(self, said: str) -> str:
        """What is said with the memos that fit it below; what it teaches is stored."""
        return said + self._teaching.as_text(await self._considered(said))

    async def query(
        self,
        query: str | MemoryContent,
        cancellation_token: CancellationToken | None = None,
        **kwargs: Any,
    ) -> MemoryQueryResult:
        """The memos that fit a text."""
        return _found(await self._fitting(query if isinstance(query, str) else str(query.content)))

    async def add(self, content: MemoryContent, cancellation_token: CancellationToken | None = None) -> None:
        """Store what a text teaches; with the metadata `input_text`, the text itself as the answer to that.

        The second is what ``autogen-migrate convert`` makes of v0.2's memos.
        """
        asked = (content.metadata or {}).get("input_text")
        if asked is None:
            await self._analyzed(self._teaching.learning(str(content.content)))
        else:
            self._teaching.keep(str(asked), str(content.content))

    async def clear(self) -> None:
        """Forget everything, on disk too."""
        self._teaching.memo_store.reset_db()

    async def close(self) -> None:
        """Nothing is left open; the model client is its maker's to close."""

    async def _considered(self, said: str) -> list[str]:
        """The memos that fit what is said, found before what it teaches is stored."""
        if said == _EXIT:
            return []
        memos = await self._fitting(said)
        await self._analyzed(self._teaching.learning(said))
        return memos

    async def _fitting(self, said: str) -> list[str]:
        return await self._analyzed(self._teaching.fitting(said)) if self._teaching.has_memos else []

    async def _analyzed(self, analysis: Analysis[T]) -> T:
        """The result of an analysis, each of whose questions the model is asked."""
        try:
            text, instructions = next(analysis)
            while True:
                text, instructions = analysis.send(await self._answer(text, instructions))
        except StopIteration as end:
            return end.value

    async def _answer(self, text: str, instructions: str) -> str:
        asked = UserMessage(content=question_about(text, instructions), source="user")
        answer = str((await self._client.create([SystemMessage(content=ANALYST), asked])).content)
        if self._teaching.verbosity > 1:
            say(f"\nANALYSIS\n  TEXT\n    {text}\n  INSTRUCTIONS\n    {instructions}\n  RESULT\n    {answer}", "yellow")
        return answer

    def _to_config(self) -> TeachabilityMemoryConfig:
        teaching = self._teaching
        return TeachabilityMemoryConfig(
            model_client=self._client.dump_component(),
            verbosity=teaching.verbosity,
            path_to_db_dir=teaching.memo_store.path_to_db_dir,
            recall_threshold=teaching.recall_threshold or 0,
            max_num_retrievals=teaching.max_num_retrievals or 0,
        )

    @classmethod
    def _from_config(cls, config: TeachabilityMemoryConfig) -> TeachabilityMemory:
        client = ChatCompletionClient.load_component(config.model_client)
        return cls(client, **config.model_dump(exclude={"model_client"}))


def _found(memos: Sequence[str]) -> MemoryQueryResult:
    return MemoryQueryResult(results=[MemoryContent(content=memo, mime_type=MemoryMimeType.TEXT) for memo in memos])


class TeachableAgent(BaseChatAgent):
    """Has a memory read every message before an agent answers it, asks a human about it or ends the conversation on it.

    An AssistantAgent that answers all messages takes the memory itself, as ``memory=[...]``.

    v0.2: autogen/agentchat/conversable_agent.py generate_reply, whose hooks come before everything else.

    Args:
        agent: gives the answers; its name and description are this agent's.
        memory: reads the messages, and reminds the agent of what fits them.
    """

    def __init__(self, agent: ChatAgent, memory: TeachabilityMemory) -> None:
        super().__init__(agent.name, agent.description)
        self._agent = agent
        self._memory = memory

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return self._agent.produced_message_types

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        return await response_of(self, self.on_messages_stream(messages, cancellation_token))

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        heard = await self._reminded(messages)
        async for event in self._agent.on_messages_stream(heard, cancellation_token):
            yield event

    async def _reminded(self, messages: Sequence[BaseChatMessage]) -> Sequence[BaseChatMessage]:
        """The messages, the last of them with the memos that fit it."""
        last = next((each for each in reversed(messages) if type(each) is not StopMessage), None)
        if not isinstance(last, TextMessage):
            return messages
        reminded = last.model_copy(update={"content": await self._memory.reminded(last.content)})
        return [reminded if each is last else each for each in messages]

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know the last messages when another conversation goes on with this one."""
        await tell(self._agent, unread)

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        await self._agent.on_reset(cancellation_token)

    async def forget(self, cancellation_token: CancellationToken) -> None:
        """Forget what was said, but not how often the agent answered."""
        await forget(self._agent, cancellation_token)

    async def close(self) -> None:
        await self._agent.close()

    async def save_state(self) -> Mapping[str, Any]:
        return await self._agent.save_state()

    async def load_state(self, state: Mapping[str, Any]) -> None:
        await self._agent.load_state(state)
