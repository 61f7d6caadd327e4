"""Names that a module reads and does not have: none may come in by a rewrite."""

from __future__ import annotations

from autogen_codemods.model.view import ModuleView


def undefined(view: ModuleView) -> set[str]:
    """The names that nothing in a module binds; none where it imports all names of another."""
    if "import *" in view.text:
        return set()
    accesses = (access for scope in view.scopes for access in scope.accesses if not list(access.referents))
    return {view.code(access.node).partition(".")[0] for access in accesses if not access.is_annotation}
