"""An assistant as OpenAI's Assistants API had it, on Chat Completions (v0.2: agentchat/contrib/gpt_assistant_agent.py).

The API was shut down on 2026-08-26. Instructions, function tools and threads work as they did; assistants and threads
live in this process, and what ran at OpenAI (the code interpreter, retrieval, files) is gone.
"""

from __future__ import annotations

import copy
import inspect
import logging
from collections import defaultdict
from typing import Any

from ..._warnings import BehaviourChangedWarning, RemovedWarning, warn
from ...engine import bridge
from ...engine.world import ASYNC, SYNC, World
from ...io.base import IOStream
from ...runtime_logging import log_new_agent, logging_enabled
from ..agent import Agent
from ..assistant_agent import AssistantAgent
from ..conversable_agent import ConversableAgent
from ._assistants import HOSTED_TOOLS, Assistant, Assistants, Thread, matching

__all__ = ["GPTAssistantAgent"]

logger = logging.getLogger(__name__)

Message = dict[str, Any]

_ASSISTANT_SETTINGS = ("assistant_id", "tools", "file_ids", "tool_resources", "check_every_ms")
_ROLES = ("user", "system")
_MOST_STEPS = 100
_CODE = "AM910"
_INSTEAD = "autogen.AssistantAgent, or autogen_ext.agents.openai.OpenAIAgent for hosted tools"

_account = Assistants()


