"""Config lists, agents and workflows as v0.4 components: secrets stay out, and v0.4 loads what comes out."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.base import Team
from autogen_converters.configs.components import component_to_v02
from autogen_converters.configs.llm import client_to_config, config_list_to_v04, config_to_client, llm_config_to_v04
from autogen_converters.configs.secrets import is_secret_key, redacted, resolve
from autogen_converters.configs.studio import studio_agent_to_v04, workflow_to_v04
from autogen_converters.errors import ConversionError
from autogen_core.models import ChatCompletionClient
from hypothesis import given, settings
from hypothesis import strategies as st

KEY = "sk-abcdefghijklmnopqrstuvwx"
ENVIRONMENT = {"OPENAI_API_KEY": "none", "MISTRAL_API_KEY": "none", "GEMINI_API_KEY": "none", "GROQ_API_KEY": "none"}
AZURE = {"model": "gpt-4o", "api_type": "azure", "base_url": "https://x.invalid", "api_version": "2024-02-01"}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("gpt-4", "should be an object"),
        ({}, "model should be text"),
        ({"model": 4}, "model should be text"),
        ({"model": "m", "api_type": "bedrock"}, "api_type 'bedrock' has no v0.4 model client"),
        ({"model": "m", "model_client_cls": "Mine"}, "model_client_cls 'Mine' has no v0.4 model client"),
        ({"model": "m", "api_type": "azure", "base_url": "x"}, "an azure config needs api_version"),
        ({"model": "m", "api_type": "azure", "api_version": "x"}, "an azure config needs base_url"),
    ],
)
def test_an_entry_that_v04_has_no_client_for_is_refused_with_its_number(entry: Any, problem: str) -> None:
    with pytest.raises(ConversionError, match=f"^config 2: {problem}"):
        config_list_to_v04([{"model": "gpt-4"}, entry])


@pytest.mark.parametrize(
    "entry",
    [
        {"model": "gpt-4", "api_key": KEY},
        {"model": "gpt-4o", "api_key": KEY, "temperature": 0, "max_tokens": 5, "top_p": 0.5, "timeout": 3},
        {"model": "ft:gpt-3.5-turbo:me", "api_key": KEY},
        {"model": "llama-7B", "base_url": "http://127.0.0.1:8080", "api_key": "none"},
        {"model": "mistral-large", "api_type": "mistral", "api_key": "m"},
        {"model": "gemini-pro", "api_type": "google", "api_key": "g"},
        {"model": "llama3-70b", "api_type": "groq", "api_key": "g", "seed": 3, "stop": ["x"]},
        {"model": "gpt-4", "api_key": KEY, "price": [1, 2], "tags": ["a"], "cache_seed": 3},
        {"model": "gpt-4", "api_key": KEY, "request_timeout": 9, "api_base": "http://127.0.0.1:1"},
    ],
)
def test_an_openai_config_becomes_a_client_that_v04_loads(entry: dict[str, Any]) -> None:
    component = config_to_client(entry)
    assert entry["api_key"] not in json.dumps(component) or entry["api_key"] in {"m", "g", "none"}
    client = ChatCompletionClient.load_component(resolve(component, ENVIRONMENT))
    assert client.model_info["function_calling"]


@pytest.mark.parametrize(
    "entry",
    [
        {"model": "gpt-4", "price": [1, 2], "tags": ["a"]},
        AZURE,
        {**AZURE, "azure_deployment": "mine", "model": "gpt-3.5-turbo"},
        {"model": "claude-3-opus", "api_type": "anthropic", "top_k": 3},
        {"model": "llama3", "api_type": "ollama", "client_host": "http://h", "temperature": 0.2, "num_ctx": 4096},
        {"model": "m", "api_type": "together", "request_timeout": 3},
        {"model": "gpt-4", "api_base": "http://x", "api_version": "1"},
    ],
)
def test_a_config_comes_back_as_it_was(entry: dict[str, Any]) -> None:
    assert client_to_config(json.loads(json.dumps(config_to_client(entry)))) == entry


entry_space = st.fixed_dictionaries(
    {"model": st.sampled_from(["gpt-4", "gpt-4o", "mine", "claude-3"])},
    optional={
        "api_type": st.sampled_from(["openai", "azure", "anthropic", "ollama", "google", "groq", "OPENAI"]),
        "base_url": st.sampled_from(["https://x.invalid", "https://api.openai.com/v1", None]),
        "api_version": st.just("2024"),
        "temperature": st.floats(0, 2),
        "timeout": st.integers(1, 99) | st.none(),
        "price": st.lists(st.floats(0, 1), min_size=2, max_size=2),
        "cache_seed": st.none() | st.integers(),
        "client_host": st.just("http://h"),
    },
)


@given(entry_space)
@settings(max_examples=200, deadline=None)
def test_every_config_that_has_a_client_comes_back(entry: dict[str, Any]) -> None:
    try:
        component = config_to_client(entry)
    except ConversionError:
        return
    assert client_to_config(component) == entry


def test_a_component_of_v04_comes_back_as_it_was() -> None:
    from autogen_ext.models.openai import OpenAIChatCompletionClient

    client = OpenAIChatCompletionClient(model="gpt-4o", temperature=0.5, max_retries=7, api_key="none")
    dumped = client.dump_component().model_dump(mode="json")
    dumped["config"]["api_key"] = "${OPENAI_API_KEY}"
    assert config_to_client(client_to_config(dumped)) == dumped


def test_what_stands_beside_the_config_list_is_shared() -> None:
    document = {"config_list": [{"model": "gpt-4"}, {"model": "gpt-4o", "temperature": 1}], "temperature": 0}
    assert [client["config"]["temperature"] for client in llm_config_to_v04(document)] == [0, 1]


def test_an_azure_deployment_loses_its_dots_as_v02_took_them_out() -> None:
    config = config_to_client({**AZURE, "model": "gpt-3.5-turbo"})["config"]
    assert (config["azure_deployment"], config["azure_endpoint"]) == ("gpt-35-turbo", "https://x.invalid")


# Secrets


def test_keys_become_references_to_the_providers_variable() -> None:
    clients = config_list_to_v04([{"model": "gpt-4", "api_key": KEY}, {**AZURE, "api_key": "abc"}])
    assert [client["config"]["api_key"] for client in clients] == ["${OPENAI_API_KEY}", "${AZURE_OPENAI_API_KEY}"]


def test_a_reference_that_is_there_already_is_kept() -> None:
    assert config_to_client({"model": "gpt-4", "api_key": "${MY_KEY}"})["config"]["api_key"] == "${MY_KEY}"


def test_a_variable_that_is_not_set_is_named() -> None:
    with pytest.raises(ConversionError, match="MY_KEY is not set"):
        resolve({"config": ["${MY_KEY}"]}, {})


@pytest.mark.parametrize("key", ["api_key", "apikey", "aws_secret_key", "aws_access_key", "password", "azure_ad_token"])
def test_fields_that_hold_secrets_are_known(key: str) -> None:
    assert is_secret_key(key)


@pytest.mark.parametrize("key", ["model", "max_tokens", "key", "keyboard", "api_keys_count", "completion_tokens"])
def test_fields_that_hold_none_are_left_alone(key: str) -> None:
    assert redacted({key: "value"}) == {key: "value"}


def test_keys_inside_text_are_taken_out() -> None:
    assert redacted({"content": f"use {KEY} please"}) == {"content": "use [secret] please"}


# Agents and workflows

MODEL = {"model": "gpt-4", "api_type": "open_ai", "api_key": KEY, "base_url": None}


def studio(name: str, kind: str = "assistant", **config: Any) -> dict[str, Any]:
    models = [] if kind == "userproxy" else [MODEL]
    llm = False if kind == "userproxy" else {"config_list": models, "temperature": 0}
    settings = {"name": name, "description": f"The {name}.", "system_message": f"You are {name}.", "llm_config": llm}
    return {"type": kind, "config": {**settings, **config}, "models": models, "agents": [], "skills": []}


def linked(*agents: dict[str, Any]) -> dict[str, Any]:
    kinds = ["sender", *["receiver"] * (len(agents) - 1)]
    pairs = [{"agent": agent, "link": {"agent_type": kind}} for agent, kind in zip(agents, kinds, strict=True)]
    return {"name": "w", "description": "", "type": "autonomous", "agents": pairs}


def loaded(component: dict[str, Any]) -> Any:
    return Team.load_component(resolve(component, ENVIRONMENT))  # type: ignore[type-abstract]


@pytest.mark.filterwarnings("ignore")
def test_a_pair_becomes_a_team_that_takes_turns() -> None:
    proxy = studio("user_proxy", "userproxy", code_execution_config="local", human_input_mode="NEVER")
    component = workflow_to_v04(linked(proxy, studio("my assistant")))
    names = [member["config"]["name"] for member in component["config"]["participants"]]
    assert names == ["my_assistant", "user_proxy"]
    assert type(loaded(component)).__name__ == "RoundRobinGroupChat"


@pytest.mark.filterwarnings("ignore")
def test_a_group_becomes_a_team_with_a_selector() -> None:
    group = {
        **studio("group", "groupchat", max_round=9, allow_repeat_speaker=True),
        "agents": [studio("a"), studio("b")],
    }
    component = workflow_to_v04(linked(studio("me", "userproxy", human_input_mode="ALWAYS"), group))
    assert component["config"]["allow_repeated_speaker"] is True
    assert [member["label"] for member in component["config"]["participants"]] == [
        "UserProxyAgent",
        "AssistantAgent",
        "AssistantAgent",
    ]
    assert type(loaded(component)).__name__ == "SelectorGroupChat"


def test_an_agent_becomes_an_agent_that_v04_loads() -> None:
    component = studio_agent_to_v04(studio("writer"))
    agent = AssistantAgent.load_component(resolve(component, ENVIRONMENT))
    assert (agent.name, agent.description) == ("writer", "The writer.")


@pytest.mark.parametrize(
    ("workflow", "problem"),
    [
        ({"agents": []}, "no agents"),
        (linked(studio("a"), {**studio("g", "groupchat"), "agents": []}), None),
        ({"agents": [{"agent": {"config": 3}}]}, "should be an object"),
        (linked(studio("me", "userproxy"), {"type": "groupchat", "config": None}), "should be an object"),
    ],
)
def test_a_workflow_that_is_none_is_refused(workflow: dict[str, Any], problem: str | None) -> None:
    if problem is None:
        assert workflow_to_v04(workflow)["label"] == "SelectorGroupChat"
        return
    with pytest.raises(ConversionError, match=problem):
        workflow_to_v04(workflow)


def test_a_component_is_read_as_data_and_its_class_is_not_imported() -> None:
    component = {"provider": "antigravity.Agent", "component_type": "agent", "config": {"name": "x"}}
    assert component_to_v02(component)["config"]["name"] == "x"
    assert "antigravity" not in sys.modules


def test_a_component_that_v02_has_nothing_like_is_refused() -> None:
    with pytest.raises(ConversionError, match="nothing like a termination"):
        component_to_v02({"provider": "x.Y", "component_type": "termination", "config": {}})


def test_agents_and_teams_of_v04_come_back() -> None:
    from autogen_agentchat.teams import RoundRobinGroupChat
    from autogen_ext.models.openai import OpenAIChatCompletionClient

    agent = AssistantAgent("ann", OpenAIChatCompletionClient(model="gpt-4o", api_key="none"))
    dumped = RoundRobinGroupChat([agent], max_turns=3).dump_component().model_dump(mode="json")
    converted = component_to_v02(dumped)
    assert (converted["type"], converted["config"]["speaker_selection_method"]) == ("groupchat", "round_robin")
    assert converted["agents"][0]["config"]["llm_config"]["config_list"][0]["model"] == "gpt-4o"
    assert studio_agent_to_v04(converted) == redacted(dumped)
