"""Annotations of parameters that get nothing but teams, once groups: v0.2's managers were agents, too."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model import values as v
from autogen_codemods.model.program import Manager, Program
from autogen_codemods.model.trace_calls import parameter_of
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Drafts


def annotate_teams(drafts: Drafts, program: Program, manager: Manager) -> None:
    """Name v0.4's type of teams where a manager goes and nothing else does."""
    for view, param in _parameters(program, manager):
        node = param.annotation.annotation if param.annotation is not None else None
        if node is None or view.legacy_name(node) is None or drafts[view].is_gone(node):
            continue
        reads = [each for name in _bound(view, param) for each in view.references(name)]
        found = [program.objects(view, each) for each in reads]
        if found and all(parties and all(isinstance(p, Manager) for p in parties) for parties in found):
            drafts[view].replace(node, drafts[view].use("autogen_agentchat.base", "Team"))


def _parameters(program: Program, manager: Manager) -> Iterator[tuple[ModuleView, cst.Param]]:
    """The parameters of functions of the project that a manager is handed to."""
    resolver = program.tracer.resolver
    for use in program.trace(manager).passing:
        arg = use.view.parent(use.node)
        call = use.view.parent(arg) if isinstance(arg, cst.Arg) else None
        if not isinstance(arg, cst.Arg) or not isinstance(call, cst.Call):
            continue
        for called in resolver.values(use.view, call.func):
            home = parameter_of(resolver, called, call, arg) if isinstance(called, v.Function | v.Class) else None
            if home is not None:
                yield home[0], home[2]


def _bound(view: ModuleView, param: cst.Param) -> Iterator[Assignment]:
    for scope in view.scopes:
        yield from (each for each in scope.assignments if isinstance(each, Assignment) and each.node is param)
