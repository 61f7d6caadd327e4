"""Which client an ``api_type`` means: one table for all providers."""

from __future__ import annotations

import importlib
from typing import Any

from openai import AzureOpenAI, OpenAI

from autogen_compat.oai._openai_client import OpenAIClient

__all__ = ["PROVIDERS", "client_for"]

PROVIDERS: dict[str, tuple[str, str]] = {
    "anthropic": ("anthropic", "AnthropicClient"),
    "bedrock": ("bedrock", "BedrockClient"),
    "cerebras": ("cerebras", "CerebrasClient"),
    "cohere": ("cohere", "CohereClient"),
    "google": ("gemini", "GeminiClient"),
    "groq": ("groq", "GroqClient"),
    "mistral": ("mistral", "MistralAIClient"),
    "ollama": ("ollama", "OllamaClient"),
    "together": ("together", "TogetherClient"),
}
"""What an ``api_type`` starts with, and the module of this package and the class in it that it means."""

# Of a config, what the client of a provider is made with although it is no argument of OpenAI's client.
_OWN_ARGUMENTS: dict[str, tuple[str, ...]] = {
    "anthropic": ("aws_access_key", "aws_secret_key", "aws_region", "aws_session_token", "aws_profile_name"),
    "bedrock": ("aws_access_key", "aws_secret_key", "aws_region", "aws_session_token", "aws_profile_name"),
    "google": ("project_id", "location", "credentials", "google_application_credentials"),
}
_AZURE_SCOPE = "https://cognitiveservices.azure.com/.default"


def client_for(config: dict[str, Any], arguments: dict[str, Any]) -> Any:
    """The model client of a config.

    Args:
        config: the config, of which ``api_type``, ``model`` and what is the provider's own are read.
        arguments: arguments of OpenAI's client.

    Raises:
        ImportError: the provider's package is missing; the message says what to install.
    """
    api_type = config.get("api_type") or ""
    if api_type.startswith("azure"):
        arguments = _azure(config, arguments)
        return OpenAIClient.made_with(AzureOpenAI, arguments)
    provider = next((name for name in PROVIDERS if api_type.startswith(name)), None)
    if provider is None:
        return OpenAIClient.made_with(OpenAI, arguments)
    module, name = PROVIDERS[provider]
    client = getattr(importlib.import_module(f"autogen_compat.oai.{module}"), name)
    own = {key: config[key] for key in _OWN_ARGUMENTS.get(provider, ()) if key in config}
    return client(**arguments, **own)


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
        identity = importlib.import_module("azure.identity")
    except ImportError as missing:
        raise ImportError(
            'azure_ad_token_provider="DEFAULT" needs azure-identity: pip install "autogen-migrate[azure]"'
        ) from missing
    return identity.get_bearer_token_provider(identity.DefaultAzureCredential(), _AZURE_SCOPE)
