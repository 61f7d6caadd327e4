import importlib.util
import subprocess
import sys
from pathlib import Path

# Forks for each module after what they all stand on is loaded: a fresh interpreter for each would take minutes.
PROGRAM = """
import importlib, os, sys
for name in ("autogen_agentchat.agents", "autogen_agentchat.teams", "autogen_ext.models.openai", "openai"):
    importlib.import_module(name)
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(f"{name}: {type(error).__name__}: {error}", flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def modules() -> list[str]:
    spec = importlib.util.find_spec("autogen_compat")
    assert spec is not None and spec.origin is not None
    root = Path(spec.origin).parent
    paths = (path.relative_to(root.parent).with_suffix("") for path in root.rglob("*.py") if path.stem != "__main__")
    names = (".".join(path.parts).removesuffix(".__init__") for path in paths)
    return sorted(name for name in names if "._" not in name)


def test_every_public_module_can_be_the_first_that_is_imported():
    assert len(modules()) > 50
    done = subprocess.run([sys.executable, "-c", PROGRAM, *modules()], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("", 0), done.stderr
