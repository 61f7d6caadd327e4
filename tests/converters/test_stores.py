"""Databases, logs, caches and pickles: what is in them, and that nothing in them is ever run."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from autogen_agentchat.teams import RoundRobinGroupChat, SelectorGroupChat
from autogen_converters.configs.secrets import resolve
from autogen_converters.conversion import Job, Report, run
from autogen_converters.errors import ConversionError, FileFormatError, UnsafeDataError
from autogen_converters.plan import Plan
from autogen_converters.stores import pickles
from autogen_core.memory import MemoryContent
from autogen_core.models import CreateResult

from .recorded import HISTORIES

KEY = "sk-abcdefghijklmnopqrstuvwx"


def converted(source: Path, tmp_path: Path, to: str = "v0.4") -> tuple[list[Any], Report]:
    target = tmp_path / "out.json"
    report = run(Job(source, target, Plan(to)))
    return json.loads(target.read_text("utf-8")), report


def only(documents: list[Any], key: str) -> list[Any]:
    return [document for document in documents if key in document]


# Runtime logs


def test_a_runtime_log_holds_the_conversation_that_the_model_saw(tmp_path: Path) -> None:
    documents, report = converted(HISTORIES / "v0.2" / "runtime_log" / "logs.db", tmp_path)
    [conversation] = only(documents, "messages")
    kinds = [message["type"] for message in conversation["messages"]]
    assert kinds == ["TextMessage", "TextMessage", "ToolCallRequestEvent", "ToolCallExecutionEvent", "TextMessage"]
    assert conversation["autogen_v02"]["agent"] == "assistant"
    assert not report.rejected


def test_a_runtime_log_gives_a_table_of_costs(tmp_path: Path) -> None:
    documents, _ = converted(HISTORIES / "v0.2" / "runtime_log" / "logs.db", tmp_path)
    [row] = only(documents, "costs")[0]["costs"]
    assert (row["agent"], row["model"], row["calls"], row["prompt_tokens"]) == ("assistant", "gpt-4", 2, 11)
    assert row["cost"] == pytest.approx(0.00075)


def test_a_text_log_gives_the_same_conversation_and_costs(tmp_path: Path) -> None:
    text, _ = converted(HISTORIES / "v0.2" / "runtime_file_log" / "autogen_logs" / "runtime.log", tmp_path)
    database, _ = converted(HISTORIES / "v0.2" / "runtime_log" / "logs.db", tmp_path)
    assert only(text, "messages")[0]["messages"] == only(database, "messages")[0]["messages"]
    same = ("agent", "model", "calls", "prompt_tokens", "completion_tokens")
    assert [only(text, "costs")[0]["costs"][0][key] for key in same] == [
        only(database, "costs")[0]["costs"][0][key] for key in same
    ]


def test_keys_in_a_log_are_taken_out(tmp_path: Path) -> None:
    log = tmp_path / "runtime.log"
    client = {"client_id": 1, "wrapper_id": 2, "json_state": json.dumps({"api_key": KEY})}
    event = {"source_id": 1, "source_name": "a", "event_name": "received_message", "json_state": "{}", "api_key": KEY}
    said = {**event, "json_state": json.dumps({"message": f"my key is {KEY}", "sender": "b"})}
    lines = ["Started new session with Session ID: s", json.dumps(client), json.dumps(event), json.dumps(said)]
    log.write_text("\n".join(lines), "utf-8")
    converted(log, tmp_path)
    assert KEY not in (tmp_path / "out.json").read_text("utf-8")


def test_a_row_that_is_not_json_is_rejected_and_the_rest_is_read(tmp_path: Path) -> None:
    source = tmp_path / "logs.db"
    shutil.copy(HISTORIES / "v0.2" / "runtime_log" / "logs.db", source)
    with closing(sqlite3.connect(source)) as database:
        database.execute("UPDATE chat_completions SET response = '{' WHERE id = 1")
        database.commit()
    documents, report = converted(source, tmp_path)
    assert [bad.where for bad in report.rejected] == ["chat_completions 1"]
    assert len(only(documents, "messages")) == 1


def test_a_text_log_with_a_response_that_is_code_runs_nothing(tmp_path: Path) -> None:
    log = tmp_path / "runtime.log"
    mark = tmp_path / "ran"
    response = f"ChatCompletion(model=open({str(mark)!r}, 'w'), choices=[])"
    row = {"invocation_id": "1", "request": {"messages": []}, "response": response, "source_name": "a", "cost": 0}
    log.write_text("Started new session with Session ID: s\n" + json.dumps(row), "utf-8")
    converted(log, tmp_path)
    assert not mark.exists()


# Caches


def test_a_cache_gives_requests_and_the_results_that_v04_has(tmp_path: Path) -> None:
    documents, report = converted(HISTORIES / "v0.2" / "response_cache" / "cache", tmp_path)
    entries = [document["cached_completion"] for document in documents]
    results = [CreateResult.model_validate(entry["result"]) for entry in entries]
    assert [result.finish_reason for result in results] == ["function_calls", "stop"]
    assert entries[0]["request"]["model"] == "gpt-4"
    assert not report.rejected


def test_reading_a_cache_leaves_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "41"
    shutil.copytree(HISTORIES / "v0.2" / "response_cache" / "cache", folder)
    before = sorted(os.listdir(folder))
    converted(folder, tmp_path)
    assert sorted(os.listdir(folder)) == before


class Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return (os.mkdir, (str(self.path),))


def test_a_cache_entry_that_carries_code_is_rejected_and_not_run(tmp_path: Path) -> None:
    folder, mark = tmp_path / "41", tmp_path / "ran"
    shutil.copytree(HISTORIES / "v0.2" / "response_cache" / "cache", folder)
    with closing(sqlite3.connect(folder / "cache.db")) as database:
        database.execute("UPDATE Cache SET value = ? WHERE rowid = 1", (pickle.dumps(Bomb(mark)),))
        database.commit()
    documents, report = converted(folder, tmp_path)
    assert "mkdir" in report.rejected[0].reason
    assert len(documents) == 1
    assert not mark.exists()


def test_a_cache_entry_that_names_a_file_elsewhere_is_rejected(tmp_path: Path) -> None:
    folder = tmp_path / "41"
    shutil.copytree(HISTORIES / "v0.2" / "response_cache" / "cache", folder)
    with closing(sqlite3.connect(folder / "cache.db")) as database:
        database.execute("UPDATE Cache SET value = NULL, filename = '../../secret' WHERE rowid = 1")
        database.commit()
    _, report = converted(folder, tmp_path)
    assert report.rejected[0].reason == "names a file outside the cache folder"


# Pickles


def test_teachability_memos_become_memory(tmp_path: Path) -> None:
    source = tmp_path / "uid_text_dict.pkl"
    source.write_bytes(pickle.dumps({"1": ("What is a bleem?", "A bleem is a bloom."), "2": ("x", "y")}))
    documents, _ = converted(source, tmp_path)
    memory = MemoryContent.model_validate(documents[0])
    assert memory.content == "A bleem is a bloom."
    assert memory.metadata == {"uid": "1", "input_text": "What is a bleem?"}


def test_a_memo_of_another_shape_is_rejected(tmp_path: Path) -> None:
    source = tmp_path / "uid_text_dict.pkl"
    source.write_bytes(pickle.dumps({"1": ("a", "b"), "2": ("a", 3)}))
    _, report = converted(source, tmp_path)
    assert [bad.where for bad in report.rejected] == ["memo 2"]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_that_carries_code_is_refused_and_not_run(tmp_path: Path, protocol: int) -> None:
    source, mark = tmp_path / "memos.pkl", tmp_path / "ran"
    source.write_bytes(pickle.dumps({"1": Bomb(mark)}, protocol))
    with pytest.raises(UnsafeDataError, match="could run code"):
        converted(source, tmp_path)
    assert not mark.exists()
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80",
        b"\x80\x04.",
        b"not a pickle",
        pickle.dumps({"a": 1})[:-3],
        b"\x80\x04\x95" + b"\xff" * 8,
        b"cos\n.",
        b"(",
    ],
)
def test_a_broken_pickle_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(FileFormatError) as caught:
        pickles.load(data)
    assert "\n" not in str(caught.value)


def test_a_pickle_that_repeats_itself_without_end_is_refused() -> None:
    value: Any = "x"
    for _ in range(30):
        value = [value, value]
    with pytest.raises(FileFormatError, match="more than"):
        pickles.load(pickle.dumps(value))


def test_a_pickle_that_contains_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(FileFormatError):
        pickles.load(pickle.dumps(value))


def test_classes_of_known_modules_become_their_state_and_are_not_imported() -> None:
    from fractions import Fraction

    class_free = pickles.load(pickle.dumps({"f": Fraction(1, 2)}), known=["fractions"])
    assert class_free == {"f": {}}


# AutoGen Studio 0.1


def studio01(path: Path) -> Path:
    exchange = [
        {"sender": "user_proxy", "recipient": "writer", "message": "Write.", "timestamp": "t1"},
        {
            "sender": "writer",
            "recipient": "user_proxy",
            "message": {"content": "Done.", "role": "assistant"},
            "timestamp": "t2",
        },
    ]
    agent = {
        "name": "writer",
        "description": "Writes.",
        "system_message": "You write.",
        "llm_config": {"config_list": []},
    }
    proxy = {"name": "user_proxy", "human_input_mode": "NEVER", "code_execution_config": "local", "llm_config": False}
    group = {"name": "group", "speaker_selection_method": "auto", "max_round": 7, "llm_config": {"config_list": []}}
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            """
            CREATE TABLE message (id INTEGER, created_at TEXT, role TEXT, content TEXT, session_id INTEGER, meta TEXT);
            CREATE TABLE session (id INTEGER, name TEXT);
            CREATE TABLE workflow (id INTEGER, created_at TEXT, name TEXT, description TEXT, type TEXT);
            CREATE TABLE agent (id INTEGER, type TEXT, config TEXT);
            CREATE TABLE model (id INTEGER, model TEXT, api_key TEXT, base_url TEXT, api_type TEXT, api_version TEXT);
            CREATE TABLE agentmodellink (agent_id INTEGER, model_id INTEGER);
            CREATE TABLE agentlink (parent_id INTEGER, agent_id INTEGER);
            CREATE TABLE workflowagentlink (workflow_id, agent_id, agent_type, sequence_id);
            """
        )
        messages = [
            (1, "", "user", "Write.", 5, "{}"),
            (2, "", "assistant", "Done.", 5, json.dumps({"messages": exchange})),
        ]
        database.executemany("INSERT INTO message VALUES (?,?,?,?,?,?)", messages)
        agents = [
            (1, "userproxy", json.dumps(proxy)),
            (2, "assistant", json.dumps(agent)),
            (3, "groupchat", json.dumps(group)),
        ]
        database.executemany("INSERT INTO agent VALUES (?,?,?)", agents)
        database.execute("INSERT INTO model VALUES (1, 'gpt-4', ?, NULL, 'open_ai', NULL)", (KEY,))
        database.executemany("INSERT INTO agentmodellink VALUES (?,?)", [(2, 1), (3, 1)])
        database.executemany("INSERT INTO agentlink VALUES (?,?)", [(3, 2)])
        database.executemany("INSERT INTO workflow VALUES (?,'',?,'','autonomous')", [(1, "pair"), (2, "group")])
        links = [(1, 1, "sender", 0), (1, 2, "receiver", 0), (2, 1, "sender", 0), (2, 3, "receiver", 0)]
        database.executemany("INSERT INTO workflowagentlink VALUES (?,?,?,?)", links)
        database.commit()
    return path


def test_a_studio_01_database_gives_its_sessions(tmp_path: Path) -> None:
    documents, report = converted(studio01(tmp_path / "database.sqlite"), tmp_path)
    exchange, session = only(documents, "messages")
    assert [message["content"] for message in session["messages"]] == ["Write.", "Done."]
    assert [message["source"] for message in exchange["messages"]] == ["user_proxy", "writer"]
    assert not report.rejected


def test_a_studio_01_database_gives_teams_that_v04_loads(tmp_path: Path) -> None:
    documents, _ = converted(studio01(tmp_path / "database.sqlite"), tmp_path)
    pair, group = resolve(only(documents, "provider"), {"OPENAI_API_KEY": "none"})
    assert isinstance(RoundRobinGroupChat.load_component(pair), RoundRobinGroupChat)
    assert isinstance(SelectorGroupChat.load_component(group), SelectorGroupChat)
    assert [member["config"]["name"] for member in group["config"]["participants"]] == ["user_proxy", "writer"]


def test_keys_of_a_studio_database_are_references(tmp_path: Path) -> None:
    converted(studio01(tmp_path / "database.sqlite"), tmp_path)
    text = (tmp_path / "out.json").read_text("utf-8")
    assert KEY not in text
    assert "${OPENAI_API_KEY}" in text


def test_a_studio_agent_that_is_a_member_of_itself_is_rejected(tmp_path: Path) -> None:
    source = studio01(tmp_path / "database.sqlite")
    with closing(sqlite3.connect(source)) as database:
        database.execute("INSERT INTO agentlink VALUES (3, 3)")
        database.commit()
    _, report = converted(source, tmp_path)
    assert [(bad.where, bad.reason) for bad in report.rejected] == [("workflow 2", "agent 3 is a member of itself")]


# AutoGen Studio 0.4


def studio04(path: Path, result: Any) -> Path:
    component = {
        "provider": "autogen_agentchat.teams.RoundRobinGroupChat",
        "component_type": "team",
        "config": {"api_key": KEY},
    }
    config = {"source": "ann", "content": "hello", "type": "TextMessage"}
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            """
            CREATE TABLE team (id INTEGER, created_at TEXT, component TEXT);
            CREATE TABLE run (id TEXT, created_at TEXT, session_id INTEGER, status TEXT, task TEXT, team_result TEXT,
              error_message TEXT);
            CREATE TABLE message (id INTEGER, created_at TEXT, session_id INTEGER, run_id TEXT, config TEXT);
            """
        )
        database.execute("INSERT INTO team VALUES (1, '', ?)", (json.dumps(component),))
        task = json.dumps({"source": "user", "content": "Begin."})
        database.execute("INSERT INTO run VALUES ('r''1', '', 3, 'complete', ?, ?, NULL)", (task, json.dumps(result)))
        database.execute("INSERT INTO message VALUES (1, '', 3, 'r''1', ?)", (json.dumps(config),))
        database.commit()
    return path


HOLLOW = {"task_result": {"messages": [{"source": "ann", "models_usage": None}], "stop_reason": "done"}, "usage": ""}


def test_a_hollow_result_of_studio_04_is_filled_from_its_messages(tmp_path: Path) -> None:
    documents, _ = converted(studio04(tmp_path / "autogen04202.db", HOLLOW), tmp_path)
    [run_result] = only(documents, "messages")
    assert [(message["source"], message["content"]) for message in run_result["messages"]] == [("ann", "hello")]
    assert run_result["stop_reason"] == "done"


def test_a_run_of_studio_04_becomes_a_chat_result(tmp_path: Path) -> None:
    documents, _ = converted(studio04(tmp_path / "a.db", HOLLOW), tmp_path, to="v0.2")
    [chat] = only(documents, "chat_history")
    assert chat["chat_history"][0]["content"] == "hello"
    assert KEY not in json.dumps(documents)


# What is no store


def test_a_text_file_that_calls_itself_a_database_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "logs.db"
    source.write_text("hello", "utf-8")
    with pytest.raises(FileFormatError, match="is not a SQLite database"):
        converted(source, tmp_path)


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "logs.db"
    data = (HISTORIES / "v0.2" / "runtime_log" / "logs.db").read_bytes()
    source.write_bytes(data[:100] + b"\x00" * 4000)
    with pytest.raises(ConversionError):
        converted(source, tmp_path)


def test_another_programs_database_is_refused_with_its_tables(tmp_path: Path) -> None:
    source = tmp_path / "other.db"
    with closing(sqlite3.connect(source)) as database:
        database.execute("CREATE TABLE albums (id)")
    with pytest.raises(FileFormatError, match="albums"):
        converted(source, tmp_path)
