"""Code in containers, on an engine that runs them on this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest
from autogen_compat import _docker_run, code_utils
from autogen_compat.code_utils import execute_code, is_docker_running
from autogen_compat.coding import CodeBlock, CodeExecutor, DockerCommandLineCodeExecutor
from autogen_compat.coding.base import CommandLineCodeResult
from compat.coding.docker_engine import DockerEngine
from docker.errors import DockerException


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[DockerEngine]:
    with DockerEngine() as engine:
        monkeypatch.setenv("DOCKER_HOST", engine.url)
        monkeypatch.setattr(code_utils, "in_docker_container", lambda: False)
        yield engine


def execute(work_dir: Path, *blocks: tuple[str, str], **arguments: Any) -> CommandLineCodeResult:
    with DockerCommandLineCodeExecutor(work_dir=work_dir, **arguments) as executor:
        return executor.execute_code_blocks([CodeBlock(language=language, code=code) for language, code in blocks])


# Refusals


def test_without_an_engine_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:9")
    message = "needs a docker engine and none answers: start docker, or point DOCKER_HOST to a running one, or execute"
    with pytest.raises(DockerException, match=message):
        DockerCommandLineCodeExecutor(work_dir=tmp_path)


def test_a_missing_docker_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "docker", None)
    with pytest.raises(ImportError, match=r'pip install "autogen-migrate\[docker\]"'):
        DockerCommandLineCodeExecutor(work_dir=tmp_path)


def test_the_timeout_is_checked_before_anything_is_started(engine: DockerEngine, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Timeout must be greater than or equal to 1"):
        DockerCommandLineCodeExecutor(work_dir=tmp_path, timeout=0)
    assert engine.requests == []


def test_an_image_that_cannot_be_pulled_is_an_error(engine: DockerEngine, tmp_path: Path) -> None:
    with pytest.raises(DockerException, match="pull access denied"):
        DockerCommandLineCodeExecutor("nobody/has-it:1", work_dir=tmp_path)


@pytest.mark.usefixtures("engine")
def test_no_blocks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No code blocks to execute"):
        execute(tmp_path)


@pytest.mark.usefixtures("engine")
def test_an_unknown_language_ends_the_run_after_what_came_before(tmp_path: Path) -> None:
    result = execute(tmp_path, ("python", "print(1)"), ("perl", "print 2"), ("python", "print(3)"))
    assert (result.exit_code, result.output) == (1, "1\nUnsupported language perl\n")


@pytest.mark.usefixtures("engine")
def test_a_file_outside_of_the_workspace_ends_the_run(tmp_path: Path) -> None:
    result = execute(tmp_path, ("python", "print(1)"), ("python", "# ../x.py\n"))
    assert (result.exit_code, result.output) == (1, "1\nFilename is not in the workspace")


# The executor


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("language", ["python", "py", "Python"])
def test_code_runs_in_the_container_from_a_file_of_the_work_dir(language: str, tmp_path: Path) -> None:
    code = "print('hi')"
    result = execute(tmp_path, (language, code))
    file = tmp_path / f"tmp_code_{md5(code.encode()).hexdigest()}.python"
    assert result == CommandLineCodeResult(exit_code=0, output="hi\n", code_file=str(file))
    assert file.read_text() == code


@pytest.mark.usefixtures("engine")
def test_a_failing_block_is_the_last(tmp_path: Path) -> None:
    result = execute(tmp_path, ("sh", "# filename: a.sh\necho one >&2; exit 3"), ("sh", "echo two"))
    assert result == CommandLineCodeResult(exit_code=3, output="one\n", code_file=str(tmp_path / "a.sh"))


@pytest.mark.usefixtures("engine")
def test_a_timeout_gives_the_exit_code_of_the_command_timeout(tmp_path: Path) -> None:
    result = execute(tmp_path, ("sh", "echo one; sleep 30"), timeout=1)
    assert (result.exit_code, result.output) == (124, "one\n\nTimeout")


@pytest.mark.usefixtures("engine")
def test_policies_change_what_is_run(tmp_path: Path) -> None:
    blocks = (("js", "// a.js\nconsole.log(1)"), ("html", "<!-- a.html -->"))
    assert execute(tmp_path, *blocks, execution_policies={"javascript": True}).output == (
        f"1\nCode saved to {tmp_path / 'a.html'}\n"
    )


def test_the_container_is_named_mounted_and_removed(engine: DockerEngine, tmp_path: Path) -> None:
    bound = tmp_path / "bound"
    bound.mkdir()
    with DockerCommandLineCodeExecutor(container_name="mine", work_dir=str(tmp_path), bind_dir=str(bound)) as executor:
        assert isinstance(executor, CodeExecutor)
        assert (executor.timeout, executor.work_dir, executor.bind_dir) == (60, tmp_path, bound)
        (container,) = engine.containers.values()
        assert container.name == "mine"
        assert container.config["HostConfig"]["Binds"] == [f"{bound}:/workspace:rw"]
        assert container.config["WorkingDir"] == "/workspace"
    assert engine.containers == {}


def test_a_container_that_is_gone_can_be_stopped(engine: DockerEngine, tmp_path: Path) -> None:
    executor = DockerCommandLineCodeExecutor(work_dir=tmp_path)
    engine.containers.clear()
    executor.stop()


def test_an_image_is_pulled_where_it_is_missing(engine: DockerEngine, tmp_path: Path) -> None:
    engine.registry.add("other:1")
    assert execute(tmp_path, ("sh", "echo hi"), image="other:1").output == "hi\n"
    assert len(engine.called("POST /images/create")) == 1


def test_restarting_restarts_the_container(engine: DockerEngine, tmp_path: Path) -> None:
    with DockerCommandLineCodeExecutor(work_dir=tmp_path) as executor:
        executor.restart()
        assert len(engine.called("/restart")) == 1


@pytest.mark.parametrize("stop_container", [True, False])
def test_the_container_is_stopped_when_the_program_exits(
    engine: DockerEngine, stop_container: bool, tmp_path: Path
) -> None:
    program = f"""
