"""The user's proxy (v0.2: autogen/agentchat/user_proxy_agent.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from ..runtime_logging import log_new_agent, logging_enabled
from .conversable_agent import ConversableAgent

__all__ = ("UserProxyAgent",)


class UserProxyAgent(ConversableAgent):
    """An agent that asks a human before each reply and runs the code that others send."""

    DEFAULT_USER_PROXY_AGENT_DESCRIPTIONS = {
        "ALWAYS": (
            "A HUMAN user who follows the conversation, answers questions about the task, and can run Python "
            "code or Linux commands and tell what came out."
        ),
        "TERMINATE": "A user who runs Python code or Linux commands and tells what came out.",
        "NEVER": (
            "A terminal that only runs code: Python scripts given to it in ```python blocks, shell scripts in "
            "```sh blocks. It does nothing else."
        ),
    }

    def __init__(
        self,
        name: str,
        is_termination_msg: Callable[[dict], bool] | None = None,
        max_consecutive_auto_reply: int | None = None,
        human_input_mode: Literal["ALWAYS", "TERMINATE", "NEVER"] = "ALWAYS",
        function_map: dict[str, Callable] | None = None,
        code_execution_config: dict | Literal[False] = {},  # noqa: B006  v0.2's signature
        default_auto_reply: str | dict | None = "",
        llm_config: dict | Literal[False] | None = False,
        system_message: str | list | None = "",
        description: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Parameters as for :class:`ConversableAgent`."""
        arguments = {key: value for key, value in locals().items() if key not in ("self", "__class__")}
        if description is None:
            description = self.DEFAULT_USER_PROXY_AGENT_DESCRIPTIONS[human_input_mode]
        super().__init__(
            name=name,
            system_message=system_message,
            is_termination_msg=is_termination_msg,
            max_consecutive_auto_reply=max_consecutive_auto_reply,
            human_input_mode=human_input_mode,
            function_map=function_map,
            code_execution_config=code_execution_config,
            llm_config=llm_config,
            default_auto_reply=default_auto_reply,  # type: ignore[arg-type]
            description=description,
            **kwargs,
        )
        if logging_enabled():
            log_new_agent(self, arguments)
