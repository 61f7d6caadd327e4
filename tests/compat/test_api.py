"""The public names and signatures of v0.2.40 (v02_api.json), module by module.

What does not exist yet is listed in not_yet.json. The list must be exact, so it shrinks with every name that is added;
`python tests/compat/test_api.py` rewrites it, and refuses to let it grow.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
API: dict[str, dict[str, Any]] = json.loads((HERE / "v02_api.json").read_text())["modules"]
NOT_YET: dict[str, list[str]] = json.loads((HERE / "not_yet.json").read_text())

Parameter = tuple[str, str, Any]
NO_DEFAULT = "no default"


def compat_module(name: str) -> Any:
    return importlib.import_module(name.replace("autogen", "autogen_compat", 1))


def static_lookup(module: Any, path: str) -> Any:
    owner, _, attribute = path.rpartition(".")
    found = inspect.getattr_static(getattr(module, owner), attribute) if owner else getattr(module, attribute)
    return inspect.unwrap(found) if inspect.isfunction(found) else found


def v02_parameters(signature: str) -> list[Parameter]:
    """Names, kinds and defaults; the default is `...` where it is no literal."""
    function = ast.parse(f"def f{signature}: pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[Any] = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    parameters = [(a.arg, "positional", literal(d)) for a, d in zip(positional, defaults, strict=True)]
    if arguments.vararg:
        parameters.append((arguments.vararg.arg, "*", NO_DEFAULT))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        parameters.append((argument.arg, "keyword", literal(default)))
    if arguments.kwarg:
        parameters.append((arguments.kwarg.arg, "**", NO_DEFAULT))
    return parameters


def literal(default: ast.expr | None) -> Any:
    if default is None:
        return NO_DEFAULT
    try:
        return ast.literal_eval(default)
    except ValueError:
        return ...


KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}


def our_parameters(function: Callable[..., Any]) -> list[Parameter]:
    parameters = inspect.signature(function).parameters.values()
    return [(p.name, KINDS[p.kind], NO_DEFAULT if p.default is p.empty else p.default) for p in parameters]


def same(ours: Parameter, v02: Parameter) -> bool:
    if ours[:2] != v02[:2]:
        return False
    if v02[2] is ...:
        return ours[2] is not NO_DEFAULT
    return ours[2] == v02[2]


def difference(module: Any, path: str, described: str) -> str | None:
    """What is wrong with the callable at `path`, or None."""
    *marks, signature = described.split(" ", 1) if described[0] != "(" else [described]
    wrapper = {"static": staticmethod, "class": classmethod}.get(marks[0] if marks else "")
    found = static_lookup(module, path)
    if wrapper is not None and not isinstance(found, wrapper):
        return f"is no {wrapper.__name__}"
    found = getattr(found, "__func__", found)
    if not callable(found):
        return "cannot be called"
    if "async" in marks and not (inspect.iscoroutinefunction(found) or inspect.isasyncgenfunction(found)):
        return "is not async"
    ours, theirs = our_parameters(found), v02_parameters(signature)
    if len(ours) == len(theirs) and all(map(same, ours, theirs)):
        return None
    return f"has the signature {inspect.signature(found)}"


def has_attribute(module: Any, path: str) -> bool:
    owner, _, attribute = path.rpartition(".")
    cls = getattr(module, owner)
    annotated = any(attribute in base.__dict__.get("__annotations__", {}) for base in cls.__mro__)
    return annotated or inspect.getattr_static(cls, attribute, NO_DEFAULT) is not NO_DEFAULT


def shortfalls(name: str) -> Iterator[tuple[str, str]]:
    """Each public name of a v0.2 module that is missing or differs, and how."""
    try:
        module = compat_module(name)
    except ModuleNotFoundError as error:
        yield "*", str(error)
        return
    described = API[name]
    for path in described.get("names", []):
        if not hasattr(module, path):
            yield path, "is missing"
    for path, signature in described.get("callables", {}).items():
        try:
            problem = difference(module, path, signature)
        except AttributeError:
            problem = "is missing"
        if problem is not None:
            yield path, f"{problem} instead of {signature}"
    for path in described.get("attributes", []):
        try:
            present = has_attribute(module, path)
        except AttributeError:
            present = False
        if not present:
            yield path, "is missing"


@pytest.mark.parametrize("name", API)
def test_a_module_offers_the_public_names_and_signatures_of_v02(name: str) -> None:
    found = dict(shortfalls(name))
    listed = set(NOT_YET.get(name, []))
    new = {path: how for path, how in found.items() if path not in listed}
    assert not new, f"{name} lacks what v0.2 has: {new}"
    done = sorted(listed - set(found))
    assert not done, f"take what is there now out of not_yet.json: {name} {done}"


def test_the_list_of_what_is_not_there_yet_names_only_v02_modules() -> None:
    assert set(NOT_YET) <= set(API)


def main() -> None:
    current = {name: sorted(path for path, _ in shortfalls(name)) for name in API}
    known = {name: set(paths) for name, paths in NOT_YET.items()}
    grown = {
        name: set(paths) - known.get(name, set()) for name, paths in current.items() if "*" not in known.get(name, ())
    }
    if any(grown.values()):
        sys.exit(f"not_yet.json may not grow: { {name: paths for name, paths in grown.items() if paths} }")
    shrunk = {name: paths for name, paths in current.items() if paths}
    (HERE / "not_yet.json").write_text(json.dumps(shrunk, indent=1) + "\n")


if __name__ == "__main__":
    main()
