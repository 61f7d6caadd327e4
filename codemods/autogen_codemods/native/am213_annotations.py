"""AM213: annotations name v0.4's types where every agent and result that comes there is v0.4's.

v0.2: autogen/agentchat.  v0.4: autogen_agentchat.base.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model.imports import Use
from autogen_codemods.model.view import ModuleView
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM213",
    title="annotations name v0.4's types",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="ChatAgent, Team and TaskResult are what v0.4's agents, teams and results have in common. A result that goes "
    "from function to function is a ChatResult of autogen_compat.native. Annotations change only in projects of which "
    "nothing stays on the v0.2 layer.",
    before="def ask(agent: autogen.ConversableAgent) -> autogen.ChatResult: ...",
    after="async def ask(agent: ChatAgent) -> ChatResult: ...",
)

RESULT = "ChatResult"
_BASE = "autogen_agentchat.base"
_NATIVE = "autogen_compat.native"
_TYPES = {
    "Agent": "ChatAgent",
    "AssistantAgent": "ChatAgent",
    "ConversableAgent": "ChatAgent",
    "UserProxyAgent": "ChatAgent",
    RESULT: "TaskResult",
    "GroupChat": "Team",
    "GroupChatManager": "Team",
}
_SHARED = {
    "ChatAgent": frozenset({"name", "description", "run", "run_stream", "save_state", "load_state"}),
    "Team": frozenset({"name", "description", "run", "run_stream", "reset", "save_state", "load_state"}),
    "TaskResult": frozenset({"messages", "stop_reason"}),
}
"""What code may read of an annotated parameter or variable."""


def type_of(view: ModuleView, use: Use) -> tuple[str, str] | None:
    """The module and the class for a v0.2 class in an annotation, where it is nothing but that."""
    legacy = use.qualified.rpartition(".")[2]
    name = _TYPES.get(legacy)
    annotation = next((each for each in view.ancestors(use.node) if isinstance(each, cst.Annotation)), None)
    if name is None or annotation is None:
        return None
    if legacy == RESULT and not _is_run(view, annotation):
        return _NATIVE, RESULT
    return (_BASE, name) if all(read.attr.value in _SHARED[name] for read in _reads(view, annotation)) else None


def is_of_result(view: ModuleView, use: Use) -> bool:
    """Whether an annotation names the class of results, of which v0.2's and ours are told alike."""
    return type_of(view, use) == (_NATIVE, RESULT)


def _is_run(view: ModuleView, annotation: cst.Annotation) -> bool:
    """Whether a variable is annotated that gets the result of a run itself."""
    above = view.parent(annotation)
    value = above.value if isinstance(above, cst.AnnAssign) else None
    return value is not None and f"{RESULT}.of(" not in view.code(value)


def _reads(view: ModuleView, annotation: cst.Annotation) -> Iterator[cst.Attribute]:
    """What is read of the parameter or variable, in the whole module if it is none of a function."""
    above = view.parent(annotation)
    target = above.name if isinstance(above, cst.Param) else getattr(above, "target", None)
    if not isinstance(target, cst.Name):
        return
    for node in walk(view.function(annotation) or view.module):
        if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and node.value.value == target.value:
            yield node
