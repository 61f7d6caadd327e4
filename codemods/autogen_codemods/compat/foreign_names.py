"""Names of the module `autogen` that are not v0.2.40's, and what to do about them."""

from __future__ import annotations

_SWARM = "v0.4 has autogen_agentchat.teams.Swarm with hand-offs"
_FLOW = "v0.4 has autogen_agentchat.teams.GraphFlow and SelectorGroupChat"
_TOOLS = "v0.4 has autogen_core.tools.FunctionTool"
_MODELS = "v0.4 has the model clients of autogen_ext.models"
_NOTHING = "keep it on ag2, or write that part anew"

FORK_NAMES = {
    "autogen.SwarmAgent": _SWARM,
    "autogen.SwarmResult": _SWARM,
    "autogen.AfterWork": _SWARM,
    "autogen.AfterWorkOption": _SWARM,
    "autogen.AFTER_WORK": _SWARM,
    "autogen.ON_CONDITION": _SWARM,
    "autogen.OnCondition": _SWARM,
    "autogen.OnContextCondition": _SWARM,
    "autogen.initiate_swarm_chat": _SWARM,
    "autogen.a_initiate_swarm_chat": _SWARM,
    "autogen.run_swarm": _SWARM,
    "autogen.register_hand_off": _SWARM,
    "autogen.create_swarm_transition": _SWARM,
    "autogen.agentchat.initiate_swarm_chat": _SWARM,
    "autogen.agentchat.a_initiate_swarm_chat": _SWARM,
    "autogen.agentchat.contrib.swarm_agent": _SWARM,
    "autogen.agentchat.group": _FLOW,
    "autogen.agentchat.initiate_group_chat": _FLOW,
    "autogen.agentchat.a_initiate_group_chat": _FLOW,
    "autogen.agentchat.run_group_chat": _FLOW,
    "autogen.agentchat.a_run_group_chat": _FLOW,
    "autogen.agentchat.realtime": _NOTHING,
    "autogen.agentchat.realtime_agent": _NOTHING,
    "autogen.agentchat.contrib.captainagent": _NOTHING,
    "autogen.agentchat.contrib.reasoning_agent": _NOTHING,
    "autogen.agentchat.contrib.tool_retriever": _TOOLS,
    "autogen.agentchat.contrib.rag": "v0.4 has the memories of autogen_ext.memory",
    "autogen.agentchat.utils.ContextExpression": _FLOW,
    "autogen.agents": "v0.4 has autogen_agentchat.agents and autogen_ext.agents",
    "autogen.a2a": _NOTHING,
    "autogen.ag_ui": _NOTHING,
    "autogen.code_utils.CODE_BLOCK_PATTERN_V2": _NOTHING,
    "autogen.doc_utils": _NOTHING,
    "autogen.events": "v0.4 streams messages and events from run_stream",
    "autogen.fast_depends": _TOOLS,
    "autogen.import_utils": _NOTHING,
    "autogen.interop": "v0.4 has the adapters of autogen_ext.tools",
    "autogen.interoperability": "v0.4 has the adapters of autogen_ext.tools",
    "autogen.llm_config": _MODELS,
    "autogen.LLMConfig": "write the configuration as a dict, which v0.2 and autogen_compat take",
    "autogen.mcp": "v0.4 has autogen_ext.tools.mcp",
    "autogen.messages": "v0.4 has autogen_agentchat.messages",
    "autogen.opentelemetry": "v0.4 reports to OpenTelemetry by itself",
    "autogen.tools": _TOOLS,
    "autogen.UpdateSystemMessage": _FLOW,
    "autogen.UPDATE_SYSTEM_MESSAGE": _FLOW,
    "autogen.ContextExpression": _FLOW,
    "autogen.ReasoningAgent": _NOTHING,
    "autogen.ThinkNode": _NOTHING,
    "autogen.CaptainAgent": _NOTHING,
    "autogen.DeepResearchAgent": _NOTHING,
    "autogen.a_run_group_chat": _FLOW,
    "autogen.run_group_chat": _FLOW,
    "autogen.runtime_logging.log_flow": _NOTHING,
    "autogen.testing": _NOTHING,
    "autogen.version_utils": _NOTHING,
    "autogen.oai.client.AzureOpenAILLMConfigEntry": _MODELS,
    "autogen.oai.client.OpenAILLMConfigEntry": _MODELS,
    "autogen.oai.oai_models": _MODELS,
    "autogen.logger.agent_usage": _NOTHING,
    "autogen.remote": _NOTHING,
    "autogen.beta": _NOTHING,
}
"""Names that only the AG2 fork has; whatever stands below one of them is AG2's, too."""

