"""The bridge between synchronous callers and the asynchronous engine, in every situation that users bring."""

import asyncio
import contextvars
import signal
import sqlite3
import sys
import threading
import traceback

import pytest
from autogen_compat.engine import bridge

LEVEL = contextvars.ContextVar("LEVEL", default=0)


async def _engine(count, callback, pause=0.0):
    """One task per message, as v0.4's runtime does."""

    async def handle(index):
        await asyncio.sleep(pause)
        return await bridge.call(callback, index)

    return [await asyncio.ensure_future(handle(index)) for index in range(count)]


def chat(count, callback, pause=0.0):
    return bridge.run(_engine, count, callback, pause)


async def a_chat(count, callback, pause=0.0):
    return await bridge.arun(_engine, count, callback, pause)


class Boom(Exception):
    pass


def test_a_plain_script_gets_what_its_callbacks_return():
    assert chat(3, lambda i: i * i) == [0, 1, 4]


def test_a_running_event_loop_below_is_left_as_it_was():
    async def main():
        result = chat(3, lambda i: i)
        await asyncio.sleep(0.01)
        assert asyncio.current_task() is not None
        return result, await asyncio.wait_for(asyncio.sleep(0.01, 7), 1)

    assert asyncio.run(main()) == ([0, 1, 2], 7)


@pytest.mark.parametrize("depth", [1, 50])
def test_callbacks_may_enter_again_to_any_depth(depth):
    def descend(level):
        return 0 if level == 0 else chat(1, lambda _: descend(level - 1))[0] + 1

    assert descend(depth) == depth


def test_callbacks_run_on_the_callers_thread_where_sqlite_wants_them():
    database = sqlite3.connect(":memory:")
    database.execute("create table t(x)")

    def callback(index):
        database.execute("insert into t values(?)", (index,))
        chat(1, lambda _: database.execute("insert into t values(9)"))
        return threading.get_ident()

    assert set(chat(2, callback)) == {threading.get_ident()}
    assert database.execute("select count(*) from t").fetchone() == (4,)


def test_callbacks_may_set_signal_handlers():
    def callback(_):
        previous = signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, previous)

    chat(1, callback)


def test_context_variables_go_in_and_come_out():
    def callback(_):
        LEVEL.set(LEVEL.get() + 1)
        return LEVEL.get()

    def scenario():
        LEVEL.set(7)
        return chat(2, callback), LEVEL.get()

    assert contextvars.copy_context().run(scenario) == ([8, 9], 9)


def test_a_context_token_of_one_callback_is_valid_in_the_next():
    tokens = []

    def callback(index):
        return tokens.append(LEVEL.set(5)) if index == 0 else LEVEL.reset(tokens.pop())

    chat(2, callback)
    assert LEVEL.get() == 0


def test_the_very_exception_of_a_callback_arrives_with_its_traceback():
    original = Boom("x")

    def users_function(_):
        raise original

    with pytest.raises(Boom) as caught:
        chat(1, users_function)
    assert caught.value is original
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names[-1] == "users_function"
    assert "test_the_very_exception_of_a_callback_arrives_with_its_traceback" in names


def test_an_outer_callback_can_catch_what_an_inner_chat_raises():
    def inner(_):
        raise Boom

    def outer(_):
        with pytest.raises(Boom):
            chat(1, inner)
        return "caught"

    assert chat(2, outer) == ["caught", "caught"]


@pytest.mark.parametrize("leaving", [SystemExit(3), KeyboardInterrupt()])
def test_leaving_a_callback_leaves_the_chat_and_the_bridge_stays_usable(leaving):
    def callback(_):
        raise leaving

    with pytest.raises(type(leaving)) as caught:
        chat(1, callback)
    assert caught.value is leaving
    assert chat(1, lambda i: 4) == [4]


def test_a_callback_that_leaks_stop_iteration_does_not_hang():
    with pytest.raises((StopIteration, RuntimeError)):
        chat(1, lambda _: next(iter(())))


def test_system_exit_in_the_engines_own_task_reaches_the_caller():
    async def die():
        await asyncio.sleep(0)
        sys.exit(3)

    with pytest.raises(SystemExit):
        bridge.run(die)
    assert chat(1, lambda i: 4) == [4]


