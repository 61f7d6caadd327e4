"""The model of a project in the JSON report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from autogen_codemods.cli import main
from click.testing import CliRunner

TEAM = """import autogen
a = autogen.AssistantAgent("a", llm_config={"config_list": [{"api_key": "sk-secret"}]})
def ask():
    return autogen.UserProxyAgent("u").initiate_chat(a)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "team.py").write_text(TEAM)
    (tmp_path / "main.py").write_text("from team import ask\nprint(ask().summary)\n")
    (tmp_path / "bad.py").write_bytes(b"import autogen\n\xff\n")
    return tmp_path


def report(*arguments: str) -> dict[str, object]:
    return json.loads(CliRunner().invoke(main, ["check", "--output-format", "json", *arguments]).stdout)


def test_verbose_json_holds_the_model(project: Path):
    model = report("--verbose", str(project))["model"]
    assert isinstance(model, dict)
    assert [(each["class"], each["name"], each["line"]) for each in model["agents"]] == [
        ("AssistantAgent", "a", 2),
        ("UserProxyAgent", "u", 4),
    ]
    assert [each["function"] for each in model["reaching_a_chat"]] == ["<module>", "ask"]
    [chat] = model["chats"]
    assert [(use["kind"], use["detail"]) for use in chat["result_uses"]] == [("read", "summary"), ("returned", "ask")]


def test_plain_json_holds_no_model(project: Path):
    assert "model" not in report(str(project))


def test_the_model_holds_no_secrets(project: Path):
    assert "sk-secret" not in json.dumps(report("--verbose", str(project))["model"])


def test_the_model_of_standard_input_is_left_out():
    result = CliRunner().invoke(main, ["check", "--output-format", "json", "--verbose", "-"], input=TEAM)
    assert "model" not in json.loads(result.stdout)
