"""AM610: what models are asked goes on being recorded.

v0.2: autogen/runtime_logging.py.  v0.4: autogen_core.EVENT_LOGGER_NAME.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import libcst as cst

from autogen_codemods.model.imports import Use
from autogen_codemods.model.program import Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.done import Done
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM610",
    title="runtime_logging goes on recording what models are asked",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4 agents report to nobody; their model clients know each call. start_logging() records the calls of "
    "clients that are made of v0.2's configurations, one for each agent, into v0.2's table chat_completions "
    "or its file: request, answer, tokens, cost, times, session and the agent's name. Rows about agents, events "
    "and functions are not written any more: programs that read those tables, or bring a logger of their own, "
    "stay on compat. For new code see v0.4's logger of events (EVENT_LOGGER_NAME, LLMCallEvent).",
    before='session = autogen.runtime_logging.start(config={"dbname": "logs.db"})',
    after='session = start_logging(config={"dbname": "logs.db"})',
    see="https://microsoft.github.io/autogen/stable/user-guide/core-user-guide/framework/logging.html",
)

CODE = RULE.code
_MODULE = "runtime_logging"
_NATIVE = {"start": "start_logging", "stop": "stop_logging", "get_connection": "log_connection"}
_STARTING = frozenset({"logger_type", "config"})
_OTHER_TABLE = re.compile(r"(?i)\b(?:from|join)\s+[\"'`]?(agents|events|function_calls)\b")
_OTHER_NAMES = frozenset({"agents", "events", "function_calls"})
_READING = ("sqlite3", "read_sql", "sqlalchemy", "get_connection")


def watched(program: Program, texts: Iterable[str]) -> list[NotProven]:
    """Why no agent may leave the v0.2 layer: something watches the agents that must see all of them.

    Where only models are watched, the program is marked as recorded.
    """
    if not any(re.search(rf"\b{_MODULE}\b", text) for text in texts):
        return []
    reason = next((found for view in program.views for found in _more_than_models(view)), None)
    if reason is not None:
        return [NotProven(CODE, agent.call, reason) for agent in program.agents]
    program.is_recorded = True
    return []


def _more_than_models(view: ModuleView) -> Iterator[str]:
    """What of a module needs more of the log than the calls of models."""
    known = {id(node) for use in view.imports.uses if name_of(view, use) for node in _names(use.node)}
    for node in view.nodes:
        if isinstance(node, cst.Name) and node.value == _MODULE and not (id(node) in known or _imports(view, node)):
            yield "runtime_logging is used for more than starting and stopping it"
        if isinstance(node, cst.SimpleString) and (table := _other_table(view, node)):
            yield f"the table {table} of the log is read, which only v0.2 agents write"
    yield from (f"{use.qualified} is for v0.2 agents" for use in view.imports.uses if _is_other(view, use))


def _imports(view: ModuleView, node: cst.CSTNode) -> bool:
    return any(isinstance(each, cst.Import | cst.ImportFrom) for each in view.ancestors(node))


def _names(node: cst.BaseExpression) -> Iterator[cst.Name]:
    while isinstance(node, cst.Attribute):
        yield node.attr
        node = node.value
    if isinstance(node, cst.Name):
        yield node


def _is_other(view: ModuleView, use: Use) -> bool:
    ours = f"autogen.{_MODULE}." in use.qualified or use.qualified.startswith("autogen.logger.")
    return ours and name_of(view, use) is None


def _other_table(view: ModuleView, node: cst.SimpleString) -> str | None:
    if not any(word in view.text for word in _READING):
        return None
    text = str(node.evaluated_value)
    found = _OTHER_TABLE.search(text)
    return found[1] if found else text if text in _OTHER_NAMES else None


def name_of(view: ModuleView, use: Use) -> str | None:
    """The function of autogen_compat.native that takes the place of one of v0.2's, where it is called as that is."""
    module, _, name = use.qualified.rpartition(".")
    call = view.parent(use.node)
    if module != f"autogen.{_MODULE}" or name not in _NATIVE or not isinstance(call, cst.Call):
        return None
    given = {arg.keyword.value if arg.keyword is not None else "" for arg in call.args}
    if call.func is not use.node or any(arg.star for arg in call.args) or given - _STARTING:
        return None
    return _NATIVE[name]


def done(view: ModuleView, use: Use) -> Done | None:
    """What is said about one of these calls."""
    name = name_of(view, use)
    told = "calls of models are recorded, and no agents, events and functions" if name == "start_logging" else ""
    return Done(CODE, use.node, told or f"{name}() takes its place") if name is not None else None
