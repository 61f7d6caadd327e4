"""Assistants on Chat Completions."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import ConversableAgent
from autogen_compat._warnings import BehaviourChangedWarning, RemovedWarning
from autogen_compat.agentchat.contrib.gpt_assistant_agent import GPTAssistantAgent

pytestmark = pytest.mark.filterwarnings("ignore::autogen_compat._warnings.AutoGenCompatWarning")

ADD: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "add",
        "description": "Adds.",
        "parameters": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}},
    },
}


def config(server: ModelServer, **more: Any) -> dict[str, Any]:
    return {"config_list": [{"model": "gpt-4", "api_key": "sk-test", "base_url": server.base_url}], **more}


def user() -> ConversableAgent:
    return ConversableAgent("user", llm_config=False, human_input_mode="NEVER", max_consecutive_auto_reply=0)


def messages(server: ModelServer, request: int = -1) -> list[dict[str, Any]]:
    return server.requests[request].body["messages"]


def test_an_assistant_answers_by_its_instructions(model_server: ModelServer) -> None:
    model_server.load(["Hello."])
    assistant = GPTAssistantAgent("a1", instructions="Be brief.", llm_config=config(model_server))
    result = user().initiate_chat(assistant, message="Hi")
    assert result.chat_history[-1] == {"content": "Hello.\n", "role": "user", "name": "a1"}
    assert messages(model_server) == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
    ]


def test_functions_run_before_the_answer_and_all_texts_are_in_it(model_server: ModelServer) -> None:
    call = {"name": "add", "arguments": {"a": 1, "b": 2}, "id": "c1"}
    model_server.load([{"text": "I add.", "tool_calls": [call]}, "It is 3."])
    assistant = GPTAssistantAgent(
        "a2", "Add.", config(model_server, tools=[ADD]), function_map={"add": lambda a, b: a + b}
    )
    result = user().initiate_chat(assistant, message="1 + 2?")
    assert result.chat_history[-1]["content"] == "I add.\n\n\nIt is 3.\n"
    assert model_server.requests[0].body["tools"] == [ADD]
    assert messages(model_server)[-1] == {"role": "tool", "tool_call_id": "c1", "content": "3"}


def test_an_unknown_function_is_told_to_the_model(model_server: ModelServer) -> None:
    model_server.load([{"tool_calls": [{"name": "add", "arguments": {}}]}, "Sorry."])
    assistant = GPTAssistantAgent("a3", "Add.", config(model_server, tools=[ADD]))
    user().initiate_chat(assistant, message="1 + 2?")
    assert messages(model_server)[-1]["content"] == "Error: Function add not found."


async def test_async_functions_are_awaited_in_async_chats(model_server: ModelServer) -> None:
    async def add(a: int, b: int) -> int:
        return a + b

    model_server.load([{"tool_calls": [{"name": "add", "arguments": {"a": 2, "b": 3}}]}, "5"])
    assistant = GPTAssistantAgent("a4", "Add.", config(model_server, tools=[ADD]), function_map={"add": add})
    result = await user().a_initiate_chat(assistant, message="2 + 3?")
    assert result.chat_history[-1]["content"] == "5\n"
    assert messages(model_server)[-1]["content"] == "5"


def test_a_thread_goes_on_with_what_is_new(model_server: ModelServer) -> None:
    model_server.load(["one", "two"])
    assistant = GPTAssistantAgent("a5", "Count.", config(model_server))
    human = user()
    human.initiate_chat(assistant, message="first")
    human.initiate_chat(assistant, message="second", clear_history=False)
    assert [each["content"] for each in messages(model_server)] == ["Count.", "first", "one", "second"]
    assert list(assistant.oai_threads) == [human]


def test_a_new_chat_begins_a_new_thread(model_server: ModelServer) -> None:
    model_server.load(["one", "two"])
    assistant = GPTAssistantAgent("a6", "Count.", config(model_server))
    human = user()
    human.initiate_chat(assistant, message="first")
    human.initiate_chat(assistant, message="second")
    assert [each["content"] for each in messages(model_server)] == ["Count.", "second"]
    assistant.reset()
    assert assistant.oai_threads == {}


def test_a_model_that_never_answers_is_stopped(model_server: ModelServer) -> None:
    model_server.load(lambda body: {"tool_calls": [{"name": "add", "arguments": {}}]})
    assistant = GPTAssistantAgent("a7", "Add.", config(model_server, tools=[ADD]), function_map={"add": lambda: 0})
    with pytest.raises(ValueError, match="Assistant a7 called functions 100 times"):
        user().initiate_chat(assistant, message="Hi")


def test_an_assistant_of_the_same_name_instructions_and_tools_is_used_again(model_server: ModelServer) -> None:
    first = GPTAssistantAgent("a8", "Be brief.", config(model_server))
    again = GPTAssistantAgent("a8", "Be brief.", config(model_server))
    other = GPTAssistantAgent("a8", "Be long.", config(model_server))
    assert again.assistant_id == first.assistant_id != other.assistant_id
    first.delete_assistant()
    assert GPTAssistantAgent("a8", "Be brief.", config(model_server)).assistant_id != first.assistant_id


def test_an_assistant_is_changed_by_its_id_only_when_asked(model_server: ModelServer) -> None:
    first = GPTAssistantAgent("a9", "Be brief.", config(model_server))
    settings = {"assistant_id": first.assistant_id, "tools": [ADD]}
    kept = GPTAssistantAgent("a9", "Be long.", config(model_server), settings)
    assert (kept.system_message, kept.openai_assistant.tools) == ("Be brief.", [])
    changed = GPTAssistantAgent(
        "a9", "Be long.", config(model_server), settings, overwrite_instructions=True, overwrite_tools=True
    )
    assert changed.get_assistant_instructions() == "Be long."
    assert changed.openai_assistant.tools[0].function.name == "add"


def test_an_assistant_that_was_stored_at_openai_is_made_anew_with_a_warning(model_server: ModelServer) -> None:
    with pytest.warns(RemovedWarning, match=r"\[AM910\] assistant asst_x was stored at OpenAI"):
        assistant = GPTAssistantAgent("a10", "Be brief.", config(model_server), {"assistant_id": "asst_x"})
    assert (assistant.assistant_id, assistant.system_message) == ("asst_x", "Be brief.")


def test_the_warning_is_at_the_users_line(model_server: ModelServer) -> None:
    with pytest.warns(BehaviourChangedWarning, match="Assistants API was shut down") as caught:
        GPTAssistantAgent("a11", "Be brief.", config(model_server))
    assert caught[0].filename == __file__


def test_hosted_tools_are_left_out_with_a_warning(model_server: ModelServer) -> None:
    model_server.load(["Hello."])
    with pytest.warns(RemovedWarning, match="code_interpreter, file_ids of a12 ran at OpenAI"):
        assistant = GPTAssistantAgent(
            "a12", "Hi.", config(model_server), {"tools": [{"type": "code_interpreter"}], "file_ids": ["f"]}
        )
    user().initiate_chat(assistant, message="Hi")
    assert "tools" not in model_server.requests[0].body


def test_no_model_is_refused() -> None:
    with pytest.raises(ValueError, match="llm_config=False is not supported"):
        GPTAssistantAgent("a13", "Hi.", llm_config=False)


def test_a_config_without_a_model_gets_the_default_one(model_server: ModelServer) -> None:
    model_server.load(["Hello."])
    entry = {"api_key": "sk-test", "base_url": model_server.base_url}
    assistant = GPTAssistantAgent("a14", "Hi.", {"config_list": [entry]})
    user().initiate_chat(assistant, message="Hi")
    assert model_server.requests[0].body["model"] == GPTAssistantAgent.DEFAULT_MODEL_NAME


def test_a_thread_can_be_printed(model_server: ModelServer, capsys: pytest.CaptureFixture[str]) -> None:
    model_server.load(["Hello."])
    assistant = GPTAssistantAgent("a15", "Hi.", config(model_server))
    human = user()
    human.initiate_chat(assistant, message="Good day", silent=True)
    capsys.readouterr()
    assistant.pretty_print_thread(assistant.oai_threads[human])
    assistant.pretty_print_thread(None)
    printed = capsys.readouterr().out
    assert "text :  Good day" in printed
    assert printed.endswith("No thread to print\n")


def test_the_warnings_can_be_switched_off(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGEN_COMPAT_WARN", "off")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        GPTAssistantAgent("a16", "Hi.", config(model_server))
