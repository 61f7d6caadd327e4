"""Ids of converted messages: each once in a history, the same whoever converts it, and nothing that v0.2 sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from autogen_converters import convert
from autogen_converters.batches import BATCH_RECORDS
from autogen_converters.conversion import Job, run
from autogen_converters.messages import MESSAGE_KEY, to_v02, to_v04
from autogen_converters.plan import Plan
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from . import spaces
from .recorded import all_of

some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
repeated = st.lists(spaces.v02_message, min_size=1, max_size=3).flatmap(
    lambda messages: st.lists(st.sampled_from(messages), min_size=2, max_size=8)
)
AGAIN = {"content": "Go on.", "role": "user", "name": "ann"}


def ids(records: list[Any]) -> list[str]:
    return [record["id"] for record in records]


def lines(path: Path, values: list[Any]) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), "utf-8")
    return path


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@given(repeated)
@some
def test_in_a_history_every_id_is_there_once_and_the_history_comes_back(history: list[dict[str, Any]]) -> None:
    plain = [{key: value for key, value in message.items() if key != MESSAGE_KEY} for message in history]
    over = convert({"chat_history": plain})
    assert len(set(ids(over["messages"]))) == len(plain)
    assert convert(json.loads(json.dumps(over)), "v0.2") == {"chat_history": plain}


@given(repeated)
@some
def test_ids_depend_on_nothing_but_the_history(history: list[dict[str, Any]]) -> None:
    turned = [dict(reversed(message.items())) for message in history]
    assert convert({"chat_history": history}) == convert({"chat_history": turned})


@given(
    st.lists(st.sampled_from(sorted(spaces.V04_KINDS)).flatmap(spaces.V04_KINDS.__getitem__), min_size=1, max_size=3)
)
@some
def test_a_history_of_v04_keeps_its_ids_also_where_they_are_there_twice(messages: list[Any]) -> None:
    records = [json.loads(message.model_dump_json()) for message in [*messages, *messages]]
    assert convert(convert(records, "v0.2")) == records


def test_converted_messages_come_back_when_they_are_moved() -> None:
    first, *rest = convert([AGAIN, AGAIN, {**AGAIN, "role": "assistant"}])
    moved = [*rest, first]
    assert convert(convert(moved, "v0.2")) == moved


def test_the_first_of_equal_messages_has_the_id_that_it_has_alone() -> None:
    first, second = convert([AGAIN, AGAIN])
    alone = to_v04(AGAIN, source="")
    assert alone.id == first["id"] != second["id"]
    assert to_v04(AGAIN, source="", place=1).id == second["id"]


def test_a_message_that_is_converted_by_itself_comes_back_at_its_place() -> None:
    message = to_v04(AGAIN, source="", place=7)
    assert to_v02(message, place=7) == AGAIN
    assert to_v04(to_v02(message), source="") == message


@pytest.mark.parametrize("form", ["round-robin", "selector", "swarm", "graph", "magentic-one"])
def test_the_thread_of_a_team_has_every_id_once(form: str) -> None:
    state = convert([AGAIN, {**AGAIN, "name": "bob"}] * 3, form=form)
    [manager] = [value for value in state["agent_states"].values() if "message_thread" in value]
    assert len(set(ids(manager["message_thread"]))) == 6
    waiting = [message for value in state["agent_states"].values() for message in value.get("message_buffer", [])]
    assert set(ids(waiting)) <= set(ids(manager["message_thread"]))


@pytest.mark.parametrize("document", all_of("v0.2/*/chat_result.json").values(), ids=all_of("v0.2/*/chat_result.json"))
def test_every_recorded_history_has_ids_of_its_own(document: Any) -> None:
    found = ids(convert(document)["messages"])
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_of_equal_messages_has_every_id_once_in_all_batches(tmp_path: Path, jobs: int) -> None:
    history = [AGAIN] * (2 * BATCH_RECORDS + 1)
    source = lines(tmp_path / "in.jsonl", history)
    run(Job(source, tmp_path / "over.jsonl", Plan(), jobs=jobs))
    assert read(tmp_path / "over.jsonl") == convert(history)
    run(Job(tmp_path / "over.jsonl", tmp_path / "back.jsonl", Plan("v0.2"), jobs=jobs))
    assert read(tmp_path / "back.jsonl") == history


def test_a_rejected_record_keeps_its_place(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(f"{json.dumps(AGAIN)}\n{{bad\n{json.dumps(AGAIN)}\n", "utf-8")
    run(Job(source, tmp_path / "over.jsonl", Plan()))
    assert ids(read(tmp_path / "over.jsonl")) == [to_v04(AGAIN, source="", place=place).id for place in (0, 2)]
