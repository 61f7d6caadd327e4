"""What stands in the place of a chat: its run, its summary, and its result as far as it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import libcst as cst

from autogen_codemods.native.am303_results import Use, is_formatted, read_of, result_target
from autogen_codemods.native.am306_summaries import expression as summary_code
from autogen_codemods.native.chats import ChatFacts, put_run
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.places import comes_first, expression_of, is_alone, is_assigned
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.tasks import Names

_NATIVE = "autogen_compat.native"


@dataclass(frozen=True)
class Outcome:
    """One chat and what its result must give. `client` makes the name of the model that sums it up."""

    facts: ChatFacts
    use: Use
    names: Names
    summary_name: str
    """The variable of a summary that is not the last message."""
    client: Callable[[], str]
    cost: tuple[str, ...] = ()
    human_input: str = ""
    tools: str = ""
    """The expression for the tools of that model's agent."""
    typed: str = ""
    """The variable of a first message that is typed, where it is needed later."""

    def summary_read(self, draft: Draft, result: str) -> str:
        """The code that reads the summary of a result that is kept as `result`."""
        return self.summary_name if self.facts.summary.is_asked_for else self.summary_of(draft, result)

    def summary_of(self, draft: Draft, result: str) -> str:
        """The code that makes the summary of `result`."""
        summary = self.facts.summary
        client = self.client() if summary.kind == "model" else ""
        return summary_code(draft, summary, result, self.names, client, self.tools)

    def result_object(self, draft: Draft, result: str, named: str | None) -> str:
        """The code of a ChatResult of the run `result`; `named`: the variable that holds the run, if any."""
        arguments = [result if named is None else named, self.names.sender]
        if self.facts.summary.kind != "last":
            arguments.append(f"summary={self.summary_of(draft, named or '')}")
        if self.use.cost:
            arguments.append(f"cost={draft.use(_NATIVE, 'cost_of')}({', '.join(self.cost)})")
        if self.use.human_input and self.human_input:
            arguments.append(f"human_input={self.human_input}")
        sequence = self.facts.chat.sequence
        if sequence is not None and sequence.waiting is not None:
            arguments.append(f"chat_id={sequence.waiting.ids[sequence.chats.index(self.facts.chat)]}")
        if self.names.told():
            arguments.append(self.names.told().removeprefix(", "))
        indent = draft.indent_of(self.facts.line)
        return call(f"{draft.use(_NATIVE, 'ChatResult')}.of", arguments, len(indent) + 16)

    def put(self, draft: Draft, running: str, kept_as: str | None) -> None:
        """Put the run in the place of a chat that is not in a list.

        `kept_as`: the variable in which the run's own result is kept for later reads.
        """
        if is_alone(self.facts.chat) or (is_assigned(self.facts.chat) and not self.use.whole):
            self._put_statement(draft, running, kept_as)
            return
        view, asks, kind = draft.view, self.facts.summary.is_asked_for, self.facts.summary.kind
        formatted = is_formatted(view, self.facts.chat.call)
        if asks or kept_as or formatted or kind == "none":
            running = kept_as = self._before(draft, kept_as or draft.fresh("task_result", self.facts.line), running)
        above = view.parent(expression_of(self.facts.chat))
        if isinstance(above, cst.Attribute) and not self.use.whole:
            summary = partial(self.summary_of, draft, running)
            draft.replace(above, read_of(draft, above, running, self.names, summary))
            return
        made = self.result_object(draft, running, kept_as)
        named = formatted and self._before(draft, draft.fresh("result", self.facts.line), made)
        put_run(draft, self.facts, named or made)

    def _put_statement(self, draft: Draft, running: str, kept_as: str | None) -> None:
        """Put the run in the place of a chat whose result is assigned to a name, or to none."""
        target, line = result_target(self.facts.chat), self.facts.line
        asks = self.facts.summary.is_asked_for
        name = target.value if target is not None else kept_as or (draft.fresh("result", line) if asks else "")
        put_run(draft, self.facts, f"{name} = {running}" if name and target is None else running)
        if asks and isinstance(line, cst.SimpleStatementLine):
            made = self.summary_of(draft, name)
            draft.insert_after(line, [f"{self.summary_name} = {made}" if self.use.reads_summary else made])

    def _before(self, draft: Draft, name: str, code: str) -> str:
        """Give a value a name above the statement of the chat; raises NotProven."""
        if not comes_first(self.facts.chat):
            raise NotProven("AM303", self.facts.chat.call, "something else is evaluated before the chat")
        draft.insert_before(self.facts.line, [f"{name} = {code}"])
        return name
