"""``llm_config`` as a component's configuration: masked when it is written, harmless when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, SecretStr

__all__ = ["LegacyModelConfig", "from_component", "to_component"]

_SECRETS = frozenset(
    {
        "admin_api_key",
        "api_key",
        "aws_access_key",
        "aws_secret_key",
        "aws_session_token",
        "azure_ad_token",
        "webhook_secret",
    }
)
_HEADERS = frozenset({"default_headers", "default_query", "extra_headers", "extra_query"})
_SCALARS = (str, int, float, bool, SecretStr, type(None))
_OBJECTS = frozenset({"cache", "credentials", "filter_func", "http_client", "model_client"})
_MASK = "**********"


class LegacyModelConfig(BaseModel):
    """The configuration of a `LegacyChatCompletionClient`.

    Attributes:
        llm_config: v0.2's ``llm_config``. Secrets are SecretStr, which JSON shows as asterisks.
        recorded_as: who asks, in records of what models are asked.
    """

    llm_config: dict[str, Any]
    recorded_as: str | None = None


def to_component(llm_config: Mapping[str, Any]) -> dict[str, Any]:
    """`llm_config` with its secrets masked.

    Raises:
        ValueError: it holds something that is no data, like a function; the message names the key.
    """
    return {key: _masked(key, value, key) for key, value in llm_config.items()}


def _masked(key: str, value: Any, path: str) -> Any:
    if key in _SECRETS and isinstance(value, str):
        return SecretStr(value)
    if isinstance(value, Mapping):
        hide = key in _HEADERS
        return {
            k: SecretStr(v) if hide and isinstance(v, str) else _masked(k, v, f"{path}.{k}") for k, v in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_masked("", item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, _SCALARS):
        return value
    raise ValueError(f"llm_config cannot be dumped: '{path}' is a {type(value).__name__}, not data; leave it out")


def from_component(llm_config: Mapping[str, Any]) -> dict[str, Any]:
    """The ``llm_config`` that `to_component` was given.

    Keys that were masked are left out, so that a client takes them from its environment variable.

    Raises:
        ValueError: a key was masked that would be sent to an address that only the configuration names, or
            something in it is no data.
    """
    result = _revealed(llm_config, "llm_config")
    base = {key: value for key, value in result.items() if key != "config_list"}
    for index, entry in enumerate(result.get("config_list") or [{}]):
        _refuse_lost_key({**base, **entry}, f"config_list[{index}]", _was_masked(llm_config, index))
    return result


def _was_masked(llm_config: Mapping[str, Any], index: int) -> bool:
    entries = llm_config.get("config_list") or [{}]
    return any(part.get("api_key") == _MASK for part in (llm_config, entries[index]))


def _refuse_lost_key(config: Mapping[str, Any], place: str, was_masked: bool) -> None:
    """A key from the environment must not go where a file says."""
    address = config.get("base_url") or config.get("azure_endpoint") or config.get("api_base")
    if was_masked and address and "api_key" not in config:
        raise ValueError(f"{place}: the api_key was masked when it was dumped; put it in again for {address}")


def _revealed(value: Any, path: str) -> Any:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Mapping):
        kept = {key: item for key, item in value.items() if item != _MASK}
        if objects := sorted(key for key in _OBJECTS & kept.keys() if kept[key] is not None):
            raise ValueError(f"{path}.{objects[0]} is an object of the program and cannot come from data")
        return {key: _revealed(item, f"{path}.{key}") for key, item in kept.items()}
    if isinstance(value, (list, tuple)):
        return [_revealed(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, _SCALARS):
        return value
    raise ValueError(f"{path} is a {type(value).__name__}, not data")
