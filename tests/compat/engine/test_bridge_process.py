"""What only a process of its own can show: Ctrl-C, fork, the end of the interpreter."""

import signal
import subprocess
import sys
import textwrap
import time

PRELUDE = """
import asyncio, sys, time
from autogen_compat.engine import bridge
async def engine(callback, pause=0):
    await asyncio.sleep(pause)
    return await bridge.call(callback)
def chat(callback, pause=0):
    return bridge.run(engine, callback, pause)
"""


def start(body):
    return subprocess.Popen(
        [sys.executable, "-u", "-c", PRELUDE + textwrap.dedent(body)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(body):
    process = start(body)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    return out, err


def interrupt(body):
    """Press Ctrl-C when the program says READY."""
    process = start(body)
    while "READY" not in (line := process.stdout.readline()):
        assert line, process.stderr.read()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    return out, err


def test_ctrl_c_while_the_engine_waits_cleans_up_first_and_leaves_the_bridge_usable():
    out, err = interrupt("""
        cleaned = []
        async def slow():
            try:
                print("READY"); await asyncio.sleep(3600)
            finally:
                await asyncio.sleep(0.05); cleaned.append(1)
        try: bridge.run(slow)
        except KeyboardInterrupt: print("interrupted", cleaned, chat(lambda: "usable"))
    """)
    assert out.split() == ["interrupted", "[1]", "usable"], err


def test_ctrl_c_while_a_callback_works_arrives_at_once():
    out, err = interrupt("""
        def callback():
            print("READY"); time.sleep(3600)
        try: chat(callback)
        except KeyboardInterrupt: print("interrupted", chat(lambda: "usable"))
    """)
    assert out.split() == ["interrupted", "usable"], err


def test_ctrl_c_at_an_input_prompt_arrives():
    out, err = interrupt("""
        def callback():
            print("READY"); return input()
        try: chat(callback)
        except KeyboardInterrupt: print("interrupted")
    """)
    assert out.split() == ["interrupted"], err


def test_ctrl_c_in_a_nested_chat_leaves_all_levels():
    out, err = interrupt("""
        def inner():
            print("READY"); time.sleep(3600)
        try: chat(lambda: chat(inner))
        except KeyboardInterrupt: print("interrupted")
    """)
    assert out.split() == ["interrupted"], err


def test_a_forked_child_has_an_engine_of_its_own():
    out, _ = run("""
        import os, signal, warnings
        warnings.simplefilter("ignore")
        chat(lambda: 1)
        pid = os.fork()
        if pid == 0:
            signal.alarm(10)
            os._exit(0 if chat(lambda: 8) == 8 else 1)
        print(os.waitpid(pid, 0)[1])
    """)
    assert out.split() == ["0"]


def test_the_interpreter_ends_without_noise_even_if_an_exit_handler_chats():
    out, err = run("""
        import atexit
        atexit.register(lambda: print("at exit", chat(lambda: 2)))
        chat(lambda: 1)
    """)
    assert out.split() == ["at", "exit", "2"]
    assert err == ""


def test_input_reads_the_terminal_in_callbacks():
    process = start("print([chat(input) for _ in range(2)])")
    out, err = process.communicate("hello\nworld\n", timeout=30)
    assert out.strip() == "['hello', 'world']", err
