"""AM301: a chat of two agents becomes a RoundRobinGroupChat with the conditions that ended it.

v0.2: autogen/agentchat/conversable_agent.py initiate_chat.  v0.4: autogen_agentchat.teams.RoundRobinGroupChat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Program
from autogen_codemods.model.signatures import MAX_AUTO_REPLIES
from autogen_codemods.native.am302_stops import Stop
from autogen_codemods.native.chats import ChatFacts, runs_again
from autogen_codemods.native.draft import WIDTH, Draft, call, items
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.native.text import indented
from autogen_codemods.native.turns import can_end, ended_by_sender, may_pass
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM301",
    title="a chat of two agents becomes a run of a round-robin team",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="The team ends where v0.2's chat did: on the last message that is_termination_msg tells (never on the task "
    "of the asking side), and after max_turns and max_consecutive_auto_reply, counted in messages after the task.",
    before='user_proxy.initiate_chat(assistant, message="Hello", max_turns=2)',
    after="team = RoundRobinGroupChat([assistant, user_proxy], max_turns=3)\n"
    'await Console(team.run_stream(task=TextMessage(content="Hello", source="user_proxy")))',
)

CODE = RULE.code


@dataclass(frozen=True)
class Dialogue:
    """A chat of two agents: who starts, who answers, and how often they speak after the task; None: no bound."""

    facts: ChatFacts
    sender: Profile
    recipient: Profile
    turns: int | str | None
    has_tools: bool = False
    """Whether an agent runs its own tools."""
    has_tool_turns: bool = False
    """Whether calls of tools and their results are turns."""
    has_members: bool = False
    """Whether an agent speaks that ends groups by itself."""
    in_team: bool = False
    """Whether the one agent that answers must be in a team, which tells whose turn it is."""
    passes: bool = False
    """Whether the recipient may let its turn pass, and the sender speaks again."""
    is_shared: bool = False
    """Whether a later chat goes on with this one, and its agents must know all of it."""
    sender_listens: bool = False
    """Whether the sender, who says nothing after the task here, has to hear the answer."""

    @property
    def speakers(self) -> list[Profile]:
        """The agents that speak after the task, in order."""
        return [self.recipient] if self.turns == 1 else [self.recipient, self.sender]

    @property
    def is_one_answer(self) -> bool:
        """Whether the agent that answers once needs no team."""
        return self.turns == 1 and not self.in_team and not task_may_end(self)


def dialogue_of(facts: ChatFacts, sender: Profile, recipient: Profile) -> Dialogue:
    """Count the turns of a chat; raises NotProven where v0.2's counting has no equal."""
    counted = 2 if facts.chat.is_async else 1
    bounds = [n for n in (_by_recipient(recipient, counted), _by_sender(sender, counted)) if n is not None]
    turns: int | str | None
    if isinstance(facts.max_turns, str):
        turns = f"turn_limit({facts.max_turns}, {min(bounds, default=None)})"
    else:
        bounds += [2 * facts.max_turns - 1] if facts.max_turns is not None else []
        turns = min(bounds, default=None)
    if turns == 0 or 0 in bounds:
        raise NotProven(CODE, facts.chat.call, "the recipient never answers")
    return Dialogue(facts, sender, recipient, turns, passes=may_pass(facts, sender, recipient))


def _by_recipient(profile: Profile, counted: int) -> int | None:
    return None if profile.ends_itself else 2 * _replies(profile, counted)


def _by_sender(profile: Profile, counted: int) -> int | None:
    return None if profile.ends_itself else 2 * _replies(profile, counted) + 1


def _replies(profile: Profile, counted: int) -> int:
    """Automatic replies until the limit; v0.2 counts each of them twice in asynchronous chats."""
    return profile.limit // counted


def conditions(draft: Draft, dialogue: Dialogue) -> list[str]:
    """What ends the team besides the number of turns."""
    found: list[str] = []
    sender, recipient = dialogue.sender, dialogue.recipient
    if dialogue.passes:
        return [ended_by_sender(draft, sender)] if can_end(sender, dialogue.facts) else []
    if dialogue.has_tools or dialogue.has_members or any(profile.ends_itself for profile in dialogue.speakers):
        found.append(f"{draft.use('autogen_agentchat.conditions', 'StopMessageTermination')}()")
    if dialogue.turns != 1 and not sender.ends_itself and not sender.stop.never:
        found.append(_condition(draft, sender.stop, recipient_name(draft, dialogue.facts, recipient)))
    if task_may_end(dialogue) or (dialogue.turns != 1 and not recipient.ends_itself and may_stop(recipient, sender)):
        found.append(_condition(draft, recipient.stop, f'"{sender.name}"'))
    if dialogue.has_tools and dialogue.turns is not None:
        found.append(f"{draft.use('autogen_compat.native', 'MessageLimit')}({dialogue.turns})")
    return found


def may_leave_unread(dialogue: Dialogue) -> list[Profile]:
    """The agents that may not have read the last message when the chat ends, as no answer of theirs followed."""
    sender, recipient = dialogue.sender, dialogue.recipient
    limited = sender.limit < MAX_AUTO_REPLIES or recipient.limit < MAX_AUTO_REPLIES
    ended_by_sender = limited and isinstance(dialogue.turns, int) and dialogue.turns % 2 == 0
    answered = dialogue.turns != 1 and may_stop(recipient, sender)
    heard_end = recipient.ends_itself or task_may_end(dialogue) or answered
    return [sender, recipient] if ended_by_sender or heard_end else [sender]


