"""v0.2's ``llm_config`` as a v0.4 model client."""

from autogen_compat.engine.models._adapter import EngineModelClient
from autogen_compat.engine.models._client import LegacyChatCompletionClient, LegacyModelConfig, model_client_from
from autogen_compat.engine.models._from_v02 import llm_messages
from autogen_compat.engine.models._info import model_info_of

__all__ = [
    "EngineModelClient",
    "LegacyChatCompletionClient",
    "LegacyModelConfig",
    "llm_messages",
    "model_client_from",
    "model_info_of",
]
