"""Which v0.4 client a model's configuration means, and with what arguments.

v0.2: autogen/oai/client.py OpenAIWrapper._register_default_client.  v0.4: autogen_ext.models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import libcst as cst

from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.settings import is_off
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.comments import commented_call, comments_of
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.openai_models import KNOWN_MODELS, UNKNOWN_MODEL_INFO

Expressions = Mapping[str, cst.BaseExpression]

_CLIENT_KEYS = frozenset(
    {
        "model",
        "api_key",
        "base_url",
        "organization",
        "temperature",
        "top_p",
        "max_tokens",
        "timeout",
        "max_retries",
        "frequency_penalty",
        "logit_bias",
        "parallel_tool_calls",
        "presence_penalty",
        "reasoning_effort",
        "seed",
        "stop",
        "user",
        "default_headers",
        "response_format",
    }
)
_AZURE_KEYS = _CLIENT_KEYS - {"organization"} | {"api_version", "azure_deployment", "azure_endpoint", "azure_ad_token"}
_ANTHROPIC_KEYS = frozenset(
    {"model", "api_key", "base_url", "temperature", "top_p", "top_k", "max_tokens", "stop_sequences", "timeout"}
)
_OLLAMA_OPTIONS = ("num_predict", "num_ctx", "repeat_penalty", "seed", "temperature", "top_k", "top_p")
_OLLAMA_KEYS = frozenset({"model", "client_host", *_OLLAMA_OPTIONS})
_OTHER_PROVIDERS = ("bedrock", "cerebras", "cohere", "google", "groq", "mistral", "together")
_ELSEWHERE = ("claude", "gemini", "llama-")
"""Models that OpenAIChatCompletionClient asks at other addresses than v0.2 did."""

_SEES = re.compile(r"vision|gpt-?(4o|4[.-]?1|4-turbo|5)|claude|gemini|pixtral|llava|-vl|llama-?4|(^|/)o[134]")
_RENAMED = {
    "api_base": "base_url",
    "deployment_id": "azure_deployment",
    "engine": "model",
    "request_timeout": "timeout",
}
_WITHOUT_EFFECT = frozenset({"max_retry_period", "retry_wait_time", "tags"})
"""Of v0.1 and gone, or only for choosing among several configurations."""
_OFF = frozenset({"stream", "functions", "tools"})
"""What means nothing when it is false."""


def client_call(draft: Draft, settings: Expressions) -> str | None:
    """The constructor call of the client; None where v0.4 has none that asks as v0.2 did."""
    view = draft.view
    api_type = constant(view, settings["api_type"]) if "api_type" in settings else None
    if api_type is not None and not isinstance(api_type, str):
        return None
    settings = {key: node for key, node in settings.items() if key != "api_type"}
    if "response_format" in settings and not isinstance(view.value(settings["response_format"]), cst.Dict):
        return None
    kind = api_type or "openai"
    if kind.lower().startswith(_OTHER_PROVIDERS) or (kind != kind.lower() and kind.lower().startswith(tuple(_CLIENTS))):
        return None
    cls, arguments_of = next((made for name, made in _CLIENTS.items() if kind.startswith(name)), _OPENAI)
    arguments = arguments_of(draft, settings)
    if arguments is None:
        return None
    nodes = (settings.get(argument.partition("=")[0]) for argument in arguments)
    noted = [(argument, comments_of(view, node)) for argument, node in zip(arguments, nodes, strict=True)]
    return commented_call(draft.use(_MODULES[cls], cls), noted, 24)


def modernised(view: ModuleView, settings: Expressions) -> dict[str, cst.BaseExpression] | None:
    """The settings without what v0.1 called otherwise and what has no effect; None where that cannot be told."""
    is_old = bool({*_RENAMED, "use_cache"} & settings.keys())
    found: dict[str, cst.BaseExpression] = {}
    for key, node in settings.items():
        if key in _WITHOUT_EFFECT or (key in _OFF and is_off(view, node)):
            continue
        if (new := _RENAMED.get(key)) is not None:
            if new in settings:
                return None
            found[new] = node
        elif key == "seed" and is_old and "cache_seed" not in settings:
            found["cache_seed"] = node
        elif key != "use_cache":
            found[key] = node
    if "use_cache" in settings:
        used = constant(view, settings["use_cache"])
        if used is UNKNOWN:
            return None
        if not used:
            found["cache_seed"] = cst.Name("None")
    return found


def _openai(draft: Draft, settings: Expressions) -> list[str] | None:
    model = constant(draft.view, settings["model"])
    if set(settings) - _CLIENT_KEYS or (isinstance(model, str) and model.lower().startswith(_ELSEWHERE)):
        return None
    ordered = {"model": settings["model"], **settings}
    arguments = [f"{key}={draft.code(node)}" for key, node in ordered.items() if not _is_default(draft, key, node)]
    return arguments + _description(model)


def _azure(draft: Draft, settings: Expressions) -> list[str] | None:
    """v0.2 names the deployment by the model, without dots."""
    model = constant(draft.view, settings["model"])
    if set(settings) - _AZURE_KEYS or {"azure_endpoint", "base_url"} <= set(settings):
        return None
    rest = dict(settings)
    endpoint = rest.pop("azure_endpoint", rest.pop("base_url", None))
    if endpoint is None or "api_version" not in rest:
        return None
    name = _deployment(draft, rest.pop("azure_deployment", settings["model"]))
    if name is None:
        return None
    arguments = [f"azure_deployment={name}", f"azure_endpoint={draft.code(endpoint)}"]
    arguments += [f"{key}={draft.code(node)}" for key, node in rest.items()]
    return arguments + _description(model)


def _deployment(draft: Draft, node: cst.BaseExpression) -> str | None:
    name = constant(draft.view, node)
    if isinstance(name, str):
        return f'"{name.replace(".", "")}"'
    return f'{draft.code(node)}.replace(".", "")' if isinstance(node, cst.Name | cst.Subscript) else None


def _anthropic(draft: Draft, settings: Expressions) -> list[str] | None:
    model = constant(draft.view, settings["model"])
    if set(settings) - _ANTHROPIC_KEYS or not isinstance(model, str) or not model.startswith("claude-"):
        return None
    return [f"{key}={draft.code(node)}" for key, node in {"model": settings["model"], **settings}.items()]


def _ollama(draft: Draft, settings: Expressions) -> list[str] | None:
    if set(settings) - _OLLAMA_KEYS - {"api_key"}:
        return None
    arguments = [f"model={draft.code(settings['model'])}"]
    if "client_host" in settings:
        arguments.append(f"host={draft.code(settings['client_host'])}")
    options = [f'"{key}": {draft.code(settings[key])}' for key in _OLLAMA_OPTIONS if key in settings]
    if options:
        arguments.append(f"options={{{', '.join(options)}}}")
    return [*arguments, *_description(constant(draft.view, settings["model"]))]


def _description(model: object) -> list[str]:
    """What is said of a model; with `vision` images that messages have are sent, as v0.2 sent them to every model."""
    if isinstance(model, str) and model in KNOWN_MODELS:
        return []
    sees = not isinstance(model, str) or _SEES.search(model.lower()) is not None
    return [f"model_info={UNKNOWN_MODEL_INFO.replace('False', 'True', 1) if sees else UNKNOWN_MODEL_INFO}"]


def _is_default(draft: Draft, key: str, node: cst.BaseExpression) -> bool:
    """Whether the client takes this value by itself."""
    return (
        key == "api_key"
        and re.fullmatch(r"""os\.(environ\.get|getenv)\(\s*["']OPENAI_API_KEY["']\s*\)""", draft.code(node)) is not None
    )


_Arguments = Callable[[Draft, Expressions], "list[str] | None"]
_OPENAI: tuple[str, _Arguments] = ("OpenAIChatCompletionClient", _openai)
_CLIENTS: dict[str, tuple[str, _Arguments]] = {
    "azure": ("AzureOpenAIChatCompletionClient", _azure),
    "anthropic": ("AnthropicChatCompletionClient", _anthropic),
    "ollama": ("OllamaChatCompletionClient", _ollama),
}
_MODULES = {
    "OpenAIChatCompletionClient": "autogen_ext.models.openai",
    "AzureOpenAIChatCompletionClient": "autogen_ext.models.openai",
    "AnthropicChatCompletionClient": "autogen_ext.models.anthropic",
    "OllamaChatCompletionClient": "autogen_ext.models.ollama",
}
