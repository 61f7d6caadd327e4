"""Batches converted by several processes, in order, with a bounded number under way."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from .batches import Batch, Converted, convert_batch
from .kinds import Kind
from .plan import Plan


def converted(parts: Iterable[Batch], kind: Kind, plan: Plan, jobs: int = 1) -> Iterator[Converted]:
    """The batches converted, in their order, by `jobs` processes (1: this one)."""
    if jobs <= 1:
        yield from (convert_batch(batch, kind, plan) for batch in parts)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[Converted]] = deque()
        for batch in parts:
            under_way.append(pool.submit(convert_batch, batch, kind, plan))
            if len(under_way) > 2 * jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
