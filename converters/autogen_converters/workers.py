"""Batches converted by several processes, in order, with a bounded number under way."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .batches import Batch, Converted, convert_batch
from .kinds import Kind
from .plan import Plan

if TYPE_CHECKING:
    from concurrent.futures import Future


def converted(parts: Iterable[Batch], kind: Kind, plan: Plan, jobs: int = 1) -> Iterator[Converted]:
    """The batches converted, in their order, by `jobs` processes (1: this one)."""
    if jobs <= 1:
        return (convert_batch(batch, kind, plan) for batch in parts)
    return _by_processes(parts, kind, plan, jobs)


def _by_processes(parts: Iterable[Batch], kind: Kind, plan: Plan, jobs: int) -> Iterator[Converted]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[Converted]] = deque()
        for batch in parts:
            under_way.append(pool.submit(convert_batch, batch, kind, plan))
            if len(under_way) > 2 * jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
