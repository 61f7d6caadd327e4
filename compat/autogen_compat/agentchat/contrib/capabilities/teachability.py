"""Remembering what users teach, across chats (v0.2: autogen/agentchat/contrib/capabilities/teachability.py)."""

from __future__ import annotations

import os
from typing import Any

from ...._optional import require
from ....code_utils import content_str
from ....formatting_utils import colored
from ....io.base import IOStream
from ...conversable_agent import ConversableAgent
from ..text_analyzer_agent import TextAnalyzerAgent
from ._memos import Memos, read_memos, write_memos
from .agent_capability import AgentCapability

__all__ = ["MemoStore", "Teachability"]

Text = str | list[Any]

_ABILITY = "\nYou are able to remember what users taught you in earlier conversations."
_IS_WORK = (
    "Is the agent asked, in any part of the TEXT, to do a task or to solve a problem? Say yes or no, nothing else."
)
_ADVICE = (
    "Quote in short the advice in the TEXT that would help with another task of a similar kind. "
    "If the TEXT gives no advice, say just 'none'."
)
_TASK = "Quote in short the task that the TEXT sets, and nothing more: no advice, and no solution."
_KIND_OF_TASK = (
    "Say very briefly and in general words what kind of task the TEXT describes, without details that a similar "
    "problem might not have."
)
_IS_NEWS = "Is there information in the TEXT that is worth remembering? Say yes or no, nothing else."
_QUESTION = (
    "Suppose the user forgets the information in the TEXT. With which question would they ask you for it? "
    "Give the question alone."
)
_INFORMATION = "Quote the information in the TEXT that is worth remembering, without any comment."


class Teachability(AgentCapability):
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
        self.verbosity = verbosity or 0
        self.path_to_db_dir = path_to_db_dir
        self.recall_threshold = recall_threshold
        self.max_num_retrievals = max_num_retrievals
        self.llm_config = llm_config
        self.analyzer: Any = None
        self.teachable_agent: Any = None
        self.memo_store = MemoStore(self.verbosity, reset_db, path_to_db_dir)

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
        agent.update_system_message(agent.system_message + _ABILITY)

    def prepopulate_db(self) -> None:
        """Store some memos, so that there is something to choose from."""
        self.memo_store.prepopulate()

    def process_last_received_message(self, text: Text) -> Text:
        """The message with the memos that fit it below; what it teaches is stored."""
        said = content_str(text)  # type: ignore[arg-type]
        memos = self._consider_memo_retrieval(said) if self.memo_store.last_memo_id > 0 else ""
        self._consider_memo_storage(said)
        if not memos:
            return text
        return text + memos if isinstance(text, str) else [*text, {"type": "text", "text": memos}]

    def _consider_memo_storage(self, comment: str) -> None:
        pairs = [*self._task_and_advice(comment), *self._question_and_answer(comment)]
        for label, asked, answer in pairs:
            self._tell(1, f"\nREMEMBER THIS {label} PAIR")
            self.memo_store.add_input_output_pair(asked, answer)
        if pairs:
            self.memo_store._save_memos()

    def _task_and_advice(self, comment: str) -> list[tuple[str, str, str]]:
        if not self._is_so(comment, _IS_WORK):
            return []
        advice = self._analyze(comment, _ADVICE)
        return [] if "none" in advice.lower() else [("TASK-ADVICE", self._kind_of_task(comment), advice)]

    def _question_and_answer(self, comment: str) -> list[tuple[str, str, str]]:
        if not self._is_so(comment, _IS_NEWS):
            return []
        question = self._analyze(comment, _QUESTION)
        return [("QUESTION-ANSWER", question, self._analyze(comment, _INFORMATION))]

    def _kind_of_task(self, comment: str) -> str:
        return self._analyze(self._analyze(comment, _TASK), _KIND_OF_TASK)

    def _consider_memo_retrieval(self, comment: str) -> str:
        """The memos on what is said, and on the kind of task that it sets, as text; empty without any."""
        self._tell(1, "\nLOOK FOR RELEVANT MEMOS, AS QUESTION-ANSWER PAIRS")
        memos = self._retrieve_relevant_memos(comment)
        if self._is_so(comment, _IS_WORK):
            self._tell(1, "\nLOOK FOR RELEVANT MEMOS, AS TASK-ADVICE PAIRS")
            memos += self._retrieve_relevant_memos(self._kind_of_task(comment))
        return self._concatenate_memo_texts(list(dict.fromkeys(memos)))

    def _retrieve_relevant_memos(self, input_text: str) -> list[str]:
        memos = self.memo_store.get_related_memos(input_text, self.max_num_retrievals or 0, self.recall_threshold or 0)
        if not memos:
            self._tell(1, "\nTHE CLOSEST MEMO IS BEYOND THE THRESHOLD:")
            if self.verbosity >= 1:
                self.memo_store.get_nearest_memo(input_text)
            self._tell(1, "")
        return [answer for _, answer, _ in memos]

    def _concatenate_memo_texts(self, memo_list: list[str]) -> str:
        if not memo_list:
            return ""
        info = "\n# Memories that might help\n" + "".join(f"- {memo}\n" for memo in memo_list)
        self._tell(1, f"\nMEMOS APPENDED TO LAST MESSAGE...\n{info}\n")
        return f"\n{info}"

    def _is_so(self, comment: str, question: str) -> bool:
        return "yes" in self._analyze(comment, question).lower()

    def _analyze(self, text_to_analyze: str, analysis_instructions: str) -> str:
        """What the analyzer says about a text; it gets it as a message of the agent."""
        self.analyzer.reset()
        for message, request_reply in ((text_to_analyze, False), (analysis_instructions, True)):
            self.teachable_agent.send(
                recipient=self.analyzer, message=message, request_reply=request_reply, silent=self.verbosity < 2
            )
        return self.teachable_agent.last_message(self.analyzer)["content"]

    def _tell(self, verbosity: int, text: str) -> None:
        if self.verbosity >= verbosity:
            _say(text, "light_yellow")


