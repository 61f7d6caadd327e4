"""Agents for settings that are known only when the program runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from autogen_agentchat.base import ChatAgent
from autogen_core.code_executor import CodeExecutor

from ..coding.factory import CodeExecutorFactory
from ._auto_reply import AutoReplyAgent
from ._blocking_executors import BlockingExecutor
from ._code_runner import CodeRunnerAgent
from ._script_executor import ScriptExecutor
from ._stop import StopWhen


def code_runner(
    name: str,
    settings: Mapping[str, Any] | Literal[False] | None,
    *,
    reply: str = "",
    otherwise: ChatAgent | None = None,
    stop_when: StopWhen | None = None,
    max_replies: int | None = None,
    description: str | None = None,
) -> ChatAgent:
    """An agent that runs code as v0.2's ``code_execution_config`` says.

    v0.2: autogen/agentchat/conversable_agent.py ConversableAgent.__init__.

    Args:
        name: the name of the agent, a Python identifier.
        settings: False for an agent that runs none; else "work_dir", "use_docker" and "timeout", or an "executor",
            and "last_n_messages".
        reply, otherwise, stop_when, max_replies, description: as for :class:`CodeRunnerAgent`.

    Raises:
        ValueError: the settings are no mapping, or have both an executor and what makes one.
        RuntimeError: docker is wanted and does not answer.
    """
    if settings is False:
        told = {} if description is None else {"description": description}
        return otherwise or AutoReplyAgent(name, reply, stop_when=stop_when, max_replies=max_replies, **told)
    if settings is not None and not isinstance(settings, Mapping):
        raise ValueError("the settings for running code must be a dictionary or False")
    settings = settings or {}
    return CodeRunnerAgent(
        name,
        _executor(settings),
        last_n_messages=settings.get("last_n_messages", "auto"),
        reply=reply,
        otherwise=otherwise,
        stop_when=stop_when,
        max_replies=max_replies,
        description=description,
    )


def _executor(settings: Mapping[str, Any]) -> CodeExecutor:
    given = settings.get("executor")
    if given is None:
        return ScriptExecutor(
            settings.get("work_dir"), use_docker=settings.get("use_docker"), timeout=settings.get("timeout")
        )
    if both := sorted({"use_docker", "work_dir", "timeout"} & settings.keys()):
        raise ValueError(f"{both[0]} and an executor exclude each other")
    if isinstance(given, CodeExecutor):
        return given
    return BlockingExecutor(CodeExecutorFactory.create({**settings}))  # type: ignore[typeddict-item]
