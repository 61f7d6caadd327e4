"""v0.1's completion classes: what reads old answers works, what asks models says what to use."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_compat import ChatCompletion, Completion
from autogen_compat._warnings import RemovedWarning

CHAT = {
    "model": "gpt-4",
    "choices": [{"message": {"content": "Hi"}}, {"message": {"content": None, "function_call": {"name": "f"}}}],
    "usage": {"prompt_tokens": 1000, "completion_tokens": 500},
}


@pytest.mark.parametrize("name", ["Completion", "ChatCompletion"])
def test_asking_says_what_to_use(name: str) -> None:
    with pytest.raises(AssertionError, match=rf"{name}\.create requires openai<1.*OpenAIWrapper"):
        {"Completion": Completion, "ChatCompletion": ChatCompletion}[name].create(model="gpt-4", prompt="Hi")


@pytest.mark.parametrize("method", ["tune", "test"])
def test_tuning_says_what_to_use(method: str) -> None:
    with pytest.raises(AssertionError, match="OpenAIWrapper"):
        getattr(Completion, method)(*[[]] * (4 if method == "tune" else 1))


def test_recording_does_nothing_and_says_so() -> None:
    with pytest.warns(RemovedWarning, match="runtime_logging"):
        ChatCompletion.start_logging()
    ChatCompletion.stop_logging()
    assert ChatCompletion.logged_history is None


def test_old_answers_can_be_read() -> None:
    assert Completion.extract_text(CHAT) == ["Hi", None]
    assert Completion.extract_text_or_function_call(CHAT)[1]["function_call"] == {"name": "f"}
    assert Completion.extract_text({"choices": [{"text": "a"}]}) == ["a"]
    assert Completion.cost(CHAT) == pytest.approx(0.06)


def test_the_cost_of_an_unknown_model_is_an_error() -> None:
    with pytest.raises(ValueError, match="Unknown model: mine"):
        Completion.cost({**CHAT, "model": "mine"})


def test_a_cache_can_be_named_and_cleared(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    Completion.clear_cache(1, str(tmp_path))
    assert [each.name for each in tmp_path.iterdir()] == ["2"]
    Completion.clear_cache(cache_path_root=str(tmp_path))
    assert not tmp_path.exists()
    Completion.set_cache(7, "root")
    assert Completion.cache_path == "root/7"
    Completion.set_cache()
