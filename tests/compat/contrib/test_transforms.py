"""Transforms of what an agent reads."""

import logging

import autogen_compat as autogen
import pytest
from autogen_compat.agentchat.contrib.capabilities import text_compressors, transforms_util
from autogen_compat.agentchat.contrib.capabilities.transform_messages import TransformMessages
from autogen_compat.agentchat.contrib.capabilities.transforms import (
    MessageHistoryLimiter,
    MessageTokenLimiter,
    TextMessageCompressor,
    TextMessageContentName,
)
from autogen_compat.cache.in_memory_cache import InMemoryCache
from hypothesis import given
from hypothesis import strategies as st

ROLES = st.sampled_from(["user", "assistant", "tool"])
HISTORIES = st.lists(st.builds(lambda role, text: {"role": role, "content": text}, ROLES, st.text(max_size=20)))


class Halving:
    """Keeps every other word; counts how often it was asked."""

    def __init__(self):
        self.asked = 0

    def compress_text(self, text, **params):
        self.asked += 1
        words = text.split()
        short = words[:: params.get("step", 2)]
        return {"compressed_prompt": " ".join(short), "origin_tokens": len(words), "compressed_tokens": len(short)}


def texts(messages):
    return [message["content"] for message in messages]


def said(*contents, role="user"):
    return [{"role": role, "content": content} for content in contents]


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: MessageHistoryLimiter(0), "max_messages"),
        (lambda: MessageTokenLimiter(max_tokens=-1), "max_tokens"),
        (lambda: MessageTokenLimiter(max_tokens_per_message=-1), "max_tokens"),
        (lambda: MessageTokenLimiter(min_tokens=-1), "min_tokens"),
        (lambda: MessageTokenLimiter(max_tokens=3, min_tokens=4), "min_tokens"),
        (lambda: TextMessageCompressor(text_compressor=Halving(), min_tokens=0), "min_tokens"),
    ],
)
def test_impossible_limits_are_refused(make, problem):
    with pytest.raises(ValueError, match=problem):
        make()


@pytest.mark.parametrize(
    "settings", [{"position": "middle"}, {"format_string": "no name"}, {"format_string": None}, {"deduplicate": 1}]
)
def test_impossible_names_are_refused(settings):
    with pytest.raises(AssertionError):
        TextMessageContentName(**settings)


def test_the_default_compressor_says_which_package_it_needs(monkeypatch):
    monkeypatch.setattr(text_compressors, "IMPORT_ERROR", ImportError("pip install llmlingua"))
    with pytest.raises(ImportError, match="pip install llmlingua"):
        TextMessageCompressor()


@given(HISTORIES, st.integers(1, 6), st.booleans())
def test_a_limited_history_is_its_end_without_orphaned_results(messages, limit, keep_first):
    kept = MessageHistoryLimiter(limit, keep_first).apply_transform(messages)
    if len(messages) <= limit:
        assert kept == messages
        return
    assert len(kept) <= limit
    tail = kept[1:] if keep_first else kept
    assert tail == messages[len(messages) - len(tail) :]
    assert not tail or tail[0]["role"] != "tool"
    if keep_first:
        assert kept[0] == messages[0]


@given(HISTORIES, st.integers(0, 30), st.integers(0, 10))
def test_limited_tokens_leave_the_newest_and_change_no_input(messages, limit, limit_each):
    before = [dict(message) for message in messages]
    kept = MessageTokenLimiter(limit_each, limit).apply_transform(messages)
    assert messages == before
    assert len(kept) <= len(messages)
    for short, message in zip(reversed(kept), reversed(messages), strict=False):
        assert transforms_util.count_text_tokens(short["content"]) <= transforms_util.count_text_tokens(
            message["content"]
        )


def test_short_histories_keep_all_their_tokens():
    messages = said("one two three", "four five six")
    assert MessageTokenLimiter(1, 2, min_tokens=0).apply_transform(messages) != messages
    assert MessageTokenLimiter(1, 100, min_tokens=50).apply_transform(messages) == messages


def test_images_survive_a_cut():
    image = {"type": "image_url", "image_url": {"url": "http://localhost/x.png"}}
    (cut,) = MessageTokenLimiter(1, 100).apply_transform(said([{"type": "text", "text": "one two three"}, image]))
    assert cut["content"][1] == image
    assert len(cut["content"][0]["text"]) < len("one two three")


