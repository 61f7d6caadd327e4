"""Answers to mathematical problems."""

from __future__ import annotations

import pytest
from autogen_compat.math_utils import (
    eval_math_responses,
    get_answer,
    is_equiv,
    is_equiv_chain_of_thought,
    last_boxed_only_string,
    remove_boxed,
    solve_problem,
    voting_counts,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1/2", r"\frac{1}{2}"),
        (r"\frac12", r"\dfrac{1}{2}"),
        (r"\frac1{72}", r"\tfrac{1}{72}"),
        ("0.5", r"\frac{1}{2}"),
        (".5", r"\frac12"),
        (r"\sqrt3", r"\sqrt{3}"),
        ("x = 5", "5"),
        (r"90^\circ", "90"),
        (r"\left( 1, 2 \right)", "(1,2)"),
        (r"10\%", "10"),
        (r"12\text{ cm}", "12"),
        (r"\$3", "3"),
        (r"a\!b", "ab"),
    ],
)
def test_ways_of_writing_are_equal(a: str, b: str) -> None:
    assert is_equiv(a, b) == 1.0


@pytest.mark.parametrize(
    ("a", "b"), [("1", "2"), ("long = 5", "5"), ("01/2", r"\frac{1}{2}"), (None, "1"), ("1", None), ("", "0")]
)
def test_other_things_are_different(a: str | None, b: str | None) -> None:
    assert is_equiv(a, b) == 0.0


def test_what_cannot_be_read_is_equal_to_itself_only() -> None:
    assert is_equiv("\\sqrt", "\\sqrt") == 1.0
    assert is_equiv("\\sqrt", "\\sqrt ") == 0.0


def test_two_missing_answers_are_equal_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert is_equiv_chain_of_thought("a", "b") == 1.0
    assert capsys.readouterr().out == "WARNING: Both None\n"


@given(st.text(alphabet="\\{}frac sqrt12/.=%$", max_size=20))
def test_every_text_is_equal_to_itself(text: str) -> None:
    assert is_equiv(text, text) == 1.0


@pytest.mark.parametrize(
    ("solution", "answer"),
    [
        (r"first \boxed{1} then \boxed{\frac{1}{2}} end", r"\frac{1}{2}"),
        (r"\fbox{1}", None),
        (r"\boxed{1", None),
        (r"\boxed 1", None),
        ("nothing", None),
        (None, None),
    ],
)
def test_the_last_balanced_box_is_the_answer(solution: str | None, answer: str | None) -> None:
    assert get_answer(solution) == answer


def test_boxes_are_found_and_opened() -> None:
    assert last_boxed_only_string(r"a \fbox{b}") == r"\fbox{b}"
    assert remove_boxed(r"\boxed{b}") == "b"
    assert remove_boxed("b") is None


RESPONSES = [r"\boxed{1/2}", r"\boxed{3}", r"\boxed{0.5}", "no answer"]


def test_equal_answers_are_counted_under_the_first() -> None:
    assert voting_counts(RESPONSES) == {0: 2, 1: 1}


def test_the_majority_is_chosen_and_checked() -> None:
    assert eval_math_responses(RESPONSES, r"\boxed{\frac12}") == {
        "expected_success": 1 - (1 - 2 / 4) ** 4,
        "success": True,
        "success_vote": 1.0,
        "voted_answer": RESPONSES[0],
        "votes": 2,
    }


def test_no_responses_are_no_success() -> None:
    assert eval_math_responses([]) == {
        "expected_success": 0,
        "success": False,
        "success_vote": 0,
        "voted_answer": None,
        "votes": 0,
    }


def test_solving_with_the_old_completion_api_explains_that_it_is_gone() -> None:
    with pytest.raises(AssertionError, match="openai<1"):
        solve_problem("1 + 1")
