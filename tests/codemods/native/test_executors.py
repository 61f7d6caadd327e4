"""Executors that the program calls itself, or whose class is its own: what stays, and what their form looks like."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_source
from codemods_native_check import reasons, rewritten

ALONE = """
from autogen.coding import CodeBlock, LocalCommandLineCodeExecutor

executor = LocalCommandLineCodeExecutor()
blocks = [CodeBlock(language="python", code="print(1)")]
{use}
"""
OWN = """
import autogen
from autogen.coding import CodeBlock, CodeExecutor, CodeResult, MarkdownCodeExtractor


class Bench(CodeExecutor):
    {extractor}

    def execute_code_blocks(self, code_blocks):
        {run}


a = autogen.AssistantAgent("a", llm_config=c)
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config={{"executor": Bench()}})
u.initiate_chat(a, message="hi")
"""
EXTRACTOR = "@property\n    def code_extractor(self):\n        return MarkdownCodeExtractor()"


@pytest.mark.parametrize(
    "use",
    [
        "results = [executor.execute_code_blocks(blocks) for _ in range(2)]",
        "keep(executor)",
        "print(executor.sanitize_command('sh', 'ls'))",
        "executor.stop()",
        "print(executor.execute_code_blocks(blocks).model_copy())",
        "kept = []\nkept.append(executor.execute_code_blocks(blocks))\nsave(kept)",
    ],
)
def test_an_executor_stays_where_what_is_done_with_it_has_no_equal(use: str):
    [reason] = reasons(ALONE.format(use=use).replace("\n", "\n    ").replace("    \n", "\n"))
    assert reason.startswith("the LocalCommandLineCodeExecutor is used in a way that has no v0.4 form")


def test_an_executor_that_may_be_something_else_where_it_is_used_stays():
    source = ALONE.format(
        use="def run(it):\n    return it.execute_code_blocks(blocks).output\nrun(executor)\nrun(other())"
    )
    assert "`it` may be something else than the LocalCommandLineCodeExecutor" in "; ".join(reasons(source))


def test_an_executor_stays_with_an_agent_that_stays():
    source = """
    import autogen
    from autogen.coding import LocalCommandLineCodeExecutor

    executor = LocalCommandLineCodeExecutor()
    user = autogen.UserProxyAgent("user", code_execution_config={"executor": executor})
    other = autogen.UserProxyAgent("other", code_execution_config={"executor": executor})
    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
    user.initiate_chat(assistant, message="hi")
    keep(other)
    """
    assert "other is used in a way that has no v0.4 form: an argument of keep(), `keep(other)`" in reasons(source)


@pytest.mark.parametrize(
    ("extractor", "run", "reason"),
    [
        ("", "return CodeResult(exit_code=0, output='')", "the class Bench has no code_extractor"),
        (
            EXTRACTOR.replace("Markdown", "My"),
            "return CodeResult(exit_code=0, output='')",
            "the class Bench finds code blocks in a way of its own",
        ),
        (EXTRACTOR, "return asyncio.run(work(code_blocks))", "the class Bench calls run(), perhaps an event loop"),
        (EXTRACTOR, "return self.restart()", "the class Bench uses its own restart"),
        (EXTRACTOR, "log(code_blocks[0].model_dump())", "the class Bench uses blocks or results as models"),
        (
            EXTRACTOR + "\n\n    def stop(self):\n        pass",
            "return CodeResult(exit_code=0, output='')",
            "the class Bench has what v0.4 means otherwise",
        ),
    ],
)
def test_a_class_of_ones_own_stays_where_it_does_more_than_running_code(extractor: str, run: str, reason: str):
    assert reason in reasons(OWN.format(extractor=extractor, run=run))


RUNS = """
import autogen

