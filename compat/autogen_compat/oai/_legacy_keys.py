"""Config keys of v0.1, said in v0.2's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from autogen_compat._warnings import MovedWarning, RemovedWarning, warn

__all__ = ["modernised"]

CODE = "AM104"


class _Fate(NamedTuple):
    """What becomes of a key: its new key, the new value, and the words for the warning."""

    key: str | None
    value: Callable[[Any], Any]
    instead: str


def _same(value: Any) -> Any:
    return value


_FATES: dict[str, _Fate] = {
    "api_base": _Fate("base_url", _same, "base_url"),
    "request_timeout": _Fate("timeout", _same, "timeout"),
    "deployment_id": _Fate("azure_deployment", _same, "azure_deployment"),
    "engine": _Fate("model", _same, "model"),
    "max_retry_period": _Fate(None, _same, "max_retries (a number of retries) and timeout (seconds)"),
    "retry_wait_time": _Fate(None, _same, "max_retries; the waiting time grows by itself"),
}


def _without_use_cache(config: dict[str, Any]) -> None:
    """``use_cache=False`` is ``cache_seed=None``; ``use_cache=True`` is the default."""
    if "use_cache" not in config:
        return
    warn(CODE, "config key 'use_cache' is of v0.1; write cache_seed=None for no cache", instead="cache_seed")
    if not config.pop("use_cache"):
        config["cache_seed"] = None


def _with_cache_seed(config: dict[str, Any]) -> None:
    """``seed`` named the cache in v0.1 and names the model's own seed since: only old company makes it the cache's."""
    if "seed" not in config or "cache_seed" in config:
        return
    warn(CODE, "config key 'seed' named the cache in v0.1; the key for that is now cache_seed", instead="cache_seed")
    config["cache_seed"] = config.pop("seed")


def modernised(config: Mapping[str, Any], beside: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """A copy of `config` without v0.1's keys; warns of each, naming the new key.

    Args:
        config: a config, or what holds for several.
        beside: the configs that belong to it; old keys there tell of its age too.
    """
    known = {key: value for key, value in config.items() if key not in _FATES}
    is_old = any(key in part for part in (config, *beside) for key in (*_FATES, "use_cache"))
    for key, fate in _FATES.items():
        if key not in config:
            continue
        category = MovedWarning if fate.key else RemovedWarning
        warn(CODE, f"config key '{key}' is of v0.1; write {fate.instead}", instead=fate.instead, category=category)
        if fate.key:
            known.setdefault(fate.key, fate.value(config[key]))
    if known.get("api_type") == "open_ai":
        warn(CODE, "api_type 'open_ai' is of v0.1; write 'openai' or leave it out", instead="openai")
        known["api_type"] = "openai"
    if is_old:
        _with_cache_seed(known)
    _without_use_cache(known)
    return known
