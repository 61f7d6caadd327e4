import os

from differential.parts import pair
from differential.scenario import scenario


def run(executor, *blocks):
    """Run blocks of (language, code) and return exit code and output."""
    result = executor.execute_code_blocks(list(blocks))
    return [result.exit_code, result.output]


def triple(x: int) -> int:
    """Three times."""
    return 3 * x


@scenario()
def blocks_of_every_kind_in_one_run(autogen, llm_config, report):
    coding = autogen.coding
    executor = coding.LocalCommandLineCodeExecutor(work_dir=".", timeout=20)
    block = coding.CodeBlock
    report(
        "python and shell",
        run(executor, block(language="python", code="print(1)"), block(language="sh", code="echo 2")),
    )
    report(
        "failing first", run(executor, block(language="python", code="exit(3)"), block(language="sh", code="echo 2"))
    )
    report("unknown", run(executor, block(language="cobol", code="x")))
    report("saved only", run(executor, block(language="html", code="<p>saved</p>")))


@scenario()
def files_are_named_by_a_comment_and_stay_in_the_folder(autogen, llm_config, report):
    coding = autogen.coding
    os.mkdir("work")
    executor = coding.LocalCommandLineCodeExecutor(work_dir="work")
    block = coding.CodeBlock
    report("named", run(executor, block(language="python", code="# filename: inside.py\nprint('in')")))
    report("outside", run(executor, block(language="python", code="# filename: ../outside.py\nprint('out')")))
    report("files", sorted(os.listdir("work")))


@scenario()
def a_timeout_ends_the_block(autogen, llm_config, report):
    coding = autogen.coding
    executor = coding.LocalCommandLineCodeExecutor(timeout=1, work_dir=".")
    result = executor.execute_code_blocks([coding.CodeBlock(language="python", code="import time; time.sleep(30)")])
    report("exit code", result.exit_code)
    report("output", result.output)


@scenario()
def dangerous_commands_are_refused(autogen, llm_config, report):
    coding = autogen.coding
    executor = coding.LocalCommandLineCodeExecutor(work_dir=".")
    for command in ("rm -rf /", "mv x /dev/null", "dd if=/dev/zero of=/dev/sda", ":(){ :|:& };:"):
        with report.raises(command):
            run(executor, coding.CodeBlock(language="sh", code=command))


@scenario()
def languages_may_be_saved_instead_of_run(autogen, llm_config, report):
    coding = autogen.coding
    executor = coding.LocalCommandLineCodeExecutor(work_dir=".", execution_policies={"python": False, "sh": True})
    report("python", run(executor, coding.CodeBlock(language="python", code="print('not run')")))
    report("sh", run(executor, coding.CodeBlock(language="sh", code="echo run")))


@scenario()
def executors_refuse_bad_arguments(autogen, llm_config, report):
    coding = autogen.coding
    bad = {"timeout": {"timeout": 0}, "folder": {"work_dir": "absent"}, "module": {"functions_module": "no name"}}
    for label, options in bad.items():
        with report.raises(label):
            coding.LocalCommandLineCodeExecutor(**options)


@scenario()
def functions_are_offered_to_the_code(autogen, llm_config, report):
    coding = autogen.coding

    executor = coding.LocalCommandLineCodeExecutor(work_dir=".", functions=[triple])
    report("prompt", executor.format_functions_for_prompt().count("def triple(x: int) -> int:"))
    code = "from functions import triple\nprint(triple(14))"
    report("run", run(executor, coding.CodeBlock(language="python", code=code)))


@scenario()
def code_is_found_in_markdown(autogen, llm_config, report):
    extractor = autogen.coding.MarkdownCodeExtractor()
    text = (
        "before\n```python\nprint(1)\n```\n  ```\n  untagged\n  ```\n```sh title=x\nls\n```\n~~~py\nno\n~~~\n`inline`"
    )
    report("blocks", [[each.language, each.code] for each in extractor.extract_code_blocks(text)])
    parts = [{"type": "text", "text": "```py\nx = 1\n```"}, {"type": "image_url", "image_url": {"url": "u"}}]
    report("parts", [[each.language, each.code] for each in extractor.extract_code_blocks(parts)])
    report("nothing", extractor.extract_code_blocks("no code"))


@scenario("```python\nprint('one')\n```\n```bash\necho two\n```", "TERMINATE")
def a_reply_by_an_executor_names_all_blocks(autogen, llm_config, report):
    executor = autogen.coding.LocalCommandLineCodeExecutor(work_dir=".")
    helper, human = pair(autogen, llm_config, code_execution_config={"executor": executor, "last_n_messages": 2})
    return human.initiate_chat(helper, message="run both")
