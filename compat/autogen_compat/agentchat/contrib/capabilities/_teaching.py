"""What is worth remembering of a text, and which memos fit it: the part of Teachability that asks nobody itself.

Each method that needs a model is a generator: it yields a text and what is to be found out about it, and is sent the
answer.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from ._memo_store import MemoStore, say

__all__ = ["ABILITY", "Analysis", "Teaching"]

T = TypeVar("T")
Analysis = Generator[tuple[str, str], str, T]

ABILITY = "\nYou are able to remember what users taught you in earlier conversations."
"""What the system message of an agent says besides."""

IS_WORK = (
    "Is the agent asked, in any part of the TEXT, to do a task or to solve a problem? Say yes or no, nothing else."
)
ADVICE = (
    "Quote in short the advice in the TEXT that would help with another task of a similar kind. "
    "If the TEXT gives no advice, say just 'none'."
)
TASK = "Quote in short the task that the TEXT sets, and nothing more: no advice, and no solution."
KIND_OF_TASK = (
    "Say very briefly and in general words what kind of task the TEXT describes, without details that a similar "
    "problem might not have."
)
IS_NEWS = "Is there information in the TEXT that is worth remembering? Say yes or no, nothing else."
QUESTION = (
    "Suppose the user forgets the information in the TEXT. With which question would they ask you for it? "
    "Give the question alone."
)
INFORMATION = "Quote the information in the TEXT that is worth remembering, without any comment."


class Teaching:
    """Memos of what users say, and what of them fits what they say next.

    Args:
        verbosity: 1 to print what is stored and found, 3 to print all memos as well.
        reset_db: forget everything first.
        path_to_db_dir: where the memos are kept.
        recall_threshold: how far a memo may be from what is said, 0 being the same.
        max_num_retrievals: how many memos are read at most.

    Raises:
        ImportError: chromadb is not installed.
        UnsafeMemoFile: the file of memos is damaged, or something else.
    """

    def __init__(
        self,
        verbosity: int | None = 0,
        reset_db: bool | None = False,
        path_to_db_dir: str | None = "./tmp/teachable_agent_db",
        recall_threshold: float | None = 1.5,
        max_num_retrievals: int | None = 10,
    ) -> None:
        self.verbosity = verbosity or 0
        self.path_to_db_dir = path_to_db_dir
        self.recall_threshold = recall_threshold
        self.max_num_retrievals = max_num_retrievals
        self.memo_store = MemoStore(self.verbosity, reset_db, path_to_db_dir)

    @property
    def has_memos(self) -> bool:
        """Whether anything was stored."""
        return self.memo_store.last_memo_id > 0

    def prepopulate_db(self) -> None:
        """Store some memos, so that there is something to choose from."""
        self.memo_store.prepopulate()

    def fitting(self, said: str) -> Analysis[list[str]]:
        """The memos on what is said, and on the kind of task that it sets, each once."""
        self._tell(1, "\nLOOK FOR RELEVANT MEMOS, AS QUESTION-ANSWER PAIRS")
        memos = self._retrieve_relevant_memos(said)
        if (yield from _is_so(said, IS_WORK)):
            self._tell(1, "\nLOOK FOR RELEVANT MEMOS, AS TASK-ADVICE PAIRS")
            memos += self._retrieve_relevant_memos((yield from _kind_of_task(said)))
        return list(dict.fromkeys(memos))

    def learning(self, said: str) -> Analysis[None]:
        """Store what is worth remembering of what is said."""
        known = self.memo_store.last_memo_id
        for label, analysis in (("TASK-ADVICE", _task_and_advice), ("QUESTION-ANSWER", _question_and_answer)):
            pair = yield from analysis(said)
            if pair is not None:
                self._tell(1, f"\nREMEMBER THIS {label} PAIR")
                self.memo_store.add_input_output_pair(*pair)
        if self.memo_store.last_memo_id > known:
            self.memo_store._save_memos()

    def keep(self, asked: str, answer: str) -> None:
        """Store a memo: what it is found by, and what it says."""
        self.memo_store.add_input_output_pair(asked, answer)
        self.memo_store._save_memos()

    def _retrieve_relevant_memos(self, input_text: str) -> list[str]:
        memos = self.memo_store.get_related_memos(input_text, self.max_num_retrievals or 0, self.recall_threshold or 0)
        if not memos:
            self._tell(1, "\nTHE CLOSEST MEMO IS BEYOND THE THRESHOLD:")
            if self.verbosity >= 1:
                self.memo_store.get_nearest_memo(input_text)
            self._tell(1, "")
        return [answer for _, answer, _ in memos]

    def as_text(self, memos: list[str]) -> str:
        """What memos add to a message; nothing without any."""
        if not memos:
            return ""
        info = "\n# Memories that might help\n" + "".join(f"- {memo}\n" for memo in memos)
        self._tell(1, f"\nMEMOS APPENDED TO LAST MESSAGE...\n{info}\n")
        return f"\n{info}"

    def _tell(self, verbosity: int, text: str) -> None:
        if self.verbosity >= verbosity:
            say(text, "light_yellow")


def _is_so(said: str, question: str) -> Analysis[bool]:
    return "yes" in (yield said, question).lower()


def _kind_of_task(said: str) -> Analysis[str]:
    task = yield said, TASK
    return (yield task, KIND_OF_TASK)


def _task_and_advice(said: str) -> Analysis[tuple[str, str] | None]:
    if not (yield from _is_so(said, IS_WORK)):
        return None
    advice = yield said, ADVICE
    return None if "none" in advice.lower() else ((yield from _kind_of_task(said)), advice)


def _question_and_answer(said: str) -> Analysis[tuple[str, str] | None]:
    if not (yield from _is_so(said, IS_NEWS)):
        return None
    question = yield said, QUESTION
    return question, (yield said, INFORMATION)