a = autogen.AssistantAgent("a", llm_config=c)
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config={settings})
u.initiate_chat(a, message="hi")
print(u.execute_code_blocks([("sh", "ls")]))
"""


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ('{"last_n_messages": 2, "use_docker": False}', "v0.2 fails here: u has last_n_messages"),
        ("make()", "it is not seen by what u runs code"),
        ("False", "it is not seen by what u runs code"),
        ('{"executor": "commandline-local"}', "it is not seen by what u runs code"),
    ],
)
def test_an_agent_that_is_told_to_run_code_stays_where_v02_would_fail_or_it_is_not_seen_how(settings: str, reason: str):
    assert reason in reasons(RUNS.format(settings=settings))


def test_code_that_an_agent_is_told_to_run_is_run_by_its_executor():
    code = rewritten(RUNS.format(settings='{"use_docker": False}'))
    assert "u_executor = ScriptExecutor(use_docker=False)\n" in code
    assert 'u = CodeRunnerAgent("u", code_executor=u_executor)\n' in code
    assert 'print(u_executor.run_blocks([("sh", "ls")]))\n' in code


ONLY_RUNS = """
import autogen

u = autogen.AssistantAgent("u", llm_config=c, code_execution_config={"work_dir": "coding"})


def run(code):
    u._code_execution_config.pop("last_n_messages", None)
    return u.execute_code_blocks([("python", code)])
"""


def test_an_agent_that_only_runs_code_is_its_executor():
    code = rewritten(ONLY_RUNS)
    assert 'u_executor = ScriptExecutor(work_dir="coding")\n' in code
    assert '\ndef run(code):\n    return u_executor.run_blocks([("python", code)])\n' in code
    assert "Agent" not in code


def test_an_agent_that_other_files_may_have_run_code_stays():
    result = rewrite_source(PlainSource(Path("module.py"), ONLY_RUNS), ("u",))
    assert "other files may use u" in "; ".join(finding.message for finding in result.findings)


def test_results_as_models_are_dataclasses():
    code = rewritten(ALONE.format(use="r = executor.execute_code_blocks(blocks)\nprint(r.model_dump_json(indent=2))"))
    assert "print(json.dumps(vars(r), indent=2, ensure_ascii=False))" in code


def test_a_class_of_ones_own_stays_where_its_result_is_printed():
    source = OWN.format(extractor=EXTRACTOR, run="return CodeResult(exit_code=0, output='')")
    source = source.replace("Bench()}", "bench}").replace("\na = ", "\nbench = Bench()\na = ")
    code = rewritten(source + "print(bench.execute_code_blocks([]).output)\n")
    assert "print((await bench.execute_code_blocks([], CancellationToken())).output)" in code
    assert "the Bench is used in a way" in "; ".join(reasons(source + "print(bench.execute_code_blocks([]))\n"))


def test_runs_are_awaited_in_functions_with_known_callers_and_go_through_the_bridge_elsewhere():
    use = "\n\ndef run():\n    return executor.execute_code_blocks(blocks).output\n"
    known = rewritten(ALONE.format(use=f"{use}\n\nprint(run())"))
    assert "return (await executor.execute_code_blocks(blocks, CancellationToken())).output" in known
    assert "print(asyncio.run(run()))" in known
    unknown = rewritten(ALONE.format(use=use))
    assert "return (bridge.run(executor.execute_code_blocks, blocks, CancellationToken())).output" in unknown


WITH = """
from autogen.coding import CodeBlock, DockerCommandLineCodeExecutor


def run(code):
    with DockerCommandLineCodeExecutor(image="x") as executor:
        executor.restart()
        result = executor.execute_code_blocks(code_blocks=[CodeBlock(language="python", code=code)])
    return result.exit_code, result.output
