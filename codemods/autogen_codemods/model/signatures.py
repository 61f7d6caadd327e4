"""v0.2's parameters by position and the defaults that decide what an agent does.

v0.2: autogen/agentchat/{conversable_agent,assistant_agent,user_proxy_agent,groupchat}.py.
"""

from __future__ import annotations

AGENT_PARAMETERS: dict[str, tuple[str, ...]] = {
    "ConversableAgent": (
        "name",
        "system_message",
        "is_termination_msg",
        "max_consecutive_auto_reply",
        "human_input_mode",
        "function_map",
        "code_execution_config",
        "llm_config",
        "default_auto_reply",
        "description",
        "chat_messages",
        "silent",
    ),
    "AssistantAgent": (
        "name",
        "system_message",
        "llm_config",
        "is_termination_msg",
        "max_consecutive_auto_reply",
        "human_input_mode",
        "description",
    ),
    "UserProxyAgent": (
        "name",
        "is_termination_msg",
        "max_consecutive_auto_reply",
        "human_input_mode",
        "function_map",
        "code_execution_config",
        "default_auto_reply",
        "llm_config",
        "system_message",
        "description",
    ),
    "RetrieveUserProxyAgent": ("name", "human_input_mode", "is_termination_msg", "retrieve_config"),
    "MultimodalConversableAgent": ("name", "system_message", "is_termination_msg"),
}
AGENT_PARAMETERS["SocietyOfMindAgent"] = (
    "name",
    "chat_manager",
    "response_preparer",
    "is_termination_msg",
    "max_consecutive_auto_reply",
    "human_input_mode",
    "function_map",
    "code_execution_config",
    "llm_config",
    "default_auto_reply",
)
AGENT_PARAMETERS["RetrieveAssistantAgent"] = AGENT_PARAMETERS["AssistantAgent"]

HUMAN_INPUT_MODES = {"ConversableAgent": "TERMINATE", "AssistantAgent": "NEVER", "UserProxyAgent": "ALWAYS"}
"""The default ``human_input_mode`` of each class."""

BASES = {
    "MultimodalConversableAgent": "ConversableAgent",
    "RetrieveAssistantAgent": "AssistantAgent",
    "RetrieveUserProxyAgent": "UserProxyAgent",
    "SocietyOfMindAgent": "ConversableAgent",
}
"""The class that decides the defaults of one in ``contrib``."""
RETRIEVING = frozenset({"RetrieveUserProxyAgent", "RetrieveAssistantAgent"})
"""Classes with reply functions of their own, which look documents up or ask for others."""

RUNS_CODE_BY_DEFAULT = frozenset({"UserProxyAgent"})
"""Classes whose default ``code_execution_config`` runs code (in docker)."""

MAX_AUTO_REPLIES = 100
"""The default ``max_consecutive_auto_reply``."""

GROUP_CHAT_PARAMETERS = (
    "agents",
    "messages",
    "max_round",
    "admin_name",
    "func_call_filter",
    "speaker_selection_method",
    "max_retries_for_selecting_speaker",
    "allow_repeat_speaker",
    "allowed_or_disallowed_speaker_transitions",
    "speaker_transitions_type",
    "enable_clear_history",
    "send_introductions",
    "select_speaker_message_template",
    "select_speaker_prompt_template",
    "select_speaker_auto_multiple_template",
    "select_speaker_auto_none_template",
    "select_speaker_transform_messages",
    "select_speaker_auto_verbose",
    "select_speaker_auto_model_client_cls",
    "select_speaker_auto_llm_config",
    "role_for_select_speaker_messages",
)

GROUP_CHAT_NAMES = frozenset(
    {
        *GROUP_CHAT_PARAMETERS,
        *("DEFAULT_INTRO_MSG", "_speaker_selection_transforms", "allowed_speaker_transitions_dict", "agent_names"),
        *("append", "agent_by_name", "introductions_msg", "nested_agents", "next_agent", "reset"),
        *("manual_select_speaker", "random_select_speaker", "select_speaker", "a_select_speaker"),
        *("_auto_select_speaker", "a_auto_select_speaker", "_prepare_and_select_agents", "_finalize_speaker"),
        *("select_speaker_msg", "select_speaker_prompt", "_participant_roles", "_mentioned_agents"),
        *("_create_internal_agents", "_validate_speaker_name", "_process_speaker_selection_result"),
        *("_register_client_from_config", "_register_custom_model_clients", "__post_init__"),
    }
)
"""What a group chat has: its fields, and the methods that it calls."""

OF_LEGACY_AGENTS = frozenset(
    {
        *("system_message", "llm_config", "client", "human_input_mode", "default_auto_reply", "code_executor"),
        *("chat_messages", "last_message", "_oai_messages", "_oai_system_message", "chat_messages_for_summary"),
        *("function_map", "_function_map", "can_execute_function", "execute_function", "a_execute_function"),
        *("send", "a_send", "receive", "a_receive", "generate_reply", "a_generate_reply", "initiate_chat"),
        *("a_initiate_chat", "generate_oai_reply", "get_human_input", "a_get_human_input", "clear_history"),
        *("update_system_message", "max_consecutive_auto_reply", "update_max_consecutive_auto_reply"),
    }
)
"""Attributes and methods of v0.2's agents that v0.4's do not have."""

MANAGER_PARAMETERS = ("groupchat", "name", "max_consecutive_auto_reply", "human_input_mode", "system_message", "silent")

CHAT_PARAMETERS = (
    "recipient",
    "clear_history",
    "silent",
    "cache",
    "max_turns",
    "summary_method",
    "summary_args",
    "message",
)

SEND_PARAMETERS = ("message", "recipient", "request_reply", "silent")
GENERATE_REPLY_PARAMETERS = ("messages", "sender")

REGISTER_FUNCTION_PARAMETERS = ("f", "caller", "executor", "name", "description")
REGISTER_FOR_LLM_PARAMETERS = ("name", "description", "api_style")
REGISTER_FOR_EXECUTION_PARAMETERS = ("name", "description")
