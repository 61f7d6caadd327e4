"""Record what the real v0.2.40 does in the scenarios.

    python -m tests.differential.record [area | area/module | area/module::name ...]

Uses the interpreter named by AUTOGEN_V02_PYTHON, or makes a virtual environment `.venv-v02` for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from differential.scenario import modules, scenarios_of  # noqa: E402

RECORDINGS = Path(__file__).parent / "recordings"
VERSION = "0.2.40"


def v02_python() -> str:
    """The interpreter that has v0.2.40; made on first use."""
    if named := os.environ.get("AUTOGEN_V02_PYTHON"):
        return named
    folder = ROOT / ".venv-v02"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"autogen-agentchat=={VERSION}"], check=True)
    return str(python)


def recording_path(module: str) -> Path:
    """Where the recording of `area/module` is kept."""
    return RECORDINGS / f"{module}.json"


def recording(module: str) -> dict[str, Any]:
    """The recorded scenarios of `area/module` by name; empty when it was never recorded."""
    path = recording_path(module)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def record(python: str, module: str, names: list[str]) -> None:
    """Play scenarios of one module under v0.2.40 and store what they did; forgets scenarios that are gone."""
    play = Path(__file__).with_name("play.py")
    done = subprocess.run([python, "-W", "ignore", str(play), module, *names], stdout=subprocess.PIPE, check=True)
    output = json.loads(done.stdout)
    if output["version"] != VERSION:
        sys.exit(f"{python} has autogen {output['version']}, not {VERSION}")
    kept = {name: old for name, old in recording(module).items() if name in scenarios_of(module)}
    text = json.dumps({**kept, **output["records"]}, indent=1, sort_keys=True, ensure_ascii=False)
    path = recording_path(module)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def chosen(patterns: list[str]) -> dict[str, list[str]]:
    """Modules and names that the command line asks for; an empty list of names means all of the module."""
    if not patterns:
        return {module: [] for module in modules()}
    found: dict[str, list[str]] = {}
    for pattern in patterns:
        place, _, name = pattern.partition("::")
        matching = [module for module in modules() if module == place or module.startswith(f"{place}/")]
        if not matching:
            sys.exit(f"no scenario file matches {place!r}; there are {', '.join(modules())}")
        for module in matching:
            found.setdefault(module, []).extend([name] if name else [])
    return found


def main(arguments: list[str]) -> None:
    """Record all scenarios, or those asked for."""
    python = v02_python()
    for module, names in chosen(arguments).items():
        record(python, module, names)
        print(f"{module}: {len(names or scenarios_of(module))} recorded")


if __name__ == "__main__":
    main(sys.argv[1:])
