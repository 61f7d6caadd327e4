"""The agent that all of v0.2 is built on (v0.2: autogen/agentchat/conversable_agent.py)."""

from __future__ import annotations

import copy
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Literal, cast

from autogen_agentchat.agents import BaseChatAgent
from autogen_core import trace_create_agent_span
from autogen_core.models import ChatCompletionClient

from ..code_utils import content_str
from ..runtime_logging import log_new_agent, logging_enabled
from ._agent.chats import ChatPart
from ._agent.code import CodePart
from ._agent.exchange import ExchangePart
from ._agent.histories import ChatHistories, HistoryPart
from ._agent.hooks import HOOKABLE_METHODS, HookPart
from ._agent.human import HumanPart
from ._agent.model import ModelPart
from ._agent.participant import ParticipantPart
from ._agent.printing import PrintingPart
from ._agent.replies import ReplyPart
from ._agent.tools import F, ToolPart
from ._agent.v04_parts import MemoryPart
from .agent import Agent, LLMAgent

__all__ = ("ConversableAgent", "F", "register_function")

logger = logging.getLogger(__name__)

_EMPTY_CONFIGS: list[dict[str, Any]] = [{}, {"config_list": []}, {"config_list": [{"model": ""}]}]


class ConversableAgent(
    ParticipantPart,
    ChatPart,
    ExchangePart,
    ReplyPart,
    ModelPart,
    CodePart,
    ToolPart,
    HumanPart,
    HookPart,
    MemoryPart,
    HistoryPart,
    PrintingPart,
    BaseChatAgent,
    LLMAgent,
):
    """An agent that answers by a chain of replies: human, functions, tools, code, model, default.

    It is a v0.4 chat agent too: any v0.4 team can seat it.
    """

    component_provider_override = "autogen_compat.agentchat.conversable_agent.ConversableAgent"

    DEFAULT_CONFIG = False
    MAX_CONSECUTIVE_AUTO_REPLY = 100
    llm_config: dict | Literal[False]

    def __init__(
        self,
        name: str,
        system_message: str | list | None = "You are a helpful AI Assistant.",
        is_termination_msg: Callable[[dict], bool] | None = None,
        max_consecutive_auto_reply: int | None = None,
        human_input_mode: Literal["ALWAYS", "NEVER", "TERMINATE"] = "TERMINATE",
        function_map: dict[str, Callable] | None = None,
        code_execution_config: dict | Literal[False] = False,
        llm_config: dict | Literal[False] | None = None,
        default_auto_reply: str | dict = "",
        description: str | None = None,
        chat_messages: dict[Agent, list[dict]] | None = None,
        silent: bool | None = None,
    ) -> None:
        """
        :param name: any string; the engine is given a valid name of its own.
        :param system_message: the model's instructions.
        :param is_termination_msg: whether a received message ends the chat; by default one that is
            exactly ``TERMINATE``.
        :param max_consecutive_auto_reply: replies in a row without a human; 100 by default.
        :param human_input_mode: ask the human ``ALWAYS``, at the end (``TERMINATE``), or ``NEVER``.
        :param function_map: functions to execute, by name.
        :param code_execution_config: ``work_dir``, ``use_docker``, ``timeout`` (seconds),
            ``last_n_messages``, or an ``executor``; False to run no code.
        :param llm_config: the model's config; False for no model, None for the class's default. A v0.4
            model client is taken too, here or as ``model_client`` of an entry.
        :param default_auto_reply: what to say when nothing else replies.
        :param description: for those who choose speakers; the system message by default.
        :param chat_messages: histories to go on from.
        :param silent: print nothing of what this agent sends; None leaves it to each chat.
        :raises ValueError: if a config is unusable or a function's name is invalid.
        """
        arguments = {key: value for key, value in locals().items() if key not in ("self", "__class__")}
        description = description if description is not None else system_message  # type: ignore[assignment]
        with trace_create_agent_span(agent_name=name, agent_description=_text(description)):
            self._name = name
            self._description = description  # type: ignore[assignment]
        self.silent = silent
        self._oai_messages = ChatHistories() if chat_messages is None else ChatHistories(chat_messages)
        self._oai_system_message = [{"content": system_message, "role": "system"}]
        self._is_termination_msg = _is_terminate if is_termination_msg is None else is_termination_msg
        self._validate_llm_config(_own_copy(llm_config))
        if logging_enabled():
            log_new_agent(self, arguments)
        self.client_cache = None
        self.human_input_mode = human_input_mode
        self._set_up_counters(max_consecutive_auto_reply)
        self._function_map = {
            name: func for name, func in (function_map or {}).items() if self._assert_valid_name(name)
        }
        self._default_auto_reply = default_auto_reply
        self._human_input: list[str] = []
        self.reply_at_receive: dict[Any, bool] = defaultdict(bool)
        self.hook_lists = {method: [] for method in HOOKABLE_METHODS}
        self._register_built_in_replies(code_execution_config)

    def _set_up_counters(self, max_consecutive_auto_reply: int | None) -> None:
        limit = max_consecutive_auto_reply
        self._max_consecutive_auto_reply = self.MAX_CONSECUTIVE_AUTO_REPLY if limit is None else limit
        self._consecutive_auto_reply_counter = defaultdict(int)
        self._max_consecutive_auto_reply_dict = defaultdict(self.max_consecutive_auto_reply)

    def _register_built_in_replies(self, code_execution_config: Any) -> None:
        """Each goes to the front, so the last one registered is asked first."""
        self._reply_func_list = []
        self._register_in_both_worlds("generate_oai_reply")
        config = code_execution_config.copy() if hasattr(code_execution_config, "copy") else code_execution_config
        code_reply = self._set_up_code_execution(config)
        if code_reply is not None:
            self.register_reply([Agent, None], getattr(ConversableAgent, code_reply))
        self._register_in_both_worlds("generate_tool_calls_reply")
        self._register_in_both_worlds("generate_function_call_reply")
        self._register_in_both_worlds("check_termination_and_human_reply")

    def _register_in_both_worlds(self, name: str) -> None:
        self.register_reply([Agent, None], getattr(ConversableAgent, name))
        self.register_reply([Agent, None], getattr(ConversableAgent, f"a_{name}"), ignore_async_in_sync_chat=True)

    def _validate_llm_config(self, llm_config: Any) -> None:
        assert llm_config in (None, False) or isinstance(llm_config, dict), (
            "llm_config must be a dict or False or None."
        )
        self.llm_config = self.DEFAULT_CONFIG if llm_config is None else llm_config
        if self.llm_config in _EMPTY_CONFIGS:
            raise ValueError(
                "When using OpenAI or Azure OpenAI endpoints, specify a non-empty 'model' "
                "either in 'llm_config' or in each config of 'config_list'."
            )
        self.client = None if self.llm_config is False else _client(self.llm_config)

    @staticmethod
    def _is_silent(agent: Agent, silent: bool | None = False) -> bool:
        own = agent.silent  # type: ignore[attr-defined]
        return own if own is not None else silent  # type: ignore[return-value]

    @property
    def name(self) -> str:
        """The name that users see, whatever the engine calls the agent's seat."""
        return self._name

    @property
    def description(self) -> str:
        """What the agent is good for, told to those who choose speakers."""
        return cast(str, self._description)

    @description.setter
    def description(self, description: str) -> None:
        self._description = description

    def reset(self) -> None:
        """Forget chats, counters, usage and the state of reply functions."""
        self.clear_history()
        self.reset_consecutive_auto_reply_counter()
        self.stop_reply_at_receive()
        if self.client is not None:
            self.client.clear_usage_summary()
        for entry in self._reply_func_list:
            if entry["reset_config"] is not None:
                entry["reset_config"](entry["config"])
            else:
                entry["config"] = copy.copy(entry["init_config"])

    def stop_reply_at_receive(self, sender: Agent | None = None) -> None:
        """Take messages in without answering, from one sender or from all."""
        if sender is None:
            self.reply_at_receive.clear()
        else:
            self.reply_at_receive[sender] = False


