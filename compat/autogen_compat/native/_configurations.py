"""Model clients of configurations that are only known when a program runs, and messages for them."""

from autogen_compat.engine.models import llm_messages, model_client_from
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
    "config_list_from_dotenv",
    "config_list_from_json",
    "config_list_from_models",
    "config_list_gpt4_gpt35",
    "config_list_openai_aoai",
    "filter_config",
    "get_config_list",
    "llm_messages",
    "model_client_from",
]
