"""Agents that run code or ask a human: what stays, and what their native form looks like."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

CHAT = """
import autogen
from autogen.coding import {imported}

{before}
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent("user_proxy", {options})
{after}
user_proxy.initiate_chat(assistant, message="hi")
"""


def chat(options: str, before: str = "", after: str = "", imported: str = "LocalCommandLineCodeExecutor") -> str:
    return CHAT.format(options=options, before=before, after=after, imported=imported)


def flat(code: str) -> str:
    """Code without the line breaks of formatting."""
    return "".join(line.strip() + " " * line.rstrip().endswith(",") for line in code.splitlines()).replace(", )", ")")


def test_an_executor_that_is_not_seen_to_be_made_stays():
    source = chat('code_execution_config={"executor": make()}')
    assert reasons(source) == ["it is not seen which code executor user_proxy is given"]


def test_settings_that_are_computed_once_and_used_twice_stay():
    source = chat(
        "code_execution_config=settings",
        before='settings = {"work_dir": mkdtemp()}',
        after="print(settings)",
    )
    assert "computed once and used more than once" in "; ".join(reasons(source))


def test_an_agent_that_asks_a_human_in_chats_of_both_kinds_stays():
    source = """
    import autogen

    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
    user_proxy = autogen.UserProxyAgent("user_proxy", code_execution_config=False)

    async def main():
        user_proxy.initiate_chat(assistant, message="hi")
        await user_proxy.a_initiate_chat(assistant, message="hi")
    """
    assert "user_proxy asks a human in chats of both kinds, async and not" in reasons(source)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ('human_input_mode="NEVER"', 'CodeRunnerAgent("user_proxy", code_executor=ScriptExecutor())'),
        (
            'human_input_mode="NEVER", code_execution_config={"work_dir": "a/b", "use_docker": "python:3"}',
            'CodeRunnerAgent("user_proxy", code_executor=ScriptExecutor(work_dir="a/b", use_docker="python:3"))',
        ),
        (
            'human_input_mode="NEVER", code_execution_config=make()',
            'code_runner("user_proxy", make())',
        ),
        (
            'code_execution_config={"use_docker": None}',
            'HumanProxyAgent("user_proxy", otherwise=CodeRunnerAgent("user_proxy", code_executor=ScriptExecutor()))',
        ),
        (
            'code_execution_config=False, human_input_mode="TERMINATE"',
            'HumanProxyAgent("user_proxy", asks="at the end")',
        ),
        (
            "code_execution_config=False, is_termination_msg=lambda m: False",
            'HumanProxyAgent("user_proxy", stop_when=None)',
        ),
        (
            'human_input_mode="NEVER", code_execution_config={"executor": DockerCommandLineCodeExecutor(image="x")}',
            'CodeRunnerAgent("user_proxy", code_executor=DockerFileExecutor(image="x"))',
        ),
        (
            'human_input_mode="NEVER", code_execution_config={"executor": "commandline-local"}',
            'CodeRunnerAgent("user_proxy", code_executor=LocalFileExecutor())',
        ),
        (
            'human_input_mode="NEVER", code_execution_config={"executor": "ipython-embedded", '
            '"ipython-embedded": {"output_dir": "shown"}}',
            'CodeRunnerAgent("user_proxy", code_executor=KernelExecutor(output_dir="shown"))',
        ),
    ],
)
def test_a_user_proxy_becomes_what_it_does(options: str, expected: str):
    imported = "DockerCommandLineCodeExecutor"
    assert f"user_proxy = {expected}" in flat(rewritten(chat(options, imported=imported)))


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ('{"work_dir": mkdtemp(), "use_docker": False}', '{"work_dir": mkdtemp(), "use_docker": False}'),
        ('{"executor": LocalCommandLineCodeExecutor()}', '{"executor": LocalFileExecutor()}'),
    ],
)
def test_agents_share_settings_that_are_worked_out_once(settings: str, kept: str):
    code = rewritten(f"""
    import autogen
    from autogen.coding import LocalCommandLineCodeExecutor

    settings = {settings}
    a = autogen.AssistantAgent("a", llm_config=c, code_execution_config=settings)
    b = autogen.UserProxyAgent("b", human_input_mode="NEVER", code_execution_config=settings)
    a.initiate_chat(b, message="hi")
    """)
    assert f"settings = {kept}\n" in code
    assert 'a = code_runner("a", settings, otherwise=AssistantAgent(' in flat(code)
    assert 'b = code_runner("b", settings)\n' in code


def test_settings_that_nothing_reads_any_more_go():
    code = rewritten(chat("code_execution_config=settings", before='settings = {"work_dir": "x", "use_docker": False}'))
    assert "settings" not in code


def test_an_executor_in_a_variable_keeps_its_place_and_arguments():
    code = rewritten(
        chat(
            'human_input_mode="NEVER", code_execution_config={"executor": executor}',
            before="# Runs code.\nexecutor = LocalCommandLineCodeExecutor(10, work_dir=folder)",
        )
    )
    assert "# Runs code.\nexecutor = LocalFileExecutor(10, work_dir=folder)\n" in code
    assert 'CodeRunnerAgent("user_proxy", code_executor=executor)' in code


def test_a_model_with_a_human_keeps_its_own_words_apart():
    source = """
    from autogen import ConversableAgent

    llm_config = {"config_list": [{"model": "gpt-4"}], "cache_seed": None}
    a = ConversableAgent("a", system_message="A.", llm_config=llm_config)
    b = ConversableAgent("b", llm_config=llm_config, human_input_mode="NEVER")
    a.initiate_chat(b, message="hi")
    """
    expected = (
        'a = HumanProxyAgent("a", asks="at the end", otherwise=AssistantAgent("a", model_client=model_client, '
        'model_context=OwnWordsContext("a"), system_message="A."))'
    )
    assert expected in flat(rewritten(source))


def test_a_description_is_what_others_read_of_the_whole_agent():
    source = """
    import autogen

    a = autogen.ConversableAgent("a", llm_config=c, system_message="A.", description="The first.")
    b = autogen.AssistantAgent("b", llm_config=c)
    group = autogen.GroupChat(agents=[a, b], messages=[], max_round=4)
    manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
    a.initiate_chat(manager, message="hi")
    """
    code = flat(rewritten(source))
    assert code.count('"The first."') == 1
    assert 'system_message="A."), description="The first.")' in code


TOOLS = """
import autogen

