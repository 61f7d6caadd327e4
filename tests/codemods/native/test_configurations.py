"""How configurations become model clients."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project, rewrite_source
from codemods_native_check import reasons, rewritten

CHAT = """
import os

import autogen

{before}
assistant = autogen.AssistantAgent("assistant", llm_config={config}, system_message="Answer.")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
user_proxy.initiate_chat(assistant, message="hi", max_turns=1)
"""
CALLED = """
from autogen import AssistantAgent, UserProxyAgent


def ask({parameter}):
    assistant = AssistantAgent("assistant", llm_config={config}, system_message="Answer.")
    user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
    user_proxy.initiate_chat(assistant, message="hi", max_turns=1)


ask(CONFIG)
"""


def native(config: str, before: str = "") -> str:
    """The native form of a chat whose assistant has this configuration."""
    return rewritten(CHAT.format(config=config, before=dedent(before)))


@pytest.mark.parametrize(
    ("parameter", "config"),
    [
        pytest.param("llm_config=None", "llm_config", id="a default of None"),
        pytest.param("llm_config", "llm_config if wanted else False", id="one of two"),
        pytest.param("llm_config", "llm_config or None", id="perhaps nothing"),
    ],
)
def test_an_agent_that_may_have_no_model_stays(parameter: str, config: str):
    [reason] = reasons(CALLED.format(parameter=parameter, config=config))
    assert "whether there is a model is decided when the program runs" in reason


def test_functions_that_are_described_in_a_merged_configuration_stay():
    before = 'base = {"config_list": configs, "functions": [{"name": "f"}]}\nconfig = {**base, "timeout": 1}'
    found = reasons(CHAT.format(config="config", before=before))
    assert found == ["the llm_config takes over functions of another configuration"]


@pytest.mark.parametrize(
    "change",
    [
        'llm_config["temperature"] = 1',
        'llm_config.update({"temperature": 1})',
        "tune(llm_config)",
        "other = llm_config\nother['temperature'] = 1",
        "for config in llm_config['config_list']:\n    config['model'] = 'x'",
        "llm_config['config_list'][0]['model'] = 'x'",
        "del llm_config['config_list'][0]",
    ],
)
def test_a_configuration_that_is_changed_is_read_when_the_program_runs(change: str):
    code = native("llm_config", 'llm_config = {"config_list": [{"model": "gpt-4o"}]}\n' + change)
    assert "model_client = model_client_from(llm_config)\nassistant = " in code


@pytest.mark.parametrize("look", ["print(llm_config)", 'count = len(llm_config["config_list"])'])
def test_a_configuration_that_is_looked_at_is_written_out(look: str):
    code = native("llm_config", 'llm_config = {"config_list": [{"model": "gpt-4o"}], "cache_seed": None}\n' + look)
    assert 'model_client = OpenAIChatCompletionClient(model="gpt-4o")' in code


def test_a_name_that_means_something_else_at_the_agent_is_not_written_out():
    source = CALLED.replace("CONFIG", "1").format(parameter="model", config="CONFIG")
    code = rewritten('model = "gpt-4o"\nCONFIG = {"model": model}\n' + source.replace("ask(1)", 'ask("x")'))
    assert "model_client_from(CONFIG)" in code


@pytest.mark.parametrize(
    "config",
    [
        '{**base, "temperature": 0}',
        "dict(base, temperature=0)",
        'base | {"temperature": 0}',
        '{"config_list": [base["config_list"][0]], "cache_seed": None, "temperature": 0}',
    ],
)
def test_merged_configurations_are_one(config: str):
    code = native(config, 'base = {"config_list": [{"model": "gpt-4o"}], "cache_seed": None}')
    assert "base" not in code
    assert "OpenAIChatCompletionClient(" in code
    assert "temperature=0" in code


def test_keys_of_v01_get_their_names_of_today():
    config = '{"model": "gpt-4", "api_base": url, "request_timeout": 60, "seed": 3, "use_cache": True}'
    code = "".join(native(config).split())
    assert 'model="gpt-4",base_url=url,timeout=60),cache_seed=3' in code.replace(",)", ")")


def test_without_use_cache_there_is_no_cache():
    assert "disk_cached" not in native('{"model": "gpt-4o", "use_cache": False}')


def test_the_kind_of_provider_is_read_of_the_entry_only():
    config = '{"config_list": [{"model": "gpt-4o"}], "api_type": "azure", "base_url": "x", "api_version": "1"}'
    assert "model_client_from(" in native(config)


def test_a_deployment_of_azure_that_is_looked_up_loses_its_dots_when_the_program_runs():
    config = '{"model": os.environ["M"], "api_type": "azure", "base_url": "x", "api_version": "1", "cache_seed": None}'
    assert 'azure_deployment=os.environ["M"].replace(".", "")' in native(config)


def test_anthropic_and_ollama_have_clients_of_their_own():
    claude = native('{"model": "claude-3-5-sonnet-20240620", "api_type": "anthropic", "api_key": os.environ["K"]}')
    assert "from autogen_ext.models.anthropic import AnthropicChatCompletionClient" in claude
    llama = native('{"model": "llama3.1", "api_type": "ollama", "client_host": "http://h", "seed": 1}')
    assert 'host="http://h"' in llama
    assert 'options={"seed": 1}' in llama


@pytest.mark.parametrize(
    ("model", "sees"), [('"llama3"', False), ('"gpt-4-vision-preview"', True), ('os.environ["MODEL"]', True)]
)
def test_images_are_not_withheld_from_models_that_may_see(model: str, sees: bool):
    code = native(f'{{"model": {model}, "cache_seed": None}}')
    assert f'"vision": {sees}' in code


def test_a_response_format_that_is_a_class_is_left_to_the_configuration():
    assert "model_client_from(" in native('{"model": "gpt-4o", "response_format": Answer}')


def test_providers_without_a_client_are_reached_by_the_configuration():
    assert "model_client_from(" in native('{"model": "llama3-8b-8192", "api_type": "groq"}')


def test_configurations_that_only_served_agents_go_with_them():
    code = rewritten(
        """
        from autogen import ConversableAgent

        config_list = [{"model": "gpt-4o"}]
        base = {"config_list": config_list}
        quiet = {**base, "temperature": 0}
        a = ConversableAgent("a", llm_config=base, human_input_mode="NEVER")
        b = ConversableAgent("b", llm_config=quiet, human_input_mode="NEVER")
        a.initiate_chat(b, message="hi", max_turns=1)
        c = ConversableAgent("c", llm_config=base, human_input_mode="NEVER")
        d = ConversableAgent("d", llm_config=quiet, human_input_mode="NEVER")
        c.initiate_chat(d, message="hi", max_turns=1)
        """
    )
    assert "base" not in code
    assert "quiet =" not in code
    assert "config_list" not in code


LOADED = 'config_list = autogen.config_list_from_json("OAI_CONFIG_LIST")'


def test_lists_are_loaded_without_the_layer_of_v02():
    code = native('{"config_list": config_list}', LOADED)
    assert "import autogen\n" not in code
    assert 'config_list = config_list_from_json("OAI_CONFIG_LIST")' in code
    assert 'model_client_from({"config_list": config_list})' in code


def test_lists_are_loaded_as_before_where_more_of_v02_is_left():
    before = LOADED + '\nis_new = autogen.__version__ > "0.2.30"'
    source = PlainSource(Path("module.py"), CHAT.format(config='{"config_list": config_list}', before=before))
    code = rewrite_source(source).text
    assert LOADED in code
    assert "import autogen\n" in code


def test_a_module_that_only_loads_lists_is_native():
    settings = PlainSource(Path("settings.py"), f"import autogen\n\n{LOADED}\n")
    other = PlainSource(Path("main.py"), "from settings import config_list\n")
    changed = rewrite_project({settings.path: settings, other.path: other}).changed
    assert changed == {
        settings.path: "from autogen_compat.native import config_list_from_json\n\n"
        'config_list = config_list_from_json("OAI_CONFIG_LIST")\n'
    }


def test_comments_of_a_configuration_stand_at_the_arguments():
    before = """
    config_list = [
        {
            "model": "gpt-4o",
            # From the vault.
            "api_key": os.environ["KEY"],
            # Commented out.
        }
    ]
    llm_config = {
        "cache_seed": 42,  # for the cache
        "config_list": config_list,
        "temperature": 0  # exact
    }
    """
    code = native("llm_config", before)
    assert (
        dedent("""
        model_client = disk_cached(
            OpenAIChatCompletionClient(
                model="gpt-4o",
                temperature=0,  # exact
                # From the vault.
                api_key=os.environ["KEY"],
            ),
            cache_seed=42,  # for the cache
        )
        """)
        in code
    )


def test_a_configuration_whose_making_may_have_effects_stays():
    before = """
    llm_config = {"model": "gpt-4o", "cache_seed": None}


    def prepare():
        llm_config = register_models()
    """
    code = native("llm_config", before)
    assert "    llm_config = register_models()\n" in code
    assert 'model_client = OpenAIChatCompletionClient(model="gpt-4o")' in code


@pytest.mark.parametrize("config", ["llm_config", '{"config_list": configs, "temperature": heat}'])
def test_a_name_that_is_bound_again_gives_another_client(config: str):
    code = rewritten(
        f"""
        import autogen

        heat, configs = 0, autogen.config_list_from_json("A")
        llm_config = {{"config_list": configs}}
        a = autogen.AssistantAgent("a", llm_config={config}, system_message="1")
        heat = 1
        llm_config = {{"config_list": autogen.config_list_from_json("B")}}
        b = autogen.AssistantAgent("b", llm_config={config}, system_message="2")
        c = autogen.AssistantAgent("c", llm_config={config}, system_message="3")
        user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
        user_proxy.initiate_chat(a, message="x", max_turns=1)
        user_proxy.initiate_chat(b, message="x", max_turns=1)
        user_proxy.initiate_chat(c, message="x", max_turns=1)
        """
    )
    assert 'AssistantAgent("a", model_client=model_client,' in code
    assert 'AssistantAgent("b", model_client=model_client_2,' in code


@pytest.mark.parametrize(
    ("config", "client"),
    [
        pytest.param('{"config_list": cl}', '{"cache_seed": 1, "config_list": cl}', id="on one line"),
        pytest.param(
            '{\n    "config_list": cl,\n    "cache_seed": None,  # off\n}',
            '{\n    "config_list": cl,\n    "cache_seed": 1,  # off\n}',
            id="in the place of another, whose comment stays once",
        ),
        pytest.param(
            '{\n    "config_list": cl,\n}',
            '{\n    "cache_seed": 1,\n    "config_list": cl,\n}',
            id="over several lines",
        ),
        pytest.param('{**base, "config_list": cl}', '{**{**base, "config_list": cl}, "cache_seed": 1}', id="unpacked"),
    ],
)
def test_the_cache_of_a_chat_is_said_within_its_configuration(config: str, client: str):
    text = rewritten(
        'import autogen\nfrom autogen import Cache\n\ncl = [{"model": "a"}, {"model": "b"}]\nbase = {"timeout": 3}\n'
        f'a = autogen.AssistantAgent("a", llm_config={config})\n'
        'u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)\n'
        'with Cache.disk(cache_seed=1) as cache:\n    u.initiate_chat(a, message="hi", cache=cache)\n'
    )
    assert f"model_client = model_client_from({client})\n" in text
    assert text.count("# off") == config.count("# off")
