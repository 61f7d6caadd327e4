"""Finding criteria, and measuring by them (v0.2: autogen/agentchat/contrib/agent_eval/agent_eval.py)."""

from __future__ import annotations

from typing import Any, Literal

from ...groupchat import GroupChat, GroupChatManager
from ...user_proxy_agent import UserProxyAgent
from .criterion import Criterion
from .critic_agent import CriticAgent
from .quantifier_agent import QuantifierAgent
from .subcritic_agent import SubCriticAgent
from .task import Task

__all__ = ["generate_criteria", "quantify_criteria"]

LLMConfig = dict[str, Any] | Literal[False] | None


def generate_criteria(
    llm_config: LLMConfig = None,
    task: Task | None = None,
    additional_instructions: str = "",
    max_round: int = 2,
    use_subcritic: bool = False,
) -> list[Criterion]:
    """The criteria that a model suggests for a task.

    Args:
        additional_instructions: for the critic.
        max_round: messages of their talk, the task included.
        use_subcritic: let a second agent divide the criteria.

    Raises:
        ValueError: there is no task, or what the model suggests are no criteria.
    """
    user = _user("critic_user")
    instructions = f"{CriticAgent.DEFAULT_SYSTEM_MESSAGE}\n{additional_instructions}"
    critics = [CriticAgent(system_message=instructions, llm_config=llm_config)]
    if use_subcritic:
        critics.append(SubCriticAgent(llm_config=llm_config))  # type: ignore[arg-type]
    group = GroupChat(agents=[user, *critics], messages=[], max_round=max_round, speaker_selection_method="round_robin")
    user.initiate_chat(GroupChatManager(groupchat=group, llm_config=llm_config), message=_told(task))
    suggested = _last_content(user)
    return Criterion.parse_json_str(suggested[suggested.find("[") : suggested.rfind("]") + 1])


def quantify_criteria(
    llm_config: LLMConfig = None,
    criteria: list[Criterion] | None = None,
    task: Task | None = None,
    test_case: str = "",
    ground_truth: str = "",
) -> dict[str, Any]:
    """How well a test case does by the criteria, as a model sees it.

    Returns:
        `actual_success`, which is the `ground_truth`, and `estimated_performance`, the model's answer.

    Raises:
        ValueError: there is no task.
    """
    user = _user("quantifier_user")
    dictionary = Criterion.write_json(criteria or [])
    message = f"{_told(task)}Evaluation dictionary: {dictionary}actual test case to evaluate: {test_case}"
    user.initiate_chat(QuantifierAgent(llm_config=llm_config), message=message)
    return {"actual_success": ground_truth, "estimated_performance": _last_content(user)}


def _user(name: str) -> UserProxyAgent:
    return UserProxyAgent(
        name=name,
        max_consecutive_auto_reply=0,
        human_input_mode="NEVER",
        code_execution_config={"use_docker": False},
    )


def _told(task: Task | None) -> str:
    if task is None:
        raise ValueError("Give the task that is to be evaluated.")
    return task.get_sys_message()


def _last_content(user: UserProxyAgent) -> str:
    message = user.last_message()
    return "" if message is None else message["content"]
