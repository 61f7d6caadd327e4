"""A memory of what users teach, in plain v0.4 agents and teams."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import StopMessageTermination
from autogen_agentchat.messages import TextMessage
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_compat.agentchat.contrib.capabilities._memos import UnsafeMemoFile
from autogen_compat.native import AutoReplyAgent, GroupMember, TeachabilityMemory, TeachableAgent
from autogen_core.memory import MemoryContent, MemoryMimeType
from autogen_core.model_context import BufferedChatCompletionContext, UnboundedChatCompletionContext
from autogen_core.models import AssistantMessage, UserMessage
from autogen_ext.models.replay import ReplayChatCompletionClient

Remembering = Callable[..., TeachabilityMemory]
MEMO = MemoryContent(content="The cat is Momo.", mime_type=MemoryMimeType.TEXT, metadata={"input_text": "Which cat?"})
REMINDED = "Which cat?\n\n# Memories that might help\n- The cat is Momo.\n"


@pytest.fixture
def remembering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Remembering:
    """Makes memories of one folder, with letters counted in place of Chroma's embedding, which is downloaded."""

    def embed(self: Any, input: list[str]) -> list[Any]:
        return [numpy.array([float(text.lower().count(c)) for c in "abcdefghijklmnopqrstuvwxyz"]) for text in input]

    from chromadb.utils.embedding_functions import DefaultEmbeddingFunction

    monkeypatch.setattr(DefaultEmbeddingFunction, "__call__", embed)

    def remember(*answers: str, **options: Any) -> TeachabilityMemory:
        client = ReplayChatCompletionClient(list(answers))
        return TeachabilityMemory(client, path_to_db_dir=str(tmp_path / "memos"), **options)

    return remember


async def reminded_context(memory: TeachabilityMemory, context: Any, *texts: str) -> list[str]:
    """What an agent reads after it has heard these texts."""
    for text in texts:
        await context.add_message(UserMessage(content=text, source="user"))
        await memory.update_context(context)
    return [str(message.content) for message in await context.get_messages()]


def test_a_file_of_memos_that_runs_something_is_refused(remembering: Remembering, tmp_path: Path):
    remembering()
    (tmp_path / "memos/uid_text_dict.pkl").write_bytes(pickle.dumps({"1": Path}))
    with pytest.raises(UnsafeMemoFile, match="it names pathlib"):
        remembering()


async def test_nothing_is_learned_from_an_exit_and_from_no_message(remembering: Remembering):
    context = UnboundedChatCompletionContext()
    assert (await remembering().update_context(context)).memories.results == []
    assert await reminded_context(remembering(), context, "exit") == ["exit"]


async def test_what_a_message_teaches_is_stored_for_the_next_process(remembering: Remembering):
    memory = remembering("no", "yes", "Which cat?", "The cat is Momo.")
    assert await reminded_context(memory, UnboundedChatCompletionContext(), "Momo is my cat.") == ["Momo is my cat."]
    found = await remembering("no").query("Which cat?")
    assert [each.content for each in found.results] == ["The cat is Momo."]


async def test_memos_stay_below_the_message_that_they_fit(remembering: Remembering):
    memory = remembering("no", "no", "no", "no", "no", "no")
    await memory.add(MEMO)
    context = BufferedChatCompletionContext(buffer_size=2)
    assert await reminded_context(memory, context, "Which cat?", "Xylophones!") == [REMINDED, "Xylophones!"]


async def test_an_agent_that_speaks_twice_reads_its_own_last_message(remembering: Remembering):
    memory = remembering("no", "no", "no")
    await memory.add(MEMO)
    context = UnboundedChatCompletionContext([AssistantMessage(content="Which cat?", source="me")])
    assert len((await memory.update_context(context)).memories.results) == 1
    assert [each.content for each in await context.get_messages()] == [REMINDED]


async def test_an_assistant_takes_the_memory_and_shows_what_it_found(remembering: Remembering):
    memory = remembering("no", "no", "no", recall_threshold=1)
    await memory.add(MEMO)
    client = ReplayChatCompletionClient(["Momo."])
    result = await AssistantAgent("pupil", model_client=client, memory=[memory]).run(task="Which cat?")
    assert [type(each).__name__ for each in result.messages] == ["TextMessage", "MemoryQueryEvent", "TextMessage"]
    assert client.create_calls[0]["messages"][-1].content == REMINDED


async def test_advice_is_stored_with_the_kind_of_its_task(remembering: Remembering):
    memory = remembering("yes", "By age.", "Sort cats.", "Sorting.", "no", "yes", "Sort dogs.", "Sorting.")
    await memory.add(MemoryContent(content="Sort the cats, by age.", mime_type=MemoryMimeType.TEXT))
    assert [each.content for each in (await memory.query("Sort dogs.")).results] == ["By age."]


async def test_a_cleared_memory_is_empty_in_the_next_process_too(remembering: Remembering):
    memory = remembering()
    await memory.add(MEMO)
    await memory.clear()
    assert (await remembering().query("Which cat?")).results == []


async def test_the_analysis_is_shown_where_it_is_asked_for(
    remembering: Remembering, capsys: pytest.CaptureFixture[str]
):
    await reminded_context(remembering("no", "no", verbosity=2), UnboundedChatCompletionContext(), "Hello.")
    assert "ANALYSIS\n  TEXT\n    Hello." in capsys.readouterr().out


async def test_a_stored_memory_goes_on_with_its_memos(remembering: Remembering):
    memory = remembering("no", max_num_retrievals=1)
    await memory.add(MEMO)
    again = TeachabilityMemory.load_component(memory.dump_component())
    assert [each.content for each in (await again.query("Which cat?")).results] == ["The cat is Momo."]


async def test_a_message_that_ends_the_conversation_is_learned_from(remembering: Remembering):
    memory = remembering("no", "yes", "Which cat?", "The cat is Momo.", "no")
    ending = GroupMember(AutoReplyAgent("pupil", "ok"), stop_when=lambda message: message.to_text() == "Bye.")
    team = RoundRobinGroupChat([TeachableAgent(ending, memory)], termination_condition=StopMessageTermination())
    result = await team.run(task=TextMessage(content="Bye.", source="user"))
    assert [each.to_text() for each in result.messages] == ["Bye.", ""]
    assert len((await memory.query("Which cat?")).results) == 1


async def test_memos_may_keep_a_message_from_ending_the_conversation(remembering: Remembering):
    memory = remembering("no", "no", "no")
    await memory.add(MEMO)
    ending = GroupMember(AutoReplyAgent("pupil", "ok"), stop_when=lambda message: message.to_text() == "Which cat?")
    team = RoundRobinGroupChat([TeachableAgent(ending, memory)], max_turns=1)
    assert (await team.run(task="Which cat?")).messages[-1].to_text() == "ok"  # type: ignore[union-attr]
