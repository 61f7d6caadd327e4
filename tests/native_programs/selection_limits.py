"""Programs in which the model that selects the speakers of a group reads a part of the conversation."""

from native_programs.program import CONFIG, Program

_GROUP = (
    CONFIG
    + """
import autogen
from autogen.agentchat.contrib.capabilities import transform_messages, transforms

limits = transform_messages.TransformMessages(transforms=[{transforms}])
planner = autogen.AssistantAgent("planner", llm_config=llm_config, system_message="Plan.")
writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False, description="Asks.")
groupchat = autogen.GroupChat(
    agents=[user, planner, writer],
    messages=[],
    max_round=4,
    select_speaker_message_template="These are here: {roles}",
    select_speaker_prompt_template="Who of {agentlist}?",
    select_speaker_auto_multiple_template="One of {agentlist}.",
    select_speaker_auto_none_template="Somebody of {agentlist}.",
    role_for_select_speaker_messages="user",
    select_speaker_transform_messages=limits,
)
manager = autogen.GroupChatManager(groupchat, llm_config=llm_config)
{more}user.initiate_chat(manager, message="Begin with a poem of two lines.")
"""
)


def _group(transforms: str, more: str = "") -> str:
    return _GROUP.replace("{transforms}", transforms).replace("{more}", more)


PROGRAMS = [
    Program(
        "a_selecting_model_reads_two_messages",
        _group("transforms.MessageHistoryLimiter(max_messages=2)"),
        ("planner", "A plan.", "nobody", "writer and planner", "writer", "Lines.", "planner", "Fine."),
    ),
    Program(
        "a_selecting_model_reads_the_first_and_the_last_message",
        _group(
            "transforms.MessageHistoryLimiter(max_messages=2, keep_first_message=True)",
            more="limits.add_to_agent(writer)\n",
        ),
        ("planner", "A plan.", "writer", "Lines.", "writer", "Fine."),
    ),
]
