"""Teachability becomes the memory of an agent."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

SOURCE = """
from autogen import AssistantAgent, GroupChat, GroupChatManager, UserProxyAgent, register_function
from autogen.agentchat.contrib.capabilities.teachability import Teachability

llm_config = {{"model": "gpt-4o", "cache_seed": None}}
{above}
pupil = AssistantAgent("pupil", system_message="You learn.", llm_config=llm_config)
user = UserProxyAgent("user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False)
{below}
user.initiate_chat(pupil, message="Hello.")
{after}
"""
ADDED = "teachability = Teachability()\nteachability.add_to_agent(pupil)"


def source(above: str = "", below: str = ADDED, after: str = "") -> str:
    return SOURCE.format(above=above, below=below, after=after)


@pytest.mark.parametrize(
    ("below", "after", "reason"),
    [
        pytest.param(ADDED + "\nprint(teachability)", "", "teachability is used elsewhere too", id="the capability"),
        pytest.param(ADDED + "\n" + ADDED.replace("teach", "preach"), "", "other functions that change", id="two"),
        pytest.param(
            ADDED.replace("()", "(*given)", 1), "", "arguments of its Teachability cannot be told", id="stars"
        ),
        pytest.param(
            ADDED + "\nregister_function(print, caller=pupil, executor=user, description='Prints.')",
            "",
            "learn from the results of its tools",
            id="tools",
        ),
        pytest.param(
            ADDED + "\npupil.register_hook('process_all_messages_before_reply', lambda m: m[-1:])",
            "",
            "other functions that change",
            id="a hook",
        ),
        pytest.param(ADDED, "print(pupil.last_message(user))", "the history of pupil is read", id="its history"),
        pytest.param(
            ADDED,
            "user.initiate_chat(pupil, message='Again.', summary_method='reflection_with_llm')",
            "the history of pupil is read",
            id="a summary of its history",
        ),
        pytest.param(ADDED, "pupil.print_usage_summary()", "the cost of pupil is read", id="its usage"),
        pytest.param(
            ADDED + "\npupil.update_system_message('You know.')", "", "system message of pupil is set", id="message"
        ),
        pytest.param(ADDED.replace("()", "(llm_config=False)", 1), "", "refuses a Teachability", id="no model"),
        pytest.param("", ADDED, "is set after a chat", id="late"),
        pytest.param(
            "if llm_config:\n    teachability = Teachability()\nteachability.add_to_agent(pupil)",
            "",
            "teachability is made in another block",
            id="another block",
        ),
    ],
)
def test_what_memory_cannot_give_stays(below: str, after: str, reason: str):
    assert reason in "; ".join(reasons(source(below=below, after=after)))


def test_an_asynchronous_chat_stays():
    text = source().replace("user.initiate_chat", "await user.a_initiate_chat")
    assert "asynchronous chats call no synchronous hooks" in "; ".join(reasons(text))


def test_a_teachable_agent_that_may_end_its_group_stays():
    group = (
        "group = GroupChat([user, pupil], messages=[], speaker_selection_method='round_robin')\n"
        "user.initiate_chat(GroupChatManager(group), message='Hello.')"
    )
    text = source(below=ADDED + "\n" + group).replace('user.initiate_chat(pupil, message="Hello.")', "")
    text = text.replace("llm_config=llm_config", "llm_config=llm_config, is_termination_msg=lambda m: not m['content']")
    assert "may end its group" in "; ".join(reasons(text))


def test_the_agent_is_made_below_its_memory_and_has_it():
    code = rewritten(source())
    memory = code.index("teachability = TeachabilityMemory(model_client)\n")
    assert memory < code.index("pupil = AssistantAgent(") and "memory=[teachability]" in code
    assert 'system_message="You learn." + TEACHABLE_PROMPT' in code


def test_a_memory_made_above_its_agent_comes_below_the_model_client():
    code = rewritten(source(above="teachability = Teachability(1)  # once", below="teachability.add_to_agent(pupil)"))
    assert code.index("model_client = ") < code.index("teachability = TeachabilityMemory(model_client, verbosity=1)")
    assert code.count("teachability = ") == 1


def test_a_memory_without_a_name_stands_in_the_agent():
    code = rewritten(source(below='Teachability(path_to_db_dir="db").add_to_agent(pupil)'))
    assert 'memory=[TeachabilityMemory(model_client, path_to_db_dir="db")]' in code


def test_the_comments_of_the_arguments_are_kept_and_a_model_of_its_own_is_used():
    made = "Teachability(\n    verbosity=1,  # shows memos\n    llm_config={**llm_config, 'temperature': 0},\n)"
    code = rewritten(source(below=ADDED.replace("Teachability()", made)))
    assert "    verbosity=1,  # shows memos\n)" in code
    assert "TeachabilityMemory(\n    model_client_2,\n" in code or "TeachabilityMemory(\n    model_client,\n" in code


def test_memos_that_are_given_at_first_are_given_to_the_memory():
    assert "\nteachability.prepopulate_db()\n" in rewritten(source(below=ADDED + "\nteachability.prepopulate_db()"))


def test_an_agent_that_may_end_the_chat_has_a_memory_around_it():
    talking = source().replace("max_consecutive_auto_reply=0", "max_consecutive_auto_reply=2, llm_config=llm_config")
    code = rewritten(talking)
    assert "pupil = TeachableAgent(\n    GroupMember(\n        AssistantAgent(" in code
    assert "memory=" not in code
