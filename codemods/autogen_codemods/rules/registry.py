"""The rules of the compat tier that look at Python code."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache

import autogen_codemods.rules as rules
from autogen_codemods.compat.module import LegacyModule, Proposal

Find = Callable[[LegacyModule], Iterator[Proposal]]


@cache
def compat_rules() -> tuple[Find, ...]:
    """The `find` function of every module ``am*.py`` of this package that has one."""
    names = sorted(info.name for info in pkgutil.iter_modules(rules.__path__) if info.name.startswith("am"))
    modules = [importlib.import_module(f"{rules.__name__}.{name}") for name in names]
    return tuple(module.find for module in modules if hasattr(module, "find"))
