"""Functions of the legacy kind: what stays, and the tools that they become."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

CHAT = """
import autogen

{before}
a = autogen.AssistantAgent("a", llm_config={{"config_list": config_list, {lists}}}{a})
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False{u})
{after}
u.initiate_chat(a, message="hi")
"""

MAP = 'u.register_function(function_map={"add": add})'


def chat(lists: str = '"functions": [schema]', a: str = "", u: str = "", before: str = "", after: str = MAP) -> str:
    return CHAT.format(lists=lists, a=a, u=u, before=before, after=after)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (chat('"functions": [schema], "tools": [tool]'), "lists functions and tools"),
        (chat('"timeout": ask(), "functions": [describe(add)]'), "the functions of a are computed behind something"),
        (chat("**more"), "which functions the model of a calls is not known here"),
        (chat(after="if wanted:\n    " + MAP), "given in another block of code"),
        (
            chat(after="autogen.register_function(add, caller=a, executor=u, description='Adds.')"),
            "registered tools and functions in its llm_config",
        ),
        (
            chat()
            .replace('llm_config={"config_list": config_list, "functions": [schema]}', "llm_config=c")
            .replace("import autogen\n", 'import autogen\nc = {"config_list": l, "functions": [schema]}\nprint(c)\n'),
            "with its functions is used elsewhere too",
        ),
        (
            chat(
                after=MAP + '\nb = autogen.UserProxyAgent("b", human_input_mode="NEVER", code_execution_config=False)\n'
                'b.initiate_chat(a, message="x")'
            ),
            "calls functions of several partners",
        ),
        (chat(after='u.register_function(function_map={"add": add}, more=1)'), "functions by name (register_function)"),
    ],
)
def test_functions_that_are_not_known_stay(source: str, reason: str):
    assert reason in "; ".join(reasons(source))


GROUP = """
import autogen

a = autogen.AssistantAgent("a", llm_config={"config_list": l, "functions": [schema]}{a})
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False{u})
{before}
group = autogen.GroupChat(agents=[u, a], messages=[], max_round=9{group})
manager = autogen.GroupChatManager(groupchat=group, llm_config={"config_list": l})
u.initiate_chat(manager, message="hi")
{after}
"""
FUNCTIONS = ', function_map={"f": f}'


def group(a: str = "", u: str = FUNCTIONS, before: str = "", group: str = "", after: str = "") -> str:
    parts = {"{a}": a, "{u}": u, "{before}": before, "{group}": group, "{after}": after}
    source = GROUP
    for place, text in parts.items():
        source = source.replace(place, text)
    return source


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (group(after='u.initiate_chat(a, message="and you?")'), "chats beside its group"),
        (group(u=""), "no member runs any"),
        (group().replace("NEVER", "ALWAYS"), "a human may answer in place of functions by name"),
        (group(after="print(u.chat_messages[manager])"), "messages of a group with functions by name are read"),
        (
            group().replace("u.initiate_chat", "r = u.initiate_chat") + "print(r.chat_history)",
            "the history of a group with functions by name is read",
        ),
        (
            group(
                before="def chosen(speaker, group):\n    return a if 'function_call' in group.messages[-1] else u",
                group=", speaker_selection_method=chosen",
            ),
            "select who speaks after calls by name",
        ),
        (group(group=", func_call_filter=False"), "who is given calls by name in the group is not certain"),
        (
            group(before="autogen.register_function(f, caller=a, executor=u, description='F.')"),
            "registered tools and functions",
        ),
        (group(a=", is_termination_msg=lambda m: m.get('function_call')"), "may read more of tool calls than text"),
        (
            group(before="a.register_reply(autogen.Agent, lambda *_, **__: (False, None))"),
            "have functions by name and reply functions or hooks",
        ),
        (group(before="if wanted:\n    u.register_function({'g': g})"), "given in another block of code"),
    ],
)
def test_functions_in_a_group_that_are_not_certain_stay(source: str, reason: str):
    assert reason in "; ".join(reasons(source))


def test_a_member_is_told_of_functions_and_another_runs_them():
    code = rewritten(group())
    assert "tools=function_tools([schema])" in code
    assert 'GroupMember(AutoReplyAgent("u"), tools=functions_by_name({"f": f}))' in code
    assert "custom_message_types=[ToolCallMessage, ToolResultMessage]" in code


def test_functions_registered_with_a_member_are_run_by_it():
    code = rewritten(group(before="u.register_function(function_map={'g': g})"))
    assert "functions_by_name({**{\"f\": f}, **{'g': g}})" in code
    assert "register_function" not in code


def test_schemas_and_functions_meet_in_tools():
    code = rewritten(chat())
    assert 'tools=function_tools([schema], {"add": add})' in code
    assert "register_function" not in code


def test_the_configuration_loses_its_functions():
    code = rewritten(chat('"functions": [schema], "timeout": 5, "x": 1'))
    assert 'model_client_from({"config_list": config_list, "timeout": 5, "x": 1})' in code


def test_functions_that_are_computed_keep_their_place():
    before = """
c = {
    # one
    "functions": [describe(add)],
    "timeout": 5,
}"""
    code = rewritten(chat(before=before).replace("{" + '"config_list": config_list, "functions": [schema]}', "c"))
    assert '# one\nfunctions = [describe(add)]\nc = {\n    "timeout": 5,' in code
    assert 'tools=function_tools(functions, {"add": add})' in code


def test_a_list_of_functions_that_grows_is_no_empty_list():
    code = rewritten(chat('"functions": found', before="found = []\nfound.append(schema)\n"))
    assert 'tools=function_tools(found, {"add": add})' in code


def test_several_maps_are_merged():
    code = rewritten(chat(u=', function_map={"sub": sub}'))
    assert 'function_tools([schema], {**{"sub": sub}, **{"add": add}})' in code


def test_a_map_without_functions_of_a_model_goes():
    code = rewritten(chat('"timeout": 1'))
    assert "add" not in code
    assert "Bounded" not in code
