"""Code execution: the fenced code blocks of the last messages, run by an executor or by v0.1's ``execute_code``."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, cast

from ...code_utils import (
    PYTHON_VARIANTS,
    UNKNOWN,
    check_can_use_docker_or_throw,
    decide_use_docker,
    execute_code,
    extract_code,
    infer_lang,
)
from ...coding.base import CodeExecutor
from ...coding.factory import CodeExecutorFactory
from ...formatting_utils import colored
from ...io.base import IOStream
from .base import AgentPart

__all__ = ("CodePart",)

_EXECUTOR_OWNS = ("use_docker", "work_dir", "timeout")


class CodePart(AgentPart):
    """Running code that others send."""

    def _set_up_code_execution(self, config: Any) -> str | None:
        """Take the config in; the name of the reply function that belongs to it, or None."""
        if config is False:
            self._code_execution_config = False
            return None
        if config is None:
            warnings.warn(
                "code_execution_config=None is deprecated: pass {} for the defaults or False to disable it.",
                stacklevel=4,
            )
            config = {}
        if not isinstance(config, dict):
            raise ValueError("code_execution_config must be a dict or False.")
        self._code_execution_config = config
        if config.get("executor") is None:
            config["use_docker"] = decide_use_docker(config.get("use_docker"))
            check_can_use_docker_or_throw(config["use_docker"])
            return "generate_code_execution_reply"
        for key in _EXECUTOR_OWNS:
            if key in config:
                raise ValueError(
                    f"'{key}' in code_execution_config is not valid when 'executor' is set. "
                    "Set it on the executor instead."
                )
        self._code_executor = CodeExecutorFactory.create(cast(Any, config))
        return "_generate_code_execution_reply_using_executor"

    @property
    def code_executor(self) -> CodeExecutor | None:
        """The executor that runs the agent's code; None where the config names none."""
        return getattr(self, "_code_executor", None)

    @property
    def use_docker(self) -> bool | str | None:
        """The docker setting of the code execution config; None where execution is disabled."""
        return None if self._code_execution_config is False else self._code_execution_config.get("use_docker")

    def _generate_code_execution_reply_using_executor(
        self, messages: list[dict] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | None]:
        """Run the newest message with code blocks through the agent's executor."""
        if config is not None:
            raise ValueError("config is not supported for _generate_code_execution_reply_using_executor.")
        if self._code_execution_config is False:
            return False, None
        messages = self._oai_messages[sender] if messages is None else messages
        executor = self.code_executor
        assert executor is not None
        count = _messages_to_scan(messages, self._code_execution_config.get("last_n_messages", "auto"))
        for message in _newest_first(messages[-count:]):  # a count of 0 scans them all, as in v0.2
            blocks = executor.code_extractor.extract_code_blocks(message["content"])
            if blocks:
                _say(_announcement([block.language for block in blocks]))
                result = executor.execute_code_blocks(blocks)
                return True, _report(result.exit_code, result.output)
        return False, None

    def generate_code_execution_reply(
        self, messages: list[dict] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | None]:
        """Run the newest message with code blocks through :meth:`execute_code_blocks`."""
        settings = config if config is not None else self._code_execution_config
        if settings is False:
            return False, None
        messages = self._oai_messages[sender] if messages is None else messages
        # While blocks run, the settings must not hold what run_code does not take.
        last_n_messages = settings.pop("last_n_messages", "auto")
        try:
            count = _messages_to_scan(messages, last_n_messages)
            for message in _newest_first(messages[len(messages) - count :]):
                blocks = extract_code(message["content"])
                if len(blocks) != 1 or blocks[0][0] != UNKNOWN:
                    return True, _report(*self.execute_code_blocks(blocks))
        finally:
            settings["last_n_messages"] = last_n_messages
        return False, None

    def run_code(self, code: str, **kwargs: Any) -> Any:
        """Run one code block; override this to run it elsewhere.

        :return: exit code, output, and the docker image that it ran in or None.
        """
        return execute_code(code, **kwargs)

    def execute_code_blocks(self, code_blocks: list[tuple[str, str]]) -> tuple[int, str]:
        """Run ``(language, code)`` blocks until one fails.

        :return: the last exit code and the output of all that ran.
        """
        exit_code, output = 0, ""
        for index, (language, code) in enumerate(code_blocks):
            language = language or infer_lang(code)
            _say(f"\n>>>>>>>> EXECUTING CODE BLOCK {index} (inferred language is {language})...")
            exit_code, logs, image = self._run_block(language, code)
            if image is not None:
                self._code_execution_config["use_docker"] = image
            output += "\n" + logs
            if exit_code != 0:
                break
        return exit_code, output

    def _run_block(self, language: str, code: str) -> tuple[int, str, str | None]:
        if language in ("bash", "shell", "sh"):
            return self.run_code(code, lang=language, **self._code_execution_config)
        if language in PYTHON_VARIANTS:
            return self.run_code(code, lang="python", filename=_filename(code), **self._code_execution_config)
        return 1, f"unknown language {language}", None


def _filename(code: str) -> str | None:
    marker = "# filename: "
    return code.split("\n", 1)[0][len(marker) :].strip() if code.startswith(marker) else None


def _messages_to_scan(messages: list[dict], last_n_messages: Any) -> int:
    if last_n_messages == "auto":
        return _received_since_own(messages)
    if not isinstance(last_n_messages, int | float) or last_n_messages < 0:
        raise ValueError("last_n_messages must be either a non-negative integer, or the string 'auto'.")
    return min(len(messages), last_n_messages)  # type: ignore[return-value]


def _received_since_own(messages: list[dict]) -> int:
    for count, message in enumerate(reversed(messages)):
        if message.get("role") != "user":
            return count
    return len(messages)


def _newest_first(messages: list[dict]) -> Iterator[dict]:
    return (message for message in reversed(messages) if message["content"])


def _announcement(languages: list[str]) -> str:
    if len(languages) == 1:
        return f"\n>>>>>>>> EXECUTING CODE BLOCK (inferred language is {languages[0]})..."
    return f"\n>>>>>>>> EXECUTING {len(languages)} CODE BLOCKS (inferred languages are [{', '.join(languages)}])..."


def _report(exit_code: int, output: str) -> str:
    outcome = "execution succeeded" if exit_code == 0 else "execution failed"
    return f"exitcode: {exit_code} ({outcome})\nCode output: {output}"


def _say(text: str) -> None:
    IOStream.get_default().print(colored(text, "red"), flush=True)
