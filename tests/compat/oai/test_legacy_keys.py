"""Configs of v0.1 are understood, and their users told the new words."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import OpenAIWrapper
from autogen_compat._warnings import AutoGenCompatWarning
from autogen_compat.oai._legacy_keys import modernised
from hypothesis import given
from hypothesis import strategies as st

ASK = [{"role": "user", "content": "Hi"}]


def modern(config: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = modernised(config)
    return result, [str(each.message) for each in caught]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ({"api_base": "u"}, {"base_url": "u"}, "base_url"),
        ({"request_timeout": 9}, {"timeout": 9}, "timeout"),
        ({"deployment_id": "d"}, {"azure_deployment": "d"}, "azure_deployment"),
        ({"engine": "e"}, {"model": "e"}, "model"),
        ({"use_cache": False}, {"cache_seed": None}, "cache_seed"),
        ({"use_cache": True}, {}, "cache_seed"),
        ({"api_type": "open_ai"}, {"api_type": "openai"}, "openai"),
        ({"max_retry_period": 9}, {}, "max_retries"),
        ({"retry_wait_time": 9}, {}, "max_retries"),
    ],
)
def test_an_old_key_becomes_the_new_one(old: dict[str, Any], new: dict[str, Any], named: str) -> None:
    result, messages = modern({**old, "temperature": 0})
    assert result == {**new, "temperature": 0}
    assert len(messages) == 1 and named in messages[0] and "AM" in messages[0]


def test_a_new_key_comes_before_the_old_one() -> None:
    assert modern({"api_base": "old", "base_url": "new"})[0] == {"base_url": "new"}


def test_seed_names_the_cache_in_the_company_of_old_keys() -> None:
    result, messages = modern({"request_timeout": 9, "seed": 42})
    assert result == {"timeout": 9, "cache_seed": 42}
    assert any("cache_seed" in message for message in messages)


def test_seed_names_the_cache_beside_configs_with_old_keys() -> None:
    client = OpenAIWrapper(config_list=[{"model": "m", "api_key": "k", "api_base": "http://x"}], seed=42)
    assert client._config_list == [{"cache_seed": 42, "model": "m"}]


def test_seed_alone_is_the_models_own_as_in_v02() -> None:
    assert modern({"seed": 42, "cache_seed": None}) == ({"seed": 42, "cache_seed": None}, [])
    assert modern({"seed": 42}) == ({"seed": 42}, [])


def test_seed_beside_cache_seed_is_the_models_own() -> None:
    assert modern({"request_timeout": 9, "seed": 42, "cache_seed": 1})[0] == {"timeout": 9, "seed": 42, "cache_seed": 1}


def test_no_cache_is_stronger_than_a_seed() -> None:
    assert modern({"use_cache": False, "seed": 42})[0]["cache_seed"] is None


@given(st.dictionaries(st.sampled_from(["model", "temperature", "base_url", "timeout", "cache_seed"]), st.integers()))
def test_configs_of_v02_are_left_alone_without_a_word(config: dict[str, Any]) -> None:
    assert modern(config) == (config, [])


@given(
    st.dictionaries(
        st.sampled_from(["api_base", "request_timeout", "use_cache", "seed", "engine", "model", "max_retry_period"]),
        st.integers(0, 3),
    )
)
def test_a_modern_config_is_modern(config: dict[str, Any]) -> None:
    once, _ = modern(config)
    assert modern(once) == (once, []) or "seed" in once


def test_a_config_of_v01_reaches_the_model(model_server: ModelServer) -> None:
    model_server.load(["ok"])
    config = {"model": "gpt-4", "api_key": "k", "api_base": model_server.base_url, "api_type": "open_ai"}
    with pytest.warns(AutoGenCompatWarning, match="api_base"):
        client = OpenAIWrapper(config_list=[config], request_timeout=9, use_cache=False, max_retry_period=1)
    assert client.create(messages=ASK).choices[0].message.content == "ok"
    assert model_server.bodies == [{"model": "gpt-4", "messages": ASK, "stream": False}]
    assert client._clients[0]._oai_client.timeout == 9


def test_the_warning_points_at_the_users_line() -> None:
    with pytest.warns(AutoGenCompatWarning) as caught:
        OpenAIWrapper(config_list=[{"model": "m", "api_key": "k", "api_base": "http://x"}])
    assert caught[0].filename == __file__


@pytest.mark.parametrize(("switch", "raises"), [("off", False), ("error", True)])
def test_the_switch_silences_or_raises(switch: str, raises: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGEN_COMPAT_WARN", switch)
    if raises:
        with pytest.raises(AutoGenCompatWarning, match="base_url"):
            modernised({"api_base": "u"})
        return
    assert modern({"api_base": "u"}) == ({"base_url": "u"}, [])