_WRAPPER = "use autogen.OpenAIWrapper"
_LOGGING = "use autogen.runtime_logging.start and stop"
_TRANSFORMS = "use autogen.agentchat.contrib.capabilities.transform_messages.TransformMessages"

REMOVED_NAMES = {
    "autogen.Completion": _WRAPPER,
    "autogen.ChatCompletion": f"{_WRAPPER}, and autogen.runtime_logging for its logging",
    **{
        f"autogen{module}.{name}.{member}": _LOGGING
        for module in ("", ".oai", ".oai.completion")
        for name in ("Completion", "ChatCompletion")
        for member in ("start_logging", "stop_logging", "logged_history")
    },
    "autogen.oai.Completion": _WRAPPER,
    "autogen.oai.ChatCompletion": f"{_WRAPPER}, and autogen.runtime_logging for its logging",
    "autogen.oai.completion": _WRAPPER,
    "autogen.agentchat.contrib.teachable_agent": (
        "use autogen.agentchat.contrib.capabilities.teachability.Teachability on any agent"
    ),
    "autogen.agentchat.contrib.compressible_agent": _TRANSFORMS,
    "autogen.agentchat.contrib.capabilities.context_handling": _TRANSFORMS,
    "autogen.agentchat.contrib.group_chat_moderator": "use autogen.GroupChat and autogen.GroupChatManager",
    "autogen.agentchat.responsive_agent": "use autogen.ConversableAgent",
    "autogen.ResponsiveAgent": "use autogen.ConversableAgent",
    "autogen.GenericAgent": "use autogen.ConversableAgent",
    "autogen.config_list_gpt4_gpt35_turbo": "use autogen.config_list_from_models",
    "autogen.code_utils.implement": "ask an agent with a model for it",
    "autogen.code_utils.generate_code": "ask an agent with a model for it",
    "autogen.code_utils.generate_assertions": "ask an agent with a model for it",
    "autogen.code_utils.improve_code": "ask an agent with a model for it",
    "autogen.code_utils.improve_function": "ask an agent with a model for it",
    "autogen.code_utils.eval_function_completions": "ask an agent with a model for it",
}
"""Names that releases before v0.2.40 had, and what v0.2.40 has in their place."""


def _entry(table: dict[str, str], name: str) -> str | None:
    """The entry of the longest dotted beginning of `name`."""
    parts = name.split(".")
    beginnings = (".".join(parts[:length]) for length in range(len(parts), 1, -1))
    return next((table[b] for b in beginnings if b in table), None)


def fork_name(name: str) -> str | None:
    """What to do about a name of the AG2 fork; None if the fork is not known to have it."""
    return _entry(FORK_NAMES, name)


def removed_advice(name: str) -> str | None:
    """What to use in place of a removed name; None if it is not one."""
    return _entry(REMOVED_NAMES, name)


OWN_NAMES = ("autogen.engine", "autogen.model_client_from", "autogen.native")
"""What autogen_compat adds to v0.2's names."""


def is_own_name(name: str) -> bool:
    """Whether a name is one that autogen_compat has beyond v0.2's."""
    return any(name == own or name.startswith(f"{own}.") for own in OWN_NAMES)
