"""An agent that answers with one of LlamaIndex (v0.2: autogen/agentchat/contrib/llamaindex_conversable_agent.py)."""

from __future__ import annotations

from typing import Any

from ..._optional import require
from ...code_utils import content_str
from ..conversable_agent import ConversableAgent
from .vectordb.utils import get_logger

__all__ = ["LLamaIndexConversableAgent"]

logger = get_logger(__name__)

Message = dict[str, Any]

_ROLES = ("user", "assistant")


class LLamaIndexConversableAgent(ConversableAgent):
    """Answers with an agent of LlamaIndex, which is told the history.

    Args:
        llama_index_agent: an agent or chat engine with `chat` and `achat`.
        kwargs: of `ConversableAgent`.

    Raises:
        ValueError: there is no agent, or no description.
    """

    def __init__(self, name: str, llama_index_agent: Any, description: str | None = None, **kwargs: Any) -> None:
        if llama_index_agent is None:
            raise ValueError("llama_index_agent must be provided")
        if description is None or description.isspace():
            raise ValueError("description must be provided")
        super().__init__(name, description=description, **kwargs)
        self._llama_index_agent = llama_index_agent
        own = LLamaIndexConversableAgent
        self.replace_reply_func(ConversableAgent.generate_oai_reply, own._generate_oai_reply)
        self.replace_reply_func(ConversableAgent.a_generate_oai_reply, own._a_generate_oai_reply)

    def _generate_oai_reply(
        self, messages: list[Message] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | Message | None]:
        message, history = self._extract_message_and_history(messages, sender)
        return True, self._llama_index_agent.chat(message=message, chat_history=history).response

    async def _a_generate_oai_reply(
        self, messages: list[Message] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | Message | None]:
        message, history = self._extract_message_and_history(messages, sender)
        answer = await self._llama_index_agent.achat(message=message, chat_history=history)
        return True, answer.response

    def _extract_message_and_history(
        self, messages: list[Message] | None = None, sender: Any = None
    ) -> tuple[str, list[Any]]:
        """The last message, and the texts before it as LlamaIndex's messages.

        Raises:
            ImportError: llama-index-core is not installed.
        """
        heard = messages or self._oai_messages[sender]
        if not heard:
            return "", []
        types = require("llama_index.core.base.llms.types", extra="llamaindex", what_for="An agent of LlamaIndex")
        history = [
            types.ChatMessage(
                content=content_str(each.get("content")), role=each.get("role", "user"), additional_kwargs={}
            )
            for each in heard[:-1]
            if each.get("role", "user") in _ROLES
        ]
        return heard[-1].get("content", ""), history
