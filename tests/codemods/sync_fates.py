"""Bring the column `on compat` of the table of fates up to date: ``python tests/codemods/sync_fates.py``."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from autogen_codemods import fates

TABLE = Path(fates.__file__).with_name("names.tsv")
_modules: dict[str, ModuleType | None | bool] = {}


def _module(name: str) -> ModuleType | None | bool:
    """The module; None when there is none; True when only a third-party package keeps it from being imported."""
    if name not in _modules:
        try:
            _modules[name] = importlib.import_module(name)
        except ModuleNotFoundError as error:
            _modules[name] = None if (error.name or "").startswith("autogen_compat") else True
        except ImportError:
            _modules[name] = True
    return _modules[name]


def on_compat(name: str) -> bool:
    """Whether autogen_compat has what v0.2.40 has under this name."""
    parts = name.partition("(")[0].replace("autogen", "autogen_compat", 1).split(".")
    for length in range(len(parts), 0, -1):
        module = _module(".".join(parts[:length]))
        if module is True:
            return True
        if module is not None:
            return _has(module, parts[length:])
    return False


def _has(found: Any, rest: list[str]) -> bool:
    for part in rest:
        if not hasattr(found, part):
            fields = {name for kind in getattr(found, "__mro__", ()) for name in getattr(kind, "__annotations__", {})}
            return part in fields | set(getattr(found, "model_fields", {}))
        found = getattr(found, part)
    return True


def stale() -> Iterator[tuple[str, str]]:
    """Each name whose row is wrong, with the right word."""
    for line in TABLE.read_text("utf-8").splitlines():
        name, _, told, *_ = [*line.split("\t"), "", ""]
        if not line.startswith("#") and told != (right := "same" if on_compat(name) else "missing"):
            yield name, right


def main() -> None:
    corrections = dict(stale())
    lines = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
    for line in lines:
        if line[0] in corrections:
            line[2] = corrections[line[0]]
    TABLE.write_text("".join("\t".join(line) + "\n" for line in lines), "utf-8")
    print(f"{len(corrections)} rows corrected")


if __name__ == "__main__":
    main()
