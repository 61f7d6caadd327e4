"""An agent that answers questions about a text (v0.2: autogen/agentchat/contrib/text_analyzer_agent.py)."""

from __future__ import annotations

from typing import Any, Literal

from ..agent import Agent
from ..conversable_agent import ConversableAgent
from .capabilities._analysis import ANALYST, question_about

__all__ = ["TextAnalyzerAgent", "system_message"]

Message = dict[str, Any]

system_message = ANALYST


class TextAnalyzerAgent(ConversableAgent):
    """Takes two messages, a text and what to find out about it, and answers the second."""

    def __init__(
        self,
        name: str = "analyzer",
        system_message: str | None = system_message,
        human_input_mode: Literal["ALWAYS", "NEVER", "TERMINATE"] = "NEVER",
        llm_config: dict[str, Any] | bool | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            name=name,
            system_message=system_message,
            human_input_mode=human_input_mode,
            llm_config=llm_config,  # type: ignore[arg-type]
            **kwargs,
        )
        self.register_reply(Agent, TextAnalyzerAgent._analyze_in_reply, position=2)

    def _analyze_in_reply(
        self, messages: list[Message] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | Message | None]:
        if self.llm_config is False:
            raise ValueError("TextAnalyzerAgent requires self.llm_config to be set in its base class.")
        text, instructions = self._oai_messages[sender] if messages is None else messages
        return True, self.analyze_text(text["content"], instructions["content"])

    def analyze_text(self, text_to_analyze: str, analysis_instructions: str) -> Any:
        """What the model finds out about the text."""
        question = question_about(text_to_analyze, analysis_instructions)
        return self.generate_oai_reply([{"role": "user", "content": question}], None, None)[1]
