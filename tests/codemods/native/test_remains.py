"""What is left of v0.2 beside agents: loaders of configurations, annotations, imports that nothing uses."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project
from codemods_native_check import rewritten

PAIR = """
import autogen

assistant = autogen.AssistantAgent(
    "assistant", system_message="Short.", llm_config={"config_list": [{"model": "gpt-4o"}], "cache_seed": None}
)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
"""
CHAT = 'user.initiate_chat(assistant, message="Hi")\n'


def project(**files: str) -> dict[str, str]:
    """The files of a project after the native tier."""
    sources = {Path(f"{name}.py"): PlainSource(Path(f"{name}.py"), text) for name, text in files.items()}
    changed = rewrite_project(sources).changed
    return {path.stem: changed.get(path, source.text) for path, source in sources.items()}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a": "import autogen\n", "b": "from a import autogen\n"}, id="another file takes it from here"),
        pytest.param({"__init__": "from autogen import AssistantAgent\n"}, id="a package offers it"),
        pytest.param({"a": "try:\n    import autogen\nexcept ImportError:\n    ok = False\n"}, id="a look for autogen"),
        pytest.param({"a": "from autogen import *\n"}, id="all names"),
    ],
)
def test_an_unused_import_stays_where(files: dict[str, str]):
    assert project(**files) == files


@pytest.mark.parametrize(
    "function",
    [
        pytest.param("def f(agent: autogen.Agent):\n    return agent.llm_config\n", id="the agent is asked for more"),
        pytest.param("def f(agent):\n    return isinstance(agent, autogen.Agent)\n", id="the class is used otherwise"),
    ],
)
def test_types_of_v02_stay_where(function: str):
    assert "autogen." in project(main=PAIR + function + CHAT)["main"].replace("autogen_", "")


def test_annotations_stay_where_an_agent_stays():
    function = "def f(agent: autogen.Agent) -> str:\n    return agent.name\n"
    stays = "other = autogen.AssistantAgent('other', llm_config=False)\nother.receive('x', other)\n"
    assert function in project(main=PAIR + function + CHAT + stays)["main"]


def test_an_import_that_nothing_uses_goes():
    assert project(a="import autogen\nimport os\n\nprint(os.getcwd())\n")["a"] == "import os\n\nprint(os.getcwd())\n"


def test_annotations_name_what_v04s_agents_have_in_common():
    function = "def f(agent: autogen.ConversableAgent, more: list[autogen.Agent]) -> str:\n    return agent.name\n"
    text = rewritten(PAIR + function + CHAT)
    assert "def f(agent: ChatAgent, more: list[ChatAgent]) -> str:" in text
    assert "from autogen_agentchat.base import ChatAgent" in text and "autogen\n" not in text


def test_a_condition_that_reads_its_module_stays_where_the_chat_is_in_another():
    ends = 'is_termination_msg=lambda m: MARK in m["content"], code_execution_config=False'
    agents = 'MARK = "END"\n' + PAIR.replace("code_execution_config=False", ends)
    files = {"agents": agents, "main": "from agents import assistant, user\n\n" + CHAT}
    assert project(**files) == files


def test_texts_of_v02s_classes_are_named_where_they_are_now():
    told = "print(autogen.AssistantAgent.DEFAULT_SYSTEM_MESSAGE, autogen.ConversableAgent.DEFAULT_SUMMARY_PROMPT)\n"
    text = rewritten(PAIR + told + CHAT)
    assert "print(CODING_ASSISTANT_PROMPT, DEFAULT_SUMMARY_PROMPT)" in text
    assert "import autogen\n" not in text


def test_a_cache_whose_name_is_that_of_its_module_goes():
    chat = "from autogen.cache import Cache\nwith Cache.disk() as cache:\n    " + CHAT.replace(")", ", cache=cache)")
    text = rewritten(PAIR + chat)
    assert "disk_cached(" in text and "Cache.disk" not in text


def test_new_imports_stand_before_a_shorter_import_of_v02():
    names = "from autogen import (\n    AssistantAgent,\n    UserProxyAgent,\n    Agent,\n)\n"
    agents = PAIR.replace("import autogen\n", "").replace("autogen.", "")
    stays = "other = AssistantAgent('other', llm_config=False)\nother.receive('x', other)\n"
    source = f"import os\nfrom typing import Any\n\nimport aaa\n{names}import json\n\n{agents}"
    text = project(main=source + stays + CHAT)["main"]
    compile(text, "main.py", "exec")
    assert "from autogen import (\n    AssistantAgent,\n)\n" in text or "from autogen import AssistantAgent\n" in text


@pytest.mark.parametrize("context", ["suppress(KeyError)", "contextlib.suppress(KeyError)", "own()"])
def test_a_value_that_is_bound_again_in_a_context_stays_as_the_context_may_end_before(context: str):
    code = rewritten(
        "import os\nimport contextlib\nfrom contextlib import suppress\nimport autogen\nfrom contexts import own\n\n"
        f'key = None\nwith {context}:\n    key = os.environ["K"]\n'
        'config = {"config_list": [{"model": "gpt-4o", "api_key": key}]}\n'
        'a = autogen.AssistantAgent("a", llm_config=config)\n'
        'u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)\n'
        'u.initiate_chat(a, message="hi", max_turns=1)\n'
    )
    assert "key = None\n" in code


GUARDED = """
from typing import Callable

