import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import openai
import pytest
from autogen_codemods.demo.model_server import ModelServer, main
from autogen_codemods.demo.protocol import pieces
from autogen_codemods.demo.script import ScriptError
from hypothesis import given
from hypothesis import strategies as st

HELLO: Any = [{"role": "user", "content": "hello there"}]


def client_of(server: ModelServer, **options: Any) -> openai.OpenAI:
    return openai.OpenAI(base_url=server.base_url, api_key="sk-secret", **options)


def ask(server: ModelServer, **body: Any) -> Any:
    return client_of(server).chat.completions.create(**{"model": "m", "messages": HELLO, **body})


def post(url: str, data: bytes) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data)) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_answers_come_in_the_order_of_the_script():
    with ModelServer(["one", "two"]) as server:
        assert [ask(server).choices[0].message.content for _ in range(2)] == ["one", "two"]


def test_ids_times_and_token_counts_are_the_same_in_every_run():
    def run() -> list[Any]:
        with ModelServer(["one", "two words"]) as server:
            return [ask(server).model_dump() for _ in range(2)]

    first, second = run(), run()
    assert first == second
    assert first[1]["usage"] == {
        **first[1]["usage"],
        "prompt_tokens": 2,
        "completion_tokens": 2,
        "total_tokens": 4,
    }


def test_a_used_up_script_is_a_clear_error_that_is_not_retried():
    with ModelServer([]) as server:
        with pytest.raises(openai.BadRequestError, match="no answer left"):
            ask(server)
        assert len(server.requests) == 1
        assert server.failures == ["the model script has no answer left for this request"]


def test_requests_are_recorded_without_keys():
    with ModelServer(["x"]) as server:
        ask(server, temperature=0.5)
        request = server.requests[0]
    assert request.path == "/v1/chat/completions"
    assert request.body == {"model": "m", "messages": HELLO, "temperature": 0.5}
    assert "sk-secret" not in json.dumps(request.headers)


def test_tool_calls_have_ids_and_json_arguments():
    with ModelServer([{"tool_calls": [{"name": "add", "arguments": {"a": 1}}, {"name": "b", "id": "mine"}]}]) as server:
        choice = ask(server).choices[0]
    assert choice.finish_reason == "tool_calls"
    assert [(c.id, c.function.name, c.function.arguments) for c in choice.message.tool_calls] == [
        ("call_000001_0", "add", '{"a": 1}'),
        ("mine", "b", "{}"),
    ]


def test_a_function_call_of_the_old_kind():
    with ModelServer([{"function_call": {"name": "add", "arguments": "{not json"}}]) as server:
        choice = ask(server).choices[0]
    assert (choice.finish_reason, choice.message.function_call.arguments) == ("function_call", "{not json")


def test_n_choices_from_a_list_of_texts_or_one_text_repeated():
    with ModelServer([{"choices": ["a", "b", "c"]}, "same"]) as server:
        assert [c.message.content for c in ask(server, n=2).choices] == ["a", "b"]
        assert [c.message.content for c in ask(server, n=2).choices] == ["same", "same"]


def test_a_stream_carries_the_text_in_pieces_and_the_usage_when_asked():
    with ModelServer(["three short words", "again"]) as server:
        chunks = list(ask(server, stream=True, stream_options={"include_usage": True}))
        text = [c.choices[0].delta.content for c in chunks if c.choices and c.choices[0].delta.content]
        assert text == ["three", " short", " words"]
        assert chunks[-1].usage.completion_tokens == 3
        assert all(chunk.usage is None for chunk in ask(server, stream=True))


def test_a_stream_carries_tool_calls_piece_by_piece():
    with ModelServer([{"tool_calls": [{"name": "add", "arguments": {"a": 1, "b": 2}}]}]) as server:
        with client_of(server).chat.completions.stream(model="m", messages=HELLO) as stream:
            final: Any = stream.get_final_completion()
    assert final.choices[0].message.tool_calls[0].function.arguments == '{"a": 1, "b": 2}'


def test_an_error_has_status_message_and_code_and_comes_once():
    script = [{"status": 429, "message": "slow down", "code": "rate"}, "ok"]
    with ModelServer(script) as server:
        with pytest.raises(openai.RateLimitError, match="slow down"):
            ask(server)
        assert ask(server).choices[0].message.content == "ok"


def test_an_error_with_retry_is_tried_again_by_the_client():
    with ModelServer([{"status": 500, "retry": True}, "ok"]) as server:
        assert ask(server).choices[0].message.content == "ok"
        assert len(server.requests) == 2


def test_a_delay_makes_the_client_time_out():
    with ModelServer([{"text": "late", "delay": 0.5}]) as server, pytest.raises(openai.APITimeoutError):
        client_of(server, timeout=0.1, max_retries=0).chat.completions.create(model="m", messages=HELLO)


def test_a_dropped_connection():
    with ModelServer([{"drop": True}]) as server, pytest.raises(openai.APIConnectionError):
        client_of(server, max_retries=0).chat.completions.create(model="m", messages=HELLO)


