"""Functions that executed code can import (v0.2: autogen/coding/func_with_reqs.py).

The classes are v0.4's own, so that the same objects can be given to v0.4's executors.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Sequence
from textwrap import dedent, indent
from typing import Any, TypeVar

from autogen_core.code_executor import (
    Alias,
    FunctionWithRequirements,
    FunctionWithRequirementsStr,
    Import,
    ImportFromModule,
    with_requirements,
)
from typing_extensions import ParamSpec

__all__ = (
    "Alias",
    "AvailableFunction",
    "FunctionWithRequirements",
    "FunctionWithRequirementsStr",
    "Import",
    "ImportFromModule",
    "to_stub",
    "with_requirements",
)

T = TypeVar("T")
P = ParamSpec("P")

AvailableFunction = FunctionWithRequirements[Any, Any] | Callable[..., Any] | FunctionWithRequirementsStr


def _aliased(name: str | Alias) -> str:
    return name if isinstance(name, str) else f"{name.name} as {name.alias}"


def _import_to_str(im: Import) -> str:
    if isinstance(im, ImportFromModule):
        return f"from {im.module} import {', '.join(map(_aliased, im.imports))}"
    return f"import {_aliased(im)}"


def _to_code(func: AvailableFunction) -> str:
    if isinstance(func, FunctionWithRequirementsStr):
        return func.func
    source = dedent(inspect.getsource(func.func if isinstance(func, FunctionWithRequirements) else func))
    return _without_first_decorator(source)


def _without_first_decorator(source: str) -> str:
    decorators = getattr(ast.parse(source).body[0], "decorator_list", [])
    return "".join(source.splitlines(keepends=True)[decorators[0].end_lineno :]) if decorators else source


def _build_python_functions_file(funcs: Sequence[AvailableFunction]) -> str:
    """A module with the functions, after the imports that they ask for."""
    wanted = [im for func in funcs for im in getattr(func, "global_imports", ())]
    imports = dict.fromkeys(map(_import_to_str, wanted))
    return "\n".join(imports) + "\n\n" + "".join(_to_code(func) + "\n\n" for func in funcs)


def to_stub(func: Callable[..., Any] | FunctionWithRequirementsStr) -> str:
    """The signature and docstring of a function, as source without a body."""
    if isinstance(func, FunctionWithRequirementsStr):
        return to_stub(func.compiled_func)
    lines = [f"def {func.__name__}{inspect.signature(func)}:"]
    if func.__doc__:
        lines.append(indent(f'"""{dedent(func.__doc__)}"""', "    "))
    return "\n".join([*lines, "    ..."])
