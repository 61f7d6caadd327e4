"""Run by `verify` in a Python of its own: says for each import and its keywords what is missing."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import json
import sys
from typing import Any


def problem(module_name: str, name: str | None, keywords: list[str]) -> str:
    """What is wrong with an import, or an empty text."""
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        return _not_found(module_name, error)
    except ImportError:
        return ""
    except Exception as error:
        return f"{module_name} cannot be imported here: {type(error).__name__}: {error}".splitlines()[0]
    if name is None:
        return ""
    try:
        target: Any = getattr(module, name)
    except AttributeError:
        with contextlib.suppress(ImportError):
            importlib.import_module(f"{module_name}.{name}")
            return ""
        return f"{module_name} has no {name}"
    except ImportError:
        return ""
    refused = _refused(target, keywords)
    return f"{module_name}.{name} does not take {', '.join(refused)}" if refused else ""


def _not_found(module_name: str, error: ModuleNotFoundError) -> str:
    """A missing third-party package is an extra to install; a missing module of ours is a mistake."""
    missing = error.name or ""
    if module_name == missing or module_name.startswith(missing + "."):
        return f"there is no module {module_name}"
    return ""


def _refused(target: Any, keywords: list[str]) -> list[str]:
    try:
        parameters = inspect.signature(target).parameters
    except (TypeError, ValueError):
        return []
    if any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters.values()):
        return []
    return [keyword for keyword in keywords if keyword not in parameters]


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        answers = [problem(*item) for item in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)
