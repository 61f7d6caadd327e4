"""Packages that only some features need."""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["require"]


def require(module: str, *, extra: str, what_for: str) -> Any:
    """The module, imported.

    Raises:
        ImportError: it is not installed; the message says which extra brings it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as missing:
        package = module.partition(".")[0]
        message = f'{what_for} needs the package {package}: pip install "autogen-migrate[{extra}]" ({missing})'
        raise ImportError(message) from missing
