"""Caches of chats, and clients that are asked without agents."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project, rewrite_source
from codemods_native_check import reasons, rewritten

CHAT = """
import autogen
from autogen import Cache

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Answer.")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
"""
ASKED = "user_proxy.initiate_chat(assistant, message='hi', max_turns=1, cache=cache)\n"


@pytest.mark.parametrize(
    ("chats", "reason"),
    [
        pytest.param("cache = load()\n" + ASKED, "is not seen to be one on disk", id="made elsewhere"),
        pytest.param(
            "with Cache.cosmos_db('c') as cache:\n    " + ASKED, "is not seen to be one on disk", id="in Cosmos"
        ),
        pytest.param(
            "seed = int(input())\nwith Cache.disk(seed) as cache:\n    " + ASKED,
            "place of the cache is not known where the agents are made",
            id="a seed that comes later",
        ),
        pytest.param(
            "with Cache.disk(1) as cache:\n    " + ASKED + "with Cache.disk(2) as cache:\n    " + ASKED,
            "not all chats and answers of assistant are given the same cache",
            id="two caches",
        ),
        pytest.param(
            "with Cache.disk(1) as cache:\n    " + ASKED + "user_proxy.initiate_chat(assistant, message='x')",
            "not all chats and answers of assistant are given the same cache",
            id="with and without",
        ),
        pytest.param(
            "with Cache.disk(1) as cache:\n    "
            + ASKED
            + "print(assistant.generate_reply(messages=[{'role': 'user', 'content': 'hi'}]))",
            "not all chats and answers of assistant are given the same cache",
            id="with and without a chat",
        ),
        pytest.param(
            f"with Cache.disk(1, 'x') as cache:\n    result = {ASKED}    print(result.cost)",
            "the cost of chats of assistant is read",
            id="a cost",
        ),
    ],
)
def test_chats_with_other_caches_stay(chats: str, reason: str):
    assert reason in "; ".join(reasons(CHAT + chats))


def test_a_cache_of_v02s_own_folder_is_that_of_a_configuration():
    code = rewritten(CHAT + "with Cache.disk() as cache:\n    # Ask.\n    " + ASKED)
    assert 'model_client_from({**llm_config, "cache_seed": 42})' in code
    assert "with " not in code
    assert "    # Ask.\n    await Console(" in code


def test_a_cache_elsewhere_is_put_before_the_client():
    source = CHAT.replace("llm_config=llm_config", 'llm_config={"model": "gpt-4o"}')
    code = rewritten(source + "cache = Cache.disk(cache_path_root='there')\n" + ASKED)
    assert "cache_seed=42,\n    cache_path_root='there',\n)" in code
    assert "Cache.disk" not in code


def test_a_cache_in_redis_is_put_before_the_client_with_what_its_names_stand_for():
    source = CHAT.replace("llm_config=llm_config", 'llm_config={"model": "gpt-4o"}')
    url = 'seed = 3\nurl = os.environ["REDIS"]\n'
    code = rewritten("import os\n" + source + url + "with Cache.redis(seed, url) as cache:\n    " + ASKED)
    assert "redis_cached(\n" in code
    assert 'cache_seed=3,\n    redis_url=os.environ["REDIS"],\n)' in code
    assert "url = " not in code
    assert "seed = " not in code


def test_a_configuration_read_at_run_time_leaves_its_own_cache_for_that_in_redis():
    code = rewritten(CHAT + "with Cache.redis() as cache:\n    " + ASKED)
    client = 'redis_cached( model_client_from({**llm_config, "cache_seed": None}), cache_seed=42, )'
    assert client in " ".join(code.split())


WRAPPER = """
import autogen

