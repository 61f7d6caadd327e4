"""Which agents a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Models escape underscores for markdown, or write a space in their place.
_SPELLINGS_OF_UNDERSCORE = ("_", " ", r"\_")


@lru_cache(maxsize=1024)
def _pattern(name: str) -> re.Pattern[str]:
    spellings = dict.fromkeys(name.replace("_", underscore) for underscore in _SPELLINGS_OF_UNDERSCORE)
    return re.compile(rf"(?<=\W)(?:{'|'.join(map(re.escape, spellings))})(?=\W)")


def count_mentions(text: str, names: Iterable[str]) -> dict[str, int]:
    """How often each of `names` stands in `text` as a whole word; names that do not are left out.

    Case counts; an underscore in a name may also be written as a space or as `\\_`.
    v0.2: autogen/agentchat/groupchat.py GroupChat._mentioned_agents.
    """
    padded = f" {text} "
    counts = {name: len(_pattern(name).findall(padded)) for name in names}
    return {name: count for name, count in counts.items() if count}