def test_four_threads_chat_at_once():
    results, all_inside = {}, threading.Barrier(4)

    def work(key):
        def callback(_):
            all_inside.wait(timeout=30)  # breaks unless the four chats overlap
            return key, threading.get_ident()

        results[key] = chat(3, callback)

    threads = [threading.Thread(target=work, args=(key,)) for key in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {key: {each[0] for each in result} for key, result in results.items()} == {k: {k} for k in range(4)}
    assert len({result[0][1] for result in results.values()}) == 4


def test_a_callback_may_start_a_thread_that_chats():
    def callback(_):
        results = []
        thread = threading.Thread(target=lambda: results.extend(chat(1, lambda j: j + 40)))
        thread.start()
        thread.join(5)
        return results

    assert chat(2, callback) == [[40], [40]]


def test_a_sync_callback_may_call_asyncio_run():
    assert chat(2, lambda i: asyncio.run(asyncio.sleep(0, i))) == [0, 1]


def test_an_async_callback_of_a_sync_chat_runs_on_the_callers_thread():
    database = sqlite3.connect(":memory:")

    async def callback(_):
        await asyncio.sleep(0)
        return database.execute("select 41").fetchone()[0] + chat(1, lambda i: 1)[0]

    assert chat(2, callback) == [42, 42]


def test_code_on_the_engines_own_thread_may_use_the_sync_api():
    async def tool():
        return chat(1, lambda i: threading.current_thread().name)[0]

    assert bridge.run(tool) == "autogen-compat-engine"


def test_an_awaiting_task_is_the_home_of_its_callbacks():
    async def main():
        task = asyncio.current_task()

        async def callback(index):
            await asyncio.sleep(0)
            LEVEL.set(LEVEL.get() + 1)
            return asyncio.current_task() is task

        return await a_chat(2, callback), LEVEL.get()

    assert asyncio.run(main()) == ([True, True], 2)


def test_awaiting_chats_overlap_with_each_other():
    async def main():
        inside, all_inside = [], asyncio.Event()

        async def callback(_):
            inside.append(1)
            if len(inside) == 4:
                all_inside.set()
            return await asyncio.wait_for(all_inside.wait(), 30)

        return await asyncio.gather(*(a_chat(1, callback) for _ in range(4)))

    assert asyncio.run(main()) == [[True]] * 4


def test_awaiting_chats_raise_the_callbacks_exception():
    original = Boom("x")

    def callback(_):
        raise original

    async def main():
        with pytest.raises(Boom) as caught:
            await a_chat(1, callback)
        return caught.value

    assert asyncio.run(main()) is original


def test_cancelling_the_awaiting_task_cancels_the_engine_and_waits_for_its_clean_up():
    cleaned = []

    async def engine():
        try:
            await asyncio.sleep(20)
        finally:
            await asyncio.sleep(0.05)
            cleaned.append(True)

    async def main():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(bridge.arun(engine), 0.1)

    asyncio.run(main())
    assert cleaned == [True]


def test_a_sync_chat_within_an_async_callback_works():
    async def main():
        async def callback(_):
            return chat(1, lambda i: 5)[0]

        return await a_chat(1, callback)

    assert asyncio.run(main()) == [5]


def test_an_alarm_that_raises_ends_the_chat():
    class TimeIsUp(Exception):
        pass

    def ring(*_):
        raise TimeIsUp

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(TimeIsUp):
            chat(1, lambda i: i, pause=3600)
    finally:
        signal.signal(signal.SIGALRM, previous)
    assert chat(1, lambda i: 4) == [4]


def test_what_is_awaited_below_a_blocked_loop_runs_beside_it():
    async def answer():
        return 7

    async def below():
        return await asyncio.wait_for(bridge.arun(answer), 5)

    async def blocking():
        return bridge.run(below)

    assert bridge.run(blocking) == 7


def test_without_a_home_a_callback_runs_right_there():
    async def main():
        return await bridge.call(lambda: threading.get_ident())

    assert asyncio.run(main()) == threading.get_ident()


def test_driving_a_coroutine_that_suspends_is_an_error_that_says_what_to_use():
    with pytest.raises(RuntimeError, match="a_"):
        bridge.drive(asyncio.sleep(0))


def test_the_callers_frames_are_on_the_callbacks_stack():
    def callback(_):
        return [frame.name for frame in traceback.extract_stack()]

    assert "test_the_callers_frames_are_on_the_callbacks_stack" in chat(1, callback)[0]


def test_many_short_lived_threads_leave_no_threads_behind():
    chat(1, lambda i: i)
    before = threading.active_count()
    for _ in range(20):
        thread = threading.Thread(target=lambda: chat(1, lambda i: i))
        thread.start()
        thread.join(10)
    assert threading.active_count() == before
