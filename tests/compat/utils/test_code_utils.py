"""Code in messages: found, and run on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from autogen_compat import code_utils
from autogen_compat.code_utils import (
    UNKNOWN,
    check_can_use_docker_or_throw,
    content_str,
    create_virtual_env,
    decide_use_docker,
    eval_function_completions,
    execute_code,
    extract_code,
    generate_code,
    get_powershell_command,
    infer_lang,
    is_docker_running,
    timeout_handler,
)


@pytest.fixture
def work_dir(tmp_path: Path) -> str:
    return str(tmp_path)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie that nobody has waited for."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


# Content


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, ""),
        ("plain", "plain"),
        ([], ""),
        ([{"type": "text", "text": "see "}, {"type": "image_url", "image_url": {"url": "x"}}], "see <image>"),
    ],
)
def test_content_becomes_text(content: Any, text: str) -> None:
    assert content_str(content) == text


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (3, TypeError, "must be None, str, or list"),
        (["text"], TypeError, "every element should be dict"),
        ([{"text": "x"}], AssertionError, "Missing 'type' key"),
        ([{"type": "audio"}], ValueError, "unknown type audio"),
    ],
)
def test_content_of_another_kind_is_refused(content: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        content_str(content)


# Finding code


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("print('x')", "python"),
        ("python x.py", "sh"),
        ("python3 x.py", "sh"),
        ("pip install x", "sh"),
        ("ls -la | grep x", UNKNOWN),
        ("x = '\0'", UNKNOWN),
        ("", "python"),
    ],
)
def test_a_language_is_guessed(code: str, language: str) -> None:
    assert infer_lang(code) == language


def test_text_without_a_block_is_one_unknown_block() -> None:
    assert extract_code("just words") == [(UNKNOWN, "just words")]


def test_blocks_are_found_with_their_languages() -> None:
    text = "A\n```python\nprint(1)\n```\nB\n```\nls\n```\nC\n  ``` sh \r\n  pwd\r\n  ```"
    assert extract_code(text) == [("python", "print(1)"), ("", "ls"), ("sh", "  pwd")]


def test_blocks_are_found_in_multimodal_content() -> None:
    assert extract_code([{"type": "text", "text": "```sh\nls\n```"}]) == [("sh", "ls")]


def test_a_fence_that_is_not_closed_is_no_block() -> None:
    assert extract_code("```python\nprint(1)") == [(UNKNOWN, "```python\nprint(1)")]


def test_inline_code_is_found_on_request_only() -> None:
    text = "Call `f(x)` or\n```python\n g() \n```"
    assert extract_code(text) == [("python", " g() ")]
    assert extract_code(text, detect_single_line_code=True) == [("", "f(x)"), ("python", "g()")]


def test_without_inline_code_and_blocks_nothing_is_found() -> None:
    assert extract_code("just words", detect_single_line_code=True) == []


# Running code


def test_neither_code_nor_file_is_refused() -> None:
    with pytest.raises(AssertionError, match=r"Either code=None or filename=None must be provided\."):
        execute_code()


def test_an_unknown_language_is_refused_and_leaves_no_file(work_dir: str) -> None:
    with pytest.raises(NotImplementedError, match="perl not recognized in code execution"):
        execute_code("print 1", lang="perl", work_dir=work_dir, use_docker=False)
    assert os.listdir(work_dir) == []


def test_code_is_run_and_its_temporary_file_removed(work_dir: str) -> None:
    assert execute_code("print('hi')", work_dir=work_dir, use_docker=False) == (0, "hi\n", None)
    assert os.listdir(work_dir) == []


def test_code_with_a_file_name_stays(work_dir: str) -> None:
    assert execute_code("print('hi')", filename="sub/a.py", work_dir=work_dir, use_docker=False) == (0, "hi\n", None)
    assert Path(work_dir, "sub/a.py").read_text() == "print('hi')"
    assert execute_code(filename="sub/a.py", work_dir=work_dir, use_docker=False) == (0, "hi\n", None)


def test_a_failure_shows_standard_error_without_the_temporary_path(work_dir: str) -> None:
    exit_code, logs, image = execute_code("print('lost')\n1/0", work_dir=work_dir, use_docker=False)
    assert exit_code == 1 and image is None
    assert logs.startswith('Traceback (most recent call last):\n  File "", line 2, in <module>')
    assert logs.endswith("ZeroDivisionError: division by zero\n")
    assert "lost" not in logs


def test_a_failure_in_a_named_file_shows_its_relative_path(work_dir: str) -> None:
    _, logs, _ = execute_code("nope", filename="a.py", work_dir=work_dir, use_docker=False)
    assert 'File "a.py", line 1' in logs.replace(f"{work_dir}{os.sep}", "")
    assert work_dir not in logs


@pytest.mark.parametrize("language", ["sh", "bash", "shell"])
def test_shells_run(language: str, work_dir: str) -> None:
    assert execute_code("echo hi; exit 3", lang=language, work_dir=work_dir, use_docker=False) == (3, "", None)
    assert execute_code("echo hi", lang=language, work_dir=work_dir, use_docker=False) == (0, "hi\n", None)


def test_output_that_is_no_utf8_is_shown_with_replacements(work_dir: str) -> None:
    code = r"import sys; sys.stdout.buffer.write(b'a\xff')"
    assert execute_code(code, work_dir=work_dir, use_docker=False) == (0, "a\N{REPLACEMENT CHARACTER}", None)


def test_python_code_runs_on_this_interpreter(work_dir: str) -> None:
    _, logs, _ = execute_code("import sys; print(sys.executable)", work_dir=work_dir, use_docker=False)
    assert Path(logs.strip()).samefile(sys.executable)


def test_a_timeout_ends_the_code_with_all_that_it_started(work_dir: str) -> None:
    started = time.monotonic()
    code = "sleep 60 & echo $! > pid; sleep 60"
    assert execute_code(code, lang="sh", timeout=1, work_dir=work_dir, use_docker=False) == (1, "Timeout", None)
    assert time.monotonic() - started < 10
    wait_until(lambda: not is_running(int(Path(work_dir, "pid").read_text())))


def test_an_interrupt_ends_the_code_too(work_dir: str) -> None:
    program = f"""
