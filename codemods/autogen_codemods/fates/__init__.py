"""The fate of every public name and every parameter of v0.2.40.

Data only, standard library only: the codemod rules, ``explain`` and autogen_compat's warnings all
look here.  The tables are ``names.tsv`` (public names and parameters) and ``others.tsv`` (private
and incidental names that real code imports).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

OnCompat = Literal["same", "missing"]
Native = Literal["moved", "rewritten", "decision", "compat", "gone", "alias"]

__all__ = ["Fate", "canonical", "exports", "fate_of", "is_known", "keywords", "parameters", "row", "rows"]

_AGENTS = "autogen.agentchat"
_PASSES_KEYWORDS_ON = frozenset({f"{_AGENTS}.assistant_agent.AssistantAgent", f"{_AGENTS}.groupchat.GroupChatManager"})
"""Classes whose ``**kwargs`` go to the base class as they are; others take keywords of their own out first."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one name or parameter (``a.b.f(parameter)``) of v0.2.40.

    `kind` is module, class, method, function, attribute, property, constant, parameter or alias;
    `on_compat` says whether autogen_compat has it; `native` and `targets` say what takes its place
    in plain v0.4 (``compat`` means that it stays on autogen_compat); `bases` are a class's bases.
    """

    name: str
    kind: str
    on_compat: OnCompat
    native: Native
    targets: tuple[str, ...] = ()
    note: str = ""
    bases: tuple[str, ...] = ()


def rows() -> Iterator[Fate]:
    """Every row of the table."""
    yield from _names().values()


def fate_of(name: str) -> Fate | None:
    """The row of a qualified name as users write it: aliases and inherited members are followed."""
    found = _names().get(name)
    if found is not None:
        return _names().get(found.targets[0], found) if found.kind == "alias" else found
    owner, dot, member = name.rpartition(".")
    if not dot:
        return None
    place = fate_of(owner)
    if place is None or place.kind == "module":
        return None
    inherited = (
        fate_of(f"{base.name}.{member}") for base in (place, *_bases(place)) if f"{base.name}.{member}" != name
    )
    return next((fate for fate in inherited if fate is not None), None)


def row(name: str) -> Fate | None:
    """The row of exactly this name; an alias is not followed."""
    return _names().get(name)


def canonical(name: str) -> str:
    """The name under which v0.2.40 defines what `name` means; `name` itself when unknown."""
    fate = fate_of(name)
    return fate.name if fate is not None else name


def is_known(name: str) -> bool | None:
    """Whether v0.2.40 has this name; None where the table cannot tell, as below a class or a value."""
    if fate_of(name) is not None:
        return True
    owner, _, member = name.rpartition(".")
    place = fate_of(owner)
    if place is None:
        return None if owner and is_known(owner) is not False else False
    if place.kind != "module":
        return None
    return member in _others().get(place.name, ()) or (member.startswith("__") and member.endswith("__"))


def exports(module: str) -> frozenset[str]:
    """The names that ``from module import *`` brings."""
    return _children().get(module, frozenset())


def parameters(function: str) -> tuple[str, ...] | None:
    """The parameter names of a function, method or class (its constructor) of v0.2.40, None if unknown.

    A name that starts with ``**`` says that any keyword is taken.
    """
    fate = fate_of(function)
    if fate is None:
        return None
    name = fate.name
    if fate.kind == "class":
        return next(
            (p for c in (fate, *_bases(fate)) if (p := _parameters().get(f"{c.name}.__init__")) is not None), None
        )
    known = _parameters().get(name)
    return () if known is None and fate.kind in ("function", "method") else known


def keywords(function: str) -> frozenset[str] | None:
    """Every keyword that a function, method or constructor takes; None if unknown or if it takes any."""
    fate = fate_of(function)
    if fate is None or fate.kind not in ("class", "function", "method"):
        return None
    if fate.kind != "class":
        return _closed(_parameters().get(fate.name, ()))
    own = _parameters().get(f"{fate.name}.__init__")
    if own is None:
        return _fields(fate)
    if fate.name in _PASSES_KEYWORDS_ON:
        inherited = keywords(next(_bases(fate)).name)
        return inherited and inherited | set(own)
    return _closed(own)


def _fields(fate: Fate) -> frozenset[str] | None:
    """The fields of a dataclass or a pydantic model, which are its keywords."""
    if fate.bases not in ((), ("BaseModel",)):
        return None
    members = _children().get(fate.name, frozenset())
    fields = frozenset(m for m in members if _names()[f"{fate.name}.{m}"].kind == "attribute" and not m.isupper())
    return fields or None


def _closed(names: tuple[str, ...]) -> frozenset[str] | None:
    return None if any(name.startswith("*") for name in names) else frozenset(names)


def _bases(fate: Fate) -> Iterator[Fate]:
    """The v0.2 classes that a class inherits from, nearest first."""
    module = fate.name.rpartition(".")[0]
    for base in fate.bases:
        found = _class_named(base.rpartition(".")[2], module)
        if found is not None:
            yield found
            yield from _bases(found)


def _class_named(name: str, module: str) -> Fate | None:
    here = fate_of(f"{module}.{name}")
    if here is not None:
        return here
    same = [fate for fate in rows() if fate.kind == "class" and fate.name.endswith(f".{name}")]
    return same[0] if len(same) == 1 else None


def _read(file: str) -> Iterator[list[str]]:
    text = (Path(__file__).parent / file).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if not line.startswith("#"))


@cache
def _names() -> MappingProxyType[str, Fate]:
    return MappingProxyType({row[0]: _fate(*row) for row in _read("names.tsv")})


def _fate(name: str, kind: str, on_compat: str, native: str, targets: str = "", note: str = "") -> Fate:
    kind, _, bases = kind.partition(":")
    listed = tuple(targets.split("|")) if targets else ()
    return Fate(name, kind, on_compat, native, listed, note, tuple(filter(None, bases.split(","))))  # type: ignore[arg-type]


@cache
def _others() -> MappingProxyType[str, frozenset[str]]:
    return MappingProxyType({module: frozenset(names.split()) for module, names in _read("others.tsv")})


@cache
def _children() -> MappingProxyType[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, fate in _names().items():
        owner, _, member = name.rpartition(".")
        if fate.kind not in ("parameter", "module") and not member.startswith("_"):
            found.setdefault(owner, set()).add(member)
    return MappingProxyType({owner: frozenset(members) for owner, members in found.items()})


@cache
def _parameters() -> MappingProxyType[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, fate in _names().items():
        if fate.kind == "parameter":
            function, _, parameter = name.rstrip(")").partition("(")
            found.setdefault(function, []).append(parameter)
    return MappingProxyType({function: tuple(names) for function, names in found.items()})
