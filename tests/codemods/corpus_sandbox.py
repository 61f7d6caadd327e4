"""Import one module with third-party packages stubbed: ``python corpus_sandbox.py FILE ROOT``.

Models are not called, chats do not start, nobody is asked, nothing is reached over the network.
Prints ``imported``, or what autogen_compat or v0.4 lacked; what else goes wrong is the program's own.
"""

from __future__ import annotations

import builtins
import importlib.abc
import importlib.machinery
import os
import runpy
import socket
import sys
import tempfile
import threading
from pathlib import Path
from unittest.mock import MagicMock

OURS = ("autogen_compat", "autogen_agentchat", "autogen_core", "autogen_ext", "openai", "pydantic")


class _Stubs(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes last: whatever nobody else finds is a mock."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in OURS or name.partition(".")[0] == "autogen":
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = MagicMock(name=spec.name)
        module.__path__ = []
        module.__spec__ = spec
        module.__name__ = spec.name
        module.__all__ = []
        return module

    def exec_module(self, module):
        pass


class _Stopped(BaseException):
    pass


def _refuse(*args, **kwargs):
    raise _Stopped("the sandbox ends here")


def _quiet(*args, **kwargs):
    return MagicMock()


def _disarm() -> None:
    import autogen_compat

    for kind in (autogen_compat.ConversableAgent,):
        for method in ("initiate_chat", "initiate_chats", "send", "generate_reply", "get_human_input"):
            setattr(kind, method, _quiet)
    autogen_compat.OpenAIWrapper.create = _quiet
    builtins.input = lambda *a: "exit"
    socket.socket.connect = _refuse
    os.system = _quiet
    import subprocess

    subprocess.Popen.__init__ = _refuse


def _is_about_us(text: str) -> bool:
    """Whether an error names our packages, or a class of autogen_compat that refused a keyword."""
    import autogen_compat

    called = text.partition(": ")[2].partition(".")[0].partition("(")[0]
    refused = "unexpected keyword" in text and hasattr(autogen_compat, called)
    return refused or any(name in text for name in OURS[:4])


def main() -> str:
    file, root = Path(sys.argv[1]), Path(sys.argv[2])
    os.environ.setdefault("OPENAI_API_KEY", "placeholder")
    sys.path[:0] = [str(file.parent), str(root), str(root / "src")]
    _disarm()
    sys.meta_path.append(_Stubs())
    os.chdir(tempfile.mkdtemp())
    sys.argv = [str(file)]
    try:
        runpy.run_path(str(file), run_name="imported_module")
    except (ImportError, AttributeError, TypeError) as error:
        text = f"{type(error).__name__}: {error}"
        return text if _is_about_us(text) else "imported"
    except BaseException:
        return "imported"
    return "imported"


if __name__ == "__main__":
    outcome: list[str] = ["it does not come to an end, so it imported"]
    worker = threading.Thread(target=lambda: outcome.__setitem__(0, main()), daemon=True)
    worker.start()
    worker.join(60)
    sys.stdout.flush()
    print("\n" + ("imported" if "does not come" in outcome[0] else outcome[0]), flush=True)
    os._exit(0)
