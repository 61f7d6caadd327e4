"""Code blocks as files in a folder, run by a command line on this machine or in a container."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock

from ..coding._blocks import FileExecutor as FileRunner
from ..coding.docker_commandline_code_executor import DockerCommandLineCodeExecutor
from ..coding.local_commandline_code_executor import LocalCommandLineCodeExecutor
from ._blocking_executors import BlockingExecutor
from ._code_results import CommandLineCodeResult


class FileExecutor(BlockingExecutor):
    """Saves code blocks in a folder and runs the files."""

    _files: FileRunner

    async def execute_code_blocks(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> CommandLineCodeResult:
        """Save and run the blocks in order up to the first that fails."""
        result = await self._run(code_blocks, cancellation_token)
        return CommandLineCodeResult(result.exit_code, result.output, getattr(result, "code_file", None))

    @property
    def timeout(self) -> int:
        """Seconds that each block may take."""
        return self._files.timeout

    @property
    def work_dir(self) -> Path:
        """Where the files go."""
        return self._files.work_dir

    @property
    def execution_policies(self) -> dict[str, bool]:
        """By language, whether code is run or only saved."""
        return self._files.execution_policies


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
        self._files = self._local = LocalCommandLineCodeExecutor(
            timeout, virtual_env_context, work_dir, list(functions), functions_module, execution_policies
        )
        super().__init__(self._local)

    @property
    def functions(self) -> list[Any]:
        """The functions that the code can import."""
        return self._local.functions

    @property
    def functions_module(self) -> str:
        """The name of the module with these functions."""
        return self._local.functions_module

    def format_functions_for_prompt(
        self, prompt_template: str = LocalCommandLineCodeExecutor.FUNCTION_PROMPT_TEMPLATE
    ) -> str:
        """A text for the model about the functions; the template has the places $module_name and $functions."""
        return self._local.format_functions_for_prompt(prompt_template)


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
        self._files = self._container = DockerCommandLineCodeExecutor(
            image, container_name, timeout, work_dir, bind_dir, auto_remove, stop_container, execution_policies
        )
        super().__init__(self._container)

    @property
    def bind_dir(self) -> Path:
        """The folder that the container mounts."""
        return self._container.bind_dir
