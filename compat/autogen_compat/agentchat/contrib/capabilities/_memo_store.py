"""Where memos are kept: Chroma finds them by what they answer (v0.2: MemoStore of teachability.py)."""

from __future__ import annotations

import os
from typing import Any

from ...._optional import require
from ....formatting_utils import colored
from ....io.base import IOStream
from ._memos import Memos, read_memos, write_memos

__all__ = ["MemoStore", "say"]


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
        say(f"\nLOADING MEMORY FROM DISK\n    Location = {self.path_to_dict}", "light_green")
        self.uid_text_dict = read_memos(self.path_to_dict)
        self.last_memo_id = len(self.uid_text_dict)
        if self.verbosity >= 3:
            self.list_memos()

    def list_memos(self) -> None:
        """Print all memos."""
        say("LIST OF MEMOS", "light_green")
        for memo_id, (asked, answer) in self.uid_text_dict.items():
            say(f"  ID: {memo_id}\n    INPUT TEXT: {asked}\n    OUTPUT TEXT: {answer}", "light_green")

    def _save_memos(self) -> None:
        write_memos(self.path_to_dict, self.uid_text_dict)

    def reset_db(self) -> None:
        """Forget everything, on disk too."""
        say("\nCLEARING MEMORY", "light_green")
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
            say(f"\nINPUT-OUTPUT PAIR ADDED TO VECTOR DATABASE:{fields}", "light_yellow")
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
            say(f"\nINPUT-OUTPUT PAIR RETRIEVED FROM VECTOR DATABASE:{fields}", "light_yellow")

    def prepopulate(self) -> None:
        """Store some memos, so that there is something to choose from."""
        if self.verbosity >= 1:
            say("\nPREPOPULATING MEMORY", "light_green")
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


def say(text: str, color: str) -> None:
    """Print a coloured line."""
    IOStream.get_default().print(colored(text, color))  # type: ignore[arg-type]