from autogen_compat.code_utils import execute_code
execute_code("echo $$ > pid; sleep 60", lang="sh", work_dir={work_dir!r}, use_docker=False)
"""
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True) as process:
        path = Path(work_dir, "pid")
        wait_until(lambda: path.exists() and path.read_text().endswith("\n"))
        process.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in process.communicate(timeout=20)[1]
    wait_until(lambda: not is_running(int(path.read_text())))


# Docker or not


@pytest.mark.parametrize(
    ("setting", "wanted"),
    [
        ("1", True),
        ("True", True),
        ("YES", True),
        ("t", True),
        ("0", False),
        ("no", False),
        ("F", False),
        ("None", None),
    ],
)
def test_the_environment_decides_on_docker(monkeypatch: pytest.MonkeyPatch, setting: str, wanted: bool | None) -> None:
    monkeypatch.setenv("AUTOGEN_USE_DOCKER", setting)
    assert decide_use_docker(None) is wanted


def test_docker_is_the_default_and_an_argument_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUTOGEN_USE_DOCKER", raising=False)
    assert decide_use_docker(None) is True
    monkeypatch.setenv("AUTOGEN_USE_DOCKER", "maybe")
    assert decide_use_docker(False) is False


def test_an_unknown_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGEN_USE_DOCKER", "maybe")
    with pytest.raises(ValueError, match="Invalid value for AUTOGEN_USE_DOCKER: maybe"):
        decide_use_docker(None)


@pytest.fixture
def no_docker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:9")
    monkeypatch.setattr(code_utils, "in_docker_container", lambda: False)


@pytest.mark.usefixtures("no_docker")
def test_without_an_engine_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_docker_running()
    with pytest.raises(RuntimeError, match='Set "use_docker": False'):
        check_can_use_docker_or_throw(True)
    monkeypatch.setenv("AUTOGEN_USE_DOCKER", "yes")
    with pytest.raises(RuntimeError, match="Make sure docker is running"):
        execute_code("print(1)")


@pytest.mark.usefixtures("no_docker")
@pytest.mark.parametrize("use_docker", [None, False])
def test_without_an_engine_code_runs_here_if_docker_is_not_wanted(use_docker: bool | None, work_dir: str) -> None:
    check_can_use_docker_or_throw(use_docker)
    assert execute_code("print(1)", work_dir=work_dir, use_docker=use_docker) == (0, "1\n", None)


def test_without_the_docker_package_docker_does_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docker", None)
    assert not is_docker_running()


# PowerShell


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize("name", ["powershell", "pwsh"])
def test_powershell_goes_by_two_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    program(tmp_path, name, "echo 7")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert get_powershell_command() == name


def test_a_missing_powershell_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="install PowerShell"):
        get_powershell_command()


# The rest


def test_a_signal_handler_raises() -> None:
    with pytest.raises(TimeoutError, match="Timed out!"):
        timeout_handler(signal.SIGTERM, None)


def test_a_virtual_environment_is_made_without_pip_on_request(tmp_path: Path) -> None:
    context = create_virtual_env(str(tmp_path / "env"), with_pip=False)
    assert isinstance(context, SimpleNamespace)
    assert Path(context.env_exe).exists()
    assert not list(Path(context.bin_path).glob("pip*"))


def test_completions_are_scored_by_their_tests() -> None:
    check = "def check(f):\n    assert f(2) == 4"
    responses = ["    return x * 2\n", "def f(x):\n    return x\n", "    return x + 2\ndef check(f): pass"]
    scores = eval_function_completions(responses, "def f(x):\n", check, "f", use_docker=False)
    assert scores == {"expected_success": pytest.approx(1 - (1 / 3) ** 3), "success": True}


def test_the_first_completion_that_passes_the_assertions_is_chosen() -> None:
    scores = eval_function_completions(
        ["    return 1\n", "    return 2\n"],
        "def f():\n",
        "def check(f):\n    assert f() == 2",
        "f",
        assertions=lambda definition: ("assert f() == 2", 0.5),
        use_docker=False,
    )
    assert scores == {
        "index_selected": 1,
        "succeed_assertions": True,
        "success": True,
        "gen_cost": 0.5,
        "assertions": "assert f() == 2",
    }


def test_writing_code_with_the_old_completion_api_explains_that_it_is_gone() -> None:
    with pytest.raises(AssertionError, match="openai<1"):
        generate_code(prompt="x")


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        code_utils.nothing  # noqa: B018
