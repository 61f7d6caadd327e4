"""A .cache folder that v0.2.40 wrote keeps its hits (fixtures/caches/v0.2.40)."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import OpenAIWrapper

WRITTEN = Path(__file__).parents[3] / "fixtures" / "caches" / "v0.2.40"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(WRITTEN, tmp_path / ".cache")
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".cache"


def wrapper(server: ModelServer) -> OpenAIWrapper:
    return OpenAIWrapper(config_list=[{"model": "gpt-4", "api_key": "another key", "base_url": server.base_url}])


def test_texts_are_found_with_their_cost(folder: Path, model_server: ModelServer) -> None:
    client = wrapper(model_server)
    response = client.create(messages=[{"role": "user", "content": "Hi"}])
    assert client.extract_text_or_completion_object(response) == ["From v0.2."]
    assert response.cost > 0
    assert (client.actual_usage_summary, model_server.requests) == (None, [])
    assert client.total_usage_summary and client.total_usage_summary["total_cost"] == response.cost


def test_tool_calls_are_found(folder: Path, model_server: ModelServer) -> None:
    client = wrapper(model_server)
    [message] = client.extract_text_or_completion_object(client.create(messages=[{"role": "user", "content": "Add"}]))
    assert message.tool_calls[0].function.arguments == '{"a": 1}'
    assert model_server.requests == []


async def test_the_asynchronous_twin_finds_them_too(folder: Path, model_server: ModelServer) -> None:
    client = wrapper(model_server)
    response = await client.a_create(messages=[{"role": "user", "content": "Hi"}])
    assert client.extract_text_or_completion_object(response) == ["From v0.2."]


def test_answers_of_a_custom_client_are_found(folder: Path) -> None:
    class P:
        def __init__(self, config: dict[str, Any]) -> None:
            pass

        def create(self, params: dict[str, Any]) -> Any:
            raise AssertionError("asked")

        def message_retrieval(self, response: Any) -> list[str]:
            return [choice.message.content for choice in response.choices]

        def cost(self, response: Any) -> float:
            return 0.0

        @staticmethod
        def get_usage(response: Any) -> dict[str, Any]:
            return {}

    client = OpenAIWrapper(config_list=[{"model": "local", "model_client_cls": "P"}])
    client.register_model_client(P)
    response = client.create(messages=[{"role": "user", "content": "Hi"}])
    assert client.extract_text_or_completion_object(response) == ["own"]


def test_the_folder_stays_readable_for_v02(folder: Path, model_server: ModelServer) -> None:
    model_server.load(["new"])
    wrapper(model_server).create(messages=[{"role": "user", "content": "Other"}])
    with sqlite3.connect(folder / "41" / "cache.db") as database:
        settings = dict(database.execute("SELECT key, value FROM Settings"))
        modes = {mode for (mode,) in database.execute("SELECT mode FROM Cache")}
    assert not any("autogen" in str(value) for value in settings.values())
    assert modes == {4}, "pickles, as before"
