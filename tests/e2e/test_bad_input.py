"""Bad input gets one clear line, and the rest goes on."""

import shutil
from pathlib import Path

import pytest
from e2e.shell import QUICKSTART, run


@pytest.fixture
def legacy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(QUICKSTART, tmp_path / "legacy"))


def test_a_missing_config_list_is_one_line_that_names_it_and_the_line_that_reads_it(legacy: Path):
    (legacy / "OAI_CONFIG_LIST").unlink()
    done = run(legacy, "python", "-m", "autogen_compat", "main.py")
    assert done.returncode == 1
    assert done.stderr == (
        "autogen_compat: OAI_CONFIG_LIST: no such file, and no environment variable OAI_CONFIG_LIST; "
        f"put the models' configs there as a JSON list (read in {legacy}/config.py, line 4)\n"
    )


def test_a_malformed_config_list_is_one_line_that_names_the_place(legacy: Path):
    (legacy / "OAI_CONFIG_LIST").write_text('[{"model": "gpt-4",]')
    done = run(legacy, "python", "-m", "autogen_compat", "main.py")
    assert done.returncode == 1
    assert done.stderr.startswith("autogen_compat: OAI_CONFIG_LIST is not valid JSON: ")
    assert f": line 1 column 20 (char 19) (read in {legacy}/config.py, line 4)\n" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_does_not_parse_is_named_and_the_others_are_checked(legacy: Path):
    (legacy / "broken.py").write_text("import autogen\ndef f(:\n")
    done = run(legacy, "autogen-migrate", "check", ".")
    assert done.returncode == 2
    assert "broken.py\n  error line 2: does not parse" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("4 findings in 4 files")
    assert "Traceback" not in done.stdout + done.stderr


def test_a_file_that_does_not_parse_is_left_alone_and_the_others_are_rewritten(legacy: Path):
    (legacy / "broken.py").write_text("import autogen\ndef f(:\n")
    done = run(legacy, "autogen-migrate", "rewrite", "--to", "compat", "--write", ".")
    assert done.returncode == 2
    assert (legacy / "broken.py").read_text() == "import autogen\ndef f(:\n"
    assert "import autogen_compat as autogen\n" in (legacy / "config.py").read_text()


def test_a_history_that_is_not_json_is_named_and_nothing_is_written(legacy: Path):
    (legacy / "history.json").write_text("{'not': json")
    done = run(legacy, "autogen-migrate", "convert", "history.json", "-o", "out.json")
    assert done.returncode == 2
    assert done.stderr.startswith("error: history.json: ")
    assert len(done.stderr.splitlines()) == 1
    assert not (legacy / "out.json").exists()


def test_a_history_that_is_not_json_does_not_stop_the_others(legacy: Path):
    chats = legacy / "chats"
    chats.mkdir()
    (chats / "bad.json").write_text("{'not': json")
    shutil.copy(legacy / "history.json", chats / "good.json")
    done = run(legacy, "autogen-migrate", "convert", "chats", "-o", "converted")
    assert done.returncode == 2
    assert "bad.json" in done.stderr
    assert [path.name for path in (legacy / "converted").rglob("*.json")] == ["good.json"]
