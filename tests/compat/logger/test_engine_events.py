"""Model calls of legacy agents are the engine's own events, which v0.4's logging and OpenTelemetry watch."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import autogen_compat as autogen
import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat.cache.in_memory_cache import InMemoryCache
from autogen_core import EVENT_LOGGER_NAME
from autogen_core.logging import LLMCallEvent
from autogen_ext.models.replay import ReplayChatCompletionClient

ASK = [{"role": "user", "content": "Hi"}]


@pytest.fixture
def events() -> Iterator[list[LLMCallEvent]]:
    seen: list[LLMCallEvent] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if isinstance(record.msg, LLMCallEvent):
                seen.append(record.msg)

    logger, handler = logging.getLogger(EVENT_LOGGER_NAME), Handler()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield seen
    logger.removeHandler(handler)
    logger.setLevel(level)


def config(server: ModelServer, **options: Any) -> dict[str, Any]:
    entry = {"model": "gpt-4", "api_key": "sk-secret", "base_url": server.base_url, "max_retries": 0}
    return {"config_list": [entry], "cache_seed": None, **options}


def test_a_chat_tells_who_asked_what_and_the_tokens(model_server: ModelServer, events: list[LLMCallEvent]) -> None:
    model_server.load(["Hello."])
    assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=config(model_server))
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    user.initiate_chat(assistant, message="Hi", max_turns=1)
    [event] = events
    told = json.loads(str(event))
    assert (told["type"], told["agent_name"], told["model"]) == ("LLMCall", "assistant", "gpt-4")
    assert told["messages"][-1]["content"] == "Hi"
    assert told["response"]["choices"][0]["message"]["content"] == "Hello."
    assert event.prompt_tokens > 0 and told["cost"] > 0
    assert "sk-secret" not in str(event)


def test_a_cached_answer_is_no_call(model_server: ModelServer, events: list[LLMCallEvent]) -> None:
    model_server.load(["once"])
    client = autogen.OpenAIWrapper(**config(model_server, cache=InMemoryCache()))
    for _ in range(3):
        client.create(messages=ASK)
    assert len(events) == 1


def test_a_failure_is_no_call(model_server: ModelServer, events: list[LLMCallEvent]) -> None:
    model_server.load([{"status": 401, "message": "bad key"}])
    with pytest.raises(Exception, match="bad key"):
        autogen.OpenAIWrapper(**config(model_server)).create(messages=ASK)
    assert events == []


def test_answers_of_custom_clients_are_told_as_far_as_json_goes(events: list[LLMCallEvent]) -> None:
    class Mine:
        def __init__(self, config: dict[str, Any]) -> None:
            pass

        def create(self, params: dict[str, Any]) -> Any:
            return SimpleNamespace(choices=[SimpleNamespace(text="hi", odd=object())], model="mine")

        def message_retrieval(self, response: Any) -> list[str]:
            return ["hi"]

        def cost(self, response: Any) -> float:
            return 0.0

        @staticmethod
        def get_usage(response: Any) -> dict[str, Any]:
            return {}

    client = autogen.OpenAIWrapper(config_list=[{"model": "m", "model_client_cls": "Mine"}], cache_seed=None)
    client.register_model_client(Mine)
    client.create(messages=ASK)
    [event] = events
    assert json.loads(str(event))["response"]["choices"][0]["text"] == "hi"


def test_a_v04_client_tells_of_its_calls_itself(events: list[LLMCallEvent]) -> None:
    class Telling(ReplayChatCompletionClient):
        async def create(self, *args: Any, **kwargs: Any) -> Any:
            logging.getLogger(EVENT_LOGGER_NAME).info(
                LLMCallEvent(messages=[], response={}, prompt_tokens=1, completion_tokens=1)
            )
            return await super().create(*args, **kwargs)

    entry = {"model": "m", "model_client": Telling(["Hi"]), "price": [0, 0]}
    autogen.OpenAIWrapper(config_list=[entry], cache_seed=None).create(messages=ASK)
    assert len(events) == 1


def test_nothing_is_described_where_nobody_listens(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from autogen_compat.oai import _events

    model_server.load(["ok"])
    logging.getLogger(EVENT_LOGGER_NAME).setLevel(logging.WARNING)
    monkeypatch.setattr(_events, "_plain", lambda value: pytest.fail("described"))
    autogen.OpenAIWrapper(**config(model_server)).create(messages=ASK)
