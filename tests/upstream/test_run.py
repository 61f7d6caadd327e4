import sys
from pathlib import Path

import pytest

from upstream import run

TESTS = {
    "conftest.py": """
def pytest_addoption(parser):
    for name in ("openai", "redis", "docker"):
        parser.addoption(f"--skip-{name}", action="store_true")
""",
    "area/test_sample.py": """
import autogen, pytest

def test_autogen_is_compat():
    assert autogen.__name__ == "autogen_compat"

def test_it_fails():
    assert "left" == "right"

@pytest.mark.skip
def test_it_is_skipped(): ...
""",
    "test_other.py": "import autogen.nothing_there\n",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    for name, text in TESTS.items():
        (folder / "test" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "test" / name).write_text(text)
    (folder / "autogen").mkdir()
    (folder / "autogen" / "__init__.py").write_text("raise RuntimeError('the package of the checkout')")
    return folder


def test_autogen_means_compat_and_outcomes_are_noted_by_test(checkout: Path):
    sample, other = run.run_all(sys.executable, checkout, [], alias=True, jobs=2)
    assert sample.outcomes == {
        "area/test_sample.py::test_autogen_is_compat": "passed",
        "area/test_sample.py::test_it_fails": "failed",
        "area/test_sample.py::test_it_is_skipped": "skipped",
    }
    assert "left" in sample.reasons["area/test_sample.py::test_it_fails"]
    assert other.outcomes == {"test_other.py": "failed"}


def test_files_and_folders_are_chosen_below_test(checkout: Path):
    tests = checkout / "test"
    assert run.test_files(tests, ["area"]) == ["area/test_sample.py"]
    assert run.test_files(tests, ["test/test_other.py"]) == ["test_other.py"]
    assert run.test_files(tests, ["absent"]) == []


def test_a_test_of_the_baseline_that_fails_is_reported(capsys: pytest.CaptureFixture[str]):
    result = run.FileResult("test_x.py", {"a": "passed", "b": "failed"}, {"b": "E  reason"})
    assert run.report([result], {"test_x.py": ["a"]}, verbose=False)
    assert not run.report([result], {"test_x.py": ["a", "b", "c", "d"]}, verbose=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3:] == [
        "1 of the 4 tests that v0.2.40 passes in these files pass",
        "- b: failed E  reason",
        "- c and 1 more: not run ",
    ]


@pytest.mark.parametrize("arguments", [["/nowhere"], ["--baseline", "/nowhere"]])
def test_a_folder_that_is_no_checkout_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        run.main(arguments)
    assert "is not a checkout of AutoGen's branch 0.2" in capsys.readouterr().err


def test_the_baseline_holds_more_than_five_hundred_tests():
    assert sum(map(len, run.read_baseline().values())) > 500
