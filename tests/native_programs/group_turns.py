"""Programs with ``max_turns`` in a chat with a group: who starts it answers when it has ended, and it goes on."""

from native_programs.program import CONFIG, Program

_MEMBERS = """
import autogen

user = autogen.UserProxyAgent({user})
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent(
    "critic",
    system_message="You criticise.",
    llm_config=llm_config,
    is_termination_msg=lambda m: "perfect" in (m.get("content") or ""),
)
groupchat = autogen.GroupChat(agents=[user, writer, critic], messages=[], {group})
manager = autogen.GroupChatManager(groupchat=groupchat{manager})
"""
_TOLD = """
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
print("=>", result.summary, len(groupchat.messages))
"""


def _members(user: str, group: str = "max_round=3", manager: str = ", llm_config=llm_config") -> str:
    return CONFIG + _MEMBERS.format(user=user, group=group, manager=manager)


_PROXY = '"user", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="Go on."'
_TEAM = """
writer_config = {"config_list": config_list, "cache_seed": None}
writer = autogen.AssistantAgent(
    "writer",
    llm_config=writer_config,
    system_message="You write.",
    is_termination_msg=lambda m: "fine" in m["content"],
)
"""
_START = """
from agents import writer

critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
editor = autogen.AssistantAgent("editor", system_message="You edit.", llm_config=llm_config)
group = autogen.GroupChat([writer, critic, editor], [], max_round=3, speaker_selection_method="round_robin")
manager = autogen.GroupChatManager(group, is_termination_msg=lambda m: "fine" in m["content"])


def start(text):
    return writer.initiate_chat(manager, message=text, max_turns=4)


result = start("A verse.")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
print("=>", result.summary, sorted(result.cost["usage_excluding_cached_inference"]))
"""

PROGRAMS = [
    Program(
        "a_group_talks_three_times",
        _members(_PROXY)
        + 'result = user.initiate_chat(manager, message="Begin.", max_turns=3, summary_method="last_msg")'
        + _TOLD,
        ("writer", "verse", "critic", "bad", "user", "writer", "better", "writer", "best", "critic", "hm"),
    ),
    Program(
        "a_member_stops_one_of_the_times_and_the_limit_the_last",
        _members(_PROXY + ", max_consecutive_auto_reply=1", 'max_round=4, speaker_selection_method="round_robin"')
        + 'result = user.initiate_chat(manager, message="Begin.", max_turns=4)'
        + _TOLD
        + 'user.initiate_chat(manager, message="Anew.", max_turns=4)',
        ("perfect", *"abcdefghijklmno"),
    ),
    Program(
        "a_human_has_a_group_talk_again_and_leaves",
        _members('"user", code_execution_config=False', 'max_round=2, speaker_selection_method="round_robin"')
        + 'result = user.initiate_chat(manager, message="Begin.", max_turns=5)'
        + _TOLD.replace('print("=>"', 'print("\\n=>"', 1),
        ("verse", "better", "x"),
        inputs=("Longer.", "exit"),
    ),
    Program(
        "a_model_of_another_module_has_a_group_talk_again",
        CONFIG + "\nimport autogen\n" + _START,
        ("bad", "cut", "verse 2", "bad 2", "cut 2", "verse 3", "fine"),
        modules={"agents.py": CONFIG + "\nimport autogen\n" + _TEAM},
    ),
]
