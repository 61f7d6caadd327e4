import os

from differential.parts import assistant, pair, plain, user
from differential.scenario import scenario


def block(code, language="python"):
    """A message with one fenced block."""
    return f"Run this:\n```{language}\n{code}\n```"


LOCAL = {"work_dir": "work", "use_docker": False}


def files(folder="work"):
    """Names of the files that were left, hidden ones aside."""
    return sorted(name for name in os.listdir(folder) if not name.startswith((".", "__")))


@scenario(block("print(6 * 7)"), "TERMINATE")
def python_succeeds(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config=LOCAL)
    result = human.initiate_chat(helper, message="42?")
    report("files", len(files()))
    return result


@scenario(block("raise SystemExit(3)"), "TERMINATE")
def python_fails(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config=LOCAL)
    return human.initiate_chat(helper, message="fail")


@scenario(block("echo out; echo err >&2", "sh"), "TERMINATE")
def a_shell_script(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config=LOCAL)
    return human.initiate_chat(helper, message="echo")


@scenario(block("# filename: named.py\nprint('kept')"), "TERMINATE")
def a_file_name_in_the_first_line(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config=LOCAL)
    human.initiate_chat(helper, message="name it")
    report("files", files())


@scenario(block("x = 5\nprint(x)") + "\n" + block("echo two", "bash"), "TERMINATE")
def several_blocks(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config=LOCAL)
    return human.initiate_chat(helper, message="both")


@scenario(block("1/0") + "\n" + block("print('never')"), "TERMINATE")
def the_first_failure_ends_the_run(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config={**LOCAL, "last_n_messages": 1})
    result = human.initiate_chat(helper, message="both")
    return result.chat_history[2]["content"].splitlines()[-1]


@scenario(block("SELECT 1", "sql"), "TERMINATE")
def an_unknown_language(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config=LOCAL)
    return human.initiate_chat(helper, message="sql")


@scenario("No code here.", "TERMINATE")
def no_code_gives_the_default_reply(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config=LOCAL)
    return human.initiate_chat(helper, message="code?")


@scenario(block("print('no tag')", ""), "TERMINATE")
def a_block_without_a_language(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config=LOCAL)
    return human.initiate_chat(helper, message="untagged")


@scenario(block("import time; time.sleep(30)"), "TERMINATE")
def a_timeout(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config={**LOCAL, "timeout": 1})
    return human.initiate_chat(helper, message="wait")


@scenario(block("print('first')"), "Only words.", "TERMINATE")
def only_the_last_messages_are_looked_at(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config={**LOCAL, "last_n_messages": 3})
    return human.initiate_chat(helper, message="code, then words")


@scenario(block("print('first')"), "Only words.", "TERMINATE")
def auto_looks_back_to_its_own_last_message(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config={**LOCAL, "last_n_messages": "auto"})
    return human.initiate_chat(helper, message="code, then words")


@scenario()
def a_bad_number_of_messages_is_refused(autogen, llm_config, report):
    human = user(autogen, code_execution_config={**LOCAL, "last_n_messages": -1})
    with report.raises("negative"):
        human.generate_reply([{"role": "user", "content": "x"}], plain(autogen, "asker"))


@scenario(block("print('executor')"), block("exit 4", "sh"), "TERMINATE")
def an_executor_object(autogen, llm_config, report):
    os.mkdir("work")
    executor = autogen.coding.LocalCommandLineCodeExecutor(work_dir="work", timeout=10)
    helper, human = pair(autogen, llm_config, code_execution_config={"executor": executor})
    result = human.initiate_chat(helper, message="run")
    report("files", len(files()))
    return result


@scenario(block("print('by name')"), "TERMINATE")
def an_executor_by_name(autogen, llm_config, report):
    config = {"executor": "commandline-local", "commandline-local": {"work_dir": "."}}
    helper, human = pair(autogen, llm_config, code_execution_config=config)
    return human.initiate_chat(helper, message="run")


@scenario()
def executors_that_do_not_exist(autogen, llm_config, report):
    with report.raises("unknown name"):
        user(autogen, code_execution_config={"executor": "magic"})
    with report.raises("both kinds"):
        user(autogen, code_execution_config={"executor": "commandline-local", "work_dir": "x"})
    with report.raises("not a dict"):
        user(autogen, code_execution_config=7)


@scenario(block("anything", "python"), "TERMINATE")
def an_executor_of_the_users_own(autogen, llm_config, report):
    coding = autogen.coding

    class Recorder:
        @property
        def code_extractor(self):
            return coding.MarkdownCodeExtractor()

        def execute_code_blocks(self, code_blocks):
            report("blocks", [[each.language, each.code] for each in code_blocks])
            return coding.base.CodeResult(exit_code=0, output="recorded")

        def restart(self):
            report("restarted", True)

    helper, human = pair(autogen, llm_config, code_execution_config={"executor": Recorder()})
    return human.initiate_chat(helper, message="run")


@scenario(block("print('once')"), "TERMINATE")
async def code_in_an_async_chat(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, code_execution_config=LOCAL)
    return await human.a_initiate_chat(helper, message="run")


@scenario()
def code_run_directly(autogen, llm_config, report):
    human = user(autogen, code_execution_config=LOCAL)
    report("run_code", human.run_code("print('direct')", lang="python"))
    report("blocks", human.execute_code_blocks([("python", "print(1)"), ("sh", "echo 2")]))


@scenario(block("print('assistant runs it')"))
def an_assistant_that_runs_code(autogen, llm_config, report):
    helper = assistant(autogen, llm_config, code_execution_config=LOCAL)
    human = user(autogen, default_auto_reply=block("print('from the user')"))
    return human.initiate_chat(helper, message=block("print('asked')"), max_turns=1)


@scenario(block("print(1)"), "TERMINATE")
def an_overridden_run_code(autogen, llm_config, report):
    class Careful(autogen.UserProxyAgent):
        def run_code(self, code, **options):
            report("asked to run", [code, sorted(options)])
            return 0, "not really", None

    helper, _ = pair(autogen, llm_config)
    settings = {"human_input_mode": "NEVER", "max_consecutive_auto_reply": 1}
    human = Careful("user", code_execution_config=LOCAL, **settings)
    return human.initiate_chat(helper, message="run")
