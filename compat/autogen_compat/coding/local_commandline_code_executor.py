"""Code blocks as files in a folder, run on this machine (v0.2: autogen/coding/local_commandline_code_executor.py)."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path
from string import Template
from types import SimpleNamespace
from typing import ClassVar

from typing_extensions import ParamSpec

from .. import _process
from ..code_utils import PYTHON_VARIANTS, TIMEOUT_MSG, WIN32, _cmd, script_name
from ._blocks import EXECUTION_POLICY, FileExecutor, check_blocks, check_timeout, policies
from ._renamed import Renamed
from .base import CodeBlock, CommandLineCodeResult
from .base import CodeExecutor as CodeExecutor
from .base import CodeExtractor as CodeExtractor
from .func_with_reqs import AvailableFunction, FunctionWithRequirements, _build_python_functions_file, to_stub
from .markdown_code_extractor import MarkdownCodeExtractor as MarkdownCodeExtractor
from .utils import _get_file_name_from_content, silence_pip

__all__ = ("LocalCommandLineCodeExecutor",)

A = ParamSpec("A")

# The exit code of the command `timeout`.
_TIMED_OUT = 124

_DANGEROUS = tuple(
    (re.compile(pattern), message)
    for pattern, message in (
        (r"\brm\s+-rf\b", "Use of 'rm -rf' command is not allowed."),
        (r"\bmv\b.*?\s+/dev/null", "Moving files to /dev/null is not allowed."),
        (r"\bdd\b", "Use of 'dd' command is not allowed."),
        (r">\s*/dev/sd[a-z][1-9]?", "Overwriting disk blocks directly is not allowed."),
        (r":\(\)\{\s*:\|\:&\s*\};:", "Fork bombs are not allowed."),
    )
)


class LocalCommandLineCodeExecutor(FileExecutor):
    """Saves each code block in `work_dir` and runs it there, as a process of its own.

    autogen_ext's local executor checks no dangerous commands, saves no HTML or JavaScript, knows no policies and
    names its files otherwise, so the process is started here.
    """

    SUPPORTED_LANGUAGES: ClassVar[list[str]] = list(EXECUTION_POLICY)
    DEFAULT_EXECUTION_POLICY: ClassVar[dict[str, bool]] = EXECUTION_POLICY
    FUNCTION_PROMPT_TEMPLATE: ClassVar[str] = """The module `$module_name` holds functions that your code can use. \
Import each of them by its name, for example `from $module_name import foo` for a function called `foo`. They are:

