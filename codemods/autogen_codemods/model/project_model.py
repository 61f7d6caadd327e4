"""The model of a whole project: agents and where they flow, configurations, tools, chats and their results.

    model = ProjectModel(sources)   # the mapping that native.rewrite_project takes
    for agent in model.agents():
        print(agent.place, model.where_flows(agent), model.config_origin(agent))

Everything is worked out when it is asked for.  Files that do not speak of autogen are parsed only when
they mention a chat, a subclass of an agent, an imported file or a function whose callers matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import libcst as cst

from autogen_codemods.files.source import PythonSource
from autogen_codemods.model import signatures
from autogen_codemods.model import values as v
from autogen_codemods.model.flow import Resolver
from autogen_codemods.model.flow_index import FlowIndex
from autogen_codemods.model.project_files import ProjectFiles
from autogen_codemods.model.registrations import registrations
from autogen_codemods.model.view import ModuleView

CHAT_METHODS = ("initiate_chat", "a_initiate_chat", "initiate_chats", "a_initiate_chats")
_SENDING = frozenset({"send", "a_send", "generate_reply", "a_generate_reply"})


class ProjectModel:
    """Queries over the sources of a project; the results are in the order of files and places."""

    def __init__(self, sources: Mapping[Path, PythonSource]) -> None:
        self.files = ProjectFiles(sources)
        self.resolver = Resolver(self.files)

    @cached_property
    def views(self) -> tuple[ModuleView, ...]:
        """The files in which v0.2 is used, by name or through other files."""
        found = {view.path: view for view in self.files.legacy()}
        words = [*CHAT_METHODS, *(each.of.name for each in self.subclasses())]
        for word in words:
            found.update((view.path, view) for view in self.files.mentioning(word))
        return tuple(found[path] for path in sorted(found))

    def subclasses(self) -> list[v.Subclass]:
        """The classes of the project below one of v0.2's, in the files that speak of autogen."""
        list(self.files.legacy())
        found = [(each, self.resolver.classes.legacy_base(each)) for each in list(self.resolver.classes.all())]
        return [v.Subclass(each, base) for each, base in sorted(found, key=_class_place) if isinstance(base, str)]

    def agents(self) -> list[v.Agent]:
        """Every construction of an agent or group chat manager."""
        return [each for each in self._made if isinstance(each, v.Agent)]

    def groups(self) -> list[v.Group]:
        """Every construction of a GroupChat."""
        return [each for each in self._made if isinstance(each, v.Group)]

    def members(self, group: v.Group) -> tuple[v.Agent | v.Unknown, ...]:
        """The agents of a group chat."""
        node = _argument(group.node, signatures.GROUP_CHAT_PARAMETERS, "agents")
        view = self.files.view(group.place.path)
        if view is None or node is None:
            return (v.Unknown("the group's agents are not written out", group.place),)
        return self._agents(self.resolver.containers.iterated(view, node), group.place)

    @cached_property
    def _made(self) -> list[v.Agent | v.Group]:
        found = [value for view in self.views for call in view.calls() for value in self._made_here(view, call)]
        return sorted(found, key=lambda each: each.place)

    def _made_here(self, view: ModuleView, call: cst.Call) -> Iterator[v.Agent | v.Group]:
        for value in self.resolver.values(view, call):
            if isinstance(value, v.Agent | v.Group) and value.node is call:
                yield value

    def name_of(self, agent: v.Agent) -> str | v.Unknown:
        """The name that an agent is given."""
        view = self.files.view(agent.place.path)
        node = _argument(agent.node, _parameters(agent), "name")
        if view is None or node is None:
            return v.Unknown("its name is not written out", agent.place)
        found = self.resolver.values(view, node)
        names = [each.value for each in found if isinstance(each, v.Constant) and isinstance(each.value, str)]
        return names[0] if len(found) == len(names) == 1 else v.Unknown("its name is computed", agent.place)

    @cached_property
    def _flows(self) -> FlowIndex:
        views = self.files.importing(view.path for view in self.views)
        return FlowIndex(self.resolver, views)

    def where_flows(self, value: v.Agent | v.Group | v.Result) -> tuple[v.Flow, ...]:
        """Every place where an agent, group or result goes, also inside of lists and dictionaries."""
        return self._flows.of(value)

    def config_origin(self, agent: v.Agent) -> tuple[v.Config | v.Unknown, ...]:
        """The configurations that an agent's ``llm_config`` may be, with the places where they are made."""
        view = self.files.view(agent.place.path)
        node = _argument(agent.node, _parameters(agent), "llm_config")
        if view is None or any(arg.star for arg in agent.node.args):
            return (v.Unknown("the agent is given its arguments by * or **", agent.place),)
        if node is None:
            return (v.Unknown(f"{agent.class_name} is given no llm_config", agent.place),)
        return _ordered(self._config(each) for each in self.resolver.values(view, node))

    def _config(self, value: v.Value) -> v.Config | v.Unknown:
        if isinstance(value, v.Unknown):
            return value
        if isinstance(value, v.Constant) and value.value in (None, False):
            return v.Config("off", None)
        if isinstance(value, v.Made):
            return v.Config(value.by, value.place)
        if not isinstance(value, v.Container):
            return v.Unknown(f"a {type(value).__name__.lower()} is no configuration")
        found = list(self.resolver.containers.entries(value))
        keys = tuple(dict.fromkeys(str(key) for key, _ in found if isinstance(key, str)))
        lists = (each for key, values in found if key == "config_list" for each in values)
        return v.Config("literal", value.place, keys, _ordered(self._config(each) for each in lists))

    def tools(self) -> list[v.Tool]:
        """Every registration of a tool."""
        return [each for each in self._registrations if isinstance(each, v.Tool)]

    def reply_functions(self) -> list[v.Reply]:
        """Every ``register_reply``."""
        return [each for each in self._registrations if isinstance(each, v.Reply)]

    @cached_property
    def _registrations(self) -> list[v.Tool | v.Reply]:
        found = [each for view in self.views for each in registrations(self.resolver, view, self._agents)]
        return sorted(found, key=lambda each: each.place)

    def chats(self) -> list[v.Chat]:
        """Every chat that is begun; sender and recipient may be unknown."""
        return self._chats

    @cached_property
    def _chats(self) -> list[v.Chat]:
        found = [chat for view in self.views for call in view.calls() for chat in self._chats_of(view, call)]
        return sorted(found, key=lambda chat: chat.place)

    def _chats_of(self, view: ModuleView, call: cst.Call) -> Iterator[v.Chat]:
        method = _called(call)
        if method.endswith("initiate_chats") and method in CHAT_METHODS:
            yield from self._listed(view, call, method)
        elif isinstance(call.func, cst.Attribute) and (method in CHAT_METHODS or method in _SENDING):
            place = self.files.place(view, call)
            senders = self._agents(self.resolver.values(view, call.func.value), place)
            if method in CHAT_METHODS or any(isinstance(each, v.Agent) for each in senders):
                parameter = ("recipient",) if method in CHAT_METHODS else signatures.SEND_PARAMETERS
                wanted = "sender" if method.endswith("generate_reply") else "recipient"
                recipients = self._party(view, _argument(call, parameter, wanted), place)
                yield v.Chat(method, senders, recipients, self.resolver.function_of(view, call), place, call)

    def _listed(self, view: ModuleView, call: cst.Call, method: str) -> Iterator[v.Chat]:
        """The chats of ``initiate_chats``, each at the place of its dictionary."""
        place, here = self.files.place(view, call), self.resolver.function_of(view, call)
        starter = call.func.value if isinstance(call.func, cst.Attribute) else None
        senders = self._agents(self.resolver.values(view, starter), place) if starter is not None else ()
        senders = senders if any(isinstance(each, v.Agent) for each in senders) else ()
        given = _argument(call, ("chat_queue",), "chat_queue")
        for each in self.resolver.containers.iterated(view, given) if given is not None else ():
            if not isinstance(each, v.Container):
                unknown = (v.Unknown("the list of chats is not written out", place),)
                yield v.Chat(method, senders or unknown, unknown, here, place, call)
                continue
            sender = senders or self._agents(self.resolver.containers.item(each, "sender"), each.place)
            recipient = self._agents(self.resolver.containers.item(each, "recipient"), each.place)
            yield v.Chat(method, sender, recipient, here, each.place, call)

    def _party(
        self, view: ModuleView, node: cst.BaseExpression | None, place: v.Place
    ) -> tuple[v.Agent | v.Unknown, ...]:
        if node is None:
            return (v.Unknown("it is not written out", place),)
        return self._agents(self.resolver.values(view, node), place)

    def _agents(self, values: Iterable[v.Value], place: v.Place) -> tuple[v.Agent | v.Unknown, ...]:
        """The agents among values; for ``self`` of a subclass, every agent that is made of it."""
        found: set[v.Agent | v.Unknown] = set()
        for value in values:
            if isinstance(value, v.Agent | v.Unknown):
                found.add(value)
            elif isinstance(value, v.Instance):
                found |= self._made_of(value.of, place)
            else:
                reason = f"{value.by} made it" if isinstance(value, v.Made) else "it is no agent that is made here"
                found.add(v.Unknown(reason, place))
        return _ordered(found) or (v.Unknown("nothing in the project gives it", place),)

    def _made_of(self, of: v.Class, place: v.Place) -> set[v.Agent | v.Unknown]:
        family = {of, *self.resolver.classes.below(of)}
        made = {a for a in self.agents() if self.resolver.classes.class_of(a) in family}
        return {*made} or {v.Unknown(f"no {of.name} is made in the project", place)}

    def result_uses(self, chat: v.Chat) -> tuple[v.Flow, ...]:
        """Where the result of a chat goes, and what is read of it."""
        view = self.files.view(chat.place.path)
        found = self.resolver.values(view, chat.node) if view is not None else ()
        return tuple(dict.fromkeys(f for each in found if isinstance(each, v.Result) for f in self._flows.of(each)))

    def functions_reaching_a_chat(self) -> list[v.Reach]:
        """The functions that begin a chat, themselves or by calls; a module's top level is ``<module>``."""
        found = self.resolver.calls.reaching(chat.function for chat in self.chats())
        return sorted(found, key=lambda reach: (reach.function.path, reach.function.place, reach.function.name))

    def callers(self, function: v.Function) -> tuple[v.Caller, ...]:
        """The calls of a function in all files."""
        return self.resolver.calls.callers(function)

    def functions(self, name: str) -> list[v.Function]:
        """The functions of the model's files with this name, such as ``main`` or ``Team.start``."""
        definitions = ((view, node) for view in self.views for node in view.nodes if isinstance(node, cst.FunctionDef))
        found = (self.resolver.function(view, node) for view, node in definitions)
        return [each for each in found if each.name == name]

    def unknowns(self) -> list[v.Unknown]:
        """The files that could not be read."""
        return list(self.files.unparsed)


_Fact = TypeVar("_Fact", bound=v.Config | v.Agent | v.Unknown)


def _ordered(values: Iterable[_Fact]) -> tuple[_Fact, ...]:
    return tuple(sorted(set(values), key=_order))


def _order(value: v.Config | v.Agent | v.Unknown) -> tuple[bool, str]:
    return isinstance(value, v.Unknown), f"{value.place}{value}"


def _class_place(item: tuple[v.Class, object]) -> v.Place:
    return item[0].place


def _called(call: cst.Call) -> str:
    if isinstance(call.func, cst.Attribute):
        return call.func.attr.value
    return call.func.value if isinstance(call.func, cst.Name) else ""


def _parameters(agent: v.Agent) -> tuple[str, ...]:
    return signatures.AGENT_PARAMETERS.get(agent.legacy_class, ("name",))


def _argument(call: cst.Call, parameters: tuple[str, ...], name: str) -> cst.BaseExpression | None:
    for position, arg in enumerate(call.args):
        if arg.star:
            return None
        given = arg.keyword.value if arg.keyword else parameters[position] if position < len(parameters) else None
        if given == name:
            return arg.value
    return None
