"""A group as a run of a v0.4 team: watched, cancelled, failing, repeated, concurrent."""

import asyncio
import contextvars
import io
import logging
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout

import autogen_compat as autogen
import pytest
from autogen_agentchat.base import TaskResult
from autogen_agentchat.messages import TextMessage, ToolCallExecutionEvent, ToolCallRequestEvent
from autogen_agentchat.teams import SelectorGroupChat
from autogen_agentchat.ui import Console
from autogen_compat.agentchat._group import floor
from autogen_compat.engine import group as engine_group
from autogen_core import CancellationToken


class Broken(Exception):
    """What a member raises."""


def speakers(chat):
    return [message["name"] for message in chat.messages]


async def watched(stream):
    """The messages of a stream, and its result."""
    items = [item async for item in stream]
    assert isinstance(items[-1], TaskResult)
    return items[:-1], items[-1]


def test_a_run_is_a_selector_group_chat_with_a_seat_per_member(member, group, monkeypatch):
    seen = []

    class Spy(SelectorGroupChat):
        def __init__(self, participants, **options):
            seen.append([participant.name for participant in participants])
            super().__init__(participants, **options)

    monkeypatch.setattr(engine_group, "SelectorGroupChat", Spy)
    agents = [member("alice"), member("Product Manager"), member("alice")]
    chat, manager = group(agents, max_round=6)
    agents[0].initiate_chat(manager, message="Hi", silent=True)
    assert seen == [["alice", "Product_Manager", "alice_2"]]
    assert len(chat.messages) == 6


def test_a_chat_of_one_message_needs_no_team(member, group, monkeypatch):
    monkeypatch.setattr(engine_group, "SelectorGroupChat", None)
    alice, bob = member("alice"), member("bob")
    chat, manager = group([alice, bob], max_round=1)
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert speakers(chat) == ["alice"]
    assert bob.last_message(manager)["content"] == "Hi"


async def test_the_stream_shows_every_message_with_its_speaker(member, group):
    alice, pm = member("alice"), member("Product Manager")
    chat, manager = group([alice, pm], max_round=3)
    messages, result = await watched(alice.initiate_chat_stream(manager, message="Hi"))
    assert [(message.source, message.content) for message in messages] == [
        ("alice", "Hi"),
        ("Product Manager", "This is Product Manager."),
        ("alice", "This is alice."),
    ]
    assert all(type(message) is TextMessage for message in messages)
    assert result.messages == messages


async def test_tool_calls_and_results_are_events_in_the_stream(member, group, answering):
    call = {"id": "call_1", "type": "function", "function": {"name": "double", "arguments": '{"x": 4}'}}
    alice = answering(member("alice"), lambda: {"content": None, "tool_calls": [call]})
    bob = member("bob", function_map={"double": lambda x: 2 * x})
    user = member("user")
    chat, manager = group([user, alice, bob], max_round=3)
    messages, _ = await watched(user.initiate_chat_stream(manager, message="Double 4."))
    events = [message for message in messages if not isinstance(message, TextMessage)]
    assert [type(event) for event in events] == [ToolCallRequestEvent, ToolCallExecutionEvent]
    assert events[0].content[0].name == "double"
    assert events[1].content[0].content == "8"
    assert speakers(chat) == ["user", "alice", "bob"]


async def test_a_watched_group_prints_only_what_the_console_prints(member, group, capsys):
    alice, bob = member("alice"), member("bob")
    _, manager = group([alice, bob], {"silent": False}, max_round=2)
    await Console(alice.initiate_chat_stream(manager, message="Hi"))
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert lines == [
        "---------- TextMessage (alice) ----------",
        "Hi",
        "---------- TextMessage (bob) ----------",
        "This is bob.",
    ]


async def test_a_stream_shows_the_messages_of_a_group_inside_a_member(member, group, answering):
    inner, inner_manager = group([member("c"), member("d")], {"name": "inner"}, max_round=2)
    alice, bob = member("alice"), member("bob")
    answering(bob, lambda: bob.initiate_chat(inner_manager, message="Well?", silent=True).summary)
    _, manager = group([alice, bob], max_round=2)
    messages, _ = await watched(alice.initiate_chat_stream(manager, message="Hi"))
    assert [message.source for message in messages] == ["alice", "bob", "c", "bob"]