client = autogen.OpenAIWrapper(config_list=config_list)
"""


@pytest.mark.parametrize(
    ("use", "reason"),
    [
        ("client.print_usage_summary", "used for more than texts"),
        ("ask(client)", "used for more than texts"),
        ("response = client.create(messages=m)\nprint(response.model)", "more than the text of an answer is read"),
        (
            "if x:\n    response = client.create(messages=m)\nelse:\n    response = None\nprint(response)",
            "is not always an answer",
        ),
        ("response = client.create(**request)", "messages of the request cannot be told"),
        ("response = client.create(messages=m, tools=t)", "the request has the argument tools"),
        ("response = client.create(prompt='x')", "messages of the request cannot be told"),
        ("client.create(messages=m, cache=load())", "is not seen to be one on disk or in Redis"),
        (
            "from autogen import Cache\n"
            "with Cache.redis() as cache:\n    client.create(messages=m, cache=cache)\nclient.print_usage_summary()",
            "the cost of answers is read, of which some are given a cache",
        ),
        ("ask = lambda m: client.create(messages=m).choices[0].message.content", "nothing can be awaited"),
        ("text = client.create(messages=m).choices[1].message.content", "more than the text of an answer"),
        ("print(client.extract_text_or_completion_object(other))", "not seen which answers"),
    ],
)
def test_a_client_of_which_more_is_used_than_texts_stays(use: str, reason: str):
    assert reason in "; ".join(reasons(WRAPPER + use))


def test_a_client_that_other_files_use_stays():
    source = PlainSource(Path("models.py"), WRAPPER)
    other = PlainSource(Path("main.py"), "from models import client\n")
    assert rewrite_project({source.path: source, other.path: other}).changed == {}


def test_requests_are_typed_and_answers_are_texts():
    code = rewritten(
        WRAPPER
        + dedent("""
        messages = [{"role": "user", "content": "Hi"}]
        first = client.create(messages=messages)
        print(client.extract_text_or_completion_object(first), first.choices[0].message.content)
        print(client.create(messages=[{"role": "system", "content": "Short."}]).choices[0].message.content)
        """)
    )
    assert "client = model_client_from(config_list)\n" in code
    assert "first = await client.create(llm_messages(messages))" in code
    assert "print([first.content], first.content)" in code
    assert '(await client.create([SystemMessage(content="Short.")])).content' in code


def test_what_a_request_says_besides_is_passed_on():
    code = rewritten(
        WRAPPER.replace("config_list=", "**") + "client.create(messages=m, temperature=0, cache_seed=None)"
    )
    assert 'extra_create_args={"temperature": 0, "cache_seed": None}' in code


def test_a_request_with_a_cache_asks_a_client_that_has_it():
    code = rewritten(
        "from autogen import Cache\n"
        + WRAPPER
        + "with Cache.disk() as cache:\n    client.create(messages=m, cache=cache)\n"
        + "with Cache.redis(3) as cache:\n    client.create(messages=m, temperature=0, cache=cache)\n"
    )
    assert 'await client.create(llm_messages(m), extra_create_args={"cache_seed": 42})' in code
    assert "await redis_cached(client, cache_seed=3).create(" in code
    assert 'extra_create_args={"temperature": 0, "cache_seed": None}' in code


USED = """
from autogen import AssistantAgent, UserProxyAgent, gather_usage_summary

a = AssistantAgent("a", llm_config=config, system_message="1")
b = AssistantAgent("b", llm_config=config, system_message="2")
user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
user_proxy.initiate_chat(a, message="hi", max_turns=1)
"""


def test_usage_is_added_up_of_agents_that_never_meet():
    used = USED + "user_proxy.initiate_chat(b, message='x', max_turns=1)\nprint(gather_usage_summary([a, b]))"
    code = rewritten(
        used.replace("user_proxy.initiate_chat(b", "other.initiate_chat(b").replace(
            "b = ", "other = UserProxyAgent('o', human_input_mode='NEVER', code_execution_config=False)\nb = "
        )
    )
    assert "print(cost_of(a_client, b_client))" in code


def test_the_sums_of_a_client_are_asked_of_it():
    code = rewritten(
        WRAPPER
        + "response = client.create(messages=m)\nprint(response.cost, response.usage.prompt_tokens)\n"
        + "client.print_usage_summary('total')\nprint(client.actual_usage_summary)\nclient.clear_usage_summary()"
    )
    assert "print(cost_of_answer(response), response.usage.prompt_tokens)" in code
    assert "print_client_usage(client, 'total')" in code
    assert "print(actual_usage(client))" in code
    assert "clear_usage(client)" in code


def test_agents_whose_usage_is_asked_for_have_clients_of_their_own():
    code = rewritten(
        USED
        + dedent("""
        user_proxy.initiate_chat(b, message="hi", max_turns=1)
        a.print_usage_summary("total")
        user_proxy.print_usage_summary()
        print(gather_usage_summary([a, b, user_proxy]))
        """)
    )
    assert "a_client = model_client_from(config)\n" in code
    assert "b_client = model_client_from(config)\n" in code
    assert 'print_usage_summary("a", a_client, mode="total")' in code
    assert "print(\"No cost incurred from agent 'user_proxy'.\")" in code
    assert "print(cost_of(a_client, b_client))" in code


@pytest.mark.parametrize(
    ("use", "reason"),
    [
        ("user_proxy.register_model_client(Own)", "user_proxy has no llm_config"),
        ("done = a.register_model_client(Own)", "a model client of its own (register_model_client)"),
        ("b.register_model_client(Own)", "b takes part in no chat"),
    ],
)
def test_a_class_of_clients_without_its_place_stays(use: str, reason: str):
    source = USED.replace("user_proxy.initiate_chat(a,", f"{use}\nuser_proxy.initiate_chat(a,")
    result = rewrite_source(PlainSource(Path("module.py"), source.lstrip()))
    assert use in result.text
    assert reason in "; ".join(finding.message for finding in result.findings if not finding.fixable)


def test_a_class_of_clients_is_registered_with_a_client_of_the_agents_own():
    use = "a.register_model_client(model_client_cls=Own, size=2, **more)"
    source = USED.replace("user_proxy.initiate_chat(a,", f"{use}\nuser_proxy.initiate_chat(a,")
    code = rewritten(source.replace('b = AssistantAgent("b", llm_config=config, system_message="2")\n', ""))
    assert "register_model_client(a_client, Own, size=2, **more)" in code
