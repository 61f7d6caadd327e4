"""The package's own calls: pure, typed, and cheap to import."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from typing import Any

import autogen_converters
import pytest
from autogen_converters import ConversionError, Kind, convert, recognise
from autogen_converters.states.names import parse_participants, team_names, with_outsiders
from hypothesis import given
from hypothesis import strategies as st

from .recorded import all_of

V02 = {
    **all_of("v0.2/*/chat_result.json"),
    **all_of("v0.2/*/groupchat.messages.json"),
    **all_of("v0.2/*/chat_messages.*"),
}
V04 = {**all_of("v0.4/*/task_result.json"), **all_of("v0.4/*/state.json")}


@pytest.mark.parametrize("document", V02.values(), ids=V02)
def test_v02_documents_come_back_and_are_not_changed(document: Any) -> None:
    before = copy.deepcopy(document)
    over = json.loads(json.dumps(convert(document)))
    assert convert(over, "v0.2") == document == before


@pytest.mark.parametrize("document", V04.values(), ids=V04)
def test_v04_documents_come_back_and_are_not_changed(document: Any) -> None:
    before = copy.deepcopy(document)
    over = json.loads(json.dumps(convert(document, "v0.2")))
    assert convert(over) == document == before


def test_several_results_are_converted_each() -> None:
    [results] = all_of("v0.2/sequence/chat_results.json").values()
    over = convert(results)
    assert [recognise(result) for result in over] == [Kind.TASK_RESULT] * 2
    assert convert(over, "v0.2") == results


def test_plain_data_for_v02_has_no_thoughts_and_no_keys_of_ours() -> None:
    [state] = all_of("v0.4/round_robin_with_tool/state.json").values()
    plain = convert(state, "v0.2", plain=True)
    assert "autogen_v04" not in json.dumps(plain)
    assert [message["content"] for message in plain["messages"]] == ["Begin.", None, "5", "five", "yes", "TERMINATE"]


@pytest.mark.parametrize("value", [3, "x", None, [3], {}, {"colour": "blue"}])
def test_data_of_no_kind_is_refused(value: Any) -> None:
    with pytest.raises(ConversionError):
        convert(value)


@pytest.mark.parametrize("form", ["agent", "round-robin", "graph"])
def test_a_form_of_v04_is_refused_for_v02(form: str) -> None:
    [result] = all_of("v0.4/round_robin/task_result.json").values()
    with pytest.raises(ConversionError, match=f"{form} is a v0.4 form"):
        convert(result, "v0.2", form=form)


def test_chat_messages_of_several_peers_are_not_one_conversation() -> None:
    message = {"content": "x", "role": "user", "name": "a"}
    with pytest.raises(ConversionError, match="not one conversation"):
        convert({"a": [message], "b": [message]}, form="selector")


def test_everything_that_is_listed_is_there() -> None:
    assert all(callable(getattr(autogen_converters, name)) for name in autogen_converters.__all__)
    with pytest.raises(AttributeError):
        autogen_converters.nothing  # noqa: B018


def test_converting_files_does_not_load_the_engine() -> None:
    code = "import sys; from autogen_converters import convert; convert([{'content': 'x', 'role': 'user'}]); "
    code += "sys.exit(any(m.startswith(('autogen_agentchat', 'autogen_core', 'PIL')) for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


names = st.lists(st.text(max_size=70) | st.sampled_from(["a b", "a-b", "a_b", "", "日本", "class"]), max_size=6)


@given(names)
def test_team_names_are_ones_that_v04_and_model_apis_take_each_once(given_names: list[str]) -> None:
    chosen = team_names(given_names)
    assert list(chosen) == list(dict.fromkeys(given_names))
    assert len(set(chosen.values())) == len(chosen)
    assert all(name.isidentifier() and name.isascii() and len(name) <= 64 for name in chosen.values())


@given(names, names)
def test_outsiders_never_take_a_participants_name(inside: list[str], outside: list[str]) -> None:
    participants = team_names(inside)
    called = with_outsiders(participants, outside)
    others = {name for source, name in called.items() if source not in participants}
    assert participants.items() <= called.items()
    assert not others & set(participants.values())


@pytest.mark.parametrize("text", ["a=b c", "a=1", "a=x,b=x", "a,b=a"])
def test_participants_that_no_team_takes_are_refused(text: str) -> None:
    with pytest.raises(ConversionError):
        parse_participants(text)


def test_participants_keep_their_order_and_are_renamed() -> None:
    assert parse_participants("user-proxy, Product Manager = boss ,bob") == {
        "user-proxy": "user_proxy",
        "Product Manager": "boss",
        "bob": "bob",
    }
