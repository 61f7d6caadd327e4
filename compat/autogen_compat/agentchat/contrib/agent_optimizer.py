"""Improving the functions of an assistant with a model (v0.2: autogen/agentchat/contrib/agent_optimizer.py)."""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable
from typing import Any

from ...code_utils import execute_code
from ...io.base import IOStream
from ...oai.client import OpenAIWrapper
from ...oai.openai_utils import filter_config
from ._optimizing import ADD_FUNC, OPT_PROMPT, REMOVE_FUNC, REVISE_FUNC, experience, statistics

__all__ = ["ADD_FUNC", "OPT_PROMPT", "REMOVE_FUNC", "REVISE_FUNC", "AgentOptimizer", "execute_func"]

Function = dict[str, Any]

_IMAGE = "shaokun529/evoagent:v1"
_MOST_TRIALS = 3
_EMPTY_CONFIGS: list[Any] = [{}, {"config_list": []}, {"config_list": [{"model": ""}]}]
_ASK = "Is the user satisfied with the solution? Type 1 for yes or 0 for no, and press enter. \n"


def execute_func(name: str, packages: str | None, code: str, **args: Any) -> str:
    """Run a function of a model in docker, its packages installed, and return what it prints.

    Raises:
        Exception: the function fails, or docker is not there.
    """
    install = ""
    if packages:
        install = f'print("Installing package: {packages}")\nsubprocess.run(["pip", "-qq", "install", "{packages}"])'
    program = f"""
import subprocess
{install}
print("Result of {name} function execution:")
{code}
args={args}
result={name}(**args)
if result is not None: print(result)
"""
    _print(f"execute_code:\n{program}")
    exit_code, output, _ = execute_code(program, use_docker=_IMAGE)
    if exit_code != 0:
        raise Exception(f"Error in executing function:{output}")
    _print(f"Result: {output}")
    return output