def task_may_end(dialogue: Dialogue) -> bool:
    """Whether the recipient may take the task itself for a last message."""
    facts, stop = dialogue.facts, dialogue.recipient.stop
    task = facts.task_text
    if dialogue.recipient.ends_itself or stop.never:
        return False
    return stop.holds_for(task) is not False if isinstance(task, str) else dialogue.recipient.stop_given


def answers_all(dialogue: Dialogue, profile: Profile) -> bool:
    """Whether an agent answers every message that it gets in a chat, by its model or a human."""
    turns, sender = dialogue.turns, dialogue.sender
    if not isinstance(turns, int):
        return False
    if profile is dialogue.recipient:
        heard_end = task_may_end(dialogue) or (turns != 1 and may_stop(profile, sender))
        return turns % 2 == 1 and not heard_end
    limit, asked = dialogue.facts.max_turns, _by_sender(sender, 1)
    is_not_asked = isinstance(limit, int) and turns == 2 * limit - 1 and (asked is None or asked > turns)
    return (turns == 1 or profile.stop.never) and (turns % 2 == 0 or is_not_asked)


def may_stop(listener: Profile, speaker: Profile) -> bool:
    """Whether what `speaker` says may be a last message for `listener`: not where it only says fixed things."""
    if listener.stop.never:
        return False
    if speaker.is_model_agent or speaker.ends_itself or listener.stop_given:
        return True
    said = constant(speaker.agent.view, speaker.reply) if speaker.reply is not None else None
    return speaker.reply is not None and not (isinstance(said, str) and listener.stop.holds_for(said) is False)


def recipient_name(draft: Draft, facts: ChatFacts, recipient: Profile) -> str:
    """The expression for the name of who answers, who may be one of several."""
    node = facts.chat.recipient_node
    return f'"{recipient.name}"' if facts.chat.among is None or node is None else f"{draft.code(node)}.name"


def _condition(draft: Draft, stop: Stop, speaker: str) -> str:
    """The condition that who is called by the expression `speaker` says a last message."""
    if stop.mention is not None:
        cls = draft.use("autogen_agentchat.conditions", "TextMentionTermination")
        text = '"' + stop.mention.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        return f"{cls}({text}, sources=[{speaker}])"
    cls = draft.use("autogen_agentchat.conditions", "FunctionalTermination")
    source = f"messages[-1].source == {speaker}"
    return functional(cls, [source, stop.on("messages[-1]")])


def functional(cls: str, tests: Sequence[str]) -> str:
    """A FunctionalTermination that holds where all tests of ``messages`` hold."""
    tests = [test for test in tests if test != "True"] or ["True"]
    line = f"{cls}(lambda messages: {' and '.join(tests)})"
    if len(line) <= WIDTH - 30:
        return line
    return f"{cls}(\n    lambda messages: " + "\n    and ".join(tests) + "\n)"


def runner(draft: Draft, program: Program, dialogue: Dialogue) -> str:
    """The expression that runs the chat: a team made above it, or the one agent that answers once."""
    facts = dialogue.facts
    present = [*dialogue.speakers, *([dialogue.sender] if dialogue.sender_listens else [])]
    again = runs_again(program, facts, [each.agent for each in present]) and not facts.keeps_history
    names = [_party(draft, dialogue, profile) for profile in present]
    if dialogue.is_one_answer and not again and not dialogue.is_shared:
        return names[0]
    team = draft.fresh("team", facts.line)
    bound = [] if dialogue.has_tools or dialogue.turns is None else [f"max_turns={dialogue.turns}"]
    if isinstance(dialogue.turns, str):
        draft.use("autogen_compat.native", "turn_limit")
    arguments = [items(names), *joined(conditions(draft, dialogue)), *bound]
    if dialogue.has_tool_turns:
        arguments.append(f"custom_message_types={items(tool_messages(draft))}")
    module = "autogen_compat.native" if dialogue.is_shared else "autogen_agentchat.teams"
    cls = draft.use(module, "SharedHistoryChat" if dialogue.is_shared else "RoundRobinGroupChat")
    lines = [f"{team} = {call(cls, arguments, len(draft.indent_of(facts.line)) + len(team) + 3)}"]
    lines += [f"await {team}.reset()"] if again else []
    draft.insert_before(facts.line, lines)
    return team


def _party(draft: Draft, dialogue: Dialogue, profile: Profile) -> str:
    """The expression for a speaker where the chat starts; an agent that is made there gets a name first."""
    facts = dialogue.facts
    node = facts.chat.sender_node if profile is dialogue.sender else facts.chat.recipient_node
    assert node is not None
    if not isinstance(node, cst.Call):
        return draft.code(node)
    name = draft.fresh(profile.name, facts.line)
    draft.insert_before(facts.line, [f"{name} = {draft.code(node)}"])
    return name


def tool_messages(draft: Draft) -> list[str]:
    """The types of messages that call tools and tell their results."""
    return [draft.use("autogen_compat.native", name) for name in ("ToolCallMessage", "ToolResultMessage")]


def joined(found: Sequence[str]) -> list[str]:
    """The ``termination_condition`` argument for some conditions."""
    if not found:
        return []
    if len(found) == 1:
        return [f"termination_condition={found[0]}"]
    line = " | ".join(found)
    if "\n" in line or len(line) > WIDTH - 30:
        parts = "\n    | ".join(indented(each, "    ").removeprefix("    ") for each in found)
        return [f"termination_condition=(\n    {parts}\n)"]
    return [f"termination_condition={line}"]
