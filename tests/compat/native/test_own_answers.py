"""The components for agents with functions, limits, images and answers of their own, in plain v0.4 teams."""

from __future__ import annotations

from typing import Any

from autogen_agentchat.conditions import StopMessageTermination
from autogen_agentchat.messages import TextMessage
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_compat.native import (
    AnsweringAgent,
    AutoReplyAgent,
    LimitedContext,
    ReplyChainAgent,
    image_parts,
    retrieval_answer,
)
from autogen_core.model_context import ChatCompletionContext
from autogen_core.models import UserMessage


class Counting(AnsweringAgent):
    """Answers with the number of messages, three at most."""

    def generate_reply(self, messages: list[dict[str, Any]] | None = None, sender: Any = None, **kwargs: Any) -> Any:
        assert messages is not None
        return f"{len(messages)} of {sender.name}" if len(messages) <= 3 else None


def told(result: Any) -> list[tuple[str, str]]:
    """Who said what."""
    return [(message.source, message.to_text()) for message in result.messages]


async def test_an_answer_of_none_ends_the_conversation():
    team = RoundRobinGroupChat(
        [Counting("counter"), AutoReplyAgent("other", "ok")], termination_condition=StopMessageTermination()
    )
    result = await team.run(task="go")
    assert told(result) == [
        ("user", "go"),
        ("counter", "1 of user"),
        ("other", "ok"),
        ("counter", "3 of other"),
        ("other", "ok"),
        ("counter", ""),
    ]


async def test_a_chain_forgets_what_was_said_when_its_team_is_reset():
    heard: list[int] = []

    def watch(agent: Any, messages: Any, sender: Any, config: Any) -> tuple[bool, None]:
        heard.append(len(messages))
        return False, None

    chain = ReplyChainAgent(AutoReplyAgent("one", "yes"), max_replies=1)
    chain.add_reply(watch)
    team = RoundRobinGroupChat([chain], termination_condition=StopMessageTermination(), max_turns=3)
    assert told(await team.run(task="go"))[1:] == [("one", "yes"), ("one", "")]
    await team.reset()
    assert told(await team.run(task="go"))[1] == ("one", "yes")
    assert heard == [1, 2, 1, 2]


async def test_configurations_of_functions_are_copied_once():
    config = {"left": 1}

    def once(agent: Any, messages: Any, sender: Any, config: dict[str, int]) -> tuple[bool, str | None]:
        config["left"] -= 1
        return config["left"] >= 0, "mine"

    chain = ReplyChainAgent(AutoReplyAgent("one", "its own"))
    chain.add_reply(once, position=1, config=config)
    result = await RoundRobinGroupChat([chain], max_turns=2).run(task="go")
    assert [text for _, text in told(result)] == ["go", "mine", "its own"]
    assert config == {"left": 1}


async def test_hooks_see_what_was_said_and_change_what_is_said():
    chain = ReplyChainAgent(AutoReplyAgent("one", "hello"))
    chain.add_hook(
        "process_message_before_send", lambda sender, message, recipient, silent: f"{message} {recipient.name}"
    )
    result = await RoundRobinGroupChat([chain], max_turns=1).run(task=TextMessage(content="go", source="ann"))
    assert told(result)[-1] == ("one", "hello ann")


async def test_a_limited_context_is_stored_with_its_limits():
    context = LimitedContext("one", max_messages=2, keep_first_message=True)
    loaded = ChatCompletionContext.load_component(context.dump_component())
    for number in range(4):
        await loaded.add_message(UserMessage(content=str(number), source="user"))
    assert [message.content for message in await loaded.get_messages()] == ["0", "3"]


def test_a_text_without_images_is_one_part():
    assert image_parts("What is <b>this</b>?") == ["What is <b>this</b>?"]


def test_an_agent_that_answers_about_documents_asks_for_others_and_ends_after_code():
    def answer(text: str) -> tuple[bool, Any]:
        return retrieval_answer(AutoReplyAgent("one"), [{"content": text}], None, None)

    assert answer("please update context") == (True, "UPDATE CONTEXT")
    assert answer("exitcode: 0 (execution succeeded)\nCode output: 1") == (True, "TERMINATE")
    assert answer("Paris.") == (False, None)
