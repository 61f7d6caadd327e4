"""`autogen-migrate convert` as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from autogen_converters import convert as convert_data
from autogen_converters.cli import convert
from click.testing import CliRunner, Result

from .recorded import HISTORIES, read

HISTORY = [
    {"content": "2 + 3?", "role": "assistant", "name": "user_proxy"},
    {
        "content": None,
        "role": "assistant",
        "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "add", "arguments": '{"a": 2}'}}],
    },
    {
        "content": "5",
        "role": "tool",
        "name": "user_proxy",
        "tool_responses": [{"tool_call_id": "c1", "role": "tool", "content": "5"}],
    },
    {"content": "TERMINATE", "role": "user", "name": "assistant"},
]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ask(*arguments: str, input: bytes | None = None) -> Result:  # noqa: A002
    result = CliRunner().invoke(convert, arguments, input=input)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def put(name: str, value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    Path(name).write_text(text, "utf-8")
    return name


# Bad input


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.json", '[{"content": "x"', "cut off"),
        ("a.json", '{"chat_history": [', "cut off"),
        ("a.json", "", "is empty"),
        ("a.json", "hello", "is not JSON"),
        ("a.json", "[1, 2]", "record 1 should be a JSON object, got int 1"),
        ("a.json", '{"colour": "blue"}', "is no history, state or config of either version (its keys: colour)"),
        ("a.json", '[{"colour": "blue"}]', "record 1 is no history"),
        ("a.json", "[" * 200_000, "nested too deeply"),
        ("a.json", '{"chat_history": 3}', "is no history"),
        ("a.json", '{"chat_history": [3]}', "message 1: a message should be a JSON object, got int 3"),
        ("a.json", '{"chat_history": [{"content": "x", "role": NaN}]}', "NaN"),
        ("a.json", '{"chat_history": [], "chat_history": []}', "the key 'chat_history' twice"),
        ("a.json", '[{"content": "\\ud800", "role": "user", "name": "a"}]', "surrogate"),
        ("a.json", '{"chat_history": [], "cost": 1e999}', "a number too large"),
        ("a.jsonl", '{"content": "x"', "line 1 is cut off"),
        ("a.yaml", "- {a: 1, a: 2}", "the key 'a' twice"),
        ("a.yaml", "a: [", "is not plain YAML"),
        ("a.yaml", "!!python/object/apply:os.mkdir [ran]", "is not plain YAML"),
        ("a.db", "hello", "is not a SQLite database"),
        ("a.pkl", "hello", "is not a readable pickle"),
        ("a.pkl", "cos\nmkdir\n(S'ran'\ntR.", "asks to load os.mkdir"),
    ],
)
def test_bad_input_is_one_clear_line_status_2_and_no_output(name: str, text: str, problem: str) -> None:
    result = ask(put(name, text), "-o", "out.json")
    assert result.exit_code == 2
    [line] = [line for line in result.stderr.splitlines() if line.startswith("error:")]
    assert problem in line
    assert name in line
    assert sorted(os.listdir()) == [name]


def test_a_cycle_of_references_in_yaml_is_refused() -> None:
    result = ask(put("a.yaml", "&a\n- *a\n"), "-o", "out.json")
    assert result.exit_code == 2
    assert not Path("out.json").exists()


def test_a_record_of_a_hundred_megabytes_is_refused_by_its_size() -> None:
    with open("a.jsonl", "w") as file:
        file.write(json.dumps({"content": "x", "role": "user", "name": "a"}) + "\n")
        file.write('{"content": "' + "x" * 40_000_000 + '", "role": "user", "name": "a"}\n')
        file.write(json.dumps({"content": "y", "role": "user", "name": "a"}) + "\n")
    result = ask("a.jsonl", "-o", "out.jsonl")
    assert result.exit_code == 2
    assert "line 2: is longer than 32768 KiB; raise --max-record" in result.stderr
    assert len(Path("out.jsonl").read_text().splitlines()) == 2


def test_a_file_that_does_not_exist_is_said() -> None:
    result = ask("nope.json")
    assert (result.exit_code, "nope.json: no such file" in result.stderr) == (2, True)


def test_data_of_the_version_asked_for_is_refused() -> None:
    result = ask(put("a.json", HISTORY), "--to", "v0.2", "-o", "out.json")
    assert result.exit_code == 2
    assert "is v0.2 data already; nothing to convert" in result.stderr


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    result = ask(put("a.json", HISTORY), "--kind", "poem")
    assert (result.exit_code, "chat-result" in result.stderr) == (2, True)


def test_participants_that_no_team_takes_are_refused() -> None:
    result = ask(put("a.json", HISTORY), "--participants", "a=b c")
    assert (result.exit_code, "'b c' is no Python identifier" in result.stderr) == (2, True)


def test_a_bad_record_goes_to_the_reject_file_with_line_and_reason() -> None:
    lines = [json.dumps(HISTORY[0]), "{bad", json.dumps({"content": 3, "role": "user"}), json.dumps(HISTORY[3])]
    result = ask(put("a.jsonl", "\n".join(lines)), "-o", "out.jsonl")
    assert result.exit_code == 2
    rejects = [json.loads(line) for line in Path("out.jsonl.rejects.jsonl").read_text().splitlines()]
    assert [(reject["file"], reject["where"]) for reject in rejects] == [("a.jsonl", "line 2"), ("a.jsonl", "line 3")]
    assert len(Path("out.jsonl").read_text().splitlines()) == 2


def test_strict_writes_nothing_when_a_record_is_bad() -> None:
    result = ask(put("a.jsonl", json.dumps(HISTORY[0]) + "\n{bad\n"), "-o", "out.jsonl", "--strict")
    assert result.exit_code == 2
    assert os.listdir() == ["a.jsonl"]


def test_an_old_file_stays_when_the_conversion_fails() -> None:
    put("out.json", "old")
    ask(put("a.json", '[{"content": "x", "role": "user"}, {"content": "x"'), "-o", "out.json")
    assert Path("out.json").read_text() == "old"
    assert sorted(os.listdir()) == ["a.json", "out.json"]


def test_one_bad_file_does_not_stop_the_others() -> None:
    put("a.json", HISTORY)
    put("b.json", "[")
    put("c.json", HISTORY)
    result = ask("a.json", "b.json", "c.json", "-o", "out")
    assert result.exit_code == 2
    assert sorted(os.listdir("out")) == ["a.json", "c.json"]
    assert "2 of 3 files converted" in result.stderr


def test_several_files_need_a_folder() -> None:
    result = ask(put("a.json", HISTORY), put("b.json", HISTORY))
    assert (result.exit_code, "give a folder with -o" in result.stderr) == (2, True)


# Conversions


@pytest.mark.parametrize("name", ["h.json", "h.jsonl", "h.yaml"])
def test_a_history_goes_over_and_comes_back(name: str) -> None:
    texts = {
        "h.json": json.dumps(HISTORY),
        "h.jsonl": "".join(json.dumps(message) + "\n" for message in HISTORY),
        "h.yaml": yaml.safe_dump(HISTORY),
    }
    put(name, texts[name])
    suffix = Path(name).suffix
    assert ask(name, "-o", f"over{suffix}").exit_code == 0
    assert ask(f"over{suffix}", "-o", f"back{suffix}", "--to", "v0.2").exit_code == 0
    text = Path(f"back{suffix}").read_text("utf-8")
    again = [json.loads(line) for line in text.splitlines()] if suffix == ".jsonl" else yaml.safe_load(text)
    assert again == HISTORY


def test_what_a_file_is_is_recognised_and_said() -> None:
    result = ask(put("a.json", {"chat_id": 1, "chat_history": HISTORY, "summary": "x"}), "-o", "out.json")
    assert "a.json: v0.2 ChatResult" in result.stderr
    assert set(read(Path("out.json"))) == {"messages", "stop_reason", "autogen_v02"}


def test_standard_input_becomes_standard_output() -> None:
    result = ask("-", input=json.dumps(HISTORY).encode())
    assert [message["type"] for message in json.loads(result.stdout)] == [
        "TextMessage",
        "ToolCallRequestEvent",
        "ToolCallExecutionEvent",
        "TextMessage",
    ]
    assert "standard input: v0.2 message" in result.stderr


def test_a_dry_run_writes_nothing() -> None:
    result = ask(put("a.json", HISTORY), "-o", "out.json", "--dry-run")
    assert (result.exit_code, os.listdir()) == (0, ["a.json"])
    assert "would convert 4 records" in result.stderr


def test_quiet_says_nothing_when_all_is_well() -> None:
    assert ask(put("a.json", HISTORY), "-o", "out.json", "-q").stderr == ""


def test_folders_and_patterns_are_expanded() -> None:
    Path("in").mkdir()
    put("in/a.json", HISTORY)
    put("in/b.jsonl", json.dumps(HISTORY[0]))
    put("in/readme.txt", "no")
    assert ask("in", "-o", "one").exit_code == 0
    assert ask("in/*.json", "in/*.jsonl", "-o", "two").exit_code == 0
    assert sorted(os.listdir("one")) == sorted(os.listdir("two")) == ["a.json", "b.jsonl"]


def test_files_of_a_folder_keep_their_places_in_it() -> None:
    for folder in ("in/monday", "in/tuesday"):
        Path(folder).mkdir(parents=True)
        put(f"{folder}/chat.json", HISTORY)
    assert ask("in", "-o", "one").exit_code == 0
    assert ask("in/*/chat.json", "-o", "two").exit_code == 0
    for folder in ("one", "two"):
        assert sorted(str(path) for path in Path(folder).rglob("*.json")) == [
            f"{folder}/monday/chat.json",
            f"{folder}/tuesday/chat.json",
        ]


def test_two_files_of_one_name_do_not_overwrite_each_other() -> None:
    for folder in ("monday", "tuesday"):
        Path(folder).mkdir()
        put(f"{folder}/chat.json", HISTORY)
    result = ask("monday/chat.json", "tuesday/chat.json", "-o", "out")
    assert (result.exit_code, "two sources" in result.stderr, Path("out").exists()) == (2, True, False)


def test_a_first_line_that_is_bad_is_rejected_and_the_rest_is_converted() -> None:
    put("a.jsonl", f"{{bad\n[1]\n{json.dumps(HISTORY[0])}\n")
    result = ask("a.jsonl", "-o", "out.jsonl")
    assert result.exit_code == 2
    assert len(Path("out.jsonl").read_text("utf-8").splitlines()) == 1
    rejects = Path("out.jsonl.rejects.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["where"] for line in rejects] == ["line 1", "line 2"]


@pytest.mark.parametrize("name", ["lists.json", "lists.jsonl", "lists.txt"])
def test_every_record_may_be_a_whole_conversation(name: str) -> None:
    lists = [HISTORY, HISTORY[:2]]
    put(name, lists if name == "lists.json" else "".join(json.dumps(history) + "\n" for history in lists))
    assert ask(name, "-o", "over.jsonl").exit_code == 0
    over = [json.loads(line) for line in Path("over.jsonl").read_text("utf-8").splitlines()]
    assert over == [convert_data(history) for history in lists]
    assert ask("over.jsonl", "-o", "back.json", "--to", "v0.2").exit_code == 0
    assert read(Path("back.json")) == lists


def test_every_conversation_becomes_the_state_of_a_team() -> None:
    ask(put("a.json", [HISTORY, HISTORY]), "-o", "states.json", "--form", "round-robin")
    assert [state["type"] for state in read(Path("states.json"))] == ["TeamState", "TeamState"]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_byte_order_mark_is_passed_over(name: str) -> None:
    text = json.dumps(HISTORY) if name == "a.json" else json.dumps(HISTORY[0])
    Path(name).write_text(text, "utf-8-sig")
    assert ask(name, "-o", "out.json").exit_code == 0


def test_a_pipe_is_read() -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=Path("pipe").write_text, args=(json.dumps(HISTORY),))
    writer.start()
    assert ask("pipe", "-o", "out.json").exit_code == 0
    writer.join()
    assert len(read(Path("out.json"))) == 4


@pytest.mark.parametrize(("label", "status"), [("messages", 0), ("message-v0.2", 0), ("chat-result", 2), ("state", 2)])
def test_what_a_file_is_said_to_be_must_be_true(label: str, status: int) -> None:
    assert ask(put("a.json", HISTORY), "-o", "out.json", "--kind", label).exit_code == status


def test_a_chat_result_is_not_taken_for_a_message() -> None:
    result = ask(put("a.json", {"chat_history": HISTORY}), "-o", "out.json", "--kind", "message-v0.2")
    assert (result.exit_code, "is no v0.2 message" in result.stderr) == (2, True)


def test_participants_who_all_say_nothing_are_a_mistake() -> None:
    result = ask(put("a.json", HISTORY), "-o", "out.json", "--form", "selector", "--participants", "ann,bob")
    assert result.exit_code == 2
    assert "(ann, bob) speaks; those who do: user_proxy, assistant" in result.stderr


def test_an_output_that_cannot_be_written_is_named() -> None:
    put("file", "")
    result = ask(put("a.json", HISTORY), "-o", "file/out.json")
    assert result.exit_code == 2
    assert "error: a.json: file: " in result.stderr


def test_a_chat_becomes_the_state_of_a_team() -> None:
    put("a.json", HISTORY)
    names = "user_proxy=user,assistant"
    assert ask("a.json", "-o", "state.json", "--form", "selector", "--participants", names).exit_code == 0
    agents = read(Path("state.json"))["agent_states"]
    assert list(agents) == ["user", "assistant", "SelectorGroupChatManager"]
    assert agents["SelectorGroupChatManager"]["previous_speaker"] == "assistant"


def test_a_graph_is_read_from_its_file() -> None:
    nodes = {name: {"name": name, "edges": [{"target": "b"}] if name == "a" else []} for name in ("a", "b")}
    put("graph.json", {"nodes": nodes})
    put("a.json", [{"content": "x", "role": "user", "name": "a"}])
    arguments = ["--form", "graph", "--graph", "graph.json", "--participants", "a,b"]
    assert ask("a.json", "-o", "state.json", *arguments).exit_code == 0
    manager = read(Path("state.json"))["agent_states"]["GraphManager"]
    assert (manager["ready"], manager["remaining"]) == (["b"], {"b": {"b": 0}})


def test_a_list_becomes_a_task_result_and_a_chat_result() -> None:
    ask(put("a.json", HISTORY), "-o", "result.json", "--form", "result")
    assert len(read(Path("result.json"))["messages"]) == 4
    assert ask("result.json", "-o", "chat.json", "--to", "v0.2").exit_code == 0
    assert read(Path("chat.json"))["chat_history"] == HISTORY


def test_plain_leaves_our_keys_out_and_says_what_is_lost() -> None:
    source = str(HISTORIES / "v0.4" / "round_robin_with_tool" / "task_result.json")
    result = ask(source, "-o", "out.json", "--to", "v0.2", "--plain")
    assert result.exit_code == 0
    assert "autogen_v04" not in Path("out.json").read_text("utf-8")
    assert "left out: " in result.stderr
    assert "models_usage" in result.stderr


def test_plain_and_strict_name_the_field_that_would_be_lost() -> None:
    source = str(HISTORIES / "v0.4" / "round_robin" / "task_result.json")
    result = ask(source, "-o", "out.json", "--to", "v0.2", "--plain", "--strict")
    assert (result.exit_code, "would lose" in result.stderr, os.listdir()) == (2, True, [])


def test_a_config_list_keeps_no_key() -> None:
    put("OAI_CONFIG_LIST", [{"model": "gpt-4", "api_key": "sk-abcdefghijklmnopqrstuvwx"}])
    result = ask("OAI_CONFIG_LIST", "-o", "models.json")
    assert result.exit_code == 0
    assert "abcdefgh" not in Path("models.json").read_text() + result.stderr
    assert read(Path("models.json"))[0]["config"]["api_key"] == "${OPENAI_API_KEY}"


def test_an_old_state_is_brought_up_to_date() -> None:
    source = str(HISTORIES / "v0.4-states" / "0.4.2" / "round-robin.json")
    assert ask(source, "-o", "state.json").exit_code == 0
    assert set(read(Path("state.json"))["agent_states"]) == {"ann", "bob", "RoundRobinGroupChatManager"}


def test_several_processes_write_what_one_writes() -> None:
    messages = [{**HISTORY[number % 4], "n": number} for number in range(2500)]
    put("a.jsonl", "".join(json.dumps(message) + "\n" for message in messages))
    assert ask("a.jsonl", "-o", "one.jsonl").exit_code == 0
    assert ask("a.jsonl", "-o", "two.jsonl", "--jobs", "2").exit_code == 0
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    assert len(Path("one.jsonl").read_text().splitlines()) == 2500


def test_a_file_keeps_its_permissions() -> None:
    put("out.json", "old")
    os.chmod("out.json", 0o640)
    ask(put("a.json", HISTORY), "-o", "out.json")
    assert os.stat("out.json").st_mode & 0o777 == 0o640


def test_the_module_starts_without_the_engine() -> None:
    code = "import sys, autogen_converters.cli; sys.exit(any(m.startswith('autogen_agentchat') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_text_in_utf_16_is_named_as_such() -> None:
    Path("a.json").write_text(json.dumps(HISTORY), "utf-16")
    result = ask("a.json", "-o", "out.json")
    assert (result.exit_code, "is UTF-16 text" in result.stderr) == (2, True)
