"""A user that computes for a mathematician (v0.2: autogen/agentchat/contrib/math_user_proxy_agent.py)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from time import sleep
from typing import Any, Literal
from urllib.error import HTTPError

from pydantic import BaseModel, model_validator

from ..._optional import require
from ...code_utils import UNKNOWN, execute_code, extract_code, infer_lang
from ...math_utils import get_answer
from ..agent import Agent
from ..user_proxy_agent import UserProxyAgent

__all__ = ["PROMPTS", "MathUserProxyAgent", "WolframAlphaAPIWrapper", "get_from_dict_or_env"]

Message = dict[str, Any]
Outcome = tuple[str, bool]

_CODE_RULES = """\
- Show every result with 'print'. Use fractions and radicals, not decimals.
- sympy and other packages are there for you.
"""
_PYTHON_BLOCK = """\
- Write the code like this:
```python
# the code
```
"""
_STEPS = """\
1. Solve the problem step by step, in steps that are not too small.
2. Whatever {tools} can find out for you (a calculation, an equation), write as a query.
3. Wait: I will give you the result.
4. If the result seems right, go on. If it does not, or if it is an error, correct your query or your thinking.
"""
_BOXED = "When all queries are done and you have the answer, put the answer in \\boxed{}.\n"

PROMPTS = {
    "default": (
        "We are going to solve a math problem with Python.\n\nRules for queries:\n"
        f"{_CODE_RULES}{_PYTHON_BLOCK}\n"
        "Begin with the idea on which the solution rests. Then take one of three ways:\n"
        "Case 1: A Python program can solve the problem: write it. It may try out all possibilities.\n"
        "Case 2: The problem is one of reasoning: solve it by yourself.\n"
        "Case 3: Neither will do. Then work like this:\n"
        f"{_STEPS.format(tools='Python')}\n{_BOXED}\nProblem:\n"
    ),
    "two_tools": (
        "We are going to solve a math problem with two tools, Python and Wolfram Alpha.\n\nRules for queries:\n"
        "- Write a query for Wolfram Alpha like this, one query in a block:\n```wolfram\n# the query\n```\n"
        f"{_PYTHON_BLOCK}{_CODE_RULES}\nWork like this:\n"
        f"{_STEPS.format(tools='Python or Wolfram Alpha, whichever suits better,')}\n{_BOXED}\nProblem: "
    ),
    "python": (
        "We are going to solve a math problem with Python.\n\nRules for queries:\n"
        f"{_CODE_RULES}{_PYTHON_BLOCK}\nWork like this:\n"
        f"{_STEPS.format(tools='Python')}\n{_BOXED}\nProblem: "
    ),
}

_TOO_LONG = "The result is too long; something may be wrong. Think it over, and change the query."
_SAME_AGAIN = "\nThis is the same query or result as before. Try another way."
_THINK_AGAIN = (
    "Read the problem again, and what you thought about it. If this step seems right, do it without a query and go "
    "on; if not, correct it."
)
_NO_ANSWER = "Wolfram Alpha could not answer that. Try another query, or Python."
_NO_CONNECTION = "Wolfram Alpha could not be reached. Try again, or use Python."
_INVALID_QUERY = "The Wolfram query is invalid. Try another one, or Python."

_QUERY_SECONDS = 5
_LONGEST_RESULT = 2000
_WOLFRAM_TRIES = 20
_LOCATION = re.compile(r'File "/[^"]+\.py", line \d+, in .+\n')


def _is_termination_msg_mathchat(message: Any) -> bool:
    """Whether a message has an answer in a box and no query."""
    text = message.get("content") if isinstance(message, dict) else message
    if text is None:
        return False
    has_query = any(language in ("python", "wolfram") for language, _ in extract_code(text))
    return not has_query and bool(get_answer(text))


def _add_print_to_last_line(code: str) -> str:
    """The code, its last line printed if nothing is printed and that line is an expression."""
    lines = code.splitlines()
    if "print(" in code or not lines or "\t" in lines[-1] or "=" in lines[-1]:
        return code
    return "\n".join([*lines[:-1], f"print({lines[-1]})"])


def _remove_print(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if not line.startswith("print("))


class MathUserProxyAgent(UserProxyAgent):
    """Sends a problem, runs the Python and Wolfram Alpha queries of the answers, and stops at a boxed answer.

    Start a chat with ``message=agent.message_generator, problem="..."``.

    Args:
        max_invalid_q_per_step: failed queries in a row until the assistant is asked to think again.
        kwargs: of `UserProxyAgent`.
    """

    MAX_CONSECUTIVE_AUTO_REPLY = 15
    DEFAULT_REPLY = "Go on until you need a query. (When you have the answer, put it in \\boxed{}.)"

    def __init__(
        self,
        name: str | None = "MathChatAgent",
        is_termination_msg: Callable[[Message], bool] | None = _is_termination_msg_mathchat,
        human_input_mode: Literal["ALWAYS", "NEVER", "TERMINATE"] = "NEVER",
        default_auto_reply: str | Message | None = DEFAULT_REPLY,
        max_invalid_q_per_step: int = 3,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            name=name or "MathChatAgent",
            is_termination_msg=is_termination_msg,
            human_input_mode=human_input_mode,
            default_auto_reply=default_auto_reply,
            **kwargs,
        )
        self.register_reply([Agent, None], MathUserProxyAgent._generate_math_reply, position=2)
        self._max_invalid_q_per_step = max_invalid_q_per_step
        self._reset()

    def _reset(self) -> None:
        self._valid_q_count = 0
        self._total_q_count = 0
        self._accum_invalid_q_per_step = 0
        self._previous_code = ""
        self.last_reply: str | None = None

    @staticmethod
    def message_generator(sender: Any, recipient: Any, context: dict[str, Any]) -> str:
        """The first message of a chat: a prompt and the problem.

        Args:
            context: `problem`, and `customized_prompt` or `prompt_type` ("default", "python", "two_tools"), given to
                ``initiate_chat``.

        Raises:
            KeyError: there is no such type, or no problem.
        """
        sender._reset()
        prompt = context.get("customized_prompt")
        if prompt is None:
            prompt = PROMPTS[context.get("prompt_type", "default")]
        return prompt + context["problem"]

    def execute_one_python_code(self, pycode: str) -> Outcome:
        """Run code after the code that ran before.

        Returns:
            what it printed, or what went wrong, and whether that is a result.
        """
        lines = pycode.replace("; ", "\n").replace(";", "\n")
        code = self._previous_code + _add_print_to_last_line(lines)
        exit_code, printed = self._run(code, timeout=_QUERY_SECONDS)
        output, is_success = _outcome(exit_code, printed, code)
        kept = f"{_remove_print(code)}\n" if is_success else _imports(code)
        self._keep(f"{self._previous_code}\n{kept}")
        return output, is_success

    def _keep(self, code: str) -> None:
        """Let later queries build on this code, if it runs."""
        if self._run(code)[0] == 0:
            self._previous_code = code

    def _run(self, code: str, **options: Any) -> tuple[int, str]:
        config = self._code_execution_config or {}
        settings = {key: value for key, value in config.items() if key != "last_n_messages"}
        exit_code, output, _ = execute_code(code, **{**settings, **options})
        return exit_code, output

    def execute_one_wolfram_query(self, query: str) -> Outcome:
        """Ask Wolfram Alpha.

        Returns:
            what it answers, or what went wrong, and whether that is a result.

        Raises:
            ImportError: wolframalpha is not installed.
            ValueError: there is no `WOLFRAM_ALPHA_APPID`.
        """
        output, is_success = WolframAlphaAPIWrapper().run(query)
        return (output, is_success) if output else ("Error: The wolfram query is invalid.", False)

    def _generate_math_reply(
        self, messages: list[Message] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | Message | None]:
        """The results of a message's queries."""
        text = (self._oai_messages[sender] if messages is None else messages)[-1].get("content") or ""
        blocks = extract_code(text)
        if len(blocks) == 1 and blocks[0][0] == UNKNOWN:
            return True, self._default_auto_reply
        outcomes = [self._query(language or infer_lang(code), code) for language, code in blocks]
        reply = "".join(f"{output}\n" for output, _ in outcomes).strip()
        if self.last_reply == reply:
            return True, reply + _SAME_AGAIN
        self.last_reply = reply
        return True, reply if all(is_success for _, is_success in outcomes) else self._after_failure(reply)

    def _query(self, language: str, code: str) -> Outcome:
        run = {"python": self.execute_one_python_code, "wolfram": self.execute_one_wolfram_query}.get(language)
        output, is_success = ("Error: Unknown language.", False) if run is None else run(code)
        if not is_success:
            self._valid_q_count -= 1
        return output, is_success

    def _after_failure(self, reply: str) -> str:
        self._accum_invalid_q_per_step += 1
        if self._accum_invalid_q_per_step <= self._max_invalid_q_per_step:
            return reply
        self._accum_invalid_q_per_step = 0
        return _THINK_AGAIN


