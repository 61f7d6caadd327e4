"""A client can be written down and made again; no secret is written, and a hostile configuration does nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from autogen_compat.engine.models import LegacyChatCompletionClient
from autogen_compat.engine.models._config import from_component, to_component
from autogen_core import ComponentLoader
from autogen_core.models import ChatCompletionClient
from hypothesis import given
from hypothesis import strategies as st

SECRET = "sk-very-secret"
LLM_CONFIG = {
    "config_list": [
        {"model": "gpt-4", "api_key": SECRET, "tags": ["a"], "price": [0.1, 0.2]},
        {"model": "m", "api_key": SECRET, "api_type": "azure", "api_version": "1", "base_url": "http://x"},
    ],
    "temperature": 0.5,
    "cache_seed": None,
    "default_headers": {"authorization": f"Bearer {SECRET}"},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)


def dumped() -> Any:
    return LegacyChatCompletionClient(LLM_CONFIG).dump_component()


def config_of(llm_config: dict[str, Any]) -> dict[str, Any]:
    provider = "autogen_compat.engine.models.LegacyChatCompletionClient"
    return {"provider": provider, "component_type": "model", "version": 1, "config": {"llm_config": llm_config}}


def test_secrets_are_masked_in_every_text() -> None:
    component = dumped()
    for text in (
        component.model_dump_json(),
        repr(component),
        str(component.config),
        json.dumps(component.config, default=str),
    ):
        assert SECRET not in text
    assert "**********" in component.model_dump_json()


def test_in_one_process_a_client_is_made_again_whole() -> None:
    again = ChatCompletionClient.load_component(dumped())
    assert isinstance(again, LegacyChatCompletionClient)
    assert again._llm_config == LLM_CONFIG


def test_from_a_file_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    component = LegacyChatCompletionClient({"config_list": LLM_CONFIG["config_list"][:1]}).dump_component()
    again = LegacyChatCompletionClient.load_component(json.loads(component.model_dump_json()))
    assert again.wrapper._clients[0]._oai_client.api_key == "sk-environment"


def test_a_key_of_the_environment_does_not_go_where_a_file_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    entry = {"model": "m", "api_key": "**********", "base_url": "http://evil"}
    for llm_config in ({"config_list": [entry]}, {**entry}, {"config_list": [{"model": "m"}], **entry}):
        with pytest.raises(ValueError, match="api_key was masked.*evil"):
            LegacyChatCompletionClient.load_component(config_of(llm_config))


@pytest.mark.parametrize(
    ("key", "value"),
    [("filter_func", print), ("http_client", object()), ("azure_ad_token_provider", lambda: "t"), ("cache", {1})],
)
def test_what_is_no_data_is_refused_by_name(key: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"'{key}' is a"):
        to_component({"config_list": [], key: value})
    with pytest.raises(ValueError, match="config_list.0..filter_func"):
        to_component({"config_list": [{"filter_func": print}]})


@given(st.dictionaries(st.sampled_from(["model", "temperature", "tags", "extra_body"]), JSON))
def test_data_survives(llm_config: dict[str, Any]) -> None:
    assert from_component(to_component(llm_config)) == llm_config


@pytest.mark.parametrize(
    "entry",
    [
        {"model": "m", "api_key": "k", "model_client_cls": "hostile_module.Client"},
        {"model": "m", "api_key": "k", "api_type": "hostile_module"},
        {"model": "m", "api_key": "k", "http_client": "hostile_module:client"},
        {"model": "m", "api_key": "k", "filter_func": "hostile_module.filter"},
        {"model": "m", "api_key": "k", "cache": "hostile_module.cache"},
    ],
)
def test_a_hostile_configuration_imports_and_runs_nothing(
    entry: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hostile_module.py").write_text("open('executed', 'w')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)
    try:
        LegacyChatCompletionClient.load_component(config_of({"config_list": [entry]}))
    except (TypeError, ValueError):
        pass
    assert "hostile_module" not in set(sys.modules) - before
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize("config", [{}, {"llm_config": 3}, {"llm_config": None}, {"llm_config": ["m"]}])
def test_a_configuration_of_another_shape_is_refused(config: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="llm_config"):
        LegacyChatCompletionClient.load_component({**config_of({}), "config": config})


def test_the_engine_finds_the_class_by_the_name_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    loaded = ComponentLoader.load_component(config_of({"config_list": [{"model": "gpt-4"}]}), ChatCompletionClient)
    assert loaded.model_info["family"] == "gpt-4"
