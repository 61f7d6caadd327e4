"""The model of a project as data: the ``model`` of ``check --verbose --output-format json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from autogen_codemods.files.discover import FileKind, Selection, discover
from autogen_codemods.files.read import read_source
from autogen_codemods.files.source import PythonSource, UnreadableFile
from autogen_codemods.model import values as v
from autogen_codemods.model.project_model import ProjectModel

_CODE = (FileKind.PYTHON, FileKind.NOTEBOOK)
Data = dict[str, object]


def model_of(paths: Iterable[Path], wanted: Selection) -> Data:
    """The model of the files at and below `paths`."""
    return as_data(ProjectModel({source.path: source for source in _sources(paths, wanted)}))


def _sources(paths: Iterable[Path], wanted: Selection) -> Iterator[PythonSource]:
    """The files that can be read; the report names the others."""
    for file in discover(list(paths), wanted):
        if file.kind not in _CODE:
            continue
        try:
            source = read_source(file.path, file.kind, file.path.read_bytes())
        except (UnreadableFile, OSError):
            continue
        if source is not None:
            yield source


def as_data(model: ProjectModel) -> Data:
    """Every fact of a model, with places; what is unknown says why."""
    return {
        "agents": [_agent(model, each) for each in model.agents()],
        "groups": [{**_place(g.place), "members": _facts(model.members(g))} for g in model.groups()],
        "tools": [_registration(each) | {"role": each.role} for each in model.tools()],
        "reply_functions": [_registration(each) for each in model.reply_functions()],
        "chats": [_chat(model, each) for each in model.chats()],
        "reaching_a_chat": [
            {**_function(r.function), "steps": r.steps, "certain": r.certain} for r in model.functions_reaching_a_chat()
        ],
    }


def _agent(model: ProjectModel, agent: v.Agent) -> Data:
    name = model.name_of(agent)
    return {
        **_place(agent.place),
        "class": agent.class_name,
        "legacy_class": agent.legacy_class,
        "name": name if isinstance(name, str) else _fact(name),
        "config": _facts(model.config_origin(agent)),
        "flows": _flows(model.where_flows(agent)),
    }


def _registration(found: v.Tool | v.Reply) -> Data:
    return {**_place(found.place), "functions": _facts(found.function), "agents": _facts(found.agents)}


def _chat(model: ProjectModel, chat: v.Chat) -> Data:
    return {
        **_place(chat.place),
        "method": chat.method,
        "function": chat.function.name,
        "senders": _facts(chat.senders),
        "recipients": _facts(chat.recipients),
        "result_uses": _flows(model.result_uses(chat)),
    }


def _flows(flows: Iterable[v.Flow]) -> list[Data]:
    return [{**_place(f.place), "kind": f.kind, "detail": f.detail, "held": f.held} for f in flows]


def _facts(facts: Iterable[v.Agent | v.Function | v.Config | v.Unknown]) -> list[Data]:
    return [_fact(each) for each in facts]


def _fact(fact: v.Agent | v.Function | v.Config | v.Unknown) -> Data:
    if isinstance(fact, v.Function):
        return _function(fact)
    place = _place(fact.place) if fact.place is not None else {}
    if isinstance(fact, v.Unknown):
        return {**place, "unknown": fact.reason}
    if isinstance(fact, v.Agent):
        return {**place, "class": fact.class_name}
    return {**place, "origin": fact.origin, "keys": list(fact.keys), "config_list": _facts(fact.lists)}


def _function(function: v.Function) -> Data:
    return {**_place(function.place), "function": function.name}


def _place(place: v.Place) -> Data:
    return {"path": place.path.as_posix(), "cell": place.cell, "line": place.line, "column": place.column}
