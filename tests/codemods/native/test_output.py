"""What native code looks like: before and after, to the last character where it matters."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent

import pytest
from autogen_codemods.files.cells import join_cells, split_cells
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project, rewrite_source
from codemods_native_check import PlainCells, reasons, rewritten
from hypothesis import given, settings
from hypothesis import strategies as st

SCRIPT = '''
"""A script."""
import os

import autogen

config_list = [{"model": "gpt-4o", "api_key": os.environ.get("OPENAI_API_KEY")}]
llm_config = {"config_list": config_list, "temperature": 0, "cache_seed": None}

# The assistant.
assistant = autogen.AssistantAgent(name="assistant", system_message="Short.", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    name="user_proxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=0,
    code_execution_config=False,
)

# Ask.
user_proxy.initiate_chat(assistant, message="What is 1 + 1?")  # the question
print("done")
'''


def test_a_script_gets_a_main_and_keeps_its_comments():
    assert rewritten(SCRIPT) == dedent('''\
        """A script."""
        import asyncio

        from autogen_agentchat.agents import AssistantAgent
        from autogen_agentchat.messages import TextMessage
        from autogen_agentchat.ui import Console
        from autogen_ext.models.openai import OpenAIChatCompletionClient

        model_client = OpenAIChatCompletionClient(model="gpt-4o", temperature=0)

        # The assistant.
        assistant = AssistantAgent(name="assistant", model_client=model_client, system_message="Short.")

        task = TextMessage(content="What is 1 + 1?", source="user_proxy")


        async def main() -> None:
            # Ask.
            await Console(assistant.run_stream(task=task))  # the question
            await model_client.close()
            print("done")


        asyncio.run(main())
        ''')


def test_text_over_several_lines_is_not_indented():
    source = SCRIPT.replace('"What is 1 + 1?"', '"""One\nand\n  one?"""')
    assert 'content="""One\nand\n  one?"""' in rewritten(source)


def test_silent_chats_print_nothing():
    code = rewritten(SCRIPT.replace('+ 1?"', '+ 1?", silent=True'))
    assert "Console" not in code
    assert "await assistant.run(task=task)" in code


def test_the_default_cache_of_v02_stays_on():
    code = rewritten(SCRIPT.replace(', "cache_seed": None', ""))
    assert 'disk_cached(OpenAIChatCompletionClient(model="gpt-4o", temperature=0), cache_seed=41)' in "".join(
        line.strip() for line in code.splitlines()
    ).replace(",)", ")").replace(",cache", ", cache").replace("disk_cached( ", "disk_cached(")


def test_an_azure_configuration_gives_an_azure_client():
    azure = '{"model": "gpt-4o", "api_type": "azure", "base_url": url, "api_version": "2024-02-01", "api_key": key}'
    code = rewritten(SCRIPT.replace('{"model": "gpt-4o", "api_key": os.environ.get("OPENAI_API_KEY")}', azure))
    assert "AzureOpenAIChatCompletionClient(" in code
    assert 'azure_deployment="gpt-4o"' in code
    assert "azure_endpoint=url" in code


def test_a_model_that_v04_does_not_know_is_described():
    assert "model_info={" in rewritten(SCRIPT.replace('"gpt-4o"', '"llama3"'))


def test_a_configuration_with_unknown_keys_is_loaded_when_the_program_runs():
    code = rewritten(SCRIPT.replace('"temperature": 0', '"temperature": 0, "extra_body": body'))
    assert "model_client = model_client_from(llm_config)" in code
    assert "llm_config = {" in code


def test_keys_are_not_evaluated_at_another_time():
    code = rewritten(SCRIPT.replace('os.environ.get("OPENAI_API_KEY")', "getpass()"))
    assert "model_client_from(llm_config)" in code


def test_two_agents_share_a_client():
    source = """
    from autogen import ConversableAgent

    gpt4_config = {"config_list": [{"model": "gpt-4"}], "cache_seed": None}
    a = ConversableAgent("a", llm_config=gpt4_config, human_input_mode="NEVER")
    b = ConversableAgent("b", llm_config=gpt4_config, human_input_mode="NEVER")
    a.initiate_chat(b, message="hi", max_turns=1)
    """
    code = rewritten(source)
    assert code.count("OpenAIChatCompletionClient(") == 1
    assert "gpt4_client = " in code


def test_callers_await_through_the_whole_chain():
    source = """
    from autogen import AssistantAgent, UserProxyAgent


    def ask(question):
        a = AssistantAgent("a", llm_config=llm_config)
        u = UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
        r = u.initiate_chat(a, message=question, max_turns=1)
        return r.summary


    def shout(question):
        return ask(question).upper()


    def main():
        print(shout("a"), shout("b"))


    if __name__ == "__main__":
        main()
    """
    code = rewritten(source)
    assert "async def ask(question):" in code
    assert "return (await ask(question)).upper()" in code
    assert 'print(await shout("a"), await shout("b"))' in code
    assert "    asyncio.run(main())\n" in code


ASK = """
from autogen import AssistantAgent, UserProxyAgent


