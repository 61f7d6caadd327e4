"""Model clients that a module needs and another makes: they are imported beside the agents that they belong to."""

from __future__ import annotations

import libcst as cst
from libcst.metadata import ImportAssignment

from autogen_codemods.model.program import Agent, Manager, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven


def import_of(program: Program, view: ModuleView, party: Agent | Manager) -> cst.ImportAlias | None:
    """Where a module imports a party by name, which another module makes at its top level."""
    if party.variable is None or party.view is view or party.view.function(party.call) is not None:
        return None
    statements = (each.node for each in view.module_scope.assignments if isinstance(each, ImportAssignment))
    for node in statements:
        if not isinstance(node, cst.ImportFrom) or isinstance(node.names, cst.ImportStar):
            continue
        if program.tracer.resolver.imports.file_of(view, node) != party.view.path:
            continue
        for alias in node.names:
            if alias.evaluated_name == party.variable.name:
                return alias
    return None


def seen_beside(program: Program, draft: Draft, party: Agent | Manager, node: cst.BaseExpression, name: str) -> str:
    """The expression for a variable beside a party's, where `node` stands for the party; raises NotProven."""
    if draft.view is party.view:
        return name
    if isinstance(node, cst.Attribute) and party.view.function(party.call) is None:
        return f"{draft.code(node.value)}.{name}"
    alias = import_of(program, draft.view, party)
    if alias is None:
        raise NotProven("AM501", node, f"what is made beside {party.name} cannot be seen here")
    return import_client(draft, alias, name)


def import_client(draft: Draft, alias: cst.ImportAlias, client: str) -> str:
    """Import a client beside its agent; gives what it is called here."""
    bound = next((edit.text for edit in draft.edits if edit[:2] == draft.view.span(alias)), None)
    if bound is not None:
        return bound.rpartition(" ")[2]
    name = draft.fresh(client)
    written = client if name == client else f"{client} as {name}"
    draft.replace(alias, f"{draft.view.code(alias).rstrip(', ')}, {written}")
    return name
