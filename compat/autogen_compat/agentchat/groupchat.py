"""Group chats with v0.2's interface, run by v0.4's `SelectorGroupChat`."""

from __future__ import annotations

import copy
import json
import logging
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from ..code_utils import content_str
from ..engine.group import GroupRun
from ..engine.world import ASYNC, SYNC, World
from ..exception_utils import AgentNameConflict
from ..runtime_logging import log_new_agent, logging_enabled
from ._agent.participant import TeamRoom
from ._group import auto, clearing, defaults, mentions, resuming, rules, selection
from ._group.floor import AsyncFloor, Floor, Said, SyncFloor
from .agent import Agent
from .conversable_agent import ConversableAgent

__all__ = ["GroupChat", "GroupChatManager"]

logger = logging.getLogger(__name__)

Message = dict[str, Any]


@dataclass
class GroupChat:
    """Agents that talk to each other, what they said, and the rules of who speaks next.

    v0.2: autogen/agentchat/groupchat.py GroupChat.

    Attributes:
        agents: the members, in order. May be changed while the chat runs.
        messages: what was said, each message with its speaker as `name`. May be changed while the chat runs.
        max_round: how many messages there may be, the first included.
        admin_name: the member that takes over after Ctrl-C.
        func_call_filter: a suggested call is answered by a member that can run it.
        speaker_selection_method: "auto" (a model chooses), "manual", "random", "round_robin", or a function of the
            last speaker and this group that returns an agent, one of these words, or None to end the chat.
        max_retries_for_selecting_speaker: how often the model is asked again when it did not name one agent.
        allow_repeat_speaker: whether members may speak twice in a row (all, none, or those listed).
        allowed_or_disallowed_speaker_transitions: for each speaker, who may or may not speak next.
        speaker_transitions_type: "allowed" or "disallowed", what the former lists.
        enable_clear_history: a human's "clear history [agent] [count]" makes the group forget.
        send_introductions: members are told first who is there.
        select_speaker_message_template: the model's system message; `{roles}` and `{agentlist}` are filled in.
        select_speaker_prompt_template: the model's last message; `{agentlist}` is filled in. None leaves it out.
        select_speaker_auto_multiple_template: what the model is told after naming several agents.
        select_speaker_auto_none_template: what the model is told after naming none.
        select_speaker_transform_messages: a `TransformMessages` for what the model reads.
        select_speaker_auto_verbose: whether the selection is printed.
        select_speaker_auto_model_client_cls: custom model client class(es) for the selection.
        select_speaker_auto_llm_config: the selection's own model; the manager's when None.
        role_for_select_speaker_messages: the role of the prompts to the model.
        allowed_speaker_transitions_dict: the transitions in force.
    """

    agents: list[Agent]
    messages: list[Message]
    max_round: int = 10
    admin_name: str = "Admin"
    func_call_filter: bool = True
    speaker_selection_method: Literal["auto", "manual", "random", "round_robin"] | Callable[..., Any] = "auto"
    max_retries_for_selecting_speaker: int = 2
    allow_repeat_speaker: bool | list[Agent] | None = None
    allowed_or_disallowed_speaker_transitions: dict[Agent, list[Agent]] | None = None
    speaker_transitions_type: Literal["allowed", "disallowed"] | None = None
    enable_clear_history: bool = False
    send_introductions: bool = False
    select_speaker_message_template: str = defaults.SELECT_SPEAKER_MESSAGE
    select_speaker_prompt_template: str | None = defaults.SELECT_SPEAKER_PROMPT
    select_speaker_auto_multiple_template: str = defaults.SELECT_SPEAKER_AFTER_SEVERAL_NAMES
    select_speaker_auto_none_template: str = defaults.SELECT_SPEAKER_AFTER_NO_NAME
    select_speaker_transform_messages: Any | None = None
    select_speaker_auto_verbose: bool | None = False
    select_speaker_auto_model_client_cls: Any | None = None
    select_speaker_auto_llm_config: dict[str, Any] | Literal[False] | None = None
    role_for_select_speaker_messages: str | None = "system"

    _VALID_SPEAKER_SELECTION_METHODS = rules.SELECTION_METHODS
    _VALID_SPEAKER_TRANSITIONS_TYPE = rules.TRANSITION_TYPES
    DEFAULT_INTRO_MSG = defaults.INTRODUCTION

    allowed_speaker_transitions_dict: dict[Agent, list[Agent]] = field(init=False)

    def __post_init__(self) -> None:
        self.allowed_speaker_transitions_dict = rules.settle_transitions(self)
        rules.check_selection_settings(self)
        self._speaker_selection_transforms = rules.check_message_transforms(self.select_speaker_transform_messages)

    @property
    def agent_names(self) -> list[str]:
        """The members' names."""
        return [agent.name for agent in self.agents]

    def reset(self) -> None:
        """Forget what was said."""
        self.messages.clear()

    def append(self, message: Message, speaker: Agent) -> None:
        """Record `message`, signed with the speaker's name (results of functions keep theirs) and as plain text."""
        if message["role"] != "function":
            message["name"] = speaker.name
        message["content"] = content_str(message["content"])
        self.messages.append(message)

    def agent_by_name(self, name: str, recursive: bool = False, raise_on_name_conflict: bool = False) -> Agent | None:
        """The first member of that name, or None; `recursive` looks into groups of member managers too.

        Raises AgentNameConflict for several, when asked to.
        """
        agents = self.nested_agents() if recursive else self.agents
        named = [agent for agent in agents if agent.name == name]
        if raise_on_name_conflict and len(named) > 1:
            raise AgentNameConflict()
        return named[0] if named else None

    def nested_agents(self) -> list[Agent]:
        """The members, and those of the groups that members manage."""
        managers = [agent for agent in self.agents if isinstance(agent, GroupChatManager)]
        return [*self.agents, *(agent for manager in managers for agent in manager.groupchat.nested_agents())]

    def next_agent(self, agent: Agent, agents: list[Agent] | None = None) -> Agent:
        """The first of `agents` (every member when None) after `agent` in the group's order.

        Raises UndefinedNextAgent when `agents` are not all members.
        """
        return selection.next_in_turn(self, agent, self.agents if agents is None else agents)

    def select_speaker_msg(self, agents: list[Agent] | None = None) -> str:
        """The first message that a selecting model reads."""
        agents = self.agents if agents is None else agents
        return self.select_speaker_message_template.format(
            roles=self._participant_roles(agents), agentlist=f"{[agent.name for agent in agents]}"
        )

    def select_speaker_prompt(self, agents: list[Agent] | None = None) -> str | None:
        """The last message that a selecting model reads, if any."""
        if self.select_speaker_prompt_template is None:
            return None
        agents = self.agents if agents is None else agents
        return self.select_speaker_prompt_template.format(agentlist=f"{[agent.name for agent in agents]}")

    def introductions_msg(self, agents: list[Agent] | None = None) -> str:
        """What tells the members who is there."""
        return f"{self.DEFAULT_INTRO_MSG}\n\n{self._participant_roles(agents)}"

    def manual_select_speaker(self, agents: list[Agent] | None = None) -> Agent | None:
        """Ask the human for the next speaker; None when the choice is left to the automatism."""
        return selection.ask_for_speaker(self.agents if agents is None else agents)

    def random_select_speaker(self, agents: list[Agent] | None = None) -> Agent | None:
        """Any of `agents`."""
        return random.choice(self.agents if agents is None else agents)

    def select_speaker(self, last_speaker: Agent, selector: ConversableAgent) -> Agent:
        """Who speaks after `last_speaker`; `selector` lends its model.

        Raises NoEligibleSpeaker when the chat ends here.
        """
        return SYNC.finish(self._select(SYNC, last_speaker, selector))

    async def a_select_speaker(self, last_speaker: Agent, selector: ConversableAgent) -> Agent:
        """The asynchronous twin of `select_speaker`."""
        return await self._select(ASYNC, last_speaker, selector)

    async def _select(self, world: World, last_speaker: Agent, selector: Any) -> Any:
        speaker, candidates, messages = self._prepare_and_select_agents(last_speaker)
        if speaker:
            return speaker
        if messages is None:
            return self.next_agent(last_speaker)
        by_model = self.a_auto_select_speaker if world.is_async else self._auto_select_speaker
        return await world.run(by_model, last_speaker, selector, messages, candidates)

    def _prepare_and_select_agents(self, last_speaker: Agent) -> selection.Choice:
        return selection.choose(self, last_speaker)

    def _auto_select_speaker(self, last_speaker: Agent, selector: Any, messages: Any, agents: Any) -> Any:
        return SYNC.finish(auto.select(self, SYNC, last_speaker, selector, messages, agents))

    async def a_auto_select_speaker(
        self,
        last_speaker: Agent,
        selector: ConversableAgent,
        messages: list[Message] | None,
        agents: list[Agent] | None,
    ) -> Agent:
        """Let `selector`'s model choose one of `agents` (every member when None) after reading `messages`."""
        return await auto.select(self, ASYNC, last_speaker, selector, messages, agents)

    def _create_internal_agents(
        self, agents: Any, max_attempts: int, messages: Any, validate_speaker_name: Any, selector: Any = None
    ) -> tuple[ConversableAgent, ConversableAgent]:
        return auto.create_agents(self, agents, max_attempts, messages, validate_speaker_name, selector)

    def _validate_speaker_name(
        self, recipient: Any, messages: Any, sender: Any, config: Any, attempts_left: int, attempt: int, agents: Any
    ) -> auto.Reply:
        return auto.check_answer(self, messages, attempts_left, attempt, agents)

    def _process_speaker_selection_result(self, result: Any, last_speaker: Any, agents: Any) -> Any:
        return auto.read_verdict(self, result, last_speaker, agents)

    def _participant_roles(self, agents: list[Agent] | None = None) -> str:
        return selection.roles(self.agents if agents is None else agents)

    def _mentioned_agents(self, message_content: Any, agents: list[Agent] | None) -> dict[str, int]:
        content = message_content["content"] if isinstance(message_content, dict) else message_content
        members = self.agents if agents is None else agents
        return mentions.count_mentions(content_str(content), [agent.name for agent in members])


