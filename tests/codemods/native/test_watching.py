"""Classes whose methods see messages on their way."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

PROGRAM = """
from autogen import AssistantAgent, ConversableAgent, UserProxyAgent


class Seen(AssistantAgent):
    def send(self, message, recipient, request_reply=None, silent=False):
        {body}
        super().send(message, recipient, request_reply, silent)


a = Seen("a", llm_config=c)
u = UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
{before}u.initiate_chat(a, message="hi"{chat})
"""
PLAIN = {"body": "show(self.name, message)", "before": "", "chat": ""}
HAND_ON = "        super().send(message, recipient, request_reply, silent)\n"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param({"body": "message = message.upper()"}, "changes the message", id="another message"),
        pytest.param({"body": "message['content'] = ''"}, "changes the message", id="a changed message"),
        pytest.param({"body": "if not message:\n            return"}, "does not hand every message on", id="a filter"),
        pytest.param({"body": "print(silent)"}, "reads silent", id="whether it is printed"),
        pytest.param({"body": "self.count = 1"}, "for more than its name", id="the agent"),
        pytest.param({"body": "recipient.receive('x', self)"}, "for more than its name", id="its partner"),
        pytest.param({"chat": ", silent=True"}, "within another", id="a silent chat"),
        pytest.param({"before": "m = {'content': 'x'}\n", "chat": ", carryover=m"}, "", id="a carryover"),
    ],
)
def test_a_method_that_does_more_stays(given: dict[str, str], reason: str):
    if not reason:
        assert "watched(" in rewritten(PROGRAM.format(**{**PLAIN, **given}))
        return
    assert reason in "; ".join(reasons(PROGRAM.format(**{**PLAIN, **given})))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(HAND_ON, "", id="nothing is handed on"),
        pytest.param("recipient, request_reply, silent)\n\n", "recipient)\n\n", id="no reply is asked for"),
        pytest.param(HAND_ON, HAND_ON + "        print(1)\n", id="something happens after the answer"),
        pytest.param(HAND_ON, f"        if message:\n    {HAND_ON}", id="only sometimes"),
    ],
)
def test_a_message_must_be_handed_on_as_it_is(old: str, new: str):
    assert "has its own send" in "; ".join(reasons(PROGRAM.format(**PLAIN).replace(old, new)))


def test_the_method_is_a_function_of_the_run():
    code = rewritten(PROGRAM.format(**PLAIN))
    assert "def seen_sends(agent, message, recipient):\n    show(agent.name, message)\n" in code
    assert 'sent={"a": seen_sends}' in code
    assert "class Seen" not in code


def test_a_method_that_only_hands_on_goes():
    code = rewritten(PROGRAM.format(**{**PLAIN, "body": '"""As it is."""'}))
    assert "watched" not in code and "seen_sends" not in code


def test_a_way_to_ask_nobody_goes():
    code = rewritten(
        PROGRAM.format(**PLAIN)
        .replace("send(self, message, recipient, request_reply=None, silent=False)", "get_human_input(self, prompt)")
        .replace(HAND_ON, "")
        .replace("show(self.name, message)", "return 'x'")
    )
    assert "get_human_input" not in code