try:
    from autogen import AssistantAgent, ChatResult, ConversableAgent, UserProxyAgent
except ImportError:
    ConversableAgent = None
    ChatResult = None

{reader}
def ask(agent: ConversableAgent, read: Callable[[ChatResult], str] = last) -> str:
    result = UserProxyAgent(
        "user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
    ).initiate_chat(agent, message="Hi", max_turns=1)
    return read(result)


llm_config = {{"config_list": [{{"model": "gpt-4o"}}], "cache_seed": None}}
print(ask(AssistantAgent("a", system_message="A.", llm_config=llm_config)))
"""
READER = 'def last(result: ChatResult) -> str:\n    return result.chat_history[-1]["content"]\n\n\n'


def test_v04_is_imported_where_v02_was_allowed_to_be_missing():
    text = rewritten(GUARDED.format(reader=READER))
    assert "try:\n    from autogen_agentchat.agents import AssistantAgent\n" in text
    assert "except ImportError:\n    ChatAgent = None\n    ChatResult = None\n" in text
    assert "def ask(agent: ChatAgent, read: Callable[[ChatResult], str] = last)" in text


def test_a_result_that_its_reader_asks_for_its_messages_has_no_cost():
    assert "cost_of" not in rewritten(GUARDED.format(reader=READER))
    kept = READER.replace("    return", "    print(result)\n    return")
    assert "cost_of" in rewritten(GUARDED.format(reader=kept))


def test_a_result_that_goes_from_function_to_function_is_a_chat_result():
    function = (
        "def ask(agent: autogen.Agent) -> autogen.ChatResult:\n    return user.initiate_chat(agent, message='Hi')\n"
    )
    assert "def ask(agent: ChatAgent) -> ChatResult:" in project(main=PAIR + function + "ask(assistant)\n")["main"]


def test_a_parameter_that_gets_groups_only_is_a_team():
    group = """
other = autogen.AssistantAgent("other", system_message="Other.", llm_config={"config_list": [{"model": "gpt-4o"}]})
manager = autogen.GroupChatManager(autogen.GroupChat([assistant, other, user], [], speaker_selection_method="random"))


def ask(agent: autogen.ConversableAgent, recipient: autogen.ConversableAgent) -> None:
    agent.initiate_chat(recipient, message="Hi")


ask(user, manager)
"""
    text = project(main=PAIR.replace("max_consecutive_auto_reply=0, ", "") + group)["main"]
    assert "def ask(agent: ChatAgent, recipient: Team) -> None:" in text
