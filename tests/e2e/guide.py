"""The programs of the migration guide's sections, with what the model answers and what becomes of each.

`python -m e2e.guide PYTHON_WITH_V02` (from `tests/`) records what the real v0.2.40 prints, beside the programs.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
import types
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from autogen_codemods.demo.model_server import ModelServer
from native_programs.play import request_as_asked

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "legacy" / "guide"
_HELLO = "Here:\n```python\nprint('Hello, world!')\n```"


@dataclass(frozen=True)
class Program:
    """A program of the guide: what the model answers, what a human types, and why it is not rewritten natively.

    `stays`: part of the native tier's reason for leaving it on compat; "" where it becomes native.
    """

    name: str
    answers: tuple[Any, ...] = ()
    inputs: tuple[str, ...] = ()
    stays: str = ""

    @property
    def section(self) -> int:
        return int(self.name[1:3])

    @property
    def source(self) -> str:
        return (FOLDER / f"{self.name}.py").read_text(encoding="utf-8")

    @property
    def printed_by_v02(self) -> str:
        return (FOLDER / f"{self.name}.v02.txt").read_text(encoding="utf-8")


def _call(tool: str, **arguments: Any) -> dict[str, Any]:
    return {"tool_calls": [{"name": tool, "arguments": arguments}]}


PROGRAMS = (
    Program(
        "s01_model_client",
        ({"status": 500, "message": "out of order"}, "Hello to you."),
        stays="more than the text of an answer is read",
    ),
    Program("s01_azure", ("Hello to you.",)),
    Program("s01_compatible", ("Hello to you.",)),
    Program("s02_cache", ("Why not?",)),
    Program("s02_cache_seed", ("Why not?",)),
    Program("s03_assistant_agent", ("Hello! How can I help?",)),
    Program("s03_direct_reply", ("A joke.",)),
    Program("s04_multimodal", ("Four red dots.",)),
    Program("s05_user_proxy", ("Soup?", "Salad?"), ("No soup.", "exit")),
    Program("s06_rag", ("80 degrees.",)),
    Program("s07_register_reply"),
    Program("s08_save_and_load", ("Hello, Ada.", "You are Ada."), stays="its histories (chat_messages)"),
    Program("s09_two_agents", (_HELLO, "TERMINATE")),
    Program(
        "s10_tools",
        (_call("get_weather", city="Paris"), "Sunny in Paris."),
        ("How is Paris?", "exit"),
    ),
    Program("s10_tools_last_message", (_call("add", a=2, b=3), "It is 5. TERMINATE")),
    Program("s11_chat_result", ("One.", "Two.")),
    Program("s11_history_and_summary", ("One.", "Two.")),
    Program(
        "s13_group_chat",
        ("A robot felt joy.", "More.", "It felt sorrow, too.", "APPROVE"),
    ),
    Program("s13_round_robin", ("A robot felt.", "More.", "It felt joy.", "Good.")),
    Program(
        "s14_resume",
        ("A robot.", "APPROVE", "Ein Roboter.", "APPROVE"),
        stays="the history of a chat that goes on is read as a whole",
    ),
    Program("s15_stateflow", ("Please search.", "Wade, 214, 398.", "85.98 percent.", "Wade, 85.98 percent.")),
    Program("s16_nested_chat", ("Tea is hot.", "Say how hot.", "Tea is 80 degrees hot.")),
    Program("s17_sequential_chats", ("15", "30")),
    Program("s18_gpt_assistant", ("42",), stays="the recipient of the chat cannot be told"),
    Program("s19_long_context", ("1", "2", "3")),
    Program("s20_logging", ("Paris.",)),
    Program("s21_code_executors"),
    Program("s21_executor_agent"),
)


@dataclass(frozen=True)
class Run:
    """What a run printed, which requests the model got, and which failed."""

    printed: str
    requests: list[Any]
    failures: list[str]

    @property
    def results(self) -> list[str]:
        return results_in(self.printed)


def results_in(printed: str) -> list[str]:
    """What follows the arrow on each line; a question to a human may stand before it."""
    return re.findall(r"=> (.*)", printed)


def play(program: Program, source: str, folder: Path) -> Run:
    """Run a source text in this process and folder, with the program's model and human."""
    output, typed = io.StringIO(), io.StringIO("".join(line + "\n" for line in program.inputs))
    with ModelServer(list(program.answers)) as server, _at(folder), patch.dict(os.environ, environment(server)):
        with contextlib.redirect_stdout(output), patch.object(sys, "stdin", typed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _execute(source, folder / "main.py")
        return Run(output.getvalue(), [_asked(body) for body in server.bodies], list(server.failures))


def environment(server: ModelServer) -> dict[str, str]:
    """Where the model is, for programs that name no address, an address of their own, or one of Azure."""
    return {
        "OPENAI_API_KEY": "sk-none",
        "OPENAI_BASE_URL": server.base_url,
        "MODEL_URL": server.base_url,
        "AZURE_OPENAI_API_KEY": "none",
        "AZURE_OPENAI_ENDPOINT": server.origin,
    }


def _asked(body: dict[str, Any]) -> Any:
    """A request without names and roles, where parts that are all texts are one text."""
    messages = [{**message, "content": _text(message.get("content"))} for message in body["messages"]]
    return request_as_asked({**body, "messages": messages})


def _text(content: Any) -> str:
    if not isinstance(content, list):
        return content or ""
    return "".join(part["text"] if part["type"] == "text" else part["image_url"]["url"] for part in content)


def _execute(source: str, path: Path) -> None:
    path.write_text(source, encoding="utf-8")
    main = types.ModuleType("__main__")
    main.__file__ = str(path)
    before = sys.modules["__main__"]
    sys.modules["__main__"] = main
    try:
        exec(compile(source, str(path), "exec"), vars(main))
    finally:
        sys.modules["__main__"] = before


@contextlib.contextmanager
def _at(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def record(python: str, program: Program) -> None:
    """Keep what the real v0.2.40 prints."""
    with tempfile.TemporaryDirectory() as folder, ModelServer(list(program.answers)) as server:
        (Path(folder) / "main.py").write_text(program.source, encoding="utf-8")
        done = subprocess.run(
            [python, "-W", "ignore", "main.py"],
            cwd=folder,
            env={**os.environ, **environment(server)},
            input="".join(line + "\n" for line in program.inputs),
            capture_output=True,
            encoding="utf-8",
        )
        if done.returncode or server.failures:
            raise RuntimeError(f"{program.name} fails on v0.2: {server.failures}\n{done.stdout}\n{done.stderr}")
    (FOLDER / f"{program.name}.v02.txt").write_text(done.stdout, encoding="utf-8")


if __name__ == "__main__":
    wanted = sys.argv[2:]
    for each in PROGRAMS:
        if not wanted or each.name in wanted:
            record(sys.argv[1], each)
