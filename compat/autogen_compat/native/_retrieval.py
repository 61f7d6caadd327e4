"""An agent that sends questions together with documents, as v0.2's retrieving user did."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import ChatAgent, Response
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, TextMessage
from autogen_core import CancellationToken

from ..agentchat.contrib._retrieval.documents import UPDATE, Documents
from ..retrieve_utils import TEXT_FORMATS
from ._auto_reply import AutoReplyAgent
from ._forgetting import anew, forget
from ._human import Asks, HumanProxyAgent
from ._stop import StopWhen, said

__all__ = ["TEXT_FORMATS", "RetrievalProxyAgent", "retrieval_answer"]


_MANY = 20
"""How many documents are looked up by default."""


class _Documents(Documents):
    """The documents of one configuration."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._set_up(dict(config))

    def question(self, problem: str, n_results: int, search_string: str) -> str:
        return self._first_prompt(problem, n_results, search_string)

    def other_question(self, answer: str) -> str | None:
        return self._other_prompt({"content": answer})

    def next_question(self) -> str:
        return self._generate_message(self._next_documents(), task=self._task)

    def is_answer(self, message: BaseChatMessage) -> bool:
        return self._is_termination_msg_retrievechat({"content": message.to_text()})


class RetrievalProxyAgent(HumanProxyAgent):
    """Asks questions with the documents that are near to them, and looks up others when an answer asks for it.

    A conversation is begun by the message that :meth:`question` gives.  Where an answer says UPDATE CONTEXT, or lacks
    the prefix that it must have, the agent that answers forgets what was said and gets the question with other
    documents.  Any other answer without Python code ends the conversation, which needs a ``StopMessageTermination``
    in the team; `otherwise` may run such code.

    For agents that only have to know some documents, v0.4's own way is an AssistantAgent with a
    ``ChromaDBVectorMemory``.

    v0.2: autogen/agentchat/contrib/retrieve_user_proxy_agent.py.

    Args:
        name: the name of the agent.
        retrieve_config: v0.2's keys: `task`, `docs_path`, `vector_db`, `client`, `collection_name`, `chunk_token_size`,
            `embedding_function`, `customized_prompt`, `update_context` and all others.
        asks: when a human may answer, as for :class:`HumanProxyAgent`.  A human who types UPDATE CONTEXT sends the
            question with other documents.
        stop_when: what ends the conversation, in place of any answer without code.
        reply: the message where there is neither an end nor other documents.
        otherwise: gives that message, under this agent's name, in the place of `reply`.
        max_replies: ends the conversation, or asks a human, instead of answering once more than this often.
        input_func: as for :class:`HumanProxyAgent`.
        description: what a selecting model reads about this agent.

    Raises:
        ImportError: the vector database's package is not installed.
    """

    def __init__(
        self,
        name: str,
        retrieve_config: Mapping[str, Any] | None = None,
        *,
        asks: Asks = "never",
        stop_when: StopWhen | None = None,
        reply: str = "",
        otherwise: ChatAgent | None = None,
        max_replies: int = 100,
        input_func: Any = None,
        description: str = "A user who asks with documents.",
    ) -> None:
        self._documents = _Documents(retrieve_config or {})
        self._answers = _Answers(self._documents, otherwise or AutoReplyAgent(name, reply))
        super().__init__(
            name,
            asks=asks,
            otherwise=self._answers,
            stop_when=stop_when or self._documents.is_answer,
            max_replies=max_replies,
            input_func=input_func,
            description=description,
        )

    def question(
        self, agent: ChatAgent | None = None, problem: str = "", *, n_results: int = _MANY, search_string: str = ""
    ) -> TextMessage:
        """The message that begins a conversation: the problem and documents near to it.

        Args:
            agent: who answers; it forgets what was said when other documents are looked up.  None in a group, whose
                members forget nothing.
            problem: the question.
            n_results: how many documents are looked up.
            search_string: what they must contain, where the database can tell (Chroma).
        """
        self._answers.answering = agent
        return TextMessage(content=self._documents.question(problem, n_results, search_string), source=self.name)

    def prompt(self, context: Mapping[str, Any]) -> str:
        """The text of a question with its documents, for a conversation that another agent begins.

        Args:
            context: the arguments of :meth:`question` but the agent; others are ignored.
        """
        problem, found = context.get("problem", ""), context.get("n_results", _MANY)
        return self._documents.question(problem, found, context.get("search_string", ""))

    @property
    def n_results(self) -> int:
        """How many documents are looked up when others are asked for; each question sets it anew."""
        return self._documents.n_results

    @n_results.setter
    def n_results(self, number: int) -> None:
        self._documents.n_results = number

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        async for event in super().on_messages_stream(messages, cancellation_token):
            yield self._sent(event) if isinstance(event, Response) else event

    def _sent(self, response: Response) -> Response:
        """The answer, in which UPDATE CONTEXT is the question with the next documents."""
        message = response.chat_message
        if not isinstance(message, TextMessage) or message.content.strip().upper() != UPDATE:
            return response
        asked = message.model_copy(update={"content": self._documents.next_question()})
        return Response(chat_message=asked, inner_messages=response.inner_messages)


class _Answers(BaseChatAgent):
    """The question with other documents where an answer asks for them, and else what another agent answers."""

    def __init__(self, documents: _Documents, otherwise: ChatAgent) -> None:
        super().__init__(otherwise.name, otherwise.description)
        self._documents = documents
        self._otherwise = otherwise
        self.answering: ChatAgent | None = None
        """Who forgets what was said before other documents are sent."""
        self._last: Sequence[BaseChatMessage] = ()
        self._unread: list[BaseChatMessage] = []

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (TextMessage, *self._otherwise.produced_message_types)

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        self._last = said(messages) or self._last
        self._unread.extend(said(messages))
        question = self._documents.other_question(self._last[-1].to_text()) if self._last else None
        if question is not None:
            return await self._ask(question, cancellation_token)
        unread, self._unread = self._unread, []
        return await self._otherwise.on_messages(unread, cancellation_token)

    async def _ask(self, question: str, cancellation_token: CancellationToken) -> Response:
        """Begin anew with other documents; in a group, only this agent does so."""
        for agent in (self.answering, self._otherwise):
            if agent is not None:
                await forget(agent, cancellation_token)
        asked = anew(question, self.name) if self.answering else TextMessage(content=question, source=self.name)
        self._unread = [asked]
        return Response(chat_message=asked)

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._clear()
        await self._otherwise.on_reset(cancellation_token)

    async def forget(self, cancellation_token: CancellationToken) -> None:
        """Forget what was said, but not how often the other agent answered."""
        self._clear()
        await forget(self._otherwise, cancellation_token)

    def _clear(self) -> None:
        self._last = ()
        self._unread.clear()


def retrieval_answer(agent: ChatAgent, messages: list[dict[str, Any]], sender: Any, config: Any) -> tuple[bool, Any]:
    """A reply function of agents that answer with documents: TERMINATE after code that ran, UPDATE CONTEXT to that.

    v0.2: autogen/agentchat/contrib/retrieve_assistant_agent.py.
    """
    text = messages[-1]["content"]
    if "exitcode: 0 (execution succeeded)" in text:
        return True, "TERMINATE"
    if UPDATE in text[-20:].upper() or UPDATE in text[:20].upper():
        return True, UPDATE
    return False, None
