"""Programs that get the configurations of their models in one way or another."""

from native_programs.program import CONFIG, Program

_START = """\
import json
import os

import autogen

URL = os.environ["MODEL_URL"]
"""
_ASK = """
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Answer.")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
result = user_proxy.initiate_chat(assistant, message="What?", max_turns=1)
print("=>", result.summary)
"""
_TWO = """
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
one = user_proxy.initiate_chat(first, message="One?", max_turns=1)
two = user_proxy.initiate_chat(second, message="Two?", max_turns=1)
print("=>", one.summary)
print("=>", two.summary)
"""
_AGAIN = """
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Count.")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
for _ in range(3):
    result = user_proxy.initiate_chat(assistant, message="Count.", max_turns=2)
    print("=>", [message["content"] for message in result.chat_history])
"""

PROGRAMS = [
    Program(
        "a_list_in_the_environment_is_filtered",
        _START
        + """
os.environ["OAI_CONFIG_LIST"] = json.dumps(
    [
        {"model": "gpt-3.5-turbo", "api_key": "none", "base_url": "http://127.0.0.1:9/v1", "tags": ["small"]},
        {"model": "gpt-4o", "api_key": "none", "base_url": URL, "tags": ["large"]},
    ]
)
config_list = autogen.config_list_from_json("OAI_CONFIG_LIST", filter_dict={"tags": ["large"], "model": ["gpt-4o"]})
print("=>", [config["model"] for config in config_list])
llm_config = {"config_list": config_list, "temperature": 0, "cache_seed": None}
"""
        + _ASK,
        ("This.",),
    ),
    Program(
        "a_list_in_a_file_stays_in_the_file",
        _START
        + """
from autogen import config_list_from_json

os.makedirs(".cache", exist_ok=True)
with open(".cache/models.json", "w") as file:
    json.dump([{"model": "gpt-4o", "api_key": "none", "base_url": URL}], file)
llm_config = {
    "config_list": config_list_from_json(env_or_file="models.json", file_location=".cache"),
    "timeout": 120,
    "cache_seed": None,
}
"""
        + _ASK,
        ("That.",),
    ),
    Program(
        "keys_in_a_dotenv_file",
        _START
        + """
os.makedirs(".cache", exist_ok=True)
with open(".cache/keys.env", "w") as file:
    file.write("SOME_KEY=none\\n")
config_list = autogen.config_list_from_dotenv(
    dotenv_file_path=".cache/keys.env",
    model_api_key_map={"gpt-4o": {"api_key_env_var": "SOME_KEY", "base_url": URL}},
    filter_dict={"model": ["gpt-4o"]},
)
print("=>", len(config_list))
llm_config = {"config_list": config_list, "cache_seed": None}
"""
        + _ASK,
        ("Yes.",),
    ),
    Program(
        "a_list_that_the_program_loads_itself",
        _START
        + """
with open("models.txt", "w") as file:
    file.write('[{"model": "gpt-4o", "api_key": "none"}]')
with open("models.txt") as file:
    configs = json.load(file)
for config in configs:
    config["base_url"] = URL
llm_config = dict(config_list=[configs[0]], cache_seed=None)
"""
        + _ASK,
        ("Mine.",),
    ),
    Program(
        "a_configuration_without_a_list",
        _START
        + """
llm_config = {"model": "gpt-4o", "api_key": "none", "base_url": URL, "temperature": 0.3, "cache_seed": None}
"""
        + _ASK,
        ("One.",),
    ),
    Program(
        "configurations_are_merged_and_copied",
        _START
        + """
base = {"config_list": [{"model": "gpt-4o", "api_key": "none", "base_url": URL}], "cache_seed": None}
creative = {**base, "temperature": 1}
exact = base.copy()
exact["temperature"] = 0
first = autogen.AssistantAgent("first", llm_config=creative, system_message="1")
second = autogen.AssistantAgent("second", llm_config=exact, system_message="2")
"""
        + _TWO,
        ("uno", "due"),
    ),
    Program(
        "a_configuration_changes_between_two_agents",
        _START
        + """
llm_config = {"model": "gpt-4o", "api_key": "none", "base_url": "http://127.0.0.1:9/v1", "cache_seed": None}
llm_config["base_url"] = URL
first = autogen.AssistantAgent("first", llm_config=llm_config, system_message="1")
llm_config["base_url"] = "http://127.0.0.1:9/v1"
llm_config.update({"base_url": URL, "temperature": 0})
second = autogen.AssistantAgent("second", llm_config=llm_config, system_message="2")
llm_config["base_url"] = "http://127.0.0.1:9/v1"
"""
        + _TWO,
        ("1.", "2."),
    ),
    Program(
        "a_name_means_one_configuration_after_the_other",
        _START
        + """
llm_config = {"model": "gpt-4o", "api_key": "none", "base_url": URL, "cache_seed": None}
first = autogen.AssistantAgent("first", llm_config=llm_config, system_message="1")
llm_config = {"model": "gpt-4", "api_key": "none", "base_url": URL, "cache_seed": 5}
second = autogen.AssistantAgent("second", llm_config=llm_config, system_message="2")
"""
        + _TWO
        + """
for _ in range(2):
    three = user_proxy.initiate_chat(first, message="Again?", max_turns=1)
    four = user_proxy.initiate_chat(second, message="Again?", max_turns=1)
    print("=>", three.summary, four.summary)
""",
        ("a", "b", "c", "d", "e", "f"),
    ),
    Program(
        "a_name_means_one_loaded_list_after_the_other",
        _START
        + """
os.environ["LISTS"] = json.dumps([{"model": name, "api_key": "none", "base_url": URL} for name in ("gpt-4o", "gpt-4")])
config_list = autogen.config_list_from_json("LISTS", filter_dict={"model": ["gpt-4"]})
llm_config = {"config_list": config_list, "cache_seed": None}
first = autogen.AssistantAgent("first", llm_config=llm_config, system_message="1")
config_list = autogen.config_list_from_json("LISTS")
llm_config = {"config_list": config_list, "cache_seed": 6}
second = autogen.AssistantAgent("second", llm_config=llm_config, system_message="2")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
for _ in range(2):
    three = user_proxy.initiate_chat(first, message="Again?", max_turns=1)
    four = user_proxy.initiate_chat(second, message="Again?", max_turns=1)
    print("=>", three.summary, four.summary)
""",
        ("a", "b", "c", "d"),
    ),
    Program(
        "the_next_configuration_answers_where_one_fails",
        _START
        + """
config_list = [
    {"model": "gpt-4", "api_key": "none", "base_url": "http://127.0.0.1:9/v1", "max_retries": 0},
    {"model": "gpt-4o", "api_key": "none", "base_url": URL},
]
llm_config = {"config_list": config_list, "cache_seed": None}
"""
        + _ASK,
        ("Second.",),
    ),
    Program(
        "what_was_asked_before_is_not_asked_again",
        CONFIG.replace(', "cache_seed": None', "") + "import autogen\n" + _AGAIN,
        ("one", "two", "other", "other"),
    ),
    Program(
        "what_was_asked_before_is_not_asked_again_of_several",
        _START
        + """
config_list = [{"model": model, "api_key": "none", "base_url": URL} for model in ("gpt-4o", "gpt-4")]
llm_config = {"config_list": config_list, "cache_seed": 7}
"""
        + _AGAIN,
        ("one", "two", "other", "other"),
    ),
    Program(
        "a_function_and_a_class_hold_configurations",
        _START
        + """

class Settings:
    llm_config = {"model": "gpt-4o", "api_key": "none", "base_url": URL, "cache_seed": None}


def config_for(model: str) -> dict:
    return {"config_list": [{"model": model, "api_key": "none", "base_url": URL}], "cache_seed": None}


first = autogen.AssistantAgent("first", llm_config=Settings.llm_config, system_message="1")
second = autogen.AssistantAgent("second", llm_config=config_for("gpt-4"), system_message="2")
"""
        + _TWO,
        ("eins", "zwei"),
    ),
    Program(
        "another_module_holds_the_configuration",
        "import autogen\nfrom settings import llm_config\n" + _ASK,
        ("There.",),
        modules={
            "settings.py": """\
import json
import os

import autogen

os.environ["MODELS"] = json.dumps([{"model": "gpt-4o", "api_key": "none", "base_url": os.environ["MODEL_URL"]}])
llm_config = {"config_list": autogen.config_list_from_json("MODELS"), "cache_seed": None}
"""
        },
    ),
    Program(
        "a_function_is_given_the_configuration",
        _START
        + """

def ask(llm_config, question):
    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Answer.")
    user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
    result = user_proxy.initiate_chat(assistant, message=question, max_turns=1)
    return result.summary


print("=>", ask({"model": "gpt-4o", "api_key": "none", "base_url": URL, "cache_seed": None}, "What?"))
""",
        ("Given.",),
    ),
]
