"""A user that looks documents up for its questions (v0.2: autogen/agentchat/contrib/retrieve_user_proxy_agent.py)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Literal

from ...code_utils import extract_code as extract_code
from ...retrieve_utils import create_vector_db_from_dir as create_vector_db_from_dir
from ...retrieve_utils import get_files_from_dir as get_files_from_dir
from ...retrieve_utils import query_vector_db as query_vector_db
from ...retrieve_utils import split_files_to_chunks as split_files_to_chunks
from ...token_count_utils import count_token as count_token
from ..agent import Agent
from ..user_proxy_agent import UserProxyAgent
from ._retrieval.documents import UPDATE, Documents
from ._retrieval.documents import logger as logger
from ._retrieval.prompts import PROMPT_CODE, PROMPT_DEFAULT, PROMPT_QA, UPDATE_CONTEXT_IN_PROMPT
from .vectordb.base import HASH_LENGTH as HASH_LENGTH
from .vectordb.base import Document as Document
from .vectordb.base import VectorDB as VectorDB
from .vectordb.base import VectorDBFactory as VectorDBFactory
from .vectordb.utils import chroma_results_to_query_results as chroma_results_to_query_results
from .vectordb.utils import filter_results_by_distance as filter_results_by_distance
from .vectordb.utils import get_logger as get_logger

__all__ = ["PROMPT_CODE", "PROMPT_DEFAULT", "PROMPT_QA", "UPDATE_CONTEXT_IN_PROMPT", "RetrieveUserProxyAgent"]

Message = dict[str, Any]

_SHELLS = ("bash", "shell", "sh")
_NO_INSTALLATION = "You MUST NOT install any packages: all that are needed are installed already."


class RetrieveUserProxyAgent(Documents, UserProxyAgent):
    """Sends a question together with documents that are near to it, and looks up more when it is asked to.

    Start a chat with ``message=agent.message_generator, problem="..."``.

    Args:
        retrieve_config: v0.2's keys: `task` ("code", "qa", "default"), `vector_db` (a kind, a `VectorDB`, or None for
            the Chroma `client`), `db_config`, `client`, `docs_path`, `extra_docs`, `new_docs`, `model`,
            `chunk_token_size`, `context_max_tokens` (tokens), `chunk_mode`, `must_break_at_empty_line`,
            `embedding_model`, `embedding_function`, `customized_prompt`, `customized_answer_prefix`,
            `update_context`, `collection_name`, `get_or_create`, `overwrite`, `custom_token_count_function`,
            `custom_text_split_function`, `custom_text_types`, `recursive`, `distance_threshold`.
        kwargs: of `UserProxyAgent`.

    Raises:
        ImportError: the vector database's package is not installed.
        ValueError: `vector_db` names no kind of database, or `db_config` is no dict.
    """

    def __init__(
        self,
        name: str = "RetrieveChatAgent",
        human_input_mode: Literal["ALWAYS", "NEVER", "TERMINATE"] = "ALWAYS",
        is_termination_msg: Callable[[Message], bool] | None = None,
        retrieve_config: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, human_input_mode=human_input_mode, **kwargs)
        self._retrieve_config: dict[str, Any] = {} if retrieve_config is None else retrieve_config
        self._set_up(self._retrieve_config)
        self._ipython: Any = _running_ipython()
        self._is_termination_msg = (
            self._is_termination_msg_retrievechat if is_termination_msg is None else is_termination_msg
        )
        self.register_reply(Agent, RetrieveUserProxyAgent._generate_retrieve_user_reply, position=2)
        self.register_hook("process_message_before_send", self._check_update_context_before_send)

    def _check_update_context_before_send(self, sender: Any, message: Any, recipient: Any, silent: bool) -> Any:
        """A human's UPDATE CONTEXT becomes the prompt with the next documents."""
        text = message.get("content") if isinstance(message, dict) else message
        if not isinstance(text, str) or text.strip().upper() != UPDATE:
            return message
        prompt = self._generate_message(self._next_documents(), task=self._task)
        if isinstance(message, dict):
            message["content"] = prompt
        return message

    def _generate_retrieve_user_reply(
        self, messages: list[Message] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | Message | None]:
        """Begin anew with other documents where the assistant asks for them or does not give the answer's prefix."""
        message = (self._oai_messages[sender] if messages is None else messages)[-1]
        prompt = self._other_prompt(message)
        if prompt is None:
            return False, None
        self.clear_history()
        sender.clear_history()
        return True, prompt

    @staticmethod
    def message_generator(sender: Any, recipient: Any, context: dict[str, Any]) -> str:
        """The first message of a chat: the prompt with the question and its documents.

        Args:
            context: `problem`, `n_results` (20 by default) and `search_string`, given to ``initiate_chat``.
        """
        return sender._first_prompt(
            context.get("problem", ""), context.get("n_results", 20), context.get("search_string", "")
        )

    def run_code(self, code: str, **kwargs: Any) -> Any:
        """Run code, Python in the notebook where there is one; commands, which would install packages, are refused."""
        lang = kwargs.get("lang")
        if code.startswith(("!", "pip")) or lang in _SHELLS:
            return 0, _NO_INSTALLATION, None
        if self._ipython is None or lang != "python":
            return super().run_code(code, **kwargs)
        result = self._ipython.run_cell(code)
        errors = [error for error in (result.error_before_exec, result.error_in_exec) if error is not None]
        exit_code = 0 if result.success and not errors else 1
        return exit_code, "\n".join(str(part) for part in (result.result, *errors)), None


def _running_ipython() -> Any:
    """The shell of the notebook that this runs in; whoever runs in one has IPython imported."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None
