"""Comments go where the code that they stand on goes, and what nobody needs is not written."""

from __future__ import annotations

from codemods_native_check import rewritten

PAIR = """\
import autogen

# The one that writes.
writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config={"model": "gpt-4o"})
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)


def add(a: int, b: int) -> int:
    return a + b


# The writer adds.
autogen.register_function(add, caller=writer, executor=user, description="Adds.")
"""


def test_an_agent_that_moves_behind_its_tools_takes_its_comments_along():
    text = rewritten(PAIR + '\nuser.initiate_chat(writer, message="hi")\n')
    assert "    return a + b\n\n\n# The one that writes.\n# The writer adds.\nwriter = " in text


def test_a_comment_on_registrations_and_what_follows_stays_on_that():
    text = rewritten(PAIR + 'user.initiate_chat(writer, message="hi")\n')
    assert "# The writer adds.\nteam = " in text


def test_a_result_that_nothing_reads_has_no_name_in_a_function():
    text = rewritten(PAIR + '\nresult = user.initiate_chat(writer, message="hi")\n')
    assert "\n    await Console(" in text


def test_a_team_of_agents_that_meet_for_the_first_time_is_not_reset():
    code = 'other = autogen.AssistantAgent("other", system_message="x", llm_config=False)\n'
    code += 'user.initiate_chat(writer, message="hi", max_turns=1)\n'
    text = rewritten(PAIR + code + 'user.initiate_chat(other, message="hi", max_turns=1)\n')
    assert "reset" not in text


def test_a_fixed_answer_that_is_no_last_message_ends_nothing():
    code = 'mute = autogen.ConversableAgent("mute", llm_config=False, human_input_mode="NEVER", '
    code += "default_auto_reply={})\n"
    code += 'mute.initiate_chat(writer, message="hi")\n'
    tests = [rewritten(PAIR[: PAIR.index("def")] + code.format(reply)) for reply in ('"Go on."', '"TERMINATE"')]
    assert ['source == "mute"' in text for text in tests] == [False, True]


GROUP = """\
import autogen

llm_config = {"model": "gpt-4o"}
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=llm_config)
critic = autogen.AssistantAgent(
    "critic",
    system_message="You read what others have written, and you say "
    "what is wrong with it.",
    llm_config=llm_config,
)
group = autogen.GroupChat(agents=[user, writer, critic], messages=[])
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.initiate_chat(manager, message="hi")
"""


def test_a_long_prompt_that_is_a_description_too_stands_once():
    text = rewritten(GROUP)
    assert 'critic_prompt = (\n    "You read what others have written, and you say "\n' in text
    assert "system_message=critic_prompt,\n    description=critic_prompt,\n" in text


def test_a_short_prompt_may_stand_twice():
    assert text_of_writer(rewritten(GROUP)).count('"Write."') == 2


def text_of_writer(text: str) -> str:
    """The lines in which the writer is made."""
    return text[text.index("writer = ") : text.index("critic_prompt = ")]
