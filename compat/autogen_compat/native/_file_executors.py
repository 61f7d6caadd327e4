"""Code blocks as files in a folder, run by a command line on this machine or in a container."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock, CodeExecutor, CodeResult

from ..coding import base
from ..coding.docker_commandline_code_executor import DockerCommandLineCodeExecutor
from ..coding.local_commandline_code_executor import LocalCommandLineCodeExecutor


class FileExecutor(CodeExecutor):
    """Runs code blocks by an executor that is not asynchronous, on a thread."""

    def __init__(self, runner: base.CodeExecutor) -> None:
        self._runner = runner

    async def execute_code_blocks(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> CodeResult:
        """Save and run the blocks in order up to the first that fails."""
        blocks = [base.CodeBlock(code=block.code, language=block.language) for block in code_blocks]
        run = asyncio.ensure_future(asyncio.to_thread(self._runner.execute_code_blocks, blocks))
        cancellation_token.link_future(run)
        result = await run
        return CodeResult(exit_code=result.exit_code, output=result.output)

    def find_blocks(self, text: str) -> list[CodeBlock]:
        """The code blocks of a message."""
        found = self._runner.code_extractor.extract_code_blocks(text)
        return [CodeBlock(code=block.code, language=block.language) for block in found]

    async def start(self) -> None:
        """Nothing is to be started: it is ready when it is made."""

    async def stop(self) -> None:
        """Nothing is to be stopped."""

    async def restart(self) -> None:
        """Start afresh."""
        await asyncio.to_thread(self._runner.restart)


class LocalFileExecutor(FileExecutor):
    """Saves each code block in a folder and runs it there, with v0.2's rules.

    v0.4's LocalCommandLineCodeExecutor knows no policies: here HTML, CSS and JavaScript are saved and not run.
    Destructive shell commands (``rm -rf``, ``dd``) are refused with a ValueError, and a comment on the first line
    names the file.

    v0.2: autogen/coding/local_commandline_code_executor.py.

    Args:
        timeout: seconds that each block may take.
        virtual_env_context: a virtual environment to run in.
        work_dir: where the files go; made if only this folder is missing.
        functions: functions that the code can import.
        functions_module: the name of the module with these functions.
        execution_policies: by language, whether code is run or only saved.
    """

    def __init__(
        self,
        timeout: int = 60,
        virtual_env_context: SimpleNamespace | None = None,
        work_dir: Path | str = ".",
        functions: Sequence[Callable[..., Any] | Any] = (),
        functions_module: str = "functions",
        execution_policies: dict[str, bool] | None = None,
    ) -> None:
        runner = LocalCommandLineCodeExecutor(
            timeout, virtual_env_context, work_dir, list(functions), functions_module, execution_policies
        )
        super().__init__(runner)


class DockerFileExecutor(FileExecutor):
    """Saves each code block in a folder and runs it in a container that is started at once.

    The container stops with :meth:`stop` or when the program ends.

    v0.2: autogen/coding/docker_commandline_code_executor.py.

    Args:
        image: the image, pulled if it is not there.
        container_name: the name of the container; made up by default.
        timeout: seconds that each block may take.
        work_dir: where the files go; made if only this folder is missing.
        bind_dir: the same folder as docker sees it.
        auto_remove: whether the container is removed when it stops.
        stop_container: whether the container stops when the program ends.
        execution_policies: by language, whether code is run or only saved.

    Raises:
        docker.errors.DockerException: docker does not answer, or the image cannot be pulled.
    """

    def __init__(
        self,
        image: str = "python:3-slim",
        container_name: str | None = None,
        timeout: int = 60,
        work_dir: Path | str = ".",
        bind_dir: Path | str | None = None,
        auto_remove: bool = True,
        stop_container: bool = True,
        execution_policies: dict[str, bool] | None = None,
    ) -> None:
        self._container = DockerCommandLineCodeExecutor(
            image, container_name, timeout, work_dir, bind_dir, auto_remove, stop_container, execution_policies
        )
        super().__init__(self._container)

    async def stop(self) -> None:
        """Stop the container."""
        await asyncio.to_thread(self._container.stop)
