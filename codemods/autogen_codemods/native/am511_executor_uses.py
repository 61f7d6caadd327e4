"""AM511: an executor of code that the program calls itself is awaited, and its results are v0.4's.

v0.2: autogen/coding.  v0.4: autogen_core.code_executor.CodeExecutor.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from autogen_codemods.files.edits import Edit
from autogen_codemods.model.executor_uses import Executor, executors_of
from autogen_codemods.model.executors import ATTRIBUTES, METHODS, STOPPED
from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native import am512_own_executors, code_results
from autogen_codemods.native.am510_executors import CodeSetup, check_executor
from autogen_codemods.native.done import Done, Outcome
from autogen_codemods.native.draft import Draft, Drafts, call
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.uses import construct, shown
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM511",
    title="an executor that the program calls itself is awaited",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's executors are asynchronous, and each run of code has a token by which it can be cancelled. The "
    "executors of autogen_compat.native give v0.2's results: exit code, output and the names of files.",
    before="with DockerCommandLineCodeExecutor() as executor:\n"
    '    print(executor.execute_code_blocks([CodeBlock(language="python", code="print(1)")]))',
    after="async with DockerFileExecutor() as executor:\n"
    '    blocks = [CodeBlock(language="python", code="print(1)")]\n'
    "    print(await executor.execute_code_blocks(blocks, CancellationToken()))",
)

CODE = RULE.code
NATIVE = {
    "LocalCommandLineCodeExecutor": "LocalFileExecutor",
    "LocalCommandlineCodeExecutor": "LocalFileExecutor",
    "DockerCommandLineCodeExecutor": "DockerFileExecutor",
    "PodCommandLineCodeExecutor": "PodFileExecutor",
    "JupyterCodeExecutor": "ServerKernelExecutor",
    "EmbeddedIPythonCodeExecutor": "KernelExecutor",
}
"""By v0.2's class, that of ``autogen_compat.native``."""
_RUN = "execute_code_blocks"
_AWAITED = frozenset({_RUN, "restart", "stop"})
_NOWHERE = (cst.Lambda, cst.GeneratorExp, cst.ListComp, cst.DictComp, cst.SetComp, cst.ClassDef, cst.Decorator)
"""Where nothing can be awaited."""


def check(program: Program, drafts: Drafts, agent: Agent, setup: CodeSetup | None) -> None:
    """The executors of an agent must be seen, and all their uses have a v0.4 form; raises NotProven."""
    check_executor(program, agent, setup)
    for executor in _linked_to(program, [agent]):
        _check(program, drafts, executor)


def rewrite(drafts: Drafts, program: Program, agents: Iterable[Agent]) -> None:
    """Make the executors of these agents v0.4's, wherever else they are used; raises NotProven."""
    for executor in _linked_to(program, agents):
        _convert(drafts, program, executor)


def _linked_to(program: Program, agents: Iterable[Agent]) -> list[Executor]:
    wanted = set(agents)
    return [each for each in program.executors if any(wanted & set(other.agents) for other in each.linked)]


def rewrite_alone(drafts: Drafts, program: Program, outcome: Outcome) -> None:
    """Rewrite the executors that no agent is given, and note why some stay."""
    alone = [each for each in program.executors if not any(other.agents for other in each.linked)]
    for together in {id(each.linked): each.linked for each in alone}.values():
        try:
            for executor in together:
                _check(program, drafts, executor)
        except NotProven as reason:
            outcome.reasons.append(reason)
            continue
        for executor in together:
            _convert(drafts, program, executor)
            outcome.done.append(Done(CODE, executor.call, f"{executor.name} is an executor of v0.4"))


