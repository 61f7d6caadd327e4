"""Remembering what users teach, across chats (v0.2: autogen/agentchat/contrib/capabilities/teachability.py)."""

from __future__ import annotations

from typing import Any, TypeVar

from ....code_utils import content_str
from ...conversable_agent import ConversableAgent
from ..text_analyzer_agent import TextAnalyzerAgent
from ._memo_store import MemoStore
from ._teaching import ABILITY, Analysis, Teaching
from .agent_capability import AgentCapability

__all__ = ["MemoStore", "Teachability"]

T = TypeVar("T")
Text = str | list[Any]


class Teachability(Teaching, AgentCapability):
    """Lets an agent keep memos of what its users tell it, and read those that fit what they say now.

    Agents of one group need a `path_to_db_dir` each.

    Args:
        verbosity: 0; 1 to print what is stored and found; 2 to print the analysis too; 3 to print all memos as well.
        reset_db: forget everything first.
        path_to_db_dir: where the memos are kept; v0.2's can be used on.
        recall_threshold: how far a memo may be from what is said, 0 being the same.
        max_num_retrievals: how many memos are read at most.
        llm_config: of the analysis; by default the agent's.

    Raises:
        ImportError: chromadb is not installed.
    """

    def __init__(
        self,
        verbosity: int | None = 0,
        reset_db: bool | None = False,
        path_to_db_dir: str | None = "./tmp/teachable_agent_db",
        recall_threshold: float | None = 1.5,
        max_num_retrievals: int | None = 10,
        llm_config: dict[str, Any] | bool | None = None,
    ) -> None:
        super().__init__(verbosity, reset_db, path_to_db_dir, recall_threshold, max_num_retrievals)
        self.llm_config = llm_config
        self.analyzer: Any = None
        self.teachable_agent: Any = None

    def add_to_agent(self, agent: ConversableAgent) -> None:
        """Let the agent remember.

        Raises:
            AssertionError: neither the capability nor the agent has a model.
        """
        self.teachable_agent = agent
        agent.register_hook("process_last_received_message", self.process_last_received_message)
        if self.llm_config is None:
            self.llm_config = agent.llm_config
        assert self.llm_config, "Teachability requires a valid llm_config."
        self.analyzer = TextAnalyzerAgent(llm_config=self.llm_config)
        agent.update_system_message(agent.system_message + ABILITY)

    def process_last_received_message(self, text: Text) -> Text:
        """The message with the memos that fit it below; what it teaches is stored."""
        said = content_str(text)  # type: ignore[arg-type]
        memos = self._consider_memo_retrieval(said) if self.has_memos else ""
        self._consider_memo_storage(said)
        if not memos:
            return text
        return text + memos if isinstance(text, str) else [*text, {"type": "text", "text": memos}]

    def _consider_memo_storage(self, comment: str) -> None:
        self._analyzed(self.learning(comment))

    def _consider_memo_retrieval(self, comment: str) -> str:
        """The memos that fit what is said, as text; empty without any."""
        return self._concatenate_memo_texts(self._analyzed(self.fitting(comment)))

    def _concatenate_memo_texts(self, memo_list: list[str]) -> str:
        return self.as_text(memo_list)

    def _analyzed(self, analysis: Analysis[T]) -> T:
        """The result of an analysis, each of whose questions the analyzer is asked."""
        try:
            question = next(analysis)
            while True:
                question = analysis.send(self._analyze(*question))
        except StopIteration as end:
            return end.value

    def _analyze(self, text_to_analyze: str, analysis_instructions: str) -> str:
        """What the analyzer says about a text; it gets it as a message of the agent."""
        self.analyzer.reset()
        for message, request_reply in ((text_to_analyze, False), (analysis_instructions, True)):
            self.teachable_agent.send(
                recipient=self.analyzer, message=message, request_reply=request_reply, silent=self.verbosity < 2
            )
        return self.teachable_agent.last_message(self.analyzer)["content"]
