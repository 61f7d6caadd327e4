import json
from dataclasses import replace
from pathlib import Path

import pytest
from autogen_codemods.health.checks import State, examine
from autogen_codemods.health.environment import Environment, look_around
from autogen_codemods.plan import Facts, FilePlan
from autogen_codemods.project import ProjectPlan
from codemod_tools import plan_of, run

NOTHING = ProjectPlan((), 0, 0)
FIT = Environment(
    python=(3, 11),
    distributions={"autogen-agentchat": "0.7.5", "openai": "2.1.0"},
    providers=(),
    shadow=None,
    requirements=("autogen-agentchat<0.8,>=0.7.5", "openai<4,>=1.93", "redis>=5; extra == 'redis'"),
    variables={},
)


def told(environment: Environment, project: ProjectPlan = NOTHING) -> list[str]:
    return [f"{d.what} -> {d.advice}" for d in examine(environment, project) if d.state is not State.FINE]


def test_a_fit_environment_has_nothing_to_do():
    assert told(FIT) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"python": (3, 9)}, "Python 3.9 is not supported"),
        ({"python": (3, 14)}, "Python 3.14 is not supported"),
        (
            {"providers": ("pyautogen",), "distributions": {**FIT.distributions, "pyautogen": "0.2.35"}},
            "is AutoGen v0.2",
        ),
        ({"providers": ("ag2",), "distributions": {**FIT.distributions, "ag2": "0.9.1"}}, "is the AG2 fork"),
        ({"providers": ("mine",), "distributions": {**FIT.distributions, "mine": "1"}}, "not known here"),
        ({"providers": ("ag2", "pyautogen")}, "overwrite each other's files"),
        ({"distributions": {**FIT.distributions, "pyautogen": "0.10.0"}}, "is a stub"),
        ({"shadow": Path("autogen.py")}, "autogen.py hides every installed module autogen"),
        ({"distributions": {"openai": "2.1.0"}}, "autogen-agentchat is not installed"),
        ({"distributions": {**FIT.distributions, "autogen-agentchat": "0.8.0"}}, "outside the tested range"),
        ({"distributions": {**FIT.distributions, "openai": "1.50.0"}}, "openai 1.50.0 is outside"),
        ({"distributions": {**FIT.distributions, "mcp": "2.3.0"}}, "does not import with mcp 2.3.0"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(change: dict, what: str):
    lines = told(replace(FIT, **change))
    assert any(what in line for line in lines)
    assert all(not line.endswith("-> ") for line in lines)


def test_code_that_can_be_rewritten_is_told():
    plan = ProjectPlan((plan_of("import autogen\n"),), 1, 1)
    assert told(FIT, plan) == [
        "1 file(s) use AutoGen v0.2 and can be rewritten -> autogen-migrate rewrite --to compat --diff"
    ]


def test_a_dead_service_is_told_with_its_place():
    text = (
        "from autogen_compat.agentchat.contrib.gpt_assistant_agent import GPTAssistantAgent\nGPTAssistantAgent('a')\n"
    )
    assert "program.py:2:1 uses it" in told(FIT, ProjectPlan((plan_of(text),), 1, 1))[-1]


def test_a_missing_extra_is_told_with_its_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("autogen_codemods.health.checks.is_importable", lambda module: module != "docker")
    plan = ProjectPlan((FilePlan(Path("x.py"), facts=Facts(legacy=True, extras=frozenset({"docker", "redis"}))),), 1, 1)
    assert told(FIT, plan) == [
        'the code needs what these extras bring: docker -> pip install "autogen-migrate[docker]"'
    ]


def test_the_shadow_is_seen_in_the_folder(tmp_path: Path):
    (tmp_path / "autogen").mkdir()
    (tmp_path / "autogen" / "__init__.py").write_text("")
    assert look_around(tmp_path).shadow == tmp_path / "autogen" / "__init__.py"
    assert look_around(tmp_path / "autogen").shadow is None


def test_the_command_prints_lines_or_json(tmp_path: Path):
    project = tmp_path / "project"
    project.mkdir()
    (project / "main.py").write_text("import autogen\n")
    done = run("doctor", cwd=project)
    assert done.status == 1
    assert "warning  1 file(s) use AutoGen v0.2" in done.out
    assert {"state", "what", "advice"} == set(json.loads(run("doctor", "--json", cwd=project).out)[0])
