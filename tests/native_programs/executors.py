"""Programs that call executors of code themselves, beside agents or without any."""

from native_programs.program import CONFIG, Program, call

_CODING = "from autogen.coding import CodeBlock, LocalCommandLineCodeExecutor\n"
_ENDS = 'is_termination_msg=lambda m: "TERMINATE" in (m.get("content") or "")'
_SHOWN = """
import re
from pathlib import Path

code = \'\'\'
from IPython.display import HTML, Image, display
display(HTML("<b>bold</b>"))
display(Image(data=bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"), format="png"))
\'\'\'
"""

PROGRAMS = [
    Program(
        "an_executor_without_agents",
        _CODING
        + """
executor = LocalCommandLineCodeExecutor(timeout=30, work_dir=".")


def run(*codes):
    result = executor.execute_code_blocks(
        code_blocks=[CodeBlock(language=language, code=code) for language, code in codes]
    )
    last = result.output.strip().rpartition("\\n")[2].rpartition("/")[2]
    print("=>", last, str(result).partition(" output")[0], repr(result).partition("(")[0])


print("=>", executor.work_dir, executor.timeout, executor.functions_module, executor.functions)
run(("python", "# filename: first.py\\nprint('one')"))
run(("python", "# filename: second.py\\nprint(1)"), ("sh", "# filename: third.sh\\nexit 3"), ("python", "print(2)"))
run(("python", "# filename: fourth.py\\nraise ValueError('no')"))
run(("html", "<!-- filename: page.html -->\\n<p>saved</p>"))
run(("cobol", "DISPLAY 'no'."))
""",
    ),
    Program(
        "an_executor_that_agents_and_the_program_use",
        CONFIG
        + _CODING
        + f"""
import autogen

executor = LocalCommandLineCodeExecutor(work_dir=".")
before = executor.execute_code_blocks([CodeBlock(language="python", code="# filename: a.py\\nprint('before')")])
print("=>", before.output)
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", {_ENDS}, code_execution_config={{"executor": executor}}
)
user.initiate_chat(assistant, message="go")
print("=>", executor.execute_code_blocks([CodeBlock(language="sh", code="# filename: ls.sh\\nls *.py | wc -l")]).output)
""",
        ("```python\n# filename: b.py\nprint('agent')\n```\n```sh\n# filename: c.sh\necho two\n```", "TERMINATE"),
    ),
    Program(
        "functions_that_code_can_import",
        CONFIG
        + """
import autogen
from autogen.coding import CodeBlock, LocalCommandLineCodeExecutor
from autogen.coding.func_with_reqs import Alias, ImportFromModule, with_requirements

work_dir = "coding"
os.makedirs(work_dir, exist_ok=True)


def add(a: int, b: int) -> int:
    \"\"\"Add two numbers.\"\"\"
    return a + b


@with_requirements(python_packages=[], global_imports=[Alias("json", "j"), ImportFromModule("math", ["floor"])])
def told(value: float) -> str:
    \"\"\"The whole part as JSON.\"\"\"
    return j.dumps({"value": floor(value)})  # noqa: F821


executor = LocalCommandLineCodeExecutor(work_dir=work_dir, functions=[add, told], functions_module="tools")
code = f\"\"\"# filename: use.py
from {executor.functions_module} import add, told

print(add(1, 2), told(2.5))
\"\"\"
result = executor.execute_code_blocks(code_blocks=[CodeBlock(language="python", code=code)])
print("=>", result.exit_code, result.output)
prompt = "Write code.\\n" + executor.format_functions_for_prompt("Use $module_name:\\n$functions")
print("=>", prompt.replace("\\n", "|"))
writer = autogen.ConversableAgent(
    "writer", system_message=prompt, llm_config=llm_config, max_consecutive_auto_reply=2, human_input_mode="NEVER"
)
runner = autogen.ConversableAgent(
    "runner", llm_config=False, code_execution_config={"executor": executor}, human_input_mode="NEVER"
)
chat = runner.initiate_chat(writer, message="go", summary_method="reflection_with_llm")
print("=>", chat.summary)
""",
        ("```python\n# filename: again.py\nfrom tools import add\nprint(add(40, 2))\n```", "TERMINATE", "42"),
    ),
    Program(
        "an_executor_in_an_object",
        _CODING
        + """

class Bench:
    def __init__(self, folder):
        self.executor = LocalCommandLineCodeExecutor(work_dir=folder)
        self.results = []

    def run(self, code):
        result = self.executor.execute_code_blocks([CodeBlock(language="python", code=code)])
        self.results.append(result.exit_code)
        return result.output.strip()


bench = Bench(".")
print("=>", bench.run("# filename: one.py\\nprint(1)"))
print("=>", bench.run("# filename: two.py\\nimport sys\\nsys.exit(4)"), bench.results)
result = bench.executor.execute_code_blocks([CodeBlock(language="sh", code="# filename: three.sh\\necho é")])
told = result.model_dump_json(indent=1)
print("=>", [line for line in told.splitlines() if "code_file" not in line], result.model_dump()["output"])
""",
    ),
    Program(
        "cells_of_kernels",
        _SHOWN
        + """
from autogen.coding import CodeBlock
from autogen.coding.jupyter import EmbeddedIPythonCodeExecutor

Path("shown").mkdir()


def told(result):
    print("=>", result.exit_code, re.sub(r"/[^ ]*/", "", result.output).split("\\n[")[0], len(result.output_files))


def use(executor):
    cells = ["x = 20\\nprint('set')", "x + 1", code, "1 / 0"]
    for cell in cells:
        told(executor.execute_code_blocks([CodeBlock(language="python", code=cell)]))
    told(executor.execute_code_blocks([CodeBlock(language="python", code=cell) for cell in cells[:2]]))
    executor.restart()
    told(executor.execute_code_blocks([CodeBlock(language="python", code="x")]))


use(EmbeddedIPythonCodeExecutor(timeout=30, output_dir="shown"))
print("=>", sorted(path.suffix for path in Path("shown").iterdir()))
for path in Path("shown").iterdir():
    path.unlink()
""",
    ),
    Program(
        "cells_of_a_server",
        _SHOWN
        + """
from autogen.coding import CodeBlock
from autogen.coding.jupyter import JupyterCodeExecutor, LocalJupyterServer

with LocalJupyterServer() as server, JupyterCodeExecutor(server) as executor:
    for cell in ("x = 20", "x + 1\\nprint(x)", code, "1 / 0"):
        result = executor.execute_code_blocks([CodeBlock(language="python", code=cell)])
        print("=>", result.exit_code, re.sub(r"/[^ ]*/", "", result.output).split("\\n[")[0])
        for file in result.output_files:
            print("=>", Path(file).suffix)
            Path(file).unlink()
Path("jupyter_gateway.log").unlink()
""",
    ),
    Program(
        "agents_that_run_cells",
        CONFIG
        + f"""
import autogen
from autogen.coding.jupyter import EmbeddedIPythonCodeExecutor

for settings in (
    {{"executor": "ipython-embedded", "ipython-embedded": {{"timeout": 30}}}},
    {{"executor": EmbeddedIPythonCodeExecutor(timeout=30)}},
):
    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", {_ENDS}, code_execution_config=settings)
    user.initiate_chat(assistant, message="go")
""",
        ("```python\nx = 6\n```\n```python\nx * 7\n```", "```\nprint(x)\n```", "TERMINATE") * 2,
    ),
    Program(
        "an_executor_of_ones_own",
        CONFIG
        + f"""
import autogen
from benches import Bench

bench = Bench("calc")
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", {_ENDS}, code_execution_config={{"executor": bench, "last_n_messages": 1}}
)
user.initiate_chat(assistant, message="go")
bench.restart()
print("=>", bench.name, bench.ran, bench.worked_out("2 * 3"), bench.execute_code_blocks([]).output)
""",
        ("```calc\n1 + 1\n```\nand\n```\n2 * 21\n```", "```calc\n1 / 0\n```\n```calc\n3\n```", "TERMINATE"),
        modules={
            "benches.py": """\
from typing import List

from autogen.coding import CodeBlock, CodeExecutor, CodeExtractor, CodeResult, MarkdownCodeExtractor


class Bench(CodeExecutor):
    \"\"\"Works expressions out.\"\"\"

    @property
    def code_extractor(self) -> CodeExtractor:
        return MarkdownCodeExtractor()

    def __init__(self, name: str) -> None:
        self.name = name
        self.ran = 0

    def execute_code_blocks(self, code_blocks: List[CodeBlock]) -> CodeResult:
        log, exit_code = "", 0
        for block in code_blocks:
            self.ran += 1
            try:
                log += f"{block.language}:{self.worked_out(block.code)}\\n"
            except ZeroDivisionError as error:
                log, exit_code = str(error), 2
                break
        return CodeResult(exit_code=exit_code, output=log)

    def worked_out(self, code: str) -> str:
        return str(eval(code))

    def restart(self) -> None:
        self.ran = 0
"""
        },
    ),
    Program(
        "code_that_the_program_has_an_agent_run",
        CONFIG
        + f"""
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", {_ENDS}, code_execution_config={{"work_dir": "coding", "use_docker": False}}
)


@user.register_for_execution()
@assistant.register_for_llm(description="Runs a shell script.")
def shell(script: str) -> str:
    return str(user.execute_code_blocks([("sh", script)]))


print("=>", user.execute_code_blocks([("python", "# filename: a.py\\nprint(1)"), ("", "print('no language')")]))
print("=>", user.execute_code_blocks([("sh", "exit 3"), ("sh", "echo never")]))
exit_code, logs = user.execute_code_blocks([["cobol", "DISPLAY 'no'."]])
print("=>", exit_code, logs)
user.initiate_chat(assistant, message="go")
""",
        (call("shell", script="echo from the tool"), "TERMINATE"),
    ),
    Program(
        "an_executor_that_is_to_look_at_no_message",
        CONFIG
        + _CODING
        + f"""
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    {_ENDS},
    code_execution_config={{"executor": LocalCommandLineCodeExecutor(work_dir="."), "last_n_messages": 0}},
)
user.initiate_chat(assistant, message="go")
""",
        ("```sh\n# filename: a.sh\necho one\n```", "no code", "TERMINATE"),
    ),
    Program(
        "agents_that_share_settings_with_an_executor",
        CONFIG
        + _CODING
        + f"""
import autogen

settings = {{"executor": LocalCommandLineCodeExecutor(work_dir=str("shared")), "last_n_messages": 2}}
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, code_execution_config=settings)
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", {_ENDS}, code_execution_config=settings)
user.initiate_chat(assistant, message="```sh\\n# filename: task.sh\\necho task\\n```")
""",
        ("```sh\n# filename: more.sh\necho more\n```", "TERMINATE"),
    ),
    Program(
        "executors_that_are_handed_on",
        CONFIG
        + _CODING
        + f"""
import autogen


def block(code):
    return CodeBlock(code=f"# filename: f.py\\n{{code}}", language="python")


def run(executor, code):
    return executor.execute_code_blocks(code_blocks=[block(code)]).output


class Team:
    def __init__(self, executor):
        self.executor = executor
        self.assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
        self.user = autogen.UserProxyAgent(
            "user", human_input_mode="NEVER", {_ENDS}, code_execution_config={{"executor": self.executor}}
        )

    def solve(self):
        self.user.initiate_chat(self.assistant, message=run(self.executor, "print('task')"))
        return self.executor.work_dir


executors = {{name: LocalCommandLineCodeExecutor(work_dir=name) for name in ("one", "two")}}
for name, executor in executors.items():
    print("=>", name, run(executor, "print(1)"))
print("=>", Team(LocalCommandLineCodeExecutor(work_dir="three")).solve())
""",
        ("```sh\n# filename: g.sh\necho first\n```", "TERMINATE"),
    ),
    Program(
        "a_tool_that_runs_code",
        CONFIG
        + _CODING
        + f"""
import autogen

executor = LocalCommandLineCodeExecutor(work_dir=".")
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", {_ENDS}, code_execution_config=False)


@user.register_for_execution()
@assistant.register_for_llm(description="Runs Python.")
def python(code: str) -> str:
    result = executor.execute_code_blocks([CodeBlock(code=f"# filename: f.py\\n{{code}}", language="python")])
    return f"{{result.exit_code}}: {{result.output}}"


user.initiate_chat(assistant, message="go")
""",
        (call("python", code="print(77)"), call("python", code="1 / 0"), "TERMINATE"),
    ),
]
