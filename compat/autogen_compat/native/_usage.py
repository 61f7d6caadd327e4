"""What model clients have used, as v0.2's agents told it."""

from __future__ import annotations

from typing import Any

from autogen_core.models import ChatCompletionClient, CreateResult

from autogen_compat.oai._usage import print_usage


def actual_usage(client: ChatCompletionClient) -> dict[str, Any] | None:
    """Tokens and costs per model without answers from a cache; None before the first answer.

    Clients made by ``model_client_from`` know what their answers cost; others tell nothing.

    v0.2: autogen/agentchat/conversable_agent.py get_actual_usage.
    """
    return getattr(client, "actual_usage_summary", None)


def total_usage(client: ChatCompletionClient) -> dict[str, Any] | None:
    """Tokens and costs per model with answers from a cache; None before the first answer.

    v0.2: autogen/agentchat/conversable_agent.py get_total_usage.
    """
    return getattr(client, "total_usage_summary", None)


def print_usage_summary(
    name: str,
    client: ChatCompletionClient,
    mode: str | list[str] = ["actual", "total"],  # noqa: B006
) -> None:
    """Print what the agent called `name` has used: ``"actual"`` without cached answers, ``"total"`` with them, or both.

    v0.2: autogen/agentchat/conversable_agent.py print_usage_summary.

    Raises:
        ValueError: `mode` is none of these.
    """
    show = print
    show(f"Agent '{name}':")
    print_client_usage(client, mode)


def print_client_usage(
    client: ChatCompletionClient,
    mode: str | list[str] = ["actual", "total"],  # noqa: B006
) -> None:
    """As :func:`print_usage_summary`, of a client that no agent has.

    v0.2: autogen/oai/client.py print_usage_summary.

    Raises:
        ValueError: `mode` is none of these.
    """
    print_usage(actual_usage(client), total_usage(client), mode, print)


def clear_usage(client: ChatCompletionClient) -> None:
    """Begin to count tokens and costs anew.

    v0.2: autogen/oai/client.py clear_usage_summary.
    """
    if (wrapper := getattr(client, "wrapper", None)) is not None:
        wrapper.clear_usage_summary()


def cost_of_answer(answer: CreateResult) -> float:
    """What an answer of a client has cost that was made by ``model_client_from``; 0 of others, which do not tell.

    v0.2: the ``cost`` of what OpenAIWrapper.create returns.
    """
    return getattr(answer, "cost", 0.0)
