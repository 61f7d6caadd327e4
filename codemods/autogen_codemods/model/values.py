"""What an expression of a project may stand for, and the facts the project model gives out.

Resolution is conservative: what cannot be told is an :class:`Unknown` among the values, with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import libcst as cst


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a project: line and column from 1, in the notebook cell if there is one."""

    path: Path
    line: int
    column: int
    cell: int | None = None

    def __str__(self) -> str:
        cell = "" if self.cell is None else f":cell {self.cell + 1}"
        return f"{self.path.as_posix()}{cell}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the source does not tell, and why."""

    reason: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Legacy:
    """Something of v0.2 by its qualified name, such as ``autogen.AssistantAgent``."""

    name: str


@dataclass(frozen=True, slots=True)
class Module:
    """A file of the project as a module."""

    path: Path


@dataclass(frozen=True, slots=True)
class Constant:
    """A string, number, boolean or None in the source."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the project, or with `node` a module its top-level code; `bound` when read from an instance."""

    path: Path
    name: str
    place: Place
    node: cst.FunctionDef | cst.Lambda | cst.Module = field(repr=False)
    bound: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the project; `legacy_base` is the v0.2 class at the root of its bases, or Unknown."""

    path: Path
    name: str
    place: Place
    node: cst.ClassDef = field(repr=False)


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the project that is not itself one of v0.2's."""

    of: Class


@dataclass(frozen=True, slots=True)
class Container:
    """A list, tuple, set or dictionary, by the expression that makes it."""

    kind: Literal["list", "dict"]
    place: Place
    node: cst.BaseExpression = field(repr=False)


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent or group chat manager: one construction in the source.

    `legacy_class` is v0.2's class, `class_name` the class that is called, which may be a subclass.
    """

    legacy_class: str
    class_name: str
    place: Place
    node: cst.Call = field(repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """A GroupChat: one construction in the source."""

    place: Place
    node: cst.Call = field(repr=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What a chat gives back: a ChatResult, or a list of them."""

    place: Place
    node: cst.Call = field(repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """What a function of v0.2 gives back, such as ``autogen.config_list_from_json``."""

    by: str
    place: Place
    node: cst.Call = field(repr=False)


Value = Agent | Group | Result | Made | Container | Instance | Class | Function | Module | Legacy | Constant | Unknown
Values = frozenset[Value]


@dataclass(frozen=True, slots=True)
class Subclass:
    """A class of the project below one of v0.2's; `legacy_base` is the qualified name of that."""

    of: Class
    legacy_base: str


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration and where it comes from; values are never kept, as they may be secrets.

    `origin`: ``literal``, ``off`` (None or False), or the v0.2 function that made it.
    `lists`: the origins of its ``config_list``.
    """

    origin: str
    place: Place | None
    keys: tuple[str, ...] = ()
    lists: tuple[Config | Unknown, ...] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """One registration of a function: offered to the model of `agents`, or run by them."""

    role: Literal["model", "execution", "both"]
    function: tuple[Function | Unknown, ...]
    agents: tuple[Agent | Unknown, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Reply:
    """One ``register_reply``."""

    function: tuple[Function | Unknown, ...]
    agents: tuple[Agent | Unknown, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation that is begun; a list of chats is one for each entry that is written out."""

    method: str
    senders: tuple[Agent | Unknown, ...]
    recipients: tuple[Agent | Unknown, ...]
    function: Function
    place: Place
    node: cst.Call = field(repr=False)


FlowKind = Literal["variable", "attribute", "entry", "list", "dict", "argument", "returned", "read", "used"]


@dataclass(frozen=True, slots=True)
class Flow:
    """One place where a value goes: `detail` is the name, callee, attribute or key.

    `held`: it goes there inside a list or dictionary.
    """

    kind: FlowKind
    detail: str
    place: Place
    held: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """A call of a function; not `certain` when only the name says that it is this one."""

    function: Function
    place: Place
    certain: bool = True
    call: cst.Call | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Reach:
    """A function that comes to a chat, by `steps` calls; `certain` as in :class:`Caller`."""

    function: Function
    steps: int
    certain: bool