def test_messages_that_match_the_filter_are_left_alone():
    messages = said("one two three four", role="system") + said("one two three four")
    limiter = MessageTokenLimiter(1, 100, filter_dict={"role": "system"})
    system, user = limiter.apply_transform(messages)
    assert system["content"] == "one two three four" != user["content"]
    inverse = MessageTokenLimiter(1, 100, filter_dict={"role": "system"}, exclude_filter=False)
    system, user = inverse.apply_transform(messages)
    assert user["content"] == "one two three four" != system["content"]


def test_a_limit_above_the_models_is_capped_with_a_word(capsys):
    limiter = MessageTokenLimiter(max_tokens=10**6, model="gpt-4")
    assert "Capping it to 8192" in capsys.readouterr().out
    assert limiter._max_tokens == 8192


def test_compressed_texts_are_counted_and_cached():
    halving = Halving()
    cache = InMemoryCache("seed")
    compressor = TextMessageCompressor(text_compressor=halving, cache=cache)
    for _ in range(2):
        assert texts(compressor.apply_transform(said("a b c d"))) == ["a c"]
        assert compressor.get_logs([], []) == ("2 tokens saved with text compression.", True)
    assert halving.asked == 1


def test_the_compressors_own_arguments_reach_it():
    compressor = TextMessageCompressor(text_compressor=Halving(), compression_params={"step": 3})
    assert texts(compressor.apply_transform(said("a b c d", "", None))) == ["a d", "", None]


@pytest.mark.parametrize(
    ("settings", "message", "expected"),
    [
        ({}, {"name": "bob", "content": "Hi"}, "bob:\nHi"),
        ({}, {"name": "bob", "content": "bob:\nHi"}, "bob:\nHi"),
        ({"deduplicate": False}, {"name": "bob", "content": "bob:\nHi"}, "bob:\nbob:\nHi"),
        ({"position": "end", "format_string": " ({name})"}, {"name": "bob", "content": "Hi"}, "Hi (bob)"),
        ({}, {"content": "Hi"}, "Hi"),
        ({}, {"name": "bob", "content": ""}, ""),
        ({}, {"name": "bob", "content": None}, None),
        ({"filter_dict": {"name": "bob"}}, {"name": "bob", "content": "Hi"}, "Hi"),
    ],
)
def test_names_are_written_into_texts(settings, message, expected):
    assert texts(TextMessageContentName(**settings).apply_transform([{"role": "user", **message}])) == [expected]


@pytest.fixture
def reader(model_server):
    """An agent with a model, and what the model was shown."""
    model_server.load(["Yes."] * 3)
    config = {
        "config_list": [{"model": "gpt-4", "api_key": "x", "base_url": model_server.base_url}],
        "cache_seed": None,
    }
    agent = autogen.ConversableAgent("reader", system_message="You read.", llm_config=config, human_input_mode="NEVER")
    return agent, lambda: texts(model_server.requests[-1].body["messages"])


def test_an_agents_model_sees_transformed_messages_and_its_history_stays(reader, capsys):
    agent, shown = reader
    user = autogen.ConversableAgent("user", llm_config=False, human_input_mode="NEVER", default_auto_reply="More.")
    TransformMessages(transforms=[MessageHistoryLimiter(1)]).add_to_agent(agent)
    user.initiate_chat(agent, message="Hi", max_turns=2)
    assert shown() == ["You read.", "More."]
    assert texts(agent.chat_messages[user]) == ["Hi", "Yes.", "More.", "Yes."]
    assert "Removed 2 messages" in capsys.readouterr().out


def test_silent_transforms_print_nothing(reader, capsys):
    agent, shown = reader
    TransformMessages(transforms=[MessageHistoryLimiter(1)], verbose=False).add_to_agent(agent)
    agent.generate_reply(said("one", "two"))
    assert shown() == ["You read.", "two"]
    assert "Removed" not in capsys.readouterr().out


def test_a_leading_system_message_is_not_transformed(reader):
    messages = [{"role": "system", "content": "Rules."}, *said("one", "two")]
    changed = TransformMessages(transforms=[MessageHistoryLimiter(1)])._transform_messages(messages)
    assert texts(changed) == ["Rules.", "two"]


def test_counts_without_tiktokens_tables_are_said_to_be_estimates(monkeypatch, caplog):
    import tiktoken
    from autogen_compat import token_count_utils

    def offline(*_):
        raise OSError("no network")

    monkeypatch.setattr(tiktoken, "encoding_for_model", offline)
    with caplog.at_level(logging.WARNING):
        assert token_count_utils.truncate("one two three four", 2) == "one two"
        assert token_count_utils.truncate("one", 2) == "one"
        assert token_count_utils.truncate("one", 0) == ""
    assert "estimates" in caplog.text
