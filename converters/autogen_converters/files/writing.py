"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from pydantic_core import PydanticSerializationError, SchemaSerializer

from ..errors import ConversionError
from .reading import parse

# As pydantic_core.to_json, which makes a serializer for every call.
_ANYTHING = SchemaSerializer({"type": "any"}, {"ser_json_inf_nan": "constants"})


@contextmanager
def whole(path: Path) -> Generator[BinaryIO]:
    """A file to write to that takes the place of `path` when the block ends well, and vanishes otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _keep_permissions(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _keep_permissions(path: Path, part: Path) -> None:
    if path.exists():
        part.chmod(path.stat().st_mode & 0o777)
        return
    mask = os.umask(0)
    os.umask(mask)
    part.chmod(0o666 & ~mask)


@contextmanager
def standard_output() -> Generator[BinaryIO]:
    """Standard output, held back until the block ends well."""
    with tempfile.TemporaryFile() as stream:
        yield stream
        stream.seek(0)
        while chunk := stream.read(1 << 20):
            sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def encoded(value: Any, *, indent: int | None = None) -> bytes:
    """`value` as JSON bytes. Raises ConversionError for text that cannot be UTF-8 and values JSON does not have."""
    try:
        raw = _ANYTHING.to_json(value, indent=indent)
    except (PydanticSerializationError, ValueError, RecursionError) as error:
        if "surrogate" in str(error):
            raise ConversionError("holds half of a surrogate pair, which is not valid text") from None
        raise ConversionError(f"cannot be written as JSON: {error}") from None
    if b"NaN" in raw or b"Infinity" in raw:
        _refuse_numbers_without_json(raw)
    return raw


def _refuse_numbers_without_json(raw: bytes) -> None:
    try:
        parse(raw)  # where the words stand in a text
    except ConversionError:
        raise ConversionError("holds NaN, Infinity or a number too large for JSON readers, such as 1e999") from None
