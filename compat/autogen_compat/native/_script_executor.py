"""Code blocks as scripts of their own, on this machine or in docker."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autogen_core import CancellationToken, Component
from autogen_core.code_executor import CodeBlock, CodeExecutor, CodeResult
from pydantic import BaseModel

from ..code_utils import (
    DEFAULT_TIMEOUT,
    PYTHON_VARIANTS,
    UNKNOWN,
    check_can_use_docker_or_throw,
    decide_use_docker,
    execute_code,
    extract_code,
    infer_lang,
)

_SHELLS = ("bash", "shell", "sh")
_NAMED = "# filename: "

UseDocker = bool | str | Sequence[str] | None


class ScriptExecutorConfig(BaseModel):
    """What a stored ScriptExecutor is made of."""

    work_dir: str | None = None
    use_docker: bool | str | list[str] | None = None
    timeout: int = DEFAULT_TIMEOUT


class ScriptExecutor(CodeExecutor, Component[ScriptExecutorConfig]):
    """Runs each code block as a script: where docker is wanted in a container, else on this machine.

    A script stays in the folder if its block names a file (``# filename: plot.py``).  The result is what a script
    printed or, where it failed, its errors without the name of the script.

    v0.2: autogen/code_utils.py execute_code, decide_use_docker; conversable_agent.py execute_code_blocks.

    Args:
        work_dir: the folder of the scripts, made if it is missing; default: a folder of the package.
        use_docker: False, True, or an image or images to choose from; None leaves it to the environment variable
            AUTOGEN_USE_DOCKER, whose default is True.  In a container no other is started.
        timeout: seconds that a script may take.

    Raises:
        RuntimeError: docker is wanted and does not answer.
        ValueError: AUTOGEN_USE_DOCKER has none of the known values.
    """

    component_config_schema = ScriptExecutorConfig
    component_provider_override = "autogen_compat.native.ScriptExecutor"

    def __init__(
        self, work_dir: str | Path | None = None, *, use_docker: UseDocker = None, timeout: int | None = None
    ) -> None:
        decided: Any = decide_use_docker(use_docker) if use_docker is None else use_docker
        check_can_use_docker_or_throw(decided)
        self._work_dir = None if work_dir is None else str(work_dir)
        self._use_docker: UseDocker = decided
        self._timeout = timeout

    async def execute_code_blocks(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> CodeResult:
        """Run the blocks in order up to the first that fails."""
        exit_code, logs = 0, ""
        for block in code_blocks:
            run = asyncio.ensure_future(asyncio.to_thread(self._run, block.language, block.code))
            cancellation_token.link_future(run)
            exit_code, output = await run
            logs = f"{logs}\n{output}"
            if exit_code:
                break
        return CodeResult(exit_code=exit_code, output=logs)

    def run_blocks(self, code_blocks: Sequence[Sequence[str]]) -> tuple[int, str]:
        """Run pairs of language and code up to the first that fails, and wait for them.

        Returns:
            The last exit code and the output.

        Raises:
            ValueError: there are no blocks.
        """
        if not code_blocks:
            raise ValueError("there are no code blocks to run")
        exit_code, logs = 0, ""
        for language, code in code_blocks:
            exit_code, output = self._run(language, code)
            logs = f"{logs}\n{output}"
            if exit_code:
                break
        return exit_code, logs

    @staticmethod
    def find_blocks(text: str) -> list[CodeBlock]:
        """The code blocks of a message."""
        found = extract_code(text)
        if len(found) == 1 and found[0][0] == UNKNOWN:
            return []
        return [CodeBlock(code=code, language=language or infer_lang(code)) for language, code in found]

    async def start(self) -> None:
        """Nothing is to be started: each script has a process or container of its own."""

    async def stop(self) -> None:
        """Nothing is left to be stopped."""

    async def restart(self) -> None:
        """Nothing is kept between scripts but files."""

    def _run(self, language: str, code: str) -> tuple[int, str]:
        language = language or infer_lang(code)
        if language not in _SHELLS and language not in PYTHON_VARIANTS:
            return 1, f"unknown language {language}"
        exit_code, output, image = execute_code(
            code,
            timeout=self._timeout,
            filename=None if language in _SHELLS else _file_name(code),
            work_dir=self._work_dir,
            use_docker=self._use_docker,
            lang=language if language in _SHELLS else "python",
        )
        if image is not None:
            self._use_docker = image
        return exit_code, output

    def _to_config(self) -> ScriptExecutorConfig:
        images = self._use_docker
        kept = images if images is None or isinstance(images, bool | str) else list(images)
        return ScriptExecutorConfig(work_dir=self._work_dir, use_docker=kept, timeout=self._timeout or DEFAULT_TIMEOUT)

    @classmethod
    def _from_config(cls, config: ScriptExecutorConfig) -> ScriptExecutor:
        return cls(config.work_dir, use_docker=config.use_docker, timeout=config.timeout)


def _file_name(code: str) -> str | None:
    if not code.startswith(_NAMED):
        return None
    return code[len(_NAMED) - 1 : code.find("\n")].strip()
