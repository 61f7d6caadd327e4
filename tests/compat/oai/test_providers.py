"""Every api_type of v0.2 reaches its provider: an endpoint of OpenAI's protocol, a client of autogen_ext, or boto3."""

from __future__ import annotations

import base64
import importlib
import json
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import OpenAIWrapper
from autogen_compat.oai._endpoints import ENDPOINTS
from autogen_compat.oai._providers import PROVIDERS

ASK = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Hi", "name": "Bob"},
]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string", "description": "c"}},
            "required": ["city"],
        },
    },
}
CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Rome"}'}}
CALLED = [
    *ASK,
    {"role": "assistant", "content": "", "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "c1", "content": "sunny"},
]
KEYS = [endpoint.key_variable for endpoint in ENDPOINTS.values()]
AWS = {"aws_access_key": "a", "aws_secret_key": "s", "aws_region": "eu-west-1"}


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*KEYS, "ANTHROPIC_API_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"]:
        monkeypatch.delenv(name, raising=False)


def wrapper(api_type: str, url: str, **config: Any) -> OpenAIWrapper:
    entry = {"api_type": api_type, "model": "m", "api_key": "k", "base_url": url, **config}
    return OpenAIWrapper(config_list=[entry], cache_seed=None)


def quiet(client: OpenAIWrapper, **request: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return client.create(**request)


@pytest.mark.parametrize("api_type", ENDPOINTS)
def test_an_endpoint_without_a_key_says_which_variable_it_wants(api_type: str) -> None:
    with pytest.raises((AssertionError, ValueError), match=ENDPOINTS[api_type].key_variable):
        OpenAIWrapper(config_list=[{"api_type": api_type, "model": "m"}])


@pytest.mark.parametrize("api_type", ENDPOINTS)
def test_an_endpoint_takes_its_key_from_the_environment(api_type: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENDPOINTS[api_type].key_variable, "from the environment")
    client: Any = OpenAIWrapper(config_list=[{"api_type": api_type, "model": "m"}])._clients[0]
    assert client.api_key == "from the environment"
    assert str(client._oai_client.base_url).rstrip("/") == ENDPOINTS[api_type].base_url.rstrip("/")


@pytest.mark.parametrize("api_type", ENDPOINTS)
def test_an_endpoint_answers(api_type: str, model_server: ModelServer) -> None:
    model_server.load(["Hello."])
    client = wrapper(api_type, model_server.base_url)
    response = quiet(client, messages=ASK)
    assert client.extract_text_or_completion_object(response)[0].content == "Hello."
    assert response.model == "m"
    [body] = model_server.bodies
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert client.total_usage_summary and client.total_usage_summary["m"]["prompt_tokens"] > 0


@pytest.mark.parametrize("api_type", sorted(ENDPOINTS))
async def test_an_endpoint_answers_asynchronously(api_type: str, model_server: ModelServer) -> None:
    model_server.load([{"tool_calls": [{"name": "weather", "arguments": {"city": "Rome"}}]}])
    client = wrapper(api_type, model_server.base_url)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        response = await client.a_create(messages=ASK, tools=[WEATHER])
    [message] = client.extract_text_or_completion_object(response)
    assert message.tool_calls[0].function.name == "weather"


@pytest.mark.parametrize("api_type", ["cerebras", "groq", "mistral", "cohere", "google"])
def test_names_stay_at_home(api_type: str, model_server: ModelServer) -> None:
    model_server.load(["ok"])
    quiet(wrapper(api_type, model_server.base_url), messages=ASK)
    assert not any("name" in message for message in model_server.bodies[0]["messages"])


@pytest.mark.parametrize("api_type", ["mistral", "google"])
def test_late_system_messages_become_a_users(api_type: str, model_server: ModelServer) -> None:
    model_server.load(["ok"])
    quiet(wrapper(api_type, model_server.base_url), messages=[*ASK, {"role": "system", "content": "Who speaks next?"}])
    assert [message["role"] for message in model_server.bodies[0]["messages"]] == ["system", "user", "user"]


@pytest.mark.parametrize("api_type", ["mistral", "google", "cohere"])
def test_a_conversation_that_ends_with_the_model_is_continued(api_type: str, model_server: ModelServer) -> None:
    model_server.load(["ok"])
    quiet(wrapper(api_type, model_server.base_url), messages=[*ASK, {"role": "assistant", "content": "Yes?"}])
    assert model_server.bodies[0]["messages"][-1] == {"role": "user", "content": "Please continue."}


@pytest.mark.parametrize(("hide", "is_offered"), [("never", True), ("if_any_run", False), ("if_all_run", False)])
def test_tools_that_ran_may_be_hidden(hide: str, is_offered: bool, model_server: ModelServer) -> None:
    model_server.load(["ok"])
    quiet(wrapper("groq", model_server.base_url, hide_tools=hide), messages=CALLED, tools=[WEATHER])
    assert ("tools" in model_server.bodies[0]) is is_offered


def test_parameters_of_the_provider_go_beside_the_protocol(model_server: ModelServer) -> None:
    model_server.load(["ok", "ok"])
    quiet(wrapper("together", model_server.base_url, top_k=4, min_p=0.1, unknown="left out"), messages=ASK)
    quiet(wrapper("mistral", model_server.base_url, safe_prompt=True, random_seed=3), messages=ASK)
    together, mistral = model_server.bodies
    assert {"top_k": 4, "min_p": 0.1, "max_tokens": 512}.items() <= together.items()
    assert {"safe_prompt": True, "random_seed": 3, "temperature": 0.7}.items() <= mistral.items()
    assert "unknown" not in together and "stream" not in together or together["stream"] is False


def test_a_bad_parameter_is_replaced_with_a_warning(model_server: ModelServer) -> None:
    model_server.load(["ok"])
    with pytest.warns(UserWarning, match="temperature has numerical bounds"):
        wrapper("groq", model_server.base_url, temperature=9).create(messages=ASK)
    assert model_server.bodies[0]["temperature"] == 1


def test_a_model_without_a_name_is_refused(model_server: ModelServer) -> None:
    with pytest.raises(AssertionError, match="'model'"):
        wrapper("groq", model_server.base_url, model="").create(messages=ASK)


def test_known_models_have_a_price_and_others_cost_nothing_with_a_warning(model_server: ModelServer) -> None:
    figures = {"prompt_tokens": 1000, "completion_tokens": 1000, "total_tokens": 2000}
    model_server.load([{"text": "ok", "usage": figures}] * 2)
    known = wrapper("groq", model_server.base_url, model="llama3-8b-8192").create(messages=ASK)
    assert known.cost == pytest.approx(0.00013)
    with pytest.warns(UserWarning, match="not available for model my-model"):
        assert wrapper("groq", model_server.base_url, model="my-model").create(messages=ASK).cost == 0


@pytest.mark.parametrize(
    ("model", "tokens", "cost"),
    [
        ("gemini-1.5-pro", 1000, 0.014),
        ("gemini-1.5-pro", 100_000, 2.8),
        ("gemini-1.5-flash", 1000, 0.0014),
        ("gemini-pro", 1000, 0.002),
    ],
)
def test_gemini_is_dearer_in_a_long_context(model: str, tokens: int, cost: float, model_server: ModelServer) -> None:
    figures = {"prompt_tokens": tokens, "completion_tokens": tokens, "total_tokens": 2 * tokens}
    model_server.load([{"text": "ok", "usage": figures}])
    assert wrapper("google", model_server.base_url, model=model).create(messages=ASK).cost == pytest.approx(cost)


def test_together_prices_by_size() -> None:
    together = importlib.import_module("autogen_compat.oai.together")
    assert together.calculate_together_cost(500_000, 500_000, "meta-llama/Llama-3-8b-chat-hf") == 0.2
    assert together.calculate_together_cost(500_000, 500_000, "Snowflake/snowflake-arctic-instruct") == 2.4
    with pytest.warns(UserWarning, match="no price for mine"):
        assert together.calculate_together_cost(1, 1, "mine") == 0


def test_gemini_on_vertex_ai_wants_a_project() -> None:
    with pytest.raises(ValueError, match="project_id and a location"):
        OpenAIWrapper(config_list=[{"api_type": "google", "model": "gemini-pro", "project_id": "p"}])


def test_gemini_with_a_key_has_no_project(model_server: ModelServer) -> None:
    with pytest.raises(AssertionError, match="API Key"):
        wrapper("google", model_server.base_url, project_id="p", location="l")


def test_what_geminis_endpoint_does_not_take_is_left_out_with_a_warning(model_server: ModelServer) -> None:
    model_server.load(["ok"])
    client = wrapper(
        "google", model_server.base_url, safety_settings=[], system_instruction="Rhyme.", model="gemini-pro"
    )
    with pytest.warns(UserWarning, match="safety_settings"):
        client.create(messages=ASK[1:], max_output_tokens=5)
    [body] = model_server.bodies
    assert body["messages"][0] == {"role": "system", "content": "Rhyme."}
    assert body["max_tokens"] == 5 and "safety_settings" not in body


def test_image_data_comes_from_uris_and_files(tmp_path: Path) -> None:
    gemini = importlib.import_module("autogen_compat.oai.gemini")
    from PIL import Image

    Image.new("RGB", (2, 2)).save(tmp_path / "a.png")
    assert gemini.get_image_data("data:image/png;base64,QUJD") == "QUJD"
    assert base64.b64decode(gemini.get_image_data(str(tmp_path / "a.png"))).startswith(b"\x89PNG")
    assert gemini.get_image_data(str(tmp_path / "a.png"), use_b64=False).startswith(b"\x89PNG")


ANTHROPIC = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-3-haiku-20240307",
    "content": [{"type": "text", "text": "Hello."}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1000, "output_tokens": 1000},
}
TOOL_USE = {"type": "tool_use", "id": "c1", "name": "weather", "input": {"city": "Rome"}}