$functions"""

    def __init__(
        self,
        timeout: int = 60,
        virtual_env_context: SimpleNamespace | None = None,
        work_dir: Path | str = Path("."),
        functions: list[AvailableFunction] = [],  # noqa: B006  # v0.2's signature; never changed
        functions_module: str = "functions",
        execution_policies: dict[str, bool] | None = None,
    ) -> None:
        """Make the folder; nothing is run yet.

        Args:
            timeout: seconds that each block may take, at least 1.
            virtual_env_context: what `code_utils.create_virtual_env` returned, to run in that environment.
            work_dir: where the files go; its parent must exist.
            functions: functions that the code can import; their packages are installed before the first block.
            functions_module: the name of the module with these functions.
            execution_policies: by language, whether code is run or only saved; changes `DEFAULT_EXECUTION_POLICY`.

        Raises:
            ValueError: the timeout or the module name is not valid.
        """
        check_timeout(timeout)
        if not functions_module.isidentifier():
            raise ValueError("Module name must be a valid Python identifier")
        self._timeout = timeout
        self._work_dir = Path(work_dir)
        self._work_dir.mkdir(exist_ok=True)
        self._virtual_env_context = virtual_env_context
        self._functions = functions
        self._functions_module = functions_module
        self._setup_functions_complete = not functions
        self.execution_policies = policies(self.DEFAULT_EXECUTION_POLICY, execution_policies)

    def format_functions_for_prompt(self, prompt_template: str = FUNCTION_PROMPT_TEMPLATE) -> str:
        """A text for the model about the functions; the template has the places $module_name and $functions."""
        stubs = "\n\n".join(to_stub(function) for function in self._functions)
        return Template(prompt_template).substitute(module_name=self._functions_module, functions=stubs)

    @property
    def functions_module(self) -> str:
        """The name of the module with the functions."""
        return self._functions_module

    @property
    def functions(self) -> list[AvailableFunction]:
        """The functions that the code can import."""
        return self._functions

    @staticmethod
    def sanitize_command(lang: str, code: str) -> None:
        """Refuse shell code with one of a few destructive commands; no replacement for a sandbox.

        Raises:
            ValueError: there is such a command.
        """
        if lang not in ("bash", "shell", "sh"):
            return
        for pattern, message in _DANGEROUS:
            if pattern.search(code):
                raise ValueError(f"Potentially dangerous command detected: {message}")

    def execute_code_blocks(self, code_blocks: list[CodeBlock]) -> CommandLineCodeResult:
        """Save and run the blocks in order, up to the first that fails.

        Returns:
            The last exit code (124 after a timeout); standard error and output of all; the first block's file.

        Raises:
            ValueError: there are no blocks, a command is dangerous, or the functions could not be set up.
        """
        if not self._setup_functions_complete:
            self._setup_functions()
        return self._execute_code_dont_check_setup(code_blocks)

    def restart(self) -> None:
        """Warn that there is nothing to restart."""
        warnings.warn("Restarting local command line code executor is not supported. No action is taken.", stacklevel=2)

    def _setup_functions(self) -> None:
        source = _build_python_functions_file(self._functions)
        (self._work_dir / f"{self._functions_module}.py").write_text(source, encoding="utf-8")
        wanted = [f.python_packages for f in self._functions if isinstance(f, FunctionWithRequirements)]
        self._install(sorted({package for packages in wanted for package in packages}))
        trial = self._execute_code_dont_check_setup([CodeBlock(code=source, language="python")])
        if trial.exit_code != 0:
            raise ValueError(f"Functions failed to load: {trial.output}")
        self._setup_functions_complete = True

    def _install(self, packages: list[str]) -> None:
        if not packages:
            return
        logging.info("Ensuring packages are installed in executor.")
        python = self._virtual_env_context.env_exe if self._virtual_env_context else sys.executable
        try:
            command = [python, "-m", "pip", "install", *packages]
            result = _process.run(command, cwd=self._work_dir, timeout=self._timeout)
        except subprocess.TimeoutExpired as error:
            raise ValueError("Pip install timed out") from error
        if result.returncode != 0:
            raise ValueError(f"Pip install failed. {result.stdout}, {result.stderr}")

    def _execute_code_dont_check_setup(self, code_blocks: list[CodeBlock]) -> CommandLineCodeResult:
        check_blocks(code_blocks)
        output, exit_code, files = "", 0, []
        for block in code_blocks:
            lang = block.language.lower()
            self.sanitize_command(lang, block.code)
            code = silence_pip(block.code, lang)
            lang = _runnable(lang)
            if lang not in self.SUPPORTED_LANGUAGES:
                output, exit_code = f"{output}\nunknown language {lang}", 1
                break
            try:
                file = self._save(code, lang)
            except ValueError:
                return CommandLineCodeResult(exit_code=1, output="Filename is not in the workspace")
            files.append(file)
            exit_code, logs = self._run(file, lang)
            output += logs
            if exit_code != 0:
                break
        return CommandLineCodeResult(exit_code=exit_code, output=output, code_file=str(files[0]) if files else None)

    def _save(self, code: str, lang: str) -> Path:
        name = _get_file_name_from_content(code, self._work_dir) or script_name(code, lang)
        file = (self._work_dir / name).resolve()
        file.write_text(code, encoding="utf-8")
        return file

    def _run(self, file: Path, lang: str) -> tuple[int, str]:
        if not self.execution_policies.get(lang, False):
            return 0, f"Code saved to {file}\n"
        try:
            result = _process.run(
                [*self._activation(), _cmd(lang), str(file)],
                cwd=self._work_dir,
                timeout=self._timeout,
                env=self._environment(),
            )
        except subprocess.TimeoutExpired:
            return _TIMED_OUT, f"\n{TIMEOUT_MSG}"
        return result.returncode, result.stderr + result.stdout

    def _environment(self) -> dict[str, str]:
        if not self._virtual_env_context:
            return dict(os.environ)
        programs = os.path.abspath(self._virtual_env_context.bin_path)
        return {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}

    def _activation(self) -> list[str]:
        # Windows looks programs up in the parent's PATH, not in the one given to the child.
        if not (WIN32 and self._virtual_env_context):
            return []
        return [os.path.join(os.path.abspath(self._virtual_env_context.bin_path), "activate.bat"), "&&"]


def _runnable(lang: str) -> str:
    if lang in PYTHON_VARIANTS:
        return "python"
    return "ps1" if WIN32 and lang in ("sh", "shell") else lang


class LocalCommandlineCodeExecutor(metaclass=Renamed):
    """The old name of `LocalCommandLineCodeExecutor`."""

    renamed_to = LocalCommandLineCodeExecutor


class CommandlineCodeResult(metaclass=Renamed):
    """The old name of `CommandLineCodeResult`."""

    renamed_to = CommandLineCodeResult
