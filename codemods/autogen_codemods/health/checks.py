"""The checks of ``doctor``: each looks at the environment and says what it sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from autogen_codemods.dependencies.versions import RELEASES, Era, eras, parse_range
from autogen_codemods.health.environment import OWN, Environment, is_importable
from autogen_codemods.project import ProjectPlan


class State(str, Enum):
    """How serious a diagnosis is."""

    FINE = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Diagnosis:
    """One line of the report, with what to do about it."""

    state: State
    what: str
    advice: str = ""


OLDEST, NEWEST = (3, 10), (3, 13)

MODULE_OF_EXTRA = {
    "anthropic": "anthropic",
    "azure": "azure.identity",
    "bedrock": "boto3",
    "cosmosdb": "azure.cosmos",
    "diskcache": "diskcache",
    "docker": "docker",
    "dotenv": "dotenv",
    "graph": "networkx",
    "images": "PIL",
    "jupyter": "jupyter_client",
    "kubernetes": "kubernetes",
    "llamaindex": "llama_index.core",
    "llava": "replicate",
    "ollama": "ollama",
    "pgvector": "pgvector",
    "qdrant": "qdrant_client",
    "redis": "redis",
    "retrievechat": "chromadb",
    "websockets": "websockets",
    "websurfer": "markitdown",
    "wolfram": "wolframalpha",
    "yaml": "yaml",
}
"""The module by which the packages of an extra are recognised."""


def examine(environment: Environment, project: ProjectPlan) -> list[Diagnosis]:
    """All diagnoses, in the order in which they are best read."""
    return [found for check in _CHECKS for found in check(environment, project)]


def _python(environment: Environment, project: ProjectPlan) -> Iterator[Diagnosis]:
    version = ".".join(map(str, environment.python))
    if OLDEST <= environment.python <= NEWEST:
        yield Diagnosis(State.FINE, f"Python {version}")
    else:
        yield Diagnosis(State.BROKEN, f"Python {version} is not supported", "use Python 3.10 to 3.13")


def _module_autogen(environment: Environment, project: ProjectPlan) -> Iterator[Diagnosis]:
    """Which distribution, if any, holds the module `autogen`."""
    if len(environment.providers) > 1:
        names = " and ".join(environment.providers)
        yield Diagnosis(
            State.BROKEN,
            f"{names} both install the module autogen and overwrite each other's files",
            f"pip uninstall -y {' '.join(environment.providers)}, then install the one you need",
        )
    for name in environment.providers:
        yield _provider(name, environment.distributions.get(name, ""))
    if not environment.providers:
        yield Diagnosis(State.FINE, "no distribution installs the module autogen; autogen_compat takes its place")


def _provider(name: str, version: str) -> Diagnosis:
    known = eras(name, f"=={version}") if name in RELEASES else frozenset[Era]()
    if Era.V02 in known:
        advice = f"after the rewrite: pip uninstall -y {name}, then pip install {OWN}"
        return Diagnosis(State.WARNING, f"{name} {version} is AutoGen v0.2", advice)
    if Era.AG2 in known:
        advice = f"`{OWN} check` names what only the fork has; code without such names can be moved"
        return Diagnosis(State.WARNING, f"{name} {version} is the AG2 fork", advice)
    advice = f"pip uninstall -y {name} if it is not meant to be there"
    return Diagnosis(State.WARNING, f"{name} {version} installs a module autogen that is not known here", advice)


def _shadow(environment: Environment, project: ProjectPlan) -> Iterator[Diagnosis]:
    if environment.shadow is not None:
        what = f"{environment.shadow} hides every installed module autogen"
        yield Diagnosis(State.BROKEN, what, "rename the file; `import autogen` finds it first")


def _stub(environment: Environment, project: ProjectPlan) -> Iterator[Diagnosis]:
    version = environment.distributions.get("pyautogen")
    if version and Era.NOTHING in eras("pyautogen", f"=={version}"):
        what = f"pyautogen {version} is a stub that has no module autogen"
        yield Diagnosis(State.WARNING, what, f"pip uninstall -y pyautogen; {OWN} takes its place")


def _versions(environment: Environment, project: ProjectPlan) -> Iterator[Diagnosis]:
    """The packages that autogen-migrate stands on, against the range it was tested with."""
    for name, wanted in _tested(environment):
        version = environment.distributions.get(name)
        if version is None:
            yield Diagnosis(State.BROKEN, f"{name} is not installed", f'pip install "{name}{wanted}"')
        elif not _within(version, wanted):
            what = f"{name} {version} is outside the tested range {wanted}"
            yield Diagnosis(State.WARNING, what, f'pip install "{name}{wanted}"')
        else:
            yield Diagnosis(State.FINE, f"{name} {version}")


def _tested(environment: Environment) -> Iterator[tuple[str, str]]:
    for requirement in environment.requirements:
        match = re.match(r"([\w.-]+)(?:\[[^\]]*\])?\s*([^;]*)", requirement)
        if match and "extra ==" not in requirement and match[1].startswith(("autogen-", "openai", "pydantic")):
            yield match[1], match[2].strip().strip("()")


def _within(version: str, wanted: str) -> bool:
    numbers = tuple(int(n) for n in re.findall(r"\d+", version)[:3])
    return all(clause.admits(numbers) for clause in parse_range(wanted))


def _extras(environment: Environment, project: ProjectPlan) -> Iterator[Diagnosis]:
    """The extras that the project's code needs."""
    needed = sorted({extra for file in project.files for extra in file.facts.extras})
    missing = [extra for extra in needed if extra in MODULE_OF_EXTRA and not is_importable(MODULE_OF_EXTRA[extra])]
    if missing:
        what = f"the code needs what these extras bring: {', '.join(missing)}"
        yield Diagnosis(State.BROKEN, what, f'pip install "{OWN}[{",".join(missing)}]"')
    elif needed:
        yield Diagnosis(State.FINE, f"the extras that the code needs are there: {', '.join(needed)}")


def _services(environment: Environment, project: ProjectPlan) -> Iterator[Diagnosis]:
    """Uses of services that are no more."""
    places = [f.place for file in project.files for f in file.findings if f.code == "AM910"]
    if places:
        what = f"the Assistants API is gone since 2026-08-26, and {places[0]} uses it"
        more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
        yield Diagnosis(State.BROKEN, what + more, f"{OWN} explain AM910")


def _mcp(environment: Environment, project: ProjectPlan) -> Iterator[Diagnosis]:
    version = environment.distributions.get("mcp")
    if version and not _within(version, "<2"):
        what = f"autogen_ext.tools.mcp does not import with mcp {version}"
        yield Diagnosis(State.WARNING, what, 'pip install "mcp<2" if you use its tools')


def _program(environment: Environment, project: ProjectPlan) -> Iterator[Diagnosis]:
    """What the code still has to go through."""
    files = [file for file in project.files if file.facts.legacy]
    if not files:
        yield Diagnosis(State.FINE, "no code here uses AutoGen v0.2")
    elif any(file.new is not None for file in files):
        what = f"{len(files)} file(s) use AutoGen v0.2 and can be rewritten"
        yield Diagnosis(State.WARNING, what, f"{OWN} rewrite --to compat --diff")
    else:
        yield Diagnosis(State.FINE, f"{len(files)} file(s) are on autogen_compat")


_CHECKS: tuple[Callable[[Environment, ProjectPlan], Iterator[Diagnosis]], ...] = (
    _python,
    _module_autogen,
    _stub,
    _shadow,
    _versions,
    _mcp,
    _program,
    _extras,
    _services,
)