def test_a_raw_answer_is_sent_as_it_is():
    with ModelServer([{"raw": "<html>busy"}]) as server:
        assert post(f"{server.base_url}/chat/completions", b"{}") == (200, "<html>busy")


def test_rules_choose_by_system_message_last_message_model_and_tool():
    script = {
        "rules": [
            {"system": "critic", "answers": ["critic speaks"]},
            {"last": "weather", "answers": ["sunny"]},
            {"model": "gpt-3.5", "answers": ["cheap"]},
            {"tool": "search", "answers": ["searching"]},
        ],
        "default": ["default"],
    }
    critic: Any = [{"role": "system", "content": "You are the critic."}, *HELLO]
    tool: Any = {"type": "function", "function": {"name": "search", "parameters": {}}}
    with ModelServer(script) as server:
        texts = [
            ask(server, messages=critic),
            ask(server, messages=[{"role": "user", "content": [{"type": "text", "text": "the weather?"}]}]),
            ask(server, model="gpt-3.5-turbo"),
            ask(server, tools=[tool]),
            ask(server),
        ]
    assert [t.choices[0].message.content for t in texts] == ["critic speaks", "sunny", "cheap", "searching", "default"]


def test_a_rule_with_repeat_never_runs_out():
    with ModelServer({"rules": [{"answers": ["again"], "repeat": True}]}) as server:
        assert {ask(server).choices[0].message.content for _ in range(3)} == {"again"}


def test_a_function_answers_from_the_request():
    with ModelServer(lambda body: f"{len(body['messages'])} messages") as server:
        assert ask(server).choices[0].message.content == "1 messages"


def test_azure_paths_and_versions_are_understood():
    with ModelServer(["azure"]) as server:
        azure = openai.AzureOpenAI(azure_endpoint=server.origin, api_key="k", api_version="2024-02-01")
        assert azure.chat.completions.create(model="dep", messages=HELLO).choices[0].message.content == "azure"
        request = server.requests[0]
    assert (request.path, request.query) == (
        "/openai/deployments/dep/chat/completions",
        {"api-version": "2024-02-01"},
    )


def test_text_completions_whole_and_streamed():
    with ModelServer(["a text", "a text"]) as server:
        whole = client_of(server).completions.create(model="m", prompt="say it")
        stream = client_of(server).completions.create(model="m", prompt="say it", stream=True)
        assert whole.choices[0].text == "".join(chunk.choices[0].text for chunk in stream) == "a text"
        assert whole.usage and whole.usage.prompt_tokens == 2


def test_one_connection_is_kept_for_many_requests():
    with ModelServer({"rules": [{"answers": ["x"], "repeat": True}]}) as server:
        client = client_of(server)
        for _ in range(5):
            client.chat.completions.create(model="m", messages=HELLO)
        assert (len(server.requests), server.connections) == (5, 1)


def test_loading_another_script_forgets_everything():
    with ModelServer(["old"]) as server:
        ask(server)
        server.load(["new"])
        assert ask(server).id == "chatcmpl-000001"
        assert len(server.requests) == 1


def test_many_threads_take_each_answer_once():
    texts = [f"answer {number}" for number in range(40)]
    heard: list[str] = []
    with ModelServer(texts) as server:
        client = client_of(server)

        def work() -> None:
            for _ in range(10):
                heard.append(client.chat.completions.create(model="m", messages=HELLO).choices[0].message.content)

        threads = [threading.Thread(target=work) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    assert sorted(heard) == sorted(texts)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ([{"txt": "typo"}], "unknown fields"),
        ({"rules": [{"system": "x"}]}, "has no `answers`"),
        ({"rules": [{"sytem": "x", "answers": []}]}, "sytem"),
    ],
)
def test_a_malformed_script_is_refused(script: Any, reason: str):
    with pytest.raises(ScriptError, match=reason):
        ModelServer(script)


@pytest.mark.parametrize(("path", "data", "status"), [("/v1/other", "{}", 404), ("/v1/chat/completions", "{", 400)])
def test_bad_requests_are_answered_with_an_error(path: str, data: str, status: int):
    with ModelServer(["x"]) as server:
        assert post(server.origin + path, data.encode())[0] == status


def test_as_a_program_it_prints_its_address_and_logs_requests(tmp_path: Path):
    script, log = tmp_path / "script.json", tmp_path / "log.jsonl"
    script.write_text('["from a process"]')
    command = [sys.executable, "-m", "autogen_codemods.demo.model_server", str(script), "--log", str(log)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        client = openai.OpenAI(base_url=process.stdout.readline().strip(), api_key="k")
        answer = client.chat.completions.create(model="m", messages=HELLO)
        assert answer.choices[0].message.content == "from a process"
    finally:
        process.terminate()
        process.wait()
    assert json.loads(log.read_text())["body"]["messages"] == HELLO


def test_as_a_program_it_refuses_a_script_that_is_not_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "script.json").write_text("[")
    assert main([str(tmp_path / "script.json")]) == 2
    assert "script.json: " in capsys.readouterr().err


@given(st.text())
def test_the_pieces_of_a_text_make_the_text(text: str):
    assert "".join(pieces(text)) == text
