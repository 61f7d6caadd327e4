"""Who speaks next, beyond what the recordings of v0.2.40 show."""

import autogen_compat as autogen
import pytest
from autogen_compat.exception_utils import NoEligibleSpeaker, UndefinedNextAgent
from hypothesis import given
from hypothesis import strategies as st


class Named:
    """The smallest thing that can be in a group: it has a name."""

    def __init__(self, name):
        self.name, self.description = name, ""

    def send(self, *_, **__):
        raise AssertionError("nobody is asked")

    a_send = receive = a_receive = generate_reply = a_generate_reply = send

    def __repr__(self):
        return self.name


def chat_of(agents, **settings):
    return autogen.GroupChat(agents=agents, messages=[], **settings)


def test_a_stranger_among_the_candidates_is_refused():
    members, stranger = [Named("a"), Named("b")], Named("c")
    with pytest.raises(UndefinedNextAgent):
        chat_of(members).next_agent(members[0], [members[1], stranger])


def test_no_candidates_have_no_next():
    members = [Named("a"), Named("b")]
    with pytest.raises(UndefinedNextAgent):
        chat_of(members).next_agent(members[0], [])


def test_a_speaker_without_successors_ends_the_chat():
    a, b, c = (Named(name) for name in "abc")
    chat = chat_of([a, b, c], allowed_or_disallowed_speaker_transitions={a: [b]}, speaker_transitions_type="allowed")
    with pytest.raises(NoEligibleSpeaker):
        chat.select_speaker(b, None)


@given(st.integers(2, 8), st.integers(0, 7), st.sets(st.integers(0, 7), min_size=1))
def test_the_next_in_turn_is_the_nearest_candidate_behind(size, last, picked):
    members = [Named(f"m{n}") for n in range(size)]
    candidates = [members[n % size] for n in sorted({n % size for n in picked})]
    following = chat_of(members).next_agent(members[last % size], candidates)
    distances = {agent: (members.index(agent) - last % size - 1) % size for agent in candidates}
    assert distances[following] == min(distances.values())


@given(st.integers(2, 6), st.data())
def test_round_robin_gives_everybody_a_turn_in_order(size, data):
    members = [Named(f"m{n}") for n in range(size)]
    chat = chat_of(members, speaker_selection_method="round_robin")
    start = data.draw(st.integers(0, size - 1))
    speaker, seen = members[start], []
    for _ in range(size):
        speaker = chat.select_speaker(speaker, None)
        seen.append(speaker)
    assert seen == members[start + 1 :] + members[: start + 1]


@given(st.integers(2, 6), st.data())
def test_a_graph_is_never_left(size, data):
    members = [Named(f"m{n}") for n in range(size)]
    graph = {
        agent: data.draw(st.lists(st.sampled_from(members), min_size=1, unique=True), label=agent.name)
        for agent in members
    }
    chat = chat_of(
        members,
        speaker_selection_method="random",
        allowed_or_disallowed_speaker_transitions=graph,
        speaker_transitions_type="allowed",
    )
    speaker = members[0]
    for _ in range(10):
        following = chat.select_speaker(speaker, None)
        assert following in graph[speaker]
        speaker = following


@given(st.integers(2, 6), st.data())
def test_disallowed_transitions_are_the_complement_of_allowed_ones(size, data):
    members = [Named(f"m{n}") for n in range(size)]
    forbidden = {agent: data.draw(st.lists(st.sampled_from(members), unique=True)) for agent in members}
    chat = chat_of(members, allowed_or_disallowed_speaker_transitions=forbidden, speaker_transitions_type="disallowed")
    for agent in members:
        assert set(chat.allowed_speaker_transitions_dict[agent]) == set(members) - set(forbidden[agent])


def test_a_function_that_says_manual_falls_back_to_the_next_in_turn(monkeypatch):
    members = [Named(name) for name in "abc"]
    monkeypatch.setattr("builtins.input", lambda _: "q")
    for method in ("Manual", lambda last, chat: "manual"):
        assert chat_of(members, speaker_selection_method=method).select_speaker(members[1], None) is members[2]


def test_an_unfinished_human_choice_is_asked_twice_only(monkeypatch, capsys):
    members = [Named(name) for name in "abc"]
    asked = []
    monkeypatch.setattr("builtins.input", lambda prompt: asked.append(prompt) or "nobody")
    assert chat_of(members).manual_select_speaker(members[:2]) is None
    assert len(asked) == 2
    assert "Please enter a number between 1 and 2." in capsys.readouterr().out


def test_the_templates_of_a_program_may_leave_placeholders_out():
    chat = chat_of([Named("a"), Named("b")], select_speaker_message_template="Choose.")
    assert chat.select_speaker_msg() == "Choose."


def test_default_prompts_name_the_candidates_and_ask_for_one_name_only():
    chat = chat_of([Named("a"), Named("b"), Named("c")])
    for text in (chat.select_speaker_msg(chat.agents[:2]), chat.select_speaker_prompt(chat.agents[:2])):
        assert "['a', 'b']" in text
        assert "c" not in text.split("[")[1].split("]")[0]
    for template in (chat.select_speaker_auto_multiple_template, chat.select_speaker_auto_none_template):
        assert "ONLY" in template.format(agentlist="[]")


def test_members_are_found_in_groups_three_deep_and_counted_once(member, group):
    _, deepest = group([member("x"), member("y")], {"name": "deepest"})
    _, deep = group([member("z"), deepest], {"name": "deep"})
    chat, _ = group([member("a"), deep])
    assert [agent.name for agent in chat.nested_agents()] == ["a", "deep", "z", "deepest", "x", "y"]
    assert chat.agent_by_name("y", recursive=True, raise_on_name_conflict=True).name == "y"
    assert chat.agent_by_name("y") is None


def test_a_selection_asks_the_model_with_the_messages_and_the_prompts(member, group, model_server):
    model_server.load(["bob"])
    config = {
        "config_list": [{"model": "gpt-4", "api_key": "x", "base_url": model_server.base_url}],
        "cache_seed": None,
    }
    alice, bob, carol = agents = [member(name) for name in ("alice", "bob", "carol")]
    chat, manager = group(agents, {"llm_config": config}, speaker_selection_method="auto", max_round=2)
    alice.initiate_chat(manager, message="Hi", silent=True)
    (request,) = model_server.requests
    assert [message["content"] for message in request.body["messages"]] == [
        chat.select_speaker_msg(),
        "Hi",
        chat.select_speaker_prompt(),
    ]
    assert [message["name"] for message in chat.messages] == ["alice", "bob"]
