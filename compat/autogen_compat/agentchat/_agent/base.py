"""What the parts of ``ConversableAgent`` expect of each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...engine.world import World
    from .histories import ChatHistories

    class AgentPart:
        """Attributes and methods that one part uses and another defines."""

        silent: bool | None
        llm_config: Any
        client: Any
        client_cache: Any
        previous_cache: Any
        human_input_mode: str
        hook_lists: dict[str, list[Callable[..., Any]]]
        reply_at_receive: Any
        _oai_messages: ChatHistories
        _oai_system_message: list[dict[str, Any]]
        _is_termination_msg: Callable[[dict[str, Any]], bool]
        _max_consecutive_auto_reply: int
        _max_consecutive_auto_reply_dict: Any
        _consecutive_auto_reply_counter: Any
        _function_map: dict[str, Callable[..., Any]]
        _default_auto_reply: Any
        _reply_func_list: list[dict[str, Any]]
        _human_input: list[str]
        _code_execution_config: Any

        register_reply: Callable[..., None]
        generate_reply: Callable[..., Any]
        a_generate_reply: Callable[..., Any]
        clear_history: Callable[..., None]
        reset_consecutive_auto_reply_counter: Callable[..., None]
        get_human_input: Callable[[str], Any]
        chat_messages_for_summary: Callable[[Any], list[dict[str, Any]]]
        last_message: Callable[..., dict[str, Any] | None]
        _append_oai_message: Callable[..., bool]
        _print_received_message: Callable[..., None]
        _generate_oai_reply_from_client: Callable[..., Any]
        _raise_exception_on_async_reply_functions: Callable[[], None]

        @property
        def name(self) -> str: ...

        @property
        def chat_messages(self) -> dict[Any, list[dict[str, Any]]]: ...

        @staticmethod
        def _message_to_dict(message: Any) -> dict[str, Any]: ...

        @staticmethod
        def _normalize_name(name: str) -> str: ...

        @staticmethod
        def _assert_valid_name(name: str) -> str: ...

        async def _ask_human(self, world: World, prompt: str) -> str: ...

else:

    class AgentPart:
        pass


def is_silent(agent: Any, silent: bool | None = False) -> bool | None:
    """Whether the agent's messages are printed: its own setting, else the chat's."""
    own = getattr(agent, "silent", None)
    return own if own is not None else silent


def overrides(agent: Any, name: str, original: Callable[..., Any]) -> bool:
    """Whether the agent's class or the agent itself has another ``name`` than v0.2's own."""
    return getattr(type(agent), name, None) is not original or name in getattr(agent, "__dict__", {})


__all__ = ("AgentPart", "is_silent", "overrides")
