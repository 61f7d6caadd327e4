"""What is not proven stays as it is, and the report says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project
from codemods_native_check import reasons

CHAT = """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config{assistant})
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER"{user_proxy})
{before}user_proxy.initiate_chat(assistant, message="hi"{chat})
{after}
"""


NO_CODE = ", code_execution_config=False"


def refused(assistant: str = "", user_proxy: str = NO_CODE, chat: str = "", **around: str) -> str:
    """The reasons against a chat with additions, in one text."""
    before, after = around.get("before", ""), around.get("after", "")
    return "; ".join(
        reasons(CHAT.format(assistant=assistant, user_proxy=user_proxy, chat=chat, before=before, after=after))
    )


@pytest.mark.parametrize(
    ("chat", "reason"),
    [
        pytest.param(", cache=cache", "not seen to be one on disk", id="a cache of the chat"),
        pytest.param(", problem=pose()", "computed argument problem", id="a computed argument for nobody"),
        pytest.param(", summary_method=summarise", "cannot be told", id="a summary by an unknown function"),
        pytest.param(", summary_method='reflection_with_llm', summary_args=a", "not written out", id="its arguments"),
        pytest.param(", clear_history=again", "clear_history is not a constant", id="a computed history"),
        pytest.param(", max_turns=0", "max_turns is less than 1", id="no turns"),
        pytest.param(", **more", "recipient of the chat cannot be told", id="unknown arguments"),
    ],
)
def test_a_chat_with_an_argument_that_has_no_equal_stays(chat: str, reason: str):
    assert reason in refused(chat=chat)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("{'content': 'hi', 'name': 'x'}", "first message has more than a text"),
        ("{'content': ['hi']}", "first message is not a text"),
        ("lambda s, r, c: s.llm_config", "uses s in another way"),
        ("[1]", "first message is not a text"),
        ("user_proxy.message_generator", "used in a way"),
    ],
)
def test_a_chat_whose_message_is_no_text_stays(message: str, reason: str):
    source = CHAT.format(assistant="", user_proxy=NO_CODE, chat="", before="", after="").replace('"hi"', message)
    assert reason in "; ".join(reasons(source))


@pytest.mark.parametrize(
    ("user_proxy", "reason"),
    [
        pytest.param(", code_execution_config=True", "no dictionary", id="settings that are no dictionary"),
        pytest.param(", code_execution_config={'lang': 'sh'}", "has lang", id="an unknown setting"),
        pytest.param(", code_execution_config={'executor': e, 'timeout': 1}", "refuses an executor", id="both kinds"),
        pytest.param(", code_execution_config={'executor': mine}", "it is not seen", id="an executor from elsewhere"),
        pytest.param(NO_CODE + ", function_map={'f': f}", "which functions the model", id="legacy functions"),
        pytest.param(NO_CODE + ", llm_config=c, **{}", "* or ** arguments", id="options of a model"),
        pytest.param(NO_CODE + ", max_consecutive_auto_reply=limit", "not a constant", id="a computed limit"),
        pytest.param(NO_CODE + ", default_auto_reply=None", "not a text", id="no automatic reply"),
        pytest.param(NO_CODE + ", is_termination_msg=check.is_last", "not written here", id="a method as condition"),
        pytest.param(NO_CODE + ", **options", "* or ** arguments", id="unknown options"),
    ],
)
def test_an_agent_that_is_not_known_stays(user_proxy: str, reason: str):
    assert reason in refused(user_proxy=user_proxy)


@pytest.mark.parametrize(
    "statement",
    [
        "assistant.llm_config['temperature'] = 1",
        "assistant.silent = 'x'",
        "assistant._oai_messages.clear()",
        "print(assistant.chat_messages)",
        "start(assistant)",
        "print({'a': assistant})",
        "del assistant",
    ],
)
def test_an_agent_that_is_used_in_an_unknown_way_stays(statement: str):
    assert "assistant is used in a way that has no v0.4 form" in refused(after=statement)


def test_an_agent_that_is_assigned_twice_stays():
    assert refused(before="assistant = other\n")


def test_a_history_that_a_later_chat_of_the_same_two_replaces_stays():
    later = "other = user_proxy.initiate_chat(assistant, message='x')\nprint(result.chat_history)"
    source = CHAT.format(assistant="", user_proxy=NO_CODE, chat="", before="result = ", after=later)
    assert reasons(source) == ["after a later chat of the same two, v0.2 shows the messages of that chat here"]


def test_a_history_that_a_later_chat_of_a_list_replaces_stays():
    source = CHAT.format(assistant="", user_proxy=NO_CODE, chat="", before="", after="").replace(
        'user_proxy.initiate_chat(assistant, message="hi")',
        'chats = [{"recipient": assistant, "message": "a"}, {"recipient": assistant, "message": "b"}]\n'
        "found = user_proxy.initiate_chats(chats)\nprint(found[0].chat_history)",
    )
    assert reasons(source) == ["after a later chat of the same two, v0.2 shows the messages of that chat here"]


def test_a_summary_by_a_model_that_nobody_has_stays():
    chat = ", summary_method='reflection_with_llm'"
    source = CHAT.format(assistant="", user_proxy=NO_CODE, chat=chat, before="", after="")
    source = source.replace("llm_config=llm_config", 'llm_config=False, human_input_mode="NEVER"')
    assert reasons(source) == ["nobody in the chat has a model to sum it up"]


def test_a_model_with_tools_that_sums_up_a_group_stays():
    source = """
    import autogen

    a = autogen.AssistantAgent("a", llm_config=llm_config)
    b = autogen.AssistantAgent("b", llm_config=llm_config)

    def dice() -> int:
        return 4

    autogen.register_function(dice, caller=a, executor=b, description="Rolls.")
    group = autogen.GroupChat([a, b], [], max_round=3, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(group)
    a.initiate_chat(manager, message="hi", summary_method="reflection_with_llm")
    """
    assert reasons(source) == ["the model of a sums up the chat and has tools"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("xs = [{chat} for _ in y]", "the chat runs in a comprehension or lambda"),
        ("ask = lambda: {chat}", "the chat runs in a comprehension or lambda"),
        ("x = y and {chat}", "the chat runs only under a condition within an expression"),
        ("x = {chat} if y else None", "the chat runs only under a condition within an expression"),
        ("while {chat}: pass", "the chat is a condition or a default"),
        ("x = 1; {chat}", "the chat shares its line with other statements"),
    ],
)
def test_a_chat_that_may_not_run_once_where_it_stands_stays(line: str, reason: str):
    chat = 'user_proxy.initiate_chat(assistant, message="hi")'
    source = CHAT.format(assistant="", user_proxy=NO_CODE, chat="", before="", after="").replace(
        chat, line.format(chat=chat)
    )
    assert reasons(source) == [reason]


def test_a_chat_in_a_generator_stays():
    source = """
    from autogen import AssistantAgent, UserProxyAgent

    def chats(tasks):
        a = AssistantAgent("a", llm_config=c)
        u = UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
        for task in tasks:
            r = u.initiate_chat(a, message=task)
            yield r.summary
    """
    assert reasons(source) == ["the chat runs in the generator chats"]


def test_a_chat_in_a_constructor_stays():
    source = """
    from autogen import AssistantAgent, UserProxyAgent

    class Service:
        def __init__(self):
            a = AssistantAgent("a", llm_config=c)
            u = UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
            u.initiate_chat(a, message="hi")
    """
    assert reasons(source) == ["the chat runs in __init__, which cannot be asynchronous"]


def test_a_tool_without_types_stays():
    source = """
    import autogen

    a = autogen.AssistantAgent("a", llm_config=c)
    u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)

    def add(x, y: int) -> int:
        return x + y

    autogen.register_function(add, caller=a, executor=u, description="Adds.")
    u.initiate_chat(a, message="hi")
    """
    assert reasons(source) == ["the tool add has the parameter x without a type"]


def test_a_tool_that_the_partner_does_not_run_stays():
    source = """
    import autogen

    a = autogen.AssistantAgent("a", llm_config=c)
    u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)

    @a.register_for_llm(description="Adds.")
    def add(x: int, y: int) -> int:
        return x + y

    u.initiate_chat(a, message="hi")
    """
    assert reasons(source) == ["a calls a tool that u, its partner in the chat, does not run under this name"]


@pytest.mark.parametrize(
    "registrations",
    [
        "a.register_for_llm(name='x', description='d')(f)\nu.register_for_execution(name='y')(f)",
        "u.register_for_execution()(f)\na.register_for_llm(name='x', description='d')(f)",
        "a.register_for_llm(name=name, description='d')(f)\nu.register_for_execution(name=other)(f)",
    ],
)
def test_a_tool_that_is_run_under_another_name_stays(registrations: str):
    source = """
