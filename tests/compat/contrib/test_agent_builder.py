"""Making agents with a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import AssistantAgent, ConversableAgent, UserProxyAgent
from autogen_compat.agentchat.contrib._building import configs
from autogen_compat.agentchat.contrib.agent_builder import AgentBuilder


class Poet(ConversableAgent):
    """An agent of the program's own."""


@pytest.fixture
def builder(model_server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AgentBuilder:
    entries = [{"model": "gpt-4", "api_key": "sk-test", "base_url": model_server.base_url, "tags": ["agent"]}]
    (tmp_path / "MODELS").write_text(json.dumps(entries))
    monkeypatch.chdir(tmp_path)
    return AgentBuilder("MODELS", builder_model="gpt-4", agent_model="gpt-4")


def prompts(server: ModelServer) -> list[str]:
    return [request.body["messages"][-1]["content"] for request in server.requests]


def agent(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "system_message": f"You are {name}.", "description": f"the {name}", **more}


def saved(*agents: dict[str, Any], coding: bool = False) -> str:
    settings = {"default_llm_config": {"temperature": 0}, "code_execution_config": {"use_docker": False}}
    return json.dumps({"building_task": "t", "agent_configs": agents, "coding": coding, **settings})


def test_agents_are_made_of_what_the_model_names_and_describes(
    builder: AgentBuilder, model_server: ModelServer
) -> None:
    model_server.load(["Math Expert, Python_Expert", "You count.", "You code.", "counts", "codes", "YES"])
    agents, configs = builder.build("Count primes.", {"temperature": 0, "cache_seed": None})
    assert [each.name for each in agents] == ["Math_Expert", "Python_Expert", "Computer_terminal"]
    assert isinstance(agents[0], AssistantAgent)
    assert isinstance(agents[2], UserProxyAgent)
    assert agents[0].description == "counts"
    assert "You count." in agents[0].system_message
    assert "Math_Expert" in agents[1].system_message
    assert "Computer_terminal" in agents[1].system_message
    assert configs["coding"] is True
    assert "Count primes." in prompts(model_server)[0]


def test_no_user_is_added_where_no_code_is_needed(builder: AgentBuilder, model_server: ModelServer) -> None:
    model_server.load(["Poet_Expert", "You rhyme.", "rhymes", "NO"])
    agents, configs = builder.build("Write a poem.", {})
    assert [each.name for each in agents] == ["Poet_Expert"]
    assert configs["coding"] is False
    assert "Computer_terminal to" not in agents[0].system_message


def test_a_function_goes_to_the_agent_that_the_model_chooses(builder: AgentBuilder, model_server: ModelServer) -> None:
    def stars(repository: str) -> int:
        return 7

    function = {"name": "stars", "description": "Counts stars.", "function": stars}
    model_server.load(["A_Expert,B_Expert", "You a.", "You b.", "a", "b", "B_Expert"])
    agents, _ = builder.build("Count.", {}, list_of_functions=[function], coding=True)
    assert [tool["function"]["name"] for tool in agents[1].llm_config["tools"]] == ["stars"]
    assert agents[0].can_execute_function("stars")
    assert "stars" in agents[1].system_message


def test_a_function_that_fits_nobody_is_given_to_nobody(builder: AgentBuilder, model_server: ModelServer) -> None:
    function = {"name": "stars", "description": "Counts stars.", "function": print}
    model_server.load(["A_Expert", "You a.", "a", "None"])
    agents, _ = builder.build("Count.", {}, list_of_functions=[function], coding=True)
    assert "tools" not in agents[0].llm_config


def test_what_is_saved_is_loaded_without_a_model(builder: AgentBuilder, model_server: ModelServer) -> None:
    model_server.load(["A_Expert", "You a.", "a"])
    builder.build("Do it.", {"temperature": 0}, coding=False)
    path = builder.save()
    assert Path(path).name.startswith("save_config_")
    builder.clear_all_agents()
    agents, configs = builder.load(path)
    assert [each.name for each in agents] == ["A_Expert"]
    assert configs["building_task"] == "Do it."
    assert len(model_server.requests) == 3


def test_the_code_settings_of_a_saved_config_can_be_replaced(builder: AgentBuilder) -> None:
    _, configs = builder.load(config_json=saved(agent("a"), coding=True), code_execution_config={"work_dir": "w"})
    assert configs["code_execution_config"] == {"work_dir": "w"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coding": None}, 'Missing "coding"'),
        ({"default_llm_config": None}, 'Missing "default_llm_config"'),
        ({"agent_configs": [{"name": "a"}]}, 'Missing agent "system_message"'),
    ],
)
def test_an_incomplete_config_is_refused(builder: AgentBuilder, change: dict[str, Any], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        builder.load(config_json=json.dumps({**json.loads(saved(agent("a"))), **change}))


def test_loading_nothing_is_refused(builder: AgentBuilder) -> None:
    with pytest.raises(ValueError, match="Give load a filepath or a config_json"):
        builder.load()


def test_a_class_of_the_program_is_used(builder: AgentBuilder) -> None:
    agents, _ = builder.load(config_json=saved(agent("a", model_path=f"{__name__}.Poet")))
    assert type(agents[0]) is Poet


def test_a_class_of_autogen_is_used(builder: AgentBuilder) -> None:
    path = "autogen/agentchat/contrib/multimodal_conversable_agent.MultimodalConversableAgent"
    assert configs.agent_class(path).__name__ == "MultimodalConversableAgent"


def test_a_saved_config_imports_no_module(builder: AgentBuilder) -> None:
    with pytest.raises(ValueError, match="names the module antigravity, which is not imported"):
        builder.load(config_json=saved(agent("a", model_path="antigravity.geohash")))


def test_something_else_than_an_agent_is_not_used(builder: AgentBuilder) -> None:
    agents, _ = builder.load(config_json=saved(agent("a", model_path="json.JSONDecoder")))
    assert type(agents[0]) is AssistantAgent


def test_an_unknown_planning_model_is_refused(builder: AgentBuilder) -> None:
    with pytest.raises(RuntimeError, match=r"build manager: \['gpt-9'\]\[\] does not exist in MODELS"):
        AgentBuilder("MODELS", builder_model="gpt-9")


def test_an_unknown_model_of_an_agent_is_refused(builder: AgentBuilder) -> None:
    with pytest.raises(RuntimeError, match=r"agent a: \['gpt-9'\]\[\] does not exist in MODELS"):
        builder.load(config_json=saved(agent("a", model="gpt-9")))


def test_the_list_of_models_is_found_in_its_folder(builder: AgentBuilder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "MODELS").rename(tmp_path / "elsewhere" / "MODELS")
    assert AgentBuilder("MODELS", config_file_location="elsewhere", builder_model_tags=["agent"])


def test_assistants_can_be_made(builder: AgentBuilder) -> None:
    with pytest.warns(FutureWarning, match="Assistants API was shut down"):
        agents, _ = builder.load(config_json=saved(agent("built")), use_oai_assistant=True)
    assert type(agents[0]).__name__ == "GPTAssistantAgent"


class Library:
    LIBRARY = json.dumps([agent("poet"), agent("coder"), agent("cook")])

    @pytest.fixture(autouse=True)
    def letters(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import chromadb
        import numpy

        class Letters(chromadb.EmbeddingFunction[Any]):
            def __init__(self) -> None:
                pass

            def __call__(self, input: list[str]) -> list[Any]:
                return [numpy.array([float(t.count(c)) for c in "abcdefghijklmnopqrstuvwxyz"]) for t in input]

        monkeypatch.setattr(configs, "chroma_embedding", lambda model: Letters())


class TestLibrary(Library):
    def test_agents_are_chosen_from_a_library(self, builder: AgentBuilder, model_server: ModelServer) -> None:
        model_server.load(['```json\n{"rhyme": "poet: the poet", "verse": "poet: the poet"}\n```', "NO"])
        agents, _ = builder.build_from_library("the poet", self.LIBRARY, {}, top_k=2)
        assert [each.name for each in agents] == ["poet"]
        assert "poet: the poet" in prompts(model_server)[0]

    def test_an_agent_that_the_library_lacks_is_made(self, builder: AgentBuilder, model_server: ModelServer) -> None:
        model_server.load(['{"cook": "cook: the cook", "fly": "None"}', "Fly_Expert", "You fly.", "flies"])
        agents, _ = builder.build_from_library("the cook", self.LIBRARY, {}, coding=False)
        assert [each.name for each in agents] == ["cook", "Fly_Expert"]

    def test_a_library_is_read_from_a_file(self, builder: AgentBuilder, model_server: ModelServer) -> None:
        Path("library.json").write_text(self.LIBRARY)
        model_server.load(['{"cook": "cook: the cook"}'])
        agents, _ = builder.build_from_library("the cook", "library.json", {}, coding=False)
        assert [each.name for each in agents] == ["cook"]

    def test_an_answer_that_is_no_json_is_asked_for_again(
        self, builder: AgentBuilder, model_server: ModelServer
    ) -> None:
        model_server.load(["the cook", '{"cook": "cook: the cook"}'])
        agents, _ = builder.build_from_library("the cook", self.LIBRARY, {}, coding=False)
        assert [each.name for each in agents] == ["cook"]

    def test_a_model_that_never_answers_in_json_is_given_up(
        self, builder: AgentBuilder, model_server: ModelServer
    ) -> None:
        model_server.load(lambda body: "the cook")
        with pytest.raises(ValueError, match="did not match skills and experts in JSON in 5 tries: 'the cook'"):
            builder.build_from_library("the cook", self.LIBRARY, {}, coding=False)
