"""Models on an Ollama server (v0.2: autogen/oai/ollama.py), by autogen_ext's client."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from autogen_core.models import ChatCompletionClient

try:
    from autogen_ext.models.ollama import OllamaChatCompletionClient
except ImportError as missing:
    raise ImportError('Ollama needs the ollama package: pip install "autogen-migrate[ollama]"') from missing

from openai.types.chat import ChatCompletion

from autogen_compat.engine.models._adapter import EngineModelClient
from autogen_compat.engine.models._info import model_info_of
from autogen_compat.oai import _ollama_tools
from autogen_compat.oai.client_utils import validate_parameter

__all__ = ["OllamaClient", "is_valid_tool_call_item", "response_to_tool_call"]

_NUMBER = (int, float)
# Ollama's name, types and default; sent where the config has it.
_OPTIONS: tuple[tuple[str, Any, Any], ...] = (
    ("num_predict", int, 128),
    ("num_ctx", int, 2048),
    ("repeat_penalty", _NUMBER, 1.1),
    ("seed", int, 42),
    ("temperature", _NUMBER, 0.8),
    ("top_k", int, 40),
    ("top_p", _NUMBER, 0.9),
)


class OllamaClient(EngineModelClient):
    """A `ModelClient` for Ollama. No key is needed; ``client_host`` in the config says where the server is.

    With ``native_tool_calls=False`` tools are described in the prompt and calls are read from the text.
    """

    TOOL_CALL_MANUAL_INSTRUCTION = _ollama_tools.INSTRUCTION
    TOOL_CALL_MANUAL_STEP1 = _ollama_tools.STEP_1
    TOOL_CALL_MANUAL_STEP2 = _ollama_tools.STEP_2

    def __init__(self, **kwargs: Any) -> None:
        """Make a client; ``base_url`` is another name of ``client_host``."""
        self._host = (kwargs.get("base_url") or "").removesuffix("/").removesuffix("/v1") or None
        super().__init__(_make_client, {}, self._settings)

    def _settings(self, params: dict[str, Any]) -> dict[str, Any]:
        parsed = self.parse_params(params)
        host = params.get("client_host") or self._host
        settings = {"model": parsed["model"], "options": parsed.get("options"), "host": host}
        return {key: value for key, value in settings.items() if value is not None}

    def parse_params(self, params: dict[str, Any]) -> dict[str, Any]:
        """The model and the options that Ollama takes, each valid or its default.

        Raises:
            AssertionError: there is no model.
        """
        if not params.get("model"):
            raise AssertionError(
                "Please specify the 'model' in your config list entry to nominate the Ollama model to use."
            )
        options = {
            name: validate_parameter(params, name, types, False, default, None, None)
            for name, types, default in _OPTIONS
            if name in params
        }
        return {"model": params["model"], "stream": False, **({"options": options} if options else {})}

    async def _ask(self, params: dict[str, Any]) -> ChatCompletion:
        if validate_parameter(params, "native_tool_calls", bool, False, True, None, None):
            return await super()._ask(params)
        messages = _ollama_tools.described(params["messages"], params.get("tools"), self._texts(params))
        rest = {key: value for key, value in params.items() if key != "tools"}
        response = await super()._ask({**rest, "messages": messages})
        return _with_calls_of_text(response) if params.get("tools") else response

    def oai_messages_to_ollama_messages(
        self, messages: list[dict[str, Any]], tools: list[dict[str, Any]] | None
    ) -> list[dict[str, Any]]:
        """The messages with the tools described in them, and calls and results as text."""
        return _ollama_tools.described(messages, tools, self._texts({}))

    def _texts(self, params: dict[str, Any]) -> _ollama_tools.Texts:
        """What describes tools: the config's own words, or the default ones."""
        defaults = {
            "manual_tool_call_instruction": self.TOOL_CALL_MANUAL_INSTRUCTION,
            "manual_tool_call_step1": self.TOOL_CALL_MANUAL_STEP1,
            "manual_tool_call_step2": self.TOOL_CALL_MANUAL_STEP2,
        }
        return _ollama_tools.Texts(
            *(validate_parameter(params, key, str, False, default, None, None) for key, default in defaults.items())
        )

    def cost(self, response: Any) -> float:
        """Local models cost nothing."""
        return 0


def _make_client(settings: dict[str, Any]) -> ChatCompletionClient:
    return OllamaChatCompletionClient(model_info=model_info_of(settings["model"]), **settings)


def _with_calls_of_text(response: ChatCompletion) -> ChatCompletion:
    choice = response.choices[0]
    calls = response_to_tool_call(choice.message.content or "")
    if calls is None:
        return response
    tool_calls = [
        {
            "id": f"ollama_manual_func_{response.created}_{index}",
            "type": "function",
            "function": {"name": call["name"], "arguments": json.dumps(call.get("arguments", {}))},
        }
        for index, call in enumerate(calls)
    ]
    data = response.model_dump()
    data["choices"][0]["finish_reason"] = "tool_calls"
    data["choices"][0]["message"].update(content="", tool_calls=tool_calls)
    return ChatCompletion.model_validate(data)


def response_to_tool_call(response_string: str) -> list[dict[str, Any]] | None:
    """The calls in a text: the first JSON list of calls or single call that is found, or None."""
    for found in _json_values(response_string):
        calls = [found] if isinstance(found, dict) else found
        if isinstance(calls, list) and calls and all(is_valid_tool_call_item(call) for call in calls):
            return calls
    return None


def _json_values(text: str) -> Iterator[Any]:
    """The JSON lists and objects in a text; models escape underscores that JSON does not let them."""
    decoder = json.JSONDecoder()
    text = text.replace("\\_", "_")
    for start in re.finditer(r"[\[{]", text):
        try:
            yield decoder.raw_decode(text, start.start())[0]
        except json.JSONDecodeError:
            continue


def is_valid_tool_call_item(call_item: Any) -> bool:
    """Whether this is a call: a name, perhaps arguments, and nothing else."""
    if not isinstance(call_item, dict) or not isinstance(call_item.get("name"), str):
        return False
    return call_item.keys() <= {"name", "arguments"}
