"""Run a program against the scripted model and observe it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import json
import os
import re
import subprocess
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import tiktoken
from autogen_codemods.demo.model_server import ModelServer
from autogen_codemods.demo.script import ScriptError
from redis_server import redis_server

from native_programs.program import REPORT, Program, Trace, needs_server

_DEFAULT_PROMPTS = ("you are a helpful ai assistant", "summarize the takeaway from the conv", "sum up what this conv")
_PROMPTS_OF_SELECTION = ("select the next role", "role speaks next.")
"""In v0.2 and natively, and in compat."""
_UNNAMED_CODE = "tmp_code_"
"""Files of code blocks without a name: v0.2's executor objects leave them, its dictionary settings do not."""
_IGNORED = {".cache", "__pycache__"}
_ANALYSES = {
    "is it work": ("perform a task or solve a problem", "to do a task or to solve a problem"),
    "advice": ("copy any advice", "Quote in short the advice"),
    "task": ("opy just the task", "Quote in short the task"),
    "kind of task": ("the type of task described", "what kind of task"),
    "is it news": ("could be committed to memory", "Is there information"),
    "question": ("forgot this information", "forgets the information"),
    "information": ("Copy the information", "Quote the information"),
}
"""What v0.2's Teachability asks about a text, and what ours does."""
_ABILITY = re.compile(r"\n(You've been given the special ability|You are able to remember what users) .*")
_ANALYSTS = ("You are an expert in text analysis", "You analyze texts")


def play_v02(python: str, program: Program, folder: Path) -> Trace:
    """Run the program as it is, in a process of the Python that has v0.2.40."""
    names = _write(program.source, program.modules, folder)
    with ModelServer(_of_the_kind_asked_for(program.answers)) as server, _places(program, server) as places:
        env = {**os.environ, **places, "PYTHONWARNINGS": "ignore"}
        typed = "".join(line + "\n" for line in program.inputs)
        done = subprocess.run(
            [python, "main.py"], cwd=folder, env=env, input=typed, capture_output=True, text=True, timeout=120
        )
        if done.returncode:
            raise RuntimeError(f"{program.name} fails under v0.2:\n{done.stderr}")
        return _trace(server, done.stdout, folder, names)


def _of_the_kind_asked_for(answers: Sequence[Any]) -> Callable[[Mapping[str, Any]], Any]:
    """The answers in their order; a call is that of a function where functions were offered and no tools."""
    waiting = list(answers)

    def answer(body: Mapping[str, Any]) -> Any:
        if not waiting:
            raise ScriptError("no answer is left for this request")
        given = waiting.pop(0)
        if body.get("functions") and isinstance(given, dict) and "tool_calls" in given:
            [called] = given["tool_calls"]
            return {**{key: value for key, value in given.items() if key != "tool_calls"}, "function_call": called}
        return given

    return answer


def play_here(program: Program, folder: Path, source: str, modules: Mapping[str, str]) -> Trace:
    """Run a rewritten program in this process."""
    names = _write(source, modules, folder)
    typed = list(program.inputs)

    def answer(prompt: object = "") -> str:
        if not typed:
            raise EOFError("the human has gone")
        return typed.pop(0)

    with (
        ModelServer(list(program.answers)) as server,
        _places(program, server) as env,
        _at(folder, names),
        patch("builtins.input", answer),
    ):
        output = io.StringIO()
        # Programs may count tokens in a way of their own, as v0.2's processes did; the next one counts as tiktoken.
        tokens = patch.object(tiktoken, "encoding_for_model", tiktoken.encoding_for_model)
        with tokens, patch.dict(os.environ, env), contextlib.redirect_stdout(output), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _run(source, folder / "main.py")
        return _trace(server, output.getvalue(), folder, names)


@contextlib.contextmanager
def _places(program: Program, server: ModelServer) -> Iterator[dict[str, str]]:
    """What tells a program where the model is, and an empty Redis server if it asks for one."""
    places = {"MODEL_URL": server.base_url, "OPENAI_API_KEY": "none"}
    with redis_server() if needs_server(program) else contextlib.nullcontext() as url:
        yield {**places, "REDIS_URL": url} if url else places


