"""A code executing agent that reads and answers as v0.2's user proxy did."""

from __future__ import annotations

import warnings
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Literal

from autogen_agentchat.agents import CodeExecutorAgent
from autogen_agentchat.base import ChatAgent, Response
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage, TextMessage
from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock, CodeExecutor, CodeResult

from ..coding import MarkdownCodeExtractor
from ._auto_reply import AutoReplyAgent
from ._script_executor import ScriptExecutor
from ._stop import StopWhen, said, stop_response, stops


class CodeRunnerAgent(CodeExecutorAgent):
    """Runs the code blocks it is sent; a :class:`CodeExecutorAgent` with v0.2's rules.

    Blocks in any language that the executor knows run, also those that name none (then it is inferred).
    The answer tells the exit code (``exitcode: 0 (execution succeeded)\\nCode output: ...``).

    v0.2: autogen/agentchat/conversable_agent.py generate_code_execution_reply.

    Args:
        name: the name of the agent, a Python identifier.
        code_executor: runs the code; started and stopped by whoever made it.
        last_n_messages: how many of the latest messages (own answers counted) are searched for code, newest
            first; "auto" takes those since the agent's last answer, and 0 takes none where scripts are run
            (:class:`ScriptExecutor`), but all for other executors, as in v0.2.
        reply: the answer when there is no code to run.
        otherwise: gives the answers when there is no code, under this agent's name, in the place of `reply`.
        stop_when: ends the conversation instead of answering when it holds for the last message received;
            the team needs a ``StopMessageTermination``.
        max_replies: ends the conversation instead of answering once more than this often.
        description: what a selecting model reads about this agent.

    Raises:
        ValueError: `last_n_messages` is something else.
    """

    def __init__(
        self,
        name: str,
        code_executor: CodeExecutor,
        *,
        last_n_messages: int | Literal["auto"] = "auto",
        reply: str = "",
        otherwise: ChatAgent | None = None,
        stop_when: StopWhen | None = None,
        max_replies: int | None = None,
        description: str | None = None,
    ) -> None:
        if last_n_messages != "auto" and not (isinstance(last_n_messages, int) and last_n_messages >= 0):
            raise ValueError("last_n_messages must be either a non-negative integer, or the string 'auto'.")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No approval function", UserWarning)
            super().__init__(name, code_executor, description=description)
        self._last_n_messages = last_n_messages
        self._otherwise: ChatAgent = otherwise or AutoReplyAgent(name, reply)
        self._stop_when = stop_when
        self._replies_left = self._max_replies = max_replies
        self._thread: list[BaseChatMessage] = []
        self._unread: list[BaseChatMessage] = []

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (*dict.fromkeys((TextMessage, StopMessage, *self._otherwise.produced_message_types)),)

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        self._hear(messages)
        if self._replies_left == 0 or stops(self._stop_when, self._thread):
            self._replies_left = self._max_replies
            yield stop_response(self.name)
            return
        if self._replies_left is not None:
            self._replies_left -= 1
        blocks = await self.extract_code_blocks_from_messages(self._in_view())
        if blocks:
            result = await self.execute_code_block(blocks, cancellation_token)
            answer = TextMessage(content=result.output, source=self.name)
            self._thread.append(answer)
            self._unread.append(answer)
            yield Response(chat_message=answer)
            return
        unread, self._unread = self._unread, []
        async for each in self._otherwise.on_messages_stream(unread, cancellation_token):
            if isinstance(each, Response):
                self._thread.append(each.chat_message)
            yield each

    async def on_conversation_end(self, unread: Sequence[BaseChatMessage]) -> None:
        """Know the last messages, and count answers anew, when another conversation goes on with this one."""
        self._hear(unread)
        self._replies_left = self._max_replies

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._thread.clear()
        self._unread.clear()
        self._replies_left = self._max_replies
        await self._otherwise.on_reset(cancellation_token)

    async def extract_code_blocks_from_messages(self, messages: Sequence[BaseChatMessage]) -> list[CodeBlock]:
        """The code blocks of the newest message that has any."""
        find: Callable[[str], list[CodeBlock]] = getattr(self._code_executor, "find_blocks", find_blocks)
        return next((blocks for message in reversed(messages) if (blocks := find(message.to_text()))), [])

    async def execute_code_block(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> CodeResult:
        """Run the blocks; the output is in v0.2's words."""
        result = await self._code_executor.execute_code_blocks(code_blocks, cancellation_token)
        outcome = "execution failed" if result.exit_code else "execution succeeded"
        told = f"exitcode: {result.exit_code} ({outcome})\nCode output: {result.output}"
        return CodeResult(exit_code=result.exit_code, output=told)

    def _hear(self, messages: Sequence[BaseChatMessage]) -> None:
        self._thread.extend(said(messages))
        self._unread.extend(said(messages))

    def _in_view(self) -> list[BaseChatMessage]:
        if self._last_n_messages == 0 and isinstance(self._code_executor, ScriptExecutor):
            return []
        if isinstance(self._last_n_messages, int):
            return self._thread[-self._last_n_messages :]
        own = [index for index, message in enumerate(self._thread) if message.source == self.name]
        return self._thread[own[-1] + 1 :] if own else self._thread


def find_blocks(text: str) -> list[CodeBlock]:
    """The blocks between Markdown fences."""
    found = MarkdownCodeExtractor().extract_code_blocks(text)
    return [CodeBlock(code=block.code, language=block.language) for block in found]