class GPTAssistantAgent(ConversableAgent):
    """Answers as an assistant with instructions and functions, which it runs itself, one thread for each partner.

    Args:
        name: of the agent and of its assistant; one of the same name, instructions and tools is used again.
        instructions: what the model is told; by default `AssistantAgent.DEFAULT_SYSTEM_MESSAGE`.
        llm_config: of the first model that answers.
        assistant_config: `assistant_id`, `tools`; `file_ids`, `tool_resources` and `check_every_ms` mean nothing now.
        overwrite_instructions: give an existing `assistant_id` these instructions.
        overwrite_tools: give an existing `assistant_id` these tools.
        kwargs: `verbose` prints the calls of functions; the others are those of `ConversableAgent`.

    Raises:
        ValueError: there is no `llm_config`.
    """

    DEFAULT_MODEL_NAME = "gpt-4-0125-preview"

    def __init__(
        self,
        name: str = "GPT Assistant",
        instructions: str | None = None,
        llm_config: dict[str, Any] | bool | None = None,
        assistant_config: dict[str, Any] | None = None,
        overwrite_instructions: bool = False,
        overwrite_tools: bool = False,
        **kwargs: Any,
    ) -> None:
        self._verbose: bool = kwargs.pop("verbose", False)
        client_config, settings = self._process_assistant_config(llm_config, assistant_config)
        _warn_of_what_changed(name, settings)
        model = _name_model(client_config, self.DEFAULT_MODEL_NAME)
        super().__init__(
            name=name, system_message=instructions, human_input_mode="NEVER", llm_config=client_config, **kwargs
        )
        if logging_enabled():
            log_new_agent(self, {"name": name, "instructions": instructions, **kwargs})
        if settings.get("assistant_id") is None:
            self._openai_assistant = self._found_or_new(model, instructions, settings)
        else:
            self._openai_assistant = self._of_id(model, instructions, settings)
            if instructions is not None and overwrite_instructions:
                self._openai_assistant.instructions = instructions
            if settings.get("tools") is not None and overwrite_tools:
                self._openai_assistant.specifications = settings["tools"]
        self.update_system_message(self._openai_assistant.instructions)
        self._openai_threads: dict[Any, Thread] = {}
        self._unread_index: dict[Any, int] = defaultdict(int)
        self.register_reply([Agent, None], GPTAssistantAgent._invoke_assistant, position=2)
        self.register_reply(
            [Agent, None], GPTAssistantAgent._a_invoke_assistant, position=2, ignore_async_in_sync_chat=True
        )

    def _process_assistant_config(self, llm_config: Any, assistant_config: Any) -> tuple[Message, Message]:
        """The client's settings and the assistant's; those of the assistant may stand among the client's."""
        if llm_config is False:
            raise ValueError("llm_config=False is not supported for GPTAssistantAgent.")
        client: Message = copy.deepcopy(llm_config) or {}
        settings: Message = copy.deepcopy(assistant_config) or {}
        for key in _ASSISTANT_SETTINGS:
            value = client.pop(key, None)
            if settings.get(key) is None and value is not None:
                settings[key] = value
        return client, settings

    def _found_or_new(self, model: str, instructions: str | None, settings: Message) -> Assistant:
        tools = settings.get("tools") or []
        found = self.find_matching_assistant(_account.named(self.name), instructions, tools)
        return found[0] if found else self._new(model, instructions, tools)

    def _new(
        self, model: str, instructions: str | None, tools: list[Message], assistant_id: str | None = None
    ) -> Assistant:
        if instructions is None:
            logger.warning("Assistant %s has no instructions: it gets AssistantAgent's default ones.", self.name)
            instructions = AssistantAgent.DEFAULT_SYSTEM_MESSAGE
        return _account.create(
            name=self.name, instructions=instructions, model=model, tools=tools, assistant_id=assistant_id
        )

    def _of_id(self, model: str, instructions: str | None, settings: Message) -> Assistant:
        assistant_id: str = settings["assistant_id"]
        known = _account.get(assistant_id)
        if known is not None:
            return known
        warn(
            _CODE,
            f"assistant {assistant_id} was stored at OpenAI and is gone; it has the instructions and tools given here",
            instead=_INSTEAD,
            category=RemovedWarning,
        )
        return self._new(model, instructions, settings.get("tools") or [], assistant_id)

    def _invoke_assistant(
        self, messages: list[Message] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | Message | None]:
        """Answer what was said since the last answer; functions that the model calls are run on the way.

        Raises:
            ValueError: the model only calls functions and does not come to an answer.
        """
        return bridge.drive(self._answer(SYNC, messages, sender))

    async def _a_invoke_assistant(
        self, messages: list[Message] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | Message | None]:
        """Asynchronous `_invoke_assistant`; async functions are awaited."""
        return await self._answer(ASYNC, messages, sender)

    async def _answer(self, world: World, messages: list[Message] | None, sender: Any) -> tuple[bool, Message]:
        heard = self._oai_messages[sender] if messages is None else messages
        thread = self._openai_threads.setdefault(sender, Thread())
        for message in heard[self._unread_index[sender] :]:
            content = message.get("content")
            if content and (not isinstance(content, str) or content.strip()):
                thread.messages.append({"role": self._map_role_for_api(message["role"]), "content": content})
        texts = await self._run(world, thread)
        assert texts, "No response from the assistant."
        self._unread_index[sender] = len(self._oai_messages[sender]) + 1
        # Each text ends in a line for its citations; there are none, but v0.2's programs know the line end.
        return True, {"role": "assistant", "content": "\n\n".join(f"{text}\n" for text in texts)}

    async def _run(self, world: World, thread: Thread) -> list[str]:
        """What the assistant says until it calls no more functions."""
        texts: list[str] = []
        for _ in range(_MOST_STEPS):
            said = await self._complete(world, thread)
            if said.content:
                texts.append(said.content)
            calls = said.tool_calls or []
            thread.messages.append(_as_message(said, calls))
            if not calls:
                return texts
            for call in calls:
                content = await self._result(world, call.function)
                thread.messages.append({"role": "tool", "tool_call_id": call.id, "content": content})
        raise ValueError(f"Assistant {self.name} called functions {_MOST_STEPS} times in a row and gave no answer.")

    async def _complete(self, world: World, thread: Thread) -> Any:
        tools = [*self._openai_assistant.functions, *(self.llm_config.get("tools") or [])]  # type: ignore[union-attr]
        request: Message = {
            "messages": [*self._oai_system_message, *thread.messages],
            "cache": self.client_cache,
            "agent": self,
            **({"tools": tools} if tools else {}),
        }
        response = await self.client.a_create(**request) if world.is_async else self.client.create(**request)
        return response.choices[0].message

    async def _result(self, world: World, function: Any) -> str:
        call = {"name": function.name, "arguments": function.arguments}
        if not inspect.iscoroutinefunction(self._function_map.get(function.name)):
            return self.execute_function(call, self._verbose)[1]["content"]
        if world.is_async:
            return (await self.a_execute_function(call))[1]["content"]
        return bridge.run_private(self.a_execute_function, call)[1]["content"]

    def _map_role_for_api(self, role: str) -> str:
        return role if role in _ROLES else "assistant"

    def can_execute_function(self, name: list[str] | str) -> bool:
        """False: the functions that its model calls are run at once, and no others."""
        return False

    def reset(self) -> None:
        """Forget chats and threads."""
        super().reset()
        self._openai_threads = {}
        self._unread_index.clear()

    def clear_history(self, agent: Any = None) -> None:  # type: ignore[override]  # v0.2's signature
        """Forget the messages and the thread with one partner, or all messages."""
        super().clear_history(agent)
        if self._openai_threads.pop(agent, None) is not None:
            self._unread_index[agent] = 0

    def pretty_print_thread(self, thread: Thread | None) -> None:
        """Print what was said in a thread."""
        say = IOStream.get_default().print
        if thread is None:
            say("No thread to print")
            return
        say("~~~~~~~THREAD CONTENTS~~~~~~~")
        for message in thread.messages:
            say(message["role"], ": [ text ]")
            say("text : ", message.get("content") or "")
        say("~" * 29)

    @property
    def oai_threads(self) -> dict[Any, Thread]:
        """The threads by partner."""
        return self._openai_threads

    @property
    def assistant_id(self) -> str:
        """The id of the assistant, valid in this process."""
        return self._openai_assistant.id

    @property
    def openai_client(self) -> Any:
        """openai's client of the first model."""
        return self.client._clients[0]._oai_client

    @property
    def openai_assistant(self) -> Assistant:
        """The assistant: id, name, instructions, model, tools."""
        return self._openai_assistant

    def get_assistant_instructions(self) -> str:
        """What the assistant is told."""
        return self._openai_assistant.instructions

    def delete_assistant(self) -> None:
        """Forget the assistant; other agents of its name will make one of their own."""
        logger.warning("Permanently deleting assistant...")
        _account.delete(self.assistant_id)

    def find_matching_assistant(
        self, candidate_assistants: list[Any], instructions: str | None, tools: list[Message]
    ) -> list[Any]:
        """The candidates with the same instructions, kinds of tools and functions."""
        return matching(candidate_assistants, instructions, tools)


