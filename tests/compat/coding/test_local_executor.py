"""Code blocks as processes on this machine."""

from __future__ import annotations

import os
import time
import warnings
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest
from autogen_compat.code_utils import create_virtual_env
from autogen_compat.coding import CodeBlock, CodeExecutor, LocalCommandLineCodeExecutor
from autogen_compat.coding import local_commandline_code_executor as module
from autogen_compat.coding.base import CommandLineCodeResult
from autogen_compat.coding.func_with_reqs import FunctionWithRequirements, with_requirements


def execute(work_dir: Path, *blocks: tuple[str, str], **arguments: Any) -> CommandLineCodeResult:
    executor = LocalCommandLineCodeExecutor(work_dir=work_dir, **arguments)
    return executor.execute_code_blocks([CodeBlock(language=language, code=code) for language, code in blocks])


# Refusals


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"timeout": 0}, "Timeout must be greater than or equal to 1."),
        ({"functions_module": "not-a-name"}, "Module name must be a valid Python identifier"),
    ],
)
def test_arguments_are_checked(arguments: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=message):
        LocalCommandLineCodeExecutor(work_dir=tmp_path, **arguments)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("rm -rf /", "Use of 'rm -rf' command is not allowed."),
        ("mv a /dev/null", "Moving files to /dev/null is not allowed."),
        ("dd if=/dev/zero of=/dev/sda", "Use of 'dd' command is not allowed."),
        ("echo x > /dev/sda1", "Overwriting disk blocks directly is not allowed."),
        (":(){ :|:& };:", "Fork bombs are not allowed."),
    ],
)
@pytest.mark.parametrize("shell", ["sh", "bash", "shell", "BASH"])
def test_dangerous_commands_are_refused_before_anything_is_saved(
    shell: str, code: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="Potentially dangerous command detected: ") as error:
        execute(tmp_path, (shell, code))
    assert str(error.value).endswith(reason)
    assert list(tmp_path.iterdir()) == []


def test_other_languages_are_not_searched_for_commands(tmp_path: Path) -> None:
    assert execute(tmp_path, ("python", "print('rm -rf /')")).exit_code == 0


def test_no_blocks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No code blocks to execute"):
        execute(tmp_path)


def test_an_unknown_language_ends_the_run_after_what_came_before(tmp_path: Path) -> None:
    result = execute(tmp_path, ("python", "print(1)"), ("perl", "print 2"), ("python", "print(3)"))
    assert (result.exit_code, result.output) == (1, "1\n\nunknown language perl")


def test_a_file_outside_of_the_workspace_ends_the_run_without_output(tmp_path: Path) -> None:
    result = execute(tmp_path, ("python", "print(1)"), ("python", "# ../x.py\nprint(2)"))
    assert result == CommandLineCodeResult(exit_code=1, output="Filename is not in the workspace")


# Running


@pytest.mark.parametrize("language", ["python", "Python", "py", "PYTHON"])
def test_python_goes_by_several_names(language: str, tmp_path: Path) -> None:
    code = "print('hi')"
    result = execute(tmp_path, (language, code))
    file = tmp_path / f"tmp_code_{md5(code.encode()).hexdigest()}.py"
    assert result == CommandLineCodeResult(exit_code=0, output="hi\n", code_file=str(file))
    assert file.read_text() == code


@pytest.mark.parametrize("language", ["sh", "bash", "shell"])
def test_shell_code_runs_in_the_work_dir(language: str, tmp_path: Path) -> None:
    result = execute(tmp_path, (language, "pwd"))
    assert Path(result.output.strip()).samefile(tmp_path)
    assert (result.code_file or "").endswith(f".{language}")


def test_a_relative_work_dir_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = execute(Path("made"), ("python", "# filename: a.py\nimport os; print(os.getcwd())"))
    assert result.output == f"{tmp_path.resolve()}/made\n"
    assert result.code_file == str(tmp_path.resolve() / "made" / "a.py")


def test_standard_error_comes_before_standard_output(tmp_path: Path) -> None:
    code = "import sys; print('out', flush=True); print('err', file=sys.stderr)"
    assert execute(tmp_path, ("python", code)).output == "err\nout\n"


def test_blocks_run_in_order_and_the_first_file_is_named(tmp_path: Path) -> None:
    result = execute(tmp_path, ("python", "# filename: a.py\nx = 1\nprint(x)"), ("sh", "cat a.py | wc -l"))
    assert result.exit_code == 0
    assert [line.strip() for line in result.output.splitlines()] == ["1", "2"]
    assert result.code_file == str(tmp_path / "a.py")


def test_a_failing_block_is_the_last(tmp_path: Path) -> None:
    result = execute(tmp_path, ("sh", "echo one; exit 3"), ("sh", "echo two"))
    assert (result.exit_code, result.output) == (3, "one\n")


def test_a_timeout_gives_the_exit_code_of_the_command_timeout(tmp_path: Path) -> None:
    started = time.monotonic()
    result = execute(tmp_path, ("sh", "echo one"), ("sh", "echo two; sleep 30 & sleep 30"), ("sh", "echo"), timeout=1)
    assert (result.exit_code, result.output) == (124, "one\n\nTimeout")
    assert time.monotonic() - started < 10