def _check(program: Program, drafts: Drafts, executor: Executor) -> None:
    am512_own_executors.check(program, executor)
    for use in executor.uses:
        above = use.view.parent(use.node)
        if isinstance(above, cst.WithItem) and not use.depth:
            continue
        if executors_of(program, use.view, use.node) is None:
            reason = f"`{use.view.code(use.node)}` may be something else than the {executor.name}"
            raise NotProven(CODE, use.node, reason)
        if use.depth or not isinstance(above, cst.Attribute) or not _is_known(program, executor, use.view, above):
            told = f"{construct(use.view, use.node)}, {shown(use.view, use.node)}"
            raise NotProven(CODE, use.node, f"the {executor.name} is used in a way that has no v0.4 form: {told}")
    target = executor.view.parent(executor.call)
    names = [each.target for each in target.targets] if isinstance(target, cst.Assign) else []
    for name in names:
        variable = executor.view.variable(name)
        if variable is not None and drafts[executor.view].is_unseen(variable):
            raise NotProven(CODE, executor.call, f"other files may use {variable.name}")


def _is_known(program: Program, executor: Executor, view: ModuleView, read: cst.Attribute) -> bool:
    above, name = view.parent(read), read.attr.value
    called = above if isinstance(above, cst.Call) and above.func is read else None
    if not executor.legacy_class and name not in am512_own_executors.CHANGED:
        return True
    if called is None:
        return name in ATTRIBUTES.get(executor.legacy_class, ()) and not isinstance(above, cst.AssignTarget | cst.Del)
    if name in METHODS:
        return executor.legacy_class.startswith("Local")
    if any(isinstance(each, _NOWHERE) for each in _within_function(view, called)):
        return False
    if name == "restart" or (name == "stop" and executor.legacy_class in STOPPED):
        return not called.args
    own = not executor.legacy_class
    return name == _RUN and _blocks(called) is not None and code_results.is_known(program, view, called, own=own)


def _within_function(view: ModuleView, node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    for each in view.ancestors(node):
        if isinstance(each, cst.FunctionDef):
            return
        yield each


def _blocks(called: cst.Call) -> cst.BaseExpression | None:
    """The one argument of a run."""
    if len(called.args) != 1 or called.args[0].star:
        return None
    [given] = called.args
    return given.value if given.keyword is None or given.keyword.value == "code_blocks" else None


def _convert(drafts: Drafts, program: Program, executor: Executor) -> None:
    draft = drafts[executor.view]
    if executor.call.func in draft.removed:
        return
    if executor.legacy_class:
        draft.replace(executor.call.func, draft.use("autogen_compat.native", NATIVE[executor.legacy_class]))
    else:
        draft.removed.append(executor.call.func)
        am512_own_executors.rewrite(drafts, executor)
    for use in executor.uses:
        above = use.view.parent(use.node)
        if isinstance(above, cst.Attribute):
            called = _rewrite_method(drafts[use.view], above)
            if called is not None:
                code_results.rewrite(drafts, program, use.view, called)
    _enter(draft, executor)


def _rewrite_method(draft: Draft, read: cst.Attribute) -> cst.Call | None:
    """Await a method; gives the call where that runs code."""
    called = draft.view.parent(read)
    if not isinstance(called, cst.Call) or called.func is not read or called in draft.removed:
        return None
    if read.attr.value not in _AWAITED:
        return None
    given = _blocks(called)
    if read.attr.value == _RUN and given is not None:
        token = f"{draft.use('autogen_core', 'CancellationToken')}()"
        text = call(draft.code(read), [draft.code(given), token], len(draft.indent_of(called)) + 6)
    else:
        text = draft.code(called)
    tight = isinstance(draft.view.parent(called), cst.Attribute | cst.Subscript)
    draft.replace(called, f"(await {text})" if tight else f"await {text}")
    return called if given is not None else None


def _enter(draft: Draft, executor: Executor) -> None:
    """``with`` becomes ``async with`` where the executor is all that it enters."""
    view = draft.view
    item = view.parent(executor.call)
    block = view.parent(item) if isinstance(item, cst.WithItem) else None
    if isinstance(block, cst.With) and len(block.items) == 1:
        start = view.span(block).start
        draft.edits.append(Edit(start, start, "async "))