class AgentOptimizer:
    """Learns functions from conversations: record some, take a step, register what it gives, and so on.

    Args:
        max_actions_per_step: changes of the list of functions in a step.
        llm_config: whose config list has the model.
        optimizer_model: the model that changes the list.

    Raises:
        AssertionError: `llm_config` is no dict.
        ValueError: it names no model.
    """

    def __init__(
        self,
        max_actions_per_step: int,
        llm_config: dict[str, Any],
        optimizer_model: str | None = "gpt-4-1106-preview",
    ) -> None:
        assert isinstance(llm_config, dict), "llm_config must be a dict"
        if llm_config in _EMPTY_CONFIGS:
            raise ValueError("Name a model in 'llm_config', or in each config of its 'config_list'.")
        self.max_actions_per_step = max_actions_per_step
        self._max_trials = _MOST_TRIALS
        self.optimizer_model = optimizer_model
        self.llm_config = copy.deepcopy(llm_config)
        self.llm_config["config_list"] = filter_config(llm_config["config_list"], {"model": [optimizer_model]})
        self._client: Any = OpenAIWrapper(**self.llm_config)
        self.reset_optimizer()

    def reset_optimizer(self) -> None:
        """Forget conversations and functions."""
        self._trial_conversations_history: list[dict[str, Any]] = []
        self._trial_conversations_performance: list[dict[str, int]] = []
        self._trial_functions: list[Function] = []
        self._best_conversations_history: list[dict[str, Any]] = []
        self._best_conversations_performance: list[dict[str, int]] = []
        self._best_functions: list[Function] = []
        self._best_performance: float = -1
        self._failure_functions_performance: list[dict[str, Any]] = []

    def record_one_conversation(
        self, conversation_history: list[dict[str, Any]], is_satisfied: bool | None = None
    ) -> None:
        """Learn from a conversation.

        Args:
            is_satisfied: whether the user is; None asks at the terminal.

        Raises:
            AssertionError: what is typed is neither 0 nor 1.
        """
        if is_satisfied is None:
            reply = IOStream.get_default().input(_ASK)
            assert reply in ("0", "1"), f"Type 1 for satisfied or 0 for not satisfied, not {reply!r}."
            is_satisfied = reply == "1"
        label = f"Conversation {len(self._trial_conversations_history)}"
        self._trial_conversations_history.append({label: conversation_history})
        self._trial_conversations_performance.append({label: int(is_satisfied)})

    def step(self) -> tuple[list[dict[str, Any]], dict[str, Callable[..., Any] | None]]:
        """Improve the functions.

        Returns:
            arguments for the assistant's `update_function_signature`, one by one, and for the executor's
            `register_function`.

        Raises:
            ValueError: no conversation was recorded since the last step.
        """
        self._judge_trial()
        functions = copy.deepcopy(self._best_functions)
        for number in range(self.max_actions_per_step):
            functions = self._update_function_call(functions, self._valid_actions(number, functions))
        known = {function["name"] for function in self._trial_functions}
        removed = sorted(known - {function["name"] for function in functions})
        self._trial_functions = functions
        return _signatures(functions, removed), _executors(functions, removed)

    def _judge_trial(self) -> None:
        """Keep the functions of the trial if they did no worse than the best."""
        results = [result for each in self._trial_conversations_performance for result in each.values()]
        if not results:
            raise ValueError("Record a conversation before you take a step.")
        performance = sum(results) / len(results)
        if performance < self._best_performance:
            self._failure_functions_performance.append({"functions": self._trial_functions, "performance": performance})
            self._failure_functions_performance.sort(key=lambda each: each["performance"])
        else:
            self._failure_functions_performance = []
            self._best_performance = performance
            self._best_functions = copy.deepcopy(self._trial_functions)
            self._best_conversations_history = self._trial_conversations_history
            self._best_conversations_performance = self._trial_conversations_performance
        self._trial_conversations_history = []
        self._trial_conversations_performance = []

    def _valid_actions(self, number: int, functions: list[Function]) -> list[Any]:
        """The changes that the model proposes; none if it proposes none, or none that are possible."""
        prompt = OPT_PROMPT.format(
            best_conversations_history=self._best_conversations_history,
            best_conversations_num=len(self._best_conversations_history),
            actions_num=number,
            best_functions=self._best_functions,
            incumbent_functions=functions,
            accumulated_experience=experience(self._failure_functions_performance),
            statistic_informations=statistics(self._best_conversations_performance),
        )
        messages = [{"role": "user", "content": prompt}]
        for _ in range(self._max_trials):
            response = self._client.create(
                messages=messages, tools=[ADD_FUNC, REVISE_FUNC, REMOVE_FUNC], tool_choice="auto"
            )
            actions = response.choices[0].message.tool_calls
            if self._validate_actions(actions, functions):
                return actions or []
        return []

    def _validate_actions(self, actions: list[Any] | None, incumbent_functions: list[Function]) -> bool:
        """Whether all changes are possible; prints why not."""
        names = {function["name"] for function in incumbent_functions}
        problem = next(filter(None, (_problem(action, names) for action in actions or ())), None)
        if problem is not None:
            _print(problem)
        return problem is None

    def _update_function_call(self, incumbent_functions: list[Function], actions: list[Any]) -> list[Function]:
        functions = incumbent_functions
        for action in actions:
            given = _arguments(action)
            functions = [function for function in functions if function["name"] != given["name"]]
            if action.function.name != "remove_function":
                functions.append(
                    {
                        "name": given["name"],
                        "description": given.get("description"),
                        "arguments": json.loads(given["arguments"].strip('"')),
                        "packages": given.get("packages"),
                        "code": given.get("code"),
                    }
                )
        return functions


def _arguments(action: Any) -> dict[str, Any]:
    return json.loads(action.function.arguments.strip('"'))


def _problem(action: Any, names: set[str]) -> str | None:
    try:
        given = _arguments(action)
        if "arguments" in given:
            json.loads(given["arguments"].strip('"'))
    except (ValueError, AttributeError) as error:
        return f"JSON is invalid: {error}"
    if action.function.name == "remove_function":
        return None if given.get("name") in names else "The function you want to remove does not exist."
    missing = [key for key in ("name", "arguments", "code") if not isinstance(given.get(key), str)]
    if missing:
        return f"The call of {action.function.name} lacks {', '.join(missing)}."
    try:
        compile(given["code"], "<string>", "exec")
    except (SyntaxError, ValueError) as error:
        return f"Syntax is invalid: {error}"
    return None


def _signatures(functions: list[Function], removed: list[str]) -> list[dict[str, Any]]:
    added = [
        {
            "func_sig": {
                "name": function["name"],
                "description": function["description"],
                "parameters": {"type": "object", "properties": function["arguments"]},
            },
            "is_remove": False,
        }
        for function in functions
    ]
    return [*({"func_sig": name, "is_remove": True} for name in removed), *added]


def _executors(functions: list[Function], removed: list[str]) -> dict[str, Callable[..., Any] | None]:
    runners = {
        function["name"]: functools.partial(execute_func, function["name"], function["packages"], function["code"])
        for function in functions
    }
    return {**dict.fromkeys(removed), **runners}


def _print(text: str) -> None:
    IOStream.get_default().print(text)
