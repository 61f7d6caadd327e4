"""Evaluating agents, answering with LlamaIndex, and graphs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import ConversableAgent
from autogen_compat.agentchat.contrib.agent_eval.agent_eval import generate_criteria, quantify_criteria
from autogen_compat.agentchat.contrib.agent_eval.criterion import Criterion
from autogen_compat.agentchat.contrib.agent_eval.task import Task
from autogen_compat.agentchat.contrib.graph_rag.document import Document, DocumentType
from autogen_compat.agentchat.contrib.graph_rag.graph_query_engine import GraphStoreQueryResult
from autogen_compat.agentchat.contrib.graph_rag.graph_rag_capability import GraphRagCapability
from autogen_compat.agentchat.contrib.llamaindex_conversable_agent import LLamaIndexConversableAgent

TASK = Task(name="sums", description="Add.", successful_response="2", failed_response="3")
CRITERIA = '[{"name": "right", "description": "Is it?", "accepted_values": ["yes", "no"]}]'


def config(server: ModelServer) -> dict[str, Any]:
    entry = {"model": "gpt-4", "api_key": "sk-test", "base_url": server.base_url}
    return {"config_list": [entry], "cache_seed": None}


class TestEvaluation:
    def test_criteria_are_read_from_what_surrounds_them(self, model_server: ModelServer) -> None:
        model_server.load([f"Here:\n```json\n{CRITERIA}\n```"])
        (criterion,) = generate_criteria(config(model_server), TASK, "Be strict.")
        assert (criterion.name, criterion.accepted_values) == ("right", ["yes", "no"])
        system, told = model_server.requests[0].body["messages"]
        assert system["content"].endswith("\nBe strict.")
        assert "Task: sums." in told["content"]

    def test_a_second_critic_divides_the_criteria(self, model_server: ModelServer) -> None:
        divided = json.loads(CRITERIA)
        divided[0]["sub_criteria"] = [{"name": "sign", "description": "?", "accepted_values": ["+", "-"]}]
        model_server.load([CRITERIA, json.dumps(divided)])
        (criterion,) = generate_criteria(config(model_server), TASK, max_round=3, use_subcritic=True)
        assert [each.name for each in criterion.sub_criteria] == ["sign"]

    def test_what_is_no_criterion_is_refused(self, model_server: ModelServer) -> None:
        model_server.load(['[{"name": "right"}]'])
        with pytest.raises(ValueError, match="accepted_values"):
            generate_criteria(config(model_server), TASK)

    def test_a_test_case_is_measured(self, model_server: ModelServer) -> None:
        model_server.load(['{"right": "yes"}'])
        criteria = Criterion.parse_json_str(CRITERIA)
        result = quantify_criteria(config(model_server), criteria, TASK, "1 + 1 = 2", "true")
        assert result == {"actual_success": "true", "estimated_performance": '{"right": "yes"}'}
        told = model_server.requests[0].body["messages"][-1]["content"]
        assert told.endswith(
            f"Evaluation dictionary: {Criterion.write_json(criteria)}actual test case to evaluate: 1 + 1 = 2"
        )

    def test_a_missing_task_is_refused(self, model_server: ModelServer) -> None:
        with pytest.raises(ValueError, match="Give the task"):
            quantify_criteria(config(model_server), [])

    def test_a_task_is_read_from_json(self) -> None:
        assert Task.parse_json_str(TASK.model_dump_json()) == TASK
        with pytest.raises(ValueError, match="description"):
            Task.parse_json_str('{"name": "sums"}')


@dataclass
class ChatMessage:
    content: str
    role: str
    additional_kwargs: dict[str, Any]


@dataclass
class Index:
    """An agent of LlamaIndex, as far as it is used."""

    heard: list[Any] = field(default_factory=list)

    def chat(self, message: str, chat_history: list[ChatMessage]) -> Any:
        self.heard.append([*((each.role, each.content) for each in chat_history), message])
        return SimpleNamespace(response=f"answer {len(self.heard)}")

    async def achat(self, message: str, chat_history: list[ChatMessage]) -> Any:
        return self.chat(message, chat_history)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.setitem(sys.modules, "llama_index.core.base.llms.types", SimpleNamespace(ChatMessage=ChatMessage))
    return Index()


def user(replies: int = 0) -> ConversableAgent:
    return ConversableAgent(
        "user",
        llm_config=False,
        human_input_mode="NEVER",
        max_consecutive_auto_reply=replies,
        default_auto_reply="more",
    )


class TestLlamaIndex:
    def agent(self, index: Any) -> LLamaIndexConversableAgent:
        return LLamaIndexConversableAgent(
            "guide", index, description="knows", llm_config=False, human_input_mode="NEVER"
        )

    def test_the_agent_is_told_the_history(self, index: Index) -> None:
        user(replies=1).initiate_chat(self.agent(index), message="Hi")
        assert index.heard == [["Hi"], [("user", "Hi"), ("assistant", "answer 1"), "more"]]

    async def test_the_agent_is_awaited_in_async_chats(self, index: Index) -> None:
        result = await user().a_initiate_chat(self.agent(index), message="Hi")
        assert result.chat_history[-1]["content"] == "answer 1"

    @pytest.mark.parametrize(
        ("agent", "description", "message"),
        [(None, "d", "llama_index_agent must be"), (Index(), None, "description must"), (Index(), " ", "description")],
    )
    def test_what_is_missing_is_refused(self, agent: Any, description: Any, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            LLamaIndexConversableAgent("guide", agent, description)

    def test_the_extra_is_named_where_the_package_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "llama_index.core.base.llms.types", None)
        with pytest.raises(ImportError, match=r"pip install \"autogen-migrate\[llamaindex\]\""):
            self.agent(Index()).generate_reply([{"role": "user", "content": "Hi"}], sender=user())


def test_a_graph_capability_leaves_the_agent_to_its_subclasses() -> None:
    class Graph:
        def query(self, question: str, n_results: int = 1, **kwargs: Any) -> GraphStoreQueryResult:
            return GraphStoreQueryResult(answer=f"{question}: 42")

    class Answering(GraphRagCapability):
        def add_to_agent(self, agent: ConversableAgent) -> None:
            def answer(_: Any, messages: Any = None, sender: Any = None, config: Any = None) -> tuple[bool, Any]:
                return True, self.query_engine.query(messages[-1]["content"]).answer

            agent.register_reply(ConversableAgent, answer)

    agent = ConversableAgent("graph", llm_config=False, human_input_mode="NEVER")
    before = list(agent._reply_func_list)
    GraphRagCapability(Graph()).add_to_agent(agent)  # type: ignore[arg-type]
    assert agent._reply_func_list == before
    Answering(Graph()).add_to_agent(agent)  # type: ignore[arg-type]
    assert user().initiate_chat(agent, message="What").chat_history[-1]["content"] == "What: 42"


def test_a_document_of_a_graph_needs_only_its_kind() -> None:
    assert Document(DocumentType.PDF) == Document(DocumentType.PDF, None, "")
