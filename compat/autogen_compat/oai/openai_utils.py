"""Lists of model configs from files, environment variables and models (v0.2: autogen/oai/openai_utils.py)."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from autogen_compat.oai._assistants import (
    create_gpt_assistant,
    create_gpt_vector_store,
    detect_gpt_assistant_api_version,
    retrieve_assistants_by_name,
    update_gpt_assistant,
)
from autogen_compat.oai._prices import OAI_PRICE1K
from autogen_compat.oai.config_errors import ConfigListInvalid, ConfigListNotFound

__all__ = [
    "DEFAULT_AZURE_API_VERSION",
    "NON_CACHE_KEY",
    "OAI_PRICE1K",
    "config_list_from_dotenv",
    "config_list_from_json",
    "config_list_from_models",
    "config_list_gpt4_gpt35",
    "config_list_openai_aoai",
    "create_gpt_assistant",
    "create_gpt_vector_store",
    "detect_gpt_assistant_api_version",
    "filter_config",
    "get_config",
    "get_config_list",
    "get_key",
    "retrieve_assistants_by_name",
    "update_gpt_assistant",
]

NON_CACHE_KEY = [
    "api_key",
    "base_url",
    "api_type",
    "api_version",
    "azure_ad_token",
    "azure_ad_token_provider",
    "credentials",
    "tool_config",
]
DEFAULT_AZURE_API_VERSION = "2024-02-01"
_DEFAULT_KEY = "OPENAI_API_KEY"
_DEFAULT_MODELS = ("gpt-4", "gpt-3.5-turbo")

FilterDict = Mapping[str, Iterable[Any]]


def _schema_of(value: Any) -> Any:
    """`response_format=SomeModel` in a cache key."""
    if isinstance(value, type) and issubclass(value, BaseModel):
        return value.model_json_schema()
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def get_key(config: Mapping[str, Any]) -> str:
    """The cache key of a request: its JSON without what says where and as whom it is sent.

    Raises:
        TypeError: the request holds something that JSON cannot express.
    """
    kept = {key: value for key, value in config.items() if key not in NON_CACHE_KEY}
    return json.dumps(kept, sort_keys=True, default=_schema_of)


def get_config(
    api_key: str | None, base_url: str | None = None, api_type: str | None = None, api_version: str | None = None
) -> dict[str, Any]:
    """One config; apart from the key, a value that names an environment variable means the variable's value."""
    named = {"base_url": base_url, "api_type": api_type, "api_version": api_version}
    return {"api_key": api_key, **{key: os.getenv(value, value) for key, value in named.items() if value}}


def get_config_list(
    api_keys: list[str],
    base_urls: list[str] | None = None,
    api_type: str | None = None,
    api_version: str | None = None,
) -> list[dict[str, Any]]:
    """One config per key, with the base URL at the same place; blank keys are left out.

    Raises:
        AssertionError: there are not as many base URLs as keys.
    """
    if base_urls is not None and len(base_urls) != len(api_keys):
        raise AssertionError("The length of api_keys must match the length of base_urls")
    common = {key: value for key, value in (("api_type", api_type), ("api_version", api_version)) if value}
    return [
        {"api_key": key, **({"base_url": base_urls[place]} if base_urls else {}), **common}
        for place, key in enumerate(api_keys)
        if key.strip()
    ]


def _read_into_environment(folder: str | None, files: Mapping[str, str | None]) -> None:
    """Set each environment variable to the text of its file, where there is one."""
    if folder is None:
        return
    for variable, file in files.items():
        if file is None:
            continue
        try:
            os.environ[variable] = Path(folder, file).read_text().strip()
        except FileNotFoundError:
            logging.info("%s is not set from %s: there is no such file in %s.", variable, file, folder)