def ask(question):
    a = AssistantAgent("a", llm_config=llm_config)
    u = UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
    r = u.initiate_chat(a, message=question, max_turns=1)
    return r.summary
"""


def test_a_function_without_known_callers_keeps_its_form():
    code = rewritten(ASK)
    assert "\ndef ask(question):" in code
    assert "bridge.run(Console, a.run_stream(" in code


def test_a_function_that_other_files_import_keeps_its_form():
    code = rewritten(ASK + "\n\nask('x')\n", imported_elsewhere=("ask",))
    assert "\ndef ask(question):" in code


def test_a_function_that_is_a_callback_keeps_its_form():
    assert "\ndef ask(question):" in rewritten(ASK + "\n\nbutton.on_click(ask)\n")


def test_a_decorated_function_keeps_its_form():
    code = rewritten(ASK.replace("def ask", '@app.route("/ask")\ndef ask') + "\n\nask('x')\n")
    assert '@app.route("/ask")\ndef ask(question):' in code


def test_a_call_in_a_lambda_keeps_the_form():
    assert "\ndef ask(question):" in rewritten(ASK + "\n\nf = lambda: ask('x')\n")


def test_a_notebook_awaits_at_the_top_level():
    source = PlainCells(Path("book.ipynb"), SCRIPT.lstrip())
    text = rewrite_source(source).text
    assert "\nawait Console(" in text
    assert "asyncio" not in text
    assert ".close()" not in text


def test_what_stays_keeps_its_import_and_the_new_class_another_name():
    source = """
    from autogen import AssistantAgent, UserProxyAgent

    left = AssistantAgent("left", llm_config=llm_config)
    register(left)
    a = AssistantAgent("a", llm_config=llm_config)
    u = UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
    u.initiate_chat(a, message="x", max_turns=1)
    """
    text = rewrite_source(PlainSource(Path("m.py"), dedent(source))).text
    assert "from autogen_agentchat.agents import AssistantAgent as V04AssistantAgent" in text
    assert "from autogen import AssistantAgent\n" in text
    assert 'left = AssistantAgent("left", llm_config=llm_config)' in text
    assert "a = V04AssistantAgent(" in text


def test_an_agent_is_made_below_its_tools():
    source = """
    from autogen import AssistantAgent, UserProxyAgent

    a = AssistantAgent("a", llm_config=llm_config)
    u = UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)


    @u.register_for_execution()
    @a.register_for_llm(description="Adds.")
    def add(x: int, y: int) -> int:
        return x + y


    u.initiate_chat(a, message="x")
    """
    code = rewritten(source)
    assert code.index("def add(") < code.index("a = BoundedAssistantAgent(")
    assert "@" not in code
    assert 'tools=[SequentialFunctionTool(add, description="Adds.")]' in code


def test_line_ends_of_windows_are_kept():
    source = SCRIPT.lstrip().replace("\n", "\r\n")
    text = rewrite_source(PlainSource(Path("m.py"), source)).text
    assert text.count("\n") == text.count("\r\n")


COMMON_NAMES = ["team", "task", "main", "model_client", "Console", "asyncio", "bridge"]


@given(names=st.lists(st.sampled_from(COMMON_NAMES), max_size=7))
@settings(max_examples=30, deadline=None)
def test_new_names_never_take_names_that_the_program_has(names: list[str]):
    taken = "".join(f"{name} = {number}\n" for number, name in enumerate(dict.fromkeys(names)))
    source = taken + SCRIPT + "".join(f"print({name})\n" for name in dict.fromkeys(names))
    text = rewrite_source(PlainSource(Path("m.py"), source)).text
    compile(text, "m.py", "exec", flags=0x2000)
    for number, name in enumerate(dict.fromkeys(names)):
        assert f"{name} = {number}\n" in text
        assert text.count(f"import {name}\n") == 0


@given(st.text(alphabet="ab \n#='\"()[]{}:,.", max_size=60))
@settings(max_examples=60, deadline=None)
def test_programs_without_v02_never_change(text: str):
    source = PlainSource(Path("m.py"), text)
    assert rewrite_source(source).text == text


def test_refused_programs_are_not_touched():
    assert reasons(SCRIPT.replace("max_consecutive_auto_reply=0,", "max_consecutive_auto_reply=n,"))


def test_forgetting_before_a_chat_needs_no_code():
    code = rewritten(SCRIPT.replace("# Ask.\n", "assistant.reset()\nuser_proxy.reset()\n"))
    assert "reset" not in code


def test_forgetting_a_history_that_is_kept_stays():
    source = SCRIPT.replace("# Ask.\n", "assistant.reset()\n").replace('1?"', '1?", clear_history=False')
    assert reasons(source) == ["a history is forgotten that other chats keep"]


def _project(**texts: str) -> dict[str, str]:
    sources = {Path(f"{name}.py"): PlainSource(Path(f"{name}.py"), text) for name, text in texts.items()}
    return {path.stem: text for path, text in rewrite_project(sources).changed.items()}


@pytest.mark.parametrize(
    ("other", "after"),
    [
        ("from talk import ask\n\nask('y')\n", "asyncio.run(ask('y'))"),
        ("import talk\n\n\ndef main():\n    talk.ask('y')\n\n\nmain()\n", "    await talk.ask('y')"),
        ("from talk import *\n\nprint(ask('y'))\n", "print(asyncio.run(ask('y')))"),
        ("import app.talk as t\n\nt.ask('y')\n", "asyncio.run(t.ask('y'))"),
    ],
)
def test_the_callers_of_a_function_in_other_files_become_asynchronous_with_it(other: str, after: str):
    changed = _project(talk=ASK, main=other)
    assert "\nasync def ask(question):" in changed["talk"]
    assert after in changed["main"]


@pytest.mark.parametrize(
    "other",
    [
        *("from talk import ask\n\nserve(ask)\n", "import talk\n\nserve(talk.ask)\n", "from talk import ask\n"),
        *("from talk import *\n", "import talk\n\nserve(getattr(talk, 'ask'))\n"),
        "from talk import ask\n\n\n@app.post('/')\ndef answer(question):\n    return ask(question)\n",
        "from talk import ask\n\nanswers = [ask(question) for question in questions]\n",
    ],
)
def test_a_function_keeps_its_form_where_callers_in_other_files_are_not_known_or_cannot_wait(other: str):
    changed = _project(talk=ASK + "\n\nask('x')\n", main=other)
    assert "\ndef ask(question):" in changed["talk"] and "bridge.run(Console" in changed["talk"]
    assert "main" not in changed


METHOD = ASK.replace("\n    ", "\n        ").replace("def ask(", "class Desk{bases}:\n    def ask(self, ")


def test_methods_become_asynchronous_with_their_callers():
    calls = "from desk import Desk\n\ndesk = Desk()\nprint(desk.ask('x'))\n"
    changed = _project(desk=METHOD.format(bases=""), main=calls)
    assert "\n    async def ask(self, question):" in changed["desk"]
    assert "print(asyncio.run(desk.ask('x')))" in changed["main"]


@pytest.mark.parametrize(
    ("bases", "calls"),
    [
        ("(Tool)", "Desk().ask('x')\n"),
        ("", "run(Desk().ask)\n"),
        ("", "Desk().ask('x')\n\n\nclass Other(Desk):\n    def ask(self, question):\n        return 1\n"),
        ("", "Desk().ask('x')\n\n\ndef each(desks):\n    for desk in desks:\n        desk.ask('y')\n"),
    ],
)
def test_methods_keep_their_form_where_others_may_call_them(bases: str, calls: str):
    changed = _project(desk=METHOD.format(bases=bases), main=f"from desk import Desk\n\n{calls}")
    assert "\n    def ask(self, question):" in changed["desk"] and "bridge.run(Console" in changed["desk"]


def test_a_public_function_of_a_package_keeps_its_form():
    texts = {"talk/__init__.py": ASK, "main.py": "from talk import ask\n\nask('x')\n"}
    sources = {Path(name): PlainSource(Path(name), text) for name, text in texts.items()}
    assert "\ndef ask(question):" in rewrite_project(sources).changed[Path("talk/__init__.py")]


def test_functions_of_files_without_v02_wait_too():
    source = PlainSource(Path("talk.py"), ASK)
    other = PlainSource(Path("main.py"), "from app.talk import (\n    ask,\n)\n\nask('x')\n")
    result = rewrite_project({source.path: source}, {other.path: other})
    assert "\nasync def ask(question):" in result.changed[source.path]
    assert "\nasyncio.run(ask('x'))\n" in result.changed[other.path]


def test_a_configuration_that_other_files_import_stays_where_it_is():
    code = rewritten(SCRIPT, imported_elsewhere=("llm_config", "config_list"))
    assert "llm_config = {" in code
    assert "config_list = [" in code
    assert "model_client = OpenAIChatCompletionClient(" in code


def test_an_agent_that_other_files_import_stays_where_they_find_it():
    source = PlainSource(Path("agents.py"), SCRIPT.lstrip())
    other = PlainSource(Path("main.py"), "from agents import assistant\n\nprint(assistant.name)\n")
    text = rewrite_project({source.path: source, other.path: other}).changed[source.path]
    assert "\nassistant = AssistantAgent(" in text


@pytest.mark.parametrize(("turns", "speaks"), [(1, False), (2, True)])
def test_the_task_of_an_agent_that_speaks_again_is_its_own_message(turns: int, speaks: bool):
    source = f"""
    from autogen import ConversableAgent

    a = ConversableAgent("a", llm_config=c, human_input_mode="NEVER")
    b = ConversableAgent("b", llm_config=c, human_input_mode="NEVER")
    a.initiate_chat(b, message="hi", max_turns={turns})
    """
    assert ('model_context=OwnWordsContext("a")' in rewritten(source)) is speaks


def test_keys_that_no_client_takes_stay_in_a_configuration_that_is_loaded():
    code = rewritten(SCRIPT.replace('"model": "gpt-4o"', '"model": "gpt-4o", "price": [0.1, 0.2]'))
    assert '"price": [0.1, 0.2]' in code
    assert "model_client_from(llm_config)" in code


def test_two_addresses_of_one_azure_service_are_not_chosen_from():
    azure = '{"model": "gpt-4o", "api_type": "azure", "base_url": url, "azure_endpoint": other, "api_version": "1"}'
    code = rewritten(SCRIPT.replace('{"model": "gpt-4o", "api_key": os.environ.get("OPENAI_API_KEY")}', azure))
    assert azure in code
    assert "model_client_from(llm_config)" in code


IN_A_FUNCTION = '''
import autogen


def main():
    if True:
        llm_config = {"config_list": [{"model": "gpt-4o"}], "cache_seed": None}
        assistant = autogen.AssistantAgent(
            name="assistant",
            llm_config=llm_config,
            system_message="""First.

  Second, by two.
        Third, by eight.""",
            description="One "
                        "two.",
        )
        user = autogen.UserProxyAgent(
            "user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
        )
        user.initiate_chat(assistant, message="""Ask
    this.""")


main()
'''


def test_texts_over_several_lines_stay_as_they_are_at_any_depth():
    texts = {node.value for node in ast.walk(ast.parse(IN_A_FUNCTION)) if isinstance(node, ast.Constant)}
    kept = {node.value for node in ast.walk(ast.parse(rewritten(IN_A_FUNCTION))) if isinstance(node, ast.Constant)}
    assert {text for text in texts if isinstance(text, str) and "\n" in text} < kept


def test_an_argument_over_several_lines_keeps_its_alignment():
    assert '            description="One "\n                        "two.",\n' in rewritten(IN_A_FUNCTION)


def test_comments_between_arguments_that_go_away_move_above_the_statement():
    script = SCRIPT.replace("auto_reply=0,", "auto_reply=1,").replace('"NEVER",', '"NEVER",  # nobody')
    text = rewritten(script)
    assert "# nobody\nuser_proxy = AutoReplyAgent(" in text


def test_the_task_of_a_notebook_stands_in_the_cell_of_its_chat():
    message = "A long question about something. " * 4
    first, last = SCRIPT.split("# Ask.\n")
    cells = join_cells([(0, first), (1, last.replace("What is 1 + 1?", message))])
    result = rewrite_source(PlainCells(Path("book.ipynb"), cells))
    assert split_cells(result.text)[1].startswith("task = TextMessage(")


def test_an_agent_of_a_function_that_nothing_uses_is_made_by_v04():
    code = rewritten(
        """
        from autogen import AssistantAgent


        def make():
            assistant = AssistantAgent("assistant", llm_config=llm_config)
        """
    )
    assert 'assistant = AssistantAgent(\n        "assistant",' in code


def test_a_chat_in_a_file_that_never_names_v02_is_rewritten_with_the_agents_it_imports():
    agents = SCRIPT.partition("# Ask.")[0].lstrip()
    main = (
        'from agents import assistant, user_proxy\n\nuser_proxy.initiate_chat(assistant, message="hi", max_turns=1)\n'
    )
    sources = {Path(name): PlainSource(Path(name), text) for name, text in (("agents.py", agents), ("main.py", main))}
    changed = rewrite_project(
        {Path("agents.py"): sources[Path("agents.py")]}, {Path("main.py"): sources[Path("main.py")]}
    ).changed
    assert "await Console(assistant.run_stream(" in changed[Path("main.py")].replace("team", "assistant")
    assert "AssistantAgent(" in changed[Path("agents.py")]


def test_a_notebook_is_rewritten_beside_another_whose_agents_are_watched():
    text = SCRIPT.lstrip()
    logging = "import autogen\nautogen.runtime_logging.start(mine)\n" + text
    sources = {
        Path(name): PlainSource(Path(name), source) for name, source in (("a.ipynb", text), ("b.ipynb", logging))
    }
    assert set(rewrite_project(sources).changed) == {Path("a.ipynb")}


def test_what_models_are_asked_goes_on_being_recorded():
    code = rewritten(
        "import autogen.runtime_logging\n" + SCRIPT.lstrip() + 'autogen.runtime_logging.start(config={"dbname": "x"})\n'
    )
    assert 'start_logging(config={"dbname": "x"})' in code
    assert "assistant_client = model_client_from(" in code
    assert "RoundRobinGroupChat([assistant], max_turns=1)" in code


def test_the_log_stays_v02s_while_some_agents_are():
    other = '\nother = autogen.AssistantAgent("other", llm_config=c)\nother.receive("x", assistant)\n'
    text = "import autogen\n\nautogen.runtime_logging.start()\n" + other
    result = rewrite_project(
        {Path(n): PlainSource(Path(n), t) for n, t in (("a.py", text), ("b.py", "import a\n" + SCRIPT.lstrip()))}
    )
    assert set(result.changed) == {Path("b.py")}


def test_what_a_cell_awaits_by_itself_goes_on_waiting_there():
    text = (
        "import autogen\n\n\ndef on_connect(stream):\n"
        '    a = autogen.AssistantAgent("a", llm_config=c)\n'
        '    u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)\n'
        '    u.initiate_chat(a, message="hi", max_turns=1)\n\n\n'
        "serve(on_connect)\nawait server.serve()\n"
    )
    code = rewrite_project({Path("a.ipynb"): PlainCells(Path("a.ipynb"), text)}).changed[Path("a.ipynb")]
    assert "bridge.run(Console" in code
    assert "\nawait server.serve()\n" in code


def test_a_stream_gets_what_is_said_and_asks_the_human():
    code = rewritten(
        "from autogen.io import IOStream\n"
        + SCRIPT.lstrip().replace('human_input_mode="NEVER", ', "")
        + "IOStream.set_global_default(mine)\n"
    )
    assert "from autogen_compat.native import" in code and "IOStream" in code and "autogen_compat.io" not in code
    assert "printed(" in code and "Console" not in code


def test_an_agent_that_is_printed_is_an_object():
    code = rewritten(SCRIPT.lstrip() + 'print(f"asked {assistant}")\nprint(assistant)\n')
    assert 'print(f"asked {assistant}")\n' in code


def test_new_imports_stand_above_an_import_in_a_cell_that_loses_some_of_its_names():
    cells = PlainCells(
        Path("book.ipynb"),
        "pass  # %%magic:! pip install x\n"
        "from autogen import (\n    AssistantAgent,\n    ConversableAgent,\n    UserProxyAgent,\n)\n"
        'c = {"config_list": [{"model": "m"}]}\n'
        'a = AssistantAgent("a", llm_config=c)\n'
        'u = UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)\n'
        'u.initiate_chat(a, message="hi")\n'
        "class Own(ConversableAgent):\n    def extra(self):\n        return self._oai_messages\n",
    )
    text = rewrite_source(cells).text
    assert "from autogen import (\n    ConversableAgent,\n)\n" in text
    assert text.index("from autogen_agentchat.agents") < text.index("from autogen import (")


def test_new_imports_of_a_notebook_stand_in_the_cell_that_imports_v02():
    cells = (
        "pass  # %%magic:%%capture\n[1]\n{}\nimport autogen\n"
        'a = autogen.AssistantAgent("a", llm_config=c)\n'
        'u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)\n'
        'u.initiate_chat(a, message="hi")\n'
    )
    made = 'c = {"config_list": [{"model": "m"}]}'
    text = rewrite_source(PlainCells(Path("book.ipynb"), cells.format("from x import c"))).text
    assert text.startswith("pass  # %%magic:%%capture\n[1]\nfrom x import c\n")
    earlier = rewrite_source(PlainCells(Path("book.ipynb"), cells.format(made))).text
    assert earlier.index("from autogen_ext.models.openai") < earlier.index("c_client = ")


def test_imports_behind_a_comment_and_an_empty_line_are_sorted_in():
    code = rewritten(
        "import os\n\n# import csv\n\nimport autogen\n\n"
        'a = autogen.AssistantAgent("a", llm_config=c, system_message="A.")\n'
        'u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)\n'
        'u.initiate_chat(a, message="hi", max_turns=1)\n'
    )
    assert code.startswith("import asyncio\nimport os\n")
    assert "# import csv\n" in code
