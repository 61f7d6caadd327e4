"""Descriptions and transitions that are filled in after the agents and the dictionary are made."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

PROGRAM = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
{before}
group = autogen.GroupChat(agents=[u, a, b], messages=[]{group})
{between}
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
{last}
u.initiate_chat(manager, message="hi")
{after}
"""
TRANSITIONS = ', allowed_or_disallowed_speaker_transitions=after, speaker_transitions_type="allowed"'


def program(before: str = "", group: str = "", between: str = "", last: str = "", after: str = "") -> str:
    return PROGRAM.format(before=before, group=group, between=between, last=last, after=after)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (program(after='a.description = "X"'), "the description of a is set after a chat"),
        (program('if more:\n    a.description = "X"'), "the description of a is set in another block of code"),
        (
            program('print(a.description)\na.description = "X"'),
            "the description of a may be read before it is set",
        ),
        (program("text = ask()\na.description = text"), "text may not be known yet where a is made"),
    ],
)
def test_a_description_stays_that_is_not_the_only_one(source: str, reason: str):
    assert reason in reasons(source)


@pytest.mark.parametrize(
    "source",
    [
        program(after="print(u.system_message)"),
        program('a.update_system_message("B.")', after="print(a.system_message)"),
        program(after="print([each.system_message for each in [a, u]])"),
    ],
)
def test_a_system_message_stays_that_no_assistant_of_v04_has(source: str):
    assert "whose system message is read, is not just a model's agent" in " ".join(reasons(source))


def test_a_system_message_is_asked_of_the_agent():
    text = rewritten(program(after="for each in [a, b]:\n    print(each.system_message)"))
    assert "print(system_message_of(each))" in text


@pytest.mark.parametrize(
    "source",
    [
        program("after = {u: [a]}", TRANSITIONS.replace('"allowed', '"disallowed'), last="after[a] = [u]"),
        program("after = {}\nafter[u] = [a]\nafter.update(more)", TRANSITIONS),
        program("after = {}\nafter[u] = choose(a)", TRANSITIONS),
        program("after = {}\nafter[u] = [x for x in [a, b] if x.llm_config]", TRANSITIONS),
    ],
)
def test_a_dictionary_stays_that_is_changed_otherwise(source: str):
    assert reasons(source)


def test_the_last_description_is_the_constructors():
    text = rewritten(program('a.description = "X"\na.description = "Y"'))
    assert 'description="Y"' in text and "a.description" not in text and '"X"' not in text


@pytest.mark.parametrize(
    ("entries", "ends"),
    [
        ("after[u] = [a]\nafter[a] = [b]\nafter[b] = [u]", False),
        ("after[u] = [a]\nafter[a] = [b]", True),
        ("for agent in [u, a, b]:\n    after[agent] = [a]", True),
    ],
)
def test_a_dictionary_that_is_filled_later_keeps_its_lines(entries: str, ends: bool):
    text = rewritten(program(f"after = {{}}\n{entries}", TRANSITIONS))
    assert f"after: dict[ChatAgent, list[ChatAgent]] = {{}}\n{entries}\n" in text
    assert "allowed=after" in text and ("end=end_of_chat" in text) == ends


def test_what_closes_clients_stands_in_the_block_that_ends_first():
    text = rewritten(
        """
        import autogen

        def main():
            u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
            a = autogen.AssistantAgent("a", system_message="A.", llm_config=one)
            try:
                u.initiate_chat(a, message="hi")
            except Exception:
                b = autogen.AssistantAgent("b", system_message="B.", llm_config=two)
                v = autogen.UserProxyAgent("v", human_input_mode="NEVER", code_execution_config=False)
                v.initiate_chat(b, message="hi")

        main()
        """
    )
    assert "\n        await two_client.close()\n    await one_client.close()\n" in text
