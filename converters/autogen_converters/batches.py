"""Batches of records: the unit that is converted at once, here, in worker processes or on a Dask cluster.

A batch carries the last records of the one before it (`lead`), from which tool names and speakers are learnt, and the
number of records before it, from which ids follow, so the result does not depend on who converts which batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, TypeVar

from ._json import is_list, is_record
from .errors import ConversionError, FileFormatError
from .files.reading import Located, Rejected, located, parse
from .files.writing import encoded
from .histories.context import names_in
from .kinds import Kind, is_v02_message, is_v04_message, recognise
from .plan import Lost, Plan, convert_document, message_converter

Item = tuple[bytes, str] | Located | Rejected
"""A line that is not parsed yet, a record, or what could not be read."""

BATCH_RECORDS = 500
BATCH_BYTES = 4 * 1024 * 1024
LEAD_RECORDS = 16
_T = TypeVar("_T")


@dataclass
class Batch:
    """Records to convert, the last ones before them, and how many there are before them in all."""

    items: list[Item]
    lead: list[Item] = field(default_factory=list[Item])
    first: int = 0


@dataclass
class Converted:
    """The records of a batch as JSON bytes in their order, those that failed, and what was left out."""

    records: list[bytes]
    rejected: list[Rejected]
    lost: Lost


def batches(items: Iterable[Item]) -> Iterator[Batch]:
    """`items` in batches of bounded size."""
    batch: list[Item] = []
    lead: list[Item] = []
    size = first = 0
    for item in items:
        batch.append(item)
        size += len(item[0]) if isinstance(item, tuple) else 0
        if len(batch) >= BATCH_RECORDS or size >= BATCH_BYTES:
            yield Batch(batch, lead, first)
            first += len(batch)
            batch, lead, size = [], batch[-LEAD_RECORDS:], 0
    if batch:
        yield Batch(batch, lead, first)


def convert_batch(batch: Batch, kind: Kind, plan: Plan) -> Converted:
    """The batch converted; a record that fails is rejected with its place and reason, and the others go on."""
    done = Converted([], [], {})
    convert = _converter(kind, plan, done.lost)
    for item in batch.lead:
        _learn(item, convert)
    done.lost.clear()
    for place, item in enumerate(batch.items, batch.first):
        where = ""
        try:
            value, where = _value(item)
            converted = convert(value, place)
            if converted is not None:
                done.records.append(encoded(converted))
        except _Unreadable as error:
            done.rejected.append(error.rejected)
        except (ConversionError, RecursionError, TypeError, KeyError, AttributeError) as error:
            reason = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
            done.rejected.append(Rejected(where, reason))
    return done


class _Unreadable(Exception):
    def __init__(self, rejected: Rejected) -> None:
        super().__init__(rejected.reason)
        self.rejected = rejected


def _value(item: Item) -> tuple[Any, str]:
    """The value of an item and where it stands. Raises _Unreadable where there is none."""
    if isinstance(item, tuple):
        raw, where = item
        try:
            return parse(raw), where
        except FileFormatError as error:
            raise _Unreadable(Rejected(where, str(error))) from None
    if isinstance(item, Rejected):
        raise _Unreadable(item)
    return item.value, item.where


def _learn(item: Item, convert: Callable[[Any, int], Any]) -> None:
    try:
        convert(_value(item)[0], 0)
    except (_Unreadable, ConversionError, RecursionError):
        return


def _converter(kind: Kind, plan: Plan, lost: Lost) -> Callable[[Any, int], Any]:
    if not kind.is_message:
        return lambda value, place: convert_document(value, _same(value, kind), plan, lost)
    convert = message_converter(plan, lost)
    fits = is_v02_message if kind is Kind.MESSAGE_V02 else is_v04_message

    def checked(value: Any, place: int) -> Any:
        if is_list(value) and value and all(is_record(message) and fits(message) for message in value):
            return convert_document(value, kind, plan, lost)
        if not is_record(value) or not fits(value):
            raise ConversionError(f"is no {kind.title}")
        return convert(value, place)

    return checked


def _same(value: Any, kind: Kind) -> Kind:
    found = recognise(value)
    if found is not kind:
        raise ConversionError(f"is a {found.title} among {kind.title}s")
    return kind


def with_speakers(items: Iterable[Item], plan: Plan) -> tuple[Iterator[Item], Plan]:
    """The items, and a plan that knows the speakers who are named in the first of them."""
    head, rest = _peeked(items, BATCH_RECORDS)
    if plan.participants:
        return rest, plan
    records = [located(*item) if isinstance(item, tuple) else item for item in head]
    names = names_in(record.value for record in records if isinstance(record, Located))
    return rest, replace(plan, participants={name: name for name in names})


def _peeked(items: Iterable[_T], count: int) -> tuple[Sequence[_T], Iterator[_T]]:
    iterator = iter(items)
    head = list(islice(iterator, count))

    def everything() -> Iterator[_T]:
        yield from head
        yield from iterator

    return head, everything()
