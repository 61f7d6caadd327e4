"""Helpers of the model clients (v0.2: autogen/oai/client_utils.py)."""

from __future__ import annotations

import logging
from typing import Any

from autogen_compat._warnings import warn_plainly

__all__ = ["logger_formatter", "should_hide_tools", "validate_parameter"]

logger_formatter = logging.Formatter(
    "[%(name)s: %(asctime)s] {%(lineno)d} %(levelname)s - %(message)s", "%m-%d %H:%M:%S"
)


def _type_names(allowed: Any) -> str:
    if isinstance(allowed, tuple):
        return "(" + ", ".join(kind.__name__ for kind in allowed) + ")"
    return allowed.__name__


def _bounds_complaint(value: Any, bounds: tuple[Any, Any], none_too: str) -> str | None:
    low, high = bounds
    too_low = low is not None and value < low
    too_high = high is not None and value > high
    if not (too_low or too_high):
        return None
    parts = [f">= {low}" if low is not None else "", f"<= {high}" if high is not None else ""]
    return "has numerical bounds, " + " and ".join(part for part in parts if part) + none_too


def _complaint(
    value: Any, allowed_types: Any, allow_none: bool, bounds: tuple[Any, Any] | None, allowed: list[Any] | None
) -> str | None:
    """What is wrong with a parameter, or None."""
    if value is None:
        return None if allow_none else "cannot be None"
    if not isinstance(value, allowed_types):
        return f"must be of type {_type_names(allowed_types)}{' or None' if allow_none else ''}"
    none_too = ", or can be None" if allow_none else ""
    if bounds:
        return _bounds_complaint(value, bounds, none_too)
    if allowed and value not in allowed:
        return f"must be one of these values [{allowed}]{none_too}"
    return None


def validate_parameter(
    params: dict[str, Any],
    param_name: str,
    allowed_types: Any,
    allow_None: bool,
    default_value: Any,
    numerical_bound: tuple[Any, Any] | None,
    allowed_values: list[Any] | None,
) -> Any:
    """The value of a config parameter, or its default with a warning where the value is not acceptable.

    Args:
        params: the config.
        param_name: the parameter's key.
        allowed_types: a type, or a tuple of types.
        allow_None: whether None is acceptable.
        default_value: the value where the parameter is missing or not acceptable.
        numerical_bound: the least and the greatest number, either of them None.
        allowed_values: the acceptable values, looked at where there are no bounds.

    Raises:
        TypeError: `allowed_values` is neither a list nor None.
    """
    if allowed_values is not None and not isinstance(allowed_values, list):
        raise TypeError(f"allowed_values should be a list or None, got {type(allowed_values).__name__}")
    value = params.get(param_name, default_value)
    complaint = _complaint(value, allowed_types, allow_None, numerical_bound, allowed_values)
    if complaint is None:
        return value
    warn_plainly(f"Config error - {param_name} {complaint}, defaulting to {default_value}.")
    return default_value


def _unused_tools(messages: list[dict[str, Any]], tools: list[dict[str, Any]]) -> set[str]:
    names = {call["id"]: call["function"]["name"] for message in messages for call in message.get("tool_calls") or []}
    used = {names[message["tool_call_id"]] for message in messages if "tool_call_id" in message}
    return {tool["function"]["name"] for tool in tools} - used


def should_hide_tools(
    messages: list[dict[str, Any]], tools: list[dict[str, Any]] | None, hide_tools_param: str
) -> bool:
    """Whether a request should go without its tools.

    Args:
        messages: the messages of the request.
        tools: its tools.
        hide_tools_param: ``"never"``, ``"if_any_run"`` or ``"if_all_run"``.

    Raises:
        TypeError: `hide_tools_param` is none of these.
    """
    if hide_tools_param == "never" or not tools:
        return False
    if hide_tools_param == "if_any_run":
        return any("tool_call_id" in message for message in messages)
    if hide_tools_param == "if_all_run":
        return not _unused_tools(messages, tools)
    raise TypeError(
        f"hide_tools_param is not a valid value ['if_all_run','if_any_run','never'], got '{hide_tools_param}'"
    )