import autogen

a = autogen.AssistantAgent("a", llm_config=c)
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)


def f(x: int) -> int:
    return x


"""
    found = reasons(source + registrations + "\nu.initiate_chat(a, message='hi')\n")
    assert found == ["a calls a tool that u, its partner in the chat, does not run under this name"]


GROUP = """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", llm_config=c{agent})
b = autogen.AssistantAgent("b", llm_config=c)
{before}group = autogen.GroupChat(agents=[user, a, b], messages=[]{group})
manager = autogen.GroupChatManager(groupchat=group, llm_config=c{manager})
user.initiate_chat(manager, message="hi")
"""


@pytest.mark.parametrize(
    ("group", "manager", "agent", "reason"),
    [
        (", speaker_selection_method=choose", "", "", "selected by a function"),
        (", allowed_or_disallowed_speaker_transitions=graph", "", "", "transitions_type is not a constant"),
        (
            ", allowed_or_disallowed_speaker_transitions=graph, speaker_transitions_type='allowed'",
            "",
            "",
            "transitions are not written out",
        ),
        (", send_introductions=polite", "", "", "send_introductions is not a constant"),
        (", enable_clear_history=True", "", "", "reads messages that may be cleared"),
        (", max_round=1", "", "", "no turn after the task"),
        (", allow_repeat_speaker=some", "", "", "may repeat cannot be told"),
        (", select_speaker_transform_messages=shorter", "", "", "messages that the selecting model reads are"),
        ("", ", chat_messages=old", "", "chat_messages has no equal"),
    ],
)
def test_a_group_that_v04_cannot_run_alike_stays(group: str, manager: str, agent: str, reason: str):
    assert reason in "; ".join(reasons(GROUP.format(group=group, manager=manager, agent=agent, before="")))


CHOSEN = """
import autogen

