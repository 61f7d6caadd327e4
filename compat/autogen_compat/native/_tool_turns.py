"""Tool calls and their results as turns of a group.

Teams take them with ``custom_message_types=[ToolCallMessage, ToolResultMessage]``.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Literal

from autogen_agentchat.agents import BaseChatAgent
from autogen_agentchat.base import Response
from autogen_agentchat.messages import (
    BaseAgentEvent,
    BaseChatMessage,
    HandoffMessage,
    ModelClientStreamingChunkEvent,
    TextMessage,
)
from autogen_core import CancellationToken, FunctionCall
from autogen_core.model_context import ChatCompletionContext, UnboundedChatCompletionContext
from autogen_core.models import (
    AssistantMessage,
    ChatCompletionClient,
    CreateResult,
    FunctionExecutionResult,
    FunctionExecutionResultMessage,
    LLMMessage,
    SystemMessage,
)
from autogen_core.tools import BaseTool

from ._function_tools import WrittenTool
from ._responses import response_of


class ToolCallMessage(BaseChatMessage):
    """A turn that asks for tools; every model agent of the team reads it as an answer with these calls.

    v0.2: a message with ``tool_calls`` (autogen/agentchat/groupchat.py GroupChat.append).
    """

    calls: list[FunctionCall]
    thought: str = ""
    """The text that came with the calls."""
    by_name: bool = False
    """Whether v0.2 told of it as a ``function_call``."""
    type: Literal["ToolCallMessage"] = "ToolCallMessage"

    def to_text(self) -> str:
        return self.thought

    def to_model_text(self) -> str:
        return self.thought

    def to_model_message(self) -> LLMMessage:  # pyright: ignore[reportIncompatibleMethodOverride]
        return AssistantMessage(content=self.calls, thought=self.thought or None, source=self.source)


class ToolResultMessage(BaseChatMessage):
    """A turn that gives the results of tools.

    v0.2: a message with ``tool_responses``.
    """

    results: list[FunctionExecutionResult]
    text: str | None = None
    """What the turn says, where it is not the results."""
    by_name: bool = False
    """Whether v0.2 told of it as a message of the role ``function``."""
    type: Literal["ToolResultMessage"] = "ToolResultMessage"

    def to_text(self) -> str:
        if self.text is not None:
            return self.text
        return "\n\n".join(result.content for result in self.results)

    def to_model_text(self) -> str:
        return self.to_text()

    def to_model_message(self) -> LLMMessage:  # pyright: ignore[reportIncompatibleMethodOverride]
        return FunctionExecutionResultMessage(content=self.results)


class ToolCallingAgent(BaseChatAgent):
    """A model agent whose tool calls are turns of their own, for another participant to run.

    An AssistantAgent runs its tools within its turn, where no other participant sees them.

    v0.2: autogen/agentchat/conversable_agent.py generate_oai_reply.

    Args:
        name: the name of the agent, a Python identifier.
        model_client: the model.
        tools: what the model may call; a :class:`GroupMember` with the same tools runs them. A list may grow.
        system_message: put before the messages; None for none.
        model_context: keeps the messages; default: all of them.
        description: what a selecting model reads about this agent.
        model_client_stream: whether the texts of the model are told as they come.
    """

    def __init__(
        self,
        name: str,
        model_client: ChatCompletionClient,
        *,
        tools: Sequence[BaseTool[Any, Any]] = (),
        system_message: str | None = None,
        model_context: ChatCompletionContext | None = None,
        description: str = "An agent that answers by a model and calls tools.",
        model_client_stream: bool = False,
    ) -> None:
        super().__init__(name, description)
        self._streams = model_client_stream
        self._model_client = model_client
        self._tools = tools
        self._system = [SystemMessage(content=system_message)] if system_message is not None else []
        self._context = model_context or UnboundedChatCompletionContext()
        self._called: ToolCallMessage | None = None

    @property
    def tools(self) -> list[BaseTool[Any, Any]]:
        """What the model may call."""
        return list(self._tools)

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (TextMessage, ToolCallMessage, ToolResultMessage)

    async def on_messages(self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken) -> Response:
        return await response_of(self, self.on_messages_stream(messages, cancellation_token))

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        if self._called is not None and not messages:
            yield await self._answered_itself(self._called, cancellation_token)
            return
        for part in (part for message in messages for part in read(message)):
            await self._context.add_message(part)
        async for each in self._asked(cancellation_token):
            if isinstance(each, str):
                yield ModelClientStreamingChunkEvent(content=each, source=self.name)
            else:
                yield await self._said(each)

    async def _asked(self, cancellation_token: CancellationToken) -> AsyncGenerator[str | CreateResult, None]:
        """The pieces of the model's answer, where they are told, and the answer."""
        asked: list[LLMMessage] = [*self._system, *await self._context.get_messages()]
        if not self._streams:
            yield await self._model_client.create(asked, tools=self._tools, cancellation_token=cancellation_token)
            return
        stream = self._model_client.create_stream(asked, tools=self._tools, cancellation_token=cancellation_token)
        async for each in stream:
            yield each

    async def _said(self, result: CreateResult) -> Response:
        answer = AssistantMessage(content=result.content, thought=result.thought, source=self.name)
        await self._context.add_message(answer)
        self._called = None
        if isinstance(result.content, str):
            return Response(chat_message=TextMessage(content=result.content, source=self.name))
        by_name = any(isinstance(tool, WrittenTool) and tool.called_by_name for tool in self._tools)
        self._called = ToolCallMessage(
            calls=result.content, thought=result.thought or "", by_name=by_name, source=self.name
        )
        return Response(chat_message=self._called)

    async def _answered_itself(self, calls: ToolCallMessage, cancellation_token: CancellationToken) -> Response:
        """What v0.2's agents said to calls of their own when it was their turn again: that there are no such tools."""
        results = await results_of(calls, (), cancellation_token)
        await self._context.add_message(FunctionExecutionResultMessage(content=results))
        self._called = None
        return Response(chat_message=ToolResultMessage(results=results, by_name=calls.by_name, source=self.name))

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know the last messages when another conversation goes on with this one."""
        for part in (part for message in unread for part in read(message)):
            await self._context.add_message(part)

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._called = None
        await self._context.clear()

    async def save_state(self) -> Mapping[str, Any]:
        return {"type": "ToolCallingAgentState", "llm_context": await self._context.save_state()}

    async def load_state(self, state: Mapping[str, Any]) -> None:
        await self._context.load_state(state["llm_context"])


def tool_dictionary(message: ToolCallMessage | ToolResultMessage) -> dict[str, Any]:
    """The message as v0.2's dictionary."""
    if isinstance(message, ToolResultMessage):
        answers = [{"tool_call_id": each.call_id, "role": "tool", "content": each.content} for each in message.results]
        return {"content": message.to_text(), "role": "tool", "tool_responses": answers}
    calls = [
        {"id": call.id, "function": {"arguments": call.arguments, "name": call.name}, "type": "function"}
        for call in message.calls
    ]
    return {"content": message.to_text(), "role": "assistant", "tool_calls": calls}