async def test_a_cancelled_group_stops_and_can_be_used_again(member, group, caplog):
    alice, bob = member("alice"), member("bob")
    entered = asyncio.Event()

    async def endless(recipient, messages, sender, config):
        entered.set()
        await asyncio.sleep(60)
        return True, "late"

    bob.register_reply([autogen.Agent, None], endless)
    chat, manager = group([alice, bob], max_round=3)
    token = CancellationToken()
    run = asyncio.ensure_future(watched(alice.initiate_chat_stream(manager, message="Hi", cancellation_token=token)))
    await asyncio.wait_for(entered.wait(), 10)
    token.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(run, 10)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    bob._reply_func_list.pop(0)
    await alice.a_initiate_chat(manager, message="Again", silent=True)
    assert speakers(chat) == ["alice", "bob", "alice"]


async def test_a_cancelled_task_ends_the_group(member, group):
    alice, bob = member("alice"), member("bob")
    entered, left = asyncio.Event(), asyncio.Event()

    async def endless(recipient, messages, sender, config):
        entered.set()
        try:
            await asyncio.sleep(60)
        finally:
            left.set()

    bob.register_reply([autogen.Agent, None], endless)
    _, manager = group([alice, bob])
    run = asyncio.ensure_future(alice.a_initiate_chat(manager, message="Hi", silent=True))
    await asyncio.wait_for(entered.wait(), 10)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(run, 10)
    assert left.is_set()


def test_a_members_exception_comes_out_as_itself_and_quietly(member, group, answering, caplog):
    failure = Broken("as it was raised")

    def fail():
        raise failure

    alice, bob = member("alice"), answering(member("bob"), fail)
    chat, manager = group([alice, bob])
    with pytest.raises(Broken) as caught:
        alice.initiate_chat(manager, message="Hi", silent=True)
    assert caught.value is failure
    assert "fail" in [entry.name for entry in caught.traceback]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    bob._reply_func_list.pop(0)
    alice.initiate_chat(manager, message="Again", silent=True)
    assert speakers(chat) == ["alice", "bob", "alice", "bob"]


@pytest.mark.parametrize("place", ["append", "select_speaker", "is_termination_msg"])
def test_a_failure_between_two_replies_comes_out_as_itself(member, group, place):
    alice, bob = member("alice"), member("bob")
    chat, manager = group([alice, bob])

    def fail(*_):
        if len(chat.messages) >= 2:
            raise Broken(place)
        return original(*_)

    running = manager._reply_func_list[1]["config"]
    owner, name = (manager, "_is_termination_msg") if place == "is_termination_msg" else (running, place)
    original = getattr(owner, name)
    setattr(owner, name, fail)
    with pytest.raises(Broken, match=place):
        alice.initiate_chat(manager, message="Hi", silent=True)


def test_a_lent_cache_is_given_back_after_a_failure(member, group, answering):
    def fail():
        raise Broken

    alice, bob = member("alice"), answering(member("bob"), fail)
    bob.client_cache = own = object()
    _, manager = group([alice, bob])
    with floor.SyncFloor(manager, manager.groupchat).lent_cache():
        assert bob.client_cache is own
    manager.client_cache = object()
    with pytest.raises(Broken), floor.SyncFloor(manager, manager.groupchat).lent_cache():
        assert bob.client_cache is manager.client_cache
        raise Broken
    assert bob.client_cache is own


def test_callbacks_run_on_the_callers_thread_and_in_its_context(member, group, answering):
    tenant = contextvars.ContextVar("tenant", default="nobody")
    seen = []

    def look():
        seen.append((threading.get_ident(), tenant.get()))
        tenant.set(tenant.get() + "!")
        return "seen"

    alice, bob = member("alice"), answering(member("bob"), look)
    _, manager = group([alice, bob], max_round=4)
    tenant.set("acme")
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert seen == [(threading.get_ident(), "acme"), (threading.get_ident(), "acme!")]
    assert tenant.get() == "acme!!"


def test_members_may_come_and_go_while_the_group_talks(member, group, answering):
    alice, bob, carol = (member(name) for name in ("alice", "bob", "carol"))

    def in_turn(last, chat):
        return chat.agents[(chat.agents.index(last) + 1) % len(chat.agents)] if last in chat.agents else chat.agents[0]

    chat, manager = group([alice, bob], max_round=7, speaker_selection_method=in_turn)

    def swap():
        if carol not in chat.agents:
            chat.agents.append(carol)
        return "bob, once more"

    answering(bob, swap)
    answering(carol, lambda: chat.agents.remove(carol) or "bye")
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert speakers(chat) == ["alice", "bob", "carol", "alice", "bob", "carol", "alice"]


def test_messages_edited_between_turns_stay_edited(member, group, answering):
    alice, bob = member("alice"), member("bob")
    chat, manager = group([alice, bob], max_round=3)

    def edit():
        chat.messages[0]["content"] = "(gone)"
        return "edited"

    answering(bob, edit)
    alice.initiate_chat(manager, message="secret", silent=True)
    assert [message["content"] for message in chat.messages] == ["(gone)", "edited", "This is alice."]