a = autogen.AssistantAgent("a", llm_config=c)
b = autogen.AssistantAgent("b", llm_config=c)
other = autogen.AssistantAgent("other", llm_config=c)


def choose(last_speaker, groupchat):
    {body}


group = autogen.GroupChat(agents=[a, b], messages=[], speaker_selection_method=choose)
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
other.initiate_chat(manager, message="hi")
"""


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return a if last_speaker.llm_config else b", "uses last_speaker"),
        ("return a if isinstance(last_speaker, autogen.UserProxyAgent) else b", "uses last_speaker"),
        ("groupchat.messages.pop(); return a", "may change the group's messages"),
        ("groupchat.messages[-1]['content'] = ''; return a", "may change the group's messages"),
        ("found = groupchat.messages; found.append(1); return a", "may change the group's messages"),
        ("last = groupchat.messages[-1]; last.pop('name'); return a", "may change the group's messages"),
        ("return pick(groupchat.messages)", "may change the group's messages"),
        ("groupchat.max_round += 1; return a", "sets the group's max_round"),
        ("return groupchat.random_select_speaker()", "uses groupchat"),
        ("return pick(groupchat)", "uses groupchat"),
        ("return a if last_speaker is other else b", "knows other, who is not in the group"),
    ],
)
def test_a_function_that_needs_more_of_the_group_stays(body: str, reason: str):
    assert reason in "; ".join(reasons(CHOSEN.format(body=body)))


def test_a_function_that_asks_for_a_name_which_v04_does_not_accept_stays():
    source = CHOSEN.format(body="return b if last_speaker.name == 'the a' else a").replace('"a"', '"the a"')
    assert "a function selects agents by their names" in "; ".join(reasons(source))


GROUP_TOOLS = """
import autogen

u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", llm_config=c)
b = autogen.AssistantAgent("b", llm_config=c)
other = autogen.UserProxyAgent("other", human_input_mode="NEVER", code_execution_config=False)


def f(x: int) -> int:
    return x