def _run(source: str, path: Path) -> None:
    main = types.ModuleType("__main__")
    main.__file__ = str(path)
    before, sys.modules["__main__"] = sys.modules["__main__"], main
    try:
        code = compile(source, str(path), "exec", flags=_TOP_LEVEL_AWAIT, dont_inherit=True)
        result = eval(code, vars(main))
        if asyncio.iscoroutine(result):
            asyncio.run(result)
    finally:
        sys.modules["__main__"] = before


_TOP_LEVEL_AWAIT = 0x2000
"""``ast.PyCF_ALLOW_TOP_LEVEL_AWAIT``, as in notebooks."""


@contextlib.contextmanager
def _at(folder: Path, names: set[str]) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        os.chdir(before)
        sys.path.remove(str(folder))
        for name in names:
            sys.modules.pop(name.removesuffix(".py"), None)


def _write(source: str, modules: Mapping[str, str], folder: Path) -> set[str]:
    files = {"main.py": source, **modules}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return set(files)


def _trace(server: ModelServer, output: str, folder: Path, names: set[str]) -> Trace:
    reported = [line.removeprefix(REPORT) for line in output.splitlines() if line.startswith(REPORT)]
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not _IGNORED & set(path.parts)
        and path.name not in names
        and not path.name.startswith(_UNNAMED_CODE)
    }
    requests = [request_as_asked(body) for body in server.bodies] + list(server.failures)
    return Trace(json.loads(json.dumps(requests).replace(str(folder), "<folder>")), reported, files)


def request_as_asked(body: Mapping[str, Any]) -> Any:
    """A request as both engines should make it: without names, roles of texts, ids and default prompts."""
    messages = json.dumps(body["messages"])
    if any(prompt in messages for prompt in _PROMPTS_OF_SELECTION):
        return "select a speaker"
    return [_message(message) for message in body["messages"]]


def _message(message: Mapping[str, Any]) -> Any:
    content = message.get("content") or ""
    if message["role"] == "system":
        text = _parts(content) if isinstance(content, list) else content
        return {"system": "<default>" if _is_default(text) else _taught(text)}
    if message.get("tool_calls") or message.get("function_call"):
        called = [each["function"] for each in message.get("tool_calls") or ()] or [message["function_call"]]
        return {"calls": [[function["name"], json.loads(function["arguments"])] for function in called]}
    if isinstance(content, list):
        return _parts(content)
    return {"tool": content} if message["role"] in {"tool", "function"} else _analyzed(_introduced(content))


def _taught(prompt: str) -> str:
    """A system message without the words for the ability to remember, or that of who analyzes texts."""
    return "<analyst>" if prompt.startswith(_ANALYSTS) else _ABILITY.sub("<teachable>", prompt)


def _analyzed(content: Any) -> Any:
    """What is asked about which text, where that is asked."""
    first, _, rest = str(content).partition("\n\n# TEXT\n")
    if not first.startswith("# INSTRUCTIONS\n"):
        return content
    asked = next(name for name, words in _ANALYSES.items() if any(each in first for each in words))
    return {asked: rest.removesuffix(first + "\n").strip("\n")}


def _introduced(content: Any) -> Any:
    """An introduction of a group's members without the words before it, which are v0.2's or our own."""
    words, gap, roles = str(content).partition("\n\n")
    begins = words.startswith(("Hello everyone. We have", "Welcome to this conversation."))
    return f"<introduction>{gap}{roles}" if begins and gap else content


def _parts(content: list[dict[str, Any]]) -> Any:
    """Texts and images; v0.2's agents that see have lists of one text, and no level of detail of images."""
    parts = [part["text"] if part["type"] == "text" else _pixels(part["image_url"]["url"]) for part in content]
    return parts[0] if len(parts) == 1 else parts


def _pixels(uri: str) -> Any:
    """An image whatever the compression; Pillow's versions differ in it."""
    from PIL import Image

    image = Image.open(io.BytesIO(base64.b64decode(uri.partition("base64,")[2])))
    return {"size": list(image.size), "pixels": image.tobytes().hex()}


def _is_default(prompt: str) -> bool:
    asks_for_code = "filename: " in prompt and "TERMINATE" in prompt
    return asks_for_code or prompt.lower().startswith(_DEFAULT_PROMPTS)
