"""Secrets become references to environment variables, `${OPENAI_API_KEY}`, and references become secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .._json import is_list, is_record
from ..errors import ConversionError

_SECRET_KEYS = re.compile(
    r"(^|_)(api_?key|apikey|secret|secret_key|access_key|password|passwd|ad_token|session_token|authorization)$", re.I
)
_SECRET_TEXT = re.compile(r"\b(sk-[A-Za-z0-9_-]{16,}|AKIA[A-Z0-9]{16}|ghp_[A-Za-z0-9]{20,}|AIza[A-Za-z0-9_-]{30,})")
_REFERENCE = re.compile(r"^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$")
_ENVIRONMENT = {
    "openai": "OPENAI_API_KEY",
    "open_ai": "OPENAI_API_KEY",
    "azure": "AZURE_OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "google": "GEMINI_API_KEY",
    "mistral": "MISTRAL_API_KEY",
    "together": "TOGETHER_API_KEY",
    "groq": "GROQ_API_KEY",
    "cohere": "COHERE_API_KEY",
    "cerebras": "CEREBRAS_API_KEY",
    "deepseek": "DEEPSEEK_API_KEY",
}


def reference(name: str) -> str:
    """The reference to an environment variable."""
    return f"${{{name}}}"


def is_secret_key(key: str) -> bool:
    """Whether a field of this name holds a secret (`api_key`, `aws_secret_key`, `password`...)."""
    return _SECRET_KEYS.search(key) is not None


def variable_for(key: str, api_type: str = "openai") -> str:
    """The environment variable for the secret in `key`: the provider's own for `api_key`."""
    if key.lower().replace("_", "") == "apikey":
        return _ENVIRONMENT.get(api_type, f"{api_type.upper()}_API_KEY")
    return key.upper()


def redacted(value: Any, api_type: str = "openai") -> Any:
    """A copy of `value` in which secrets are references, wherever they are; keys inside running text too."""
    if is_record(value):
        own = value.get("api_type")
        kind = own if isinstance(own, str) and own else api_type
        return {key: _field(key, item, kind) for key, item in value.items()}
    if is_list(value):
        return [redacted(item, api_type) for item in value]
    return _SECRET_TEXT.sub("[secret]", value) if isinstance(value, str) else value


def _field(key: str, value: Any, api_type: str) -> Any:
    if isinstance(key, str) and is_secret_key(key) and isinstance(value, str) and value:  # pyright: ignore[reportUnnecessaryIsInstance]
        return value if _REFERENCE.match(value) else reference(variable_for(key, api_type))
    return redacted(value, api_type)


def resolve(value: Any, environment: Mapping[str, str]) -> Any:
    """A copy of `value` in which references are replaced from `environment` (for instance `os.environ`).

    Raises ConversionError naming the variable that is not set.
    """
    if is_record(value):
        return {key: resolve(item, environment) for key, item in value.items()}
    if is_list(value):
        return [resolve(item, environment) for item in value]
    match = _REFERENCE.match(value) if isinstance(value, str) else None
    if match is None:
        return value
    if match[1] not in environment:
        raise ConversionError(f"the environment variable {match[1]} is not set")
    return environment[match[1]]
