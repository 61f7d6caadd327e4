"""Code blocks, their results, and what an executor is (v0.2: autogen/coding/base.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol, TypedDict, runtime_checkable

from pydantic import BaseModel, Field

from ..types import UserMessageImageContentPart, UserMessageTextContentPart

__all__ = ("CodeBlock", "CodeExecutionConfig", "CodeExecutor", "CodeExtractor", "CodeResult")


class CodeBlock(BaseModel):
    """A piece of code in one language."""

    code: str = Field(description="The code to execute.")
    language: str = Field(description="The language of the code.")


class CodeResult(BaseModel):
    """What executing one or more code blocks gave."""

    exit_code: int = Field(description="The exit code of the code execution.")
    output: str = Field(description="The output of the code execution.")


class CommandLineCodeResult(CodeResult):
    """The result of an executor that runs files."""

    code_file: str | None = Field(default=None, description="The file that the executed code block was saved to.")


class IPythonCodeResult(CodeResult):
    """The result of an executor that runs cells in a kernel."""

    output_files: list[str] = Field(
        default_factory=list, description="The list of files that the executed code blocks generated."
    )


class CodeExtractor(Protocol):
    """Finds code blocks in a message."""

    def extract_code_blocks(
        self, message: str | list[UserMessageTextContentPart | UserMessageImageContentPart] | None
    ) -> list[CodeBlock]:
        """The code blocks of a message's content, in order."""
        ...


@runtime_checkable
class CodeExecutor(Protocol):
    """Executes code blocks; any object with these members will do."""

    @property
    def code_extractor(self) -> CodeExtractor:
        """What finds the code blocks that this executor is given."""
        ...

    def execute_code_blocks(self, code_blocks: list[CodeBlock]) -> CodeResult:
        """Execute the blocks in order and stop at the first failure."""
        ...

    def restart(self) -> None:
        """Start afresh; called when the agent is reset."""
        ...


CodeExecutionConfig = TypedDict(
    "CodeExecutionConfig",
    {
        "executor": Literal["ipython-embedded", "commandline-local"] | CodeExecutor,
        "last_n_messages": int | Literal["auto"],
        "timeout": int,
        "use_docker": bool | str | list[str],
        "work_dir": str,
        "ipython-embedded": Mapping[str, Any],
        "commandline-local": Mapping[str, Any],
    },
    total=False,
)
