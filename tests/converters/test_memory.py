"""Files larger than memory pass through the converters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# The peak of the address space, not of the process: that one begins with the parent's, from which it was forked.
PEAK = """
import re, sys
from pathlib import Path
from autogen_converters.conversion import Job, run
from autogen_converters.plan import Plan
report = run(Job(Path(sys.argv[1]), Path(sys.argv[2]), Plan()))
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(report.records, int(peak[1]) // 1024)
"""


def large(path: Path, megabytes: int) -> int:
    message = json.dumps({"content": "lorem ipsum " * 400, "role": "user", "name": "ann"})
    count = megabytes * 1_000_000 // len(message)
    array = path.suffix == ".json"
    with path.open("w", encoding="utf-8") as out:
        out.write("[\n" if array else "")
        for number in range(count):
            out.write(message + (",\n" if array and number < count - 1 else "\n"))
        out.write("]\n" if array else "")
    return count


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures by /proc")
@pytest.mark.parametrize("name", ["in.jsonl", "in.json"])
def test_a_file_passes_in_constant_memory(tmp_path: Path, name: str) -> None:
    megabytes = int(os.environ.get("LARGE_FILE_MB", "100"))
    count = large(tmp_path / name, megabytes)
    command = [sys.executable, "-c", PEAK, str(tmp_path / name), str(tmp_path / f"out-{name}")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    converted, peak = map(int, done.stdout.split())
    print(f"{name}: {megabytes} MB, {converted} records, peak {peak} MiB")
    assert converted == count
    assert peak < 80
