import importlib
import json
import os
import pathlib

from differential.scenario import scenario

CONFIGS = [
    {"model": "gpt-4", "api_key": "k1", "tags": ["gpt-4", "big"]},
    {"model": "gpt-3.5-turbo", "api_key": "k2", "api_type": "azure", "base_url": "u", "tags": ["small"]},
    {"model": "llama", "api_key": "k3", "base_url": "http://localhost:1234/v1"},
]
FILTERS = [
    {"model": ["gpt-4"]},
    {"model": {"gpt-4", "llama"}},
    {"tags": ["small", "big"]},
    {"tags": ["none"]},
    {"model": ["gpt-3.5-turbo"], "api_type": ["azure"]},
    {"api_type": [None, "azure"]},
    {"base_url": [None]},
    {},
    None,
]


@scenario()
def from_a_file(autogen, llm_config, report):
    pathlib.Path("OAI_CONFIG_LIST").write_text(json.dumps(CONFIGS))
    pathlib.Path("conf").mkdir()
    pathlib.Path("conf/mine.json").write_text(json.dumps(CONFIGS[:1]))
    report("here", autogen.config_list_from_json("OAI_CONFIG_LIST"))
    report("there", autogen.config_list_from_json("mine.json", file_location="conf"))
    report("no location", autogen.config_list_from_json("conf/mine.json", file_location=None))
    for number, wanted in enumerate(FILTERS):
        report(f"filter {number}", autogen.config_list_from_json("OAI_CONFIG_LIST", filter_dict=wanted))


@scenario()
def from_the_environment(autogen, llm_config, report):
    os.environ["MY_LIST"] = json.dumps(CONFIGS)
    report("json", autogen.config_list_from_json("MY_LIST", filter_dict={"model": ["llama"]}))
    pathlib.Path("list.json").write_text(json.dumps(CONFIGS[1:]))
    os.environ["MY_LIST"] = "list.json"
    report("path", autogen.config_list_from_json("MY_LIST"))
    del os.environ["MY_LIST"]
    try:
        autogen.config_list_from_json("MY_LIST")
    except FileNotFoundError:
        report("nowhere", "not found")


@scenario()
def filters(autogen, llm_config, report):
    for number, wanted in enumerate(FILTERS):
        report(f"kept {number}", autogen.filter_config(CONFIGS, wanted))
        report(f"excluded {number}", autogen.filter_config(CONFIGS, wanted, exclude=True))


@scenario()
def from_key_files(autogen, llm_config, report):
    for name in ("OPENAI_API_KEY", "OPENAI_API_BASE", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_API_BASE"):
        os.environ.pop(name, None)
    pathlib.Path("key_openai.txt").write_text("sk-1\n")
    pathlib.Path("key_aoai.txt").write_text("az-1\naz-2\n")
    pathlib.Path("base_aoai.txt").write_text("https://one\nhttps://two\n")
    report("both", autogen.config_list_openai_aoai())
    report("openai", autogen.config_list_openai_aoai(exclude="aoai"))
    report("azure", autogen.config_list_openai_aoai(exclude="openai"))
    report("models", autogen.config_list_from_models(model_list=["gpt-4o", "gpt-4"], exclude="aoai"))
    report("no models", autogen.config_list_from_models(exclude="aoai"))
    report("two models", autogen.config_list_gpt4_gpt35(exclude="aoai"))
    with report.raises("more keys than addresses"):
        autogen.get_config_list(["a", "b"], ["https://one"])
    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_API_BASE"):
        os.environ.pop(name, None)


@scenario()
def lists_and_keys(autogen, llm_config, report):
    utils = importlib.import_module(autogen.__name__ + ".oai.openai_utils")
    report("list", autogen.get_config_list(["a", " ", "b"], ["u", "v", "w"], "azure", "2024"))
    os.environ["MY_BASE"] = "https://mine"
    report("one", utils.get_config("key", base_url="MY_BASE", api_type="azure", api_version=None))
    del os.environ["MY_BASE"]
    report("key", utils.get_key({"model": "m", "api_key": "secret", "b": [1, {"z": 1, "a": 2}], "base_url": "u"}))


@scenario()
def parameters_of_providers(autogen, llm_config, report):
    utils = importlib.import_module(autogen.__name__ + ".oai.client_utils")
    checks = [
        ({"t": 1}, (int, float), True, 0.5, (0, 2), None),
        ({"t": 3}, (int, float), True, 0.5, (0, 2), None),
        ({"t": -1}, int, False, 0, (0, None), None),
        ({"t": "x"}, (int, float), True, 0.5, None, None),
        ({"t": "x"}, str, False, "y", None, ["y", "z"]),
        ({"t": None}, str, False, "y", None, None),
        ({}, str, True, None, None, None),
    ]
    for number, (params, *rest) in enumerate(checks):
        report(f"check {number}", utils.validate_parameter(params, "t", *rest))
    with report.raises("allowed values"):
        utils.validate_parameter({}, "t", str, True, None, None, "abc")
    tools = [{"function": {"name": "a"}}, {"function": {"name": "b"}}]
    called = {"tool_calls": [{"id": "1", "function": {"name": "a"}}]}
    for hide in ("never", "if_any_run", "if_all_run"):
        report(hide, [utils.should_hide_tools(m, tools, hide) for m in ([], [called], [called, {"tool_call_id": "1"}])])
    with report.raises("unknown"):
        utils.should_hide_tools([], tools, "sometimes")
