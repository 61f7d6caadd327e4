"""Sums of tokens and costs per model (v0.2: OpenAIWrapper's usage summaries)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NoReturn

__all__ = ["RESPONSE_USAGE_KEYS", "added", "cost_at", "print_usage"]

RESPONSE_USAGE_KEYS = ["prompt_tokens", "completion_tokens", "total_tokens", "cost", "model"]
_COUNTS = ("cost", "prompt_tokens", "completion_tokens", "total_tokens")
_RULE = "-" * 100
_BOTH = frozenset({"actual", "total"})

Summary = dict[str, Any]


def added(summary: Summary | None, usage: dict[str, Any] | None) -> Summary | None:
    """`summary` with the usage of one more answer; a usage without all its keys counts for nothing."""
    if usage is None or any(key not in usage for key in RESPONSE_USAGE_KEYS):
        return summary
    result: Summary = {"total_cost": 0} if summary is None else summary
    result["total_cost"] += usage["cost"]
    before = result.get(usage["model"], {})
    result[usage["model"]] = {key: before.get(key, 0) + (usage[key] or 0) for key in _COUNTS}
    return result


def cost_at(response: Any, price_1k: tuple[float, float]) -> float:
    """What an answer costs, in the currency of `price_1k` (prompt and completion, per 1,000 tokens)."""
    usage = getattr(response, "usage", None)
    if usage is None:
        return 0
    return (usage.prompt_tokens * price_1k[0] + (usage.completion_tokens or 0) * price_1k[1]) / 1000


def _wanted(mode: str | list[str]) -> frozenset[str]:
    """The summaries that a mode names; none where it names no summary."""
    if mode == "both":
        return _BOTH
    return frozenset([mode] if isinstance(mode, str) else mode) & _BOTH


def _refuse(mode: str | list[str]) -> NoReturn:
    raise ValueError(f'Invalid mode: {mode}, choose from "actual", "total", ["actual", "total"]')


def _lines(summary: Summary | None, kind: str) -> Iterable[str]:
    if summary is None:
        yield "No actual cost incurred (all completions are using cache)."
        return
    yield f"Usage summary {'including' if kind == 'total' else 'excluding'} cached usage: "
    yield f"Total cost: {round(summary['total_cost'], 5)}"
    for model, counts in summary.items():
        if model != "total_cost":
            figures = [f"cost: {round(counts['cost'], 5)}", *(f"{key}: {counts[key]}" for key in _COUNTS[1:])]
            yield f"* Model '{model}': {', '.join(figures)}"


def print_usage(
    actual: Summary | None, total: Summary | None, mode: str | list[str], show: Callable[..., None]
) -> None:
    """Print the summaries that `mode` names.

    Raises:
        ValueError: `mode` names no summary.
    """
    if total is None:
        show('No usage summary. Please call "create" first.', flush=True)
        return
    if isinstance(mode, list) and not 0 < len(mode) <= len(_BOTH):
        _refuse(mode)
    show(_RULE, flush=True)
    wanted = _wanted(mode) or _refuse(mode)
    if "actual" in wanted:
        for line in _lines(actual, "actual"):
            show(line, flush=True)
    if wanted == _BOTH:
        show()
    if wanted == _BOTH and actual == total:
        show(
            "All completions are non-cached: the total cost with cached completions is the same as actual cost.",
            flush=True,
        )
    elif "total" in wanted:
        for line in _lines(total, "total"):
            show(line, flush=True)
    show(_RULE, flush=True)
