import os
import stat
from pathlib import Path

import pytest
from autogen_codemods.files.undo import Change, latest_below, records, take_back, write_all


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AUTOGEN_MIGRATE_STATE", str(tmp_path / "state"))


def written(folder: Path, name: str, old: bytes, new: bytes) -> Path:
    path = folder / name
    path.write_bytes(old)
    assert [o.problem for o in write_all([Change(path, old, new)])] == [""]
    assert path.read_bytes() == new
    return path


def test_a_write_can_be_taken_back_once(tmp_path: Path):
    path = written(tmp_path, "x.py", b"old", b"new")
    record = latest_below(tmp_path)
    assert record is not None
    assert [o.problem for o in take_back(record)] == [""]
    assert path.read_bytes() == b"old"
    assert latest_below(tmp_path) is None


def test_writes_are_taken_back_in_reverse_order(tmp_path: Path):
    path = written(tmp_path, "x.py", b"1", b"2")
    write_all([Change(path, b"2", b"3")])
    for expected in (b"2", b"1"):
        record = latest_below(tmp_path)
        assert record is not None
        take_back(record)
        assert path.read_bytes() == expected


def test_a_file_that_was_changed_since_is_left_alone_and_the_record_kept(tmp_path: Path):
    path = written(tmp_path, "x.py", b"old", b"new")
    path.write_bytes(b"mine")
    record = latest_below(tmp_path)
    assert record is not None
    assert [o.problem for o in take_back(record)] == ["was changed after the rewrite; left alone"]
    assert path.read_bytes() == b"mine"
    assert records() == [record]


def test_a_file_that_changed_while_planning_is_left_alone(tmp_path: Path):
    path = tmp_path / "x.py"
    path.write_bytes(b"newer")
    outcome = write_all([Change(path, b"old", b"new")])[0]
    assert "changed while" in outcome.problem
    assert path.read_bytes() == b"newer"


def test_permissions_and_symbolic_links_stay(tmp_path: Path):
    path = tmp_path / "x.py"
    path.write_bytes(b"old")
    path.chmod(0o750)
    link = tmp_path / "link.py"
    os.symlink("x.py", link)
    write_all([Change(link, b"old", b"new")])
    assert link.is_symlink()
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o750)


def test_a_file_that_cannot_be_written_is_reported_and_the_others_are_written(tmp_path: Path):
    (tmp_path / "ok.py").write_bytes(b"old")
    outcomes = write_all([Change(tmp_path / "gone" / "x.py", b"", b"n"), Change(tmp_path / "ok.py", b"old", b"new")])
    assert [bool(o.problem) for o in outcomes] == [True, False]
    assert (tmp_path / "ok.py").read_bytes() == b"new"


def test_no_temporary_files_stay_behind(tmp_path: Path):
    folder = tmp_path / "project"
    folder.mkdir()
    written(folder, "x.py", b"old", b"new")
    assert [p.name for p in folder.iterdir()] == ["x.py"]


def test_records_elsewhere_are_not_touched(tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    written(tmp_path / "a", "x.py", b"old", b"new")
    assert latest_below(tmp_path / "b") is None


def test_a_damaged_record_is_passed_over(tmp_path: Path):
    written(tmp_path, "x.py", b"old", b"new")
    record = records()[0]
    (record.folder / "manifest.json").write_text("{")
    assert records() == []
