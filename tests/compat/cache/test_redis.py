"""Caches in a real Redis server, started here (Debian's redis-server)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import Cache, OpenAIWrapper
from autogen_compat.cache.redis_cache import RedisCache
from autogen_compat.native import redis_cached
from autogen_core.models import UserMessage
from autogen_ext.models.openai import OpenAIChatCompletionClient
from redis_server import free_port, needs_redis, redis_server

pytestmark = needs_redis


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with redis_server() as url:
        yield url


def wrapper(server: ModelServer) -> OpenAIWrapper:
    return OpenAIWrapper(config_list=[{"model": "gpt-4", "api_key": "k", "base_url": server.base_url}])


def test_an_answer_is_kept_for_the_next_program(url: str, model_server: ModelServer) -> None:
    model_server.load(["once"])
    for _ in range(2):
        with Cache.redis("kept", url) as cache:
            client = wrapper(model_server)
            response = client.create(messages=[{"role": "user", "content": "Hi"}], cache=cache)
            assert client.extract_text_or_completion_object(response) == ["once"]
    assert len(model_server.requests) == 1
    keys = redis.Redis.from_url(url).keys("autogen:kept:*")
    assert keys == [b'autogen:kept:{"messages": [{"content": "Hi", "role": "user"}], "model": "gpt-4"}']


def test_seeds_are_apart(url: str, model_server: ModelServer) -> None:
    model_server.load(["one", "two"])
    texts = []
    for seed in (1, 2):
        with Cache.redis(seed, url) as cache:
            response = wrapper(model_server).create(messages=[{"role": "user", "content": "Hi"}], cache=cache)
            texts.append(response.choices[0].message.content)
    assert texts == ["one", "two"]


def test_a_poisoned_value_is_a_miss(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pickle

    class Attack:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path}/executed",)

    redis.Redis.from_url(url).set("autogen:evil:key", pickle.dumps(Attack()))
    with RedisCache("evil", url) as cache:
        assert cache.get("key", "miss") == "miss"
    assert list(tmp_path.iterdir()) == []


def test_a_closed_cache_connects_again(url: str) -> None:
    cache = RedisCache("again", url)
    cache.close()
    cache.set("key", [1, 2])
    assert cache.get("key") == [1, 2]
    assert cache.get("other") is None


def test_a_server_that_is_not_there_is_an_error_of_redis() -> None:
    with pytest.raises(redis.ConnectionError):
        RedisCache("s", f"redis://127.0.0.1:{free_port()}/0").get("key")


async def _answer(server: ModelServer, url: str, seed: int | str, model: str = "gpt-4o") -> object:
    client = OpenAIChatCompletionClient(model=model, api_key="k", base_url=server.base_url)
    return (await redis_cached(client, seed, url).create([UserMessage(content="Hi", source="user")])).content


async def test_a_native_client_keeps_its_answers_for_the_next_program(url: str, model_server: ModelServer) -> None:
    model_server.load(["once"])
    assert [await _answer(model_server, url, "native") for _ in range(2)] == ["once", "once"]
    assert len(model_server.requests) == 1


async def test_native_clients_of_other_seeds_and_models_are_apart(url: str, model_server: ModelServer) -> None:
    model_server.load(["one", "two", "three"])
    assert await _answer(model_server, url, "first") == "one"
    assert await _answer(model_server, url, "second") == "two"
    assert await _answer(model_server, url, "first", "gpt-4-turbo") == "three"


async def test_a_native_client_asks_no_model_while_the_server_is_not_there(model_server: ModelServer) -> None:
    with pytest.raises(redis.ConnectionError):
        await _answer(model_server, f"redis://127.0.0.1:{free_port()}/0", 1)
    assert model_server.requests == []
