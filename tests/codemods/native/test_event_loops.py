"""v0.4's model clients belong to one event loop: agents that several would use stay."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

AGENTS = """\
import asyncio

import autogen

writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config={"model": "gpt-4o"})
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)


async def ask(question):
    await user.a_initiate_chat(writer, message=question, max_turns=1)


"""
CHAT = 'user.initiate_chat(writer, message="hi", max_turns=1)\n'


@pytest.mark.parametrize(
    "code",
    [
        pytest.param('asyncio.run(ask("1"))\n' + CHAT, id="a chat besides"),
        pytest.param('for each in "ab":\n    asyncio.new_event_loop().run_until_complete(ask(each))\n', id="a loop"),
        pytest.param('asyncio.run(ask("1"))\nasyncio.run(ask("2"), debug=True)\n', id="a loop of its own kind"),
    ],
)
def test_agents_that_several_event_loops_use_stay(code: str):
    assert any("several event loops use writer" in reason for reason in reasons(AGENTS + code))


def test_agents_of_one_event_loop_are_native():
    assert 'asyncio.run(ask("1"))' in rewritten(AGENTS + 'asyncio.run(ask("1"))\n')


def test_agents_that_each_event_loop_has_for_itself_are_native():
    made = "".join(f"    {line}\n" for line in AGENTS.splitlines() if line.startswith(("writer", "user")))
    start = AGENTS.index("writer = ")
    code = AGENTS[:start] + "async def ask(question):\n" + made + f"    {CHAT}"
    assert "await" in rewritten(code + '\n\nasyncio.run(ask("1"))\nasyncio.run(ask("2"))\n')


def test_a_page_that_runs_its_script_again_waits_through_the_bridge():
    text = rewritten("import streamlit as st\n" + AGENTS[: AGENTS.index("async def")] + CHAT + "st.write(1)\n")
    assert "bridge.run(Console, " in text and "asyncio.run" not in text


def test_a_model_client_stays_open_for_functions_that_may_be_called_later():
    code = AGENTS.replace("async def", "def").replace("await user.a_", "user.")
    assert ".close()" not in rewritten(code + CHAT + 'ask("2")\n')