from autogen_compat.coding import DockerCommandLineCodeExecutor
DockerCommandLineCodeExecutor(work_dir={str(tmp_path)!r}, stop_container={stop_container})
"""
    subprocess.run([sys.executable, "-c", program], check=True)
    assert len(engine.containers) == (0 if stop_container else 1)


# execute_code


@pytest.mark.usefixtures("engine")
def test_an_engine_that_answers_is_running() -> None:
    assert is_docker_running()


def test_a_script_runs_in_a_container_of_its_own_which_is_kept_as_an_image(
    engine: DockerEngine, tmp_path: Path
) -> None:
    code = "echo hi"
    name = f"tmp_code_{md5(code.encode()).hexdigest()}.sh"
    assert execute_code(code, lang="sh", work_dir=str(tmp_path), use_docker=True) == (0, "hi\n", f"python:{name}")
    assert f"python:{name}" in engine.images
    assert engine.containers == {} and list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("engine")
def test_the_tag_of_the_image_has_only_what_docker_allows(tmp_path: Path) -> None:
    result = execute_code("print(1)", filename="a b (1).py", work_dir=str(tmp_path), use_docker="python:3-slim")
    assert result == (0, "1\n", "python:a_b__1_.py")
    assert _docker_run.image_tag("." + "x" * 200) == "_" + "x" * 127


@pytest.mark.usefixtures("engine")
def test_a_failing_script_gives_its_exit_code_and_output(tmp_path: Path) -> None:
    code = "echo at /workspace/a.sh >&2; exit 7"
    exit_code, logs, _ = execute_code(code, filename="a.sh", lang="sh", work_dir=str(tmp_path), use_docker=True)
    assert (exit_code, logs) == (7, "at a.sh\n")


def test_a_script_that_takes_too_long_is_stopped(engine: DockerEngine, tmp_path: Path) -> None:
    result = execute_code("sleep 30", lang="sh", timeout=1, work_dir=str(tmp_path), use_docker=True)
    assert result == (1, "Timeout", "python:3-slim")
    assert engine.containers == {}


def test_the_first_image_that_can_be_had_is_used(
    engine: DockerEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.registry.add("second:1")
    result = execute_code("sleep 9", lang="sh", timeout=1, work_dir=str(tmp_path), use_docker=["first:1", "second:1"])
    assert result == (1, "Timeout", "second:1")
    assert capsys.readouterr().out == "Pulling image first:1\nFailed to pull image first:1\nPulling image second:1\n"


@pytest.mark.usefixtures("engine")
def test_no_image_at_all_is_an_error_that_names_them(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="None of these docker images could be pulled: a:1, b:1"):
        execute_code("x", work_dir=str(tmp_path), use_docker=["a:1", "b:1"])


def test_within_a_container_nothing_is_started(
    engine: DockerEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(code_utils, "in_docker_container", lambda: True)
    assert execute_code("print(1)", work_dir=str(tmp_path), use_docker=True) == (0, "1\n", None)
    assert engine.requests == []