def _name_model(config: Message, default: str) -> str:
    """The model that answers, put into the config where it is missing; answers are not cached unless that is asked."""
    if config:
        config.setdefault("cache_seed", None)
    entry = (config.get("config_list") or [config])[0]
    return entry.setdefault("model", default) if entry else default


def _as_message(said: Any, calls: list[Any]) -> Message:
    message: Message = {"role": "assistant", "content": said.content}
    if calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.function.name, "arguments": call.function.arguments},
            }
            for call in calls
        ]
    return message


def _warn_of_what_changed(name: str, settings: Message) -> None:
    warn(
        _CODE,
        f"OpenAI's Assistants API was shut down on 2026-08-26: {name} runs on Chat Completions; "
        "assistants and threads are kept in memory only",
        instead=_INSTEAD,
        category=BehaviourChangedWarning,
    )
    tools = [tool.get("type") for tool in settings.get("tools") or []]
    gone = [
        *(tool for tool in tools if tool in HOSTED_TOOLS),
        *(k for k in ("file_ids", "tool_resources") if settings.get(k)),
    ]
    if gone:
        warn(
            _CODE,
            f"{', '.join(dict.fromkeys(gone))} of {name} ran at OpenAI and are gone; it answers without them",
            instead=_INSTEAD,
            category=RemovedWarning,
        )