def test_anthropic_answers(json_server: Any) -> None:
    json_server.answers = [ANTHROPIC]
    client = wrapper("anthropic", json_server.url, model="claude-3-haiku-20240307", max_tokens=9, temperature=0.5)
    response = client.create(messages=ASK)
    assert client.extract_text_or_completion_object(response)[0].content == "Hello."
    assert response.cost == pytest.approx(0.0015)
    [(path, headers, body)] = json_server.requests
    assert path == "/v1/messages" and headers["x-api-key"] == "k"
    assert {"model": "claude-3-haiku-20240307", "max_tokens": 9, "temperature": 0.5}.items() <= body.items()
    assert body["messages"][0]["content"] == "Hi" and "Be brief." in json.dumps(body["system"])


def test_anthropic_calls_tools_and_takes_their_results(json_server: Any) -> None:
    json_server.answers = [{**ANTHROPIC, "content": [TOOL_USE], "stop_reason": "tool_use"}, ANTHROPIC]
    client = wrapper("anthropic", json_server.url, model="claude-3-haiku-20240307")
    [message] = client.extract_text_or_completion_object(client.create(messages=ASK, tools=[WEATHER]))
    assert json.loads(message.tool_calls[0].function.arguments) == {"city": "Rome"}
    client.create(messages=CALLED, tools=[WEATHER])
    last = json_server.bodies[1]["messages"]
    assert [part["role"] for part in last] == ["user", "assistant", "user"]
    assert last[2]["content"][0]["type"] == "tool_result" and last[2]["content"][0]["content"] == "sunny"


