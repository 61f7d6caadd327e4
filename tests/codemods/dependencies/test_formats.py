from pathlib import Path

import pytest
from autogen_codemods.dependencies.plan import plan_dependencies
from autogen_codemods.dependencies.requirement import Evidence
from autogen_codemods.files.edits import apply_edits

LEGACY = Evidence(legacy_files=1)


def rewritten(name: str, text: str, evidence: Evidence = LEGACY) -> str:
    return apply_edits(text, (e for _, e in plan_dependencies(Path(name), text, evidence) if e))


def codes(name: str, text: str, evidence: Evidence = LEGACY) -> list[str]:
    return [f.code for f, _ in plan_dependencies(Path(name), text, evidence)]


@pytest.mark.parametrize(
    "line",
    [
        "# pyautogen\n",
        "autogen-agentchat>=0.4\n",
        "autogen-agentchat[x]==0.7.5\n",
        "autogen-core\n",
        "autogenstudio==0.1\n",
        "my-autogen==1\n",
        "-e git+https://example.org/autogen.git#egg=autogen\n",
        "-r pyautogen.txt\n",
        "autogen-migrate>=0.1\n",
        "ag2client\n",
    ],
)
def test_other_lines_of_requirements_stay(line: str):
    assert rewritten("requirements.txt", line) == line
    assert codes("requirements.txt", line) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("pyautogen\n", "autogen-migrate>=0.1\n"),
        ("pyautogen==0.2.27\n", "autogen-migrate>=0.1\n"),
        ("PyAutoGen ~= 0.2.0   # agents\r\n", "autogen-migrate>=0.1   # agents\r\n"),
        (
            "pyautogen[redis]>=0.2,<0.3 ; python_version<'3.12'\n",
            "autogen-migrate[redis]>=0.1 ; python_version<'3.12'\n",
        ),
        ("autogen_agentchat~=0.2\n", "autogen-migrate>=0.1\n"),
        ("ag2<1\n", "autogen-migrate>=0.1\n"),
        ("a==1\npyautogen\nb==2", "a==1\nautogen-migrate>=0.1\nb==2"),
    ],
)
def test_requirements_lines(before: str, after: str):
    assert rewritten("requirements.txt", before) == after
    assert codes("requirements.txt", after) == []


def test_extras_that_the_code_needs_are_added():
    evidence = Evidence(1, extras=frozenset({"docker", "redis"}))
    assert rewritten("requirements.txt", "pyautogen[graph]\n", evidence) == "autogen-migrate[docker,graph,redis]>=0.1\n"


def test_an_extra_without_a_counterpart_is_told():
    assert codes("requirements.txt", "pyautogen[long-context]\n") == ["AM110", "AM113"]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        pytest.param("pyautogen==0.2.3 --hash=sha256:1\n", LEGACY, id="a hash"),
        pytest.param("pyautogen==0.2.3 \\\n    --hash=sha256:1\n", LEGACY, id="a hash on the next line"),
        pytest.param("ag2<1\n", Evidence(1, frozenset({"autogen.SwarmAgent"})), id="code of the fork"),
        pytest.param("pyautogen\n", Evidence(), id="no code that uses it, and no version that tells"),
    ],
)
def test_requirements_that_need_a_person(text: str, evidence: Evidence):
    assert rewritten("requirements.txt", text, evidence) == text
    assert codes("requirements.txt", text, evidence) == ["AM111"]


def test_a_pin_that_can_only_be_v02_needs_no_code():
    assert rewritten("requirements.txt", "pyautogen==0.2.35\n", Evidence()) == "autogen-migrate>=0.1\n"


def test_a_second_requirement_in_the_same_list_is_to_be_deleted():
    text = "pyautogen\nag2<1\n"
    assert rewritten("requirements.txt", text) == "autogen-migrate>=0.1\nag2<1\n"
    assert codes("requirements.txt", text) == ["AM110", "AM111"]


def test_requirements_for_different_pythons_may_stand_side_by_side():
    text = "pyautogen==0.2.3; python_version<'3.9'\npyautogen==0.2.35; python_version>='3.9'\n"
    assert codes("requirements.txt", text) == ["AM110", "AM110"]


@pytest.mark.parametrize(
    ("pin", "conflicts"),
    [
        ("openai==1.3.5", True),
        ("openai<1.50", True),
        ("openai~=1.3.5", True),
        ("openai==0.28", True),
        ("pydantic<2", True),
        ("openai>=1.3", False),
        ("openai~=1.3", False),
        ("openai", False),
        ("openai==1.99.0", False),
        ("pydantic>=1.10,<3", False),
        ("openai-whisper==1.0", False),
    ],
)
def test_pins_that_exclude_our_own_are_told(pin: str, conflicts: bool):
    assert ("AM112" in codes("requirements.txt", f"pyautogen\n{pin}\n")) is conflicts


