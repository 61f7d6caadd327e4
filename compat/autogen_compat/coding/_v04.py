"""A v0.4 executor in a legacy agent."""

from __future__ import annotations

from typing import Any

from autogen_core import CancellationToken
from autogen_core import code_executor as v04

from ..engine import bridge
from .base import CodeBlock, CodeExecutor, CodeExtractor, CommandLineCodeResult
from .markdown_code_extractor import MarkdownCodeExtractor


class WrappedCodeExecutor(CodeExecutor):
    """Runs code blocks on a v0.4 executor, which is started with the first of them.

    Stopping the executor stays with whoever made it.
    """

    def __init__(self, executor: v04.CodeExecutor) -> None:
        self.executor = executor
        self._started = False

    @property
    def code_extractor(self) -> CodeExtractor:
        """Finds blocks between Markdown fences."""
        return MarkdownCodeExtractor()

    def execute_code_blocks(self, code_blocks: list[CodeBlock]) -> CommandLineCodeResult:
        """Execute the blocks; the output is v0.4's."""
        blocks = [v04.CodeBlock(code=block.code, language=block.language) for block in code_blocks]
        result: Any = bridge.run(self._execute, blocks)
        code_file = getattr(result, "code_file", None)
        return CommandLineCodeResult(exit_code=result.exit_code, output=result.output, code_file=code_file)

    async def _execute(self, blocks: list[v04.CodeBlock]) -> v04.CodeResult:
        if not self._started:
            await self.executor.start()
            self._started = True
        return await self.executor.execute_code_blocks(blocks, CancellationToken())

    def restart(self) -> None:
        """Restart the v0.4 executor."""
        bridge.run(self.executor.restart)