"""


def test_a_function_that_is_a_tool_and_runs_code_is_asynchronous():
    code = rewritten("""
    import autogen
    from autogen.coding import CodeBlock, LocalCommandLineCodeExecutor

    executor = LocalCommandLineCodeExecutor()
    a = autogen.AssistantAgent("a", llm_config=c)
    u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)


    @u.register_for_execution()
    @a.register_for_llm(description="Runs.")
    def run(code: str) -> str:
        return executor.execute_code_blocks([CodeBlock(language="python", code=code)]).output


    u.initiate_chat(a, message="hi")
    """)
    assert "async def run(code: str) -> str:\n" in code
    assert "bridge" not in code


def test_a_with_is_asynchronous_where_its_function_may_be():
    code = rewritten(WITH + "\n\nprint(run('1'))\n")
    assert '    async with DockerFileExecutor(image="x") as executor:\n        await executor.restart()\n' in code
    assert "from autogen_core.code_executor import CodeBlock\n" in code


def test_a_with_of_a_script_stays_as_it_is_where_functions_use_its_executor():
    code = rewritten("""
    from autogen.coding import CodeBlock, DockerCommandLineCodeExecutor

    def run(code):
        return executor.execute_code_blocks([CodeBlock(language="python", code=code)]).output

    with DockerCommandLineCodeExecutor() as executor:
        print(run("1"))
        print(list(map(run, "23")))
    """)
    assert '\nwith DockerFileExecutor() as executor:\n    print(run("1"))\n' in code
    assert "bridge.run(" in code


def test_a_with_stays_as_it_is_where_nothing_can_be_awaited():
    code = rewritten(WITH)
    assert '\n    with DockerFileExecutor(image="x") as executor:\n        bridge.run(executor.restart)\n' in code


def test_a_class_of_ones_own_is_a_v04_executor():
    code = rewritten(OWN.format(extractor=EXTRACTOR, run="return CodeResult(exit_code=0, output='')"))
    assert "from autogen_core.code_executor import CodeExecutor, CodeResult\n" in code
    assert "    async def execute_code_blocks(self, code_blocks, cancellation_token: CancellationToken):\n" in code
    assert '    async def restart(self) -> None:\n        """Nothing is to be started afresh."""\n' in code
    assert "code_extractor" not in code
    assert "code_executor=Bench()" in code


def test_what_starts_servers_and_environments_comes_along():
    code = rewritten("""
    from autogen.code_utils import create_virtual_env
    from autogen.coding import LocalCommandLineCodeExecutor
    from autogen.coding.jupyter import DockerJupyterServer, JupyterCodeExecutor

    print(DockerJupyterServer.DEFAULT_DOCKERFILE)
    executor = LocalCommandLineCodeExecutor(virtual_env_context=create_virtual_env(".venv"))
    with DockerJupyterServer() as server:
        kernels = JupyterCodeExecutor(server)
    """)
    assert "print(DockerJupyterServer.DEFAULT_DOCKERFILE)\n" in code
    assert 'executor = LocalFileExecutor(virtual_env_context=create_virtual_env(".venv"))\n' in code
    assert "    kernels = ServerKernelExecutor(server)\n" in code
    assert "autogen_compat.coding" not in code


def test_what_finds_code_in_texts_comes_along():
    code = rewritten("""
    from autogen import code_utils
    from autogen.code_utils import content_str, extract_code

    print(extract_code(content_str("text")), code_utils.infer_lang("print(1)"))
    """)
    assert code == (
        "from autogen_compat.native import content_str, extract_code, infer_lang\n\n"
        'print(extract_code(content_str("text")), infer_lang("print(1)"))\n'
    )


def test_an_unknown_setting_beside_an_executor_object_is_dropped_as_v02_ignored_it():
    text = rewritten(
        """
        import autogen
        from autogen.coding import LocalCommandLineCodeExecutor

        a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
        settings = {"executor": LocalCommandLineCodeExecutor(work_dir="coding"), "user_docker": False}
        u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=settings)
        u.initiate_chat(a, message="hi")
        """
    )
    assert 'code_executor=LocalFileExecutor(work_dir="coding")' in text and "user_docker" not in text


def test_an_unknown_setting_stays_where_v02_fails_when_code_is_run():
    source = """
        import autogen

        a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
        u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config={"workd_dir": "coding"})
        u.initiate_chat(a, message="hi")
        """
    assert reasons(source) == ["v0.2 fails when u runs code: its code_execution_config has workd_dir"]