PYPROJECTS = [
    (
        '[project]\ndependencies = ["pyautogen>=0.2", "x"]\n',
        '[project]\ndependencies = ["autogen-migrate>=0.1", "x"]\n',
    ),
    (
        "[project.optional-dependencies]\na = [\n  'ag2<1 ; python_version<\"4\"',  # why\n]\n",
        "[project.optional-dependencies]\na = [\n  'autogen-migrate>=0.1 ; python_version<\"4\"',  # why\n]\n",
    ),
    (
        '[dependency-groups]\ndev = ["pyautogen[redis]==0.2.3"]\n',
        '[dependency-groups]\ndev = ["autogen-migrate[redis]>=0.1"]\n',
    ),
    (
        '[tool.poetry.dependencies]\npython = "^3.10"\npyautogen = "^0.2.3"  # x\n',
        '[tool.poetry.dependencies]\npython = "^3.10"\nautogen-migrate = ">=0.1"  # x\n',
    ),
    (
        '[tool.poetry.group.a.dependencies]\npyautogen = {version = "^0.2", extras = ["redis"]}\n',
        '[tool.poetry.group.a.dependencies]\nautogen-migrate = { version = ">=0.1", extras = ["redis"] }\n',
    ),
    (
        '[tool.pdm.dev-dependencies]\ntest = ["pyautogen==0.2.1"]\n',
        '[tool.pdm.dev-dependencies]\ntest = ["autogen-migrate>=0.1"]\n',
    ),
    ('[tool.uv]\ndev-dependencies = ["ag2<1"]\n', '[tool.uv]\ndev-dependencies = ["autogen-migrate>=0.1"]\n'),
]


@pytest.mark.parametrize(("before", "after"), PYPROJECTS)
def test_pyproject(before: str, after: str):
    assert rewritten("pyproject.toml", before) == after
    assert codes("pyproject.toml", after) == []


@pytest.mark.parametrize(
    "text",
    [
        '[project]\nname = "autogen"\nkeywords = "pyautogen"\n',
        '[project]\ndescription = "uses pyautogen"\n',
        '[tool.mypy]\npyautogen = "x"\n',
        '[project]\ndependencies = ["autogen-agentchat>=0.4"]\n',
    ],
)
def test_other_texts_of_pyproject_stay(text: str):
    assert rewritten("pyproject.toml", text) == text


def test_a_source_in_a_poetry_table_needs_a_person():
    text = '[tool.poetry.dependencies]\npyautogen = { git = "https://example.org/x.git" }\n'
    assert (rewritten("pyproject.toml", text), codes("pyproject.toml", text)) == (text, ["AM111"])


def test_two_keys_of_a_table_do_not_become_the_same_key():
    text = '[tool.poetry.dependencies]\npyautogen = "^0.2"\nag2 = "<1"\n'
    assert codes("pyproject.toml", text) == ["AM110", "AM111"]


def test_pipfile():
    before = '[packages]\npyautogen = "*"\n\n[dev-packages]\nag2 = "<1"\n'
    after = '[packages]\nautogen-migrate = ">=0.1"\n\n[dev-packages]\nautogen-migrate = ">=0.1"\n'
    assert rewritten("Pipfile", before) == after


def test_setup_cfg():
    before = "[metadata]\nname = autogen\n[options]\ninstall_requires =\n    pyautogen~=0.2.3\n    other\n"
    assert rewritten("setup.cfg", before) == before.replace("pyautogen~=0.2.3", "autogen-migrate>=0.1")


def test_conda_environments_have_a_pip_list_and_packages_of_their_own():
    before = "dependencies:\n  - python=3.11\n  - pyautogen=0.2.35\n  - pip:\n    - pyautogen==0.2.35\n"
    after = "dependencies:\n  - python=3.11\n  - pyautogen=0.2.35\n  - pip:\n    - autogen-migrate>=0.1\n"
    assert rewritten("environment.yml", before) == after
    assert codes("environment.yml", before) == ["AM111", "AM110"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RUN pip install pyautogen==0.2.3 x\n", 'RUN pip install "autogen-migrate>=0.1" x\n'),
        ('RUN pip3 install -U "pyautogen[redis]"\n', 'RUN pip3 install -U "autogen-migrate[redis]>=0.1"\n'),
        (
            "RUN apt x && \\\n  uv pip install \\\n  ag2<1 y\n",
            'RUN apt x && \\\n  uv pip install \\\n  "autogen-migrate>=0.1" y\n',
        ),
        ('RUN pip install pyautogen["redis"]~=0.2\n', 'RUN pip install "autogen-migrate[redis]>=0.1"\n'),
        ("RUN python -m pip install 'pyautogen~=0.2'\n", "RUN python -m pip install 'autogen-migrate>=0.1'\n"),
        ("COPY autogen /autogen\n", "COPY autogen /autogen\n"),
        ("RUN pip install -r autogen/requirements.txt\n", "RUN pip install -r autogen/requirements.txt\n"),
    ],
)
def test_dockerfile(before: str, after: str):
    assert rewritten("Dockerfile", before) == after


def test_a_requirement_beside_the_new_one_is_to_be_deleted_also_in_a_second_run():
    text = "autogen-migrate>=0.1\npyautogen==0.2.3\n"
    assert (rewritten("requirements.txt", text), codes("requirements.txt", text)) == (text, ["AM111"])
