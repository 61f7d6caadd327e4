"""`autogen` as another name of `autogen_compat`: the same module objects under both names."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_ALIAS = "autogen"
_REAL = "autogen_compat"


def install() -> None:
    """Make `import autogen` and `import autogen.x.y` give `autogen_compat` and `autogen_compat.x.y` in this process.

    May be called again. Raises ImportError when another `autogen` has been imported before.
    """
    loaded = sys.modules.get(_ALIAS)
    if loaded is not None and loaded.__name__ != _REAL:
        where = getattr(loaded, "__file__", None) or "somewhere"
        raise ImportError(f"autogen is already imported from {where}; install the alias before the first import of it")
    if not any(isinstance(finder, _AliasFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _AliasFinder())


def uninstall() -> None:
    """Undo `install`: `autogen` no longer means `autogen_compat`."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _AliasFinder)]
    for name in [name for name in sys.modules if name == _ALIAS or name.startswith(f"{_ALIAS}.")]:
        del sys.modules[name]


class _AliasFinder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != _ALIAS and not fullname.startswith(f"{_ALIAS}."):
            return None
        real = _REAL + fullname[len(_ALIAS) :]
        spec = importlib.util.find_spec(real)
        if spec is None:
            return None
        # The origin and the search locations are for `python -m autogen.x`, pkgutil and inspect.
        alias = ModuleSpec(fullname, _AliasLoader(real), origin=spec.origin)
        alias.submodule_search_locations = spec.submodule_search_locations
        return alias


class _AliasLoader(Loader):
    def __init__(self, real: str) -> None:
        self._real = real
        self._spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._real)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The import system has just put the alias's spec on the module; it runs only once, under its real name.
        module.__spec__ = self._spec