def config_list_openai_aoai(
    key_file_path: str | None = ".",
    openai_api_key_file: str | None = "key_openai.txt",
    aoai_api_key_file: str | None = "key_aoai.txt",
    openai_api_base_file: str | None = "base_openai.txt",
    aoai_api_base_file: str | None = "base_aoai.txt",
    exclude: str | None = None,
) -> list[dict[str, Any]]:
    """Configs of OpenAI and Azure OpenAI from text files (one entry per line) or environment variables.

    The variables are OPENAI_API_KEY, OPENAI_API_BASE, AZURE_OPENAI_API_KEY and AZURE_OPENAI_API_BASE; a file
    overwrites its variable.

    Args:
        key_file_path: the folder of the files; None reads no files.
        openai_api_key_file, openai_api_base_file: files for OpenAI; None skips the file.
        aoai_api_key_file, aoai_api_base_file: files for Azure OpenAI; None skips the file.
        exclude: ``"openai"`` or ``"aoai"`` to leave one of the two out.
    """
    openai_files = {_DEFAULT_KEY: openai_api_key_file, "OPENAI_API_BASE": openai_api_base_file}
    azure_files = {"AZURE_OPENAI_API_KEY": aoai_api_key_file, "AZURE_OPENAI_API_BASE": aoai_api_base_file}
    configs: list[dict[str, Any]] = []
    if exclude != "openai":
        _read_into_environment(key_file_path, openai_files)
        bases = os.environ.get("OPENAI_API_BASE")
        configs += get_config_list(_lines(_DEFAULT_KEY), None if bases is None else bases.split("\n"))
    if exclude != "aoai":
        _read_into_environment(key_file_path, azure_files)
        configs += get_config_list(
            _lines("AZURE_OPENAI_API_KEY"), _lines("AZURE_OPENAI_API_BASE"), "azure", DEFAULT_AZURE_API_VERSION
        )
    return configs


def _lines(variable: str) -> list[str]:
    return os.environ.get(variable, "").split("\n")


def config_list_from_models(
    key_file_path: str | None = ".",
    openai_api_key_file: str | None = "key_openai.txt",
    aoai_api_key_file: str | None = "key_aoai.txt",
    aoai_api_base_file: str | None = "base_aoai.txt",
    exclude: str | None = None,
    model_list: list[str] | None = None,
) -> list[dict[str, Any]]:
    """`config_list_openai_aoai`, repeated for each model of `model_list`."""
    configs = config_list_openai_aoai(
        key_file_path=key_file_path,
        openai_api_key_file=openai_api_key_file,
        aoai_api_key_file=aoai_api_key_file,
        aoai_api_base_file=aoai_api_base_file,
        exclude=exclude,
    )
    if not model_list:
        return configs
    return [{**config, "model": model} for model in model_list for config in configs]


def config_list_gpt4_gpt35(
    key_file_path: str | None = ".",
    openai_api_key_file: str | None = "key_openai.txt",
    aoai_api_key_file: str | None = "key_aoai.txt",
    aoai_api_base_file: str | None = "base_aoai.txt",
    exclude: str | None = None,
) -> list[dict[str, Any]]:
    """`config_list_from_models` for gpt-4, then gpt-3.5-turbo."""
    return config_list_from_models(
        key_file_path, openai_api_key_file, aoai_api_key_file, aoai_api_base_file, exclude, [*_DEFAULT_MODELS]
    )


def _satisfies(value: Any, accepted: Any) -> bool:
    if value is None:
        return False
    if isinstance(value, list):
        return not set(value).isdisjoint(accepted)
    return value in accepted


def filter_config(
    config_list: list[dict[str, Any]], filter_dict: FilterDict | None, exclude: bool = False
) -> list[dict[str, Any]]:
    """The configs of which every key in `filter_dict` has an accepted value.

    A list in a config (``tags``) matches where it shares a value with the accepted ones. A missing key never
    matches, not even where None is accepted: v0.2's documentation says so, its code does not.

    Args:
        config_list: the configs.
        filter_dict: accepted values by key; None or empty keeps all.
        exclude: keep the configs of which no key has an accepted value.
    """
    if not filter_dict:
        return config_list
    return [
        config
        for config in config_list
        if all(_satisfies(config.get(key), accepted) != exclude for key, accepted in filter_dict.items())
    ]


