"""Whole legacy chats where users run them: web handlers, notebooks, threads, callbacks; and how they fail."""

import asyncio
import contextvars
import json
import logging
import sqlite3
import subprocess
import sys
import threading
import time
import traceback
import urllib.request

import autogen_compat as autogen
import nbformat
import pytest
from nbclient import NotebookClient

TENANT = contextvars.ContextVar("TENANT", default="nobody")


def talker(name, says="ok", replies=1):
    return autogen.ConversableAgent(
        name, llm_config=False, human_input_mode="NEVER", default_auto_reply=says, max_consecutive_auto_reply=replies
    )


def contents(result):
    return [message["content"] for message in result.chat_history]


def llm_config(server):
    return {
        "config_list": [{"model": "gpt-4", "api_key": "none", "base_url": server.base_url}],
        "cache_seed": None,
    }


def calling(agent, function):
    """Let the agent answer with what ``function()`` returns."""
    agent.register_reply(lambda _: True, lambda *_, **__: (True, function()))
    return agent


def test_a_chat_below_a_running_loop_answers_like_one_in_a_script():
    async def notebook_cell():
        result = talker("a").initiate_chat(talker("b"), message="hi", silent=True)
        await asyncio.sleep(0)
        return contents(result)

    assert asyncio.run(notebook_cell()) == ["hi", "ok", "ok"]


def test_a_sync_chat_in_an_async_web_handler_serves_concurrent_requests():
    async def handle(reader, writer):
        path = (await reader.readline()).split()[1].decode()
        while (await reader.readline()).strip():
            pass
        result = talker("a").initiate_chat(talker("b"), message=path, max_turns=1, silent=True)
        body = json.dumps(contents(result)).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()
        writer.close()

    async def main():
        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]

        def get(path):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
                return json.loads(answer.read())

        async with server:
            return await asyncio.gather(*(asyncio.to_thread(get, f"/{key}") for key in "abcd"))

    assert asyncio.run(main()) == [[f"/{key}", "ok"] for key in "abcd"]


def test_four_threads_run_chats_of_their_own_agents_at_once():
    results = {}

    def work(key):
        database = sqlite3.connect(":memory:")
        partner = calling(talker("b"), lambda: str(database.execute(f"select {key}").fetchone()[0]))
        results[key] = contents(talker("a").initiate_chat(partner, message="hi", max_turns=2, silent=True))

    threads = [threading.Thread(target=work, args=(key,)) for key in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results == {key: ["hi", str(key), "ok", str(key)] for key in range(4)}


def test_chats_started_in_callbacks_nest_fifty_deep():
    def descend(level):
        if level == 0:
            return "bottom"
        partner = calling(talker("b"), lambda: descend(level - 1))
        return contents(talker("a").initiate_chat(partner, message="down", max_turns=1, silent=True))[-1]

    assert descend(50) == "bottom"


def test_tools_use_the_callers_sqlite_connection_and_context():
    database = sqlite3.connect(":memory:")
    caller, executor = talker("caller", replies=0), talker("executor", replies=5)

    @executor.register_for_execution()
    def look_up(key: str) -> str:
        return f"{TENANT.get()}: {database.execute('select ?', (key,)).fetchone()[0]}"

    request = {
        "content": None,
        "tool_calls": [{"id": "1", "type": "function", "function": {"name": "look_up", "arguments": '{"key": "k"}'}}],
    }

    def scenario():
        TENANT.set("acme")
        return caller.initiate_chat(executor, message=request, max_turns=1, silent=True)

    assert contents(contextvars.copy_context().run(scenario))[-1] == "acme: k"


class Boom(Exception):
    pass


def raising(original):
    def users_function():
        raise original

    return users_function


@pytest.mark.parametrize("is_async", [False, True])
def test_a_reply_functions_exception_arrives_as_itself_and_the_next_chat_works(is_async, caplog):
    original, a, b = Boom("x"), talker("a"), talker("b")
    calling(b, raising(original))
    with pytest.raises(Boom) as caught, caplog.at_level(logging.ERROR):
        if is_async:
            asyncio.run(a.a_initiate_chat(b, message="hi", silent=True))
        else:
            a.initiate_chat(b, message="hi", silent=True)
    assert caught.value is original
    assert "users_function" in [frame.name for frame in traceback.extract_tb(original.__traceback__)]
    assert caplog.records == []
    assert contents(a.initiate_chat(talker("c"), message="again", silent=True)) == ["again", "ok", "ok"]


def test_a_model_calls_error_arrives_as_openais_own(model_server):
    model_server.load([{"status": 401, "message": "bad key"}])
    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config(model_server))
    import openai

    with pytest.raises(openai.AuthenticationError, match="bad key"):
        talker("user").initiate_chat(assistant, message="hi", silent=True)