{before}a = autogen.AssistantAgent("a", llm_config=c)
u = autogen.UserProxyAgent("u", {mode}code_execution_config=False)


def add(x: int, y: int) -> int:
    return x + y


autogen.register_function(add, caller=a, executor=u, description="Adds.")
u.initiate_chat(a, message="hi"{chat})
"""


def test_the_executor_of_tools_that_is_made_in_another_block_stays():
    source = TOOLS.format(before="", mode="", chat="").replace("u = autogen", "if True:\n    u = autogen")
    assert "u, which runs tools of a, is made in another block of code" in reasons(source)


@pytest.mark.parametrize("condition", ["not m.get('tool_calls')", "m['content'] is None", "m['content'] == None"])
def test_a_condition_that_tells_tool_calls_from_texts_gets_both(condition: str):
    source = TOOLS.format(before="", mode=f"is_termination_msg=lambda m: {condition}, ", chat="")
    assert f"stop_when=lambda message: bool((lambda m: {condition})(as_received(message)))" in rewritten(source)


@pytest.mark.parametrize(
    ("mode", "chat"),
    [
        ("", ""),
        ('human_input_mode="NEVER", ', ", max_turns=n"),
        ('human_input_mode="NEVER", ', ", clear_history=False"),
    ],
)
def test_tools_are_turns_where_a_human_or_a_computed_limit_comes_between(mode: str, chat: str):
    code = flat(rewritten(TOOLS.format(before="", mode=mode, chat=chat)))
    assert 'add_tool = SequentialFunctionTool(add, description="Adds.")' in code
    assert 'a = ToolCallingAgent("a", model_client=c_client, tools=[add_tool]' in code
    assert 'GroupMember(AutoReplyAgent("u"), tools=[add_tool])' in code
    assert "custom_message_types=[ToolCallMessage, ToolResultMessage]" in code


def test_code_is_run_behind_the_documents_of_an_agent_that_looks_them_up():
    code = rewritten("""
    import autogen
    from autogen.agentchat.contrib.retrieve_user_proxy_agent import RetrieveUserProxyAgent

    a = autogen.AssistantAgent("a", llm_config=c)
    r = RetrieveUserProxyAgent("r", human_input_mode="NEVER", retrieve_config=docs, default_auto_reply="go on")
    r.initiate_chat(a, message=r.message_generator, problem="what")
    """)
    assert 'otherwise=CodeRunnerAgent("r", code_executor=ScriptExecutor(), reply="go on")' in flat(code)
