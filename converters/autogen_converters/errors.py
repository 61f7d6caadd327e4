"""What can go wrong in a conversion: one class per kind, each message one line for a person."""

from __future__ import annotations

from collections.abc import Sequence


class ConversionError(ValueError):
    """Anything that stops a conversion. `str(error)` names the place and what to do."""


class MessageError(ConversionError):
    """A message, or one field of it, that has no meaning in the other version.

    `field` is a path such as `tool_calls[0].function`; empty where the whole message is meant.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}" if field else problem)
        self.field = field
        self.problem = problem


class LossError(ConversionError):
    """Raised in strict conversions where something would be lost; `fields` names what."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(f"would lose {', '.join(fields)}")
        self.fields = tuple(fields)


class FileFormatError(ConversionError):
    """A file, or a record of it, that is not what it should be."""


class UnsafeDataError(FileFormatError):
    """Data that asks to have code run or imported when it is loaded."""
