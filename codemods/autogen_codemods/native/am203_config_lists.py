"""AM203: a file that uses v0.2 only to load its configurations loads them without the v0.2 layer.

v0.2: autogen/oai/openai_utils.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.done import Done
from autogen_codemods.native.draft import Draft
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM203",
    title="configuration lists are loaded by autogen_compat.native",
    kind=Kind.DIRECT,
    tier=Tier.NATIVE,
    why="v0.4 loads no configuration lists. The same functions stand beside model_client_from, for files in which "
    "nothing else of v0.2 is left; keys stay in the file or the environment where they are.",
    before='config_list = autogen.config_list_from_json("OAI_CONFIG_LIST", filter_dict={"model": ["gpt-4o"]})',
    after='config_list = config_list_from_json("OAI_CONFIG_LIST", filter_dict={"model": ["gpt-4o"]})',
)

LOADERS = frozenset(
    {
        "config_list_from_dotenv",
        "config_list_from_json",
        "config_list_from_models",
        "config_list_gpt4_gpt35",
        "config_list_openai_aoai",
        "filter_config",
        "get_config_list",
    }
)
_HOMES = frozenset({"autogen", "autogen.oai", "autogen.oai.openai_utils"})
_NATIVE = "autogen.native"


def with_loaders(view: ModuleView, imported: Collection[str]) -> Draft | None:
    """The module with the loaders of autogen_compat.native, or None unless they are all that is left of v0.2.

    `imported`: the names that are going to be v0.4's.
    """
    draft = Draft(view)
    for use in view.imports.uses:
        if view.code(use.node).partition(".")[0] in imported or use.qualified.startswith(_NATIVE):
            continue
        if not is_loader(use.qualified):
            return None
        draft.replace(use.node, draft.use("autogen_compat.native", use.qualified.rpartition(".")[2]))
    is_plain = all(each.local != "*" for each in view.imports.imports)
    return draft if draft.edits and is_plain else None


def is_loader(qualified: str) -> bool:
    """Whether this is a function of v0.2 that loads configurations."""
    module, _, name = qualified.rpartition(".")
    return module in _HOMES and name in LOADERS


def loads(view: ModuleView) -> Iterator[Done]:
    """Where a module loads configurations."""
    for use in view.imports.uses:
        if is_loader(use.qualified):
            name = use.qualified.rpartition(".")[2]
            yield Done("AM203", use.node, f"{name} comes with autogen_compat.native")
