"""Groups that go on with stored conversations."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

START = """
import autogen

a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
group = autogen.GroupChat(agents=[a, u], messages=[], speaker_selection_method="round_robin"{group})
manager = autogen.GroupChatManager(groupchat=group{manager})
"""


def program(after: str, group: str = "", manager: str = "") -> str:
    """A program whose group goes on with something stored."""
    return START.format(group=group, manager=manager) + after


RESUMED = "last, message = manager.resume(stored)\n"
STARTED = "last.initiate_chat(manager, message=message, clear_history=False)\n"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param(
            program("found = manager.resume(stored)\nprint(found)"),
            "a group that goes on (resume)",
            id="what is given is kept as it is",
        ),
        pytest.param(
            program(RESUMED + "save(message)\n" + STARTED),
            "a group that goes on (resume)",
            id="the stored message is handed to a function",
        ),
        pytest.param(
            program(RESUMED + "last.reset()\n" + STARTED),
            "a group that goes on (resume)",
            id="the last speaker does something else",
        ),
        pytest.param(
            program(RESUMED + 'message["content"] += "!"\n' + STARTED),
            "a group that goes on (resume)",
            id="the stored message is changed",
        ),
        pytest.param(
            program(RESUMED + STARTED, group=", enable_clear_history=True"),
            "what is loaded may say that histories are cleared",
            id="histories that are cleared",
        ),
        pytest.param(
            program(RESUMED + "r = " + STARTED + "print(r.cost)"),
            "what the last speaker has spent or typed is read",
            id="the cost of an unknown agent",
        ),
        pytest.param(
            program(RESUMED + STARTED.replace(")", ', summary_method="reflection_with_llm")')),
            "the model of who spoke last sums the chat up",
            id="an unknown model sums up",
        ),
        pytest.param(
            program(RESUMED + "a.reset()\n" + STARTED),
            "what is loaded may be forgotten elsewhere",
            id="an agent forgets",
        ),
        pytest.param(
            program("r = u.initiate_chat(manager, message='hi')\nmanager.resume(stored)\nprint(group.messages)"),
            "the messages are forgotten before they are read",
            id="messages are read when others were loaded",
        ),
        pytest.param(
            program("if old:\n    manager.resume(stored)\n")
            + "r = u.initiate_chat(manager, message='hi', clear_history=False)\nprint(r.chat_history)",
            "the history of a chat that goes on is read as a whole",
            id="whether anything was loaded is not known",
        ),
        pytest.param(
            program(RESUMED + STARTED, group=", admin_name=name()"),
            "the admin_name of the group is computed",
            id="a computed admin",
        ),
    ],
)
def test_a_stored_conversation_stays(source: str, reason: str):
    assert reason in "; ".join(reasons(source))


def test_the_last_message_is_the_task_of_the_team():
    text = rewritten(program(RESUMED + STARTED))
    assert "resumed = await resume_team(team, stored)" in text
    assert "await Console(team.run_stream(task=resumed.task))" in text
    assert 'model_context=OwnWordsContext("a")' in text


def test_what_is_loaded_is_kept_only_where_it_is_read():
    text = rewritten(program("manager.resume(stored)\nu.initiate_chat(manager, message='hi', clear_history=False)"))
    assert "\n    await resume_team(team, stored)\n" in text
    assert "with_earlier" not in text


def test_earlier_messages_are_read_with_those_of_the_run():
    text = rewritten(program(RESUMED + STARTED + "print(group.messages)"))
    assert "resumed.with_earlier(await Console(team.run_stream(task=resumed.task)))" in text
    assert "print(group_messages(result.messages))" in text


def test_the_names_of_manager_and_admin_are_told():
    resumed = "manager.resume(stored, None, True)\nu.initiate_chat(manager, message='hi', clear_history=False)"
    text = rewritten(program(resumed, group=', admin_name="boss"', manager=', name="chief"'))
    assert 'resume_team(team, stored, manager="chief", admin="boss", silent=True)' in text


def test_a_chat_that_forgets_what_was_loaded_resets_the_team():
    text = rewritten(program(RESUMED + "last.initiate_chat(manager, message=message)\n"))
    assert "    await team.reset()\n    await Console(team.run_stream(task=resumed.task))" in text


def test_messages_become_text_by_json():
    source = "u.initiate_chat(manager, message='hi')\nfile.write(manager.messages_to_string(group.messages))"
    text = rewritten(program(source))
    assert "file.write(json.dumps(group_messages(result.messages)))" in text
    assert "import json\n" in text
