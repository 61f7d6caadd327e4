"""The bundled legacy project goes the whole way over."""

import json
import shutil
from pathlib import Path

import pytest
from autogen_codemods.demo.command import script
from autogen_codemods.demo.model_server import ModelServer
from e2e.shell import QUICKSTART, run

# What the real v0.2.40 printed with the same scripted model.
PRINTED_BY_V02 = Path(__file__).with_name("quickstart.v02.txt").read_text(encoding="utf-8")


@pytest.fixture
def legacy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(QUICKSTART, tmp_path / "legacy"))


@pytest.fixture
def model(model_server: ModelServer) -> ModelServer:
    model_server.load(script())
    return model_server


def text_of(folder: Path) -> dict[str, str]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_unmodified_it_says_what_it_said_on_v02(legacy: Path, model: ModelServer):
    done = run(legacy, "python", "-m", "autogen_compat", "main.py", base_url=model.base_url)
    assert done.stdout == PRINTED_BY_V02
    assert model.failures == []


def test_unmodified_it_stores_the_history_that_it_stored_on_v02(legacy: Path, model: ModelServer):
    stored = json.loads((legacy / "history.json").read_text())
    (legacy / "history.json").unlink()
    run(legacy, "python", "-m", "autogen_compat", "main.py", base_url=model.base_url)
    assert json.loads((legacy / "history.json").read_text()) == stored


def test_check_lists_every_use_with_file_place_code_and_class(legacy: Path):
    done = run(legacy, "autogen-migrate", "check", ".")
    assert done.returncode == 1
    for line in ("config.py", "  2:8    AM101 ", "desk.py", "newsroom.py", "requirements.txt", "  2:1    AM110 "):
        assert line in done.stdout
    assert done.stdout.splitlines()[-1] == "4 findings in 4 files: 4 can be rewritten."


def test_check_finds_nothing_in_a_project_without_v02(tmp_path: Path):
    (tmp_path / "main.py").write_text("print('nothing to do with it')\n")
    assert run(tmp_path, "autogen-migrate", "check", ".").returncode == 0


def test_check_of_a_path_that_does_not_exist_is_an_error(tmp_path: Path):
    done = run(tmp_path, "autogen-migrate", "check", "absent")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, "Error: absent: no such file or folder")


def test_a_dry_run_and_a_diff_change_nothing(legacy: Path):
    before = text_of(legacy)
    run(legacy, "autogen-migrate", "rewrite", "--to", "compat", ".")
    diff = run(legacy, "autogen-migrate", "rewrite", "--to", "compat", "--diff", ".").stdout
    assert text_of(legacy) == before
    assert "-import autogen\n+import autogen_compat as autogen\n" in diff
    assert "-pyautogen>=0.2.27,<0.3\n+autogen-migrate[diskcache]>=0.1\n python-dateutil>=2.8  # value dates\n" in diff


def test_the_rewritten_copy_runs_and_says_the_same(legacy: Path, model: ModelServer):
    before = text_of(legacy)
    output = legacy.with_name("rewritten")
    assert run(legacy, "autogen-migrate", "rewrite", "--to", "compat", "--output", str(output), ".").returncode == 0
    assert text_of(legacy) == before
    assert run(output, "python", "main.py", base_url=model.base_url).stdout == PRINTED_BY_V02


def test_rewritten_in_place_nothing_is_left_to_do_and_undo_brings_all_back(legacy: Path):
    before = text_of(legacy)
    assert run(legacy, "autogen-migrate", "rewrite", "--to", "compat", "--write", ".").returncode == 0
    assert text_of(legacy) != before
    assert run(legacy, "autogen-migrate", "check", ".").returncode == 0
    assert run(legacy, "autogen-migrate", "undo").returncode == 0
    assert {name: text for name, text in text_of(legacy).items() if name in before} == before


def test_the_stored_history_is_the_same_after_the_way_there_and_back(legacy: Path):
    there = run(legacy, "autogen-migrate", "convert", "history.json", "-o", "history.v04.json")
    back = run(legacy, "autogen-migrate", "convert", "--to", "v0.2", "history.v04.json", "-o", "back.json")
    assert (there.returncode, back.returncode) == (0, 0)
    assert json.loads((legacy / "back.json").read_text()) == json.loads((legacy / "history.json").read_text())


def test_the_converted_history_loads_in_v04(legacy: Path):
    from autogen_agentchat.messages import MessageFactory

    run(legacy, "autogen-migrate", "convert", "history.json", "-o", "history.v04.json")
    factory = MessageFactory()
    messages = [factory.create(each) for each in json.loads((legacy / "history.v04.json").read_text())]
    assert [type(message).__name__ for message in messages] == [
        "TextMessage",
        "ToolCallRequestEvent",
        "ToolCallExecutionEvent",
        "TextMessage",
        "TextMessage",
        "TextMessage",
    ]
