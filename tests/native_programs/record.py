"""Record how the programs run under the real v0.2.40.

    AUTOGEN_V02_PYTHON=<python with autogen-agentchat 0.2.40> python -m native_programs.record [NAME...]

(in the folder ``tests``).  Each program is stored in ``recorded/<name>.json``.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from native_programs.play import play_v02
from native_programs.programs import PROGRAMS

RECORDED = Path(__file__).parent / "recorded"


def main(names: Sequence[str]) -> int:
    """Record the named programs, or all that are not recorded yet."""
    python = os.environ.get("AUTOGEN_V02_PYTHON")
    if not python:
        print("set AUTOGEN_V02_PYTHON to a Python that has autogen-agentchat==0.2.40", file=sys.stderr)
        return 2
    RECORDED.mkdir(exist_ok=True)
    failed = 0
    for program in PROGRAMS:
        target = RECORDED / f"{program.name}.json"
        if program.name not in names if names else target.exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                trace = asdict(play_v02(python, program, Path(folder)))
            except RuntimeError as error:
                failed += 1
                print(error, file=sys.stderr)
                continue
        target.write_text(json.dumps(trace, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"recorded {program.name}: {len(trace['requests'])} requests")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