def test_a_termination_functions_exception_arrives_as_itself():
    original = KeyError("content")
    b = autogen.ConversableAgent(
        "b", llm_config=False, human_input_mode="NEVER", is_termination_msg=lambda _: raising(original)()
    )
    with pytest.raises(KeyError) as caught:
        talker("a").initiate_chat(b, message="hi", silent=True)
    assert caught.value is original


def test_ctrl_c_in_a_callback_leaves_the_agents_usable():
    a, b, presses = talker("a"), talker("b"), [KeyboardInterrupt()]

    def interrupted(*_, **__):
        if presses:
            raise presses.pop()
        return False, None

    b.register_reply(lambda _: True, interrupted)
    with pytest.raises(KeyboardInterrupt):
        a.initiate_chat(b, message="hi", silent=True)
    assert contents(a.initiate_chat(b, message="again", silent=True)) == ["again", "ok", "ok"]


@pytest.mark.parametrize("is_async", [False, True])
def test_successive_chats_share_one_http_connection(model_server, is_async):
    model_server.load(["one", "two", "three"])
    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config(model_server))
    user = talker("user", replies=0)

    def ask():
        if is_async:
            return asyncio.run(user.a_initiate_chat(assistant, message="hi", max_turns=1, silent=True))
        return user.initiate_chat(assistant, message="hi", max_turns=1, silent=True)

    assert [ask().summary for _ in range(3)] == ["one", "two", "three"]
    assert model_server.connections == 1


def test_a_long_chat_does_not_deepen_the_stack():
    a, b = talker("a", replies=2000), talker("b", replies=2000)
    depths = []
    calling(b, lambda: depths.append(len(traceback.extract_stack())) or "ok")
    a.initiate_chat(b, message="hi", max_turns=300, silent=True)
    assert len(depths) == 300
    assert max(depths) == min(depths)


def test_code_after_an_overridden_receive_runs_when_v02_ran_it():
    events = []

    class Watching(autogen.ConversableAgent):
        def receive(self, message, sender, request_reply=None, silent=False):
            events.append(f"before {message}")
            super().receive(message, sender, request_reply, silent)
            events.append(f"after {message}")

    watching = Watching(
        "w", llm_config=False, human_input_mode="NEVER", default_auto_reply="w", max_consecutive_auto_reply=1
    )
    talker("a", says="a").initiate_chat(watching, message="hi", silent=True)
    assert events == ["before hi", "before a", "after a", "after hi"]


def test_agents_that_share_a_name_or_have_an_odd_one_can_chat():
    result = talker("Product Manager 1!").initiate_chat(talker("Product Manager 1!"), message="hi", silent=True)
    assert {message["name"] for message in result.chat_history} == {"Product Manager 1!"}


def test_an_agent_may_talk_to_itself():
    agent = talker("me")
    agent.send("hello", agent, request_reply=False, silent=True)
    assert [message["content"] for message in agent.chat_messages[agent]] == ["hello", "hello"]


def test_a_real_notebook_runs_chats_in_its_cells():
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(source)
        for source in (
            "import autogen_compat as autogen\n"
            "def talker(name):\n"
            "    return autogen.ConversableAgent(name, llm_config=False, human_input_mode='NEVER',\n"
            "        default_auto_reply='ok', max_consecutive_auto_reply=2)\n"
            "a, b = talker('a'), talker('b')",
            "result = a.initiate_chat(b, message='sync'); print(len(result.chat_history))",
            "import asyncio; await asyncio.sleep(0)\n"
            "result = await a.a_initiate_chat(b, message='async', max_turns=1, silent=True)\n"
            "print([m['content'] for m in result.chat_history])",
        )
    ]
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    sync, is_async = ("".join(o["text"] for o in cell["outputs"]) for cell in notebook.cells[1:])
    assert "a (to b):\n\nsync\n" in sync.replace("\x1b[33m", "").replace("\x1b[0m", "")
    assert sync.endswith("5\n")
    assert is_async == "['async', 'ok']\n"


def test_ctrl_c_while_the_model_answers_stops_the_chat_and_the_program_goes_on(model_server):
    model_server.load([{"text": "late", "delay": 20.0}, "quick"])
    program = f"""
import autogen_compat as autogen
entry = {{"model": "gpt-4", "api_key": "none", "base_url": {model_server.base_url!r}}}
config = {{"config_list": [entry], "cache_seed": None}}
assistant = autogen.AssistantAgent("assistant", llm_config=config)
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
print("READY", flush=True)
try:
    user.initiate_chat(assistant, message="hi", max_turns=1, silent=True)
except KeyboardInterrupt:
    print("interrupted")
print(user.initiate_chat(assistant, message="hi", max_turns=1, silent=True).summary)
"""
    process = subprocess.Popen([sys.executable, "-u", "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().strip() == "READY"
    deadline = time.monotonic() + 20
    while not model_server.requests and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(2)
    assert process.communicate(timeout=15)[0].split() == ["interrupted", "quick"]
