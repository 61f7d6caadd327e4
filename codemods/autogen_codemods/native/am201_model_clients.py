"""AM201, AM202: an ``llm_config`` becomes a v0.4 model client.

v0.2: autogen/oai/client.py OpenAIWrapper.  v0.4: autogen_ext.models.openai.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import Assignment

from autogen_codemods.model.literals import UNKNOWN, constant
from autogen_codemods.model.settings import Entries, is_off, meaning_of, means_the_same, only_element, settings_of
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native import am502_functions
from autogen_codemods.native.am204_caches import KeptAnswers
from autogen_codemods.native.comments import NONE, commented_call, comments_of
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.providers import client_call, modernised
from autogen_codemods.rules.base import Kind, Rule, Tier

RULES = (
    Rule(
        code="AM201",
        title="a written-out llm_config becomes a model client",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="v0.4 agents take a model client, which they share; v0.2's cache on disk stays, in a part of its own.",
        before='llm_config = {"config_list": [{"model": "gpt-4o"}], "temperature": 0, "cache_seed": None}',
        after='model_client = OpenAIChatCompletionClient(model="gpt-4o", temperature=0)',
        see="https://microsoft.github.io/autogen/stable/user-guide/agentchat-user-guide/migration-guide.html",
    ),
    Rule(
        code="AM202",
        title="a loaded or computed llm_config gives a model client when the program runs",
        kind=Kind.REWRITE,
        tier=Tier.NATIVE,
        why="A configuration from a file or with several entries stays where it is: it is loaded, not frozen into "
        "code, and the client falls over from one entry to the next as v0.2 did.",
        before='llm_config = {"config_list": config_list_from_json("OAI_CONFIG_LIST")}',
        after="model_client = model_client_from(llm_config)",
    ),
)

DEFAULT_CACHE_SEED = 41
"""v0.2: autogen/oai/client.py LEGACY_DEFAULT_CACHE_SEED."""


@dataclass(frozen=True)
class Client:
    """How one configuration becomes a client; equal ones may be shared.

    `meaning`: what the names in the expression are bound to, where it is read when the program runs; None where
    they may mean something else the next time.
    """

    code: str
    expression: str
    meaning: tuple[int, ...] | None = ()


def client_of(draft: Draft, node: cst.BaseExpression, owner: cst.CSTNode, cache: KeptAnswers | None = None) -> Client:
    """The client for an ``llm_config`` argument of the call `owner` that is not False or None; raises NotProven.

    `cache`: where it keeps its answers, whatever the configuration says.
    """
    view = draft.view
    _check_is_on(view, node)
    settings = settings_of(view, node)
    if settings is not None:
        _check_functions(view, node, settings)
        settings = {key: value for key, value in settings.items() if key not in am502_functions.KEYS}
    expression = written_out(draft, settings, owner, cache) if settings is not None else None
    if expression is None:
        return Client("AM202", from_value(draft, node, cache), meaning_of(view, node))
    return Client("AM201", expression)


def written_out(draft: Draft, settings: Entries, owner: cst.CSTNode, cache: KeptAnswers | None = None) -> str | None:
    """The client of a configuration with one model that can be said at `owner`, or None."""
    view = draft.view
    settings = _merged(view, settings) or {}
    if not settings or any(not means_the_same(view, node, owner) for node in settings.values()):
        return None
    seed = settings.pop("cache_seed", None)
    client = client_call(draft, settings)
    if client is None:
        return None
    if cache is not None:
        return _cached(draft, client, cache)
    if seed is not None and constant(view, seed) is None:
        return client
    cache_seed = view.code(seed) if seed is not None else str(DEFAULT_CACHE_SEED)
    return _cached(draft, client, KeptAnswers(cache_seed), seed)


def _check_functions(view: ModuleView, node: cst.BaseExpression, settings: Entries) -> None:
    """Functions that a configuration takes over from another are not told apart from it; raises NotProven."""
    known = {id(entry.value) for entry in am502_functions.written(view, node)}
    for key in am502_functions.KEYS:
        if key in settings and id(settings[key]) not in known and not is_off(view, settings[key]):
            raise NotProven("AM502", node, "the llm_config takes over functions of another configuration")


def client_name(node: cst.BaseExpression) -> str:
    """A name for the client of a configuration: ``gpt4_config`` gives ``gpt4_client``."""
    name = node.value if isinstance(node, cst.Name) else ""
    base = re.sub(r"_?(llm_?)?(config|cfg)(_list)?$", "", name, flags=re.IGNORECASE).strip("_").lower()
    return f"{base}_client" if base and base != "llm" else "model_client"


def _check_is_on(view: ModuleView, node: cst.BaseExpression) -> None:
    """Raises NotProven where the configuration may be none at all, with which v0.2's agents ask no model."""
    value = view.value(node)
    outcomes = [value.body, value.orelse] if isinstance(value, cst.IfExp) else []
    outcomes += [value.right] if isinstance(value, cst.BooleanOperation) else []
    outcomes += _defaults(view, value) if isinstance(value, cst.Name) else []
    if any(constant(view, each) in (None, False) for each in outcomes if constant(view, each) is not UNKNOWN):
        raise NotProven("AM202", node, f"whether there is a model is decided when the program runs ({view.code(node)})")


