"""A cache that someone else wrote executes nothing."""

from __future__ import annotations

import os
import pickle
import subprocess
from pathlib import Path
from typing import Any

import diskcache
import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import Cache, OpenAIWrapper
from autogen_compat.cache import _pickles
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion

MARK = "executed"


class Calls:
    """Pickles as a call of a function."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = function, arguments

    def __reduce__(self) -> Any:
        return self.call


ATTACKS = {
    "a shell command": Calls(os.system, f"touch {MARK}"),
    "a process": Calls(subprocess.Popen, ["touch", MARK]),
    "source text": Calls(eval, f"open({MARK!r}, 'w')"),
    "a file": Calls(open, MARK, "w"),
    "an import": Calls(__import__, "antigravity"),
    "an attribute": Calls(getattr, "text", "upper"),
    "another library's class": Path("x"),
    "openai's client": Calls(__import__("openai").OpenAI),
    "a function of openai": Calls(__import__("openai").types.chat.chat_completion.__dict__.get("os", os.getcwd)),
    "a call inside an answer": {"choices": [Calls(os.system, f"touch {MARK}")]},
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_nothing_but_answers_is_rebuilt(attack: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = pickle.dumps(attack)
    with pytest.raises(_pickles.UnsafeCacheEntry, match="ignored"):
        _pickles.loads(data)
    assert not (tmp_path / MARK).exists()


def test_a_poisoned_folder_is_a_miss_and_the_model_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    key = '{"messages": [{"content": "Hi", "role": "user"}], "model": "gpt-4"}'
    with diskcache.Cache(".cache/41") as folder:
        folder.set(key, Calls(os.system, f"touch {MARK}"))
    model_server.load(["honest"])
    client = OpenAIWrapper(config_list=[{"model": "gpt-4", "api_key": "k", "base_url": model_server.base_url}])
    response = client.create(messages=[{"role": "user", "content": "Hi"}])
    assert client.extract_text_or_completion_object(response) == ["honest"]
    assert not (tmp_path / MARK).exists()
    assert "posix.system" in caplog.text and "ignored" in caplog.text


def test_a_poisoned_entry_in_a_file_of_its_own_is_a_miss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with diskcache.Cache(str(tmp_path / "1")) as folder:
        folder.set("key", [Calls(os.system, f"touch {MARK}"), "x" * 100_000])
    assert Cache.disk(1, str(tmp_path)).get("key", "miss") == "miss"
    assert not (tmp_path / MARK).exists()


@pytest.mark.parametrize("value", ["text", 3, {"choices": []}, ["x"], b"x"])
def test_an_entry_that_is_no_answer_is_a_miss(
    value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model_server: ModelServer
) -> None:
    monkeypatch.chdir(tmp_path)
    with diskcache.Cache(".cache/41") as folder:
        folder.set('{"messages": [{"content": "Hi", "role": "user"}], "model": "gpt-4"}', value)
    model_server.load(["honest"])
    client = OpenAIWrapper(config_list=[{"model": "gpt-4", "api_key": "k", "base_url": model_server.base_url}])
    response = client.create(messages=[{"role": "user", "content": "Hi"}])
    assert client.extract_text_or_completion_object(response) == ["honest"]


def test_a_persistent_reference_is_refused() -> None:
    class Referring(pickle.Pickler):
        def persistent_id(self, obj: Any) -> Any:
            return "outside" if obj == "x" else None

    import io

    buffer = io.BytesIO()
    Referring(buffer).dump(["x"])
    with pytest.raises(_pickles.UnsafeCacheEntry, match="outside object"):
        _pickles.loads(buffer.getvalue())


def test_the_fields_of_an_answer_class_are_not_reached_by_dotted_names() -> None:
    harmless = pickle.dumps(ChatCompletion, protocol=4)
    dotted = harmless.replace(b"\x8c\x0eChatCompletion", b"\x8c\x17ChatCompletion.__init__")
    with pytest.raises(_pickles.UnsafeCacheEntry):
        _pickles.loads(dotted)


def test_a_type_that_a_custom_client_returned_is_admitted_afterwards() -> None:
    data = pickle.dumps(Answer("hi"))
    with pytest.raises(_pickles.UnsafeCacheEntry, match=r"Answer.*no model answer"):
        _pickles.loads(data)
    _pickles.admit_types_of(Answer("other"))
    assert _pickles.loads(data).text == "hi"


class Answer:
    def __init__(self, text: str) -> None:
        self.text = text


@given(st.binary(max_size=200))
def test_damaged_entries_are_refused_and_nothing_else_happens(data: bytes) -> None:
    try:
        _pickles.loads(data)
    except _pickles.UnsafeCacheEntry:
        pass


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_changed_byte_never_runs_anything(place: int, byte: int) -> None:
    data = bytearray(pickle.dumps(Calls(os.getpid)) + pickle.dumps({"a": [1, 2]}))
    data[place % len(data)] = byte
    try:
        value = _pickles.loads(bytes(data))
    except _pickles.UnsafeCacheEntry:
        return
    assert value != os.getpid()
