"""The changes of one module while they are made: text edits, imports and new names."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import libcst as cst

from autogen_codemods.files.cells import is_marker
from autogen_codemods.files.edits import Edit, apply_edits
from autogen_codemods.model.view import ModuleView, Statement, Variable
from autogen_codemods.native.text import comments, dedented, indented, merged_removals, without_gap

WIDTH = 100
"""Longest line that new code may take before it is spread over several."""


@dataclass
class Draft:
    """Edits of the text of a view, applied together by :meth:`text`."""

    view: ModuleView
    edits: list[Edit] = field(default_factory=list[Edit])
    imports: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    before: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    after: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    removed: list[cst.CSTNode] = field(default_factory=list[cst.CSTNode])
    exported: frozenset[str] = frozenset()
    """Names of this module that other files use; "*" stands for all."""
    unseen: frozenset[str] = frozenset()
    """Those of them that are used where it cannot be seen."""
    is_packaged: bool = False
    """Whether the module is a part of a package, which others may import."""
    is_bridged: bool = False
    """Whether the module shares agents with others, and so an event loop."""
    aliases: dict[str, str] = field(default_factory=dict[str, str])
    """Names of v0.4 that the module needs for something else, and what to call them instead."""
    configurations: set[str] = field(default_factory=set[str])
    """Variables that clients were made of, which may be needless now."""
    _taken: set[str] = field(default_factory=set[str])
    """Names that no new one may be: those of the module, and new ones at its top level."""
    _local: dict[int, set[str]] = field(default_factory=dict[int, set[str]])
    """New names within functions, by the ids of the outermost."""
    _depths: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    """How far the statements are indented that the lines of `after` stand below."""

    def __post_init__(self) -> None:
        self._taken = self._taken or set(_variables(self.view))

    def fork(self) -> Draft:
        """A copy that goes its own way."""
        fork = replace(self, edits=list(self.edits), imports=set(self.imports), removed=list(self.removed))
        fork.configurations = set(self.configurations)
        fork.before = {offset: list(lines) for offset, lines in self.before.items()}
        fork.after = {offset: list(lines) for offset, lines in self.after.items()}
        fork._depths = {offset: list(depths) for offset, depths in self._depths.items()}
        fork._taken = set(self._taken)
        fork._local = {function: set(names) for function, names in self._local.items()}
        return fork

    @property
    def is_changed(self) -> bool:
        """Whether any edit was made."""
        return bool(self.edits or self.before or self.after)

    def is_exported(self, variable: Variable) -> bool:
        """Whether other files may read a variable."""
        return self._is_among(variable, self.exported)

    def is_unseen(self, variable: Variable) -> bool:
        """Whether a variable may be read where it cannot be seen."""
        return self._is_among(variable, self.unseen)

    def _is_among(self, variable: Variable, names: frozenset[str]) -> bool:
        top = variable.assignment.scope is self.view.module_scope
        return top and bool({variable.name, "*"} & names)

    def code(self, node: cst.CSTNode) -> str:
        """The text of a node with the edits that were made inside of it, its lines relative to the first."""
        start, end = self.view.span(node)
        inner = [e for e in self.edits if start <= e.start and e.end <= end]
        text = apply_edits(self.view.text[start:end], [Edit(e.start - start, e.end - start, e.text) for e in inner])
        return dedented(text, len(self.indent_of(node)))

    def use(self, module: str, name: str) -> str:
        """`name`, which will be imported from `module`, or what it is called here."""
        alias = self.aliases.get(name, name)
        self.imports.add((module, name if alias == name else f"{name} as {alias}"))
        return alias

    def fresh(self, name: str, at: cst.CSTNode | None = None) -> str:
        """A name that the module does not have yet, for `at`: new names of functions may be those of others."""
        name = re.sub(r"\W", "_", name) or "value"
        function = self._outermost_function(at)
        new = self._taken if function is None else self._local.setdefault(function, set())
        others = [*self._local.values()] if function is None else [new]
        taken = self._taken.union(*others)
        candidate, number = name, 2
        while candidate in taken or keyword.iskeyword(candidate):
            candidate, number = f"{name}_{number}", number + 1
        new.add(candidate)
        return candidate

    def _outermost_function(self, node: cst.CSTNode | None) -> int | None:
        around = self.view.ancestors(node) if node is not None else ()
        return next((id(each) for each in reversed([*around]) if isinstance(each, cst.FunctionDef)), None)

    def replace(self, node: cst.CSTNode, text: str) -> None:
        """Put `text`, its lines relative to the first, in the place of an expression or a small statement."""
        start, end = self.view.span(node)
        indent = self.indent_of(node)
        self.edits.append(Edit(start, end, indented(text, indent).removeprefix(indent)))
        self.removed.append(node)
        statement = self.view.statement(node)
        kept = "\n".join((text, *self.before.get(self._start_with_comments(statement), ())))
        if lost := [each for each in comments(self.view.text[start:end]) if each not in kept]:
            self.insert_before(statement, lost)

    def put(self, start: int, end: int, text: str) -> None:
        """Put `text` in the place of a part of the module's text that is no node."""
        self.edits.append(Edit(start, end, text))

    def remove(self, statement: Statement | cst.Decorator) -> None:
        """Take a statement or decorator away with its line end; comments above it stay."""
        start, end = without_gap(self.view.text, *self._whole_lines(statement))
        self.edits.append(Edit(start, end, ""))
        self.removed.append(statement)

    def take(self, statement: Statement) -> list[str]:
        """Take a statement away, to be put elsewhere; gives the lines of the comments that stand on it."""
        start, end = self._start_with_comments(statement), self._whole_lines(statement)[1]
        self.edits.append(Edit(*without_gap(self.view.text, start, end), ""))
        self.removed.append(statement)
        return self.comments_above(statement)

    def comments_above(self, statement: Statement) -> list[str]:
        """The lines of the comments that stand on a statement."""
        text = self.view.text[self._start_with_comments(statement) : self._whole_lines(statement)[0]]
        return [line.strip() for line in text.splitlines()]

    def insert_before(self, statement: Statement, lines: Sequence[str], *, below_comments: bool = False) -> None:
        """Put lines, without indentation, above a statement and the comments that stand on it, or below those."""
        start = self._whole_lines(statement)[0] if below_comments else self._start_with_comments(statement)
        self.before.setdefault(start, []).extend(self._indented(statement, lines))

    def insert_after(self, statement: Statement, lines: Sequence[str]) -> None:
        """Put lines, without indentation, below a statement; where blocks end together, the inner one's come first."""
        offset, depth = self._whole_lines(statement)[1], len(self.indent_of(statement))
        known = self._depths.setdefault(offset, [])
        place = next((index for index, each in enumerate(known) if each < depth), len(known))
        added = self._indented(statement, lines)
        self.after.setdefault(offset, [])[place:place] = added
        known[place:place] = [depth] * len(added)

    def insert_below(self, definition: cst.FunctionDef, lines: Sequence[str]) -> None:
        """Put lines below a function, apart from it, or below what is there already."""
        first = self._whole_lines(definition)[1] not in self.after
        gap = [] if not first else [""] if self.indent_of(definition) else ["", ""]
        self.insert_after(definition, [*gap, *lines])

    def indent_of(self, node: cst.CSTNode) -> str:
        """The indentation of the line on which a node starts."""
        start = self.view.span(node).start
        line = self.view.text[self._line_start(start) : start]
        return line[: len(line) - len(line.lstrip())]

    def is_gone(self, node: cst.CSTNode) -> bool:
        """Whether a node lies within code that was replaced or removed."""
        start, end = self.view.span(node)
        return any(edit.start <= start and end <= edit.end for edit in self.edits)

    def text(self) -> str:
        """The module's text after all edits, without the imports."""
        newline = self.view.module.default_newline
        edits = list(self.edits)
        for inserted in (self.after, self.before):
            for offset, lines in inserted.items():
                lead = newline if offset and self.view.text[offset - 1 : offset] not in {"\n", "\r"} else ""
                edits.append(Edit(offset, offset, lead + "".join(line + newline for line in lines)))
        return apply_edits(self.view.text, _joined(merged_removals(edits), self.after))

    def _indented(self, statement: Statement, lines: Sequence[str]) -> list[str]:
        indent = self.indent_of(statement)
        return [line for text in lines for line in indented(text, indent).split("\n")]

    def _line_start(self, offset: int) -> int:
        text = self.view.text
        return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1

    def _line_end(self, offset: int) -> int:
        match = re.compile(r"\r\n?|\n").search(self.view.text, offset)
        return match.end() if match else len(self.view.text)

    def _whole_lines(self, node: Statement | cst.Decorator) -> tuple[int, int]:
        start, end = self.view.span(node)
        if isinstance(node, cst.FunctionDef | cst.ClassDef) and node.decorators:
            start = self.view.span(node.decorators[0]).start
        return self._line_start(start), self._line_end(end if self.view.text[end - 1 : end] != "\n" else end - 1)

    def _start_with_comments(self, statement: Statement) -> int:
        start = self._line_start(self.view.span(statement).start)
        if isinstance(statement, cst.FunctionDef | cst.ClassDef) and statement.decorators:
            start = self._line_start(self.view.span(statement.decorators[0]).start)
        while start and self._is_comment(line := self.view.text[self._line_start(start - 1) : start]):
            start -= len(line)
        return start

    def _is_comment(self, line: str) -> bool:
        return line.lstrip().startswith("#") and not (self.view.celled and is_marker(line))


