"""Limits that count tool calls as v0.2 did: the call and its results are a message each."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from typing import Any

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.base import Response, TerminationCondition
from autogen_agentchat.messages import (
    BaseAgentEvent,
    BaseChatMessage,
    StopMessage,
    TextMessage,
    ThoughtEvent,
    ToolCallExecutionEvent,
    ToolCallRequestEvent,
)
from autogen_core import CancellationToken, FunctionCall
from autogen_core.models import FunctionExecutionResult
from autogen_core.tools import BaseTool, Workbench

from .._json_text import escape_control_characters
from ._stop import StopWhen, says_terminate, stop_response
from ._tools import put_tool

_ROUND = ToolCallRequestEvent | ToolCallExecutionEvent


class BoundedAssistantAgent(AssistantAgent):
    """An :class:`AssistantAgent` whose tool calls use up the messages of the conversation.

    At the limit it stops where v0.2's two agents did: before tools that it called run, or before the model
    reads their results.  Ending needs a ``StopMessageTermination`` in the team.  Calls of tools that there are
    not, and arguments that are no JSON, are told to the model in v0.2's words.

    v0.2: autogen/agentchat/conversable_agent.py check_termination_and_human_reply, which counts the answers
    of the agent that calls tools and of the one that runs them.

    Args:
        name: the name of the agent.
        max_messages: the messages after the task, of all participants.
        stop_when: ends the conversation when it holds for the results of tools.
        stop_before_tools: ends the conversation when it holds for the text beside tool calls; they do not run.
        options: the other arguments of AssistantAgent.
    """

    def __init__(
        self,
        name: str,
        *,
        max_messages: int,
        stop_when: StopWhen = says_terminate,
        stop_before_tools: StopWhen | None = says_terminate,
        **options: Any,
    ) -> None:
        super().__init__(name, max_tool_iterations=max_messages, **options)
        self._max_messages = max_messages
        self._stop_when = stop_when
        self._stop_before_tools = stop_before_tools
        self._messages_so_far = -1

    @property
    def tools(self) -> list[BaseTool[Any, Any]]:
        """What the model may call."""
        return list(self._tools)

    def add_tool(self, tool: BaseTool[Any, Any]) -> None:
        """Let the model call one more tool from now on, which takes the place of one of its name."""
        put_tool(self._tools, tool)

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (*super().produced_message_types, StopMessage)

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        self._messages_so_far += len(messages)
        stream = super().on_messages_stream(messages, cancellation_token)
        rounds: list[BaseAgentEvent | BaseChatMessage] = []
        async for event in stream:
            if isinstance(event, Response):
                self._messages_so_far += 1
            yield event
            if isinstance(event, ThoughtEvent):
                rounds.append(event)
            if isinstance(event, _ROUND):
                rounds.append(event)
                self._messages_so_far += 1
                if self._messages_so_far >= self._max_messages or self._is_last(rounds):
                    await stream.aclose()
                    yield Response(chat_message=stop_response(self.name).chat_message, inner_messages=rounds)
                    return

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        await super().on_reset(cancellation_token)
        self._messages_so_far = -1

    def _is_last(self, rounds: Sequence[BaseAgentEvent | BaseChatMessage]) -> bool:
        """Whether the latest calls or results end the conversation."""
        event = rounds[-1]
        if isinstance(event, ToolCallExecutionEvent):
            return self._holds(self._stop_when, "\n\n".join(result.content for result in event.content))
        thought = rounds[-2] if len(rounds) > 1 else None
        return isinstance(thought, ThoughtEvent) and self._holds(self._stop_before_tools, thought.content)

    def _holds(self, condition: StopWhen | None, text: str) -> bool:
        return condition is not None and condition(TextMessage(content=text, source=self.name))

    @staticmethod
    async def _execute_tool_call(
        tool_call: FunctionCall,
        workbench: Sequence[Workbench],
        handoff_tools: list[BaseTool[Any, Any]],
        agent_name: str,
        cancellation_token: CancellationToken,
        stream: asyncio.Queue[BaseAgentEvent | BaseChatMessage | None],
    ) -> tuple[FunctionCall, FunctionExecutionResult]:
        """Run one tool (v0.2: autogen/agentchat/conversable_agent.py execute_function)."""
        offered = [tool["name"] for bench in workbench for tool in await bench.list_tools()]
        if tool_call.name not in offered:
            return tool_call, _error(tool_call, f"Function {tool_call.name} not found.")
        arguments = escape_control_characters(tool_call.arguments)
        try:
            json.loads(arguments)
        except json.JSONDecodeError as error:
            return tool_call, _error(tool_call, f"{error}\n The argument must be in JSON format.")
        call = replace(tool_call, arguments=arguments)
        _, result = await AssistantAgent._execute_tool_call(
            call, workbench, handoff_tools, agent_name, cancellation_token, stream
        )
        return tool_call, result


def _error(call: FunctionCall, text: str) -> FunctionExecutionResult:
    return FunctionExecutionResult(content=f"Error: {text}", call_id=call.id, is_error=True, name=call.name)


class MessageLimit(TerminationCondition):
    """Ends a team after so many messages that follow the task, tool calls and their results counted.

    v0.2: as for :class:`BoundedAssistantAgent`.
    """

    def __init__(self, max_messages: int) -> None:
        self._max_messages = max_messages
        self._so_far = -1

    @property
    def terminated(self) -> bool:
        return self._so_far >= self._max_messages

    async def __call__(self, messages: Sequence[BaseAgentEvent | BaseChatMessage]) -> StopMessage | None:
        self._so_far += sum(isinstance(each, BaseChatMessage | _ROUND) for each in messages)
        if not self.terminated:
            return None
        return StopMessage(content=f"{self._max_messages} messages were exchanged", source="MessageLimit")

    async def reset(self) -> None:
        self._so_far = -1
