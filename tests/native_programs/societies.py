"""Programs with agents behind which a group works."""

from native_programs.program import CONFIG, Program

_INNER = (
    CONFIG
    + """
import autogen
from autogen.agentchat.contrib.society_of_mind_agent import SocietyOfMindAgent

helper = autogen.AssistantAgent(
    "inner_assistant",
    system_message="Help.",
    llm_config=llm_config,
    is_termination_msg=lambda x: x.get("content", "").find("TERMINATE") >= 0,
)
runner = autogen.UserProxyAgent(
    "inner_runner",
    human_input_mode="NEVER",
    code_execution_config={"work_dir": "coding", "use_docker": False},
    default_auto_reply="",
    is_termination_msg=lambda x: x.get("content", "").find("TERMINATE") >= 0,
)
"""
)
_MANAGER = """
group = autogen.GroupChat(
    agents=[helper, runner], messages=[], speaker_selection_method="{method}", allow_repeat_speaker=False, max_round=5
)
manager = autogen.GroupChatManager(
    groupchat=group,
    is_termination_msg=lambda x: x.get("content", "").find("TERMINATE") >= 0,
    llm_config=llm_config,
)
"""

PROGRAMS = [
    Program(
        "a_group_behind_an_agent",
        _INNER
        + _MANAGER.format(method="round_robin")
        + """
society = SocietyOfMindAgent("society", chat_manager=manager, llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, is_termination_msg=lambda x: True
)
result = user.initiate_chat(society, message="Compute it.")
print("=>", result.summary)
print("=>", [(m["role"], m["content"]) for m in result.chat_history])
""",
        ("```python\nprint(6 * 7)\n```", "42. TERMINATE", "The answer is 42."),
    ),
    Program(
        "a_group_behind_an_agent_that_answers_more_than_once",
        _INNER
        + _MANAGER.format(method="auto")
        + """
society = SocietyOfMindAgent(
    "society",
    manager,
    response_preparer="Answer in one word.",
    llm_config=llm_config,
    human_input_mode="NEVER",
    max_consecutive_auto_reply=2,
)
asker = autogen.ConversableAgent("asker", system_message="Ask.", llm_config=llm_config, human_input_mode="NEVER")
result = asker.initiate_chat(society, message="What is it?", max_turns=2)
print("=>", [m["content"] for m in result.chat_history])
""",
        ("inner_assistant", "It is big.", "nobody", "none", "?", "TERMINATE", "big", "How big?", "inner_assistant")
        + ("Very. TERMINATE", "very"),
    ),
    Program(
        "a_group_behind_an_agent_without_a_model",
        _INNER
        + _MANAGER.format(method="round_robin")
        + """

def last_words(agent, messages):
    return agent.name + " says: " + messages[-1]["content"] + f" ({len(messages)})"


society = SocietyOfMindAgent("society", chat_manager=manager, response_preparer=last_words, human_input_mode="NEVER")
other = SocietyOfMindAgent("other", chat_manager=manager, human_input_mode="NEVER")
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
for agent in (society,):
    print("=>", user.initiate_chat(society, message="Say it.", max_turns=1).summary)
print("=>", user.initiate_chat(other, message="Say it again.", max_turns=1).summary)
""",
        ("It. TERMINATE", "It again. TERMINATE"),
    ),
]
