"""Tokens are counted as v0.2 did, and estimated where tiktoken's tables cannot be had."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import tiktoken
from autogen_compat import token_count_utils
from autogen_compat.token_count_utils import (
    count_token,
    get_max_token_limit,
    num_tokens_from_functions,
    percentile_used,
    token_left,
)
from hypothesis import given
from hypothesis import strategies as st


class Words:
    """An encoding whose tokens are words."""

    @staticmethod
    def encode(text: str) -> list[str]:
        return text.split()


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def encoding_for_model(model: str) -> Any:
        if "gpt" not in model:
            raise KeyError(model)
        return Words

    monkeypatch.setattr(tiktoken, "encoding_for_model", encoding_for_model)
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: Words)
    yield


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(name: str) -> Any:
        raise OSError("no network")

    monkeypatch.setattr(tiktoken, "encoding_for_model", unreachable)


def test_importing_fetches_nothing() -> None:
    code = "import sys, autogen_compat.token_count_utils; sys.exit('tiktoken' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ({"role": "user", "content": "two words"}, 3 + 3 + 1 + 2),
        ({"role": "user", "content": "two words", "name": "Bob"}, 3 + 3 + 1 + 2 + 1 + 1),
        ({"role": "assistant", "content": None, "function_call": {"name": "f"}}, 3 + 3 + 1 + 2),
        ({"role": "user", "content": [{"type": "text", "text": "hi"}]}, 3 + 3 + 1 + 4),
    ],
)
def test_a_message_has_overhead_and_the_tokens_of_its_fields(words: None, message: dict[str, Any], count: int) -> None:
    assert count_token(message) == count == count_token([message])


def test_an_older_model_counts_names_otherwise(words: None) -> None:
    message = {"role": "user", "content": "hi", "name": "Bob"}
    assert count_token(message, "gpt-3.5-turbo-0301") == 3 + 4 + 3 - 1


@pytest.mark.parametrize(
    "model", ["gpt-4o", "gpt-3.5-turbo", "claude-3", "gemini-pro", "mistral-large", "mixtral-8x7b"]
)
def test_relatives_count_as_a_model_that_is_known(words: None, model: str) -> None:
    assert count_token([{"role": "user", "content": "hi"}], model) == 3 + 3 + 2


def test_a_stranger_is_refused(words: None) -> None:
    with pytest.raises(NotImplementedError, match="my-llama"):
        count_token([{"role": "user", "content": "hi"}], "my-llama")


def test_the_text_of_a_stranger_is_counted_in_the_usual_encoding(words: None) -> None:
    assert count_token("a few words", "my-llama") == 3


def test_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="input must be str, list or dict"):
        count_token(3)  # pyright: ignore[reportArgumentType]


def test_functions_count_their_names_descriptions_and_options(words: None) -> None:
    properties = {"unit": {"type": "string", "description": "a unit", "enum": ["c", "f"]}}
    function = {"name": "weather", "description": "the weather", "parameters": {"properties": properties}}
    assert num_tokens_from_functions([function]) == 12 + (1 + 2 - 2) + 1 + (2 + 1) + (2 + 2) + (8 - 3) + 11
    assert num_tokens_from_functions([{"name": "f", "description": "d", "parameters": {"properties": {}}}]) == 12 + 9


@pytest.mark.parametrize(("alias", "model"), [("gpt35-turbo", "gpt-3.5-turbo"), ("gpt4-32k", "gpt-4-32k")])
def test_azures_names_have_the_same_limit(alias: str, model: str) -> None:
    assert get_max_token_limit(alias) == get_max_token_limit(model)


def test_a_limit_that_is_not_known_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        get_max_token_limit("mine")


def test_what_is_left_and_used(words: None) -> None:
    assert token_left("two words") == 4094
    assert percentile_used("two words") == 2 / 4096


def test_offline_the_count_is_an_estimate_and_the_log_says_so(offline: None, caplog: pytest.LogCaptureFixture) -> None:
    token_count_utils._encoding.cache_clear()
    assert 5 <= count_token("I'm sorry, but I'm not able to") <= 20
    count_token("again")
    assert caplog.text.count("are estimates") == 1


@given(st.text(), st.text())
def test_an_estimate_grows_with_the_text(one: str, other: str) -> None:
    estimate = token_count_utils._estimate
    assert estimate(one) <= estimate(one + " " + other) <= estimate(one) + estimate(other)
