"""The few pydantic calls that v0.2 wrapped (v0.2: autogen/_pydantic.py)."""

from __future__ import annotations

import typing
from typing import Any, ForwardRef

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaValue

__all__ = ("JsonSchemaValue", "evaluate_forwardref", "model_dump", "model_dump_json", "type2schema")

PYDANTIC_V1 = False


def evaluate_forwardref(
    value: ForwardRef, globalns: dict[str, Any] | None = None, localns: dict[str, Any] | None = None
) -> Any:
    """The type that a forward reference names, or the reference itself where its name is not defined (yet)."""
    holder = type("Holder", (), {"__annotations__": {"value": value}})
    try:
        return typing.get_type_hints(holder, globalns or {}, localns or {}, include_extras=True)["value"]
    except NameError:
        return value


def type2schema(t: Any) -> JsonSchemaValue:
    """The JSON schema of a type."""
    return TypeAdapter(t).json_schema()


def model_dump(model: BaseModel) -> dict[str, Any]:
    """A pydantic model as a dict."""
    return model.model_dump()


def model_dump_json(model: BaseModel) -> str:
    """A pydantic model as compact JSON."""
    return model.model_dump_json()
