import json
from pathlib import Path

import jsonschema
import pytest
from autogen_codemods.files.discover import FileKind
from autogen_codemods.plan import plan_file
from autogen_codemods.project import ProjectPlan
from autogen_codemods.report.formats import FORMATS, rendered
from autogen_codemods.suppress import CodeFilter

SCHEMA = json.loads((Path(__file__).parents[3] / "fixtures" / "schemas" / "sarif-2.1.0.json").read_text())


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectPlan:
    monkeypatch.chdir(tmp_path)
    texts = {
        "a b.py": "import autogen\nfrom autogen import SwarmAgent, <>\n",
        "main.py": "import autogen\n# <b>&\nautogen.SwarmAgent('100%')\n",
        "n.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": "import autogen"}], "metadata": {}}),
    }
    for name, text in texts.items():
        Path(name).write_text(text)
    kinds = {".py": FileKind.PYTHON, ".ipynb": FileKind.NOTEBOOK}
    plans = [plan_file(Path(name), kinds[Path(name).suffix], CodeFilter()) for name in sorted(texts)]
    return ProjectPlan(tuple(plans), len(plans), len(plans))


EMPTY = ProjectPlan((), 3, 0)


def test_sarif_is_valid_by_its_schema(plan: ProjectPlan):
    for each in (plan, EMPTY):
        jsonschema.validate(json.loads(rendered(each, "sarif")), SCHEMA)


def test_sarif_has_every_finding_and_the_failed_file(plan: ProjectPlan):
    run = json.loads(rendered(plan, "sarif"))["runs"][0]
    assert sorted(r["ruleId"] for r in run["results"]) == ["AM101", "AM101", "AM903"]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.py"


def test_json_has_places_classes_and_a_summary(plan: ProjectPlan):
    report = json.loads(rendered(plan, "json"))
    assert report["summary"] | {"files_seen": 3} == report["summary"]
    assert report["files"][0]["error"]["line"] == 2
    assert [(f["code"], f["class"], f["line"]) for f in report["files"][1]["findings"]] == [
        ("AM101", "direct", 1),
        ("AM903", "unsupported", 3),
    ]
    assert report["files"][2]["findings"][0]["cell"] == 0


def test_github_annotations_stay_on_one_line_and_escape(plan: ProjectPlan):
    lines = rendered(plan, "github").splitlines()
    assert lines[0].startswith("::error file=a b.py,line=2,title=autogen-migrate::does not parse")
    assert all(line.startswith("::") for line in lines[:-1])


def test_html_is_self_contained_and_escapes(plan: ProjectPlan):
    page = rendered(plan, "html")
    assert "http" not in page and "<b>&" not in page.split("<body>")[1]
    assert "SwarmAgent(&#x27;100%&#x27;)" in page


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_nothing_is_fine(name: str):
    assert rendered(EMPTY, name)
