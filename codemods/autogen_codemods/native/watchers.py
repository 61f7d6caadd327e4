"""What observes every v0.2 agent of a process, and would no longer see agents that became v0.4's.

v0.2: autogen/runtime_logging.py, autogen/io/base.py IOStream.
"""

from __future__ import annotations

import re

_WATCHERS = {
    "runtime_logging": "runtime_logging records only v0.2 agents and their models",
    "IOStream": "a stream of one's own (IOStream) gets what v0.2 agents print, and Console prints past it",
}


def watcher_of(text: str) -> str | None:
    """Why agents may not leave the v0.2 layer because of something that this text names."""
    return next((reason for name, reason in _WATCHERS.items() if re.search(rf"\b{name}\b", text)), None)