def function_dictionary(message: ToolCallMessage | ToolResultMessage) -> dict[str, Any] | None:
    """The message as v0.2's dictionary in a group, where it is of one function called by its name; else None."""
    if isinstance(message, ToolResultMessage):
        if not message.by_name or len(message.results) != 1:
            return None
        return {"content": message.to_text(), "name": message.results[0].name, "role": "function"}
    if not message.by_name or len(message.calls) != 1:
        return None
    called = {"arguments": message.calls[0].arguments, "name": message.calls[0].name}
    return {"function_call": called, "content": message.to_text(), "role": "assistant", "name": message.source}


def interruption(message: ToolCallMessage, text: str, source: str) -> HandoffMessage:
    """What a human said instead of having tools run: the calls get an answer, then the text follows.

    v0.2: autogen/agentchat/conversable_agent.py check_termination_and_human_reply ("USER INTERRUPTED").
    """
    results = [
        FunctionExecutionResult(content="USER INTERRUPTED", call_id=call.id, name=call.name, is_error=False)
        for call in message.calls
    ]
    context: list[LLMMessage] = [FunctionExecutionResultMessage(content=results)]
    return HandoffMessage(content=text, target=message.source, context=context, source=source)


def interrupted(message: HandoffMessage) -> list[dict[str, Any]]:
    """What v0.2 told of tools that a human kept from running, where :func:`interruption` gives it."""
    parts = [part for part in message.context if isinstance(part, FunctionExecutionResultMessage)]
    results = [each for part in parts for each in part.content]
    return [{"role": "tool", "tool_call_id": each.call_id, "content": each.content} for each in results]


def read(message: BaseChatMessage) -> list[LLMMessage]:
    """A message as models read it."""
    context = message.context if isinstance(message, HandoffMessage) else []
    return [*context, message.to_model_message()]


async def results_of(
    message: ToolCallMessage, tools: Sequence[BaseTool[Any, Any]], cancellation_token: CancellationToken
) -> list[FunctionExecutionResult]:
    """What these tools answer to the calls of a message, one after the other.

    v0.2: autogen/agentchat/conversable_agent.py execute_function.
    """
    by_name = {tool.name: tool for tool in tools}
    return [await _result(call, by_name.get(call.name), cancellation_token) for call in message.calls]


async def _result(
    call: FunctionCall, tool: BaseTool[Any, Any] | None, cancellation_token: CancellationToken
) -> FunctionExecutionResult:
    text, failed = await _run(call, tool, cancellation_token)
    return FunctionExecutionResult(content=text, call_id=call.id, name=call.name, is_error=failed)


async def _run(
    call: FunctionCall, tool: BaseTool[Any, Any] | None, cancellation_token: CancellationToken
) -> tuple[str, bool]:
    if tool is None:
        return f"Error: Function {call.name} not found.", True
    try:
        arguments = json.loads(call.arguments or "{}")
    except json.JSONDecodeError as error:
        return f"Error: {error}\n The argument must be in JSON format.", True
    try:
        return tool.return_value_as_string(await tool.run_json(arguments, cancellation_token)), False
    except Exception as error:
        text = str(error)
        return text if text.startswith("Error: ") else f"Error: {text}", True
