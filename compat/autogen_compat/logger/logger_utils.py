"""Helpers of the loggers (v0.2: autogen/logger/logger_utils.py)."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

__all__ = ("SECRET_KEYS", "get_current_ts", "redacted", "safe_serialize", "source_name", "to_dict", "v02_name")

SECRET_KEYS = (
    "admin_api_key",
    "api_key",
    "aws_access_key",
    "aws_profile_name",
    "aws_secret_key",
    "aws_session_token",
    "azure_ad_token",
    "azure_ad_token_provider",
    "azure_endpoint",
    "base_url",
    "credentials",
    "default_headers",
    "default_query",
    "http_client",
    "organization",
    "webhook_secret",
    "workload_identity",
)
"""Arguments that never reach a log. v0.2's file logger wrote them in clear."""


def get_current_ts() -> str:
    """The time now, in UTC, as ``2024-02-01 12:00:00.000000``."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f")


def _source_of(function: Any) -> str:
    try:
        return inspect.getsource(function).strip()
    except (OSError, TypeError):
        return repr(function)


def to_dict(obj: Any, exclude: Iterable[str] = (), no_recursive: Any = ()) -> Any:
    """`obj` as plain data: objects by their attributes, functions by their source.

    Args:
        obj: anything.
        exclude: keys and attributes to leave out, at every depth.
        no_recursive: a type or tuple of types of which only ``str(value)`` is kept.
    """
    skip = frozenset(exclude)

    def plain(value: Any) -> Any:
        return v02_name(str(value)) if isinstance(value, no_recursive) else to_dict(value, skip, no_recursive)

    def mapping(items: dict[Any, Any]) -> dict[str, Any]:
        return {str(key): plain(value) for key, value in items.items() if key not in skip}

    if isinstance(obj, (int, float, str, bool)):
        return obj
    if callable(obj):
        return _source_of(obj)
    if isinstance(obj, dict):
        return mapping(obj)
    if isinstance(obj, (list, tuple)):
        return [plain(value) for value in obj]
    return mapping(vars(obj)) if hasattr(obj, "__dict__") else obj


def v02_name(text: str) -> str:
    """A text with modules under v0.2's name, by which readers of logs know them."""
    return text.replace("autogen_compat.", "autogen.")


def redacted(init_args: dict[str, Any], no_recursive: Any = ()) -> Any:
    """Constructor arguments as plain data, without secrets."""
    return to_dict(init_args, exclude=("self", "__class__", *SECRET_KEYS), no_recursive=no_recursive)


def safe_serialize(obj: Any) -> str:
    """JSON of anything: what has ``to_json`` by that, the rest by its type's name."""

    def default(value: Any) -> str:
        if hasattr(value, "to_json"):
            return str(value.to_json())
        return f"<<non-serializable: {type(value).__qualname__}>>"

    return json.dumps(obj, default=default)


def source_name(source: Any) -> str:
    """The name of an agent, or the string itself."""
    if source is None or isinstance(source, str):
        return source or ""
    return str(getattr(source, "name", "") or "")