def config_list_from_json(
    env_or_file: str, file_location: str | None = "", filter_dict: FilterDict | None = None
) -> list[dict[str, Any]]:
    """Configs from JSON.

    Args:
        env_or_file: an environment variable that holds the JSON or the path of a file with it, else a file name.
        file_location: the folder of the file, where `env_or_file` is a file name.
        filter_dict: as in `filter_config`.

    Raises:
        ConfigListNotFound: `env_or_file` is neither a variable nor a file; a FileNotFoundError.
        ConfigListInvalid: what was found is not JSON; a json.JSONDecodeError that names the source and the place.
    """
    source, text = _json_text(env_or_file, file_location)
    try:
        configs = json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigListInvalid(source, error) from None
    return filter_config(configs, filter_dict)


def _json_text(env_or_file: str, file_location: str | None) -> tuple[str, str]:
    """Where the JSON comes from, and the JSON."""
    value = os.environ.get(env_or_file)
    if value and not os.path.exists(value):
        return f"environment variable {env_or_file}", value
    path = value or os.path.join(file_location or "", env_or_file)
    try:
        return path, Path(path).read_text()
    except FileNotFoundError:
        raise ConfigListNotFound(env_or_file, path) from None


def config_list_from_dotenv(
    dotenv_file_path: str | None = None,
    model_api_key_map: dict[str, Any] | None = None,
    filter_dict: FilterDict | None = None,
) -> list[dict[str, Any]]:
    """Configs of models whose keys are in a .env file or in the environment.

    Args:
        dotenv_file_path: the file; None looks for ``.env`` here and in the folders above.
        model_api_key_map: for each model the variable of its key, or a dict with ``api_key_env_var`` and the
            arguments of `get_config`. gpt-4 and gpt-3.5-turbo are added, with OPENAI_API_KEY.
        filter_dict: as in `filter_config`.

    Raises:
        ImportError: python-dotenv is missing.
    """
    _load_dotenv(dotenv_file_path)
    keys = model_api_key_map if model_api_key_map is not None else {}
    for model in _DEFAULT_MODELS:
        keys.setdefault(model, _DEFAULT_KEY)
    named = ((model, _config_of(model, spec)) for model, spec in keys.items())
    configs = filter_config([{**config, "model": model} for model, config in named if config], filter_dict)
    if not configs:
        logging.error("No configurations loaded.")
        return []
    logging.info("Models available: %s", [config["model"] for config in configs])
    return configs


def _load_dotenv(path: str | None) -> None:
    try:
        from dotenv import find_dotenv, load_dotenv
    except ImportError as missing:
        raise ImportError(
            'Reading .env files needs the python-dotenv package: pip install "autogen-migrate[dotenv]"'
        ) from missing
    if path and not Path(path).exists():
        logging.warning("The specified .env file %s does not exist.", Path(path))
        return
    found = path or find_dotenv()
    if not found:
        logging.warning("No .env file found. Loading configurations from environment variables.")
    load_dotenv(found or None)


def _config_of(model: str, spec: Any) -> dict[str, Any] | None:
    if isinstance(spec, str):
        config = get_config(api_key=os.getenv(spec))
    elif isinstance(spec, dict):
        rest = {key: value for key, value in spec.items() if key != "api_key_env_var"}
        config = get_config(api_key=os.getenv(spec.get("api_key_env_var", _DEFAULT_KEY)), **rest)
    else:
        logging.warning("Unsupported type %s for model %s configuration", type(spec), model)
        return None
    if (config["api_key"] or "").strip():
        return config
    logging.warning("API key not found or empty for model %s. Please ensure path to .env file is correct.", model)
    return None
