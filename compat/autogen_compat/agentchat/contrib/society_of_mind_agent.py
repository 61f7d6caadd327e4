"""An agent that thinks by a group chat (v0.2: autogen/agentchat/contrib/society_of_mind_agent.py)."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from typing import Any, Literal

from ...oai.client import OpenAIWrapper
from ..agent import Agent
from ..conversable_agent import ConversableAgent
from ..groupchat import GroupChat, GroupChatManager

__all__ = ["SocietyOfMindAgent"]

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Preparer = Callable[[Any, list[Message]], Any]


class SocietyOfMindAgent(ConversableAgent):
    """Answers with what a group makes of a message, as if it had thought so itself.

    Args:
        chat_manager: the manager of the group.
        response_preparer: makes the answer from the group's messages: a function of this agent and the messages, or
            a prompt for this agent's model. By default the model is asked for an answer of its own, or, without a
            model, the group's last message is the answer.
        kwargs: of `ConversableAgent`.
    """

    def __init__(
        self,
        name: str,
        chat_manager: GroupChatManager,
        response_preparer: str | Preparer | None = None,
        is_termination_msg: Callable[[Message], bool] | None = None,
        max_consecutive_auto_reply: int | None = None,
        human_input_mode: Literal["ALWAYS", "NEVER", "TERMINATE"] = "TERMINATE",
        function_map: dict[str, Callable[..., Any]] | None = None,
        code_execution_config: dict[str, Any] | Literal[False] = False,
        llm_config: dict[str, Any] | Literal[False] | None = False,
        default_auto_reply: str | dict[str, Any] | None = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            name=name,
            system_message="",
            is_termination_msg=is_termination_msg,
            max_consecutive_auto_reply=max_consecutive_auto_reply,
            human_input_mode=human_input_mode,
            function_map=function_map,
            code_execution_config=code_execution_config,
            llm_config=llm_config,
            default_auto_reply=default_auto_reply,  # type: ignore[arg-type]
            **kwargs,
        )
        self.update_chat_manager(chat_manager)
        if response_preparer is None:
            response_preparer = (
                _last_message
                if self.client is None
                else "Now answer the original request. Your answer must stand on its own; leave the discussion out."
            )
        self.response_preparer: Preparer = (
            _ask_model(response_preparer) if isinstance(response_preparer, str) else response_preparer
        )
        self._reply_func_list = []
        for reply_func in (
            SocietyOfMindAgent.generate_inner_monologue_reply,
            ConversableAgent.generate_code_execution_reply,
            ConversableAgent.generate_function_call_reply,
            ConversableAgent.check_termination_and_human_reply,
        ):
            self.register_reply([Agent, None], reply_func)

    def _llm_response_preparer(self, prompt: str, messages: list[Message]) -> str:
        transcript = [_as_heard(message) for message in messages]
        introduction = "You were given a request, and you worked on it with your team. This is what was said:"
        response = self.client.create(
            context=None,
            messages=[
                {"role": "system", "content": introduction},
                *transcript,
                {"role": "system", "content": prompt},
            ],
            cache=self.client_cache,
        )
        answer = self.client.extract_text_or_completion_object(response)[0]
        return answer if isinstance(answer, str) else str(answer.model_dump(mode="dict"))

    @property
    def chat_manager(self) -> GroupChatManager | None:
        """The manager of the group."""
        return self._chat_manager

    def update_chat_manager(self, chat_manager: GroupChatManager | None) -> None:
        """Think by another group, or by none."""
        self._chat_manager = chat_manager
        # The manager works on a copy of its group, which is only to be had from its reply functions.
        entries = chat_manager._reply_func_list if chat_manager is not None else []
        configs = (entry["config"] for entry in entries)
        self._group_chat = next((config for config in configs if isinstance(config, GroupChat)), None)

    def generate_inner_monologue_reply(
        self,
        messages: list[Message] | None = None,
        sender: Agent | None = None,
        config: OpenAIWrapper | None = None,
    ) -> tuple[bool, str | dict[str, Any] | None]:
        """Let the group talk about the last message, knowing the earlier ones, and prepare the answer.

        A group that fails is logged, and the answer is made from what it said until then.
        """
        manager = self.chat_manager
        if manager is None:
            return False, None
        heard = self._oai_messages[sender] if messages is None else messages
        manager.reset()
        self.update_chat_manager(manager)
        assert self._group_chat is not None
        self._tell_members(manager, heard[:-1], sender)
        try:
            self.initiate_chat(manager, message=heard[-1], clear_history=False)
        except Exception:
            logger.exception("The group inside %s failed; its answer is made from what was said so far.", self.name)
        return True, self.response_preparer(self, self._group_chat.messages)

    def _tell_members(self, manager: GroupChatManager, earlier: list[Message], sender: Any) -> None:
        members: list[Any] = self._group_chat.agents if self._group_chat else []
        for agent in members:
            agent.reset()
            for message in earlier:
                speaker = self.name if message["role"] == "assistant" else sender.name
                manager.send({"name": speaker, **message}, agent, request_reply=False, silent=True)


def _last_message(agent: Any, messages: list[Message]) -> str:
    return messages[-1]["content"].replace("TERMINATE", "").strip()


def _ask_model(prompt: str) -> Preparer:
    return lambda agent, messages: agent._llm_response_preparer(prompt, messages)


def _as_heard(message: Message) -> Message:
    """A message of the group as plain text of a user: endpoints refuse calls and results out of their order."""
    heard = {
        "content": "",
        **{key: copy.deepcopy(value) for key, value in message.items() if key not in ("tool_calls", "tool_responses")},
        "role": "user",
    }
    call = heard.get("function_call")
    if call is not None and heard["content"] == "":
        del heard["function_call"]
        if "name" in call and "arguments" in call:
            heard["content"] = f"{call['name']}({call['arguments']})"
    return heard
