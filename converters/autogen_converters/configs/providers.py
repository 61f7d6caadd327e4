"""v0.2's `api_type`s and the v0.4 model clients that take their place."""

from __future__ import annotations

from dataclasses import dataclass

OPENAI_CLIENT = "autogen_ext.models.openai.OpenAIChatCompletionClient"


@dataclass(frozen=True)
class Provider:
    """A v0.4 model client class, and the address that v0.2's client class had built in."""

    client: str
    base_url: str | None = None


PROVIDERS: dict[str, Provider] = {
    "openai": Provider(OPENAI_CLIENT),
    "open_ai": Provider(OPENAI_CLIENT),
    "azure": Provider("autogen_ext.models.openai.AzureOpenAIChatCompletionClient"),
    "anthropic": Provider("autogen_ext.models.anthropic.AnthropicChatCompletionClient"),
    "ollama": Provider("autogen_ext.models.ollama.OllamaChatCompletionClient"),
    "google": Provider(OPENAI_CLIENT, "https://generativelanguage.googleapis.com/v1beta/openai/"),
    "mistral": Provider(OPENAI_CLIENT, "https://api.mistral.ai/v1"),
    "together": Provider(OPENAI_CLIENT, "https://api.together.xyz/v1"),
    "groq": Provider(OPENAI_CLIENT, "https://api.groq.com/openai/v1"),
    "cohere": Provider(OPENAI_CLIENT, "https://api.cohere.ai/compatibility/v1"),
    "cerebras": Provider(OPENAI_CLIENT, "https://api.cerebras.ai/v1"),
    "deepseek": Provider(OPENAI_CLIENT, "https://api.deepseek.com/v1"),
}
"""By v0.2's `api_type` (autogen/oai/client.py `_register_default_client`)."""

RENAMED = {"api_base": "base_url", "request_timeout": "timeout", "deployment_id": "azure_deployment", "engine": "model"}
"""Config keys of v0.1 that v0.2 files still carry."""

CLIENT_FIELDS = frozenset(
    {
        *("model", "api_key", "base_url", "organization", "timeout", "max_retries", "default_headers", "model_info"),
        *("temperature", "top_p", "max_tokens", "frequency_penalty", "presence_penalty", "logit_bias", "n", "seed"),
        *("stop", "user", "response_format", "stream_options", "parallel_tool_calls", "reasoning_effort"),
        *("azure_endpoint", "azure_deployment", "api_version", "azure_ad_token"),
    }
)
"""What both a v0.2 config and a v0.4 OpenAI client know by the same name."""

KNOWN_MODELS = ("gpt-4", "gpt-3.5-turbo", "gpt-5", "o1", "o3", "o4-mini")
"""Model names, by their beginning, that v0.4's OpenAI client knows the abilities of."""

ANY_MODEL = {
    "vision": True,
    "function_calling": True,
    "json_output": True,
    "structured_output": False,
    "family": "unknown",
    "multiple_system_messages": True,
}
"""The abilities v0.2 took every model to have."""
