"""The batch path keeps up with `json.loads` + `json.dumps`, and files larger than memory pass through it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from autogen_converters.batches import batches, convert_batch
from autogen_converters.kinds import Kind
from autogen_converters.plan import Plan

from .recorded import all_of

ROUNDS = 5


def records(form: str) -> list[Any]:
    """Recorded messages of every kind, as a long file has them."""
    if form == "v0.2":
        found = [message for result in all_of("v0.2/*/chat_result.json").values() for message in result["chat_history"]]
    else:
        found = [message for result in all_of("v0.4/*/task_result.json").values() for message in result["messages"]]
    return found * (20_000 // len(found))


def best(action: Callable[[], object]) -> float:
    """Seconds of the fastest of some rounds, which other load on the machine disturbs least."""
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def through_json(lines: list[bytes]) -> None:
    for line in lines:
        json.dumps(json.loads(line))


def through_the_batch_path(lines: list[bytes], kind: Kind, plan: Plan) -> int:
    items = ((line, "here") for line in lines)
    done = [convert_batch(batch, kind, plan) for batch in batches(items)]
    assert not any(part.rejected for part in done)
    return sum(len(part.records) for part in done)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "to"), [(Kind.MESSAGE_V02, "v0.4"), (Kind.MESSAGE_V04, "v0.2")])
def test_batches_convert_at_half_the_throughput_of_json_at_least(kind: Kind, to: str) -> None:
    lines = [json.dumps(record).encode() for record in records(kind.version)]
    assert through_the_batch_path(lines, kind, Plan(to)) == len(lines)
    plain = best(lambda: through_json(lines))
    converting = best(lambda: through_the_batch_path(lines, kind, Plan(to)))
    size = sum(map(len, lines))
    print(f"{kind.title} -> {to}: {size / converting / 1e6:.1f} MB/s, {converting / plain:.2f} of json's time")
    assert converting / plain <= 2


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
    megabytes = int(os.environ.get("LARGE_FILE_MB", "300"))
    count = large(tmp_path / name, megabytes)
    command = [sys.executable, "-c", PEAK, str(tmp_path / name), str(tmp_path / f"out-{name}")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    converted, peak = map(int, done.stdout.split())
    print(f"{name}: {megabytes} MB, {converted} records, peak {peak} MiB")
    assert converted == count
    assert peak < 200
