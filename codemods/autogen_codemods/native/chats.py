"""What chats of both kinds have in common: their arguments, and running a team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model import signatures
from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.program import Chat, Manager, Party, Program
from autogen_codemods.model.resumptions import Resumption
from autogen_codemods.model.view import ModuleView, Statement
from autogen_codemods.native.am204_caches import check_cache
from autogen_codemods.native.am306_summaries import Summary, summary_of
from autogen_codemods.native.draft import WIDTH, Draft, call
from autogen_codemods.native.places import expression_of, is_alone, is_assigned, line_of
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tasks import ASKING, QUESTION, Names, Task, task_of, written
from autogen_codemods.tree.walk import walk

CODE = "AM301"
_NATIVE = "autogen_compat.native"
_KNOWN = frozenset({*signatures.CHAT_PARAMETERS, "sender", "carryover"})
_ALSO_IN_LISTS = frozenset({"finished_chat_indexes_to_exclude_from_carryover", "chat_id", "prerequisites"})


@dataclass(frozen=True)
class ChatFacts:
    """The arguments of a chat that a v0.4 run needs."""

    chat: Chat
    task: Task
    summary: Summary
    silent: bool | cst.BaseExpression
    keeps_history: bool
    max_turns: int | str | None
    line: Statement
    resumption: Resumption | None = None
    """The stored conversation that it begins with."""

    @property
    def task_text(self) -> str | None:
        """The first message, where it is written out."""
        task = self.task
        later = self.chat.sequence is not None and self.chat.sequence.chats[0] is not self.chat
        if task.kind != "text" or task.node is None or task.carryover is not None or later:
            return None
        text = constant(self.chat.view, task.node)
        return text if isinstance(text, str) else None


def facts_of(chat: Chat) -> ChatFacts:
    """Read a chat's arguments and place; raises NotProven."""
    view = chat.view
    if chat.arguments is None:
        raise NotProven(CODE, chat.call, "the chat gets ** arguments")
    given = {name: arg.value for name, arg in chat.arguments.items()}
    check_cache(chat)
    context = {name: node for name, node in given.items() if name not in _KNOWN}
    task = task_of(chat, given, context)
    if task.kind == "documents":
        context = {name: node for name, node in context.items() if name not in QUESTION}
    if task.kind != "function":
        _check_unused(view, chat, context)
    return ChatFacts(
        chat=chat,
        task=task,
        summary=summary_of(chat, given),
        silent=_silent(view, given.get("silent")),
        keeps_history=not _clears(view, given.get("clear_history")),
        max_turns=_max_turns(view, given),
        line=line_of(chat),
    )


def _check_unused(view: ModuleView, chat: Chat, context: dict[str, cst.BaseExpression]) -> None:
    """v0.2's agents ignore other arguments unless a function makes the message; raises NotProven for effects."""
    for name, node in context.items():
        if name in _ALSO_IN_LISTS and chat.sequence is None:
            continue
        if any(isinstance(each, cst.Call | cst.Await | cst.NamedExpr | cst.Lambda) for each in walk(node)):
            raise NotProven(CODE, chat.call, f"the chat has the computed argument {name}")


def _silent(view: ModuleView, node: cst.BaseExpression | None) -> bool | cst.BaseExpression:
    value = False if node is None else constant(view, node)
    if value is UNKNOWN and node is not None:
        return node
    return bool(value)


def _clears(view: ModuleView, node: cst.BaseExpression | None) -> bool:
    value = True if node is None else constant(view, node)
    if not isinstance(value, bool):
        assert node is not None
        raise NotProven(CODE, node, "clear_history is not a constant")
    return value


def _max_turns(view: ModuleView, given: dict[str, cst.BaseExpression]) -> int | str | None:
    node = given.get("max_turns")
    if node is None:
        return None
    value = constant(view, node)
    if value is None:
        return None
    if isinstance(value, int):
        if value < 1:
            raise NotProven(CODE, node, "max_turns is less than 1")
        return value
    return view.code(node)


