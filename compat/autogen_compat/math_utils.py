"""Whether two LaTeX answers to a mathematical problem are the same (v0.2: autogen/math_utils.py).

The rules are those of the MATH benchmark (https://github.com/hendrycks/math).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .code_utils import DEFAULT_MODEL

_SOLVE: dict[str, Any] = {
    "model": DEFAULT_MODEL,
    "prompt": "{problem}\nWork step by step, simplify the result, and end with it in \\boxed{{}}.",
}

# In this order, since later ones match what earlier ones leave.
_PLAIN_REPLACEMENTS = (
    ("\n", ""),
    ("\\!", ""),
    ("\\\\", "\\"),
    ("tfrac", "frac"),
    ("dfrac", "frac"),
    ("\\left", ""),
    ("\\right", ""),
    ("^{\\circ}", ""),
    ("^\\circ", ""),
    ("\\$", ""),
)
_NUMBER_REPLACEMENTS = (("\\%", ""), ("%", ""), (" .", " 0."), ("{.", "{0."))
_UNIT = "\\text{ "
_WHOLE_FRACTION = re.compile(r"(?P<a>0|-?[1-9][0-9]*)/(?P<b>0|-?[1-9][0-9]*)")


def solve_problem(problem: str, **config: Any) -> tuple[str | None, float]:
    """The answer that most completions give, and the cost.

    Raises:
        AssertionError: always, since it needs openai<1, which v0.2.40 does not work with either.
    """
    from .oai import Completion

    response: Any = Completion.create({"problem": problem}, **{**_SOLVE, **config})
    results = eval_math_responses(Completion.extract_text(response))
    return results["voted_answer"], response["cost"]


def remove_boxed(string: str) -> str | None:
    r"""What is in a `\boxed{...}`, None where the string is something else."""
    left = "\\boxed{"
    return string[len(left) : -1] if string.startswith(left) and string.endswith("}") else None


def last_boxed_only_string(string: str) -> str | None:
    r"""The last `\boxed{...}`, else the last `\fbox{...}`, with balanced braces; None where there is none."""
    start = string.rfind("\\boxed" if "\\boxed" in string else "\\fbox")
    if start < 0:
        return None
    depth = 0
    for position in range(start, len(string)):
        depth += {"{": 1, "}": -1}.get(string[position], 0)
        if string[position] == "}" and depth == 0:
            return string[start : position + 1]
    return None


def get_answer(solution: str | None) -> str | None:
    """The boxed answer of a solution."""
    boxed = last_boxed_only_string(solution) if solution is not None else None
    return remove_boxed(boxed) if boxed is not None else None


def _braced_fraction(arguments: str) -> str:
    if arguments.startswith("{"):
        return arguments
    a, b, rest = arguments[0], arguments[1], arguments[2:]
    return f"{{{a}}}{b}{rest}" if b == "{" else f"{{{a}}}{{{b}}}{rest}"


def _fix_fracs(string: str) -> str:
    r"""`\frac12` becomes `\frac{1}{2}`; a fraction that lacks its second argument leaves the whole string as it is.

    Raises:
        IndexError: a fraction before such a one has no argument at all.
    """
    head, *fractions = string.split("\\frac")
    for arguments in fractions:
        if arguments[0] != "{" and len(arguments) < 2:
            return string
    return "\\frac".join([head, *map(_braced_fraction, fractions)])


def _fix_a_slash_b(string: str) -> str:
    r"""`2/3` becomes `\frac{2}{3}`."""
    match = _WHOLE_FRACTION.fullmatch(string)
    return f"\\frac{{{match['a']}}}{{{match['b']}}}" if match else string


def _remove_right_units(string: str) -> str:
    number, *units = string.split(_UNIT)
    if len(units) > 1:
        raise ValueError(f"more than one unit in {string!r}")
    return number


def _fix_sqrt(string: str) -> str:
    r"""`\sqrt3` becomes `\sqrt{3}`.

    Raises:
        IndexError: nothing follows a `\sqrt`.
    """
    head, *roots = string.split("\\sqrt")
    braced = (root if root[0] == "{" else f"{{{root[0]}}}{root[1:]}" for root in roots)
    return "\\sqrt".join([head, *braced])


def _replaced(string: str, replacements: Sequence[tuple[str, str]]) -> str:
    for old, new in replacements:
        string = string.replace(old, new)
    return string


def _without_left_side(string: str) -> str:
    left, *right = string.split("=")
    return right[0] if len(right) == 1 and len(left) <= 2 else string


def _strip_string(string: str) -> str:
    string = _remove_right_units(_replaced(string, _PLAIN_REPLACEMENTS))
    string = _replaced(string, _NUMBER_REPLACEMENTS)
    if not string:
        return string
    string = _without_left_side(f"0{string}" if string.startswith(".") else string)
    string = _fix_fracs(_fix_sqrt(string).replace(" ", ""))
    return _fix_a_slash_b("\\frac{1}{2}" if string == "0.5" else string)


def is_equiv(str1: str | None, str2: str | None) -> float:
    """1.0 if two answers differ at most in units, spaces and the way fractions and roots are written, else 0.0."""
    if str1 is None and str2 is None:
        print("WARNING: Both None")  # noqa: T201
        return 1.0
    if str1 is None or str2 is None:
        return 0.0
    try:
        return float(_strip_string(str1) == _strip_string(str2))
    except (IndexError, ValueError):
        return float(str1 == str2)


def is_equiv_chain_of_thought(str1: str | None, str2: str | None) -> float:
    """`is_equiv` of the boxed answers of two solutions."""
    return is_equiv(get_answer(str1), get_answer(str2))


def voting_counts(responses: Sequence[str]) -> dict[int, int]:
    """How many responses have the same answer, by the index of the first of them; those without answer are left out."""
    counts: dict[int, int] = {}
    for index, response in enumerate(responses):
        if get_answer(response) is None:
            continue
        same = next((i for i in counts if is_equiv_chain_of_thought(response, responses[i])), index)
        counts[same] = counts.get(same, 0) + 1
    return counts


def eval_math_responses(responses: Sequence[str], solution: str | None = None, **args: Any) -> dict[str, Any]:
    """Choose a response by majority, and check it where the solution is known.

    Returns:
        "expected_success" and "success" of any response, "success_vote" of the chosen one, "voted_answer" (the whole
        response) and its "votes".
    """
    total = len(responses)
    if not total:
        return {"expected_success": 0, "success": False, "success_vote": 0, "voted_answer": None, "votes": 0}
    successes = [is_equiv_chain_of_thought(r, solution) for r in responses] if solution is not None else []
    chosen, votes = max(voting_counts(responses).items(), key=lambda item: item[1], default=(0, 0))
    return {
        "expected_success": 1 - (1 - sum(successes) / total) ** total,
        "success": any(successes),
        "success_vote": is_equiv_chain_of_thought(responses[chosen], solution),
        "voted_answer": responses[chosen],
        "votes": votes,
    }
