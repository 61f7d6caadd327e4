"""Run a legacy program unmodified on the v0.4 engine: `python -m autogen_compat script.py`, `-m module`, `-c code`.

Within the program `autogen` means `autogen_compat`; everything else is as if Python had been started on it.
"""

from __future__ import annotations

import importlib.machinery
import io
import os
import runpy
import sys
import traceback
from types import CodeType, ModuleType, TracebackType

from autogen_compat import _alias

_USAGE = """usage: python -m autogen_compat [script.py | -m module | -c code] [arguments]

Runs a program written for AutoGen v0.2 on the v0.4 engine: `import autogen` gives it autogen_compat.
"""
_LAUNCHERS = {__file__, runpy.__file__, "<frozen runpy>"}


def main(arguments: list[str]) -> int:
    """Run the program that the command line names; returns 2 for a command line that names none."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        (sys.stdout if arguments else sys.stderr).write(_USAGE)
        return 0 if arguments else 2
    if arguments[0] in {"-m", "-c"} and len(arguments) == 1:
        sys.stderr.write(f"autogen_compat: {arguments[0]} needs a value\n{_USAGE}")
        return 2
    if arguments[0] not in {"-m", "-c"} and not os.path.exists(arguments[0]):
        sys.stderr.write(f"autogen_compat: can't open file {arguments[0]!r}: no such file\n")
        return 2
    _alias.install()
    sys.excepthook = show_error
    _run(arguments)
    return 0


def _run(arguments: list[str]) -> None:
    target, rest = arguments[0], arguments[1:]
    if target == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif target == "-c":
        sys.argv = ["-c", *rest[1:]]
        sys.path[0] = ""
        _run_as_main(_compile(rest[0], "<string>"), None)
    elif os.path.isdir(target):
        sys.argv = arguments
        sys.path.pop(0)
        runpy.run_path(target, run_name="__main__")
    else:
        sys.argv = arguments
        sys.path[0] = os.path.dirname(os.path.realpath(target))
        with io.open_code(os.path.abspath(target)) as file:
            source = file.read()
        _run_as_main(_compile(source, target), target)


def _compile(source: str | bytes, name: str) -> CodeType:
    # This module's own `from __future__ import annotations` is not the program's: it would turn the annotations that
    # tools are described by into strings.
    return compile(source, name, "exec", dont_inherit=True)


def _run_as_main(code: CodeType, path: str | None) -> None:
    # Not runpy.run_path: the program's module has to stay `__main__` for its threads, pickles and atexit functions.
    module = ModuleType("__main__")
    if path is not None:
        module.__file__ = os.path.abspath(path)
        module.__loader__ = importlib.machinery.SourceFileLoader("__main__", path)
    sys.modules["__main__"] = module
    exec(code, module.__dict__)


def show_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print an uncaught exception as Python does, without the frames that started the program.

    A list of model configs that cannot be read is not a fault of the program: it gets one line.
    """
    # Not an import: one in this hook makes Python forget that Ctrl-C is what ends it.
    errors = sys.modules.get("autogen_compat.oai.config_errors")
    if errors is not None and isinstance(error, errors.ConfigListError):
        sys.stderr.write(f"autogen_compat: {error}{_users_place(trace)}\n")
        return
    while trace is not None and trace.tb_frame.f_code.co_filename in _LAUNCHERS:
        trace = trace.tb_next
    sys.__excepthook__(kind, error.with_traceback(trace), trace)


def _users_place(trace: TracebackType | None) -> str:
    ours = os.path.dirname(__file__)
    places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(trace)]
    users = [place for place in places if place[0] not in _LAUNCHERS and not place[0].startswith(ours)]
    return f" (read in {users[-1][0]}, line {users[-1][1]})" if users else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
