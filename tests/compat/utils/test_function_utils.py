"""Tool schemas, arguments and results."""

from __future__ import annotations

import logging
from typing import Annotated, Any, Literal, Optional

import pytest
from autogen_compat.function_utils import (
    get_default_values,
    get_function_schema,
    get_load_param_if_needed_function,
    get_missing_annotations,
    get_parameter_json_schema,
    get_required_params,
    get_typed_annotation,
    get_typed_return_annotation,
    get_typed_signature,
    load_basemodels_if_needed,
    serialize_to_str,
)
from pydantic import BaseModel, Field


class Money(BaseModel):
    currency: Literal["EUR", "USD"] = Field("EUR", description="ISO code")
    amount: float


def convert(
    money: Annotated[Money, "what to convert"], to: Annotated[str, "target"] = "USD", digits: int | None = None
) -> Money:
    return Money(currency="USD", amount=money.amount * 2)


def unannotated(a, b: int, c=1):  # type: ignore[no-untyped-def]
    return a


# Refusals


def test_parameters_without_default_must_be_annotated() -> None:
    message = "All parameters of the function 'unannotated' without default values must be annotated. The annotations"
    with pytest.raises(TypeError, match=f"{message} are missing for the following parameters: 'a'"):
        get_function_schema(unannotated, description="d")


def test_the_first_metadata_must_be_a_string() -> None:
    with pytest.raises(ValueError, match="Invalid description 3 for parameter a, should be a string"):
        get_parameter_json_schema("a", Annotated[int, 3], {})


def test_results_that_are_no_json_are_refused() -> None:
    with pytest.raises(TypeError):
        serialize_to_str(object())


def test_a_missing_model_argument_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_basemodels_if_needed(convert)()


# Schemas


def test_a_schema_has_types_descriptions_defaults_and_required_names() -> None:
    schema = get_function_schema(convert, description="Convert money.", name="exchange")
    assert schema["type"] == "function"
    function = schema["function"]
    assert (function["name"], function["description"]) == ("exchange", "Convert money.")
    assert function["parameters"]["type"] == "object"
    assert function["parameters"]["required"] == ["money"]
    assert function["parameters"]["properties"] == {
        "money": {
            "type": "object",
            "title": "Money",
            "description": "what to convert",
            "required": ["amount"],
            "properties": {
                "amount": {"title": "Amount", "type": "number"},
                "currency": {
                    "title": "Currency",
                    "type": "string",
                    "description": "ISO code",
                    "default": "EUR",
                    "enum": ["EUR", "USD"],
                },
            },
        },
        "to": {"type": "string", "default": "USD", "description": "target"},
        "digits": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None, "description": "digits"},
    }


def test_the_name_is_the_functions_own_by_default() -> None:
    assert get_function_schema(convert, description="d")["function"]["name"] == "convert"


def test_what_is_not_annotated_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    def half(a: int, c=1):  # type: ignore[no-untyped-def]
        return a

    with caplog.at_level(logging.WARNING):
        schema = get_function_schema(half, description="d")
    assert "The return type of the function 'half' is not annotated" in caplog.text
    assert "function 'half' with default values are not annotated: 'c'." in caplog.text
    assert list(schema["function"]["parameters"]["properties"]) == ["a"]


def test_signatures_are_read_with_evaluated_annotations() -> None:
    signature = get_typed_signature(convert)
    assert signature.parameters["to"].annotation == Annotated[str, "target"]
    assert get_typed_return_annotation(convert) is Money
    assert get_required_params(signature) == ["money"]
    assert get_default_values(signature) == {"to": "USD", "digits": None}
    assert get_missing_annotations(get_typed_signature(unannotated), ["a", "b"]) == ({"a"}, {"c"})


def test_a_missing_return_annotation_is_none_and_a_none_annotation_the_none_type() -> None:
    assert get_typed_return_annotation(unannotated) is None
    assert get_typed_annotation("None", {}) is type(None)


@pytest.mark.parametrize(
    ("annotation", "names", "type_"),
    [
        ("int", {}, int),
        ("Optional['T']", {"T": str, "Optional": Optional}, str | None),
        ("Annotated[T, 'd']", {"T": str, "Annotated": Annotated}, Annotated[str, "d"]),
        (float, {}, float),
    ],
)
def test_annotations_in_strings_are_evaluated(annotation: Any, names: dict[str, Any], type_: Any) -> None:
    assert get_typed_annotation(annotation, names) == type_


def test_a_name_that_is_not_defined_stays_a_reference() -> None:
    assert get_typed_annotation("Undefined", {}).__forward_arg__ == "Undefined"


def test_defaults_are_not_compared_with_the_empty_mark() -> None:
    class Array:
        def __eq__(self, other: object) -> bool:
            raise ValueError("ambiguous")

        __hash__ = None  # type: ignore[assignment]

    def f(a: int = Array()) -> str:  # type: ignore[assignment]
        return ""

    assert get_required_params(get_typed_signature(f)) == []


# Arguments and results


def test_dicts_become_models_before_a_call() -> None:
    assert load_basemodels_if_needed(convert)(money={"amount": 2}) == Money(currency="USD", amount=4)


async def test_dicts_become_models_before_an_async_call() -> None:
    @load_basemodels_if_needed
    async def double(money: Money, times: int = 2) -> float:
        """Doc."""
        return money.amount * times

    assert double.__doc__ == "Doc."
    assert await double(money={"amount": 2}, times=3) == 6


def test_only_models_are_loaded() -> None:
    assert get_load_param_if_needed_function(int) is None
    assert get_load_param_if_needed_function(dict[str, Money]) is None
    loader = get_load_param_if_needed_function(Annotated[Money, "d"])
    assert loader is not None
    assert loader({"amount": 1}, Money) == Money(amount=1)


@pytest.mark.parametrize(
    ("result", "text"),
    [
        ("text", "text"),
        (Money(amount=1), '{"currency":"EUR","amount":1.0}'),
        ({"ä": [1, None]}, '{"ä": [1, null]}'),
        (None, "null"),
        (1.5, "1.5"),
        (True, "true"),
    ],
)
def test_results_become_text(result: Any, text: str) -> None:
    assert serialize_to_str(result) == text
