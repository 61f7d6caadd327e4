"""What the checks need to know about the Python that is running."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, distributions
from pathlib import Path

OWN = "autogen-migrate"


@dataclass(frozen=True)
class Environment:
    """A snapshot; nothing of AutoGen is imported for it.

    `distributions` maps normalised names to versions, `providers` are those that install the module
    ``autogen``, `shadow` is a file of that name that Python would find first from `folder`, and
    `requirements` are autogen-migrate's own, extras included, as PEP 508 texts.
    """

    python: tuple[int, int]
    distributions: Mapping[str, str]
    providers: tuple[str, ...]
    shadow: Path | None
    requirements: tuple[str, ...]
    variables: Mapping[str, str]


def look_around(folder: Path) -> Environment:
    """The environment of the running interpreter, for a program that starts in `folder`."""
    installed = {_normalised(d.metadata["Name"]): d.version for d in distributions() if d.metadata["Name"]}
    return Environment(
        python=sys.version_info[:2],
        distributions=installed,
        providers=tuple(sorted(_providers())),
        shadow=_shadow(folder),
        requirements=_requirements(),
        variables=dict(os.environ),
    )


def is_importable(module: str) -> bool:
    """Whether a top-level module can be found, without importing it."""
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _normalised(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _providers() -> set[str]:
    """The distributions whose files include the package ``autogen``."""
    found: set[str] = set()
    for item in distributions():
        files = item.files or ()
        if any(file.parts[:2] == ("autogen", "__init__.py") for file in files):
            found.add(_normalised(item.metadata["Name"]))
    return found


def _shadow(folder: Path) -> Path | None:
    """A local module of the name `autogen`, which Python finds before an installed one."""
    for place in (folder / "autogen.py", folder / "autogen" / "__init__.py"):
        if place.is_file():
            return place
    return None


def _requirements() -> tuple[str, ...]:
    try:
        return tuple(distribution(OWN).requires or ())
    except PackageNotFoundError:
        return ()
