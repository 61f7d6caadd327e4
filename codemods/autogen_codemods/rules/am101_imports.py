"""``import autogen`` and ``from autogen.x import y`` become autogen_compat's.

autogen_compat repeats the dotted paths of v0.2, so only the root of the module name changes.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.compat.module import LegacyModule, NodeEdit, Proposal
from autogen_codemods.model.imports import ImportedName
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import dotted

RULE = Rule(
    code="AM101",
    title="import of autogen",
    kind=Kind.DIRECT,
    tier=Tier.COMPAT,
    why=(
        "v0.2 is the module `autogen`. autogen_compat has the same names under the same dotted paths "
        "and runs them on the v0.4 engine; the local name stays, so the rest of the file does not change."
    ),
    before="import autogen\nfrom autogen.coding import LocalCommandLineCodeExecutor\n",
    after="import autogen_compat as autogen\nfrom autogen_compat.coding import LocalCommandLineCodeExecutor\n",
)

OLD, NEW = "autogen", "autogen_compat"


def find(module: LegacyModule) -> Iterator[Proposal]:
    """Every import statement that names v0.2 as `autogen`."""
    rooted: set[int] = set()
    for imported in module.imports.imports:
        if isinstance(imported.statement, cst.ImportFrom):
            if _written_root(imported.statement.module) == OLD and _first_of(imported, module):
                yield _from_import(imported.statement)
        elif imported.alias is not None and _written_root(imported.alias.name) == OLD:
            yield _plain_import(imported, id(imported.scope) in rooted)
            if imported.local == OLD:
                rooted.add(id(imported.scope))


def _first_of(imported: ImportedName, module: LegacyModule) -> bool:
    """Whether this is the first name of its statement, which is reported once."""
    return next(i for i in module.imports.imports if i.statement is imported.statement) is imported


def _from_import(statement: cst.ImportFrom) -> Proposal:
    name = dotted(statement.module) or OLD
    root = _root(statement.module)
    return Proposal(
        RULE, statement, f"`from {name} import …` becomes `from {_renamed(name)} import …`", (NodeEdit(root, NEW),)
    )


def _plain_import(imported: ImportedName, root_is_bound: bool) -> Proposal:
    alias = imported.alias
    assert alias is not None
    text = _alias_text(imported, root_is_bound)
    old = f"{imported.module} as {imported.local}" if alias.asname else imported.module
    return Proposal(RULE, alias, f"`import {old}` becomes `import {text}`", (NodeEdit(alias, text),))


def _alias_text(imported: ImportedName, root_is_bound: bool) -> str:
    """``autogen`` binds the package, ``autogen.oai.client`` the package and loads a submodule."""
    renamed = _renamed(imported.module)
    if imported.local != OLD or imported.target != OLD:
        return f"{renamed} as {imported.local}"
    if imported.module == OLD:
        return f"{NEW} as {OLD}"
    return renamed if root_is_bound else f"{NEW} as {OLD}, {renamed}"


def _renamed(name: str) -> str:
    return NEW + name[len(OLD) :]


def _written_root(name: cst.CSTNode | None) -> str:
    return (dotted(name) or "").partition(".")[0]


def _root(name: cst.CSTNode | None) -> cst.Name:
    while isinstance(name, cst.Attribute):
        name = name.value
    assert isinstance(name, cst.Name)
    return name
