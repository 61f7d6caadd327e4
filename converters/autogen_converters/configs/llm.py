"""v0.2 config lists and `llm_config` <-> v0.4 model client components."""

from __future__ import annotations

from typing import Any

from .._json import Record, is_list, is_record, shown
from ..delta import apply, difference
from ..errors import ConversionError, MessageError
from ..messages.records import MESSAGE_KEY, METADATA_KEY
from .providers import ANY_MODEL, CLIENT_FIELDS, KNOWN_MODELS, PROVIDERS, RENAMED, Provider
from .secrets import redacted

_TYPE_OF = {provider.client: name for name, provider in reversed(PROVIDERS.items()) if not provider.base_url}


def config_list_to_v04(entries: Any) -> list[Record]:
    """A v0.2 config list as v0.4 model client components, in order. Raises ConversionError naming the bad entry."""
    if not is_list(entries):
        entries = [entries]
    clients: list[Record] = []
    for number, entry in enumerate(entries, 1):
        try:
            clients.append(config_to_client(entry))
        except ConversionError as error:
            raise ConversionError(f"config {number}: {error}") from None
    return clients


def llm_config_to_v04(document: Record) -> list[Record]:
    """A v0.2 `llm_config` as model client components: what is beside `config_list` applies to every entry.

    v0.2: autogen/oai/client.py `OpenAIWrapper.__init__`.
    """
    shared = {key: value for key, value in document.items() if key not in {"config_list", *_NOT_FOR_CLIENTS}}
    entries = document.get("config_list")
    if not is_list(entries) or not all(is_record(entry) for entry in entries):
        raise MessageError("config_list", f"should be a list of objects, got {shown(entries)}")
    return config_list_to_v04([{**shared, **entry} for entry in entries])


_NOT_FOR_CLIENTS = frozenset({"functions", "tools"})


def config_to_client(entry: Any) -> Record:
    """One entry of a config list as a model client component.

    `api_key` becomes a reference to the provider's environment variable; what v0.4 has no field for (`price`,
    `cache_seed`, `tags`...) stays under `autogen_v02`.
    """
    if not is_record(entry):
        raise ConversionError(f"should be an object, got {shown(entry)}")
    clean: Record = redacted(entry)
    stored = clean.pop(MESSAGE_KEY, None)
    client = _natural_client(clean)
    if is_record(stored):
        return apply(stored, client)
    delta = difference(_natural_config(client), clean)
    return {**client, METADATA_KEY: delta} if delta else client


def _natural_client(entry: Record) -> Record:
    fields = {RENAMED.get(key, key): value for key, value in entry.items()}
    if not isinstance(fields.get("model"), str):
        raise ConversionError(f"model should be text, got {shown(fields.get('model'))}")
    api_type = str(fields.get("api_type") or "openai").lower()
    provider = PROVIDERS.get("azure" if api_type.startswith("azure") else api_type)
    if fields.get("model_client_cls") or provider is None:
        what = (
            f"model_client_cls {fields['model_client_cls']!r}"
            if fields.get("model_client_cls")
            else f"api_type {api_type!r}"
        )
        raise ConversionError(f"{what} has no v0.4 model client; keep it on autogen_compat")
    config = {key: value for key, value in fields.items() if key in CLIENT_FIELDS and value is not None}
    shape = _SHAPES.get(provider.client.rpartition(".")[2], _openai_fields)
    return _component(provider.client, shape(config, fields, provider))


def _component(client: str, config: Record) -> Record:
    name = client.rpartition(".")[2]
    versions = {"version": 1, "component_version": 1}
    return {
        "provider": client,
        "component_type": "model",
        **versions,
        "description": None,
        "label": name,
        "config": config,
    }


def _openai_fields(config: Record, fields: Record, provider: Provider) -> Record:
    config = {key: value for key, value in config.items() if key not in _AZURE_ONLY}
    if provider.base_url:
        config.setdefault("base_url", provider.base_url)
    own_host = not config.get("base_url") or "api.openai.com" in str(config["base_url"])
    if not (own_host and str(config["model"]).startswith(KNOWN_MODELS)):
        config.setdefault("model_info", dict(ANY_MODEL))
    return config


_AZURE_ONLY = frozenset({"azure_endpoint", "azure_deployment", "api_version", "azure_ad_token"})


def _azure_fields(config: Record, fields: Record, provider: Provider) -> Record:
    endpoint = config.pop("base_url", None)
    config.setdefault("azure_endpoint", endpoint)
    config.setdefault("azure_deployment", str(config["model"]).replace(".", ""))
    for field in ("azure_endpoint", "api_version"):
        if not config.get(field):
            raise ConversionError(f"an azure config needs {'base_url' if field == 'azure_endpoint' else field}")
    if not str(config["model"]).startswith(KNOWN_MODELS):
        config.setdefault("model_info", dict(ANY_MODEL))
    return config


def _anthropic_fields(config: Record, fields: Record, provider: Provider) -> Record:
    config = {key: value for key, value in config.items() if key in _ANTHROPIC_FIELDS}
    config.setdefault("max_tokens", 4096)
    if not str(config["model"]).startswith("claude-"):
        config.setdefault("model_info", dict(ANY_MODEL))
    return config


_ANTHROPIC_FIELDS = CLIENT_FIELDS & {
    *("model", "api_key", "base_url", "timeout", "max_retries", "default_headers"),
    *("max_tokens", "temperature", "top_p", "model_info"),
}


def _ollama_fields(config: Record, fields: Record, provider: Provider) -> Record:
    host = fields.get("client_host") or config.get("base_url")
    options = {name: config[key] for key, name in _OLLAMA_OPTIONS.items() if key in config}
    chosen: Record = {"model": config["model"], "model_info": config.get("model_info", dict(ANY_MODEL))}
    return {**chosen, **({"host": host} if host else {}), **({"options": options} if options else {})}


_OLLAMA_OPTIONS = {
    "temperature": "temperature",
    "top_p": "top_p",
    "seed": "seed",
    "max_tokens": "num_predict",
    "stop": "stop",
}
_SHAPES = {
    "AzureOpenAIChatCompletionClient": _azure_fields,
    "AnthropicChatCompletionClient": _anthropic_fields,
    "OllamaChatCompletionClient": _ollama_fields,
}


def client_to_config(component: Record) -> Record:
    """A model client component as one entry of a v0.2 config list. The class it names is not imported."""
    clean: Record = redacted(component)
    stored = clean.pop(METADATA_KEY, None)
    entry = _natural_config(clean)
    if is_record(stored):
        return apply(stored, entry)
    try:
        again = _natural_client(entry)
    except ConversionError:
        again = {}
    delta = difference(again, clean)
    return {**entry, MESSAGE_KEY: delta} if delta else entry


def _natural_config(client: Record) -> Record:
    config = client.get("config")
    if not is_record(config):
        raise MessageError("config", f"should be an object, got {shown(config)}")
    entry = {key: value for key, value in config.items() if key in CLIENT_FIELDS and value is not None}
    api_type = _TYPE_OF.get(str(client.get("provider")), "openai")
    if api_type == "azure":
        entry["base_url"] = entry.pop("azure_endpoint", None)
    if api_type == "ollama" and "host" in config:
        entry["client_host"] = config["host"]
    if api_type not in {"openai", "open_ai"}:
        entry["api_type"] = api_type
    return entry
