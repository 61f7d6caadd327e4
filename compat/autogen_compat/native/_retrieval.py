"""An agent that sends questions together with documents, as v0.2's retrieving user did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import ChatAgent, Response
from autogen_agentchat.messages import BaseChatMessage, StopMessage, TextMessage
from autogen_core import CancellationToken

from ..agentchat.contrib._retrieval.documents import UPDATE, Documents
from ..retrieve_utils import TEXT_FORMATS
from ._auto_reply import AutoReplyAgent
from ._stop import StopWhen, said, stop_response, stops

__all__ = ["TEXT_FORMATS", "RetrievalProxyAgent", "retrieval_answer"]


class _Documents(Documents):
    """The documents of one configuration."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._set_up(dict(config))

    def question(self, problem: str, n_results: int, search_string: str) -> str:
        return self._first_prompt(problem, n_results, search_string)

    def other_question(self, answer: str) -> str | None:
        return self._other_prompt({"content": answer})

    def is_answer(self, message: BaseChatMessage) -> bool:
        return self._is_termination_msg_retrievechat({"content": message.to_text()})


class RetrievalProxyAgent(BaseChatAgent):
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
        stop_when: what ends the conversation, in place of any answer without code.
        reply: the message where there is neither an end nor other documents.
        otherwise: gives that message, under this agent's name, in the place of `reply`.
        max_replies: ends the conversation instead of answering once more than this often.
        description: what a selecting model reads about this agent.

    Raises:
        ImportError: the vector database's package is not installed.
    """

    def __init__(
        self,
        name: str,
        retrieve_config: Mapping[str, Any] | None = None,
        *,
        stop_when: StopWhen | None = None,
        reply: str = "",
        otherwise: ChatAgent | None = None,
        max_replies: int = 100,
        description: str = "A user who asks with documents.",
    ) -> None:
        super().__init__(name, description)
        self._documents = _Documents(retrieve_config or {})
        self._stop_when = stop_when or self._documents.is_answer
        self._otherwise: ChatAgent = otherwise or AutoReplyAgent(name, reply)
        self._replies_left = self._max_replies = max_replies
        self._answering: ChatAgent | None = None
        self._last: Sequence[BaseChatMessage] = ()
        self._unread: list[BaseChatMessage] = []

    def question(
        self, agent: ChatAgent, problem: str = "", *, n_results: int = 20, search_string: str = ""
    ) -> TextMessage:
        """The message that begins a conversation with `agent`: the problem and documents near to it.

        Args:
            agent: who answers; it forgets what was said when other documents are looked up.
            problem: the question.
            n_results: how many documents are looked up.
            search_string: what they must contain, where the database can tell (Chroma).
        """
        self._answering = agent
        return TextMessage(content=self._documents.question(problem, n_results, search_string), source=self.name)

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (TextMessage, StopMessage)

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        self._last = said(messages) or self._last
        self._unread.extend(said(messages))
        if not self._last or self._replies_left == 0 or stops(self._stop_when, self._last):
            self._replies_left = self._max_replies
            return stop_response(self.name)
        self._replies_left -= 1
        question = self._documents.other_question(self._last[-1].to_text())
        if question is not None:
            return await self._ask(question, cancellation_token)
        unread, self._unread = self._unread, []
        return await self._otherwise.on_messages(unread, cancellation_token)

    async def _ask(self, question: str, cancellation_token: CancellationToken) -> Response:
        """Begin anew with other documents."""
        for agent in (self._answering, self._otherwise):
            if agent is not None:
                await agent.on_reset(cancellation_token)
        asked = TextMessage(content=question, source=self.name)
        self._unread = [asked]
        return Response(chat_message=asked)

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know the last messages, and count answers anew, when another conversation goes on with this one."""
        self._replies_left, self._last = self._max_replies, said(unread) or self._last

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._replies_left, self._last = self._max_replies, ()
        self._unread.clear()
        await self._otherwise.on_reset(cancellation_token)


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
