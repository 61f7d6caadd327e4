"""Code in messages: finding it, and running it on this machine or in docker (v0.2: autogen/code_utils.py)."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

from . import _process
from .types import UserMessageImageContentPart, UserMessageTextContentPart

if TYPE_CHECKING:
    from ._code_generation import PassAssertionFilter as PassAssertionFilter
    from ._code_generation import eval_function_completions as eval_function_completions
    from ._code_generation import generate_assertions as generate_assertions
    from ._code_generation import generate_code as generate_code
    from ._code_generation import implement as implement
    from ._code_generation import improve_code as improve_code
    from ._code_generation import improve_function as improve_function

SENTINEL = object()
DEFAULT_MODEL = "gpt-4"
FAST_MODEL = "gpt-3.5-turbo"
# A fence may be indented and be followed by a word, the language.
CODE_BLOCK_PATTERN = r"```[ \t]*(\w+)?[ \t]*\r?\n(.*?)\r?\n[ \t]*```"
WORKING_DIR = os.path.join(os.path.dirname(os.path.realpath(__file__)), "extensions")
UNKNOWN = "unknown"
TIMEOUT_MSG = "Timeout"
DEFAULT_TIMEOUT = 600
WIN32 = sys.platform == "win32"
PATH_SEPARATOR = "\\" if WIN32 else "/"
PYTHON_VARIANTS = ["python", "Python", "py"]

logger = logging.getLogger(__name__)

_INLINE_OR_BLOCK = re.compile(CODE_BLOCK_PATTERN + r"|`([^`]+)`")
_SHELL_OPENINGS = ("python ", "python3 ", "pip")
_POWERSHELL_NAMES = ("ps1", "pwsh", "powershell")
_FIXED_COMMANDS = {**dict.fromkeys(PYTHON_VARIANTS, "python"), "shell": "sh", "javascript": "node"}
_USE_DOCKER_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("1", "true", "yes", "t"), True),
    **dict.fromkeys(("0", "false", "no", "f"), False),
    "none": None,
}


def _part_str(part: Any) -> str:
    if not isinstance(part, dict):
        raise TypeError("Wrong content format: every element should be dict if the content is a list.")
    assert "type" in part, "Wrong content format. Missing 'type' key in content's dict."
    if part["type"] == "text":
        return part["text"]
    if part["type"] == "image_url":
        return "<image>"
    raise ValueError(f"Wrong content format: unknown type {part['type']} within the content")


def content_str(content: str | list[UserMessageTextContentPart | UserMessageImageContentPart] | None) -> str:
    """The text of a message's content; an image becomes `<image>`, None the empty string.

    Raises:
        TypeError: the content, or a part of it, is of another Python type.
        ValueError: a part has an unknown "type".
    """
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise TypeError(f"content must be None, str, or list, but got {type(content)}")
    return "".join(_part_str(part) for part in content)


def infer_lang(code: str) -> str:
    """Guess the language of a code block: "sh", "python" or "unknown"."""
    if code.startswith(_SHELL_OPENINGS):
        return "sh"
    try:
        compile(code, "test", "exec")
    except (SyntaxError, ValueError):
        return UNKNOWN
    return "python"


def extract_code(
    text: str | list[Any], pattern: str = CODE_BLOCK_PATTERN, detect_single_line_code: bool = False
) -> list[tuple[str, str]]:
    """The (language, code) pairs in a message's content.

    Args:
        text: the content, multimodal or not.
        pattern: regular expression with two groups for fenced blocks.
        detect_single_line_code: also find `inline code`, and strip what was found; `pattern` is not used then.

    Returns:
        The language is "" where a fence names none. Without any block: the whole text as language "unknown",
        or nothing if `detect_single_line_code` is set.
    """
    text = content_str(text)
    if not detect_single_line_code:
        return re.findall(pattern, text, flags=re.DOTALL) or [(UNKNOWN, text)]
    blocks = _INLINE_OR_BLOCK.findall(text)
    return [(lang.strip() if block else "", (block or inline).strip()) for lang, block, inline in blocks]


def timeout_handler(signum: int, frame: FrameType | None) -> NoReturn:
    """A signal handler that raises TimeoutError."""
    raise TimeoutError("Timed out!")


def get_powershell_command() -> str:
    """The name of the installed PowerShell, "powershell" or "pwsh".

    Raises:
        FileNotFoundError: neither is installed.
        PermissionError: it may not be run.
    """
    for name in ("powershell", "pwsh"):
        try:
            arguments = [name, "-Command", "$PSVersionTable.PSVersion.Major"]
            if subprocess.run(arguments, capture_output=True, text=True).returncode == 0:
                return name
        except (FileNotFoundError, NotADirectoryError):
            continue
        except PermissionError as error:
            raise PermissionError(f"No permission to run {name}.") from error
    raise FileNotFoundError("Neither powershell nor pwsh was found: install PowerShell and put it on the PATH.")


def _cmd(lang: str) -> str:
    """The program that runs files of a language.

    Raises:
        NotImplementedError: the language is not one that v0.2 runs.
        FileNotFoundError: PowerShell is wanted and not installed.
    """
    if lang in _FIXED_COMMANDS:
        return _FIXED_COMMANDS[lang]
    if lang.startswith("python") or lang in ("bash", "sh"):
        return lang
    if lang in _POWERSHELL_NAMES:
        return get_powershell_command()
    raise NotImplementedError(f"{lang} not recognized in code execution")


def is_docker_running() -> bool:
    """Whether the docker package is installed and an engine answers it."""
    try:
        import docker
        from docker import errors
    except ImportError:
        return False
    try:
        docker.from_env().ping()
    except errors.DockerException:
        return False
    return True


def in_docker_container() -> bool:
    """Whether this process runs in a docker container."""
    return os.path.exists("/.dockerenv")


def decide_use_docker(use_docker: bool | None) -> bool | None:
    """`use_docker`, or where it is None what the environment variable AUTOGEN_USE_DOCKER says (default: True).

    Raises:
        ValueError: the variable has none of the known values.
    """
    if use_docker is not None:
        return use_docker
    setting = os.environ.get("AUTOGEN_USE_DOCKER", "True")
    if setting.lower() not in _USE_DOCKER_WORDS:
        raise ValueError(
            f"Invalid value for AUTOGEN_USE_DOCKER: {setting}. "
            'Please set AUTOGEN_USE_DOCKER to "1/True/yes", "0/False/no", or "None".'
        )
    return _USE_DOCKER_WORDS[setting.lower()]


def check_can_use_docker_or_throw(use_docker: Any) -> None:
    """Check that docker can be used if it is wanted.

    Raises:
        RuntimeError: it is wanted, no engine answers, and this is not a container already.
    """
    if use_docker and not in_docker_container() and not is_docker_running():
        raise RuntimeError(
            "Code execution is set to be run in docker (default behaviour) but docker is not running.\n"
            "The options available are:\n"
            "- Make sure docker is running (advised approach for code execution), "
            'and that its Python package is installed: pip install "autogen-migrate[docker]"\n'
            '- Set "use_docker": False in code_execution_config\n'
            '- Set AUTOGEN_USE_DOCKER to "0/False/no" in your environment variables'
        )


def script_name(code: str, lang: str) -> str:
    """The file name of a code block that names none."""
    return f"tmp_code_{md5(code.encode()).hexdigest()}.{'py' if lang.startswith('python') else lang}"


@dataclass(frozen=True)
class _Script:
    folder: str
    name: str
    lang: str
    temporary: bool

    @property
    def path(self) -> Path:
        return Path(self.folder, self.name)


def _without(text: str, *parts: str) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text


def _run_locally(script: _Script, timeout: float) -> tuple[int, str, str | None]:
    program = sys.executable if script.lang.startswith("python") else _cmd(script.lang)
    try:
        name = f".\\{script.name}" if WIN32 else script.name
        result = _process.run([program, name], cwd=script.folder, timeout=timeout)
    except subprocess.TimeoutExpired:
        return 1, TIMEOUT_MSG, None
    if result.returncode == 0:
        return 0, result.stdout, None
    if script.temporary:
        return result.returncode, _without(result.stderr, str(script.path.absolute()), script.name), None
    return result.returncode, _without(result.stderr, str(Path(script.folder).absolute()) + PATH_SEPARATOR), None


def _run_in_docker(use_docker: Sequence[str] | str | bool, script: _Script, timeout: float) -> tuple[int, str, str]:
    from . import _docker_run

    images = _docker_run.DEFAULT_IMAGES if isinstance(use_docker, bool) else use_docker
    images = [images] if isinstance(images, str) else images
    outcome = _docker_run.run_script(images, script.folder, script.name, _cmd(script.lang), timeout)
    if outcome.exit_code == 0:
        return 0, outcome.logs, outcome.image
    logs = _without(outcome.logs, f"/workspace/{script.name if script.temporary else ''}")
    return outcome.exit_code, logs, outcome.image


def execute_code(
    code: str | None = None,
    timeout: int | None = None,
    filename: str | None = None,
    work_dir: str | None = None,
    use_docker: Sequence[str] | str | bool | None = SENTINEL,  # type: ignore[assignment]  # v0.2's mark of "not given"
    lang: str | None = "python",
) -> tuple[int, str, str | None]:
    """Run code from a string or a file (v0.2: autogen/code_utils.py execute_code).

    Args:
        code: what to run; None runs the file `filename`.
        timeout: seconds, 600 by default.
        filename: path below `work_dir` for the code; without it a temporary file is made and removed.
        work_dir: where to run; the package's "extensions" folder by default.
        use_docker: False runs on this machine; True, an image or several in a container; None where the
            environment does not decide. Within a container nothing else is started.
        lang: language of the code.

    Returns:
        The exit code; standard output, or the error text after a failure; the image, or None without docker.

    Raises:
        AssertionError: neither `code` nor `filename` is given.
        NotImplementedError: the language is not known.
        RuntimeError: docker is wanted and no engine answers.
    """
    if code is None and filename is None:
        message = f"Either {code=} or {filename=} must be provided."
        logger.error(message)
        raise AssertionError(message)
    if use_docker is SENTINEL:
        use_docker = decide_use_docker(use_docker=None)
    check_can_use_docker_or_throw(use_docker)
    if WIN32 and lang in ("sh", "shell") and not use_docker:
        lang = "ps1"
    lang = lang or "python"
    script = _Script(work_dir or WORKING_DIR, filename or script_name(code or "", lang), lang, filename is None)
    script.path.parent.mkdir(parents=True, exist_ok=True)
    if code is not None:
        script.path.write_text(code, encoding="utf-8")
    try:
        if not use_docker or in_docker_container():
            return _run_locally(script, timeout or DEFAULT_TIMEOUT)
        return _run_in_docker(use_docker, script, timeout or DEFAULT_TIMEOUT)
    finally:
        if script.temporary:
            script.path.unlink(missing_ok=True)


def create_virtual_env(dir_path: str, **env_args: Any) -> SimpleNamespace:
    """Create a Python virtual environment and return its context.

    Args:
        dir_path: the folder to make.
        env_args: arguments of `venv.EnvBuilder`; with pip, if there are none.
    """
    builder = venv.EnvBuilder(**(env_args or {"with_pip": True}))
    builder.create(dir_path)
    return builder.ensure_directories(dir_path)


_FROM_CODE_GENERATION = (
    "PassAssertionFilter",
    "eval_function_completions",
    "generate_assertions",
    "generate_code",
    "implement",
    "improve_code",
    "improve_function",
)


def __getattr__(name: str) -> Any:
    if name not in _FROM_CODE_GENERATION:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import _code_generation

    return getattr(_code_generation, name)
