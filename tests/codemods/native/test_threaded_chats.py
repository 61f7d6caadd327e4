"""Chats that asynchronous code has run on other threads, and programs with several event loops."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

_PROGRAM = """
import asyncio
import autogen

c = {{"config_list": [{{"model": "gpt-4o"}}], "cache_seed": None}}
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
{before}

async def ask(text):
    {chat}


{run}
"""
_THREAD = "await asyncio.to_thread(u.initiate_chat, a, message=text)"
_RUN = 'asyncio.run(ask("hi"))'


def _source(chat: str = _THREAD, before: str = "", run: str = _RUN) -> str:
    return _PROGRAM.format(chat=chat, before=before, run=run)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            _source("return asyncio.to_thread(u.initiate_chat, a, message=text)"),
            "the asynchronous chat is not awaited where it starts",
        ),
        (
            _source(before="a.register_hook('process_last_received_message', lambda text: text)\n"),
            "a calls functions of its own, on the thread of the chat",
        ),
    ],
)
def test_chats_stay_on_their_threads_where(source: str, reason: str):
    assert reason in "; ".join(reasons(source))


@pytest.mark.parametrize(
    "chat",
    [
        _THREAD,
        "await asyncio.to_thread(lambda: u.initiate_chat(a, message=text))",
        "await asyncio.get_running_loop().run_in_executor(None, lambda: u.initiate_chat(a, message=text))",
        "await run_in_threadpool(u.initiate_chat, a, message=text)",
        "await make_async(u.initiate_chat)(a, message=text)",
    ],
)
def test_a_chat_on_another_thread_is_awaited(chat: str):
    text = rewritten(_source(chat))
    assert '    await Console(a.run_stream(task=TextMessage(content=text, source="u")))\n' in text
    assert 'asyncio.run(ask("hi"))' in text


@pytest.mark.parametrize(
    ("run", "written"),
    [
        (_RUN + "\n" + _RUN, 'bridge.run(ask, "hi")\nbridge.run(ask, "hi")\n'),
        ("for each in texts:\n    asyncio.run(ask(text=each))", "bridge.run(lambda: ask(text=each))"),
    ],
)
def test_coroutines_share_one_event_loop_with_the_model_client(run: str, written: str):
    assert written in rewritten(_source(run=run))