class GroupChatManager(ConversableAgent):
    """The agent through which a group talks: what it receives, every member hears.

    v0.2: autogen/agentchat/groupchat.py GroupChatManager.

    Args:
        groupchat: the group.
        silent: whether the run prints nothing.
        kwargs: of `ConversableAgent`.

    Raises:
        ValueError: when `llm_config` has functions or tools.
    """

    def __init__(
        self,
        groupchat: GroupChat,
        name: str | None = "chat_manager",
        max_consecutive_auto_reply: int | None = sys.maxsize,
        human_input_mode: Literal["ALWAYS", "NEVER", "TERMINATE"] = "NEVER",
        system_message: str | list[Any] | None = "Group chat manager.",
        silent: bool = False,
        **kwargs: Any,
    ) -> None:
        _refuse_calls(kwargs.get("llm_config"))
        super().__init__(
            name=name,  # type: ignore[arg-type]
            max_consecutive_auto_reply=max_consecutive_auto_reply,
            human_input_mode=human_input_mode,
            system_message=system_message,
            **kwargs,
        )
        if logging_enabled():
            log_new_agent(self, locals())
        self._groupchat = groupchat
        self._last_speaker: Agent | None = None
        self._silent = silent
        self.register_reply(Agent, GroupChatManager.run_chat, config=groupchat, reset_config=GroupChat.reset)
        self.register_reply(
            Agent,
            GroupChatManager.a_run_chat,
            config=groupchat,
            reset_config=GroupChat.reset,
            ignore_async_in_sync_chat=True,
        )

    @property
    def groupchat(self) -> GroupChat:
        """The group."""
        return self._groupchat

    @property
    def last_speaker(self) -> Agent | None:
        """Who said what the members received last; the manager itself only passes it on."""
        return self._last_speaker

    def chat_messages_for_summary(self, agent: Agent) -> list[Message]:
        """What was said in the group, whichever `agent` asks."""
        return self._groupchat.messages

    def _prepare_chat(
        self,
        recipient: Any,
        clear_history: bool,
        prepare_recipient: bool = True,
        reply_at_receive: bool = True,
    ) -> None:
        super()._prepare_chat(recipient, clear_history, prepare_recipient, reply_at_receive)
        if clear_history:
            self._groupchat.reset()
        for agent in self._groupchat.agents:
            if (recipient != agent or prepare_recipient) and isinstance(agent, ConversableAgent):
                agent._prepare_chat(self, clear_history, False, reply_at_receive)

    async def _reply_to_team(self, world: World, room: Any) -> Any:
        """What a v0.4 team gets to hear: the group's own answer, or else what was said last in it."""
        reply = await super()._reply_to_team(world, room)
        said = self._groupchat.messages
        return said[-1]["content"] if reply is None and len(said) > 1 else reply

    def run_chat(
        self,
        messages: list[Message] | None = None,
        sender: Agent | None = None,
        config: GroupChat | None = None,
    ) -> tuple[bool, str | None]:
        """Let the group `config` talk, beginning with the last message of `sender`. A reply function."""
        return SYNC.finish(_hold(self, messages, sender, SyncFloor(self, config)))  # type: ignore[arg-type]

    async def a_run_chat(
        self,
        messages: list[Message] | None = None,
        sender: Agent | None = None,
        config: GroupChat | None = None,
    ) -> tuple[bool, str | None]:
        """The asynchronous twin of `run_chat`."""
        return await _hold(self, messages, sender, AsyncFloor(self, config))  # type: ignore[arg-type]

    def resume(
        self,
        messages: list[Message] | str,
        remove_termination_string: str | Callable[[str], str] | None = None,
        silent: bool | None = False,
    ) -> tuple[ConversableAgent, Message]:
        """Put an earlier conversation of this group back, and return its last speaker and last message.

        Go on with `speaker.initiate_chat(recipient=manager, message=message, clear_history=False)`.

        Args:
            messages: the conversation, as a list or as JSON.
            remove_termination_string: a text to take out of the last message, or a function that returns it without.
            silent: whether nothing is printed.

        Raises:
            ResumeError: when the messages are none, no JSON, or by somebody outside the group.
        """
        return SYNC.finish(resuming.resume(self, SYNC, messages, remove_termination_string, silent))

    async def a_resume(
        self,
        messages: list[Message] | str,
        remove_termination_string: str | Callable[[str], str] | None = None,
        silent: bool | None = False,
    ) -> tuple[ConversableAgent, Message]:
        """The asynchronous twin of `resume`."""
        return await resuming.resume(self, ASYNC, messages, remove_termination_string, silent)

    def _valid_resume_messages(self, messages: list[Message]) -> None:
        resuming.check(self, messages)

    def _process_resume_termination(self, remove_termination_string: Any, messages: list[Message]) -> None:
        resuming.remove_termination(self, remove_termination_string, messages)

    def messages_from_string(self, message_string: str) -> list[Message]:
        """The conversation of a JSON text; raises ResumeError when it is none."""
        return resuming.parse(message_string)

    def messages_to_string(self, messages: list[Message]) -> str:
        """A conversation as the JSON text that `resume` reads."""
        return json.dumps(messages)

    def _raise_exception_on_async_reply_functions(self) -> None:
        super()._raise_exception_on_async_reply_functions()
        members: list[Any] = self._groupchat.agents
        for agent in members:
            agent._raise_exception_on_async_reply_functions()

    def clear_agents_history(self, reply: Message, groupchat: GroupChat) -> str:
        """Obey the "clear history [agent] [count]" in `reply`; return the reply's text without it."""
        return clearing.clear(groupchat, reply)


def _refuse_calls(llm_config: Any) -> None:
    if isinstance(llm_config, dict) and (llm_config.get("functions") or llm_config.get("tools")):
        raise ValueError(
            "GroupChatManager is not allowed to make function/tool calls. "
            "Please remove the 'functions' or 'tools' config in 'llm_config' you passed in."
        )


async def _hold(manager: Any, messages: list[Message] | None, sender: Any, floor: Floor) -> tuple[bool, None]:
    """Let the group talk; `manager` may be any agent that had `run_chat` registered."""
    heard = manager._oai_messages[sender] if messages is None else messages
    opening = Said(_speaker(sender, heard[-1]), heard[-1])
    with floor.lent_cache():
        await floor.open(opening)
        if floor.next_speaker is not None:
            await floor.world.enter(GroupRun(floor, opening).run)
    return True, None


def _speaker(sender: Any, message: Message) -> Any:
    """Who begins: the sender, or, where that is a v0.4 team, the one of its members that spoke."""
    if not isinstance(sender, TeamRoom) or "name" not in message:
        return sender
    speaker = copy.copy(sender)
    speaker.name = message["name"]
    return speaker
