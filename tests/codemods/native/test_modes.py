"""A human_input_mode that is set while the program runs, and prompts that are made without a chat."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

SOURCE = """
import autogen
from autogen.agentchat.contrib.retrieve_user_proxy_agent import RetrieveUserProxyAgent

assistant = autogen.AssistantAgent("assistant", system_message="Short.", llm_config={{"model": "gpt-4o"}})
user = autogen.UserProxyAgent("user", {mode}code_execution_config=False)
user.initiate_chat(assistant, message="One?")
{set}
user.initiate_chat(assistant, message="Two?")
"""
SET = 'user.human_input_mode = "ALWAYS"'
NEVER = 'human_input_mode="NEVER", '


def source(mode: str = NEVER, line: str = SET) -> str:
    return SOURCE.format(mode=mode, set=line)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(source(line=f"a = {SET}"), "its attribute human_input_mode that is set", id="two targets"),
        pytest.param(
            source(line=f"user.register_reply(autogen.Agent, reply)\n{SET}").replace(
                "user.init", "def reply(a, messages, sender, config):\n    return False, None\n\n\nuser.init", 1
            ),
            "it is not user alone that asks a human",
            id="functions",
        ),
        pytest.param(
            source().replace("user.initiate", "await user.a_initiate"), "which ask twice", id="asynchronous chats"
        ),
        pytest.param(
            source().replace('"Two?"', '"Two?", max_turns=3'), "only known when it runs", id="turns that may pass"
        ),
    ],
)
def test_a_mode_that_more_depends_on_stays(text: str, reason: str):
    assert reason in "; ".join(reasons(text))


def test_a_mode_that_is_set_is_when_the_agent_asks():
    code = rewritten(source())
    assert 'user = HumanProxyAgent("user", asks="never")' in code
    assert '    user.asks = "always"\n' in code


def test_a_mode_that_is_computed_is_translated_when_the_program_runs():
    code = rewritten(source(mode="", line="user.human_input_mode = input()"))
    assert 'user = HumanProxyAgent("user")' in code
    assert "user.asks = asks_in(input())" in code


PROMPTS = """
import autogen
from autogen.agentchat.contrib.retrieve_user_proxy_agent import RetrieveUserProxyAgent

rag = RetrieveUserProxyAgent("rag", human_input_mode="NEVER", retrieve_config={{}}, code_execution_config=False)


def look_up(text: str, number: int = 3) -> str:
    rag.n_results = number
    return rag.message_generator({arguments})


{after}
"""
ASKED = 'rag, None, {"problem": text, "n_results": number}'


@pytest.mark.parametrize(
    ("arguments", "after"),
    [
        pytest.param('other, None, {"problem": text}', "", id="another agent"),
        pytest.param('sender=rag, recipient=None, context={"problem": text}', "", id="keywords"),
        pytest.param(ASKED, "rag.retrieve_docs('x')", id="other methods"),
    ],
)
def test_prompts_of_which_more_is_asked_stay(arguments: str, after: str):
    assert reasons(PROMPTS.format(arguments=arguments, after=after))


def test_a_prompt_without_a_chat_is_one_of_the_agent_that_retrieves():
    code = rewritten(PROMPTS.format(arguments=ASKED, after='print(look_up("zebra"))'))
    assert 'return rag.prompt({"problem": text, "n_results": number})' in code
    assert "    rag.n_results = number\n" in code
