"""`autogen-migrate demo`: the whole way over, on the bundled project, in a temporary folder."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from .model_server import ModelServer
from .script import Script
from .workshop import StepFailed, Workshop

_CHECKOUT = Path(__file__).resolve().parents[3] / "fixtures" / "legacy" / "quickstart"


@click.command()
@click.option("--keep", type=click.Path(path_type=Path), metavar="DIR", help="Work in this new folder and leave it.")
def demo(keep: Path | None) -> None:
    """Move a small AutoGen v0.2 project to v0.4 before your eyes.

    A scripted model behind a local HTTP server plays the model: no key, no network.

    Exit status: 0 everything worked, 2 something did not.
    """
    if keep is not None and keep.exists():
        raise click.BadParameter(f"{keep} exists already; name a folder that does not", param_hint="--keep")
    console = Console(highlight=False, soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="autogen-migrate-demo-") as temporary:
        folder = keep or Path(temporary)
        try:
            _run(console, folder)
        except StepFailed as error:
            click.echo(f"demo: {error}", err=True)
            sys.exit(2)


def project() -> Path:
    """The bundled legacy project: in the wheel beside this file, in a checkout among the fixtures."""
    bundled = Path(__file__).with_name("quickstart")
    return bundled if bundled.is_dir() else _CHECKOUT


def script() -> Script:
    """What the scripted model says in the bundled project."""
    return json.loads(files("autogen_codemods.demo").joinpath("quickstart_script.json").read_text(encoding="utf-8"))


def _run(console: Console, folder: Path) -> None:
    begin = time.perf_counter()
    legacy = folder / "quickstart"
    shutil.copytree(project(), legacy)
    with ModelServer(script()) as server:
        workshop = Workshop(console, folder, server)
        console.print(Text("A project for AutoGen v0.2 moves to v0.4.", style="bold"))
        console.print(f"The model is a script behind {server.base_url}: no key, no network.", style="dim")
        said = _run_unmodified(workshop, legacy)
        _list_uses(workshop, legacy)
        _rewrite(workshop, legacy, said)
        _go_native(workshop, legacy, said)
        _convert(workshop, legacy)
    seconds = time.perf_counter() - begin
    console.print(f"\nDone in {seconds:.0f} seconds. Your turn: ", end="")
    console.print(Text("autogen-migrate check your/project", style="bold"))


def _run_unmodified(workshop: Workshop, legacy: Path) -> str:
    workshop.title("Run it as it is, on the v0.4 engine")
    said = workshop.python(legacy, "-m", "autogen_compat", "main.py")
    workshop.show(said.rstrip().splitlines()[-3:])
    requests = len(workshop.server.requests)
    workshop.good(f"a chat with a tool and code, and a group chat: {requests} model requests, all on v0.4's teams")
    return said


def _list_uses(workshop: Workshop, legacy: Path) -> None:
    workshop.title("List every use of v0.2")
    lines = workshop.migrate(legacy, "check", ".", expect=1).splitlines()
    workshop.show([line for line in lines if line.strip() and not line.lstrip().startswith("|")])


def _rewrite(workshop: Workshop, legacy: Path, said: str) -> None:
    workshop.title("Rewrite the imports and the dependencies; the program stays the same")
    diff = workshop.migrate(legacy, "rewrite", "--to", "compat", "--diff", ".", expect=1).splitlines()
    workshop.show(
        [line for line in diff if line[:1] in "+-" and not line.startswith(("+++", "---"))], style=_diff_style
    )
    rewritten = legacy.with_name("rewritten")
    workshop.migrate(legacy, "rewrite", "--to", "compat", "--output", "../rewritten", ".")
    workshop.server.load(script())
    again = workshop.python(rewritten, "main.py")
    if again != said:
        raise StepFailed("the rewritten program said something else than the original")
    workshop.good("the rewritten program says the same, word for word")


def _go_native(workshop: Workshop, legacy: Path, said: str) -> None:
    workshop.title("Rewrite it to plain v0.4; what it comes to stays the same")
    workshop.migrate(legacy, "rewrite", "--to", "native", "--output", "../native", ".")
    native = legacy.with_name("native")
    code = (native / "main.py").read_text(encoding="utf-8").splitlines()
    begin = next(number for number, line in enumerate(code) if "RoundRobinGroupChat(" in line)
    workshop.show(line[4:] for line in code[begin : code.index("    )", begin) + 1])
    workshop.server.load(script())
    results = workshop.python(native, "main.py").rstrip().splitlines()[-3:]
    if results != said.rstrip().splitlines()[-3:]:
        raise StepFailed("the native program came to something else than the original")
    workshop.good("the native program has the same answer, notice, messages and cost")


def _convert(workshop: Workshop, legacy: Path) -> None:
    workshop.title("Convert its stored chat to v0.4 messages, and back")
    workshop.migrate(legacy, "convert", "history.json", "-o", "history.v04.json")
    converted = json.loads((legacy / "history.v04.json").read_text(encoding="utf-8"))
    workshop.show([f"{each['source']:12} {each['type']}" for each in converted[:3]] + ["..."])
    workshop.migrate(legacy, "convert", "--to", "v0.2", "history.v04.json", "-o", "back.json")
    there, back = (json.loads((legacy / name).read_text(encoding="utf-8")) for name in ("history.json", "back.json"))
    if there != back:
        raise StepFailed("history.json is not the same after the way there and back")
    workshop.good(f"all {len(back)} messages are the same after the way there and back")


def _diff_style(line: str) -> str:
    return "green" if line.startswith("+") else "red"
