"""What a model can do is known or inferred, never asked."""

from __future__ import annotations

import pytest
from autogen_compat.engine.models import LegacyChatCompletionClient, model_info_of
from autogen_compat.engine.models._info import token_limit_of
from autogen_core.models import ModelFamily, validate_model_info
from autogen_ext.models.openai import _model_info
from hypothesis import given
from hypothesis import strategies as st

KNOWN = sorted({*_model_info._MODEL_INFO, *_model_info._MODEL_POINTERS})


@pytest.mark.parametrize("model", KNOWN)
def test_a_model_that_the_engine_knows_has_the_engines_family(model: str) -> None:
    theirs = _model_info.get_info(_model_info.resolve_model(model))["family"]
    assert model_info_of(model)["family"] == theirs


@pytest.mark.parametrize(
    ("model", "family", "sees"),
    [
        ("gpt-35-turbo-16k", ModelFamily.GPT_35, False),
        ("my-gpt4o-deployment", ModelFamily.GPT_4O, True),
        ("gpt-4-1106-preview", ModelFamily.GPT_4, False),
        ("gpt-4-vision-preview", ModelFamily.GPT_4, True),
        ("ft:gpt-3.5-turbo:org::id", ModelFamily.GPT_35, False),
        ("meta-llama/Meta-Llama-3-70B-Instruct", ModelFamily.LLAMA_3_3_70B, False),
        ("anthropic.claude-3-5-sonnet-20240620-v1:0", ModelFamily.CLAUDE_3_5_SONNET, True),
        ("gemini-1.5-pro-latest", ModelFamily.GEMINI_1_5_PRO, True),
        ("mixtral-8x7b-32768", ModelFamily.MISTRAL, False),
        ("my own model", ModelFamily.UNKNOWN, False),
        ("", ModelFamily.UNKNOWN, False),
    ],
)
def test_a_name_tells_the_family(model: str, family: str, sees: bool) -> None:
    info = model_info_of(model)
    assert (info["family"], info["vision"]) == (family, sees)


@given(st.text())
def test_any_name_gives_what_the_engine_requires(model: str) -> None:
    info = model_info_of(model)
    validate_model_info(info)
    assert info["function_calling"] and info["json_output"] and info.get("multiple_system_messages")


def test_a_limit_is_known_or_assumed() -> None:
    assert (token_limit_of("gpt-4"), token_limit_of("gpt35-turbo"), token_limit_of("mine")) == (8192, 16385, 128_000)


def test_what_the_user_says_of_a_model_is_believed() -> None:
    said = {**model_info_of("mine"), "vision": True}
    config = {"model": "mine", "api_key": "k", "model_info": said}
    assert LegacyChatCompletionClient(config).model_info == said
