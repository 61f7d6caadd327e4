"""The extras of autogen-migrate that a program needs, told from its code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from autogen_codemods import fates

_CONTRIB = "autogen.agentchat.contrib"

EXTRA_OF_NAME = {
    f"{_CONTRIB}.agent_builder.AgentBuilder.build_from_library": "retrievechat",
    f"{_CONTRIB}.capabilities.teachability": "retrievechat",
    f"{_CONTRIB}.capabilities.vision_capability": "images",
    f"{_CONTRIB}.img_utils": "images",
    f"{_CONTRIB}.llamaindex_conversable_agent": "llamaindex",
    f"{_CONTRIB}.llava_agent": "llava",
    f"{_CONTRIB}.math_user_proxy_agent.WolframAlphaAPIWrapper": "wolfram",
    f"{_CONTRIB}.multimodal_conversable_agent": "images",
    f"{_CONTRIB}.qdrant_retrieve_user_proxy_agent": "qdrant",
    f"{_CONTRIB}.retrieve_user_proxy_agent": "retrievechat",
    f"{_CONTRIB}.vectordb": "retrievechat",
    f"{_CONTRIB}.vectordb.pgvectordb": "pgvector",
    f"{_CONTRIB}.vectordb.qdrant": "qdrant",
    f"{_CONTRIB}.web_surfer": "websurfer",
    "autogen.browser_utils": "websurfer",
    "autogen.cache.cache.Cache.cosmos_db": "cosmosdb",
    "autogen.cache.cache.Cache.redis": "redis",
    "autogen.cache.cosmos_db_cache": "cosmosdb",
    "autogen.cache.redis_cache": "redis",
    "autogen.coding.docker_commandline_code_executor": "docker",
    "autogen.coding.jupyter": "jupyter",
    "autogen.coding.jupyter.docker_jupyter_server": "docker",
    "autogen.coding.kubernetes": "kubernetes",
    "autogen.graph_utils.visualize_speaker_transitions_dict": "graph",
    "autogen.io.websockets": "websockets",
    "autogen.oai.anthropic": "anthropic",
    "autogen.oai.bedrock": "bedrock",
    "autogen.oai.ollama": "ollama",
    "autogen.oai.openai_utils.config_list_from_dotenv": "dotenv",
    "autogen.retrieve_utils": "retrievechat",
}
"""v0.2 names and the extra that they, and all below them, need."""

_CACHES_BY_DEFAULT = (
    "autogen.agentchat.",
    "autogen.cache.",
    "autogen.oai.client.OpenAIWrapper",
)
_EXTRA_OF_SETTING = {
    ("api_type", "anthropic"): "anthropic",
    ("api_type", "bedrock"): "bedrock",
    ("api_type", "ollama"): "ollama",
    ("azure_ad_token_provider", "DEFAULT"): "azure",
    ("executor", "ipython-embedded"): "jupyter",
    ("use_docker", "True"): "docker",
}


def extras_of(names: Iterable[str], nodes: Iterable[cst.CSTNode]) -> frozenset[str]:
    """The extras for the v0.2 names that a module uses and for the settings in its dict literals."""
    defined = [fates.canonical(name) for name in names]
    by_name = {extra for name in defined for extra in _of_name(name)}
    return frozenset({*by_name, *_of_settings(nodes)})


def _of_name(name: str) -> Iterator[str]:
    if name.startswith(_CACHES_BY_DEFAULT):
        yield "diskcache"
    for beginning, extra in EXTRA_OF_NAME.items():
        if name == beginning or name.startswith(beginning + "."):
            yield extra


def _of_settings(nodes: Iterable[cst.CSTNode]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, cst.DictElement) and isinstance(node.key, cst.SimpleString):
            extra = _EXTRA_OF_SETTING.get((node.key.raw_value, _literal(node.value)))
            if extra is not None:
                yield extra


def _literal(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.SimpleString):
        return node.raw_value
    return node.value if isinstance(node, cst.Name) else ""
