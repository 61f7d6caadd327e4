"""Every command and every example of the README does what the README shows."""

import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from autogen_codemods.demo.command import script
from autogen_codemods.demo.model_server import ModelServer
from e2e.shell import QUICKSTART, ROOT, run

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- model: (?P<model>.*?) -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A line after `$`, and the output that is shown below it."""

    line: str
    output: str


@dataclass(frozen=True)
class Example:
    """A Python example, what the model answers in it, and the output that is shown below it."""

    source: str
    model: str
    output: str


def commands() -> list[Command]:
    found: list[Command] = []
    for block in BLOCK.finditer(README):
        if block["kind"] == "console":
            parts = re.split(r"^\$ (.*)\n", block["text"], flags=re.MULTILINE)[1:]
            found += [Command(*pair) for pair in zip(parts[::2], parts[1::2], strict=True)]
    return found


def examples() -> Iterator[Example]:
    blocks = list(BLOCK.finditer(README))
    for block, after in zip(blocks, blocks[1:], strict=False):
        if block["kind"] == "python":
            yield Example(block["text"], block["model"], after["text"])


def shows(shown: str, printed: str) -> bool:
    """Whether the output is the one shown, where a line of `...` or `...` in a line stands for anything."""
    pattern = re.escape(shown).replace(re.escape("...\n"), r"(?:.*\n)*?").replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, printed) is not None


def test_every_command_prints_what_is_shown(tmp_path: Path, model_server: ModelServer):
    folder = Path(shutil.copytree(QUICKSTART, tmp_path / "quickstart"))
    ran = 0
    for command in commands():
        words = shlex.split(command.line)
        if words[0] in {"python", "autogen-migrate"} and words != ["autogen-migrate", "demo"]:
            model_server.load(script())
            done = run(folder, *words, base_url=model_server.base_url)
            printed = done.stdout + (done.stderr if words[1] == "convert" else "")
            assert shows(command.output, printed), f"$ {command.line}\n{printed}\n{done.stderr}"
            assert done.returncode in (0, 1)
            ran += 1
    assert ran >= 9


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: example.source.splitlines()[-1])
def test_every_example_prints_what_is_shown(
    example: Example, tmp_path: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    model_server.load(json.loads(example.model))
    (tmp_path / "example.py").write_text(example.source, encoding="utf-8")
    done = run(tmp_path, "python", "example.py", base_url=model_server.base_url)
    assert done.returncode == 0, done.stderr
    assert shows(example.output, done.stdout), done.stdout


def test_the_extras_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = re.findall(r"^\| (`.*?) \|", README.partition("## Extras")[2].partition("##")[0], re.MULTILINE)
    named = re.findall(r"`(\w+)`", " ".join(rows))
    assert set(named) == set(project["optional-dependencies"]) - {"test", "dev"}


def test_links_into_the_project_lead_somewhere():
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith(("#", "http"))]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
