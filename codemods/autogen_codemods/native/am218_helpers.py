"""AM218: helpers for texts, images, graphs and documents come with autogen_compat.native where nothing else is left.

v0.2: autogen/code_utils.py, graph_utils.py, math_utils.py, token_count_utils.py, formatting_utils.py,
agentchat/contrib/img_utils.py, agentchat/contrib/vectordb, agentchat/contrib/capabilities/transforms.py.
"""

from __future__ import annotations

from autogen_codemods.model.imports import Use
from autogen_codemods.native.done import Done
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM218",
    title="helpers come with autogen_compat.native",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="They find code in texts, count tokens, load images, draw who may speak after whom, shorten lists of v0.2's "
    "messages and store documents for a RetrievalProxyAgent, and need nothing of agents but names; v0.4 has none that "
    "do just that. autogen_compat.native has them under the same names.",
    before="from autogen.code_utils import extract_code",
    after="from autogen_compat.native import extract_code",
)

CODE = RULE.code
_FUNCTIONS = {
    "autogen.code_utils": frozenset({"content_str", "extract_code", "infer_lang"}),
    "autogen.graph_utils": frozenset({"visualize_speaker_transitions_dict"}),
    "autogen.math_utils": frozenset({"get_answer", "is_equiv"}),
    "autogen.token_count_utils": frozenset({"count_token", "get_max_token_limit", "percentile_used", "token_left"}),
    "autogen.formatting_utils": frozenset({"colored"}),
    "autogen.agentchat.contrib.img_utils": frozenset({"get_image_data", "get_pil_image", "pil_to_data_uri"}),
    "autogen.agentchat.contrib.vectordb.base": frozenset({"Document", "QueryResults", "VectorDB", "VectorDBFactory"}),
    "autogen.agentchat.contrib.vectordb.chromadb": frozenset({"ChromaVectorDB"}),
    "autogen.agentchat.contrib.vectordb.pgvectordb": frozenset({"PGVectorDB"}),
    "autogen.agentchat.contrib.vectordb.qdrant": frozenset({"QdrantVectorDB"}),
    "autogen.agentchat.contrib.capabilities.transforms": frozenset({"MessageHistoryLimiter", "MessageTokenLimiter"}),
}


def name_of(use: Use) -> str | None:
    """The function of autogen_compat.native that a use of v0.2 means, where it means one."""
    module, _, name = use.qualified.rpartition(".")
    return name if name in _FUNCTIONS.get(module, ()) else None


def done(use: Use) -> Done | None:
    """What is said of a function that was replaced."""
    name = name_of(use)
    return None if name is None else Done(CODE, use.node, f"{name} comes with autogen_compat.native")
