"""One file converted: recognised, streamed, written whole or not at all, and reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from ._json import is_list, is_record
from .batches import Item, batches, with_speakers
from .errors import ConversionError, FileFormatError
from .files import output, yaml
from .files.reading import Located, Rejected, json_array, located, parse, raw_lines
from .files.sources import Container, container_of, opened
from .files.writing import standard_output, whole
from .kinds import Kind, kind_of
from .plan import Lost, Plan, convert_document
from .workers import converted

_TRIED_RECORDS = 16
_STREAMED = frozenset({"auto", "messages"})
_STORES = frozenset({Container.SQLITE, Container.PICKLE, Container.CACHE, Container.LOG})


@dataclass(frozen=True)
class Job:
    """One file to convert and how: `target` None is standard output, `dry_run` writes nothing."""

    source: Path
    target: Path | None
    plan: Plan
    kind: str = "auto"
    jobs: int = 1
    max_record: int = 32 * 1024 * 1024
    dry_run: bool = False
    progress: Callable[[int], None] = lambda position: None
    recognised: Callable[[str], None] = lambda title: None


@dataclass
class Report:
    """What became of a file."""

    records: int = 0
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    lost: Lost = field(default_factory=dict[str, int])


def run(job: Job) -> Report:
    """Convert one file. Raises ConversionError, OSError or ImportError where the whole file cannot be converted."""
    report = Report()
    if job.source.is_dir():
        _convert_store(job, Container.CACHE, report)
        return report
    with opened(job.source) as stream:
        container = container_of(job.source, stream)
        if container in _STORES:
            _convert_store(job, container, report)
        else:
            _convert_stream(job, stream, container, report)
    return report


def _convert_stream(job: Job, stream: BinaryIO, container: Container, report: Report) -> None:
    if container in {Container.LINES, Container.ARRAY}:
        items = _items(job, stream, container)
        head = list(islice(items, _TRIED_RECORDS))
        if not head:
            _empty(job, container)
            return
        kind = _kind_of_items(job, head)
        items = chain(head, items)
        if kind is not Kind.CONFIG_LIST and (job.plan.form in _STREAMED or not kind.is_message):
            _convert_records(job, items, kind, container, report)
            return
        _convert_whole(job, _collected(items, report), kind, container, report)
        return
    raw = _limited(stream, job.max_record) if container is Container.DOCUMENT else b""
    value = parse(raw) if container is Container.DOCUMENT else yaml.load(stream, job.max_record)
    _convert_whole(job, value, _kind(job, value), container, report)


def _items(job: Job, stream: BinaryIO, container: Container) -> Iterator[Item]:
    lines = raw_lines(stream, job.max_record)
    source: Iterable[Item] = lines if container is Container.LINES else json_array(stream, job.max_record)
    for number, item in enumerate(source):
        if number % 256 == 0:
            job.progress(stream.tell())
        yield item


def _kind_of_items(job: Job, head: list[Item]) -> Kind:
    """The kind of the first record that has one; those before it will be rejected."""
    problems: list[FileFormatError] = []
    for item in head:
        record = located(*item) if isinstance(item, tuple) else item
        if isinstance(record, Rejected):
            problems.append(FileFormatError(f"{record.where} {record.reason}"))
            continue
        try:
            return _kind(job, record.value)
        except FileFormatError as error:
            problems.append(FileFormatError(f"{record.where} {error}"))
    raise problems[0]


def _kind(job: Job, value: Any) -> Kind:
    kind = kind_of(value, job.kind)
    job.recognised(kind.title)
    if kind.version == job.plan.to and kind not in {Kind.AGENT_STATE, Kind.TEAM_STATE}:
        raise ConversionError(f"is a {kind.title}, so it is {job.plan.to} data already; nothing to convert")
    return kind


def _limited(stream: BinaryIO, limit: int) -> bytes:
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise FileFormatError(f"is one JSON value longer than {limit // 1024} KiB; raise --max-record")
    return raw


def _collected(items: Iterable[Item], report: Report) -> list[Any]:
    values: list[Any] = []
    for item in items:
        record = located(*item) if isinstance(item, tuple) else item
        if isinstance(record, Located):
            values.append(record.value)
        else:
            report.rejected.append(record)
    return values


def _empty(job: Job, container: Container) -> None:
    layout = output.layout_for(job.target, container, single=False)
    with _output(job) as out:
        output.RecordWriter(out, layout).close()


def _convert_records(job: Job, items: Iterable[Item], kind: Kind, container: Container, report: Report) -> None:
    layout = output.layout_for(job.target, container, single=False)
    rest, plan = with_speakers(items, job.plan) if kind is Kind.MESSAGE_V02 else (items, job.plan)
    with _output(job) as out:
        writer = output.RecordWriter(out, layout)
        for done in converted(batches(rest), kind, plan, job.jobs):
            _note(report, done.records, done.rejected, done.lost)
            _stop_if_strict(report, plan)
            writer.write(done.records)
        if report.rejected and not report.records:
            raise ConversionError(
                f"no record could be converted; {report.rejected[0].where}: {report.rejected[0].reason}"
            )
        writer.close()


def _note(report: Report, records: list[bytes], rejected: list[Rejected], lost: Lost) -> None:
    report.records += len(records)
    report.rejected += rejected
    for name, count in lost.items():
        report.lost[name] = report.lost.get(name, 0) + count


def _stop_if_strict(report: Report, plan: Plan) -> None:
    if plan.strict and report.rejected:
        first = report.rejected[0]
        raise ConversionError(f"{first.where}: {first.reason}")


def _convert_whole(job: Job, value: Any, kind: Kind, container: Container, report: Report) -> None:
    result = _convert_value(value, kind, job.plan, report)
    layout = output.layout_for(job.target, container, single=True)
    data = output.document_bytes(result, layout)
    _stop_if_strict(report, job.plan)
    with _output(job) as out:
        out.write(data)
    report.records += 1


def _convert_value(value: Any, kind: Kind, plan: Plan, report: Report) -> Any:
    if kind.is_message:
        several = is_list(value) and all(is_list(item) for item in value)
    else:
        several = is_list(value) and kind is not Kind.CONFIG_LIST
    if not several:
        return convert_document(value, kind, plan, report.lost)
    return [convert_document(item, kind, plan, report.lost) for item in value if is_record(item) or is_list(item)]


def _convert_store(job: Job, container: Container, report: Report) -> None:
    from .stores import open_store

    store = open_store(job.source, container)
    job.recognised(store.title)
    layout = output.layout_for(job.target, container, single=False)
    with _output(job) as out:
        writer = output.RecordWriter(out, layout)
        for done in store.convert(job.plan):
            if isinstance(done, Rejected):
                report.rejected.append(done)
                _stop_if_strict(report, job.plan)
            else:
                writer.write([done])
                report.records += 1
        writer.close()


def _output(job: Job) -> AbstractContextManager[BinaryIO]:
    if job.dry_run:
        return nullcontext(_Nowhere())
    return whole(job.target) if job.target else standard_output()


class _Nowhere(BytesIO):
    def write(self, data: Any, /) -> int:
        return len(data)
