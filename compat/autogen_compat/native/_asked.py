"""Asking a model which agent of a group speaks next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autogen_agentchat.base import ChatAgent
from autogen_agentchat.messages import BaseAgentEvent, BaseChatMessage, StopMessage
from autogen_core.model_context import ChatCompletionContext
from autogen_core.models import AssistantMessage, ChatCompletionClient, LLMMessage, SystemMessage, UserMessage

from ._introductions import is_introduction
from ._tool_turns import ToolCallMessage, read

Thread = Sequence[BaseAgentEvent | BaseChatMessage]


@dataclass(frozen=True)
class SelectionPrompts:
    """What the selecting model is told; ``{roles}`` and ``{agentlist}`` stand for the agents it may choose from.

    v0.2: autogen/agentchat/groupchat.py GroupChat.select_speaker_message_template and its siblings.
    """

    roles: str = (
        "Several roles talk with each other:\n{roles}\n\n"
        "Read what they say, then select the next role out of {agentlist} to speak. Answer with its name alone."
    )
    """Comes before the conversation."""
    question: str | None = "Decide who speaks now: select the next role out of {agentlist}. Answer with its name alone."
    """Comes after the conversation; None repeats the last message."""
    several: str = (
        "You named more than one role, and only one speaks next. If the text speaks as one of them, give that name; if "
        "it says who is next, give that one; else the first. Answer with that name alone, spelled as it is."
    )
    """The answer to an answer with several names."""
    nobody: str = (
        "You named none of the roles {agentlist}. If the text speaks as one of them, give that name; if it says who is "
        "next, give that one; else the first that is mentioned. Answer with that name alone, spelled as it is."
    )
    """The answer to an answer without a name."""


@dataclass(frozen=True)
class ModelChoice:
    """Asks a model for one of several agents.

    v0.2: autogen/agentchat/groupchat.py GroupChat._auto_select_speaker, _mentioned_agents,
    select_speaker_transform_messages.
    """

    model_client: ChatCompletionClient
    prompts: SelectionPrompts = field(default_factory=SelectionPrompts)
    attempts: int = 3
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the model calls the agents whose names differ."""
    model_context: ChatCompletionContext | None = None
    """What of the conversation, the question included, the model reads; all of it by default."""

    async def among(self, candidates: Sequence[ChatAgent], messages: Thread) -> ChatAgent | None:
        """The one agent that the model names, or None after too many answers that name no or several agents."""
        listed = str([self._called(agent) for agent in candidates])
        roles = "\n".join(f"{self._called(agent)}: {agent.description}".strip() for agent in candidates)
        asked = _conversation(messages)
        question = self.prompts.question
        asked.append(asked[-1] if question is None else _user(question.format(agentlist=listed)))
        asked.insert(0, SystemMessage(content=self.prompts.roles.format(roles=roles, agentlist=listed)))
        for _ in range(self.attempts):
            answer = str((await self.model_client.create(await self._read(asked))).content)
            named = [agent for agent in candidates if _is_named(self._called(agent), answer)]
            if len(named) == 1:
                return named[0]
            reminder = self.prompts.several if named else self.prompts.nobody
            asked.append(AssistantMessage(content=answer, source="selector"))
            asked.append(_user(reminder.format(agentlist=listed)))
        return None

    async def _read(self, asked: Sequence[LLMMessage]) -> list[LLMMessage]:
        """What the model reads of what it is told and asked."""
        if self.model_context is None:
            return list(asked)
        await self.model_context.clear()
        for message in asked[1:]:
            await self.model_context.add_message(message)
        return [asked[0], *await self.model_context.get_messages()]

    def _called(self, agent: ChatAgent) -> str:
        return self.names.get(agent.name, agent.name)


def _user(text: str) -> UserMessage:
    return UserMessage(content=text, source="selector")


def _conversation(messages: Thread) -> list[LLMMessage]:
    said = [
        each
        for each in messages
        if isinstance(each, BaseChatMessage) and type(each) is not StopMessage and not is_introduction(each)
    ]
    found = [part for each in said for part in read(each)]
    if said and isinstance(said[-1], ToolCallMessage):
        found[-1] = UserMessage(content=said[-1].to_text(), source=said[-1].source)
    return found


def _is_named(name: str, text: str) -> bool:
    """Whether a text has the name as a word of its own, also with blanks or escapes for its underscores."""
    forms = {name, name.replace("_", " "), name.replace("_", r"\_")}
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) for form in forms)
