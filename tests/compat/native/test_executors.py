"""The executors for native code, on this machine, in containers and in pods."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from autogen_agentchat.agents import CodeExecutorAgent
from autogen_agentchat.messages import TextMessage
from autogen_compat import code_utils
from autogen_compat.native import (
    CodeRunnerAgent,
    CommandLineCodeResult,
    DockerFileExecutor,
    LocalFileExecutor,
    PodFileExecutor,
    ScriptExecutor,
)
from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock, CodeExecutor
from compat.coding.docker_engine import DockerEngine
from compat.coding.kubernetes_api import KubernetesApi


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[DockerEngine]:
    with DockerEngine() as engine:
        monkeypatch.setenv("DOCKER_HOST", engine.url)
        monkeypatch.setattr(code_utils, "in_docker_container", lambda: False)
        yield engine


async def run(executor: CodeExecutor, code: str, language: str = "python") -> CommandLineCodeResult:
    result = await executor.execute_code_blocks([CodeBlock(code=code, language=language)], CancellationToken())
    assert isinstance(result, CommandLineCodeResult)
    return result


def test_what_is_no_number_of_messages_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="non-negative integer"):
        CodeRunnerAgent("u", LocalFileExecutor(work_dir=tmp_path), last_n_messages=-1)


def test_no_blocks_are_refused():
    with pytest.raises(ValueError, match="no code blocks"):
        ScriptExecutor(use_docker=False).run_blocks([])


async def test_a_result_is_printed_field_by_field(tmp_path: Path):
    result = await run(LocalFileExecutor(work_dir=tmp_path), "# filename: a.py\nprint(1)")
    assert str(result) == f"exit_code=0 output='1\\n' code_file='{tmp_path / 'a.py'}'"
    assert repr(result) == f"CommandLineCodeResult(exit_code=0, output='1\\n', code_file='{tmp_path / 'a.py'}')"


async def test_a_container_is_entered_with_and_without_waiting(engine: DockerEngine, tmp_path: Path):
    async with DockerFileExecutor(work_dir=tmp_path) as executor:
        assert executor.bind_dir == executor.work_dir == tmp_path
        assert (await run(executor, "print(1)")).output == "1\n"
    with DockerFileExecutor(work_dir=tmp_path) as executor:
        assert (await run(executor, "echo 2", "sh")).output == "2\n"
    assert sum("/stop" in str(request) for request in engine.requests) == 2


async def test_a_pod_runs_code_until_it_is_stopped(tmp_path: Path):
    with KubernetesApi() as api:
        config = api.write_config(tmp_path / "config")
        executor = PodFileExecutor(namespace="default", kube_config_file=config, work_dir=tmp_path / "pod")
        assert (await run(executor, "print(1)")).output == "1\n"
        assert len(api.pods) == 1
        await executor.stop()
        assert api.pods == {}


async def test_an_executor_runs_the_code_of_v04s_own_agent(tmp_path: Path):
    agent = CodeExecutorAgent("u", LocalFileExecutor(work_dir=tmp_path))
    message = TextMessage(content="```python\nprint(1)\n```", source="a")
    answer = await agent.on_messages([message], CancellationToken())
    assert answer.chat_message.to_text() == "1\n"


async def test_code_of_an_agent_runs_in_a_container(engine: DockerEngine, tmp_path: Path):
    async with DockerFileExecutor(work_dir=tmp_path) as executor:
        agent = CodeRunnerAgent("u", executor)
        message = TextMessage(content="```sh\nexit 3\n```", source="a")
        answer = await agent.on_messages([message], CancellationToken())
    assert answer.chat_message.to_text() == "exitcode: 3 (execution failed)\nCode output: "
    assert len(list(tmp_path.glob("tmp_code_*.sh"))) == 1