def test_anthropic_takes_images_and_late_system_messages(json_server: Any) -> None:
    json_server.answers = [ANTHROPIC]
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64," + PIXEL}}
    client = wrapper("anthropic", json_server.url, model="claude-3-haiku-20240307")
    user = {"role": "user", "content": [{"type": "text", "text": "Look"}, image]}
    client.create(messages=[ASK[0], user, {"role": "system", "content": "Who speaks next?"}])
    assert "image" in json.dumps(json_server.bodies[0]["messages"])
    assert "Who speaks next?" in json.dumps(json_server.bodies[0]["messages"])


async def test_anthropic_answers_asynchronously(json_server: Any) -> None:
    json_server.answers = [ANTHROPIC]
    client = wrapper("anthropic", json_server.url, model="claude-3-haiku-20240307")
    response = await client.a_create(messages=ASK)
    assert client.extract_text_or_completion_object(response)[0].content == "Hello."


def test_anthropic_without_credentials_is_refused() -> None:
    with pytest.raises(ValueError, match="API key or AWS credentials"):
        OpenAIWrapper(config_list=[{"api_type": "anthropic", "model": "claude"}])


def test_anthropic_on_bedrock_takes_aws_credentials() -> None:
    client: Any = OpenAIWrapper(config_list=[{"api_type": "anthropic", "model": "claude", **AWS}])._clients[0]
    assert (client.aws_access_key, client.aws_region, client.api_key) == ("a", "eu-west-1", None)


