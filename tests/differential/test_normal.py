import autogen_compat
import pytest

from differential.normal import Normaliser


@pytest.fixture(scope="module")
def normal() -> Normaliser:
    return Normaliser(autogen_compat, {"/tmp/work": "<folder>", "http://127.0.0.1:1234": "<server>"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 0x7f1234567890", "at <address>"),
        ("id 123e4567-e89b-12d3-a456-426614174000.", "id <uuid>."),
        ("2024-05-01 10:11:12.123 started", "<time> started"),
        ("/tmp/work/a.py from http://127.0.0.1:1234/v1", "<folder>/a.py from <server>/v1"),
        ("\x1b[33muser\x1b[0m (to assistant)", "user (to assistant)"),
        ("autogen_compat.agentchat", "autogen.agentchat"),
        ("an ordinary text, 42", "an ordinary text, 42"),
    ],
)
def test_what_differs_from_run_to_run_is_replaced(text: str, expected: str, normal: Normaliser):
    assert normal.text(text) == expected


def test_a_default_prompt_is_replaced_by_its_name(normal: Normaliser):
    text = f"before {autogen_compat.AssistantAgent.DEFAULT_SYSTEM_MESSAGE} after"
    assert normal.text(text) == "before <AssistantAgent.DEFAULT_SYSTEM_MESSAGE> after"


def test_a_default_template_is_replaced_and_what_was_filled_in_stays(normal: Normaliser):
    template = autogen_compat.GroupChat([], []).select_speaker_prompt_template
    text = normal.text(str(template).format(agentlist="['a', 'b']"))
    assert text == "<GroupChat.select_speaker_prompt_template agentlist=['a', 'b']>"


def test_agents_become_their_names_also_as_keys(normal: Normaliser):
    agent = autogen_compat.ConversableAgent("anna", llm_config=False)
    assert normal.value({agent: [agent]}) == {"anna": [{"agent": "anna"}]}


def test_an_error_of_autogen_keeps_its_type_only_and_others_their_text(normal: Normaliser):
    with pytest.raises(AssertionError) as ours:
        autogen_compat.ConversableAgent("anna", llm_config=False).register_hook("nothing", print)
    with pytest.raises(ValueError) as other:
        int("seven")
    assert normal.value(ours.value) == {"error": "AssertionError", "text": "<own words>"}
    assert normal.value(other.value)["text"] == "invalid literal for int() with base 10: 'seven'"


def test_what_json_does_not_know_becomes_text(normal: Normaliser):
    assert normal.value({1, 2}) == [1, 2]
    assert normal.value(len) == {"name": "len"}
    assert normal.value(b"raw") == "b'raw'"
    assert normal.value(0.1 + 0.2) == 0.3
