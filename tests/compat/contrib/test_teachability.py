"""Remembering what users teach."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import ConversableAgent
from autogen_compat.agentchat.contrib.capabilities import _teaching
from autogen_compat.agentchat.contrib.capabilities._memos import UnsafeMemoFile, read_memos, write_memos
from autogen_compat.agentchat.contrib.capabilities.agent_capability import AgentCapability
from autogen_compat.agentchat.contrib.capabilities.teachability import MemoStore, Teachability
from autogen_compat.agentchat.contrib.text_analyzer_agent import TextAnalyzerAgent


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count letters in place of Chroma's default embedding, which is downloaded."""

    def embed(self: Any, input: list[str]) -> list[Any]:
        return [numpy.array([float(text.lower().count(c)) for c in "abcdefghijklmnopqrstuvwxyz"]) for text in input]

    from chromadb.utils.embedding_functions import DefaultEmbeddingFunction

    monkeypatch.setattr(DefaultEmbeddingFunction, "__call__", embed)


def config(server: ModelServer) -> dict[str, Any]:
    entry = {"model": "gpt-4", "api_key": "sk-test", "base_url": server.base_url}
    return {"config_list": [entry], "cache_seed": None}


def analysis(**answers: str) -> Callable[[dict[str, Any]], str]:
    """A model that answers the questions of the analysis by their names, and says Fine. to users."""
    questions = {
        _teaching.IS_WORK: "is_work",
        _teaching.ADVICE: "advice",
        _teaching.TASK: "task",
        _teaching.KIND_OF_TASK: "kind",
        _teaching.IS_NEWS: "is_news",
        _teaching.QUESTION: "question",
        _teaching.INFORMATION: "information",
    }

    def answer(body: dict[str, Any]) -> str:
        text = body["messages"][-1]["content"]
        name = next((name for question, name in questions.items() if f"# INSTRUCTIONS\n{question}" in text), None)
        return "Fine." if name is None else answers.get(name, "no")

    return answer


def teachable(server: ModelServer, folder: Path, **options: Any) -> tuple[ConversableAgent, Teachability]:
    agent = ConversableAgent("pupil", "You learn.", llm_config=config(server), human_input_mode="NEVER")
    ability = Teachability(path_to_db_dir=str(folder / "memos"), **options)
    ability.add_to_agent(agent)
    return agent, ability


def teach(agent: ConversableAgent, text: str) -> Any:
    user = ConversableAgent("user", llm_config=False, human_input_mode="NEVER", max_consecutive_auto_reply=0)
    return user.initiate_chat(agent, message=text, silent=True)


def heard(server: ModelServer) -> str:
    return server.requests[-1].body["messages"][-1]["content"]


