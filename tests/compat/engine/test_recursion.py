"""How deep chats nest where v0.2's recursion is kept."""

import sys
import threading

import autogen_compat as autogen
import pytest
from autogen_compat.engine.recursion import roomier_stack


class Sender(autogen.ConversableAgent):
    """Overrides `send`, so that each message is a call inside the one before."""

    def send(self, *args, **kwargs):
        super().send(*args, **kwargs)


def agent(kind, name, **settings):
    return kind(name, llm_config=False, human_input_mode="NEVER", default_auto_reply="again", **settings)


@pytest.fixture(autouse=True)
def pythons_own_limit():
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    assert sys.getrecursionlimit() == 1000
    sys.setrecursionlimit(before)


def test_an_overridden_send_does_not_shorten_a_chat_of_the_default_length():
    left, right = agent(Sender, "left"), agent(Sender, "right")
    result = left.initiate_chat(right, message="Hi", silent=True)
    assert len(result.chat_history) == 201


async def test_an_overridden_a_send_does_not_shorten_a_chat_of_the_default_length():
    class AsyncSender(autogen.ConversableAgent):
        async def a_send(self, *args, **kwargs):
            await super().a_send(*args, **kwargs)

    left, right = agent(AsyncSender, "left"), agent(AsyncSender, "right")
    for each in (left, right):  # v0.2 counts an asynchronous reply twice
        each.update_max_consecutive_auto_reply(200)
    result = await left.a_initiate_chat(right, message="Hi", silent=True)
    assert len(result.chat_history) >= 201


def test_an_endless_recursion_ends_and_the_program_goes_on():
    left, right = agent(Sender, "left"), agent(Sender, "right")
    for each in (left, right):
        each.update_max_consecutive_auto_reply(100_000)
    with pytest.raises(RecursionError):
        left.initiate_chat(right, message="Hi", silent=True)
    assert len(left.initiate_chat(right, message="Hi", max_turns=1, silent=True).chat_history) == 2


def test_an_endless_recursion_ends_in_another_thread_too():
    ended = []

    def chat():
        left, right = agent(Sender, "left"), agent(Sender, "right")
        right.register_reply(
            lambda _: True, lambda *_, **__: (True, right.initiate_chat(left, message="?", silent=True))
        )
        left.register_reply(
            lambda _: True, lambda *_, **__: (True, left.initiate_chat(right, message="?", silent=True))
        )
        try:
            left.initiate_chat(right, message="Hi", silent=True)
        except RecursionError:
            ended.append(True)

    thread = threading.Thread(target=chat)
    thread.start()
    thread.join(60)
    assert ended == [True]


def test_a_limit_that_the_program_sets_in_a_chat_stays():
    with roomier_stack():
        sys.setrecursionlimit(sys.getrecursionlimit() + 500)
    assert sys.getrecursionlimit() == 1500
    sys.setrecursionlimit(1000)
