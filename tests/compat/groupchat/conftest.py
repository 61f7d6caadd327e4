"""Small agents and groups."""

import autogen_compat as autogen
import pytest


@pytest.fixture
def member():
    """Makes an agent that always says the same and asks nobody: `member("alice", "Hello.")`."""

    def make(name, says=None, **options):
        settings = {"human_input_mode": "NEVER", "llm_config": False, "description": f"{name} helps.", **options}
        return autogen.ConversableAgent(name, default_auto_reply=says or f"This is {name}.", **settings)

    return make


@pytest.fixture
def group():
    """Makes a quiet round-robin group of these agents and returns it with its manager."""

    def make(agents, manager=None, **settings):
        chat = autogen.GroupChat(
            agents=agents, messages=[], **{"max_round": 4, "speaker_selection_method": "round_robin", **settings}
        )
        return chat, autogen.GroupChatManager(chat, **{"llm_config": False, "silent": True, **(manager or {})})

    return make


@pytest.fixture
def answering():
    """Lets an agent answer with what a function returns: `answering(agent, lambda: "x")`."""

    def register(agent, function):
        agent.register_reply(lambda _: True, lambda *_, **__: (True, function()))
        return agent

    return register
