"""The terminal as a stream, and which stream is the default."""

from __future__ import annotations

import asyncio
import getpass
import io
import sys
from threading import Thread
from typing import Any

import pytest
from autogen_compat.io import InputStream, IOConsole, IOStream, OutputStream, base


class Recorder(IOStream):
    """A stream that keeps what is printed, and is falsy as an empty list is."""

    def __init__(self) -> None:
        self.printed: list[str] = []

    def __len__(self) -> int:
        return len(self.printed)

    def print(self, *objects: Any, sep: str = " ", end: str = "\n", flush: bool = False) -> None:
        self.printed.append(sep.join(map(str, objects)) + end)

    def input(self, prompt: str = "", *, password: bool = False) -> str:
        return f"answer to {prompt}"


def test_the_console_prints_like_print(capsys: pytest.CaptureFixture[str]) -> None:
    IOConsole().print("a", 1, None, sep="-", end="!", flush=True)
    assert capsys.readouterr().out == "a-1-None!"


def test_the_console_reads_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("hello\nrest"))
    assert IOConsole().input("Say: ") == "hello"
    assert capsys.readouterr().out == "Say: "


@pytest.mark.parametrize(("prompt", "asked"), [("", "Password: "), ("PIN: ", "PIN: ")])
def test_a_password_is_read_without_echo(monkeypatch: pytest.MonkeyPatch, prompt: str, asked: str) -> None:
    prompts: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda text: prompts.append(text) or "secret")
    assert IOConsole().input(prompt, password=True) == "secret"
    assert prompts == [asked]


def test_the_console_is_the_default() -> None:
    assert isinstance(IOStream.get_default(), IOConsole)
    assert isinstance(IOStream.get_global_default(), IOConsole)


def test_a_default_lasts_as_long_as_its_context_and_nests() -> None:
    outer, inner = Recorder(), Recorder()
    with IOStream.set_default(outer):
        with IOStream.set_default(inner):
            assert IOStream.get_default() is inner
        assert IOStream.get_default() is outer
    assert isinstance(IOStream.get_default(), IOConsole)


def test_a_default_ends_with_its_context_after_an_error() -> None:
    with pytest.raises(KeyError), IOStream.set_default(Recorder()):
        raise KeyError
    assert isinstance(IOStream.get_default(), IOConsole)


def test_no_default_in_a_context_means_the_global_one() -> None:
    with IOStream.set_default(Recorder()), IOStream.set_default(None):
        assert isinstance(IOStream.get_default(), IOConsole)


def test_a_new_thread_starts_with_the_global_default() -> None:
    seen: list[IOStream] = []
    with IOStream.set_default(Recorder()):
        thread = Thread(target=lambda: seen.append(IOStream.get_default()))
        thread.start()
        thread.join()
    assert isinstance(seen[0], IOConsole)


async def test_each_task_has_its_own_default() -> None:
    async def use(stream: IOStream) -> IOStream:
        with IOStream.set_default(stream):
            await asyncio.sleep(0.01)
            return IOStream.get_default()

    first, second = Recorder(), Recorder()
    assert await asyncio.gather(use(first), use(second)) == [first, second]


def test_the_global_default_can_be_replaced() -> None:
    console, recorder = IOStream.get_global_default(), Recorder()
    IOStream.set_global_default(recorder)
    try:
        assert IOStream.get_default() is recorder
    finally:
        IOStream.set_global_default(console)


def test_without_a_global_default_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base.IOStream, "_global_default", None)
    with pytest.raises(RuntimeError, match="No global default IOStream has been set"):
        IOStream.get_default()


def test_any_object_that_prints_and_reads_is_a_stream() -> None:
    class Duck:
        def print(self, *objects: Any, sep: str = " ", end: str = "\n", flush: bool = False) -> None: ...

        def input(self, prompt: str = "", *, password: bool = False) -> str:
            return ""

    assert isinstance(Duck(), OutputStream)
    assert isinstance(Duck(), InputStream)
    assert not isinstance(object(), OutputStream)
