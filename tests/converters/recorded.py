"""The histories in `fixtures/histories`, which real programs left behind (see `recording/record_histories.py`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HISTORIES = Path(__file__).parents[2] / "fixtures" / "histories"


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def all_of(pattern: str) -> dict[str, Any]:
    """Recorded documents by a short name."""
    found = sorted(HISTORIES.glob(pattern))
    assert found, pattern
    return {"/".join(path.relative_to(HISTORIES).with_suffix("").parts): read(path) for path in found}