def _imports(code: str) -> str:
    return "".join(f"{line}\n" for line in code.split("\n") if "import" in line)


def _outcome(exit_code: int, printed: str, code: str) -> Outcome:
    if exit_code != 0:
        output, is_success = "Error: " + _LOCATION.sub("", printed), False
    elif printed:
        output, is_success = printed, True
    elif "print" in code:
        output, is_success = "No output found.", True
    else:
        output, is_success = "No output found. Make sure you print the results.", False
    return (_TOO_LONG, False) if len(output) > _LONGEST_RESULT else (output, is_success)


def get_from_dict_or_env(data: dict[str, Any], key: str, env_key: str, default: str | None = None) -> str:
    """The value of `key`, else of the environment variable, else the default.

    Raises:
        ValueError: there is none of them.
    """
    value = data.get(key) or os.environ.get(env_key) or default
    if value is None:
        raise ValueError(f"Did not find {key}: set the environment variable `{env_key}`, or pass `{key}`.")
    return value


class WolframAlphaAPIWrapper(BaseModel):
    """Asks Wolfram Alpha, with the app id that its developer portal gives.

    Attributes:
        wolfram_alpha_appid: the app id; by default the environment variable ``WOLFRAM_ALPHA_APPID``.
        wolfram_client: a client of the package wolframalpha.

    Raises:
        ImportError: wolframalpha is not installed.
        ValueError: there is no app id.
    """

    wolfram_client: Any = None
    wolfram_alpha_appid: str | None = None

    @model_validator(mode="before")
    @classmethod
    def validate_environment(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Find the app id and make the client."""
        appid = get_from_dict_or_env(values, "wolfram_alpha_appid", "WOLFRAM_ALPHA_APPID")
        wolframalpha = require("wolframalpha", extra="wolfram", what_for="Wolfram Alpha")
        return {**values, "wolfram_alpha_appid": appid, "wolfram_client": wolframalpha.Client(appid)}

    def run(self, query: str) -> Outcome:
        """What Wolfram Alpha answers, or what went wrong, and whether it is an answer."""
        try:
            result = self._result(query)
            if result is None:
                return _NO_CONNECTION, False
            if not result["@success"]:
                return _INVALID_QUERY, False
            assumption = next(result.pods).text
            answer = _solutions(result) or next(result.results).text
        except Exception:  # answers come in many shapes, and what they lack fails in as many ways
            return _NO_ANSWER, False
        if not answer:
            return "No good Wolfram Alpha Result was found", False
        return f"Assumption: {assumption} \nAnswer: {answer}", True

    def _result(self, query: str) -> Any:
        for _ in range(_WOLFRAM_TRIES):
            try:
                return self.wolfram_client.query(query)
            except HTTPError:
                sleep(1)
        return None


def _solutions(result: Any) -> str:
    answer = ""
    for pod in result["pod"]:
        if pod["@title"] == "Solution":
            answer = pod["subpod"]["plaintext"]
        if pod["@title"] in ("Results", "Solutions"):
            numbered = (f"ans {number}: {part['plaintext']}\n" for number, part in enumerate(pod["subpod"]))
            return answer + "".join(numbered)
    return answer
