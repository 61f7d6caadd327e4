"""Records what real programs leave behind, into `fixtures/histories`.

    python -m tests.converters.recording.record_histories v0.2 [NAME]     with the one in AUTOGEN_V02_PYTHON
    python -m tests.converters.recording.record_histories v0.4 [NAME]     with this interpreter (0.7.5)
    python -m tests.converters.recording.record_histories states PYTHON   states of the release that PYTHON has
    python -m tests.converters.recording.record_histories resumed         v0.2.40 going on from converted v0.4 states

The model behind all of them is `autogen_codemods.demo.model_server`; `requests.json` is what it was asked.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from autogen_codemods.demo.model_server import ModelServer
from autogen_converters import convert, team_state_to_v02

from . import programs_v02

HISTORIES = Path(__file__).parents[3] / "fixtures" / "histories"
HERE = Path(__file__).parent


def fresh(*names: str) -> Path:
    folder = HISTORIES.joinpath(*names)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", "utf-8")


def seen(server: ModelServer) -> list[Any]:
    return [body.get("messages") for body in server.bodies]


def run_v02(*arguments: str) -> None:
    python = os.environ["AUTOGEN_V02_PYTHON"]
    command = [python, str(HERE / "programs_v02.py"), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=120)


def record_v02(name: str) -> None:
    folder = fresh("v0.2", name)
    with ModelServer(programs_v02.ANSWERS[name]) as server:
        run_v02(name, server.base_url, str(folder))
        write(folder / "requests.json", seen(server))
    shutil.rmtree(folder / "work", ignore_errors=True)
    for left in (*folder.glob("cache/*-wal"), *folder.glob("cache/*-shm")):
        left.unlink()


async def record_v04(name: str) -> None:
    from . import programs_v04

    folder = fresh("v0.4", name)
    with ModelServer(programs_v04.ANSWERS[name]) as server:
        client = programs_v04.client_for(server.base_url)
        runner, result = await programs_v04.PROGRAMS[name](client)
        messages = [message.dump() for message in result.messages]
        write(folder / "task_result.json", {"messages": messages, "stop_reason": result.stop_reason})
        write(folder / "state.json", await runner.save_state())
        write(folder / "requests.json", seen(server))
        await client.close()


def record_states(python: str) -> None:
    ask = "import importlib.metadata as m; print(m.version('autogen-agentchat'))"
    version = subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()
    folder = fresh("v0.4-states", version)
    subprocess.run([python, str(HERE / "old_states.py"), str(folder)], check=True, timeout=300)


def record_resumed(name: str) -> None:
    """Convert the recorded v0.4 state of a team, let v0.2.40 go on from it, and keep what its models were shown."""
    state = json.loads((HISTORIES / "v0.4" / name / "state.json").read_text("utf-8"))
    document = team_state_to_v02(state)
    folder = fresh("resumed-in-v0.2", name)
    shown: dict[str, Any] = {}
    for owner, messages in document["chat_messages"].items():
        given = folder / "given.json"
        write(given, {"owner": owner, "peer": "user", "messages": messages})
        with ModelServer(["went on"]) as server:
            run_v02("resume_pair", str(given), server.base_url)
            shown[owner] = seen(server)[-1]
        given.unlink()
    write(folder / "shown.json", shown)


def record_resumed_group(name: str) -> None:
    """The same with `GroupChatManager.resume`, from the plain messages of the group."""
    state = json.loads((HISTORIES / "v0.4" / name / "state.json").read_text("utf-8"))
    document = convert(state, "v0.2", plain=True)
    folder = fresh("resumed-group-in-v0.2", name)
    given = folder / "given.json"
    write(given, {"agents": list(document["chat_messages"]), "messages": document["messages"]})
    with ModelServer(["went on"]) as server:
        run_v02("resume_group", str(given), server.base_url)
        write(folder / "shown.json", seen(server)[-1])
    given.unlink()


GROUPS = ("round_robin", "round_robin_with_tool", "selector")
RESUMED = ("round_robin", "round_robin_with_tool", "selector", "swarm", "a_human_answers")


def main(what: str, *names: str) -> None:
    if what == "v0.2":
        for name in names or programs_v02.PROGRAMS:
            record_v02(name)
    elif what == "v0.4":
        from . import programs_v04

        for name in names or programs_v04.PROGRAMS:
            asyncio.run(record_v04(name))
    elif what == "states":
        record_states(*names)
    elif what == "resumed":
        for name in names or RESUMED:
            record_resumed(name)
        for name in names or GROUPS:
            record_resumed_group(name)
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