class Drafts:
    """The drafts of the modules over which a program spreads, each begun when it is first asked for."""

    def __init__(self, begin: Callable[[ModuleView], Draft], begun: Iterable[Draft] = ()) -> None:
        self._begin = begin
        self._by_view = {draft.view: draft for draft in begun}

    def __getitem__(self, view: ModuleView) -> Draft:
        if view not in self._by_view:
            self._by_view[view] = self._begin(view)
        return self._by_view[view]

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._by_view.values())

    def fork(self) -> Drafts:
        """Copies of all drafts that go their own way."""
        return Drafts(self._begin, (draft.fork() for draft in self))


def _variables(view: ModuleView) -> Iterator[str]:
    """The names of a module that may be variables: not those of attributes and of keyword arguments."""
    for node in view.nodes:
        if isinstance(node, cst.Name):
            above = view.parent(node)
            told = isinstance(above, cst.Attribute) and above.attr is node
            if not told and not (isinstance(above, cst.Arg) and above.keyword is node):
                yield node.value


def _joined(edits: Sequence[Edit], below: Collection[int]) -> list[Edit]:
    """Insertions at one place become one, put before a replacement that starts there.

    `below`: the places of those that stand below a statement, not above one.
    """
    inserted: dict[int, str] = {}
    rest: list[Edit] = []
    for edit in edits:
        if edit.start == edit.end:
            inserted[edit.start] = inserted.get(edit.start, "") + edit.text
        else:
            rest.append(edit)
    rest = [_spared(edit, inserted, below) for edit in rest]
    starts = {edit.start: index for index, edit in enumerate(rest)}
    for offset, text in inserted.items():
        if offset in starts:
            edit = rest[starts[offset]]
            rest[starts[offset]] = Edit(edit.start, edit.end, text + edit.text)
        else:
            rest.append(Edit(offset, offset, text))
    return [edit for edit in rest if not any(_inside(edit, other) for other in rest)]


