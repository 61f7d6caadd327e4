"""AM231: a multimodal agent becomes an AssistantAgent that is given a MultiModalMessage, or reads image tags.

v0.2: autogen/agentchat/contrib/multimodal_conversable_agent.py.  v0.4: autogen_agentchat.messages.MultiModalMessage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Program
from autogen_codemods.native.am201_model_clients import Client
from autogen_codemods.native.am302_stops import DEFAULT
from autogen_codemods.native.chats import ChatFacts
from autogen_codemods.native.draft import Draft
from autogen_codemods.native.naming import name_code
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM231",
    title="a multimodal agent becomes an AssistantAgent that sees",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's AssistantAgent sees the images of a MultiModalMessage if its client's model_info has vision. "
    "image_parts() reads v0.2's <img …> tags when the program runs. In longer conversations, and beside agents that "
    "do not see, messages stay texts, and ImageTagsContext shows the images to this agent's model only.",
    before='image_agent = MultimodalConversableAgent("image_agent", llm_config=llm_config)\n'
    'user.initiate_chat(image_agent, message="What is this? <img cat.png>")',
    after='image_agent = AssistantAgent("image_agent", model_client=model_client)\n'
    'task = MultiModalMessage(content=image_parts("What is this? <img cat.png>"), source="user")\n'
    "await Console(image_agent.run_stream(task=task))",
)

CODE = RULE.code
_MULTIMODAL = "MultimodalConversableAgent"
_BLIND = re.compile(
    r"""model=["'](gpt-3\.5\S*?|gpt-4|gpt-4-(32k|0125|1106-preview|0613|turbo-preview)\S*?|o1\S*?|o3-mini\S*?)["']"""
)
"""Models for which autogen-ext sends no images."""


def sees(profile: Profile) -> bool:
    """Whether v0.2 showed the images to the agent's model."""
    return profile.agent.legacy_class == _MULTIMODAL


def check(program: Program, profile: Profile) -> None:
    """A multimodal agent must have a model, and nothing that reads or changes messages; raises NotProven."""
    agent = profile.agent
    if not sees(profile):
        return
    if not profile.is_model_agent:
        raise NotProven(CODE, agent.call, f"{agent.name} has no model that sees")
    if profile.stop_given and profile.stop != DEFAULT:
        raise NotProven(CODE, agent.call, f"the is_termination_msg of {agent.name} gets lists of texts and images")
    if profile.customs or any(tool.agent is agent for tool in program.model_tools):
        raise NotProven(CODE, agent.call, f"{agent.name} sees images and has tools, functions or limits of its own")
    if profile.system_message is not None and "<img" in agent.view.code(profile.system_message):
        raise NotProven(CODE, agent.call, f"the system message of {agent.name} has an image")


def is_shown(facts: ChatFacts, recipient: Profile, turns: int | str | None) -> bool:
    """Whether a task is given as a MultiModalMessage: the agent that sees it is the only one that answers."""
    if not sees(recipient) or turns != 1 or facts.task.kind not in {"text", "dictionary"}:
        return False
    text = constant(facts.chat.view, facts.task.node)
    return not isinstance(text, str) or "<img" in text


def context(draft: Draft, profile: Profile) -> str:
    """The model context of an agent that reads tags in texts."""
    return f"{draft.use('autogen_compat.native', 'ImageTagsContext')}({name_code(draft, profile)})"


def counted(draft: Draft, client: str, profile: Profile) -> str:
    """The client of one agent alone, for a model that sees where the agent needs it."""
    return f"{draft.use('autogen_compat.native', 'with_vision')}({client})" if sees(profile) else client


def seeing(draft: Draft, client: Client, profiles: Iterable[Profile]) -> Client:
    """The client, for a model that sees where an agent needs it; raises NotProven."""
    agents = [profile.agent for profile in profiles if sees(profile)]
    if not agents:
        return client
    if _BLIND.search(client.expression):
        raise NotProven(CODE, agents[0].call, "autogen-ext sends no images to its model")
    if client.code == "AM202":
        return replace(client, expression=f"{draft.use('autogen_compat.native', 'with_vision')}({client.expression})")
    return replace(client, expression=client.expression.replace('"vision": False', '"vision": True'))
