"""What every store is: a title, and its documents converted one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .._json import Record, is_record
from ..configs.secrets import redacted
from ..errors import ConversionError
from ..files.reading import Rejected
from ..files.writing import encoded
from ..kinds import V02, Kind, recognise
from ..plan import Plan, convert_document


@dataclass(frozen=True)
class Document:
    """A document of a store, where it stands in it, and its kind; `kind` None marks tables, which stay as they are."""

    value: Record
    where: str
    kind: Kind | None = None


@dataclass(frozen=True)
class Store:
    """A store and the reader of its documents."""

    title: str
    read: Callable[[], Iterable[Document | Rejected]]

    def convert(self, plan: Plan) -> Iterator[bytes | Rejected]:
        """The documents in the form that `plan` asks for, as JSON bytes; secrets are taken out."""
        for document in self.read():
            if isinstance(document, Rejected):
                yield document
                continue
            try:
                yield encoded(_converted(document, plan))
            except (ConversionError, RecursionError) as error:
                yield Rejected(document.where, str(error))


def _converted(document: Document, plan: Plan) -> Any:
    value = redacted(document.value)
    kind = document.kind
    if kind is None or kind.version == plan.to:
        return value
    return convert_document(value, kind, plan, {})


def chat(messages: list[Any], where: str, **rest: Any) -> Document:
    """A v0.2 conversation of a store, with what else is known of it."""
    return Document({"chat_history": messages, **rest}, where, Kind.CHAT_RESULT)


def kind_or_table(value: Record) -> Kind | None:
    """The kind of a document, None for tables."""
    try:
        return recognise(value)
    except ConversionError:
        return None


def as_record(value: Any) -> Record:
    """`value` if it is an object, else an empty one."""
    return value if is_record(value) else {}


__all__ = ["V02", "Document", "Store", "as_record", "chat", "kind_or_table"]