{registration}
group = autogen.GroupChat(agents=[u, a, b], messages=[])
manager = autogen.GroupChatManager(groupchat=group, llm_config=c{manager})
other.initiate_chat(manager, message="hi")
"""
_REGISTERED = 'autogen.register_function(f, caller=a, executor={}, description="d")'


@pytest.mark.parametrize(
    ("registration", "manager", "reason"),
    [
        (_REGISTERED.format("other"), "", "calls a tool that no member of its group runs"),
        ("u.register_for_execution()(f)", "", "runs a tool that no model is told of"),
        (_REGISTERED.format("u"), ", is_termination_msg=imported", "may read more of tool calls than text"),
    ],
)
def test_tools_that_a_group_cannot_pass_on_stay(registration: str, manager: str, reason: str):
    source = "from conditions import imported\n" + GROUP_TOOLS.format(registration=registration, manager=manager)
    assert reason in "; ".join(reasons(source))


OUTSIDE = """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", llm_config=c)
b = autogen.AssistantAgent("b", llm_config=c)
group = autogen.GroupChat(agents=[a, b], messages=[])
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
"""


@pytest.mark.parametrize(
    ("chat", "read", "reason"),
    [
        ("", "user.last_message(manager)", "user starts the group and is not in it"),
        ("result = ", "result.summary, group.messages", "another result than the group's messages"),
    ],
)
def test_messages_for_a_starter_outside_of_the_group_stay(chat: str, read: str, reason: str):
    source = OUTSIDE + f'{chat}user.initiate_chat(manager, message="hi")\nprint({read})\n'
    assert reason in "; ".join(reasons(source))


def test_a_history_and_a_summary_of_different_messages_stay():
    source = OUTSIDE + 'r = user.initiate_chat(manager, message="hi", summary_method="reflection_with_llm")\n'
    source += "print(r.summary, r.chat_history)\n"
    assert "has the task alone, and the summary is of all" in "; ".join(reasons(source))


def test_a_group_that_goes_on_with_members_that_count_stays():
    source = OUTSIDE.replace('AssistantAgent("a", ', 'AssistantAgent("a", max_consecutive_auto_reply=1, ')
    source += 'for x in "ab":\n    user.initiate_chat(manager, message=x, clear_history=False)\n'
    assert "the group goes on, and v0.2 counts answers anew" in "; ".join(reasons(source))


def test_a_manager_whose_name_is_read_stays():
    source = OUTSIDE + 'user.initiate_chat(manager, message="hi")\nprint(manager.name)\n'
    assert "manager is used in a way that has no v0.4 form" in "; ".join(reasons(source))


def test_a_result_of_an_asynchronous_group_that_a_message_may_end_stays():
    source = OUTSIDE + 'async def run():\n    result = await a.a_initiate_chat(manager, message="hi")\n'
    source += "    print(result.summary)\n"
    assert "has no message that ended it" in "; ".join(reasons(source))


def test_a_group_with_a_history_stays():
    source = GROUP.format(group="", manager="", agent="", before="").replace("messages=[]", "messages=old")
    assert "starts with a history" in "; ".join(reasons(source))


def test_a_group_with_an_unknown_agent_stays():
    source = GROUP.format(group="", manager="", agent="", before="").replace("[user, a, b]", "[user, a, b, make()]")
    assert reasons(source)


def test_a_program_without_v02_is_not_touched():
    assert reasons("def initiate_chat(a):\n    return a.initiate_chat(a)\n") == []


def test_agents_of_another_autogen_are_not_touched():
    source = "from mylib import AssistantAgent\na = AssistantAgent('a', llm_config=c)\na.initiate_chat(a)\n"
    assert reasons(source) == []


def test_a_message_without_a_chat_before_it_stays():
    source = CHAT.format(assistant="", user_proxy=NO_CODE, chat=", max_turns=2", before="", after="")
    source += "user_proxy.send('more', assistant)\n"
    assert "where no chat of the two" in "; ".join(reasons(source))


def test_a_chat_whose_errors_are_caught_by_type_stays():
    source = """
    import autogen
    import openai

    a = autogen.AssistantAgent("a", llm_config=c)
    u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
    try:
        u.initiate_chat(a, message="hi")
    except openai.RateLimitError:
        print("slow down")
    """
    assert "errors of the chat are caught by type (openai.RateLimitError)" in "; ".join(reasons(source))


def test_a_history_that_goes_on_and_is_read_as_a_whole_stays():
    source = CHAT.format(
        assistant="", user_proxy=NO_CODE, chat=", clear_history=False", before="r = ", after="print(r.chat_history)"
    )
    assert reasons(source) == ["the history of a chat that goes on is read as a whole"]


def test_a_human_of_a_group_who_also_talks_to_one_agent_stays():
    source = GROUP.format(group="", manager="", agent="", before="")
    source = source.replace('"NEVER"', '"ALWAYS"') + 'user.initiate_chat(a, message="alone")\n'
    assert reasons(source) == ["user is in a group and in a chat of two"]


STREAM = "autogen.io.IOStream.set_global_default(mine)"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param("code_execution_config=False", "code_execution_config={}", "prints the code", id="code"),
        pytest.param(', message="hi"', "", "a human is asked for the first message", id="a question"),
        pytest.param(
            "IOStream.set_global_default(mine)",
            "IOStream\nassistant.print_usage_summary()\n",
            "usage of agents",
            id="usage",
        ),
        pytest.param('"assistant"', '"The assistant"', "messages are printed with names", id="another name"),
    ],
)
def test_what_only_v02_prints_keeps_agents_where_a_stream_gets_it(old: str, new: str, reason: str):
    text = CHAT.format(assistant="", user_proxy=NO_CODE, chat="", before="", after=STREAM)
    assert reason in "; ".join(reasons(text.replace(old, new)))


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        pytest.param("autogen.runtime_logging.start(mine)", "more than starting", id="a logger of one's own"),
        pytest.param("autogen.runtime_logging.start(logger=mine)", "more than starting", id="by keyword"),
        pytest.param("start = autogen.runtime_logging.start", "more than starting", id="another name for it"),
        pytest.param("autogen.runtime_logging.log_event(a, 'x')", "more than starting", id="an event"),
        pytest.param(
            "import sqlite3\nautogen.runtime_logging.start()\nread('SELECT * FROM events')", "table events", id="SQL"
        ),
        pytest.param(
            "import sqlite3\nautogen.runtime_logging.start()\nget_log(table='agents')", "table agents", id="a table"
        ),
    ],
)
def test_agents_stay_where_more_is_recorded_than_what_models_are_asked(after: str, reason: str):
    assert reason in refused(after=after)


def test_agents_of_a_module_stay_where_another_one_that_imports_it_reads_events():
    agents = CHAT.format(assistant="", user_proxy=NO_CODE, chat="", before="", after="")
    texts = {
        "main.py": "import autogen\nimport setup\nautogen.runtime_logging.start(mine)\n",
        "setup.py": "import agents\n",
    }
    texts |= {"agents.py": agents, "alone.py": agents}
    result = rewrite_project({Path(name): PlainSource(Path(name), text) for name, text in texts.items()})
    assert set(result.changed) == {Path("alone.py")}


TOOLS = """
import autogen

