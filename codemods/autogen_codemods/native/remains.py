"""What is left of v0.2 when agents are native: loaders, names of types and blocks, a version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from autogen_codemods.model.imports import Use
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native import am218_helpers, am513_coding_names, am610_watchers, am611_streams
from autogen_codemods.native.am203_config_lists import FORMATS, is_loader
from autogen_codemods.native.am213_annotations import type_of
from autogen_codemods.native.am219_versions import MODULE, is_printed
from autogen_codemods.native.done import Done
from autogen_codemods.native.draft import Draft
from autogen_codemods.rules.am102_module_strings import asks_for_autogen

_NATIVE = "autogen.native"
_CONSTANTS = {
    "AssistantAgent.DEFAULT_SYSTEM_MESSAGE": "CODING_ASSISTANT_PROMPT",
    "ConversableAgent.DEFAULT_SUMMARY_PROMPT": "DEFAULT_SUMMARY_PROMPT",
    "AssistantAgent.DEFAULT_SUMMARY_PROMPT": "DEFAULT_SUMMARY_PROMPT",
    "UserProxyAgent.DEFAULT_SUMMARY_PROMPT": "DEFAULT_SUMMARY_PROMPT",
}
"""Texts that classes of v0.2 have, by what ends their qualified names, and those of autogen_compat.native."""


@dataclass
class Remains:
    """The module without its last uses of v0.2, and what was done where."""

    draft: Draft
    done: list[Done] = field(default_factory=list[Done])
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    """Names of types as they were written, and those that stand in their places."""


def replaced(view: ModuleView, original: ModuleView, imported: Collection[str], *, types: bool) -> Remains | None:
    """The last uses of v0.2 in v0.4's terms, or None unless that is all of them.

    `original`: the module before it was rewritten, where findings have their places; `imported`: the names that
    are going to be v0.4's; `types`: whether annotations may change.
    """
    found = Remains(Draft(view))
    for use in view.imports.uses:
        if view.code(use.node).partition(".")[0] in imported or use.qualified.startswith(_NATIVE):
            continue
        name = use.qualified.rpartition(".")[2]
        if is_loader(use.qualified) or use.qualified == FORMATS:
            found.draft.replace(use.node, found.draft.use("autogen_compat.native", name))
        elif types and (function := am610_watchers.name_of(view, use)) is not None:
            found.draft.replace(use.node, found.draft.use("autogen_compat.native", function))
        elif types and (stream := am611_streams.class_of(use)) is not None:
            found.draft.replace(stream[0], found.draft.use("autogen_compat.native", stream[1]))
        elif (function := am218_helpers.name_of(use)) is not None:
            found.draft.replace(use.node, found.draft.use("autogen_compat.native", function))
        elif (constant := _constant(use)) is not None:
            found.draft.replace(use.node, found.draft.use("autogen_compat.native", constant))
        elif (home := am513_coding_names.home_of(view, use, types=types)) is not None:
            module, name, rest = home
            found.draft.replace(use.node, found.draft.use(module, name) + rest)
        elif types and (cls := type_of(view, use)) is not None:
            written = found.draft.use(*cls)
            found.draft.replace(use.node, written)
            found.renamed[view.code(use.node)] = written
        elif is_printed(view, use):
            found.draft.imports.add((MODULE, ""))
            found.draft.replace(use.node, f"{MODULE}.__version__")
        else:
            return None
    for node in (each for each in view.calls() if types and asks_for_autogen(each)):
        found.draft.replace(node.args[0].value, '"autogen_agentchat"')
    if not found.draft.edits or any(each.local == "*" for each in view.imports.imports):
        return None
    found.done = [done for use in original.imports.uses if (done := _told(original, use, types)) is not None]
    return found


def _constant(use: Use) -> str | None:
    return _CONSTANTS.get(".".join(use.qualified.split(".")[-2:]))


def _told(view: ModuleView, use: Use, types: bool) -> Done | None:
    name = use.qualified.rpartition(".")[2]
    if is_loader(use.qualified):
        return Done("AM203", use.node, f"{name} comes with autogen_compat.native")
    if (helper := am218_helpers.done(use)) is not None:
        return helper
    if is_printed(view, use):
        return Done("AM219", use.node, "the version of v0.4 is printed")
    if types and (done := am610_watchers.done(view, use) or am611_streams.done(use)) is not None:
        return done
    if _constant(use) is not None:
        return Done("AM210", use.node, f"{name} comes with autogen_compat.native")
    home = am513_coding_names.home_of(view, use, types=types)
    if home is not None:
        return Done(am513_coding_names.CODE, use.node, f"{home[1]} comes with {home[0]}")
    cls = type_of(view, use) if types else None
    return Done("AM213", use.node, f"{name} is a {cls[1]}") if cls is not None else None
