"""A module of the user's own that is called `autogen`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from autogen_codemods.rules.base import Finding, Kind, Rule, Tier

RULE = Rule(
    code="AM904",
    title="local module called autogen",
    kind=Kind.DECISION,
    tier=Tier.COMPAT,
    why=(
        "A file autogen.py or a package autogen/ beside the code is what `import autogen` finds there, before any "
        "installed package: a copy of v0.2, a fork, or code of your own. The imports below its folder are left alone. "
        "Rename or remove it if the installed AutoGen is meant."
    ),
    before="autogen.py\nmain.py      # import autogen\n",
    after="my_agents.py\nmain.py      # import autogen_compat as autogen\n",
)


def local_modules(paths: Iterable[Path]) -> list[Path]:
    """The files that make a top-level module `autogen`: no package encloses them."""
    candidates = [p for p in paths if p.name == "autogen.py" or p.parts[-2:] == ("autogen", "__init__.py")]
    return [path for path in candidates if not (_folder(path) / "__init__.py").exists()]


def hides_autogen_from(modules: Sequence[Path], path: Path) -> bool:
    """Whether one of the local modules stands in the folder of `path` or above it."""
    return any(_folder(module).resolve() in path.resolve().parents for module in modules)


def finding(module: Path) -> Finding:
    """What is said about a local module."""
    message = "`import autogen` finds this before any installed package; imports below its folder are left alone"
    return Finding(RULE.code, module, 1, 1, message, RULE.kind)


def _folder(module: Path) -> Path:
    return module.parent if module.name == "autogen.py" else module.parent.parent
