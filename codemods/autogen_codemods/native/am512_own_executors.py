"""AM512: an executor class of one's own becomes a v0.4 executor.

v0.2: autogen/coding/base.py CodeExecutor.  v0.4: autogen_core.code_executor.CodeExecutor.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.files.edits import Edit
from autogen_codemods.model.executor_uses import Executor
from autogen_codemods.model.imports import Use
from autogen_codemods.model.program import Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.code_models import uses_models
from autogen_codemods.native.draft import WIDTH, Draft, Drafts
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM512",
    title="an executor class of one's own becomes a v0.4 executor",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's CodeExecutor runs code blocks asynchronously, with a token for cancelling, and is started and stopped. "
    "What finds the blocks in a message is no part of it: CodeRunnerAgent looks between Markdown fences.",
    before="class Notebook(CodeExecutor):\n    @property\n    def code_extractor(self):\n"
    "        return MarkdownCodeExtractor()\n\n    def execute_code_blocks(self, code_blocks):\n        ...",
    after="class Notebook(CodeExecutor):\n"
    "    async def execute_code_blocks(self, code_blocks, cancellation_token):\n        ...",
)

CODE = RULE.code
_LOOP_CALLS = frozenset({"run", "run_until_complete", "initiate_chat", "initiate_chats"})
"""Methods that may run an event loop, which cannot be done within another."""
_CORE = "autogen_core.code_executor"
_NAMES = frozenset({"CodeBlock", "CodeExecutor", "CodeResult"})
_RUN = "execute_code_blocks"
_EXTRACTOR = "code_extractor"
CHANGED = frozenset({_RUN, "restart", "start", "stop", _EXTRACTOR})
"""Members that are others in v0.4."""
_ADDED = {
    "start": "Nothing is to be started.",
    "stop": "Nothing is to be stopped.",
    "restart": "Nothing is to be started afresh.",
}


def check(program: Program, executor: Executor) -> None:
    """The class of an executor must be one that has a v0.4 form; raises NotProven."""
    view, definition = executor.home, executor.definition
    if view is None or definition is None:
        return
    name = definition.name.value
    methods = _methods(definition)
    if definition.decorators or definition.keywords or {"start", "stop"} & set(methods):
        raise NotProven(CODE, definition, f"the class {name} has what v0.4 means otherwise")
    _check_run(methods.get(_RUN), definition)
    _check_extractor(view, methods.get(_EXTRACTOR), definition)
    if uses_models(walk(definition)):
        raise NotProven(CODE, definition, f"the class {name} uses blocks or results as models")
    for node in walk(definition):
        if isinstance(node, cst.Attribute) and node.attr.value in CHANGED - {"start", "stop"}:
            raise NotProven(CODE, node, f"the class {name} uses its own {node.attr.value}")
    for use in _legacy_names(view, definition):
        if use.qualified.rpartition(".")[2] not in _NAMES and not _is_going(view, definition, use):
            raise NotProven(CODE, use.node, f"the class {name} uses {view.code(use.node)}")
    for other in program.views:
        for node in other.nodes:
            bases = node.bases if isinstance(node, cst.ClassDef) else ()
            if any(isinstance(each.value, cst.Name) and each.value.value == name for each in bases):
                raise NotProven(CODE, node, f"there is a class below {name}")


def _methods(definition: cst.ClassDef) -> dict[str, cst.FunctionDef]:
    return {each.name.value: each for each in definition.body.body if isinstance(each, cst.FunctionDef)}


def _check_run(run: cst.FunctionDef | None, definition: cst.ClassDef) -> None:
    name = definition.name.value
    params = run.params if run is not None else None
    plain = params is not None and not (params.kwonly_params or params.star_kwarg or params.posonly_params)
    plain = plain and params is not None and all(each.default is None for each in params.params)
    if run is None or params is None or not plain or len(params.params) != 2 or isinstance(params.star_arg, cst.Param):
        raise NotProven(CODE, definition, f"the class {name} has no method execute_code_blocks(self, code_blocks)")
    if run.decorators or run.asynchronous is not None:
        raise NotProven(CODE, run, f"the method execute_code_blocks of {name} is decorated or asynchronous")
    for node in walk(run.body):
        if isinstance(node, cst.Yield):
            raise NotProven(CODE, node, f"the method execute_code_blocks of {name} is a generator")
    for node in walk(definition):
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _LOOP_CALLS:
            receiver = node.func.value
            if not isinstance(receiver, cst.Name) or receiver.value != "subprocess":
                reason = f"the class {name} calls {node.func.attr.value}(), perhaps an event loop"
                raise NotProven(CODE, node, reason)


def _check_extractor(view: ModuleView, extractor: cst.FunctionDef | None, definition: cst.ClassDef) -> None:
    if extractor is None or not isinstance(extractor.body, cst.IndentedBlock):
        raise NotProven(CODE, definition, f"the class {definition.name.value} has no code_extractor")
    lines = [small for line in extractor.body.body for small in getattr(line, "body", [line])]
    lines = [each for each in lines if not _is_text(each)]
    match lines:
        case [cst.Return(value=cst.Call(func=func, args=()))] if view.legacy_name(func) == "MarkdownCodeExtractor":
            return
        case _:
            raise NotProven(CODE, extractor, f"the class {definition.name.value} finds code blocks in a way of its own")


def _is_text(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString | cst.ConcatenatedString)


def _legacy_names(view: ModuleView, definition: cst.ClassDef) -> Iterator[Use]:
    inside = {id(node) for node in walk(definition)}
    return (use for use in view.imports.uses if id(use.node) in inside)


def _is_going(view: ModuleView, definition: cst.ClassDef, use: Use) -> bool:
    return _methods(definition)[_EXTRACTOR] in view.ancestors(use.node)


def rewrite(drafts: Drafts, executor: Executor) -> None:
    """Write the v0.4 form of the class of an executor, once."""
    view, definition = executor.home, executor.definition
    if view is None or definition is None:
        return
    draft, methods = drafts[view], _methods(definition)
    if methods[_EXTRACTOR] in draft.removed:
        return
    draft.remove(methods[_EXTRACTOR])
    for use in _legacy_names(view, definition):
        if not draft.is_gone(use.node):
            draft.replace(use.node, draft.use(_CORE, use.qualified.rpartition(".")[2]))
    _make_asynchronous(draft, methods[_RUN])
    if "restart" in methods:
        _begin_with_async(draft, methods["restart"])
    last = definition.body.body[-1]
    added = [each for each in _ADDED if each not in methods]
    if isinstance(last, cst.SimpleStatementLine | cst.BaseCompoundStatement):
        draft.insert_after(last, [line for each in added for line in _method(each)])


def _method(name: str) -> list[str]:
    return ["", f"async def {name}(self) -> None:", f'    """{_ADDED[name]}"""']


def _begin_with_async(draft: Draft, function: cst.FunctionDef) -> None:
    start = draft.view.text.index("def", draft.view.span(function).start)
    draft.edits.append(Edit(start, start, "async "))


def _make_asynchronous(draft: Draft, function: cst.FunctionDef) -> None:
    _begin_with_async(draft, function)
    owner, blocks = function.params.params
    token = f"cancellation_token: {draft.use('autogen_core', 'CancellationToken')}"
    told = f": {draft.code(blocks.annotation.annotation)}" if blocks.annotation is not None else ""
    params = f"{owner.name.value}, {blocks.name.value}{told}, {token}"
    returns = f" -> {draft.code(function.returns.annotation)}:" if function.returns is not None else ":"
    indent = draft.indent_of(function)
    start = draft.view.text.index("(", draft.view.span(function.name).end) + 1
    closing = draft.view.text.index(")", draft.view.span(blocks.annotation or blocks).end)
    draft.edits = [each for each in draft.edits if not (start <= each.start and each.end <= closing)]
    if len(f"{indent}async def {function.name.value}({params}){returns}") > WIDTH:
        params = f"\n{indent}    {params}\n{indent}"
    draft.edits.append(Edit(start, closing, params))