def test_pip_is_silenced_in_shell_code(tmp_path: Path) -> None:
    result = execute(tmp_path, ("sh", "pip install --version"))
    assert Path(result.code_file or "").read_text() == "pip install -qqq --version"


@pytest.mark.parametrize("language", ["html", "css", "javascript"])
def test_pages_are_saved_and_not_run(language: str, tmp_path: Path) -> None:
    result = execute(tmp_path, (language, "// filename: page.x\ncontent"))
    assert result == CommandLineCodeResult(
        exit_code=0, output=f"Code saved to {tmp_path / 'page.x'}\n", code_file=str(tmp_path / "page.x")
    )


def test_policies_change_what_is_run(tmp_path: Path) -> None:
    blocks = (("python", "# filename: a.py\nprint(1)"), ("javascript", "// filename: a.js\nconsole.log(2)"))
    result = execute(tmp_path, *blocks, execution_policies={"python": False, "javascript": True})
    assert result.output == f"Code saved to {tmp_path / 'a.py'}\n2\n"
    assert LocalCommandLineCodeExecutor.DEFAULT_EXECUTION_POLICY["python"] is True


def test_a_virtual_environment_is_used(tmp_path: Path) -> None:
    context = create_virtual_env(str(tmp_path / "env"), with_pip=False)
    result = execute(tmp_path, ("python", "import sys; print(sys.prefix)"), virtual_env_context=context)
    assert Path(result.output.strip()).samefile(tmp_path / "env")


def test_restarting_does_nothing_but_warn(tmp_path: Path) -> None:
    executor = LocalCommandLineCodeExecutor(work_dir=tmp_path)
    assert isinstance(executor, CodeExecutor)
    with pytest.warns(UserWarning, match="Restarting local command line code executor is not supported"):
        executor.restart()


# Functions


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


@with_requirements(global_imports=["json"])
def dump(x: int) -> str:
    return json.dumps(x)  # type: ignore[name-defined]  # noqa: F821


@with_requirements(global_imports=["no_such_module_at_all"])
def broken() -> None: ...


@with_requirements(python_packages=["no such requirement"])
def uninstallable() -> None: ...


def test_functions_can_be_imported(tmp_path: Path) -> None:
    code = "from functions import add, dump\nprint(add(1, 2), dump(3))"
    result = execute(tmp_path, ("python", code), functions=[add, dump])
    assert (result.exit_code, result.output) == (0, "3 3\n")
    assert (tmp_path / "functions.py").exists()


def test_functions_from_strings_and_another_module_name(tmp_path: Path) -> None:
    function = FunctionWithRequirements.from_str("def f(x):\n    return x * 2\n")
    result = execute(
        tmp_path, ("python", "import mine; print(mine.f(2))"), functions=[function], functions_module="mine"
    )
    assert result.output == "4\n"


@pytest.mark.parametrize(
    ("function", "message"),
    [(broken, "Functions failed to load: .*no_such_module_at_all"), (uninstallable, "Pip install failed. ")],
)
def test_functions_that_cannot_be_set_up_are_an_error(function: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"(?s){message}"):
        execute(tmp_path, ("python", "print(1)"), functions=[function])


def test_an_installation_that_takes_too_long_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "slow-python"
    slow.write_text("#!/bin/sh\nsleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(module.sys, "executable", str(slow))
    with pytest.raises(ValueError, match="Pip install timed out"):
        execute(tmp_path, ("python", "print(1)"), functions=[uninstallable], timeout=1)


def test_the_prompt_names_module_and_functions(tmp_path: Path) -> None:
    executor = LocalCommandLineCodeExecutor(work_dir=tmp_path, functions=[add], functions_module="tools")
    prompt = executor.format_functions_for_prompt()
    assert "from tools import foo" in prompt
    assert prompt.endswith("def add(a: 'int', b: 'int') -> 'int':\n    \"\"\"Add two numbers.\"\"\"\n    ...")
    assert executor.format_functions_for_prompt("$module_name!") == "tools!"
    assert (executor.functions_module, executor.functions) == ("tools", [add])


# Old names


def test_the_old_name_makes_the_new_class_with_a_warning(tmp_path: Path) -> None:
    with pytest.warns(DeprecationWarning, match="LocalCommandlineCodeExecutor has been renamed"):
        executor = module.LocalCommandlineCodeExecutor(work_dir=tmp_path)
    assert type(executor) is LocalCommandLineCodeExecutor


def test_the_old_name_stands_for_the_new_class_in_checks(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        executor = LocalCommandLineCodeExecutor(work_dir=tmp_path)
        assert isinstance(executor, module.LocalCommandlineCodeExecutor)
        assert issubclass(LocalCommandLineCodeExecutor, module.LocalCommandlineCodeExecutor)
        assert issubclass(CommandLineCodeResult, module.CommandlineCodeResult)
        assert not isinstance(executor, module.CommandlineCodeResult)


def test_a_subclass_of_the_old_name_is_one_of_the_new(tmp_path: Path) -> None:
    with pytest.warns(DeprecationWarning, match="renamed"):

        class Mine(module.LocalCommandlineCodeExecutor):
            def restart(self) -> None:
                self.restarted = True

    executor = Mine(work_dir=tmp_path)
    assert isinstance(executor, LocalCommandLineCodeExecutor)
    executor.restart()
    assert executor.restarted and os.path.exists(executor.work_dir)
