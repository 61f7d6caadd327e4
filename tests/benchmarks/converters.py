"""Megabytes per second of `convert` against json.loads + json.dumps: python -m tests.benchmarks.converters [MEGABYTES]

A JSON Lines file of chats is converted to v0.4 and back by the command in one process, start-up included; the reference
reads and writes the same lines in one process with `json`. Then the batch path alone, on recordings in memory: messages
and whole chats.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from autogen_converters.batches import batches, convert_batch
from autogen_converters.kinds import Kind
from autogen_converters.plan import Plan

from tests.converters.recorded import all_of

from .measure import THIS_PYTHON, Figure, best, show

HISTORY = Path(__file__).resolve().parents[2] / "fixtures" / "legacy" / "quickstart" / "history.json"
_REFERENCE = "import json, sys\nfor line in sys.stdin: sys.stdout.write(json.dumps(json.loads(line)) + '\\n')"


def write_chats(path: Path, megabytes: float) -> None:
    """A file of ChatResults, one to a line, each with its own numbers."""
    history = json.loads(HISTORY.read_text(encoding="utf-8"))
    size = number = 0
    with path.open("w", encoding="utf-8") as file:
        while size < megabytes * 1e6:
            number += 1
            chat = [_numbered(message, number) for message in history]
            result = {"chat_id": number, "chat_history": chat, "summary": "", "cost": {}, "human_input": []}
            size += file.write(json.dumps(result) + "\n")


def _numbered(message: dict[str, object], number: int) -> dict[str, object]:
    """A text with its number; calls and their results as v0.2 writes them."""
    if "tool_calls" in message or "tool_responses" in message:
        return message
    return {**message, "content": f"{number}: {message['content']}"}


def convert(source: Path, target: Path, to: str) -> None:
    """Run the command."""
    command = [THIS_PYTHON, "-m", "autogen_codemods", "convert", "--to", to, "--jobs", "1"]
    subprocess.run([*command, str(source), "-o", str(target)], check=True, capture_output=True)


def reference(source: Path, target: Path) -> None:
    """Read and write the same lines with `json`."""
    with source.open("rb") as read, target.open("wb") as write:
        subprocess.run([THIS_PYTHON, "-c", _REFERENCE], stdin=read, stdout=write, check=True)


RECORDED = {
    Kind.MESSAGE_V02: ("v0.2/*/chat_result.json", "chat_history"),
    Kind.CHAT_RESULT: ("v0.2/*/chat_result.json", ""),
    Kind.MESSAGE_V04: ("v0.4/*/task_result.json", "messages"),
    Kind.TASK_RESULT: ("v0.4/*/task_result.json", ""),
}
"""Where the recordings of each kind are, and the field of a chat that holds its messages."""


def recorded_lines(kind: Kind) -> list[bytes]:
    """Recorded messages or chats, as many as a long file has."""
    pattern, field = RECORDED[kind]
    chats = all_of(pattern).values()
    found = [message for chat in chats for message in chat[field]] if field else list(chats)
    lines = [json.dumps(record).encode() for record in found]
    return lines * (6_000_000 // sum(map(len, lines)))


def through_json(lines: list[bytes]) -> None:
    """The reference of the batch path."""
    for line in lines:
        json.dumps(json.loads(line))


def through_batches(lines: list[bytes], kind: Kind, plan: Plan) -> None:
    """What every way into the converters does with its records."""
    for batch in batches((line, "here") for line in lines):
        convert_batch(batch, kind, plan)


def measure_batches(kind: Kind, to: str) -> None:
    """Print the batch path's speed on one kind of record."""
    lines = recorded_lines(kind)
    size = sum(map(len, lines)) / 1e6
    base = Figure("json.loads + json.dumps", size / best(lambda: through_json(lines), rounds=5))
    ours = Figure("batch path", size / best(lambda: through_batches(lines, kind, Plan(to)), rounds=5))
    show(f"{kind.title} to {to}, in memory", "MB/s", base, [ours])


def main(arguments: list[str]) -> None:
    """Measure and print, in megabytes of input per second."""
    megabytes = float(arguments[0]) if arguments else 20.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new, back = (folder / f"{part}.jsonl" for part in ("old", "new", "back"))
        write_chats(old, megabytes)

        def speed(function: object, source: Path, *rest: object) -> float:
            return source.stat().st_size / 1e6 / best(lambda: function(source, *rest), rounds=2)  # type: ignore[operator]

        base = speed(reference, old, back)
        figures = [Figure("convert --to v0.4", speed(convert, old, new, "v0.4"))]
        figures.append(Figure("convert --to v0.2", speed(convert, new, back, "v0.2")))
        show(f"Converting {megabytes:.0f} MB", "MB/s", Figure("json.loads + json.dumps", base), figures)
    for kind in RECORDED:
        measure_batches(kind, "v0.2" if kind.version == "v0.4" else "v0.4")


if __name__ == "__main__":
    main(sys.argv[1:])