def test_information_is_remembered_in_a_later_process(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.load(analysis(is_news="Yes.", question="What is the cat called?", information="The cat is Momo."))
    agent, _ = teachable(model_server, tmp_path)
    teach(agent, "My cat is called Momo.")
    assert heard(model_server) == "My cat is called Momo."
    model_server.load(analysis())
    agent, ability = teachable(model_server, tmp_path, recall_threshold=1000)
    teach(agent, "What is the cat called?")
    assert heard(model_server) == "What is the cat called?\n\n# Memories that might help\n- The cat is Momo.\n"
    assert ability.memo_store.uid_text_dict == {"1": ("What is the cat called?", "The cat is Momo.")}


def test_advice_is_found_by_the_kind_of_task(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.load(analysis(is_work="yes", advice="Sort first.", task="Merge a, b", kind="merging lists"))
    agent, ability = teachable(model_server, tmp_path, recall_threshold=0.5)
    teach(agent, "Merge a and b. Hint: sort first.")
    assert ability.memo_store.uid_text_dict == {"1": ("merging lists", "Sort first.")}
    teach(agent, "Merge c and d.")
    assert heard(model_server).endswith("# Memories that might help\n- Sort first.\n")


def test_a_task_without_advice_is_not_remembered(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.load(analysis(is_work="yes", advice="None.", task="t", kind="k"))
    agent, ability = teachable(model_server, tmp_path)
    teach(agent, "Merge a and b.")
    assert ability.memo_store.uid_text_dict == {}


def test_memos_beyond_the_threshold_are_not_read(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.load(analysis())
    agent, ability = teachable(model_server, tmp_path, recall_threshold=0.5, verbosity=1)
    ability.memo_store.add_input_output_pair("zzzz", "zebra")
    teach(agent, "aaaa")
    assert heard(model_server) == "aaaa"


def test_the_agent_is_told_of_its_ability(model_server: ModelServer, tmp_path: Path) -> None:
    agent, _ = teachable(model_server, tmp_path)
    assert agent.system_message.startswith("You learn.\n")


def test_an_agent_without_a_model_is_refused(tmp_path: Path) -> None:
    agent = ConversableAgent("pupil", llm_config=False)
    with pytest.raises(AssertionError, match="Teachability requires a valid llm_config"):
        Teachability(path_to_db_dir=str(tmp_path)).add_to_agent(agent)


def test_a_database_can_be_reset_and_used_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = MemoStore(path_to_db_dir=str(tmp_path))
    store.prepopulate()
    store.reset_db()
    assert store.get_related_memos("anything", 5, 1000) == []
    store.add_input_output_pair("a", "b")
    assert store.get_nearest_memo("a") == ("a", "b", 0.0)
    store.list_memos()
    assert "ID: 1\n    INPUT TEXT: a\n    OUTPUT TEXT: b" in capsys.readouterr().out


def test_a_store_of_v02_is_read(tmp_path: Path) -> None:
    first = MemoStore(path_to_db_dir=str(tmp_path))
    first.add_input_output_pair("question", "answer")
    (tmp_path / "uid_text_dict.pkl").write_bytes(pickle.dumps({"1": ("question", "answer")}))
    store = MemoStore(path_to_db_dir=str(tmp_path))
    assert store.get_related_memos("question", 3, 1.5) == [("question", "answer", 0.0)]


class Poison:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("value", [["1"], {"1": "text"}, {1: ("a", "b")}, {"1": ("a", "b", "c")}, {"1": ("a", None)}])
def test_a_file_of_something_else_is_refused(tmp_path: Path, value: Any) -> None:
    path = tmp_path / "memos.pkl"
    path.write_bytes(pickle.dumps(value))
    with pytest.raises(UnsafeMemoFile, match=r"memos.pkl holds no pairs of texts: restore it, or reset"):
        read_memos(path)


def test_a_poisoned_file_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    path, mark = tmp_path / "memos.pkl", tmp_path / "ran"
    path.write_bytes(pickle.dumps({"1": (Poison(mark), "b")}))
    with pytest.raises(UnsafeMemoFile, match="cannot be read as memos"):
        read_memos(path)
    assert not mark.exists()


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "memos.pkl"
    path.write_bytes(pickle.dumps({"1": ("a", "b")})[:-4])
    with pytest.raises(UnsafeMemoFile, match="cannot be read as memos"):
        read_memos(path)


def test_v02_can_read_what_is_written(tmp_path: Path) -> None:
    write_memos(tmp_path / "memos.pkl", {"1": ("a", "b")})
    assert pickle.loads((tmp_path / "memos.pkl").read_bytes()) == {"1": ("a", "b")}
    assert [path.name for path in tmp_path.iterdir()] == ["memos.pkl"]


def test_an_analyzer_repeats_its_instructions_around_the_text(model_server: ModelServer) -> None:
    model_server.load(["blue"])
    analyzer = TextAnalyzerAgent(llm_config=config(model_server))
    assert analyzer.analyze_text("The sky.", "Which colour?") == "blue"
    expected = "# INSTRUCTIONS\nWhich colour?\n\n# TEXT\nThe sky.\n\n# INSTRUCTIONS\nWhich colour?\n"
    assert heard(model_server) == expected


def test_an_analyzer_without_a_model_is_refused() -> None:
    analyzer = TextAnalyzerAgent(llm_config=False)
    with pytest.raises(ValueError, match=r"requires self\.llm_config"):
        analyzer.generate_reply([{"content": "a"}, {"content": "b"}], sender=analyzer)


def test_a_capability_must_say_how_it_is_added() -> None:
    with pytest.raises(NotImplementedError):
        AgentCapability().add_to_agent(ConversableAgent("a", llm_config=False))
