"""Room on the stack for the frames that a run puts between two functions of the program.

Where agents override `send` or `receive`, v0.2's recursion stays: a chat of 300 messages is 300 calls deep. v0.2 needs
three frames for each and just fits Python's limit of 1,000; a run needs more. Its surplus is added to the limit while
it lasts, so that programs that fitted still fit, and endless ones still end.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ("roomier_stack",)

# Less than the frames of a run: were it as many, an endless recursion would end in a crash of the interpreter.
SURPLUS = 5


class _Limit:
    """The recursion limit of the process, higher by the surplus of every run that lasts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs = 0
        self._granted = 0

    def change(self, runs: int) -> None:
        """Count runs that begin or end, and set the limit accordingly, above whatever the program has set."""
        with self._lock:
            self._runs += runs
            surplus = self._runs * SURPLUS
            try:
                sys.setrecursionlimit(sys.getrecursionlimit() - self._granted + surplus)
            except RecursionError:  # the stack is still too deep for the lower limit: the run outside this one sets it
                return
            self._granted = surplus


_limit = _Limit()


@contextmanager
def roomier_stack() -> Iterator[None]:
    """Raise the recursion limit by the surplus of one run."""
    _limit.change(+1)
    try:
        yield
    finally:
        _limit.change(-1)
