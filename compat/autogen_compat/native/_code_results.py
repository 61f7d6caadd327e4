"""What code gave, with the files that it left."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from autogen_core.code_executor import CodeResult


class _Shown:
    """A result that is printed field by field, as v0.2's was: ``exit_code=0 output='42\\n'``."""

    def __str__(self) -> str:
        return " ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))  # type: ignore[arg-type]


@dataclass
class CommandLineCodeResult(_Shown, CodeResult):
    """The result of code that was saved in files; `code_file` is that of the first block."""

    code_file: str | None = None


@dataclass
class IPythonCodeResult(_Shown, CodeResult):
    """The result of cells in a kernel; `output_files` are the images and pages that they showed."""

    output_files: list[str] = field(default_factory=list[str])
