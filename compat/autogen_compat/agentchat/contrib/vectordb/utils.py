"""Helpers of vector databases (v0.2: autogen/agentchat/contrib/vectordb/utils.py)."""

from __future__ import annotations

import logging
from typing import Any

from termcolor import colored

from .base import Document, QueryResults

__all__ = ["ColoredLogger", "chroma_results_to_query_results", "filter_results_by_distance", "get_logger"]


def _colored(method: str, default: str | None) -> Any:
    def log(self: logging.Logger, msg: object, *args: Any, color: str | None = default, **kwargs: Any) -> None:
        kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 1
        getattr(logging.Logger, method)(self, colored(str(msg), color), *args, **kwargs)

    log.__name__ = log.__qualname__ = method
    return log


class ColoredLogger(logging.Logger):
    """A logger whose methods take a `color`; warnings and errors have one by default."""

    debug: Any = _colored("debug", None)
    info: Any = _colored("info", None)
    warning: Any = _colored("warning", "yellow")
    error: Any = _colored("error", "light_red")
    critical: Any = _colored("critical", "red")
    fatal: Any = _colored("critical", "red")

    def __init__(self, name: str, level: int = logging.NOTSET) -> None:
        super().__init__(name, level)


def get_logger(name: str, level: int = logging.INFO) -> ColoredLogger:
    """A logger of its own that writes to standard error."""
    logger = ColoredLogger(name, level)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s - %(name)s - %(levelname)s - %(message)s"))
    logger.addHandler(handler)
    return logger


logger = get_logger(__name__)


def filter_results_by_distance(results: QueryResults, distance_threshold: float = -1) -> QueryResults:
    """The results that are nearer than a positive threshold."""
    if distance_threshold <= 0:
        return results
    return [
        [(document, distance) for document, distance in found if distance < distance_threshold] for found in results
    ]


def chroma_results_to_query_results(data_dict: dict[str, Any], special_key: str = "distances") -> QueryResults:
    """Chroma's columns, a list for each query, as rows: ``{"ids": [["1"]], "distances": [[0.1]]}`` to
    ``[[({"id": "1"}, 0.1)]]``."""
    columns = {
        key.removesuffix("s"): values
        for key, values in data_dict.items()
        if key != special_key and values is not None and isinstance(values[0], list)
    }
    return [
        [(_row(columns, query, place), distance) for place, distance in enumerate(distances)]
        for query, distances in enumerate(data_dict[special_key])
    ]


def _row(columns: dict[str, Any], query: int, place: int) -> Document:
    return {name: values[query][place] for name, values in columns.items() if len(values) > query}  # type: ignore[return-value]


def in_batches(docs: list[Document], size: int) -> list[list[Document]]:
    """`docs` in lists of at most `size`.

    Raises:
        ValueError: the first document has no content or no id.
    """
    for field in ("content", "id"):
        if docs and docs[0].get(field) is None:
            raise ValueError(f"The document {field} is required.")
    return [docs[start : start + size] for start in range(0, len(docs), size)]
