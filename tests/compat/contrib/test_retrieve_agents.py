"""Agents that retrieve, beyond what their recorded scenarios show."""

from __future__ import annotations

import string
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from autogen_compat import ConversableAgent
from autogen_compat.agentchat.contrib import retrieve_user_proxy_agent
from autogen_compat.agentchat.contrib.retrieve_assistant_agent import RetrieveAssistantAgent
from autogen_compat.agentchat.contrib.retrieve_user_proxy_agent import (
    PROMPT_CODE,
    PROMPT_DEFAULT,
    PROMPT_QA,
    UPDATE_CONTEXT_IN_PROMPT,
    RetrieveUserProxyAgent,
)
from autogen_compat.agentchat.contrib.vectordb.base import VectorDB


class Shelf(VectorDB):
    """A database of one document."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def retrieve_docs(self, queries: list[str], **options: Any) -> Any:  # type: ignore[override]
        self.asked.append({"queries": queries, **options})
        return [[({"id": "1", "content": "A fact.", "metadata": {"source": "book.md"}}, 0.5)]]


def agent(**config: Any) -> RetrieveUserProxyAgent:
    settings = {"vector_db": Shelf(), "docs_path": None, "custom_token_count_function": lambda text, model: 1, **config}
    return RetrieveUserProxyAgent(
        human_input_mode="NEVER", code_execution_config={"use_docker": False}, retrieve_config=settings
    )


@pytest.mark.parametrize(
    ("prompt", "fields"),
    [
        (PROMPT_CODE, {"input_question", "input_context"}),
        (PROMPT_QA, {"input_question", "input_context"}),
        (PROMPT_DEFAULT, {"input_question", "input_context", "input_sources"}),
    ],
)
def test_a_prompt_takes_its_fields_and_says_how_to_ask_for_more(prompt: str, fields: set[str]) -> None:
    assert {field for _, field, _, _ in string.Formatter().parse(prompt) if field} == fields
    assert UPDATE_CONTEXT_IN_PROMPT in prompt


@pytest.mark.parametrize("task", ["code", "qa", "default"])
def test_a_prompt_asks_for_no_other_documents_by_itself(task: str) -> None:
    user = agent(task=task)
    helper = ConversableAgent("helper", llm_config=False)
    message = user.message_generator(user, helper, {"problem": "What?", "n_results": 1})
    assert "A fact." in message
    assert ("book.md" in message) is (task == "default")
    assert user._check_update_context(message) == (False, False)


def test_a_question_is_asked_of_the_database_as_configured() -> None:
    shelf = Shelf()
    user = agent(vector_db=shelf, collection_name="facts", distance_threshold=0.7)
    user.retrieve_docs("What?", 3, "fact")
    assert shelf.asked == [
        {"queries": ["What?"], "n_results": 3, "collection_name": "facts", "distance_threshold": 0.7}
    ]


def test_a_subclass_looks_elsewhere() -> None:
    class Elsewhere(RetrieveUserProxyAgent):
        def retrieve_docs(self, problem: str, n_results: int = 20, search_string: str = "") -> None:
            self._results = [[({"id": "x", "content": f"On {problem}.", "metadata": None}, 0.0)]]  # type: ignore[typeddict-item]

    user = Elsewhere(
        human_input_mode="NEVER",
        code_execution_config=False,
        retrieve_config={"vector_db": Shelf(), "docs_path": None, "customized_prompt": "{input_context}"},
    )
    helper = ConversableAgent("helper", llm_config=False)
    assert user.message_generator(user, helper, {"problem": "foxes"}) == "On foxes.\n"


def test_an_argument_of_the_database_that_is_no_dict_is_refused() -> None:
    with pytest.raises(ValueError, match="`db_config` should be a dictionary"):
        agent(vector_db="chroma", db_config="path")


def test_the_extra_is_named_where_chroma_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chromadb", None)
    for database in ("chroma", None):
        with pytest.raises(ImportError, match=r"pip install \"autogen-migrate\[retrievechat\]\""):
            agent(vector_db=database)


def test_a_config_without_documents_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(retrieve_user_proxy_agent.logger, "warning", told.append)
    config = {"vector_db": Shelf(), "collection_name": "facts"}
    RetrieveUserProxyAgent(code_execution_config=False, retrieve_config=config)
    assert ["the collection `facts` must exist" in line for line in told] == [True]


@pytest.mark.parametrize(("code", "lang"), [("pip install x", "python"), ("!ls", "python"), ("ls", "sh")])
def test_nothing_is_installed(code: str, lang: str) -> None:
    assert agent().run_code(code, lang=lang) == (0, retrieve_user_proxy_agent._NO_INSTALLATION, None)


def test_python_runs_outside_notebooks_too(tmp_path: Path) -> None:
    exit_code, output, _ = agent().run_code("print(6 * 7)", lang="python", work_dir=str(tmp_path), use_docker=False)
    assert (exit_code, output.strip()) == (0, "42")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (SimpleNamespace(result=42, success=True, error_before_exec=None, error_in_exec=None), (0, "42", None)),
        (
            SimpleNamespace(result=None, success=False, error_before_exec=None, error_in_exec="oh"),
            (1, "None\noh", None),
        ),
    ],
)
def test_python_runs_in_the_notebook(result: Any, expected: Any) -> None:
    user = agent()
    user._ipython = SimpleNamespace(run_cell=lambda code: result)
    assert user.run_code("6 * 7", lang="python") == expected


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_assistant_takes_messages_without_text() -> None:
    assistant = RetrieveAssistantAgent("helper", llm_config=False)
    assert assistant._generate_retrieve_assistant_reply([{"content": None}]) == (False, None)