def _spared(edit: Edit, inserted: dict[int, str], below: Collection[int]) -> Edit:
    """A removal without the empty lines beside it, where something is inserted between them and what is removed."""
    inside = sorted(offset for offset in inserted if edit.start < offset < edit.end and not edit.text)
    if not inside:
        return edit
    start = next((offset for offset in inside if offset not in below), edit.start)
    end = next((offset for offset in inside if offset in below), edit.end)
    return Edit(start, end, "".join(inserted.pop(offset) for offset in inside))


def _inside(edit: Edit, other: Edit) -> bool:
    """Whether `edit` lies within something that is removed or replaced anyway."""
    if edit is other or edit[:2] == other[:2]:
        return False
    if edit.start == edit.end:
        return other.start < edit.start < other.end
    return other.start <= edit.start and edit.end <= other.end


def call(function: str, arguments: Sequence[str], indent: int = 0) -> str:
    """The text of a call, on one line if it fits, else one argument per line."""
    line = f"{function}({', '.join(arguments)})"
    if indent + len(line) <= WIDTH and "\n" not in line:
        return line
    inner = "".join(f"    {_shifted(argument)},\n" for argument in arguments)
    return f"{function}(\n{inner})"


def _shifted(text: str) -> str:
    """Nested multi-line calls move in by one level; string literals over several lines stay."""
    return indented(text, "    ").removeprefix("    ")


def items(values: Sequence[str]) -> str:
    """A list display."""
    line = f"[{', '.join(values)}]"
    if len(line) <= WIDTH - 20:
        return line
    return "[\n" + "".join(f"    {_shifted(value)},\n" for value in values) + "]"


def shared(names: Sequence[str]) -> str:
    """A list display, or the one list that it would only copy: ``["*tools"]`` gives ``tools``."""
    return names[0][1:] if len(names) == 1 and names[0].startswith("*") else items(names)
