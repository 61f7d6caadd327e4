"""Model clients of configurations that are only known when a program runs, and messages for them."""

from typing import Any

from autogen_core.models import ChatCompletionClient

from autogen_compat.engine.models import LegacyChatCompletionClient, llm_messages, model_client_from
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
    "register_model_client",
]


def register_model_client(client: ChatCompletionClient, model_client_cls: type, **kwargs: Any) -> None:
    """Let a class of the program's own answer where a configuration of `client` names it as ``model_client_cls``.

    v0.2: autogen/agentchat/conversable_agent.py register_model_client.

    Args:
        client: a client made by ``model_client_from``.
        model_client_cls: a class with the methods of v0.2's ModelClient, made with the configuration and `kwargs`.

    Raises:
        TypeError: the client is of another kind.
        ValueError: no configuration names the class.
    """
    if not isinstance(client, LegacyChatCompletionClient):
        raise TypeError(f"a {type(client).__name__} asks no model_client_cls; make the client by model_client_from")
    client.wrapper.register_model_client(model_client_cls, **kwargs)
