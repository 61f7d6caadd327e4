"""What the executors that run files have in common: languages, and code blocks as files."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path

from .base import CodeBlock, CodeExecutor, CodeExtractor, CommandLineCodeResult
from .markdown_code_extractor import MarkdownCodeExtractor
from .utils import silence_pip

_SHELLS = ("bash", "shell", "sh", "pwsh", "powershell", "ps1")
_SAVED_ONLY = ("javascript", "html", "css")

EXECUTION_POLICY = {**dict.fromkeys((*_SHELLS, "python"), True), **dict.fromkeys(_SAVED_ONLY, False)}
LANGUAGE_ALIASES = {"py": "python", "js": "javascript"}


class FileExecutor(CodeExecutor):
    """What the executors that run files have in common."""

    _timeout: int
    _work_dir: Path
    execution_policies: dict[str, bool]

    @property
    def timeout(self) -> int:
        """Seconds that each block may take."""
        return self._timeout

    @property
    def work_dir(self) -> Path:
        """Where files are saved."""
        return self._work_dir

    @property
    def code_extractor(self) -> CodeExtractor:
        """Finds blocks between Markdown fences."""
        return MarkdownCodeExtractor()


def check_timeout(timeout: float) -> None:
    """Raises ValueError unless a timeout is at least a second."""
    if timeout < 1:
        raise ValueError("Timeout must be greater than or equal to 1.")


def check_blocks(code_blocks: Sequence[CodeBlock]) -> None:
    """Raises ValueError where there is nothing to execute."""
    if not code_blocks:
        raise ValueError("No code blocks to execute.")


def policies(default: Mapping[str, bool], changes: Mapping[str, bool] | None) -> dict[str, bool]:
    """Whether code is executed (True) or only saved, by language."""
    return {**default, **(changes or {})}


def run_in_order(
    code_blocks: Sequence[CodeBlock],
    aliases: Mapping[str, str],
    languages: Container[str],
    save: Callable[[str, str], Path],
    run: Callable[[Path, str], tuple[int, str]],
) -> CommandLineCodeResult:
    """Save and run the blocks in order, up to the first that fails.

    Args:
        languages: what can be executed, after `aliases`.
        save: writes code of a language into a file; ValueError for a name outside of the work folder.
        run: executes the file; gives exit code and output.

    Raises:
        ValueError: there are no blocks.
    """
    check_blocks(code_blocks)
    output, exit_code, files = "", 0, list[Path]()
    for block in code_blocks:
        lang = aliases.get(block.language.lower(), block.language.lower())
        if lang not in languages:
            output, exit_code = f"{output}Unsupported language {lang}\n", 1
            break
        try:
            file = save(silence_pip(block.code, lang), lang)
        except ValueError:
            output, exit_code = f"{output}Filename is not in the workspace", 1
            break
        files.append(file)
        exit_code, logs = run(file, lang)
        output += logs
        if exit_code != 0:
            break
    return CommandLineCodeResult(exit_code=exit_code, output=output, code_file=str(files[0]) if files else None)