OLLAMA = {
    "model": "llama3",
    "created_at": "2024-01-01T00:00:00Z",
    "message": {"role": "assistant", "content": "Hello."},
    "done": True,
    "done_reason": "stop",
    "prompt_eval_count": 7,
    "eval_count": 2,
}


def test_ollama_answers(json_server: Any) -> None:
    json_server.answers = [OLLAMA]
    client = OpenAIWrapper(
        config_list=[{"api_type": "ollama", "model": "llama3", "client_host": json_server.url, "num_ctx": 99}],
        cache_seed=None,
    )
    response = client.create(messages=ASK)
    assert client.extract_text_or_completion_object(response)[0].content == "Hello."
    assert (response.usage.prompt_tokens, response.usage.completion_tokens, response.cost) == (7, 2, 0)
    [(path, _, body)] = json_server.requests
    assert path == "/api/chat" and body["options"] == {"num_ctx": 99}


def test_ollama_calls_tools(json_server: Any) -> None:
    call = {"function": {"name": "weather", "arguments": {"city": "Rome"}}}
    json_server.answers = [{**OLLAMA, "message": {"role": "assistant", "content": "", "tool_calls": [call]}}]
    client = wrapper("ollama", "", model="llama3", client_host=json_server.url)
    [message] = client.extract_text_or_completion_object(client.create(messages=ASK, tools=[WEATHER]))
    assert json.loads(message.tool_calls[0].function.arguments) == {"city": "Rome"}
    assert json_server.bodies[0]["tools"][0]["function"]["name"] == "weather"


def test_ollama_calls_tools_in_plain_text(json_server: Any) -> None:
    text = 'Sure: [{"name": "weather", "arguments": {"city": "Rome"}}]'
    json_server.answers = [{**OLLAMA, "message": {"role": "assistant", "content": text}}]
    client = wrapper("ollama", "", model="llama3", client_host=json_server.url, native_tool_calls=False)
    [message] = client.extract_text_or_completion_object(client.create(messages=ASK, tools=[WEATHER]))
    assert message.tool_calls[0].function.name == "weather" and message.content == ""
    [body] = json_server.bodies
    assert not body.get("tools") and "weather" in body["messages"][0]["content"]
    assert body["messages"][-1]["content"].endswith("(proceed with step 1)")


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ('[{"name": "f", "arguments": {"a": 1}}]', [{"name": "f", "arguments": {"a": 1}}]),
        ('{"name": "f"}', [{"name": "f"}]),
        ('First {"x": 1}, then {"name": "f\\_g"}', [{"name": "f_g"}]),
        ('[{"name": "f", "arguments": {}, "why": "?"}]', None),
        ("no calls", None),
        ("[\"__import__('os').system('true')\"]", None),
    ],
)
def test_calls_are_read_from_text(text: str, calls: Any) -> None:
    assert importlib.import_module("autogen_compat.oai.ollama").response_to_tool_call(text) == calls


CONVERSE = {
    "output": {"message": {"role": "assistant", "content": [{"text": "Hello."}]}},
    "stopReason": "end_turn",
    "usage": {"inputTokens": 1000, "outputTokens": 1000, "totalTokens": 2000},
    "metrics": {"latencyMs": 1},
}


