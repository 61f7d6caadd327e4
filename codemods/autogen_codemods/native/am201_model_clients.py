"""AM201, AM202: an ``llm_config`` becomes a v0.4 model client.

v0.2: autogen/oai/client.py OpenAIWrapper.  v0.4: autogen_ext.models.openai.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.literals import UNKNOWN, constant, elements, entries
from autogen_codemods.model.view import ModuleView, Variable
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.openai_models import KNOWN_MODELS, UNKNOWN_MODEL_INFO
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import dotted, walk

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

_CLIENT_KEYS = frozenset(
    {
        "model",
        "api_key",
        "base_url",
        "organization",
        "temperature",
        "top_p",
        "max_tokens",
        "timeout",
        "max_retries",
        "frequency_penalty",
        "presence_penalty",
        "seed",
        "stop",
        "user",
        "default_headers",
        "response_format",
    }
)
_AZURE_KEYS = _CLIENT_KEYS | {"api_version", "azure_deployment", "azure_endpoint"}
_ENVIRONMENT = frozenset({"os.getenv", "os.environ.get", "getenv", "environ.get", "int", "float", "str"})
_OPENAI_TYPES = frozenset({"openai", "open_ai"})


@dataclass(frozen=True)
class Client:
    """How one configuration becomes a client: the expression, and the variables that it makes needless."""

    code: str
    expression: str
    variable: Variable | None
    consumed: tuple[Variable, ...]


def client_of(draft: Draft, node: cst.BaseExpression) -> Client:
    """The client for an ``llm_config`` argument that is not False or None."""
    view = draft.view
    variable = view.variable(node)
    settings = entries(view.value(node))
    if settings is not None and (settings.get("functions") or settings.get("tools")):
        raise NotProven("AM501", node, "the llm_config lists functions; they are known to v0.2's agents only")
    consumed: list[Variable] = []
    merged = _merged(view, settings, consumed) if settings is not None else None
    expression = _written_out(draft, merged) if merged is not None else None
    if expression is None:
        function = draft.use("autogen_compat.engine.models", "model_client_from")
        return Client("AM202", f"{function}({view.code(node).strip()})", variable, ())
    return Client("AM201", expression, variable, tuple(consumed))


def client_name(node: cst.BaseExpression) -> str:
    """A name for the client of a configuration: ``gpt4_config`` gives ``gpt4_client``."""
    name = node.value if isinstance(node, cst.Name) else ""
    base = re.sub(r"_?(llm_?)?(config|cfg)(_list)?$", "", name, flags=re.IGNORECASE).strip("_").lower()
    return f"{base}_client" if base and base != "llm" else "model_client"


def _merged(
    view: ModuleView, settings: dict[str, cst.BaseExpression], consumed: list[Variable]
) -> dict[str, cst.BaseExpression] | None:
    """The settings of the one configuration there is, or None."""
    merged = dict(settings)
    if (node := merged.pop("config_list", None)) is not None:
        configs = elements(view, node)
        if configs is None or len(configs) != 1:
            return None
        only = entries(view.value(configs[0]))
        if only is None:
            return None
        consumed.extend(v for each in (node, configs[0]) if (v := view.variable(each)) is not None)
        merged = {**merged, **only}
    return merged if "model" in merged else None


def _written_out(draft: Draft, settings: dict[str, cst.BaseExpression]) -> str | None:
    view = draft.view
    api_type = constant(view, settings.get("api_type")) if "api_type" in settings else "openai"
    azure = isinstance(api_type, str) and api_type.lower() == "azure"
    if not azure and not (isinstance(api_type, str) and api_type.lower() in _OPENAI_TYPES):
        return None
    settings = {key: node for key, node in settings.items() if key != "api_type"}
    seed = settings.pop("cache_seed", None)
    if set(settings) - (_AZURE_KEYS if azure else _CLIENT_KEYS) or any(map(_has_effects, settings.values())):
        return None
    seed_value = constant(view, seed) if seed is not None else DEFAULT_CACHE_SEED
    arguments = _azure_arguments(view, settings) if azure else _openai_arguments(view, settings)
    if arguments is None:
        return None
    cls = "AzureOpenAIChatCompletionClient" if azure else "OpenAIChatCompletionClient"
    client = call(draft.use("autogen_ext.models.openai", cls), arguments, 24)
    if seed_value is None:
        return client
    cache_seed = view.code(seed) if seed is not None else str(DEFAULT_CACHE_SEED)
    return call(draft.use("autogen_compat.native", "disk_cached"), [client, f"cache_seed={cache_seed}"], 24)


def _openai_arguments(view: ModuleView, settings: dict[str, cst.BaseExpression]) -> list[str] | None:
    model = constant(view, settings["model"])
    if isinstance(model, str) and model.lower().startswith(("claude", "gemini", "llama-")):
        return None
    ordered = {"model": settings["model"], **settings}
    arguments = [f"{key}={view.code(node)}" for key, node in ordered.items() if not _is_default(view, key, node)]
    if model is UNKNOWN or model not in KNOWN_MODELS:
        arguments.append(f"model_info={UNKNOWN_MODEL_INFO}")
    return arguments


def _azure_arguments(view: ModuleView, settings: dict[str, cst.BaseExpression]) -> list[str] | None:
    """v0.2 names the deployment by the model, without dots."""
    model = constant(view, settings["model"])
    if {"azure_endpoint", "base_url"} <= set(settings):
        return None
    endpoint = settings.pop("azure_endpoint", settings.pop("base_url", None))
    if not isinstance(model, str) or endpoint is None or "api_version" not in settings:
        return None
    deployment = settings.pop("azure_deployment", None)
    name = view.code(deployment) if deployment is not None else f'"{model.replace(".", "")}"'
    arguments = [f"azure_deployment={name}", f"azure_endpoint={view.code(endpoint)}"]
    arguments += [f"{key}={view.code(node)}" for key, node in settings.items()]
    if model not in KNOWN_MODELS:
        arguments.append(f"model_info={UNKNOWN_MODEL_INFO}")
    return arguments


def _has_effects(node: cst.BaseExpression) -> bool:
    """Whether it matters when and how often an expression is evaluated."""
    calls = [each for each in walk(node) if isinstance(each, cst.Call | cst.Await | cst.NamedExpr)]
    return any(not isinstance(each, cst.Call) or dotted(each.func) not in _ENVIRONMENT for each in calls)


def _is_default(view: ModuleView, key: str, node: cst.BaseExpression) -> bool:
    """Whether the client takes this value by itself."""
    return (
        key == "api_key"
        and re.fullmatch(r"""os\.(environ\.get|getenv)\(\s*["']OPENAI_API_KEY["']\s*\)""", view.code(node)) is not None
    )
