"""Agents that many scenarios begin with."""

from typing import Any


def done(message: dict[str, Any]) -> bool:
    """The termination test that most legacy programs have."""
    return (message.get("content") or "").rstrip().endswith("TERMINATE")


def assistant(autogen: Any, llm_config: Any, name: str = "assistant", **options: Any) -> Any:
    """An assistant with a system message of its own."""
    return autogen.AssistantAgent(name, **{"system_message": "You help.", "llm_config": llm_config, **options})


def user(autogen: Any, name: str = "user", **options: Any) -> Any:
    """A user that types nothing, runs nothing, and stops at TERMINATE."""
    settings = {
        "human_input_mode": "NEVER",
        "code_execution_config": False,
        "default_auto_reply": "go on",
        "is_termination_msg": done,
    }
    return autogen.UserProxyAgent(name, **{**settings, **options})


def pair(autogen: Any, llm_config: Any, **options: Any) -> tuple[Any, Any]:
    """An assistant and a user; the options are the user's."""
    return assistant(autogen, llm_config), user(autogen, **options)


def plain(autogen: Any, name: str, **options: Any) -> Any:
    """A ConversableAgent without a model, a human or code."""
    settings = {"llm_config": False, "human_input_mode": "NEVER", "code_execution_config": False}
    return autogen.ConversableAgent(name, **{**settings, **options})
