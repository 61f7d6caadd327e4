"""A code executing agent that reads and answers as v0.2's user proxy did."""

from __future__ import annotations

import warnings
from collections.abc import AsyncGenerator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

from autogen_agentchat.agents import CodeExecutorAgent
from autogen_agentchat.base import Response
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage, TextMessage
from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock, CodeExecutor, CodeResult

from ..code_utils import UNKNOWN, extract_code, infer_lang
from ._stop import StopWhen, stop_response, stops


class CodeRunnerAgent(CodeExecutorAgent):
    """Runs the code blocks it is sent; a :class:`CodeExecutorAgent` with v0.2's rules.

    Blocks in any language that the executor knows run, also those that name none (then it is inferred).
    The answer tells the exit code (``exitcode: 0 (execution succeeded)\\nCode output: ...``); where there
    is no code it is `reply`.

    v0.2: autogen/agentchat/conversable_agent.py generate_code_execution_reply.

    Args:
        name: the name of the agent, a Python identifier.
        code_executor: runs the code; started and stopped by whoever made it.
        last_n_messages: how many of the latest messages (own answers counted) are searched for code, newest
            first; "auto" takes those since the agent's last answer.
        reply: the answer when there is no code to run.
        stop_when: ends the conversation instead of answering when it holds for the last message received;
            the team needs a ``StopMessageTermination``.
        max_replies: ends the conversation instead of answering once more than this often.
        description: what a selecting model reads about this agent.
    """

    def __init__(
        self,
        name: str,
        code_executor: CodeExecutor,
        *,
        last_n_messages: int | Literal["auto"] = "auto",
        reply: str = "",
        stop_when: StopWhen | None = None,
        max_replies: int | None = None,
        description: str | None = None,
    ) -> None:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No approval function", UserWarning)
            super().__init__(name, code_executor, description=description)
        self._last_n_messages = last_n_messages
        self._reply = reply
        self._stop_when = stop_when
        self._replies_left = self._max_replies = max_replies
        self._thread: list[BaseChatMessage] = []

    @property
    def produced_message_types(self) -> Sequence[type[BaseChatMessage]]:
        return (TextMessage, StopMessage)

    async def on_messages_stream(
        self, messages: Sequence[BaseChatMessage], cancellation_token: CancellationToken
    ) -> AsyncGenerator[BaseAgentEvent | BaseChatMessage | Response, None]:
        self._thread.extend(messages)
        if self._replies_left == 0 or stops(self._stop_when, self._thread):
            yield stop_response(self.name)
            return
        if self._replies_left is not None:
            self._replies_left -= 1
        answer = TextMessage(content=await self._answer(cancellation_token), source=self.name)
        self._thread.append(answer)
        yield Response(chat_message=answer)

    async def on_reset(self, cancellation_token: CancellationToken) -> None:
        self._thread.clear()
        self._replies_left = self._max_replies

    async def extract_code_blocks_from_messages(self, messages: Sequence[BaseChatMessage]) -> list[CodeBlock]:
        """The code blocks of the newest message that has any."""
        return next((blocks for message in reversed(messages) if (blocks := _blocks(message))), [])

    async def execute_code_block(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> CodeResult:
        """Run the blocks in order up to the first that fails; the output is in v0.2's words."""
        exit_code, logs = 0, ""
        for block in code_blocks:
            result = await self._code_executor.execute_code_blocks([block], cancellation_token)
            exit_code, logs = result.exit_code, f"{logs}\n{result.output}"
            if exit_code:
                break
        _remove_unnamed_files(self._code_executor, code_blocks)
        return CodeResult(exit_code=exit_code, output=_told(exit_code, logs))

    async def _answer(self, cancellation_token: CancellationToken) -> str:
        blocks = await self.extract_code_blocks_from_messages(self._in_view())
        if not blocks:
            return self._reply
        return (await self.execute_code_block(blocks, cancellation_token)).output

    def _in_view(self) -> list[BaseChatMessage]:
        if isinstance(self._last_n_messages, int):
            return self._thread[-self._last_n_messages :] if self._last_n_messages else []
        own = [index for index, message in enumerate(self._thread) if message.source == self.name]
        return self._thread[own[-1] + 1 :] if own else self._thread


class ExecutorRunnerAgent(CodeRunnerAgent):
    """A :class:`CodeRunnerAgent` whose executor gets all blocks of a message at once and answers for them.

    The executor's files stay, and its output follows ``Code output: `` as it is.

    v0.2: autogen/agentchat/conversable_agent.py _generate_code_execution_reply_using_executor.
    """

    async def execute_code_block(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> CodeResult:
        """Run the blocks; the output is in v0.2's words."""
        result = await self._code_executor.execute_code_blocks(code_blocks, cancellation_token)
        return CodeResult(exit_code=result.exit_code, output=_told(result.exit_code, result.output))


def _told(exit_code: int, output: str) -> str:
    outcome = "execution failed" if exit_code else "execution succeeded"
    return f"exitcode: {exit_code} ({outcome})\nCode output: {output}"


def _remove_unnamed_files(executor: CodeExecutor, blocks: Sequence[CodeBlock]) -> None:
    """Files that hold a block stay only if the block names them, as in v0.2."""
    folder = getattr(executor, "work_dir", None)
    if not isinstance(folder, Path):
        return
    for block in blocks:
        for file in folder.glob(f"tmp_code_{sha256(block.code.encode()).hexdigest()}.*"):
            file.unlink(missing_ok=True)


def _blocks(message: BaseChatMessage) -> list[CodeBlock]:
    found = extract_code(message.to_text())
    if len(found) == 1 and found[0][0] == UNKNOWN:
        return []
    return [CodeBlock(code=code, language=language or infer_lang(code)) for language, code in found]
