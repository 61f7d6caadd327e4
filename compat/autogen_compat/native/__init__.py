"""The few v0.4 components that programs moved from v0.2 need and v0.4 lacks.

Native rewrites by ``autogen-migrate rewrite --to native`` import them.  Each is built on a public
class of autogen-agentchat or autogen-core and works in any v0.4 team; none needs the v0.2 layer.
What reads configurations (``model_client_from`` and the loaders) needs openai and is loaded when it is first used,
as is what looks documents up and what runs code in kernels and pods.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from autogen_compat.code_utils import (
    UNKNOWN,
    content_str,
    create_virtual_env,
    execute_code,
    extract_code,
    infer_lang,
)
from autogen_compat.engine import bridge

from ._answering import AnsweringAgent
from ._asked import SelectionPrompts
from ._auto_reply import AutoReplyAgent
from ._cache import disk_cached, redis_cached
from ._clearing import ClearableContext, ClearHistoryInterruption, ClearHistoryMessage
from ._code_results import CommandLineCodeResult, IPythonCodeResult
from ._code_runner import CodeRunnerAgent
from ._code_settings import code_runner
from ._file_executors import DockerFileExecutor, LocalFileExecutor
from ._first_asked import ask_first
from ._function_tools import WrittenTool, function_tools, functions_by_name
from ._group_view import GroupView
from ._human import HumanProxyAgent, asks_in
from ._images import ImageTagsContext, image_parts, with_vision
from ._instructions import system_message_of
from ._introductions import introduction
from ._limited_context import LimitedContext
from ._limits import BoundedAssistantAgent, MessageLimit
from ._members import GroupMember
from ._names import agent_name
from ._nested import NestedChat, nested_chats
from ._one_reply import GivenMessage, reply_of
from ._own_words import OwnWordsContext
from ._prompts import CODING_ASSISTANT_PROMPT
from ._records import ChatRecord
from ._repeated_groups import RepeatedGroupChat
from ._reply_chain import ReplyChainAgent
from ._results import ChatResult, as_received, chat_history, cost_of, group_messages, seen_from_outside, summary_of
from ._resuming import ResumedChat, resume_team
from ._script_executor import ScriptExecutor
from ._selector import manual_selector, model_selector, order_selector, random_selector, speaker_selector
from ._shared_history import SharedHistoryChat
from ._society import InnerTeamAgent
from ._summaries import DEFAULT_SUMMARY_PROMPT, ChatSide, reflection_on
from ._tasks import task_from, turn_limit, with_context
from ._tool_turns import ToolCallingAgent, ToolCallMessage, ToolResultMessage
from ._tools import SequentialFunctionTool, put_tool, tool_schemas
from ._transcript import Transcript, replies_left
from ._usage import (
    actual_usage,
    clear_usage,
    cost_of_answer,
    print_client_usage,
    print_usage_summary,
    total_usage,
)
from ._watched import watched

if TYPE_CHECKING:
    from autogen_compat.agentchat.contrib.capabilities.transforms import MessageHistoryLimiter, MessageTokenLimiter
    from autogen_compat.agentchat.contrib.img_utils import get_image_data, get_pil_image, pil_to_data_uri
    from autogen_compat.agentchat.contrib.vectordb.base import Document, QueryResults, VectorDB, VectorDBFactory
    from autogen_compat.agentchat.contrib.vectordb.chromadb import ChromaVectorDB
    from autogen_compat.agentchat.contrib.vectordb.pgvectordb import PGVectorDB
    from autogen_compat.agentchat.contrib.vectordb.qdrant import QdrantVectorDB
    from autogen_compat.code_utils import content_str, extract_code, infer_lang
    from autogen_compat.formatting_utils import colored
    from autogen_compat.graph_utils import visualize_speaker_transitions_dict
    from autogen_compat.io import InputStream, IOConsole, IOStream, IOWebsockets, OutputStream
    from autogen_compat.math_utils import get_answer, is_equiv
    from autogen_compat.token_count_utils import count_token, get_max_token_limit, percentile_used, token_left

    from ._configurations import (
        config_list_from_dotenv,
        config_list_from_json,
        config_list_from_models,
        config_list_gpt4_gpt35,
        config_list_openai_aoai,
        filter_config,
        get_config_list,
        llm_messages,
        model_client_from,
        register_model_client,
    )
    from ._kernel_executors import (
        DockerJupyterServer,
        JupyterConnectionInfo,
        KernelExecutor,
        LocalJupyterServer,
        ServerKernelExecutor,
    )
    from ._pods import PodFileExecutor
    from ._printed import printed, stream_input
    from ._retrieval import TEXT_FORMATS, RetrievalProxyAgent, retrieval_answer
    from ._runtime_log import log_connection, start_logging, stop_logging
    from ._teachability import TEACHABLE_PROMPT, TeachabilityMemory, TeachableAgent

__all__ = [
    "CODING_ASSISTANT_PROMPT",
    "DEFAULT_SUMMARY_PROMPT",
    "TEACHABLE_PROMPT",
    "TEXT_FORMATS",
    "UNKNOWN",
    "AnsweringAgent",
    "AutoReplyAgent",
    "BoundedAssistantAgent",
    "ChatRecord",
    "ChatResult",
    "ChatSide",
    "ChromaVectorDB",
    "ClearHistoryInterruption",
    "ClearHistoryMessage",
    "ClearableContext",
    "CodeRunnerAgent",
    "CommandLineCodeResult",
    "DockerFileExecutor",
    "DockerJupyterServer",
    "Document",
    "GivenMessage",
    "GroupMember",
    "GroupView",
    "HumanProxyAgent",
    "IOConsole",
    "IOStream",
    "IOWebsockets",
    "IPythonCodeResult",
    "ImageTagsContext",
    "InnerTeamAgent",
    "InputStream",
    "JupyterConnectionInfo",
    "KernelExecutor",
    "LimitedContext",
    "LocalFileExecutor",
    "LocalJupyterServer",
    "MessageHistoryLimiter",
    "MessageLimit",
    "MessageTokenLimiter",
    "NestedChat",
    "OutputStream",
    "OwnWordsContext",
    "PGVectorDB",
    "PodFileExecutor",
    "QdrantVectorDB",
    "QueryResults",
    "RepeatedGroupChat",
    "ReplyChainAgent",
    "ResumedChat",
    "RetrievalProxyAgent",
    "ScriptExecutor",
    "SelectionPrompts",
    "SequentialFunctionTool",
    "ServerKernelExecutor",
    "SharedHistoryChat",
    "TeachabilityMemory",
    "TeachableAgent",
    "ToolCallMessage",
    "ToolCallingAgent",
    "ToolResultMessage",
    "Transcript",
    "VectorDB",
    "VectorDBFactory",
    "WrittenTool",
    "actual_usage",
    "agent_name",
    "as_received",
    "ask_first",
    "asks_in",
    "bridge",
    "chat_history",
    "clear_usage",
    "code_runner",
    "colored",
    "config_list_from_dotenv",
    "config_list_from_json",
    "config_list_from_models",
    "config_list_gpt4_gpt35",
    "config_list_openai_aoai",
    "content_str",
    "cost_of",
    "cost_of_answer",
    "count_token",
    "create_virtual_env",
    "disk_cached",
    "execute_code",
    "extract_code",
    "filter_config",
    "function_tools",
    "functions_by_name",
    "get_answer",
    "get_config_list",
    "get_image_data",
    "get_max_token_limit",
    "get_pil_image",
    "group_messages",
    "image_parts",
    "infer_lang",
    "introduction",
    "is_equiv",
    "llm_messages",
    "log_connection",
    "manual_selector",
    "model_client_from",
    "model_selector",
    "nested_chats",
    "order_selector",
    "percentile_used",
    "pil_to_data_uri",
    "print_client_usage",
    "print_usage_summary",
    "printed",
    "put_tool",
    "random_selector",
    "redis_cached",
    "reflection_on",
    "register_model_client",
    "replies_left",
    "reply_of",
    "resume_team",
    "retrieval_answer",
    "seen_from_outside",
    "speaker_selector",
    "start_logging",
    "stop_logging",
    "stream_input",
    "summary_of",
    "system_message_of",
    "task_from",
    "token_left",
    "tool_schemas",
    "total_usage",
    "turn_limit",
    "visualize_speaker_transitions_dict",
    "watched",
    "with_context",
    "with_vision",
]

_HOMES = {
    "autogen_compat.io": frozenset({"IOConsole", "IOStream", "IOWebsockets", "InputStream", "OutputStream"}),
    "._kernel_executors": frozenset({"DockerJupyterServer", "JupyterConnectionInfo", "LocalJupyterServer"})
    | {"KernelExecutor", "ServerKernelExecutor"},
    "._pods": frozenset({"PodFileExecutor"}),
    "autogen_compat.agentchat.contrib.capabilities.transforms": frozenset({"MessageHistoryLimiter"})
    | {"MessageTokenLimiter"},
    "autogen_compat.agentchat.contrib.vectordb.base": frozenset({"Document", "QueryResults", "VectorDB"})
    | {"VectorDBFactory"},
    "autogen_compat.agentchat.contrib.vectordb.chromadb": frozenset({"ChromaVectorDB"}),
    "autogen_compat.agentchat.contrib.vectordb.pgvectordb": frozenset({"PGVectorDB"}),
    "autogen_compat.agentchat.contrib.vectordb.qdrant": frozenset({"QdrantVectorDB"}),
    "autogen_compat.formatting_utils": frozenset({"colored"}),
    "autogen_compat.agentchat.contrib.img_utils": frozenset({"get_image_data", "get_pil_image", "pil_to_data_uri"}),
    "autogen_compat.code_utils": frozenset({"content_str", "extract_code", "infer_lang"}),
    "autogen_compat.graph_utils": frozenset({"visualize_speaker_transitions_dict"}),
    "autogen_compat.math_utils": frozenset({"get_answer", "is_equiv"}),
    "autogen_compat.token_count_utils": frozenset({"count_token", "get_max_token_limit", "percentile_used"})
    | {"token_left"},
    "._printed": frozenset({"printed", "stream_input"}),
    "._retrieval": frozenset({"TEXT_FORMATS", "RetrievalProxyAgent", "retrieval_answer"}),
    "._runtime_log": frozenset({"log_connection", "start_logging", "stop_logging"}),
    "._teachability": frozenset({"TEACHABLE_PROMPT", "TeachabilityMemory", "TeachableAgent"}),
}
"""What is loaded when it is first used, as is what reads configurations."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        home = next((home for home, names in _HOMES.items() if name in names), "._configurations")
        return getattr(import_module(home, __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
