"""What agents have: names that classes of one's own below them may or may not use."""

from __future__ import annotations

LEGACY = frozenset(
    {
        *("DEFAULT_CONFIG", "DEFAULT_SUMMARY_METHOD", "DEFAULT_SUMMARY_PROMPT", "MAX_CONSECUTIVE_AUTO_REPLY"),
        *("chat_messages", "client", "chat_messages_for_summary", "check_termination_and_human_reply"),
        *("a_check_termination_and_human_reply", "clear_history", "can_execute_function", "code_executor"),
        *("description", "execute_code_blocks", "execute_function", "a_execute_function", "function_map"),
        *("generate_code_execution_reply", "generate_function_call_reply", "a_generate_function_call_reply"),
        *("generate_init_message", "a_generate_init_message", "generate_oai_reply", "a_generate_oai_reply"),
        *("generate_reply", "a_generate_reply", "client_cache", "generate_tool_calls_reply"),
        *("a_generate_tool_calls_reply", "get_actual_usage", "get_chat_results", "get_human_input"),
        *("a_get_human_input", "get_total_usage", "hook_lists", "human_input_mode", "initiate_chat"),
        *("a_initiate_chat", "initiate_chats", "a_initiate_chats", "last_message", "llm_config"),
        *("max_consecutive_auto_reply", "name", "print_usage_summary", "reply_at_receive"),
        *("process_all_messages_before_reply", "a_process_all_messages_before_reply"),
        *("process_last_received_message", "a_process_last_received_message", "receive", "a_receive"),
        *("register_for_execution", "register_for_llm", "register_function", "register_hook"),
        *("register_model_client", "register_nested_chats", "register_reply", "replace_reply_func", "reset"),
        *("run_code", "reset_consecutive_auto_reply_counter", "send", "a_send", "silent"),
        *("stop_reply_at_receive", "system_message", "use_docker", "update_function_signature"),
        *("update_max_consecutive_auto_reply", "update_system_message", "update_tool_signature"),
        *("_append_oai_message", "_code_execution_config", "_consecutive_auto_reply_counter"),
        *("_default_auto_reply", "_description", "_function_map", "_human_input", "_is_termination_msg"),
        *("_max_consecutive_auto_reply", "_max_consecutive_auto_reply_dict", "_message_to_dict", "_name"),
        *("_oai_messages", "_oai_system_message", "_prepare_chat", "_print_received_message"),
        *("_process_message_before_send", "_process_received_message", "_reply_func_list", "_summarize_chat"),
    }
)
"""v0.2: autogen/agentchat/conversable_agent.py, as far as programs know it."""

HUMAN_PROXY = frozenset(
    {
        *("ask", "replies", "forget", "tool_names", "run", "run_stream", "on_messages", "on_messages_stream"),
        *("on_reset", "on_pause", "on_resume", "close", "save_state", "load_state", "on_conversation_end"),
        *("produced_message_types", "input_func", "human_input", "_asks", "_asks_twice", "_otherwise"),
        *("_stop_when", "_max_replies", "_clears_history_of", "_unread", "_last", "_is_async", "_get_input"),
        *("_hear", "_is_asked", "_decision", "_said", "_prompt"),
    }
)
"""HumanProxyAgent and the classes above it."""
