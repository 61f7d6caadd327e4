"""Executors that are not asynchronous, run on a thread."""

from __future__ import annotations

import asyncio
from types import TracebackType

from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock, CodeExecutor, CodeResult
from typing_extensions import Self

from ..coding import base


class BlockingExecutor(CodeExecutor):
    """Runs code blocks by an executor that is not asynchronous, on a thread.

    It is ready when it is made, so that a plain ``with`` will do where nothing can be awaited.
    """

    def __init__(self, runner: base.CodeExecutor) -> None:
        self._runner = runner

    async def execute_code_blocks(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> CodeResult:
        """Run the blocks in order up to the first that fails."""
        result = await self._run(code_blocks, cancellation_token)
        return CodeResult(result.exit_code, result.output)

    def find_blocks(self, text: str) -> list[CodeBlock]:
        """The code blocks of a message."""
        found = self._runner.code_extractor.extract_code_blocks(text)
        return [CodeBlock(code=block.code, language=block.language) for block in found]

    async def start(self) -> None:
        """Nothing is to be started: it is ready when it is made."""

    async def stop(self) -> None:
        """Let go of what runs the code, where that is more than files."""
        await asyncio.to_thread(self._end)

    async def restart(self) -> None:
        """Start afresh."""
        await asyncio.to_thread(self._runner.restart)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self._end()

    async def _run(self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken) -> base.CodeResult:
        blocks = [base.CodeBlock(code=block.code, language=block.language) for block in code_blocks]
        run = asyncio.ensure_future(asyncio.to_thread(self._runner.execute_code_blocks, blocks))
        cancellation_token.link_future(run)
        return await run

    def _end(self) -> None:
        stop = getattr(self._runner, "stop", None)
        if stop is not None:
            stop()
