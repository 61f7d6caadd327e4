"""v0.2's functions for writing code with the completion API of openai<1 (v0.2: autogen/code_utils.py).

With openai>=1, which v0.2.40 requires too, `autogen.oai.Completion` only explains that it is gone; so do these.
Scoring functions that are there already, without a model, works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .code_utils import CODE_BLOCK_PATTERN, DEFAULT_MODEL, FAST_MODEL, execute_code, extract_code

AssertionWriter = Callable[[str], tuple[str, float]]

_IMPROVE_FUNCTION: dict[str, Any] = {
    "prompt": "Rewrite the function '{func_name}' so that it serves this objective: {objective}\n"
    "The file it is in:\n{file_string}",
    "model": DEFAULT_MODEL,
    "request_timeout": 600,
}
_IMPROVE_CODE: dict[str, Any] = {
    "prompt": "Read these files and list what should change{followup}, with this objective: {objective}\n{code}\n",
    "model": DEFAULT_MODEL,
    "request_timeout": 900,
}
_ASSERTIONS: dict[str, Any] = {
    "prompt": "Turn every example in the docstring into one assert statement, without messages.\n"
    "{definition}\nThe assert statements:",
    "model": FAST_MODEL,
    "max_tokens": 256,
    "stop": "\n\n",
}
_COMPLETE_FUNCTION: dict[str, Any] = {"prompt": "# Python 3{definition}"}
_SAMPLED: dict[str, Any] = {**_COMPLETE_FUNCTION, "stop": ["\nclass", "\ndef", "\nif", "\nprint"]}
_IMPLEMENT_CONFIGS: list[dict[str, Any]] = [
    {**_COMPLETE_FUNCTION, "model": FAST_MODEL, "temperature": 0, "cache_seed": 0},
    {**_SAMPLED, "model": FAST_MODEL, "n": 7, "cache_seed": 0},
    {**_COMPLETE_FUNCTION, "model": DEFAULT_MODEL, "temperature": 0, "cache_seed": 1},
    {**_SAMPLED, "model": DEFAULT_MODEL, "n": 2, "cache_seed": 2},
    {**_SAMPLED, "model": DEFAULT_MODEL, "n": 1, "cache_seed": 2},
]


def _complete(context: dict[str, Any] | None, config: Mapping[str, Any]) -> tuple[list[str], Any]:
    from .oai import Completion

    response: Any = Completion.create(context, **config)
    return Completion.extract_text(response), response


def generate_code(pattern: str = CODE_BLOCK_PATTERN, **config: Any) -> tuple[list[tuple[str, str]], float]:
    """The code blocks of a completion, and its cost.

    Raises:
        AssertionError: always, since it needs openai<1.
    """
    texts, response = _complete(None, config)
    return extract_code(texts[0], pattern), response["cost"]


def improve_function(file_name: str, func_name: str, objective: str, **config: Any) -> tuple[str, float]:
    """A better version of a function of a file, and the cost.

    Raises:
        AssertionError: always, since it needs openai<1.
    """
    context = {"func_name": func_name, "objective": objective, "file_string": Path(file_name).read_text()}
    texts, response = _complete(context, {**_IMPROVE_FUNCTION, **config})
    return texts[0], response["cost"]


def improve_code(files: Sequence[str], objective: str, suggest_only: bool = True, **config: Any) -> tuple[str, float]:
    """Suggestions for the code in some files (with the new code, unless `suggest_only`), and the cost.

    Raises:
        AssertionError: always, since it needs openai<1.
    """
    code = "".join(f"{name}:\n{Path(name).read_text()}\n\n" for name in files)
    followup = "" if suggest_only else ", and then the changed code"
    context = {"objective": objective, "code": code, "followup": followup}
    texts, response = _complete(context, {**_IMPROVE_CODE, **config})
    return texts[0], response["cost"]


def generate_assertions(definition: str, **config: Any) -> tuple[str, float]:
    """Assert statements for the examples in a function's docstring, and the cost.

    Raises:
        AssertionError: always, since it needs openai<1.
    """
    texts, response = _complete({"definition": definition}, {**_ASSERTIONS, **config})
    return texts[0], response["cost"]


def _program(definition: str, response: str, *following: str | None) -> str:
    start = response if response.startswith("def") else definition + response
    return "\n".join([start, *map(str, following)])


def _without_check(response: str) -> str:
    return response.partition("def check(")[0]


def eval_function_completions(
    responses: list[str],
    definition: str,
    test: str | None = None,
    entry_point: str | None = None,
    assertions: str | AssertionWriter | None = None,
    timeout: float | None = 3,
    use_docker: bool | None = True,
) -> dict[str, Any]:
    """Score completions of a function, and choose one of them by assertions where there are any.

    Args:
        responses: whole functions, or bodies that follow `definition`.
        definition: signature and docstring.
        test: code with a `check` function, called with `entry_point`.
        assertions: a function that writes assertions for `definition`, used if there are several responses.
        timeout: seconds for each run.
        use_docker: as for `execute_code`.

    Returns:
        Without assertions "expected_success" and "success"; else "index_selected", "succeed_assertions", "gen_cost",
        "assertions", and "success" where there is a test.
    """

    def passes(*parts: str | None) -> bool:
        code = _program(definition, *parts)  # type: ignore[arg-type]
        return execute_code(code, timeout=timeout, use_docker=use_docker)[0] == 0  # type: ignore[arg-type]

    check = (test, f"check({entry_point})")
    if assertions is None:
        successes = [passes(_without_check(response), *check) for response in responses]
        share = sum(successes) / len(successes)
        return {"expected_success": 1 - (1 - share) ** len(successes), "success": any(successes)}
    text, gen_cost = assertions(definition) if callable(assertions) and len(responses) > 1 else (None, 0)
    selected, succeeded = 0, False
    if len(responses) > 1 or test is None:
        for selected, response in enumerate(responses):
            responses[selected] = _without_check(response)
            succeeded = passes(responses[selected], text)
            if succeeded:
                break
    result: dict[str, Any] = {"index_selected": selected, "succeed_assertions": succeeded}
    if test is not None:
        result["success"] = passes(responses[selected], *check)
    return {**result, "gen_cost": gen_cost, "assertions": text}


class PassAssertionFilter:
    """A response filter that lets completions pass which satisfy the assertions."""

    def __init__(self, assertions: str | AssertionWriter | None) -> None:
        self._assertions = assertions
        self.cost: float = 0
        self.metrics: dict[str, Any] | None = None
        self.responses: list[str] | None = None

    def pass_assertions(self, context: Mapping[str, Any], response: Any, **_: Any) -> bool:
        """Whether a completion of `context["definition"]` satisfies the assertions."""
        from .oai import Completion

        responses = Completion.extract_text(response)
        metrics = eval_function_completions(responses, context["definition"], assertions=self._assertions)
        self._assertions = metrics["assertions"]
        self.cost += metrics["gen_cost"]
        self.metrics, self.responses = metrics, responses
        return metrics["succeed_assertions"]


def implement(
    definition: str,
    configs: list[dict[str, Any]] | None = None,
    assertions: str | AssertionWriter | None = generate_assertions,
) -> tuple[str, float, int]:
    """An implementation of a function, the cost, and the index of the configuration that wrote it.

    Raises:
        AssertionError: always, since it needs openai<1.
    """
    from .oai import Completion

    cost: float = 0
    configs = configs or _IMPLEMENT_CONFIGS
    if len(configs) > 1 and callable(assertions):
        assertions, cost = assertions(definition)
    accepted = PassAssertionFilter(assertions)
    response: Any = Completion.create(
        {"definition": definition}, config_list=configs, filter_func=accepted.pass_assertions
    )
    cost += accepted.cost + response["cost"]
    responses, metrics = accepted.responses or [], accepted.metrics or {}
    return responses[metrics["index_selected"]], cost, response["config_id"]
