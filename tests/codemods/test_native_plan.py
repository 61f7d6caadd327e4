"""Both tiers together over a project, as the command line runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from codemod_tools import run, tree

PROGRAM = """import autogen

llm_config = {"config_list": [{"model": "gpt-4", "api_key": "placeholder"}], "cache_seed": None}
assistant = autogen.AssistantAgent("assistant", system_message="Help.", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=0
)
user.initiate_chat(assistant, message="Hello")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "main.py").write_text(PROGRAM)
    (folder / "odd.py").write_text(
        "import autogen\nagent = autogen.AssistantAgent(**load())\nagent.register_reply(x, y)\n"
    )
    return folder


def test_what_is_native_needs_no_compat_and_the_rest_stays_on_it(project: Path):
    run("rewrite", "--to", "native", "--write", cwd=project)
    after = tree(project)
    assert b"from autogen_agentchat" in after["main.py"] and b"import autogen\n" not in after["main.py"]
    assert after["odd.py"].startswith(b"import autogen_compat as autogen\n")
    for name in after:
        subprocess.run([sys.executable, "-m", "py_compile", name], cwd=project, check=True)


def test_places_are_those_of_the_files_as_they_are(project: Path):
    report = json.loads(run("check", "--to", "native", "--output-format", "json", cwd=project).out)
    findings = {f["path"]: f["findings"] for f in report["files"]}["main.py"]
    lines = PROGRAM.split("\n")
    assert {f["code"] for f in findings} > {"AM101"}
    assert all(1 <= f["line"] <= len(lines) for f in findings)


def test_a_second_run_rewrites_nothing(project: Path):
    run("rewrite", "--to", "native", "--write", cwd=project)
    before = tree(project)
    run("rewrite", "--to", "native", "--write", cwd=project)
    assert tree(project) == before


def test_a_code_that_is_left_out_keeps_the_file_on_compat(project: Path):
    run("rewrite", "--to", "native", "--write", "--ignore", "AM3", cwd=project)
    assert (
        tree(project)["main.py"] == PROGRAM.replace("import autogen\n", "import autogen_compat as autogen\n").encode()
    )


def test_a_file_that_is_to_stay_keeps_those_that_need_its_native_form(project: Path):
    made, _, talk = PROGRAM.partition("user.init")
    (project / "main.py").write_text(f"from team import assistant, user\n\nuser.init{talk}")
    (project / "team.py").write_text(f"# autogen-migrate: noqa\n{made}")
    run("rewrite", "--to", "native", "--write", cwd=project)
    after = tree(project)
    assert b"from team import assistant, user\n\nuser.initiate_chat" in after["main.py"]
    assert after["team.py"].startswith(b"# autogen-migrate: noqa\nimport autogen\n")


def test_a_notebook_is_rewritten_cell_by_cell(project: Path):
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
        for source in (
            "%pip install pyautogen==0.2.3",
            PROGRAM.rsplit("user.init", 1)[0],
            "user.init" + PROGRAM.rsplit("user.init", 1)[1],
        )
    ]
    (project / "n.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    run("rewrite", "--to", "native", "--write", cwd=project)
    sources = ["".join(c["source"]) for c in json.loads((project / "n.ipynb").read_text())["cells"]]
    assert sources[0].startswith("%pip install ") and "autogen-migrate" in sources[0]
    assert "autogen_agentchat" in "".join(sources)
    assert "await " in sources[2]


def test_standard_input_is_refused_because_a_project_is_needed(project: Path):
    done = run("rewrite", "--to", "native", "-", cwd=project, stdin="import autogen\n")
    assert (done.status, "whole projects" in done.err) == (2, True)
