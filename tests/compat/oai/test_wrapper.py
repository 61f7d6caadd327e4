"""What OpenAIWrapper does beyond v0.2's recordings: its asynchronous twin, threads, loops, refusals."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openai
import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import OpenAIWrapper
from autogen_compat.cache.in_memory_cache import InMemoryCache
from autogen_compat.io.base import IOStream
from autogen_compat.io.console import IOConsole
from autogen_compat.oai.client import OpenAIClient
from pydantic import BaseModel

ASK = [{"role": "user", "content": "Hi"}]


def entry(server: ModelServer, **options: Any) -> dict[str, Any]:
    return {"model": "gpt-4", "api_key": "sk-secret", "base_url": server.base_url, "max_retries": 0, **options}


def wrapper(server: ModelServer, **options: Any) -> OpenAIWrapper:
    return OpenAIWrapper(config_list=[entry(server)], **{"cache_seed": None, **options})


def text(client: OpenAIWrapper, response: Any) -> str:
    return client.extract_text_or_completion_object(response)[0]


class Screen(IOConsole):
    def __init__(self) -> None:
        self.shown: list[str] = []

    def print(self, *objects: Any, sep: str = " ", end: str = "\n", flush: bool = False) -> None:
        self.shown.append(sep.join(map(str, objects)) + end)


async def test_both_twins_send_the_same_and_count_the_same(model_server: ModelServer) -> None:
    model_server.load(["one", "one"])
    request = {"messages": ASK, "temperature": 0.5, "tools": [], "extra_body": {"top_k": 1}}
    sync, twin = wrapper(model_server), wrapper(model_server)
    first, second = sync.create(**request), await twin.a_create(**request)
    assert model_server.bodies[0] == model_server.bodies[1]
    assert (first.cost, text(sync, first)) == (second.cost, text(twin, second))
    assert sync.total_usage_summary == twin.total_usage_summary


async def test_the_twin_moves_on_and_filters(model_server: ModelServer) -> None:
    model_server.load([{"status": 429, "message": "busy"}, "No.", "Yes."])
    client = OpenAIWrapper(config_list=[entry(model_server, model=m) for m in "abc"], cache_seed=None)
    response = await client.a_create(messages=ASK, filter_func=lambda context, response: False)
    assert (text(client, response), response.config_id, response.pass_filter) == ("Yes.", 2, False)


async def test_the_twin_raises_what_v02_raises(model_server: ModelServer) -> None:
    model_server.load([{"status": 401, "message": "bad key"}, {"text": "late", "delay": 1.0}])
    with pytest.raises(openai.AuthenticationError, match="bad key"):
        await wrapper(model_server).a_create(messages=ASK)
    late = OpenAIWrapper(config_list=[entry(model_server, timeout=0.2)], cache_seed=None)
    with pytest.raises(TimeoutError, match="timed out"):
        await late.a_create(messages=ASK)


async def test_the_twin_streams_to_the_iostream_of_its_task(model_server: ModelServer) -> None:
    model_server.load(["one two", "three"])

    async def ask() -> list[str]:
        screen = Screen()
        with IOStream.set_default(screen):
            await wrapper(model_server).a_create(messages=ASK, stream=True)
        return screen.shown

    screens = await asyncio.gather(ask(), ask())
    shown = sorted("".join(each[1:-1]) for each in screens)
    assert shown == ["one two", "three"]
    assert all(each[0] == "\x1b[32m" and each[-1] == "\x1b[0m\n\n" for each in screens)


async def test_calls_in_parallel_do_not_wait_for_each_other(model_server: ModelServer) -> None:
    model_server.load([{"text": "ok", "delay": 0.4}] * 5)
    client = wrapper(model_server)
    await asyncio.gather(*(client.a_create(messages=ASK) for _ in range(5)))
    assert model_server.connections == 5, "one after the other they would share a connection"
    assert client.total_usage_summary and client.total_usage_summary["gpt-4"]["completion_tokens"] == 5


async def test_the_loop_stays_free_while_a_call_waits(model_server: ModelServer) -> None:
    model_server.load([{"text": "ok", "delay": 0.3}])
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await wrapper(model_server).a_create(messages=ASK)
    ticking.cancel()
    assert ticks > 5


def test_one_client_serves_many_event_loops(model_server: ModelServer) -> None:
    model_server.load(["ok"] * 4)
    client = wrapper(model_server)
    for _ in range(4):
        assert text(client, asyncio.run(client.a_create(messages=ASK))) == "ok"


def test_one_client_serves_many_threads(model_server: ModelServer) -> None:
    model_server.load(["ok"] * 20)
    client = wrapper(model_server)
    with ThreadPoolExecutor(5) as pool:
        texts = list(pool.map(lambda _: text(client, client.create(messages=ASK)), range(20)))
    assert texts == ["ok"] * 20


def test_a_cancelled_call_does_not_wait_for_its_answer(model_server: ModelServer) -> None:
    model_server.load([{"text": "late", "delay": 3600.0}])

    async def cancel() -> None:
        call = asyncio.create_task(wrapper(model_server).a_create(messages=ASK))
        await asyncio.sleep(0.1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    asyncio.run(cancel())


async def test_the_twin_works_with_a_synchronous_http_client(model_server: ModelServer) -> None:
    model_server.load(["ok"])
    seen: list[str] = []
    own = openai.DefaultHttpxClient(event_hooks={"request": [lambda request: seen.append(request.url.path)]})
    client = OpenAIWrapper(config_list=[entry(model_server, http_client=own)], cache_seed=None)
    assert text(client, await client.a_create(messages=ASK)) == "ok"
    assert seen == ["/v1/chat/completions"]


async def test_a_custom_client_runs_beside_the_loop_of_the_twin() -> None:
    threads: list[threading.Thread] = []

    class Mine:
        def __init__(self, config: dict[str, Any]) -> None:
            pass

        def create(self, params: dict[str, Any]) -> Any:
            threads.append(threading.current_thread())

            class Response:
                model, usage, cost = "mine", None, 0.0

            return Response()

        def message_retrieval(self, response: Any) -> list[str]:
            return ["mine"]

        def cost(self, response: Any) -> float:
            return 1.5

        @staticmethod
        def get_usage(response: Any) -> dict[str, Any]:
            return {}

    client = OpenAIWrapper(config_list=[{"model": "m", "model_client_cls": "Mine"}], cache_seed=None)
    client.register_model_client(Mine)
    response = await client.a_create(messages=ASK)
    assert (text(client, response), response.cost) == ("mine", 1.5)
    assert threads[0] is not threading.current_thread()


async def test_a_key_may_be_a_function(model_server: ModelServer) -> None:
    model_server.load(["ok", "ok"])
    asked: list[str] = []

    def key() -> str:
        asked.append("key")
        return "sk-new"

    client = OpenAIWrapper(config_list=[entry(model_server, api_key=key)], cache_seed=None)
    client.create(messages=ASK)
    await client.a_create(messages=ASK)
    assert asked == ["key", "key"]


def test_two_agents_that_share_a_config_list_both_keep_its_rate_limit(model_server: ModelServer) -> None:
    model_server.load(["ok"] * 4)
    shared = [entry(model_server, api_rate_limit=5)]
    for client in (
        OpenAIWrapper(config_list=shared, cache_seed=None),
        OpenAIWrapper(config_list=shared, cache_seed=None),
    ):
        start = time.perf_counter()
        client.create(messages=ASK)
        client.create(messages=ASK)
        assert time.perf_counter() - start >= 0.19
    assert shared[0]["api_rate_limit"] == 5
    assert "api_rate_limit" not in model_server.bodies[0]


async def test_the_rate_limit_holds_for_the_twin_too(model_server: ModelServer) -> None:
    model_server.load(["ok", "ok"])
    client = OpenAIWrapper(config_list=[entry(model_server, api_rate_limit=5)], cache_seed=None)
    start = time.perf_counter()
    await client.a_create(messages=ASK)
    await client.a_create(messages=ASK)
    assert time.perf_counter() - start >= 0.19


@pytest.mark.parametrize("rate", [0, -1, "fast", None, True])
def test_a_rate_that_is_none_is_refused(rate: Any, model_server: ModelServer) -> None:
    if rate is None:
        OpenAIWrapper(config_list=[entry(model_server, api_rate_limit=None)])
        return
    with pytest.raises(ValueError, match="api_rate_limit must be a positive number"):
        OpenAIWrapper(config_list=[entry(model_server, api_rate_limit=rate)])


def test_the_configs_of_the_user_are_not_changed(model_server: ModelServer) -> None:
    model_server.load(["ok"])
    configs = [
        entry(model_server, api_type="azure", api_version="1", model="gpt-3.5", azure_endpoint=model_server.origin)
    ]
    del configs[0]["base_url"]
    before = [{**config} for config in configs]
    OpenAIWrapper(config_list=configs, cache_seed=None).create(messages=ASK)
    assert configs == before


def test_a_model_class_as_response_format_is_sent_as_its_schema(model_server: ModelServer) -> None:
    class Point(BaseModel):
        x: int

    model_server.load(['{"x": 1}'] * 2)
    cache = InMemoryCache()
    client = wrapper(model_server, cache=cache)
    for _ in range(2):
        assert text(client, client.create(messages=ASK, response_format=Point)) == '{"x": 1}'
    [body] = model_server.bodies
    assert body["response_format"]["json_schema"]["name"] == "Point"


def test_a_stream_that_ends_before_it_begins_is_an_error_with_words(model_server: ModelServer) -> None:
    model_server.load([{"raw": "data: [DONE]\n\n", "headers": {"content-type": "text/event-stream"}}])
    with pytest.raises(RuntimeError, match="ended before its first piece"):
        wrapper(model_server).create(messages=ASK, stream=True)


def test_a_server_that_says_no_reason_stops(model_server: ModelServer) -> None:
    piece = (
        '{"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4", '
        '"choices": [{"index": 0, "delta": {"content": "hi"}, "finish_reason": null}]}'
    )
    raw = f"data: {piece}\n\ndata: [DONE]\n\n"
    model_server.load([{"raw": raw, "headers": {"content-type": "text/event-stream"}}])
    client = wrapper(model_server)
    with IOStream.set_default(Screen()):
        response = client.create(messages=ASK, stream=True)
    assert (text(client, response), response.choices[0].finish_reason) == ("hi", "stop")


def test_an_openai_client_of_the_users_own_may_be_wrapped(model_server: ModelServer) -> None:
    model_server.load(["ok", "ok"])
    client = OpenAIClient(openai.OpenAI(api_key="k", base_url=model_server.base_url))
    assert client.message_retrieval(client.create({"messages": ASK, "model": "gpt-4"})) == ["ok"]
    response = asyncio.run(client.a_create({"messages": ASK, "model": "gpt-4"}))
    assert client.message_retrieval(response) == ["ok"]


def test_completions_of_prompts_work(model_server: ModelServer) -> None:
    raw = (
        '{"id": "1", "object": "text_completion", "created": 1, "model": "gpt-3.5-turbo-instruct", '
        '"choices": [{"index": 0, "text": "4", "finish_reason": "stop", "logprobs": null}], '
        '"usage": {"prompt_tokens": 1000, "completion_tokens": 0, "total_tokens": 1000}}'
    )
    model_server.load([{"raw": raw}])
    client = OpenAIWrapper(config_list=[entry(model_server, model="gpt-3.5-turbo-instruct")], cache_seed=None)
    response = client.create(prompt="2+2=")
    assert (text(client, response), response.cost) == ("4", 0.0015)
    assert model_server.requests[0].path.endswith("/completions")


def test_without_a_key_openai_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(openai.OpenAIError, match="api_key"):
        OpenAIWrapper(config_list=[{"model": "gpt-4"}])


def test_a_default_cache_without_diskcache_is_left_out_with_a_warning(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from autogen_compat._warnings import BehaviourChangedWarning

    model_server.load(["one", "two"])
    monkeypatch.setitem(sys.modules, "diskcache", None)
    monkeypatch.delitem(sys.modules, "autogen_compat.cache.disk_cache", raising=False)
    client = OpenAIWrapper(config_list=[entry(model_server)])
    with pytest.warns(BehaviourChangedWarning, match=r"autogen-migrate\[diskcache\]"):
        texts = [text(client, client.create(messages=ASK)) for _ in range(2)]
    assert texts == ["one", "two"]


def test_no_secret_is_in_the_words_of_a_wrapper(model_server: ModelServer) -> None:
    client = wrapper(model_server)
    assert "sk-secret" not in repr(vars(client))
    assert "sk-secret" not in repr(client._config_list)