def test_bedrock_answers(json_server: Any) -> None:
    json_server.answers = [CONVERSE]
    config = {"api_type": "bedrock", "model": "meta.llama3-8b-instruct-v1:0", "base_url": json_server.url, **AWS}
    client = OpenAIWrapper(config_list=[{**config, "temperature": 0.5, "top_k": 3}], cache_seed=None)
    response = client.create(messages=ASK)
    assert client.extract_text_or_completion_object(response)[0].content == "Hello."
    assert response.cost == pytest.approx(0.0009)
    [(path, _, body)] = json_server.requests
    assert path.endswith("/converse")
    assert body["system"] == [{"text": "Be brief."}]
    assert body["messages"] == [{"role": "user", "content": [{"text": "Hi"}]}]
    assert (body["inferenceConfig"], body["additionalModelRequestFields"]) == ({"temperature": 0.5}, {"top_k": 3})


def test_bedrock_calls_tools_and_takes_their_results(json_server: Any) -> None:
    use = {"toolUse": {"toolUseId": "c1", "name": "weather", "input": {"city": "Rome"}}}
    json_server.answers = [
        {**CONVERSE, "stopReason": "tool_use", "output": {"message": {"role": "assistant", "content": [use]}}},
        CONVERSE,
    ]
    config = {"api_type": "bedrock", "model": "m", "base_url": json_server.url, "price": [1, 1], **AWS}
    client = OpenAIWrapper(config_list=[config], cache_seed=None)
    [message] = client.extract_text_or_completion_object(client.create(messages=ASK, tools=[WEATHER]))
    assert json.loads(message.tool_calls[0].function.arguments) == {"city": "Rome"}
    client.create(messages=CALLED, tools=[WEATHER])
    turns = json_server.bodies[1]["messages"]
    assert [turn["role"] for turn in turns] == ["user", "assistant", "user"]
    assert turns[2]["content"][0]["toolResult"]["content"] == [{"text": "sunny"}]


@pytest.mark.parametrize(
    ("messages", "roles"),
    [
        ([{"role": "assistant", "content": "Hi"}], ["user", "assistant", "user"]),
        ([{"role": "user", "content": "a"}, {"role": "user", "content": "b"}], ["user", "assistant", "user"]),
        (
            [{"role": "user", "content": "a"}, {"role": "assistant", "content": "", "tool_calls": [CALL]}],
            ["user", "assistant", "user"],
        ),
        ([{"role": "system", "content": "a"}], ["user"]),
    ],
)
def test_bedrock_speaks_in_turns(messages: list[dict[str, Any]], roles: list[str]) -> None:
    bedrock = importlib.import_module("autogen_compat.oai.bedrock")
    turns = bedrock.oai_messages_to_bedrock_messages(messages, True, True)
    assert [turn["role"] for turn in turns] == roles
    assert "toolUse" not in json.dumps(turns), "a call without a result is refused by Bedrock"


def test_bedrock_refusals_are_runtime_errors(json_server: Any) -> None:
    json_server.answers = [(400, {"message": "no such model"})]
    config = {"api_type": "bedrock", "model": "m", "base_url": json_server.url, **AWS}
    with pytest.raises(RuntimeError, match="no such model"):
        OpenAIWrapper(config_list=[config], cache_seed=None).create(messages=ASK)


def test_bedrock_without_a_region_is_refused() -> None:
    with pytest.raises(ValueError, match="Region is required"):
        OpenAIWrapper(config_list=[{"api_type": "bedrock", "model": "m"}])


@pytest.mark.parametrize(
    ("api_type", "package", "extra"),
    [("anthropic", "anthropic", "anthropic"), ("ollama", "ollama", "ollama"), ("bedrock", "boto3", "bedrock")],
)
def test_a_missing_package_says_what_to_install(
    api_type: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    for name in [name for name in sys.modules if name.startswith(f"autogen_ext.models.{api_type}")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, f"autogen_compat.oai.{PROVIDERS[api_type][0]}", raising=False)
    with pytest.raises(ImportError, match=rf"autogen-migrate\[{extra}\]"):
        OpenAIWrapper(config_list=[{"api_type": api_type, "model": "m", "api_key": "k", **AWS}])


def test_a_missing_azure_identity_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "azure.identity", None)
    config = {"api_type": "azure", "model": "m", "base_url": "http://x", "api_version": "1"}
    with pytest.raises(ImportError, match=r"autogen-migrate\[azure\]"):
        OpenAIWrapper(config_list=[{**config, "azure_ad_token_provider": "DEFAULT"}])


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
