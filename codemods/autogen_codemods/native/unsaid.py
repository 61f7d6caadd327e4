"""Files that stay on the compat layer for what is written in others, or for what no agent has: they are told so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import libcst as cst

from autogen_codemods.model.imports import Use
from autogen_codemods.model.program import Agent, Group, Made, Manager, Program, components
from autogen_codemods.model.project_files import ProjectFiles
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.am203_config_lists import is_loader
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Finding, Kind

_TYPES = (cst.Annotation, cst.Index, cst.SubscriptElement)


def unsaid(program: Program, texts: Mapping[Path, str], reasons: Sequence[NotProven]) -> Iterator[NotProven]:
    """A reason for each file that still uses v0.2 and has none.

    `texts`: the files that change, as they become; `reasons`: all that is told otherwise.
    """
    for view in program.views:
        if any(reason.node in view for reason in reasons):
            continue
        left = _left(view, texts.get(view.path))
        if left:
            yield _reason(program, view, left, reasons)


def _left(view: ModuleView, text: str | None) -> list[Use]:
    """The uses of v0.2 that a module still has."""
    if text is None:
        return [use for use in view.imports.uses if not use.qualified.startswith("autogen.native")]
    remaining = {use.qualified for use in view.with_text(text).imports.uses}
    return [use for use in view.imports.uses if use.qualified in remaining]


def _reason(program: Program, view: ModuleView, left: Sequence[Use], reasons: Sequence[NotProven]) -> NotProven:
    for made in (each for each in program.made() if each.view is view):
        if (other := _elsewhere(program, made, reasons)) is not None:
            return _belongs(made, *other)
    first = next((use for use in left if not is_loader(use.qualified)), left[0])
    name = first.qualified.rpartition(".")[2]
    for above in view.ancestors(first.node):
        if isinstance(above, _TYPES):
            return NotProven("AM213", first.node, f"{name} is a type of what stays v0.2's")
        if isinstance(above, cst.ClassDef):
            if any(first.node is base.value for base in above.bases):
                reason = f"no agent that is seen here is made of the class {above.name.value}, a kind of v0.2's {name}"
                return NotProven("AM230", above, reason)
            break
    code = "AM402" if name in {"GroupChat", "GroupChatManager"} else "AM210"
    return NotProven(code, first.node, f"{name} is used in a way that has no v0.4 form, {_shown(view, first.node)}")


def _elsewhere(
    program: Program, made: Agent | Group | Manager, reasons: Sequence[NotProven]
) -> tuple[ModuleView, NotProven] | None:
    """A reason why what an object belongs to stays, with its file."""
    group = made.group if isinstance(made, Manager) else made if isinstance(made, Group) else None
    own = (group.members or ()) if group is not None else (made,) if isinstance(made, Agent) else ()
    together = next((each for each in components(program) if set(each) & set(own)), list[Agent]())
    chats = [chat for chat in program.chats if chat.sender in together]
    places = [*(agent.call for agent in together), *(chat.call for chat in chats)]
    views = [*(agent.view for agent in together), *(chat.view for chat in chats)]
    exact = (reason for reason in reasons if any(reason.node is place for place in places))
    near = (reason for reason in reasons if any(reason.node in view for view in views))
    reason = next(exact, None) or next(near, None)
    return None if reason is None else (next(view for view in program.views if reason.node in view), reason)


def _belongs(made: Made, view: ModuleView, reason: NotProven) -> NotProven:
    line, _ = view.place(reason.node)
    told = f"{made.name} belongs to what stays in {view.path.name}, line {line}: {reason.reason}"
    return NotProven(reason.code, made.call, told)


def _shown(view: ModuleView, node: cst.CSTNode) -> str:
    text = " ".join(view.code(view.parent(node) or node).split())
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def unparsed(files: ProjectFiles) -> Iterator[Finding]:
    """What is told of notebooks in which a cell is no Python; other files that do not parse are no one's to rewrite."""
    for place in (unknown.place for unknown in files.unparsed):
        if place is not None and (source := files.sources[place.path]).is_celled:
            cell, line = source.locate(place.line)
            message = "stays on the compat layer: a cell does not parse, so what the notebook does is not known"
            found = Finding("AM210", place.path, line, place.column, message, Kind.REWRITE)
            yield replace(found, cell=cell)
