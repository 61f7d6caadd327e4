"""Changing what an agent reads (v0.2: autogen/agentchat/contrib/capabilities/transform_messages.py)."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ....formatting_utils import colored
from ....io.base import IOStream
from .transforms import MessageTransform

if TYPE_CHECKING:
    from ...conversable_agent import ConversableAgent

__all__ = ["TransformMessages"]

Message = dict[str, Any]


class TransformMessages:
    """Applies transforms, in order, to the messages that an agent answers; its history stays as it is.

    A leading system message is left alone.

    Args:
        transforms: what to apply.
        verbose: whether to print what each transform did.
    """

    def __init__(self, *, transforms: Sequence[MessageTransform] = [], verbose: bool = True) -> None:
        self._transforms = transforms
        self._verbose = verbose

    def add_to_agent(self, agent: ConversableAgent) -> None:
        """Let `agent` read transformed messages from now on."""
        agent.register_hook(hookable_method="process_all_messages_before_reply", hook=self._transform_messages)

    def _transform_messages(self, messages: list[Message]) -> list[Message]:
        system = messages[:1] if messages[0]["role"] == "system" else []
        rest = copy.deepcopy(messages[len(system) :])
        for transform in self._transforms:
            rest = self._apply(transform, rest)
        return [*copy.deepcopy(system), *rest]

    def _apply(self, transform: MessageTransform, messages: list[Message]) -> list[Message]:
        if not self._verbose:
            return transform.apply_transform(messages)
        before = copy.deepcopy(messages)
        after = transform.apply_transform(before)
        log, had_effect = transform.get_logs(before, after)
        if had_effect:
            IOStream.get_default().print(colored(log, "yellow"))
        return after
