"""Which agents a model's answer names."""

import pytest
from autogen_compat.agentchat._group.mentions import count_mentions
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.text(st.characters(categories=["Ll", "Lu", "Nd"], include_characters="_ .*-"), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("", ["alice"], id="an empty text"),
        pytest.param("samantha basam", ["sam"], id="a part of another word"),
        pytest.param("Alice", ["alice"], id="another case"),
        pytest.param("story-writer", ["Story_writer"], id="another sign than underscore or space"),
        pytest.param("anything", [".*"], id="a name that would be a pattern"),
        pytest.param("x_y", ["x"], id="an underscore belongs to the word"),
    ],
)
def test_nobody_is_named(text, names):
    assert count_mentions(text, names) == {}


@pytest.mark.parametrize(
    ("text", "names", "counts"),
    [
        ("alice! .alice. (alice)", ["alice"], {"alice": 3}),
        ("Story writer, then Story\\_writer, then Story_writer", ["Story_writer"], {"Story_writer": 3}),
        ("bob, not carol", ["alice", "bob", "carol"], {"bob": 1, "carol": 1}),
        ("Say .* now", [".*"], {".*": 1}),
        ("Größe zählt", ["Größe"], {"Größe": 1}),
    ],
)
def test_names_are_counted_as_whole_words(text, names, counts):
    assert count_mentions(text, names) == counts


@given(NAMES, st.integers(min_value=1, max_value=5))
def test_a_name_between_commas_is_found_as_often_as_it_stands_there(name, times):
    assert count_mentions(", ".join([name] * times), [name])[name] >= 1
    assert count_mentions(f",{name}," * times, [name])[name] == times


@given(st.text(), st.lists(NAMES, max_size=4))
def test_only_asked_names_are_counted_and_never_with_zero(text, names):
    counts = count_mentions(text, names)
    assert set(counts) <= set(names)
    assert all(count > 0 for count in counts.values())