def run(
    draft: Draft,
    facts: ChatFacts,
    runner: str,
    names: Names,
    earlier: Sequence[str] = (),
    typed: str = "",
    opening: str = "",
    printed: Sequence[str] | None = None,
    watched: Sequence[str] = (),
    transcript: str = "",
) -> str:
    """The expression that runs the chat's task on `runner`, a v0.4 team or agent.

    `earlier`: the summaries of the chats before it in a sequence, which are the task's context; `typed`: the
    variable for what a human is asked for, if it is needed later; `opening`: a message that goes before the task;
    `printed`: what is said of the chat where it is printed on a stream of the program; `watched`: what else sees it;
    `transcript`: the variable that keeps what is said.
    """
    indent = len(draft.indent_of(facts.line))
    if typed:
        draft.insert_before(facts.line, [f"{typed} = {ASKING}"])
    function, arguments = written(draft, facts.task, names, earlier, typed)
    is_made = facts.task.kind == "resumed"
    task = function if is_made else f"{function}({', '.join(arguments)})"
    first = not is_made and (facts.chat.sequence is not None or is_alone(facts.chat) or is_assigned(facts.chat))
    twice = not isinstance(facts.silent, bool)
    if first and (twice or "\n" in task or indent + len(task) + len(runner) > WIDTH - 40):
        made = call(function, arguments, indent + 7)
        task = draft.fresh("task", facts.line)
        draft.insert_before(facts.line, [f"{task} = {made}"])
    task = f"[{opening}, {task}]" if opening else task
    given = "" if names.asked else f"task={task}"
    if names.asked:
        asking = call(f"await {draft.use(_NATIVE, 'ask_first')}", [runner, names.asked, task], indent)
        draft.insert_before(facts.line, [asking])
    quiet = f"{runner}.run({given})"
    if facts.silent is True:
        return f"await {quiet}"
    stream = f"{runner}.run_stream({given})"
    stream = f"{transcript}.of({stream})" if transcript else stream
    if watched:
        stream = call(draft.use(_NATIVE, "watched"), [stream, *watched], indent + 16)
    if printed:
        function = draft.use(_NATIVE, "printed")
        shown = call(function, [stream, *filter(None, printed)], indent + 6)
    else:
        shown = f"{draft.use('autogen_agentchat.ui', 'Console')}({stream})"
    if facts.silent is False:
        return f"await {shown}"
    return f"await ({quiet} if {draft.code(facts.silent)} else {shown})"


def put_run(draft: Draft, facts: ChatFacts, replacement: str) -> None:
    """Put a run in the place of the chat."""
    draft.replace(expression_of(facts.chat), replacement)


def runs_again(program: Program, facts: ChatFacts, present: Sequence[Party]) -> bool:
    """Whether one of `present`, who speak or listen in this chat, may come to it with a history."""
    if is_repeated(facts.chat.view, facts.line, present):
        return True
    ids = set(map(id, present))
    others = (other for other in program.chats if other is not facts.chat and ids & _parties(other))
    return any(_may_run_before(other, facts) for other in others)


def _may_run_before(other: Chat, facts: ChatFacts) -> bool:
    """Whether another chat may have run when this one starts, which runs once."""
    view = facts.chat.view
    if other.view is not view or view.function(other.call) is not view.function(facts.line):
        return True
    if other.sequence is not None and other.sequence is facts.chat.sequence:
        return other.sequence.chats.index(other) < other.sequence.chats.index(facts.chat)
    return view.span(other.call).start <= view.span(facts.chat.call).start


def may_repeat(facts: ChatFacts) -> bool:
    """Whether the code of a chat may run several times with the same agents."""
    parties = [facts.chat.sender, *([] if facts.chat.recipient is None else [facts.chat.recipient])]
    return is_repeated(facts.chat.view, facts.line, parties)


def is_repeated(view: ModuleView, line: Statement, parties: Sequence[Party]) -> bool:
    """Whether a statement may run several times with the same agents."""
    loops = (cst.For, cst.While)
    function = view.function(line)
    if any(each.view.function(each.statement) is not function for each in parties) and not runs_once(view, function):
        return True
    above = [outer for outer in (line, *view.ancestors(line)) if isinstance(outer, loops)]
    return any(outer not in list(each.view.ancestors(each.statement)) for outer in above for each in parties)


def runs_once(view: ModuleView, function: cst.FunctionDef | None) -> bool:
    """Whether a function is called exactly once, from the top level and not in a loop."""
    if function is None:
        return True
    found = [each for each in view.module_scope.assignments if getattr(each, "node", None) is function]
    calls = [node for each in found for node in view.references(each)]
    if len(calls) != 1 or function.decorators:
        return False
    [node] = calls
    above = list(view.ancestors(node))
    called = isinstance(above[0], cst.Call) and above[0].func is node
    return called and not any(isinstance(each, _REPEATING) for each in above)


_REPEATING = (
    cst.FunctionDef,
    cst.Lambda,
    cst.For,
    cst.While,
    cst.ListComp,
    cst.SetComp,
    cst.DictComp,
    cst.GeneratorExp,
)


def shares_agents(one: Chat, other: Chat) -> bool:
    """Whether an agent takes part in both of two chats."""
    return bool(_parties(one) & _parties(other))


def _parties(chat: Chat) -> set[int]:
    group = chat.recipient.group if isinstance(chat.recipient, Manager) else None
    members = group.members if group is not None else None
    return {id(chat.sender), id(chat.recipient), *map(id, members or ())}