def register_function(
    f: Callable[..., Any],
    *,
    caller: ConversableAgent,
    executor: ConversableAgent,
    name: str | None = None,
    description: str,
) -> None:
    """Tell the caller's model of the function and let the executor run it."""
    f = caller.register_for_llm(name=name, description=description)(f)
    executor.register_for_execution(name=name)(f)


def _is_terminate(message: dict[str, Any]) -> bool:
    return content_str(message.get("content")) == "TERMINATE"  # type: ignore[arg-type]


def _text(description: Any) -> str:
    return description if isinstance(description, str) else ""


def _client(llm_config: dict[str, Any]) -> Any:
    from ..oai.client import OpenAIWrapper

    return OpenAIWrapper(**llm_config)


def _own_copy(llm_config: Any) -> Any:
    if isinstance(llm_config, ChatCompletionClient):
        entry = {"model": type(llm_config).__name__, "model_client": llm_config}
        llm_config = {"config_list": [entry], "cache_seed": None}  # v0.4 caches where a client is told to
    if not isinstance(llm_config, dict):
        return llm_config
    entries = [llm_config, *(llm_config.get("config_list") or ())]
    shared = [entry["model_client"] for entry in entries if isinstance(entry, dict) and "model_client" in entry]
    try:
        return copy.deepcopy(llm_config, {id(client): client for client in shared})
    except TypeError as exc:
        raise TypeError(
            "llm_config holds a value that cannot be copied; give its class a __deepcopy__ method "
            "(an http_client's may return itself)."
        ) from exc
