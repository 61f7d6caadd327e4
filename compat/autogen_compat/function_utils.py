"""Schemas of tools from their annotations, and their arguments and results (v0.2: autogen/function_utils.py)."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Mapping
from logging import getLogger
from typing import Annotated, Any, ForwardRef, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, Field

from ._pydantic import JsonSchemaValue, evaluate_forwardref, model_dump, model_dump_json, type2schema

logger = getLogger(__name__)

T = TypeVar("T")

_EMPTY = inspect.Parameter.empty


class Parameters(BaseModel):
    """The `parameters` of a function in an OpenAI request."""

    type: Literal["object"] = "object"
    properties: dict[str, JsonSchemaValue]
    required: list[str]


class Function(BaseModel):
    """A function in an OpenAI request."""

    description: Annotated[str, Field(description="Description of the function")]
    name: Annotated[str, Field(description="Name of the function")]
    parameters: Annotated[Parameters, Field(description="Parameters of the function")]


class ToolFunction(BaseModel):
    """A tool of the kind "function" in an OpenAI request."""

    type: Literal["function"] = "function"
    function: Annotated[Function, Field(description="Function under tool")]


def get_typed_annotation(annotation: Any, globalns: dict[str, Any]) -> Any:
    """`annotation`, evaluated in `globalns` where it is a string."""
    if not isinstance(annotation, str):
        return annotation
    return evaluate_forwardref(ForwardRef(annotation), globalns, globalns)


def _evaluate(call: Callable[..., Any], annotation: Any) -> Any:
    return get_typed_annotation(annotation, getattr(call, "__globals__", {}))


def get_typed_signature(call: Callable[..., Any]) -> inspect.Signature:
    """The parameters of `call` with evaluated annotations; the return annotation is left out."""
    parameters = inspect.signature(call).parameters.values()
    return inspect.Signature([p.replace(annotation=_evaluate(call, p.annotation)) for p in parameters])


def get_typed_return_annotation(call: Callable[..., Any]) -> Any:
    """The evaluated return annotation of `call`, None where it has none."""
    annotation = inspect.signature(call).return_annotation
    return None if annotation is _EMPTY else _evaluate(call, annotation)


def get_param_annotations(typed_signature: inspect.Signature) -> dict[str, Any]:
    """The annotations of the parameters that have one, by name."""
    return {name: p.annotation for name, p in typed_signature.parameters.items() if p.annotation is not _EMPTY}


def get_required_params(typed_signature: inspect.Signature) -> list[str]:
    """The names of the parameters without default, in order."""
    return [name for name, p in typed_signature.parameters.items() if p.default is _EMPTY]


def get_default_values(typed_signature: inspect.Signature) -> dict[str, Any]:
    """The defaults of the parameters that have one, by name."""
    return {name: p.default for name, p in typed_signature.parameters.items() if p.default is not _EMPTY}


def get_missing_annotations(typed_signature: inspect.Signature, required: list[str]) -> tuple[set[str], set[str]]:
    """The names of unannotated parameters: those in `required`, and the others."""
    unannotated = {name for name, p in typed_signature.parameters.items() if p.annotation is _EMPTY}
    return unannotated & set(required), unannotated - set(required)


def _description(name: str, annotation: Any) -> str:
    metadata = getattr(annotation, "__metadata__", (name,))
    if not isinstance(metadata[0], str):
        raise ValueError(f"Invalid description {metadata[0]} for parameter {name}, should be a string.")
    return metadata[0]


def get_parameter_json_schema(k: str, v: Any, default_values: dict[str, Any]) -> JsonSchemaValue:
    """The JSON schema of one parameter.

    Args:
        k: its name, which is also its description unless `v` is Annotated.
        v: its type; the first metadata of an Annotated type is the description.
        default_values: the defaults of all parameters.

    Raises:
        ValueError: the first metadata of an Annotated type is not a string.
    """
    schema = type2schema(v)
    if k in default_values:
        schema["default"] = default_values[k]
    schema["description"] = _description(k, v)
    return schema


def get_parameters(
    required: list[str], param_annotations: dict[str, Any], default_values: dict[str, Any]
) -> Parameters:
    """The `parameters` object for the annotated parameters."""
    annotated = {name: annotation for name, annotation in param_annotations.items() if annotation is not _EMPTY}
    properties = {
        name: get_parameter_json_schema(name, annotation, default_values) for name, annotation in annotated.items()
    }
    return Parameters(properties=properties, required=required)


def _quoted(names: set[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


def _check_annotations(f: Callable[..., Any], typed_signature: inspect.Signature, required: list[str]) -> None:
    name = getattr(f, "__name__", type(f).__name__)
    missing, optional = get_missing_annotations(typed_signature, required)
    if get_typed_return_annotation(f) is None:
        logger.warning(
            f"The return type of the function '{name}' is not annotated. Although annotating it is "
            "optional, the function should return either a string, a subclass of 'pydantic.BaseModel'."
        )
    if optional:
        logger.warning(
            f"The following parameters of the function '{name}' with default values are not annotated: "
            f"{_quoted(optional)}."
        )
    if missing:
        raise TypeError(
            f"All parameters of the function '{name}' without default values must be annotated. "
            f"The annotations are missing for the following parameters: {_quoted(missing)}"
        )


def get_function_schema(f: Callable[..., Any], *, name: str | None = None, description: str) -> dict[str, Any]:
    """The OpenAI tool schema of a function (v0.2: autogen/function_utils.py get_function_schema).

    Args:
        f: the function; its parameters are described by `Annotated[type, "description"]`.
        name: the name the model sees, by default the function's own.
        description: what the model is told the function does.

    Raises:
        TypeError: a parameter without default has no annotation.
        ValueError: the first metadata of an Annotated type is not a string.
    """
    signature = get_typed_signature(f)
    required = get_required_params(signature)
    _check_annotations(f, signature, required)
    parameters = get_parameters(required, get_param_annotations(signature), get_default_values(signature))
    function = Function(description=description, name=name or f.__name__, parameters=parameters)
    return model_dump(ToolFunction(function=function))


def _load_model(value: Mapping[str, Any], model: type[BaseModel]) -> BaseModel:
    return model(**value)


def get_load_param_if_needed_function(t: Any) -> Callable[[dict[str, Any], type[BaseModel]], BaseModel] | None:
    """A function that builds an argument of type `t` from a dict, or None where `t` is no pydantic model."""
    if get_origin(t) is Annotated:
        return get_load_param_if_needed_function(get_args(t)[0])
    return _load_model if isinstance(t, type) and issubclass(t, BaseModel) else None


def load_basemodels_if_needed(func: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a function that takes pydantic models so that it can be called with dicts in their place."""
    annotations = get_param_annotations(get_typed_signature(func))
    candidates = {name: get_load_param_if_needed_function(t) for name, t in annotations.items()}
    loaders = {name: loader for name, loader in candidates.items() if loader is not None}

    def load(kwargs: dict[str, Any]) -> dict[str, Any]:
        return {**kwargs, **{name: loader(kwargs[name], annotations[name]) for name, loader in loaders.items()}}

    @functools.wraps(func)
    def call(*args: Any, **kwargs: Any) -> Any:
        return func(*args, **load(kwargs))

    @functools.wraps(func)
    async def call_async(*args: Any, **kwargs: Any) -> Any:
        return await func(*args, **load(kwargs))

    return call_async if inspect.iscoroutinefunction(func) else call


def serialize_to_str(x: Any) -> str:
    """What a tool's result looks like in a message: strings as they are, models and the rest as JSON.

    Raises:
        TypeError: `x` cannot be written as JSON.
    """
    if isinstance(x, str):
        return x
    if isinstance(x, BaseModel):
        return model_dump_json(x)
    return json.dumps(x, ensure_ascii=False)