class MemoStore:
    """Memos in a Chroma collection: pairs of a question or task, by which they are found, and an answer or advice.

    Args:
        verbosity: 1 to print what is stored and found, 3 to print all memos as well.
        reset: forget everything first.
        path_to_db_dir: where they are kept.

    Raises:
        ImportError: chromadb is not installed.
        UnsafeMemoFile: the file of memos is damaged, or something else.
    """

    def __init__(
        self,
        verbosity: int | None = 0,
        reset: bool | None = False,
        path_to_db_dir: str | None = "./tmp/teachable_agent_db",
    ) -> None:
        self.verbosity = verbosity or 0
        self.path_to_db_dir = path_to_db_dir or "./tmp/teachable_agent_db"
        chroma = require("chromadb", extra="retrievechat", what_for="Teachability")
        settings = chroma.config.Settings(
            anonymized_telemetry=False, allow_reset=True, is_persistent=True, persist_directory=self.path_to_db_dir
        )
        self.db_client: Any = chroma.Client(settings)
        self.vec_db: Any = self.db_client.create_collection("memos", get_or_create=True)
        self.path_to_dict = os.path.join(self.path_to_db_dir, "uid_text_dict.pkl")
        self.uid_text_dict: Memos = {}
        self.last_memo_id = 0
        if reset:
            self.reset_db()
        elif os.path.exists(self.path_to_dict):
            self._load_memos()

    def _load_memos(self) -> None:
        _say(f"\nLOADING MEMORY FROM DISK\n    Location = {self.path_to_dict}", "light_green")
        self.uid_text_dict = read_memos(self.path_to_dict)
        self.last_memo_id = len(self.uid_text_dict)
        if self.verbosity >= 3:
            self.list_memos()

    def list_memos(self) -> None:
        """Print all memos."""
        _say("LIST OF MEMOS", "light_green")
        for memo_id, (asked, answer) in self.uid_text_dict.items():
            _say(f"  ID: {memo_id}\n    INPUT TEXT: {asked}\n    OUTPUT TEXT: {answer}", "light_green")

    def _save_memos(self) -> None:
        write_memos(self.path_to_dict, self.uid_text_dict)

    def reset_db(self) -> None:
        """Forget everything, on disk too."""
        _say("\nCLEARING MEMORY", "light_green")
        self.db_client.delete_collection("memos")
        self.vec_db = self.db_client.create_collection("memos")
        self.uid_text_dict = {}
        self.last_memo_id = 0
        self._save_memos()

    def add_input_output_pair(self, input_text: str, output_text: str) -> None:
        """Store a memo; `_save_memos` writes it to disk."""
        self.last_memo_id += 1
        memo_id = str(self.last_memo_id)
        self.vec_db.add(documents=[input_text], ids=[memo_id])
        self.uid_text_dict[memo_id] = input_text, output_text
        if self.verbosity >= 1:
            fields = f"\n  ID\n    {memo_id}\n  INPUT\n    {input_text}\n  OUTPUT\n    {output_text}\n"
            _say(f"\nINPUT-OUTPUT PAIR ADDED TO VECTOR DATABASE:{fields}", "light_yellow")
        if self.verbosity >= 3:
            self.list_memos()

    def get_nearest_memo(self, query_text: str) -> tuple[str, str, float]:
        """The memo nearest to a text: what it is found by, what it says, and its distance.

        Raises:
            IndexError: there is none.
        """
        return self._found(query_text, 1)[0]

    def get_related_memos(
        self, query_text: str, n_results: int, threshold: int | float
    ) -> list[tuple[str, str, float]]:
        """Up to `n_results` memos that are nearer to a text than the threshold, the nearest first."""
        wanted = min(n_results, len(self.uid_text_dict))
        return self._found(query_text, wanted, threshold) if wanted else []

    def _found(self, text: str, n_results: int, threshold: float = float("inf")) -> list[tuple[str, str, float]]:
        found = self.vec_db.query(query_texts=[text], n_results=n_results)
        memos: list[tuple[str, str, float]] = []
        for memo_id, distance in zip(found["ids"][0], found["distances"][0], strict=True):
            if distance < threshold:
                asked, answer = self.uid_text_dict[memo_id]
                self._tell_retrieved(asked, answer, distance)
                memos.append((asked, answer, distance))
        return memos

    def _tell_retrieved(self, asked: str, answer: str, distance: float) -> None:
        if self.verbosity >= 1:
            fields = f"\n  INPUT1\n    {asked}\n  OUTPUT\n    {answer}\n  DISTANCE\n    {distance}"
            _say(f"\nINPUT-OUTPUT PAIR RETRIEVED FROM VECTOR DATABASE:{fields}", "light_yellow")

    def prepopulate(self) -> None:
        """Store some memos, so that there is something to choose from."""
        if self.verbosity >= 1:
            _say("\nPREPOPULATING MEMORY", "light_green")
        for asked, answer in _EXAMPLES:
            self.add_input_output_pair(asked, answer)
        self._save_memos()


_EXAMPLES = (
    ("By reports I mean the quarterly ones, which are spreadsheets.", "yes"),
    ("Make sure that every library on your list still has a maintainer.", "no"),
    ("The summary should stay in Markdown, please.", "no"),
    ("It helps to unpack archives first and to search their files afterwards.", "yes"),
    ("A talk needs a story; bullet points alone make it dull.", "yes"),
    ("No, this time put the years in rows and the countries in columns.", "no"),
    ("A script that you send should name the packages it needs.", "yes"),
    ("List what Barbara Liskov wrote on data abstraction.", "no"),
    ("Which of the two teams closed more issues last month?", "no"),
    ("Before you send a chart, check that its axes are the ones asked for.", "yes"),
)


def _say(text: str, color: str) -> None:
    IOStream.get_default().print(colored(text, color))  # type: ignore[arg-type]