def _defaults(view: ModuleView, name: cst.Name) -> list[cst.BaseExpression]:
    """The default of the parameter that a name reads."""
    found = [each.node for each in view.assignments(name) if isinstance(each, Assignment)]
    return [each.default for each in found if isinstance(each, cst.Param) and each.default is not None]


def _merged(view: ModuleView, settings: Entries) -> Entries | None:
    """The settings of the one configuration there is, or None."""
    merged = dict(settings)
    if (node := merged.pop("config_list", None)) is not None:
        element = only_element(view, node)
        entry = settings_of(view, element) if element is not None else None
        # v0.2 reads the kind of provider, and Azure's deployment, of the entry only.
        if entry is None or "api_type" in merged or _names_deployment_outside(entry):
            return None
        merged |= entry
    entries = modernised(view, merged)
    return entries if entries is not None and "model" in entries else None


def _names_deployment_outside(entry: Entries) -> bool:
    return "api_type" in entry and not {"model", "engine", "azure_deployment"} & entry.keys()


def from_value(
    draft: Draft, node: cst.BaseExpression, cache: KeptAnswers | None = None, recorded_as: str | None = None
) -> str:
    """The client of a configuration that is read when the program runs.

    `recorded_as`: the code for who asks, in records of what it is asked, where that is not the agent's v0.4 name.
    """
    who = f", recorded_as={recorded_as}" if recorded_as is not None else ""
    function = draft.use("autogen_compat.native", "model_client_from")
    config = draft.code(node).strip()
    if cache is None:
        return f"{function}({config}{who})"
    if cache.is_configured:
        return f"{function}({_seeded(config, cache.seed)}{who})"
    return _cached(draft, f"{function}({_seeded(config, 'None')}{who})", cache)


def _cached(draft: Draft, client: str, cache: KeptAnswers, seed: cst.BaseExpression | None = None) -> str:
    seed_argument, *place = cache.arguments
    arguments = [(client, NONE), (seed_argument, comments_of(draft.view, seed)), *((each, NONE) for each in place)]
    return commented_call(draft.use("autogen_compat.native", cache.function), arguments, 24)


def _seeded(config: str, seed: str) -> str:
    """The text of a configuration with another ``cache_seed``, within its braces where it is written out."""
    literal = cst.parse_expression(config)
    if isinstance(literal, cst.Dict) and literal.elements and all(_key(each) for each in literal.elements):
        entry = next((each for each in literal.elements if _key(each) == "cache_seed"), None)
        if entry is not None:
            return cst.Module([]).code_for_node(literal.with_deep_changes(entry, value=cst.parse_expression(seed)))
        gap = re.match(r"\{\s*", config)
        if gap is not None:
            between = gap[0][1:] or " "
            return f'{gap[0]}"cache_seed": {seed},{between}{config[gap.end() :]}'
    return f'{{**{config}, "cache_seed": {seed}}}'


def _key(entry: cst.BaseDictElement) -> str | None:
    """The key of an entry, where it is a text that is written out."""
    key = entry.key if isinstance(entry, cst.DictElement) else None
    value = key.evaluated_value if isinstance(key, cst.SimpleString) else None
    return value if isinstance(value, str) else None
