"""AM219: a program that prints the version of its engine prints v0.4's.

v0.2: autogen/version.py.  v0.4: autogen_agentchat.__version__.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.imports import Use
from autogen_codemods.model.view import ModuleView
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM219",
    title="the version that is printed is v0.4's",
    kind=Kind.DIRECT,
    tier=Tier.NATIVE,
    why="What is printed tells which engine runs. A version that is compared, parsed or stored stays, as code that "
    "depends on it was written for numbers of v0.2.",
    before="print(autogen.__version__)",
    after="print(autogen_agentchat.__version__)",
)
MODULE = "autogen_agentchat"


def is_printed(view: ModuleView, use: Use) -> bool:
    """Whether a use is v0.2's version, shown by a notebook's cell or by ``print``, alone or within an f-string."""
    if use.qualified != "autogen.__version__":
        return False
    above = view.parent(use.node)
    if isinstance(above, cst.Expr):
        return view.celled
    while isinstance(above, cst.FormattedStringExpression | cst.FormattedString):
        above = view.parent(above)
    call = view.parent(above) if isinstance(above, cst.Arg) else None
    return isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value == "print"
