"""Programs that were put together at random from what the native tier rewrites: agents, limits, chats, tools, groups.

They are kept as data in ``generated.json``, as a generator made them and v0.2.40 accepted them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from native_programs.program import Program

_STORED: list[dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))

PROGRAMS = [
    Program(
        each["name"], each["source"], tuple(each["answers"]), tuple(each["inputs"]), celled=each.get("celled", False)
    )
    for each in _STORED
]
