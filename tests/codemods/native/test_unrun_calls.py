"""Groups whose models are told of tools that no member runs: what stays, and what they become."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.native import rewrite_source
from codemods_native_check import PlainCells, reasons, rewritten

GROUP = """
import autogen


def look_up(word: str) -> str:
    return word


u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
b = autogen.AssistantAgent("b", system_message="B.", llm_config=c)
for agent in [a, b]:
    agent.register_for_llm(description="Looks up.", api_style="function")(look_up)
group = autogen.GroupChat(agents=[u, a, b], messages=[]{group})
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
{chat}
"""
CHAT = 'u.initiate_chat(manager, message="hi")'


def program(chat: str = CHAT, group: str = "") -> str:
    return GROUP.format(chat=chat, group=group)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(program(f"try:\n    {CHAT}\nexcept Exception:\n    pass"), id="the program goes on"),
        pytest.param(program(f"with suppress(ValueError):\n    {CHAT}"), id="a context that may go on"),
        pytest.param(program(f"@app.get('/')\ndef ask():\n    {CHAT}"), id="a function that others call"),
        pytest.param(program(group=", func_call_filter=False"), id="calls are not looked at"),
        pytest.param(program(group=", speaker_selection_method=lambda last, group: a"), id="a function selects"),
    ],
)
def test_a_call_that_nobody_runs_and_that_does_not_end_the_program_stays(source: str):
    assert "no member of its group runs" in "; ".join(reasons(source))


def test_a_notebook_may_go_on_in_another_cell():
    result = rewrite_source(PlainCells(Path("m.ipynb"), program()))
    assert "no member of its group runs" in "; ".join(finding.message for finding in result.findings)


def test_agents_have_the_tools_that_a_loop_registers_with_them():
    text = " ".join(rewritten(program()).split())
    assert 'a = ToolCallingAgent( "a", model_client=c_client, tools=[look_up_tool],' in text
    assert 'b = ToolCallingAgent( "b", model_client=c_client, tools=[look_up_tool],' in text
    assert "for agent in" not in text
