"""Classes that ask a human in their own way, and managers with copies of v0.2's loop: what stays, and what becomes."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten
from native_programs import own_humans

ASKING = """
import autogen


class Typist(autogen.UserProxyAgent):
    def __init__(self, name, typed{parameter}, **kwargs):
        super().__init__(name, **kwargs)
        self.typed = typed
        {constructor}

    def get_human_input(self, prompt: str) -> str:
        {body}

    def more(self):
        {more}


assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user = Typist("user", {given}, code_execution_config=False)
{after}
user.initiate_chat(assistant, message="hi")
"""


def asking(
    body: str = "return self.typed.pop()",
    constructor: str = "",
    more: str = "return len(self.typed)",
    given: str = '["a"]',
    after: str = "",
    parameter: str = "",
) -> str:
    return ASKING.format(body=body, constructor=constructor, more=more, given=given, after=after, parameter=parameter)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"body": "return super().get_human_input(prompt)"}, "goes on to v0.2's", id="v0.2's own"),
        pytest.param({"body": "return self.chat_messages"}, "more of v0.2's agent", id="its histories"),
        pytest.param(
            {"body": "return self.last_message(assistant)"}, "no text of its one", id="one conversation of many"
        ),
        pytest.param({"body": "return asyncio.run(ask())"}, "an event loop", id="an event loop"),
        pytest.param({"more": "self.send('x', assistant)"}, "more of v0.2's agent", id="it sends"),
        pytest.param({"constructor": "self.replies = 0"}, "sets replies, which agents have", id="a name of v0.4"),
        pytest.param({"constructor": "self.name = 'x'"}, "sets name, which agents have", id="a name of v0.2"),
        pytest.param({"constructor": "self.register_reply([autogen.Agent], f)"}, "v0.2", id="a function of its own"),
        pytest.param({"constructor": "self._reply_func_list = []"}, "not have in this order", id="no functions"),
        pytest.param({"after": "isinstance(user, Typist)"}, "otherwise than for agents that meet", id="a type"),
        pytest.param({"after": "user.typed2 = 1"}, "no v0.4 form", id="an attribute from outside"),
        pytest.param({"given": '[], human_input_mode="NEVER"'}, "asks nobody", id="nobody"),
        pytest.param(
            {"parameter": ", llm_config=None", "constructor": "self.c = llm_config"}, "keeps the llm", id="model"
        ),
    ],
)
def test_a_class_that_does_more_than_asking_stays(changes: dict[str, str], reason: str):
    assert reason in "; ".join(reasons(asking(**changes)))


def test_an_asynchronous_chat_asks_by_another_method_so_the_class_stays():
    text = asking().replace("user.initiate_chat", "async def go():\n    await user.a_initiate_chat")
    assert "has no method that asks in all its chats" in "; ".join(reasons(text))


def test_a_class_that_asks_is_one_below_human_proxy_agent():
    text = rewritten(asking(parameter=", times: int = 3", constructor="self.times = times", given='["a"], 4'))
    assert "class Typist(HumanProxyAgent):\n" in text
    assert "def __init__(self, name: str, *, typed, times: int = 3, **settings: Any):\n" in text
    assert "        super().__init__(name, **settings)\n" in text
    assert "async def ask(self, prompt: str, cancellation_token: CancellationToken | None = None) -> str:\n" in text
    assert 'user = Typist("user", typed=["a"], times=4)' in text


GROUP = (
    own_humans.MANAGER
    + """
import autogen


async def run():
    a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
    b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
    group = autogen.GroupChat([a, b], []{group})
    manager = WebManager(group{manager})
    await a.a_initiate_chat(manager, message="hi"{chat})
    {after}
"""
)


def own_loop(group: str = "", manager: str = "", chat: str = "", after: str = "pass") -> str:
    return GROUP.format(group=group, manager=manager, chat=chat, after=after)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"group": ", send_introductions=True"}, "does not introduce", id="introductions"),
        pytest.param({"group": ", allow_repeat_speaker=False"}, "nobody may speak", id="no repeating"),
        pytest.param({"chat": ', summary_method="reflection_with_llm"'}, "summed up", id="a summary"),
        pytest.param({"after": 'await a.a_initiate_chat(manager, message="x")'}, "more than one chat", id="two chats"),
        pytest.param({"after": 'await a.a_initiate_chat(b, message="x")'}, "that have other chats", id="a chat of two"),
        pytest.param({"after": "print(WebManager.__doc__)"}, "otherwise than to make managers", id="another use"),
        pytest.param({"manager": ", name=title"}, "is computed", id="a computed name"),
    ],
)
def test_a_loop_that_would_show_how_it_differs_stays(changes: dict[str, str], reason: str):
    assert reason in "; ".join(reasons(own_loop(**changes)))


def test_a_loop_of_the_other_kind_of_chats_stays():
    text = own_loop().replace("async def run():", "def run():").replace("await a.a_initiate_chat", "a.initiate_chat")
    assert "one of the other kind of chats" in "; ".join(reasons(text))


def test_a_loop_that_is_no_copy_stays():
    text = own_loop().replace("if answer is None:", "if not answer:")
    assert reasons(text)


def test_a_copy_of_the_loop_is_a_team_that_no_message_ends():
    text = rewritten(own_loop(group=", max_round=4"))
    assert "WebManager" not in text
    assert "termination_condition=StopMessageTermination()" in text
    assert "reset()" not in text


TWO = """
import autogen


class Own(autogen.ConversableAgent):
    {method}


first = Own("first", llm_config=False, human_input_mode="ALWAYS")
second = Own("second", llm_config=False, human_input_mode="ALWAYS")
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
v = autogen.UserProxyAgent("v", human_input_mode="NEVER", code_execution_config=False)
u.initiate_chat(first, message="hi", max_turns=1)
v.initiate_chat(second, message="hi", max_turns=1)
strange(v)
"""


@pytest.mark.parametrize(
    "method",
    [
        "def generate_reply(self, messages=None, sender=None, **kwargs):\n        return 'x'",
        "def get_human_input(self, prompt):\n        return input()",
    ],
)
def test_agents_of_one_class_stay_together(method: str):
    source = TWO.format(method=method)
    assert "an argument of strange()" in "; ".join(reasons(source))
