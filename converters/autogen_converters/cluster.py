"""The same conversion as a Dask bag, for stores that outgrow one machine.

JSON Lines only, local or at any fsspec URL. Each partition is a range of bytes and writes its own part file, always
under the same name, so a partition that is run again after a worker was lost neither loses nor doubles anything; the
parts are put together in order at the end.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import accumulate
from typing import Any

from .batches import LEAD_RECORDS, Batch, Converted, Item, convert_batch
from .conversion import Report
from .errors import ConversionError, FileFormatError
from .files.reading import Located, Rejected, located
from .histories.context import names_in
from .kinds import Kind, kind_of
from .plan import Plan

BLOCK_BYTES = 16 * 1024 * 1024
_LEAD_BYTES = 64 * 1024


@dataclass(frozen=True)
class Part:
    """A range of a JSON Lines file; it owns the lines that begin in it."""

    url: str
    start: int
    stop: int


def _fsspec() -> Any:
    try:
        fsspec: Any = import_module("fsspec")
    except ImportError:
        raise ImportError('URLs and clusters need fsspec and Dask: pip install "autogen-migrate[dask]"') from None
    return fsspec


def parts_of(url: str, block: int = BLOCK_BYTES) -> list[Part]:
    """A file in parts of about `block` bytes."""
    filesystem, path = _fsspec().url_to_fs(url)
    size: int = filesystem.size(path)
    return [Part(url, start, min(start + block, size)) for start in range(0, size, block)]


def bag(url: str, plan: Plan, kind: str = "auto", block: int = BLOCK_BYTES) -> Any:
    """A `dask.bag.Bag` with one `Converted` (records as JSON bytes, rejects) for each part of a JSON Lines file.

    Raises FileFormatError where the first record is of no known kind, ImportError where Dask is missing.
    """
    try:
        dask: Any = import_module("dask.bag")
        delayed: Any = import_module("dask.delayed").delayed
    except ImportError:
        raise ImportError('a Dask cluster needs Dask: pip install "autogen-migrate[dask]"') from None
    parts = parts_of(url, block)
    if not parts:
        raise FileFormatError("is empty")
    found, plan = _learnt(parts[0], plan, kind)
    convert: Any = delayed(_partition)
    after: Any = delayed(_after)
    firsts: list[Any] = [0] * len(parts)
    if found.is_message:
        firsts = list(accumulate(parts[:-1], after, initial=0))
    return dask.from_delayed([convert(part, found, plan, first) for part, first in zip(parts, firsts, strict=True)])


def _partition(part: Part, kind: Kind, plan: Plan, first: int) -> list[Converted]:
    return [convert_part(part, kind, plan, first)]


def _after(first: int, part: Part) -> int:
    return first + len(read_part(part).items)


def _learnt(first: Part, plan: Plan, label: str) -> tuple[Kind, Plan]:
    records = map(_parsed, read_part(replace(first, stop=min(first.stop, 1 << 20))).items)
    values = [record.value for record in records if isinstance(record, Located)]
    if not values:
        raise FileFormatError("holds no record that can be read")
    kind = kind_of(values[0], label)
    if kind.version == plan.to:
        raise ConversionError(f"is a {kind.title}, so it is {plan.to} data already; nothing to convert")
    if kind is Kind.MESSAGE_V02 and not plan.participants:
        plan = replace(plan, participants={name: name for name in names_in(values)})
    return kind, plan


def _parsed(item: Item) -> Located | Rejected:
    return located(*item) if isinstance(item, tuple) else item


def read_part(part: Part) -> Batch:
    """The lines that begin in a part, each with its position in the file, and the last lines before it."""
    with closing(_fsspec().open(part.url, "rb").open()) as stream:
        before = max(0, part.start - _LEAD_BYTES)
        stream.seek(before)
        head: bytes = stream.read(part.start - before)
        # A line begins in this part unless the byte before the part is inside it.
        if part.start and not head.endswith(b"\n"):
            head += stream.readline()
        lead = head.splitlines(keepends=True)[1 if before else 0 :]
        return Batch(list(_lines(stream, part)), [(line, "lead") for line in lead[-LEAD_RECORDS:]])


def _lines(stream: Any, part: Part) -> Iterator[Item]:
    position: int = stream.tell()
    while position < part.stop:
        raw: bytes = stream.readline()
        if not raw:
            return
        if not raw.isspace():
            yield raw, f"byte {position}"
        position += len(raw)


def convert_part(part: Part, kind: Kind, plan: Plan, first: int = 0) -> Converted:
    """One part converted; `first` is the number of records before it."""
    return convert_batch(replace(read_part(part), first=first), kind, plan)


def run(
    source: str, target: str, plan: Plan, *, scheduler: str, kind: str = "auto", block: int = BLOCK_BYTES
) -> Report:
    """Convert a JSON Lines file at an fsspec URL to another on a Dask cluster.

    `scheduler` is its address, or "local" for one of its own on this machine, which ends with the run.
    """
    filesystem, path = _fsspec().url_to_fs(target)
    folder = f"{path}.parts"
    writes = bag(source, plan, kind, block).map_partitions(_write_parts, target=target)
    try:
        filesystem.makedirs(folder, exist_ok=True)
        with _client(scheduler):
            reports: list[tuple[str, Report]] = writes.compute()
        report = _joined([part for _, part in reports])
        if plan.strict and report.rejected:
            raise ConversionError(f"{report.rejected[0].where}: {report.rejected[0].reason}")
        _put_together(filesystem, [name for name, _ in reports], path)
        return report
    finally:
        if filesystem.exists(folder):
            filesystem.rm(folder, recursive=True)


@contextmanager
def _client(scheduler: str) -> Generator[Any]:
    distributed: Any = import_module("distributed")
    if scheduler != "local":
        with distributed.Client(scheduler) as client:
            yield client
        return
    with distributed.LocalCluster(dashboard_address=":0") as cluster, distributed.Client(cluster) as client:
        yield client


def _write_parts(converted: list[Converted], target: str) -> list[tuple[str, Report]]:
    return [_write_part(done, target) for done in converted]


def _write_part(done: Converted, target: str) -> tuple[str, Report]:
    from hashlib import blake2b

    filesystem, path = _fsspec().url_to_fs(target)
    data = b"".join(record + b"\n" for record in done.records)
    name = f"{path}.parts/{blake2b(data, digest_size=12).hexdigest()}.{len(data)}"
    with filesystem.open(f"{name}.new", "wb") as out:
        out.write(data)
    filesystem.mv(f"{name}.new", name)
    return name, Report(len(done.records), done.rejected, done.lost)


def _joined(reports: list[Report]) -> Report:
    whole = Report()
    for report in reports:
        whole.records += report.records
        whole.rejected += report.rejected
        for field, count in report.lost.items():
            whole.lost[field] = whole.lost.get(field, 0) + count
    return whole


def _put_together(filesystem: Any, names: list[str], path: str) -> None:
    with filesystem.open(f"{path}.whole", "wb") as out:
        for name in names:
            with filesystem.open(name, "rb") as part:
                while chunk := part.read(1 << 20):
                    out.write(chunk)
    filesystem.mv(f"{path}.whole", path)