a = autogen.AssistantAgent("a", llm_config=c{a})
u = autogen.UserProxyAgent("u", {mode}code_execution_config=False)


def add(x: int, y: int) -> int:
    return x + y


autogen.register_function(add, caller=a, executor=u, description="Adds.")
u.initiate_chat(a, message="hi"{chat})
{after}
"""


def test_a_condition_on_tool_calls_with_names_of_its_function_stays():
    ends = "def ends(word):\n    return lambda m: m['tool_calls'] == word\n\n\n"
    source = TOOLS.format(a=", is_termination_msg=ends('x')", mode='human_input_mode="NEVER", ', chat="", after="")
    assert "not written here as a lambda or function" in "; ".join(reasons(ends + source))


@pytest.mark.parametrize(
    ("statement", "construct"),
    [
        ("assistant.generate_reply()", "one answer without a chat (generate_reply)"),
        ("assistant.silent = 'x'", "its attribute silent that is set"),
        ("society = SocietyOfMindAgent('s', chat_manager=assistant)", "a part of a SocietyOfMindAgent"),
        (
            "rag = RetrieveUserProxyAgent(name='rag')\nrag.initiate_chat(assistant, message='x')",
            "a chat with a RetrieveUserProxyAgent",
        ),
        ("start(assistant)", "an argument of start()"),
        ("agents = {1: 2, (1, assistant): 3}", "an entry of a collection"),
        ("for key in {1: 2, assistant: 3}:\n    start(key)", "an argument of start()"),
        (
            "ranks = {}\nranks[assistant] = 1\nfor key, rank in ranks.items():\n    key.reset(rank)",
            "its method reset()",
        ),
        ("other.agent = assistant", "another name for it"),
        ("del assistant", "a deletion"),
    ],
)
def test_the_reason_names_the_construct(statement: str, construct: str):
    assert f"has no v0.4 form: {construct}, `" in refused(after=statement)


GOES_ON = """
import autogen

