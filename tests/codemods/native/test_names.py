"""Names that a rewrite brings in never take a name that the program has."""

from pathlib import Path

from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_project

PROGRAM = """\
import autogen

llm_config = {"config_list": [{"model": "gpt-4", "api_key": "none"}], "cache_seed": None}


def main():
    assistant = autogen.AssistantAgent("assistant", system_message="Hi.", llm_config=llm_config)
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    result = user.initiate_chat(assistant, message="Hello", max_turns=2)
    return result.summary


if __name__ == "__main__":
    print(main())
"""


def rewritten(source):
    path = Path("main.py")
    return rewrite_project({path: PlainSource(path, source)}).changed[path]


def test_a_program_that_has_a_main_keeps_it_and_calls_it_once():
    code = rewritten(PROGRAM)
    assert code.count("def main(") == 1, code
    compile(code, "main.py", "exec")
