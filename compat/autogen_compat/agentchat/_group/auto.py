"""The next speaker by a model's word: a small chat of a selecting agent and one that checks its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...engine.world import World
from ...formatting_utils import colored
from ...io.base import IOStream
from .defaults import FAILED_MARK, SELECTED_MARK

if TYPE_CHECKING:
    from ..agent import Agent
    from ..conversable_agent import ConversableAgent
    from ..groupchat import GroupChat

CHECKER = "checking_agent"
SELECTOR = "speaker_selection_agent"

Reply = tuple[bool, Any]


async def select(
    chat: GroupChat,
    world: World,
    last_speaker: Agent,
    selector: Any,
    messages: list[dict[str, Any]] | None,
    candidates: list[Agent] | None,
) -> Any:
    """Let `selector`'s model choose one of `candidates` (None: every member) after reading `messages`.

    The model is asked again, with what was wrong, up to `max_retries_for_selecting_speaker` times; then the next
    agent in turn speaks. v0.2: autogen/agentchat/groupchat.py GroupChat._auto_select_speaker.
    """
    agents = chat.agents if candidates is None else candidates
    attempts = 1 + chat.max_retries_for_selecting_speaker
    checker, chooser = chat._create_internal_agents(
        agents, attempts, messages, _checks(chat, agents, attempts), selector
    )
    if chat._speaker_selection_transforms is not None:
        chat._speaker_selection_transforms.add_to_agent(chooser)
    result = await world.call(
        checker,
        "initiate_chat",
        chooser,
        cache=None,
        message=_opening(chat, world, agents, messages),
        max_turns=2 * attempts,
        clear_history=False,
        silent=not chat.select_speaker_auto_verbose,
    )
    return chat._process_speaker_selection_result(result, last_speaker, agents)


def _opening(chat: GroupChat, world: World, agents: list[Agent], messages: Any) -> dict[str, Any]:
    if chat.select_speaker_prompt_template is None:
        return messages[-1]
    # v0.2 signs the first prompt in synchronous chats only, and models get to see the signature.
    signature = {} if world.is_async else {"name": CHECKER}
    return {
        "content": chat.select_speaker_prompt(agents),
        **signature,
        "override_role": chat.role_for_select_speaker_messages,
    }


def _checks(chat: GroupChat, agents: list[Agent], attempts: int) -> Callable[..., Reply]:
    """The checking agent's reply function; it counts the attempts of one selection."""
    attempt = 0

    def check(recipient: Any, messages: Any, sender: Any, config: Any) -> Reply:
        nonlocal attempt
        attempt += 1
        return chat._validate_speaker_name(recipient, messages, sender, config, attempts - attempt, attempt, agents)

    return check


def create_agents(
    chat: GroupChat, agents: list[Agent], attempts: int, messages: Any, check: Any, selector: Any
) -> tuple[ConversableAgent, ConversableAgent]:
    """The checking and the selecting agent of one selection; the latter has read the group's messages."""
    from ..conversable_agent import ConversableAgent

    # A number as default reply is v0.2's, for a check function that gives no answer.
    checker = ConversableAgent(CHECKER, default_auto_reply=attempts)  # type: ignore[arg-type]
    checker.register_reply([ConversableAgent, None], reply_func=check, remove_other_reply_funcs=True)
    chooser = ConversableAgent(
        SELECTOR,
        system_message=chat.select_speaker_msg(agents),
        chat_messages={checker: messages},
        llm_config=chat.select_speaker_auto_llm_config or selector.llm_config,
        human_input_mode="NEVER",
    )
    for config in _custom_model_configs(chat.select_speaker_auto_llm_config):
        chooser.register_model_client(_model_class(chat, config["model_client_cls"]))
    return checker, chooser


def _custom_model_configs(llm_config: Any) -> list[dict[str, Any]]:
    if not llm_config:
        return []
    entries = llm_config.get("config_list", [llm_config])
    return [entry for entry in entries if entry.get("model_client_cls")]


def _model_class(chat: GroupChat, name: str) -> Any:
    given = chat.select_speaker_auto_model_client_cls
    if not given:
        raise ValueError(
            "A custom model was detected in the config but no 'model_client_cls' "
            "was supplied for registration in GroupChat."
        )
    if not isinstance(given, list):
        return given
    named = [model_class for model_class in given if model_class.__name__ == name]
    if len(set(named)) > 1:
        raise RuntimeError(f"More than one unique 'model_client_cls' with __name__ '{name}'.")
    if not named:
        raise ValueError(
            f"No model's __name__ matches the model client class '{name}' specified in select_speaker_auto_llm_config."
        )
    return named[0]


def check_answer(
    chat: GroupChat, messages: list[dict[str, Any]], attempts_left: int, attempt: int, agents: list[Agent]
) -> Reply:
    """Judge the model's last answer: a reply that asks again, or None with the verdict appended to `messages`.

    v0.2: autogen/agentchat/groupchat.py GroupChat._validate_speaker_name.
    """
    named = chat._mentioned_agents(messages[-1]["content"].strip(), agents)
    attempts = attempt + attempts_left
    if len(named) == 1:
        (name,) = named
        _tell(chat, f"attempt {attempt} of {attempts} successfully selected: {name}", "green")
        messages.append({"role": "user", "content": f"{SELECTED_MARK}{name}"})
        return True, None
    if named:
        _tell(chat, f"attempt {attempt} of {attempts} failed as it included multiple agent names.", "red")
        again, why = chat.select_speaker_auto_multiple_template, "returned multiple names."
    else:
        _tell(chat, f"attempt #{attempt} failed as it did not include any agent names.", "red")
        again, why = chat.select_speaker_auto_none_template, "did not include any agent names."
    if attempts_left:
        return True, _request(chat, again, agents)
    verdict = f"{FAILED_MARK}Select speaker attempt #{attempt} of {attempts} failed as it {why}"
    messages.append({"role": "user", "content": verdict})
    return True, None


def _tell(chat: GroupChat, outcome: str, color: Any) -> None:
    if chat.select_speaker_auto_verbose:
        IOStream.get_default().print(colored(f">>>>>>>> Select speaker {outcome}", color), flush=True)


def _request(chat: GroupChat, template: str, agents: list[Agent]) -> dict[str, Any]:
    return {
        "content": template.format(agentlist=f"{[agent.name for agent in agents]}"),
        "name": CHECKER,
        "override_role": chat.role_for_select_speaker_messages,
    }


def read_verdict(chat: GroupChat, result: Any, last_speaker: Any, agents: list[Agent] | None) -> Any:
    """The agent that a finished selection chose, or the next in turn when it failed."""
    if not result.chat_history:
        return None
    verdict = result.chat_history[-1]["content"]
    if SELECTED_MARK in verdict:
        return chat.agent_by_name(verdict.replace(SELECTED_MARK, ""))
    return chat.next_agent(last_speaker, agents)
