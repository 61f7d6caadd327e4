"""AM203: a file that uses v0.2 only to load its configurations loads them without the v0.2 layer.

v0.2: autogen/oai/openai_utils.py.
"""

from __future__ import annotations

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
FORMATS = "autogen.retrieve_utils.TEXT_FORMATS"
"""What configurations of retrieval name, and autogen_compat.native has too."""


def is_loader(qualified: str) -> bool:
    """Whether this is a function of v0.2 that loads configurations."""
    module, _, name = qualified.rpartition(".")
    return module in _HOMES and name in LOADERS