def test_groups_that_share_nobody_run_at_once_in_threads(member, group):
    meeting = threading.Barrier(4, timeout=20)

    def chat_once(number):
        left, right = member(f"left{number}"), member(f"right{number}")
        right.register_reply(lambda _: True, lambda *_, **__: (meeting.wait() >= 0, "met"))
        chat, manager = group([left, right], max_round=2)
        left.initiate_chat(manager, message=str(number), silent=True)
        return [message["content"] for message in chat.messages]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(chat_once, range(4))) == [[str(n), "met"] for n in range(4)]


async def test_groups_that_share_nobody_run_at_once_in_one_loop(member, group):
    waiting = [asyncio.Event() for _ in range(3)]

    async def meet(number):
        waiting[number].set()
        await asyncio.gather(*(event.wait() for event in waiting))
        return f"met {number}"

    async def chat_once(number):
        left, right = member(f"left{number}"), member(f"right{number}")

        async def reply(recipient, messages, sender, config):
            return True, await meet(number)

        right.register_reply([autogen.Agent, None], reply)
        chat, manager = group([left, right], max_round=2)
        await left.a_initiate_chat(manager, message="Hi", silent=True)
        return chat.messages[-1]["content"]

    results = await asyncio.wait_for(asyncio.gather(*(chat_once(n) for n in range(3))), 20)
    assert results == ["met 0", "met 1", "met 2"]


async def test_a_synchronous_group_runs_below_a_running_loop(member, group):
    alice, bob = member("alice"), member("bob")
    chat, manager = group([alice, bob])
    alice.initiate_chat(manager, message="Hi", silent=True)
    await asyncio.sleep(0)
    assert speakers(chat) == ["alice", "bob", "alice", "bob"]


def test_the_same_agents_may_sit_in_two_groups_one_after_the_other(member, group):
    alice, bob = member("alice"), member("bob")
    for rounds in (2, 5, 3):
        chat, manager = group([alice, bob], max_round=rounds)
        alice.initiate_chat(manager, message="Hi", silent=True)
        assert len(chat.messages) == rounds


def test_a_group_may_be_as_long_as_it_likes(member, group):
    alice, bob = member("alice", max_consecutive_auto_reply=9999), member("bob", max_consecutive_auto_reply=9999)
    chat, manager = group([alice, bob], max_round=1200)
    alice.initiate_chat(manager, message="Hi", silent=True)
    assert len(chat.messages) == 1200


def test_groups_nest_as_deep_as_chats(member, group, answering):
    def ask(depth):
        alice, bob = member(f"alice{depth}"), member(f"bob{depth}")
        chat, manager = group([alice, bob], max_round=2)
        if depth:
            answering(bob, lambda: str(ask(depth - 1) + 1))
        alice.initiate_chat(manager, message="Hi", silent=True)
        return int(chat.messages[-1]["content"]) if depth else 0

    assert ask(8) == 8


def test_ctrl_c_ends_a_group_at_once_and_the_program_goes_on(tmp_path):
    program = textwrap.dedent("""
        import os, signal, threading, time
        import autogen_compat as autogen

        def member(name):
            return autogen.ConversableAgent(name, llm_config=False, human_input_mode="NEVER", default_auto_reply=name)

        alice, bob = member("alice"), member("bob")

        def slow(recipient, messages, sender, config):
            threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
            time.sleep(60)

        bob.register_reply([autogen.Agent, None], slow)
        chat = autogen.GroupChat([alice, bob], [], max_round=3, speaker_selection_method="round_robin")
        manager = autogen.GroupChatManager(chat, llm_config=False)
        try:
            alice.initiate_chat(manager, message="Hi", silent=True)
        except KeyboardInterrupt:
            print("interrupted")
        bob._reply_func_list.pop(0)
        alice.initiate_chat(manager, message="Hi", silent=True)
        print(len(chat.messages))
    """)
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=50, check=True)
    lines = done.stdout.splitlines()
    assert "interrupted" in lines and lines[-1] == "3"
    assert "Traceback" not in done.stderr
    assert time.monotonic() - start < 40


def test_an_agent_that_is_not_ours_may_manage_a_group(member, group):
    alice, bob = member("alice"), member("bob")
    chat = autogen.GroupChat([alice, bob], [], max_round=3, speaker_selection_method="round_robin")
    deputy = member("deputy")
    deputy.register_reply(autogen.Agent, autogen.GroupChatManager.run_chat, config=chat)
    with redirect_stdout(io.StringIO()) as printed:
        alice.initiate_chat(deputy, message="Hi")
    assert "Next speaker: bob" in printed.getvalue()
    assert speakers(chat) == ["alice", "bob", "alice"]
