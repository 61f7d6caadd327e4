"""Caches in a real Redis server, started here (Debian's redis-server)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import Cache, OpenAIWrapper
from autogen_compat.cache.redis_cache import RedisCache

pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="redis-server is not installed: apt-get install redis-server"
)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(folder), "--bind", "127.0.0.1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            redis.Redis.from_url(url).ping()
            return
        except redis.ConnectionError:
            time.sleep(0.05)
    raise TimeoutError("redis-server did not start")


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