a = autogen.ConversableAgent("a", llm_config=c, human_input_mode="NEVER"{a})
b = autogen.ConversableAgent("b", llm_config=c, human_input_mode="NEVER"{b})
a.initiate_chat(b, message="hi")
{after}
"""


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        ("b.stop_reply_at_receive(a)\na.send('x', b)", "b does not reply to the message"),
        ("if d:\n    a.stop_reply_at_receive(b)\na.send('x', b)", "whether a replies cannot be told"),
        ("b.reset()\na.initiate_chat(b, message='x', clear_history=False)", "forgotten that other chats keep"),
    ],
)
def test_a_chat_that_goes_on_otherwise_stays(after: str, reason: str):
    assert reason in "; ".join(reasons(GOES_ON.format(a="", b="", after=after)))


def test_counts_of_answers_that_go_on_stay():
    reason = "a has answers left of an earlier chat, which v0.2 goes on to count"
    limited, ends = ", max_consecutive_auto_reply=3", ", is_termination_msg=lambda m: 'x' in m['content']"
    for a, b, after in (
        (limited, "", "a.send('x', b)"),
        (f"{limited}, code_execution_config={{}}", ends, "a.send('x', b)"),
        (f"{limited}, code_execution_config={{}}", "", "a.send('x', b)\na.generate_reply(messages=[], sender=b)"),
    ):
        source = GOES_ON.format(a=a, b=b, after=after)
        no_model = source.replace("llm_config=c", "llm_config=False", 1)
        assert reason in reasons(no_model if "code" in a else source)


def test_a_summary_of_a_history_that_goes_on_stays():
    chat = ", clear_history=False, summary_method='reflection_with_llm'"
    source = CHAT.format(assistant="", user_proxy=NO_CODE, chat=chat, before="", after="")
    assert reasons(source) == ["the history of a chat that goes on is read as a whole"]


@pytest.mark.parametrize("mode", ["ALWAYS", "TERMINATE"])
def test_a_condition_that_remembers_stays_where_it_is_asked_more_often_or_less(mode: str):
    before = "def last(m):\n    global n\n    n += 1\n    return n == 2\n"
    user_proxy = f", is_termination_msg=last{NO_CODE}"
    source = CHAT.format(assistant="", user_proxy=user_proxy, chat="", before="", after="").replace("NEVER", mode)
    assert reasons(source.replace("assistant =", f"{before}\nassistant =", 1)) == [
        "its is_termination_msg remembers something, and v0.4 may ask once more"
    ]


@pytest.mark.parametrize("use", ["actions = [forget]", "print(forget())", "if again:\n    forget()"])
def test_a_function_that_does_nothing_but_forget_stays_where_it_is_more_than_called(use: str):
    forgetting = f"def forget():\n    assistant.reset()\n    user_proxy.reset()\n\n\n{use}\n"
    assert "all that is done there is to forget histories" in refused(before=forgetting)


@pytest.mark.parametrize(
    ("chat", "more", "reason"),
    [
        pytest.param(", summary_method='reflection_with_llm'", "", "a summary is printed", id="a summary"),
        pytest.param(
            "", "assistant.generate_reply(messages=[{'content': 'x', 'role': 'user'}])", "outside", id="answer"
        ),
    ],
)
def test_what_a_streaming_model_says_besides_keeps_agents_where_a_stream_gets_it(chat: str, more: str, reason: str):
    text = CHAT.format(assistant="", user_proxy=NO_CODE, chat=chat, before="", after=f"{STREAM}\n{more}")
    text = text.replace("llm_config=llm_config", "llm_config={'model': 'gpt-4o', 'stream': True}")
    assert reason in "; ".join(reasons(text))
