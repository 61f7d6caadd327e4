"""AM513: code blocks, results, Jupyter servers and tools for code are v0.4's where nothing else of v0.2 is left.

v0.2: autogen/coding, autogen/code_utils.py.  v0.4: autogen_core.code_executor.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.imports import Use
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am511_executor_uses import NATIVE
from autogen_codemods.native.code_models import uses_models
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM513",
    title="names of autogen.coding are v0.4's",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="autogen_core.code_executor has the same code blocks, results and functions with requirements. What starts "
    "Jupyter servers and virtual environments, and what finds code in texts, comes with autogen_compat.native.",
    before="from autogen.coding import CodeBlock\nfrom autogen.coding.func_with_reqs import with_requirements",
    after="from autogen_core.code_executor import CodeBlock, with_requirements",
)

CODE = RULE.code
_CORE, _NATIVE = "autogen_core.code_executor", "autogen_compat.native"
_NAMES = {
    **dict.fromkeys(("CodeBlock", "CodeResult"), _CORE),
    **dict.fromkeys(("Alias", "FunctionWithRequirements", "FunctionWithRequirementsStr"), _CORE),
    **dict.fromkeys(("ImportFromModule", "with_requirements"), _CORE),
    **dict.fromkeys(("CommandLineCodeResult", "IPythonCodeResult"), _NATIVE),
    **dict.fromkeys(("DockerJupyterServer", "JupyterConnectionInfo", "LocalJupyterServer"), _NATIVE),
}
_TOOLS = frozenset({"UNKNOWN", "content_str", "create_virtual_env", "execute_code", "extract_code", "infer_lang"})
"""What ``autogen.code_utils`` has that needs no agents."""
_RESULTS = frozenset({"CodeBlock", "CodeResult", "CommandLineCodeResult", "IPythonCodeResult"})


def home_of(view: ModuleView, use: Use, *, types: bool) -> tuple[str, str, str] | None:
    """The module and name that stand for a name of v0.2, and what is read of it; None where that is not proven.

    `types`: whether annotations may change.
    """
    module, _, name = use.qualified.rpartition(".")
    if module == "autogen.code_utils" and name in _TOOLS:
        return _NATIVE, name, ""
    if not use.qualified.startswith("autogen.coding."):
        return None
    parts = use.qualified.split(".")
    known = next((each for each in parts if each in _NAMES or each in NATIVE), parts[-1])
    rest = "".join(f".{each}" for each in parts[parts.index(known) + 1 :])
    annotated = any(isinstance(each, cst.Annotation) for each in view.ancestors(use.node))
    if annotated and known in NATIVE:
        return (_NATIVE, NATIVE[known], rest) if types else None
    if known not in _NAMES or (known in _RESULTS and uses_models(view.nodes)):
        return None
    return _NAMES[known], known, rest
