"""AM214: imports of v0.2 that nothing uses go away.

v0.2: the package `autogen`, which v0.4's packages cannot be installed beside.
"""

from __future__ import annotations

from collections.abc import Iterator

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.done import Done
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM214",
    title="an import of v0.2 that nothing uses goes away",
    kind=Kind.DIRECT,
    tier=Tier.NATIVE,
    why="The import would be the only reason why the file needs the v0.2 layer. It stays where other files take "
    "the name from this one, in a package's __init__, and where it stands alone in a block, as in a try that looks "
    "whether autogen is installed.",
    before="import autogen\nimport os\n\nprint(os.getcwd())",
    after="import os\n\nprint(os.getcwd())",
)


def unused(view: ModuleView, exported: frozenset[str]) -> Iterator[Done]:
    """The imports of v0.2 where a module uses none of them, nor any other file through it."""
    imports = view.imports.imports
    names = {each.local for each in imports}
    if view.imports.uses or "*" in names | exported or names & exported or view.path.stem == "__init__":
        return
    for statement in dict.fromkeys(each.statement for each in imports):
        told = ", ".join(each.local for each in imports if each.statement is statement)
        yield Done("AM214", statement, f"nothing uses {told}")
