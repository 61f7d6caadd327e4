"""Which client an ``api_type`` means: one table for all providers."""

from __future__ import annotations

from typing import Any

from openai import AzureOpenAI, OpenAI

from autogen_compat.oai._openai_client import OpenAIClient

__all__ = ["client_for"]

_AZURE_SCOPE = "https://cognitiveservices.azure.com/.default"


def client_for(config: dict[str, Any], arguments: dict[str, Any]) -> Any:
    """The model client of a config.

    Args:
        config: the config, of which ``api_type`` and ``model`` are read.
        arguments: what the client is made with.
    """
    if (config.get("api_type") or "").startswith("azure"):
        arguments = _azure(config, arguments)
        return OpenAIClient(AzureOpenAI(**arguments), arguments)
    return OpenAIClient(OpenAI(**arguments), arguments)


def _azure(config: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments in Azure's terms: a deployment without dots, an endpoint, a token provider."""
    result = {key: value for key, value in arguments.items() if key != "base_url"}
    deployment = arguments.get("azure_deployment", config.get("model"))
    result["azure_deployment"] = None if deployment is None else deployment.replace(".", "")
    result["azure_endpoint"] = arguments.get("azure_endpoint", arguments.get("base_url"))
    if arguments.get("azure_ad_token_provider") == "DEFAULT":
        result["azure_ad_token_provider"] = _default_token_provider()
    return result


def _default_token_provider() -> Any:
    try:
        from azure.identity import DefaultAzureCredential, get_bearer_token_provider
    except ImportError as missing:
        raise ImportError(
            'azure_ad_token_provider="DEFAULT" needs azure-identity: pip install "autogen-migrate[azure]"'
        ) from missing
    return get_bearer_token_provider(DefaultAzureCredential(), _AZURE_SCOPE)
