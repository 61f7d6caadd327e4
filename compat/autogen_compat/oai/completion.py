"""v0.1's completion classes, which need openai<1 (v0.2: autogen/oai/completion.py).

As in v0.2.40 calls of models raise; what only reads answers of old programs still works.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from typing import Any, NoReturn

from autogen_compat._warnings import RemovedWarning, warn
from autogen_compat.oai._prices import OAI_PRICE1K

__all__ = ["ChatCompletion", "Completion"]

logger = logging.getLogger("autogen.oai.completion")

_GPT_35 = (0.0015, 0.002)
_GPT_35_16K = (0.003, 0.004)
_CHAT_MODELS = {
    **dict.fromkeys(("gpt-3.5-turbo", "gpt-3.5-turbo-0301", "gpt-3.5-turbo-0613", "gpt-35-turbo"), _GPT_35),
    **dict.fromkeys(("gpt-3.5-turbo-16k", "gpt-3.5-turbo-16k-0613", "gpt-35-turbo-16k"), _GPT_35_16K),
    **{
        model: OAI_PRICE1K[model] for size in ("gpt-4", "gpt-4-32k") for model in (size, f"{size}-0314", f"{size}-0613")
    },
}
_TEXT_MODELS = ("text-", "code-")


def _refuse(use: str) -> NoReturn:
    raise AssertionError(
        f"(Deprecated) autogen.{use} requires openai<1, which v0.4 cannot use. "
        "Use autogen.OpenAIWrapper(...).create(...) instead."
    )


class Completion:
    """Stands for v0.1's Completion. `create`, `tune` and `test` raise AssertionError with what to use instead.

    Attributes:
        logged_history: None: no call of this class can be recorded.
    """

    chat_models = set(_CHAT_MODELS)
    price1K = {
        **{model: price for model, price in OAI_PRICE1K.items() if model.startswith(_TEXT_MODELS)},
        "gpt-3.5-turbo-instruct": _GPT_35,
        "gpt-35-turbo-instruct": _GPT_35,
        **_CHAT_MODELS,
    }
    default_search_space: dict[str, Any] = {}
    cache_seed: int | None = 41
    cache_path = ".cache/41"
    retry_wait_time = 10
    max_retry_period = 120
    request_timeout = 60
    openai_completion_class = False
    optimization_budget: float | None = None
    logged_history: dict[str, Any] | None = None

    @classmethod
    def create(
        cls,
        context: dict[str, Any] | None = None,
        use_cache: bool | None = True,
        config_list: list[dict[str, Any]] | None = None,
        filter_func: Callable[..., bool] | None = None,
        raise_on_ratelimit_or_timeout: bool | None = True,
        allow_format_str_template: bool | None = False,
        **config: Any,
    ) -> NoReturn:
        """Raise AssertionError with what to use instead."""
        _refuse(f"{cls.__name__}.create")

    @classmethod
    def tune(
        cls,
        data: Any,
        metric: Any,
        mode: Any,
        eval_func: Any,
        log_file_name: Any = None,
        inference_budget: Any = None,
        optimization_budget: Any = None,
        num_samples: Any = 1,
        logging_level: int = logging.WARNING,
        **config: Any,
    ) -> NoReturn:
        """Raise AssertionError with what to use instead."""
        _refuse(f"{cls.__name__}.tune")

    @classmethod
    def test(
        cls,
        data: Any,
        eval_func: Any = None,
        use_cache: Any = True,
        agg_method: Any = "avg",
        return_responses_and_per_instance_result: Any = False,
        logging_level: int = logging.WARNING,
        **config: Any,
    ) -> NoReturn:
        """Raise AssertionError with what to use instead."""
        _refuse(f"{cls.__name__}.test")

    @classmethod
    def set_cache(cls, seed: int | None = 41, cache_path_root: str | None = ".cache") -> None:
        """Name the folder of the cache: ``cache_path_root/seed``."""
        cls.cache_seed = seed
        cls.cache_path = f"{cache_path_root}/{seed}"

    @classmethod
    def clear_cache(cls, seed: int | None = None, cache_path_root: str | None = ".cache") -> None:
        """Delete the cache of `seed`, or all caches below `cache_path_root`."""
        folder = cache_path_root if seed is None else f"{cache_path_root}/{seed}"
        shutil.rmtree(folder or ".cache", ignore_errors=True)

    @classmethod
    def instantiate(
        cls, template: Any, context: dict[str, Any] | None = None, allow_format_str_template: bool | None = False
    ) -> Any:
        """The template filled in: a function by calling it, a string by ``str.format`` where that is allowed."""
        if not context or template is None:
            return template
        if isinstance(template, str):
            return template.format(**context) if allow_format_str_template else template
        return template(context)

    @classmethod
    def cost(cls, response: dict[str, Any]) -> float:
        """What an answer of v0.1 cost, in US dollars.

        Raises:
            ValueError: the model has no price.
        """
        model, usage = response.get("model"), response["usage"]
        if model not in cls.price1K:
            raise ValueError(f"Unknown model: {model}")
        price = cls.price1K[model]
        prompt, completion = price if isinstance(price, tuple) else (price, price)
        return (prompt * usage["prompt_tokens"] + completion * usage.get("completion_tokens", 0)) / 1000

    @classmethod
    def extract_text(cls, response: dict[str, Any]) -> list[str]:
        """The texts of an answer of v0.1."""
        choices = response["choices"]
        if "text" in choices[0]:
            return [choice["text"] for choice in choices]
        return [choice["message"].get("content", "") for choice in choices]

    @classmethod
    def extract_text_or_function_call(cls, response: dict[str, Any]) -> list[Any]:
        """The texts of an answer of v0.1, or the messages where they call functions."""
        choices = response["choices"]
        if "text" in choices[0]:
            return [choice["text"] for choice in choices]
        messages = [choice["message"] for choice in choices]
        return [each if "function_call" in each else each.get("content", "") for each in messages]

    @classmethod
    def print_usage_summary(cls) -> None:
        """Say that there is none."""
        print("No usage summary available.", flush=True)  # noqa: T201

    @classmethod
    def start_logging(
        cls, history_dict: dict[str, Any] | None = None, compact: bool | None = True, reset_counter: bool | None = True
    ) -> None:
        """Do nothing, with a warning: it records calls of this class, and there are none, as in v0.2.40."""
        message = f"{cls.__name__}.start_logging records no model calls; use autogen.runtime_logging.start()"
        warn("AM601", message, instead="autogen.runtime_logging.start()", category=RemovedWarning)

    @classmethod
    def stop_logging(cls) -> None:
        """Do nothing."""


class ChatCompletion(Completion):
    """Stands for v0.1's ChatCompletion."""

    default_search_space: dict[str, Any] = {}
    openai_completion_class = False
