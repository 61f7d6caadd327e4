"""The conversion as a Dask bag, on a real local cluster of processes, one of which is killed in mid run."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from autogen_converters import cluster
from autogen_converters.conversion import Job
from autogen_converters.conversion import run as run_here
from autogen_converters.errors import ConversionError, FileFormatError
from autogen_converters.plan import Plan

BLOCK = 4096


def history(path: Path, count: int, bad: tuple[int, ...] = ()) -> Path:
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = "{bad" if number in bad else json.dumps({"content": f"é {number}", "role": "user", "name": "ann"})
            out.write(text + "\n")
    return path


def contents(path: Path) -> list[str]:
    return [json.loads(line)["content"] for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def workers() -> Any:
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as local, Client(local) as client:
        yield local, client


def test_a_cluster_writes_what_one_process_writes(tmp_path: Path, workers: Any) -> None:
    source = history(tmp_path / "in.jsonl", 1000)
    target = tmp_path / "out.jsonl"
    address = workers[0].scheduler_address
    report = cluster.run(str(source), str(target), Plan(), scheduler=address, block=BLOCK)
    run_here(Job(source, tmp_path / "here.jsonl", Plan()))
    assert report.records == 1000
    assert target.read_bytes() == (tmp_path / "here.jsonl").read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["here.jsonl", "in.jsonl", "out.jsonl"]


def test_when_a_worker_is_killed_nothing_is_lost_or_doubled(tmp_path: Path, workers: Any) -> None:
    local, client = workers
    source = history(tmp_path / "in.jsonl", 30_000)
    target = tmp_path / "out.jsonl"
    victims = list(client.run(os.getpid).values())
    killed: list[int] = []

    def kill_when_under_way() -> None:
        parts = tmp_path / "out.jsonl.parts"
        while not parts.exists() or len(os.listdir(parts)) < 3:
            time.sleep(0.002)
        os.kill(victims[0], signal.SIGKILL)
        killed.append(len(os.listdir(parts)))

    killer = threading.Thread(target=kill_when_under_way)
    killer.start()
    report = cluster.run(str(source), str(target), Plan(), scheduler=local.scheduler_address, block=BLOCK)
    killer.join()
    assert killed[0] < len(cluster.parts_of(str(source), BLOCK)), "the worker was killed too late"
    assert report.records == 30_000
    assert contents(target) == [f"é {number}" for number in range(30_000)]


def test_bad_records_are_rejected_by_their_position(tmp_path: Path, workers: Any) -> None:
    source = history(tmp_path / "in.jsonl", 300, bad=(0, 150, 299))
    address = workers[0].scheduler_address
    report = cluster.run(str(source), str(tmp_path / "out.jsonl"), Plan(), scheduler=address, block=BLOCK)
    assert [bad.where.split()[0] for bad in report.rejected] == ["byte"] * 3
    assert report.records == 297


def test_strict_leaves_nothing_when_a_record_is_bad(tmp_path: Path, workers: Any) -> None:
    source = history(tmp_path / "in.jsonl", 300, bad=(150,))
    address = workers[0].scheduler_address
    with pytest.raises(ConversionError, match="byte"):
        cluster.run(str(source), str(tmp_path / "out.jsonl"), Plan(strict=True), scheduler=address, block=BLOCK)
    assert os.listdir(tmp_path) == ["in.jsonl"]


def test_a_url_of_another_filesystem_is_read_and_written(tmp_path: Path) -> None:
    import fsspec

    filesystem = fsspec.filesystem("memory")
    with filesystem.open("/in.jsonl", "wb") as out:
        out.write(history(tmp_path / "x", 50).read_bytes())
    parts = cluster.parts_of("memory://in.jsonl", 512)
    assert len(parts) > 2
    lines = [item for part in parts for item in cluster.read_part(part).items]
    assert len(lines) == 50


def test_every_line_belongs_to_exactly_one_part(tmp_path: Path) -> None:
    source = history(tmp_path / "in.jsonl", 200)
    whole = source.read_bytes().splitlines(keepends=True)
    for block in (1, 7, 50, 51, 52, 1000, 10**6):
        parts = cluster.parts_of(str(source), block)
        assert [item[0] for part in parts for item in cluster.read_part(part).items] == whole, block  # type: ignore[index]


def test_a_bag_can_be_worked_on_with_dasks_own_means(tmp_path: Path) -> None:
    bag = cluster.bag(str(history(tmp_path / "in.jsonl", 100)), Plan(), block=1024)
    assert bag.npartitions > 2
    assert bag.map(lambda part: len(part.records)).sum().compute(scheduler="synchronous") == 100


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"")
    with pytest.raises(FileFormatError, match="is empty"):
        cluster.bag(str(tmp_path / "in.jsonl"), Plan())
