"""Model clients and lists of model configs (v0.2: autogen/oai)."""

from autogen_compat.cache.cache import Cache
from autogen_compat.oai.client import ModelClient, OpenAIWrapper
from autogen_compat.oai.completion import ChatCompletion, Completion
from autogen_compat.oai.openai_utils import (
    config_list_from_dotenv,
    config_list_from_json,
    config_list_from_models,
    config_list_gpt4_gpt35,
    config_list_openai_aoai,
    filter_config,
    get_config_list,
)

__all__ = [
    "Cache",
    "ChatCompletion",
    "Completion",
    "ModelClient",
    "OpenAIWrapper",
    "config_list_from_dotenv",
    "config_list_from_json",
    "config_list_from_models",
    "config_list_gpt4_gpt35",
    "config_list_openai_aoai",
    "filter_config",
    "get_config_list",
]
