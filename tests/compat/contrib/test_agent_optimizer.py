"""Functions that are learnt from conversations."""

from __future__ import annotations

import json
from typing import Any

import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import AssistantAgent, UserProxyAgent
from autogen_compat.agentchat.contrib import agent_optimizer
from autogen_compat.agentchat.contrib.agent_optimizer import AgentOptimizer, execute_func

CHAT = [{"role": "user", "content": "1 + 1?"}, {"role": "assistant", "content": "2"}]


def config(server: ModelServer) -> dict[str, Any]:
    entries = [
        {"model": model, "api_key": "sk-test", "base_url": server.base_url} for model in ("gpt-4", "gpt-4-1106-preview")
    ]
    return {"config_list": entries, "cache_seed": None}


def add(name: str, code: str | None = None, call: str = "add_function", **more: Any) -> dict[str, Any]:
    arguments = {
        "name": name,
        "description": f"does {name}",
        "arguments": '{"a": {"type": "integer"}}',
        "packages": "",
        "code": code or f"def {name}(a):\n    return a",
        **more,
    }
    return {"tool_calls": [{"name": call, "arguments": arguments}]}


def remove(name: str) -> dict[str, Any]:
    return {"tool_calls": [{"name": "remove_function", "arguments": {"name": name}}]}


def optimizer(server: ModelServer, answers: list[Any], actions: int = 1) -> AgentOptimizer:
    server.load(answers)
    found = AgentOptimizer(actions, config(server))
    found.record_one_conversation(CHAT, is_satisfied=True)
    return found


def names(result: tuple[list[dict[str, Any]], dict[str, Any]]) -> tuple[list[Any], list[str]]:
    signatures, executors = result
    return [each["func_sig"] if each["is_remove"] else each["func_sig"]["name"] for each in signatures], list(executors)


def test_a_function_is_learnt_and_can_be_registered(model_server: ModelServer) -> None:
    signatures, executors = optimizer(model_server, [add("twice")]).step()
    assert signatures == [
        {
            "func_sig": {
                "name": "twice",
                "description": "does twice",
                "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}},
            },
            "is_remove": False,
        }
    ]
    assistant = AssistantAgent("assistant", llm_config=config(model_server))
    user = UserProxyAgent("user", code_execution_config=False)
    for signature in signatures:
        assistant.update_function_signature(**signature)
    user.register_function(executors)
    assert [each["name"] for each in assistant.llm_config["functions"]] == ["twice"]
    assert user.can_execute_function("twice")


def test_each_function_runs_its_own_code(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(agent_optimizer, "execute_code", lambda code, **_: ran.append(code) or (0, "fine", None))
    _, executors = optimizer(model_server, [add("one"), add("two")], actions=2).step()
    assert executors["one"](a=1) == "fine"
    assert "result=one(**args)" in ran[0]
    assert "args={'a': 1}" in ran[0]


def test_the_model_sees_conversations_and_functions(model_server: ModelServer) -> None:
    optimizer(model_server, [add("one"), "TERMINATE"], actions=2).step()
    first, second = (request.body for request in model_server.requests)
    assert first["model"] == "gpt-4-1106-preview"
    assert [tool["function"]["name"] for tool in first["tools"]] == [
        "add_function",
        "revise_function",
        "remove_function",
    ]
    assert "1 + 1?" in first["messages"][0]["content"]
    assert "List B: []" in first["messages"][0]["content"]
    assert "does one" in second["messages"][0]["content"]


def test_a_function_is_revised_and_removed(model_server: ModelServer) -> None:
    learner = optimizer(model_server, [add("one"), add("one", "def one(a): return -a", call="revise_function")], 2)
    signatures, _ = learner.step()
    assert len(signatures) == 1
    model_server.load([remove("one")])
    learner.max_actions_per_step = 1
    learner.record_one_conversation(CHAT, is_satisfied=True)
    assert names(learner.step()) == (["one"], ["one"])


def test_functions_that_do_worse_are_put_aside(model_server: ModelServer) -> None:
    learner = optimizer(model_server, [add("one")])
    learner.step()
    model_server.load(["TERMINATE"])
    learner.record_one_conversation(CHAT, is_satisfied=False)
    signatures, executors = learner.step()
    assert signatures == [{"func_sig": "one", "is_remove": True}]
    assert executors == {"one": None}
    assert "does one" in json.dumps(model_server.requests[-1].body["messages"])


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (add("one", arguments="{"), "JSON is invalid"),
        (add("one", "def one(:"), "Syntax is invalid"),
        (add("one", code=None, packages="x", arguments=None), "JSON is invalid"),
        (remove("nothing"), "The function you want to remove does not exist."),
        ({"tool_calls": [{"name": "add_function", "arguments": {"name": "one"}}]}, "lacks arguments, code"),
    ],
)
def test_an_impossible_change_is_asked_for_three_times_and_left(
    model_server: ModelServer, capsys: pytest.CaptureFixture[str], answer: Any, problem: str
) -> None:
    assert optimizer(model_server, [answer] * 3).step() == ([], {})
    assert capsys.readouterr().out.count(problem) == 3


def test_the_user_is_asked_whether_they_are_satisfied(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = AgentOptimizer(1, config(model_server))
    monkeypatch.setattr("builtins.input", lambda prompt: "0")
    learner.record_one_conversation(CHAT)
    assert learner._trial_conversations_performance == [{"Conversation 0": 0}]
    monkeypatch.setattr("builtins.input", lambda prompt: "maybe")
    with pytest.raises(AssertionError, match="not 'maybe'"):
        learner.record_one_conversation(CHAT)


def test_a_step_without_conversations_is_refused(model_server: ModelServer) -> None:
    learner = optimizer(model_server, [])
    learner.reset_optimizer()
    with pytest.raises(ValueError, match="Record a conversation before you take a step"):
        learner.step()


@pytest.mark.parametrize("llm_config", [{}, {"config_list": []}, {"config_list": [{"model": ""}]}])
def test_a_config_without_a_model_is_refused(llm_config: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Name a model"):
        AgentOptimizer(1, llm_config)


def test_a_function_that_fails_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent_optimizer, "execute_code", lambda code, **_: (1, "no such package", None))
    with pytest.raises(Exception, match="Error in executing function:no such package"):
        execute_func("one", "sympy", "def one(): pass")
