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


MANAGER = """
import autogen


class Boss(autogen.GroupChatManager):
    {method}


a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
group = autogen.GroupChat([a, b], [], speaker_selection_method="round_robin")
manager = Boss(group)
{chat}
"""
SEES = (
    "def {0}(self, message, sender, {1}silent):\n        show(message)\n        super().{0}(message, sender, {1}silent)"
)
HEARS = SEES.format("_process_received_message", "")


@pytest.mark.parametrize(
    ("method", "chat", "reason"),
    [
        (SEES.format("send", "request_reply, "), "", "has its own send"),
        ("def run_chat(self, messages, sender, config):\n        return True, None", "", "has its own run_chat"),
        ("seen = []", "", "keeps something of its own"),
        (HEARS + "\n    " + SEES.format("receive", "request_reply, "), "", "sees twice"),
        (HEARS, "isinstance(manager, Boss)", "otherwise than to make managers"),
        (HEARS, "async def f():\n    await a.a_initiate_chat(manager, message='x')", "asynchronous group"),
        (HEARS, "u = autogen.UserProxyAgent('u')\nu.initiate_chat(manager, message='x')", "another agent starts"),
    ],
)
def test_a_manager_of_ones_own_that_does_more_stays(method: str, chat: str, reason: str):
    begins = "" if "initiate_chat" in chat else 'a.initiate_chat(manager, message="hi")\n'
    assert reason in "; ".join(reasons(MANAGER.format(method=method, chat=begins + chat)))


def test_a_manager_of_ones_own_is_a_function_that_the_run_calls():
    text = rewritten(MANAGER.format(method=HEARS, chat='a.initiate_chat(manager, message="hi")'))
    assert "def boss_receives(agent, message, sender):\n    show(message)\n" in text
    assert 'received={"chat_manager": boss_receives}' in text
    assert "Boss" not in text
