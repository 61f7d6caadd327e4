"""Classes of one's own below GroupChat: what stays on compat and why, and what the rest becomes."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

GROUP = """
import autogen


class Relay(autogen.GroupChat):
    def __init__(self, agents, messages=[], rounds=10, word="stop"):
        super().__init__(agents, messages, rounds)
        self.word = word
        {constructor}

    def select_speaker(self, last_speaker: autogen.Agent, selector):
        {body}

    {more}


u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
relay = Relay([u, a]{given})
manager = autogen.GroupChatManager(groupchat=relay, llm_config=c)
{after}
u.initiate_chat(manager, message="hi")
"""


def source(
    body: str = "return self.agents[0]", constructor: str = "", more: str = "", given: str = "", after: str = ""
) -> str:
    return GROUP.format(body=body, constructor=constructor, more=more, given=given, after=after)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param("return selector.groupchat.agents[0]", "uses selector, the manager", id="the manager"),
        pytest.param("return self.manual_select_speaker()", "in a way that v0.4 has not", id="another method of v0.2"),
        pytest.param("return pick(self)", "in a way that v0.4 has not", id="the group goes elsewhere"),
        pytest.param("self.messages.append({})\n        return u", "may change the group's messages", id="a message"),
        pytest.param("self.max_round = 3\n        return u", "sets max_round", id="a field of v0.2"),
        pytest.param('return "a"', "gives a text", id="a text"),
        pytest.param("last_speaker.send('x', u)\n        return u", "in a way that v0.4 has not", id="the speaker"),
        pytest.param(
            "return max(self.agents, key=lambda x: len(x.system_message))", "have not", id="an agent's prompt"
        ),
        pytest.param(
            "one = super().select_speaker(last_speaker, selector)\n        return one", "of v0.2's", id="super"
        ),
    ],
)
def test_a_method_that_does_more_with_its_group_than_v04_can_stays(body: str, reason: str):
    assert reason in "; ".join(reasons(source(body)))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"constructor": "self.first = agents[0]"}, "does more with v0.2's group", id="the agents"),
        pytest.param({"constructor": "self.n = len(self.agents)"}, "in a way that v0.4 has not", id="v0.2's field"),
        pytest.param(
            {"more": "def select_speaker_msg(self, agents):\n        pass"}, "its own select_speaker_msg", id="prompt"
        ),
        pytest.param({"more": "@property\n    def n(self):\n        return 1"}, "its own n", id="decorated"),
        pytest.param({"more": "def n(self):\n        return len(self.messages)"}, "in a way that v0.4", id="helper"),
        pytest.param({"after": "print(relay.word)"}, "its attribute word", id="read elsewhere"),
        pytest.param({"after": "print(isinstance(relay, Relay))"}, "otherwise than to make groups", id="a type"),
        pytest.param({"after": "Relay([u, a])"}, "share their list of messages", id="two groups and one list"),
        pytest.param({"given": ", old"}, "starts with a history", id="a history"),
    ],
)
def test_a_class_that_does_more_than_selecting_stays(changes: dict[str, str], reason: str):
    assert reason in "; ".join(reasons(source(**changes)))


def test_asynchronous_chats_do_not_ask_the_method_so_the_class_stays():
    text = source().replace("u.initiate_chat", "async def go():\n    await u.a_initiate_chat")
    assert "an asynchronous chat asks no select_speaker of Relay" in "; ".join(reasons(text))


def test_the_class_keeps_its_method_and_what_is_its_own():
    text = rewritten(source('return u if self.word in self.messages[-1]["content"] else self.agents[1]'))
    assert 'class Relay:\n    def __init__(self, word="stop"):\n        self.word = word\n' in text
    assert (
        "    def select_speaker(self, last_speaker: ChatAgent, group):\n"
        '        return u if self.word in group.messages[-1]["content"] else group.agents[1]\n'
    ) in text
    assert "speaker_selector(Relay().select_speaker, [u, a], c_client)" in " ".join(text.split())


def test_what_only_the_class_needs_is_still_given_to_it():
    text = rewritten(source('return u if self.word == "x" else None', given=', rounds=4, word="x"'))
    assert 'Relay(word="x").select_speaker' in text
    assert "max_turns=3" in text


def test_the_choice_of_v02_is_the_models():
    text = rewritten(source("group = 1\n        return super().select_speaker(last_speaker, selector)"))
    assert "def select_speaker(self, last_speaker: ChatAgent, group_chat):" in text
    assert 'return "auto"' in text
