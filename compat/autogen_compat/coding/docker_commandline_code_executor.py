"""Code blocks as files in a folder, run in a container (v0.2: autogen/coding/docker_commandline_code_executor.py)."""

from __future__ import annotations

import logging
import uuid
from hashlib import md5
from pathlib import Path
from types import TracebackType
from typing import ClassVar

from typing_extensions import Self

from ..code_utils import TIMEOUT_MSG, _cmd
from . import _containers
from ._blocks import EXECUTION_POLICY, LANGUAGE_ALIASES, FileExecutor, check_timeout, policies, run_in_order
from .base import CodeBlock, CommandLineCodeResult
from .base import CodeExecutor as CodeExecutor
from .base import CodeExtractor as CodeExtractor
from .markdown_code_extractor import MarkdownCodeExtractor as MarkdownCodeExtractor
from .utils import _get_file_name_from_content
from .utils import silence_pip as silence_pip

__all__ = ("DockerCommandLineCodeExecutor",)

# The exit code of the command `timeout`.
_TIMED_OUT = 124


class DockerCommandLineCodeExecutor(FileExecutor):
    """Saves each code block in `work_dir` and runs it in one container, which mounts `bind_dir` as /workspace.

    autogen_ext's docker executor knows no policies and names its files otherwise, and it cannot stop its container
    when the interpreter exits, because asyncio's threads are gone by then; so docker is called here.
    """

    DEFAULT_EXECUTION_POLICY: ClassVar[dict[str, bool]] = EXECUTION_POLICY
    LANGUAGE_ALIASES: ClassVar[dict[str, str]] = LANGUAGE_ALIASES

    def __init__(
        self,
        image: str = "python:3-slim",
        container_name: str | None = None,
        timeout: int = 60,
        work_dir: Path | str = Path("."),
        bind_dir: Path | str | None = None,
        auto_remove: bool = True,
        stop_container: bool = True,
        execution_policies: dict[str, bool] | None = None,
    ) -> None:
        """Start the container.

        Args:
            image: docker image; pulled if it is not there.
            container_name: name of the container; made up by default.
            timeout: seconds that each block may take, at least 1.
            work_dir: where the files go; its parent must exist.
            bind_dir: the same folder as the engine sees it, if this program runs in a container itself.
            auto_remove: remove the container when it stops.
            stop_container: stop the container when the program exits.
            execution_policies: by language, whether code is run or only saved; changes `DEFAULT_EXECUTION_POLICY`.

        Raises:
            ValueError: the timeout is not valid, or the container does not start.
            ImportError: the docker package is not installed.
            docker.errors.DockerException: no engine answers, or the image cannot be pulled.
        """
        check_timeout(timeout)
        self._timeout = timeout
        self._work_dir = Path(work_dir)
        self._work_dir.mkdir(exist_ok=True)
        self._bind_dir = Path(bind_dir or work_dir)
        self.execution_policies = policies(self.DEFAULT_EXECUTION_POLICY, execution_policies)
        client = _containers.docker_client("DockerCommandLineCodeExecutor")
        if not _containers.has_image(client, image):
            logging.info(f"Pulling image {image}...")
            client.images.pull(image)
        self._container = client.containers.create(
            image,
            name=container_name or f"autogen-code-exec-{uuid.uuid4()}",
            entrypoint="/bin/sh",
            tty=True,
            auto_remove=auto_remove,
            volumes={str(self._bind_dir.resolve()): {"bind": "/workspace", "mode": "rw"}},
            working_dir="/workspace",
        )
        self._container.start()
        _containers.wait_until_running(self._container)
        self._cleanup = _containers.stopper(client, self._container, at_exit=stop_container)

    @property
    def bind_dir(self) -> Path:
        """The folder that the container mounts."""
        return self._bind_dir

    def execute_code_blocks(self, code_blocks: list[CodeBlock]) -> CommandLineCodeResult:
        """Save and run the blocks in order, up to the first that fails.

        Returns:
            The last exit code (124 after a timeout); the output of all; the first block's file.

        Raises:
            ValueError: there are no blocks.
        """
        return run_in_order(code_blocks, self.LANGUAGE_ALIASES, self.DEFAULT_EXECUTION_POLICY, self._save, self._run)

    def _save(self, code: str, lang: str) -> Path:
        name = _get_file_name_from_content(code, self._work_dir)
        file = self._work_dir / (name or f"tmp_code_{md5(code.encode()).hexdigest()}.{lang}")
        file.write_text(code, encoding="utf-8")
        return file

    def _run(self, file: Path, lang: str) -> tuple[int, str]:
        if not self.execution_policies.get(lang, False):
            return 0, f"Code saved to {file}\n"
        name = file.relative_to(self._work_dir).as_posix()
        result = self._container.exec_run(["timeout", str(self._timeout), _cmd(lang), name])
        logs = result.output.decode("utf-8", "replace")
        return result.exit_code, f"{logs}\n{TIMEOUT_MSG}" if result.exit_code == _TIMED_OUT else logs

    def restart(self) -> None:
        """Restart the container.

        Raises:
            ValueError: it does not come up again.
        """
        self._container.restart()
        if self._container.status != "running":
            raise ValueError(f"Failed to restart container. Logs: {self._container.logs()}")

    def stop(self) -> None:
        """Stop the container."""
        self._cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self.stop()
