"""AutoGen v0.2's API on the v0.4 engine: ``import autogen_compat as autogen``.

Names are loaded when they are first used, so that a program pays only for what it touches.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .agentchat import (
        Agent,
        AssistantAgent,
        ChatResult,
        ConversableAgent,
        GroupChat,
        GroupChatManager,
        UserProxyAgent,
        gather_usage_summary,
        initiate_chats,
        register_function,
    )
    from .code_utils import (
        DEFAULT_MODEL,
        FAST_MODEL,
    )
    from .engine.models import (
        model_client_from,
    )
    from .exception_utils import (
        AgentNameConflict,
        InvalidCarryOverType,
        NoEligibleSpeaker,
        SenderRequired,
        UndefinedNextAgent,
    )
    from .oai import (
        Cache,
        ChatCompletion,
        Completion,
        ModelClient,
        OpenAIWrapper,
        config_list_from_dotenv,
        config_list_from_json,
        config_list_from_models,
        config_list_gpt4_gpt35,
        config_list_openai_aoai,
        filter_config,
        get_config_list,
    )

_HOMES = {
    "agentchat": (
        "Agent",
        "AssistantAgent",
        "ChatResult",
        "ConversableAgent",
        "GroupChat",
        "GroupChatManager",
        "UserProxyAgent",
        "gather_usage_summary",
        "initiate_chats",
        "register_function",
    ),
    "code_utils": (
        "DEFAULT_MODEL",
        "FAST_MODEL",
    ),
    "engine.models": ("model_client_from",),
    "exception_utils": (
        "AgentNameConflict",
        "InvalidCarryOverType",
        "NoEligibleSpeaker",
        "SenderRequired",
        "UndefinedNextAgent",
    ),
    "oai": (
        "Cache",
        "ChatCompletion",
        "Completion",
        "ModelClient",
        "OpenAIWrapper",
        "config_list_from_dotenv",
        "config_list_from_json",
        "config_list_from_models",
        "config_list_gpt4_gpt35",
        "config_list_openai_aoai",
        "filter_config",
        "get_config_list",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

# v0.2's "import autogen" left these behind as attributes.
_SUBMODULES = frozenset(
    {
        "agentchat",
        "cache",
        "code_utils",
        "coding",
        "engine",
        "exception_utils",
        "formatting_utils",
        "function_utils",
        "graph_utils",
        "io",
        "logger",
        "math_utils",
        "oai",
        "retrieve_utils",
        "runtime_logging",
        "token_count_utils",
        "types",
    }
)

logging.getLogger(__name__).setLevel(logging.INFO)

__all__ = (
    "DEFAULT_MODEL",
    "FAST_MODEL",
    "Agent",
    "AgentNameConflict",
    "AssistantAgent",
    "Cache",
    "ChatCompletion",
    "ChatResult",
    "Completion",
    "ConversableAgent",
    "GroupChat",
    "GroupChatManager",
    "InvalidCarryOverType",
    "ModelClient",
    "NoEligibleSpeaker",
    "OpenAIWrapper",
    "SenderRequired",
    "UndefinedNextAgent",
    "UserProxyAgent",
    "__version__",
    "config_list_from_dotenv",
    "config_list_from_json",
    "config_list_from_models",
    "config_list_gpt4_gpt35",
    "config_list_openai_aoai",
    "filter_config",
    "gather_usage_summary",
    "get_config_list",
    "initiate_chats",
    "model_client_from",
    "register_function",
)


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is not None:
        value = getattr(import_module(f".{home}", __name__), name)
    elif name in _SUBMODULES:
        value = import_module(f".{name}", __name__)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF, *_SUBMODULES})
