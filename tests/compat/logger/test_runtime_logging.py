"""Runtime logs: secrets stay out, damage stays small, both loggers record agents, clients, calls and tools."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import autogen_compat as autogen
import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import runtime_logging
from autogen_compat.logger import FileLogger, LoggerFactory, SqliteLogger
from autogen_compat.logger.base_logger import BaseLogger
from autogen_compat.logger.logger_utils import SECRET_KEYS, get_current_ts, redacted, to_dict
from hypothesis import given
from hypothesis import strategies as st

SECRET = "sk-very-secret"


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    runtime_logging.stop()
    runtime_logging.autogen_logger = None


def entry(server: ModelServer, **options: Any) -> dict[str, Any]:
    return {"model": "gpt-4", "api_key": SECRET, "base_url": server.base_url, "max_retries": 0, **options}


def chat(server: ModelServer) -> None:
    config = {
        "config_list": [entry(server, default_headers={"x-key": SECRET})],
        "cache_seed": None,
        "api_key": SECRET,
    }
    assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=config)
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    user.initiate_chat(assistant, message="Hi", max_turns=1)


@pytest.mark.parametrize("kind", ["sqlite", "file"])
def test_no_secret_reaches_a_log(kind: Any, model_server: ModelServer, tmp_path: Path) -> None:
    model_server.load(["Hello."])
    runtime_logging.start(logger_type=kind, config={"dbname": "log.db", "filename": "log.txt"})
    chat(model_server)
    runtime_logging.stop()
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Hello." in written and b"AssistantAgent" in written
    assert SECRET.encode() not in written


def test_a_file_is_json_lines_after_its_heading(model_server: ModelServer) -> None:
    model_server.load(["Hello."])
    session = runtime_logging.start(logger_type="file", config={"filename": "log.txt"})
    chat(model_server)
    runtime_logging.stop()
    heading, *lines = Path("autogen_logs/log.txt").read_text().splitlines()
    assert session in heading
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_two_file_loggers_write_to_their_own_files() -> None:
    first, second = FileLogger({"filename": "a"}), FileLogger({"filename": "b"})
    first.start()
    second.start()
    first.stop()
    second.log_event("me", "left")
    second.stop()
    assert len(Path("autogen_logs/a").read_text().splitlines()) == 1
    assert len(Path("autogen_logs/b").read_text().splitlines()) == 2


def test_a_wrapper_without_an_agent_is_recorded(model_server: ModelServer) -> None:
    model_server.load(["Hello."])
    runtime_logging.start(config={"dbname": ":memory:"})
    client = autogen.OpenAIWrapper(config_list=[entry(model_server)], cache_seed=None)
    client.create(messages=[{"role": "user", "content": "Hi"}])
    connection = runtime_logging.get_connection()
    assert connection is not None
    assert connection.execute("SELECT source_name, is_cached FROM chat_completions").fetchall() == [("", 0)]


def test_one_create_is_one_invocation_whatever_it_tried(model_server: ModelServer) -> None:
    model_server.load([{"status": 429, "message": "busy"}, "Hello."])
    runtime_logging.start(config={"dbname": ":memory:"})
    configs = [entry(model_server), entry(model_server, model="gpt-4o")]
    autogen.OpenAIWrapper(config_list=configs, cache_seed=None).create(messages=[{"role": "user", "content": "Hi"}])
    connection = runtime_logging.get_connection()
    assert connection is not None
    rows = connection.execute("SELECT invocation_id, response FROM chat_completions ORDER BY id").fetchall()
    assert len(rows) == 2 and rows[0][0] == rows[1][0]
    assert "failed" in json.loads(rows[0][1])["response"]


def test_many_threads_write_to_one_database() -> None:
    runtime_logging.start(config={"dbname": "log.db"})
    threads = [
        threading.Thread(target=lambda: [runtime_logging.log_event("me", "e") for _ in range(20)]) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection = runtime_logging.get_connection()
    assert connection is not None
    assert connection.execute("SELECT count(*) FROM events").fetchone() == (100,)


def test_a_database_that_cannot_be_opened_is_said_and_survived(caplog: pytest.LogCaptureFixture) -> None:
    assert runtime_logging.start(config={"dbname": "no/such/folder/log.db"})
    runtime_logging.log_event("me", "left")
    assert runtime_logging.get_connection() is None
    assert "Failed to connect to database no/such/folder/log.db" in caplog.text


def test_without_a_session_nothing_is_recorded_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    runtime_logging.log_event("me", "left")
    assert runtime_logging.get_connection() is None
    assert "log_event: autogen logger is None" in caplog.text


def test_a_logger_that_does_not_start_is_said(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(SqliteLogger):
        def start(self) -> str:
            raise OSError("disk full")

    assert runtime_logging.start(logger=Broken({"dbname": ":memory:"})) == ""
    assert not runtime_logging.logging_enabled()
    assert "disk full" in caplog.text


def test_a_logger_of_the_users_own_receives_everything(model_server: ModelServer) -> None:
    calls: list[str] = []

    def note(name: str) -> Any:
        return lambda self, *args, **kwargs: calls.append(name)

    names = [name for name in vars(BaseLogger) if not name.startswith("_")]
    mine = type("Mine", (BaseLogger,), {name: note(name) for name in names})
    model_server.load(["Hello."])
    runtime_logging.start(logger=mine())
    chat(model_server)
    runtime_logging.stop()
    assert {"start", "log_new_agent", "log_new_wrapper", "log_new_client", "log_chat_completion", "stop"} <= set(calls)


def test_a_database_of_another_version_is_migrated(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "001_old.sql").write_text("DROP TABLE events;")
    (tmp_path / "migrations" / "002_more.sql").write_text("ALTER TABLE events ADD COLUMN mood TEXT;")
    (tmp_path / "migrations" / "notes.txt").write_text("not a script")
    logger = SqliteLogger({"dbname": "log.db"})
    logger.start()
    logger.stop()
    with sqlite3.connect("log.db") as database:
        assert database.execute("SELECT version_number FROM version").fetchone() == (2,)
        assert "mood" in [column[1] for column in database.execute("PRAGMA table_info(events)")]


def test_an_agent_that_reports_itself_again_replaces_its_row() -> None:
    logger = SqliteLogger({"dbname": ":memory:"})
    logger.start()
    agent = autogen.ConversableAgent("ann", llm_config=False)
    logger.log_new_agent(agent, {"a": 1})
    logger.log_new_agent(agent, {"a": 2})
    assert logger.cur.execute("SELECT name, init_args FROM agents").fetchall() == [("ann", '{"a": 2}')]


def test_what_cannot_be_described_is_said_and_left_out(caplog: pytest.LogCaptureFixture) -> None:
    class Odd:
        @property
        def name(self) -> str:
            raise RuntimeError("no name")

    logger = SqliteLogger({"dbname": ":memory:"})
    logger.start()
    logger.log_new_agent(Odd(), {})
    assert "Error describing a row of agents" in caplog.text
    assert logger.cur.execute("SELECT count(*) FROM agents").fetchone() == (0,)


def test_an_unknown_logger_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown logger type: paper"):
        LoggerFactory.get_logger("paper")


def test_functions_without_source_are_named() -> None:
    assert to_dict({"f": len}) == {"f": "<built-in function len>"}


@given(st.dictionaries(st.sampled_from([*SECRET_KEYS, "model"]), st.text(min_size=1)))
def test_secrets_are_left_out_at_every_depth(config: dict[str, str]) -> None:
    kept = {"model"} & config.keys()
    assert set(redacted({"a": [config], "b": {"c": config}})["a"][0]) == kept
    assert set(redacted({"b": {"c": config}})["b"]["c"]) == kept


@given(st.recursive(st.integers() | st.text() | st.booleans(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)))
def test_plain_data_stays_as_it_is(value: Any) -> None:
    assert to_dict(value) == value


def test_the_time_is_in_utc_with_microseconds() -> None:
    from datetime import datetime, timezone

    then = datetime.strptime(get_current_ts(), "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=timezone.utc)
    assert abs((datetime.now(timezone.utc) - then).total_seconds()) < 5


def test_logging_does_not_reach_the_root_logger_as_an_error(
    model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    model_server.load(["Hello."])
    runtime_logging.start(config={"dbname": ":memory:"})
    with caplog.at_level(logging.ERROR):
        chat(model_server)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
