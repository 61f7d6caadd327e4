"""Cost of a turn in a two-agent chat: python -m tests.benchmarks.turns

The reference is a plain v0.4 `RoundRobinGroupChat` of two agents that answer with a constant; compat and v0.2.40 do the
same with two legacy agents. Model calls are not in it: this is what the framework itself costs.
"""

from __future__ import annotations

from pathlib import Path

from .measure import THIS_PYTHON, Figure, race, show, v02_python

MESSAGES = 400
PLAIN = str(Path(__file__).with_name("plain_turns.py"))
LEGACY = str(Path(__file__).with_name("legacy_turns.py"))


def main() -> None:
    """Measure and print, in microseconds per message."""
    reference = "plain v0.4, RoundRobinGroupChat"
    contestants = {
        reference: (THIS_PYTHON, PLAIN, str(MESSAGES)),
        "compat, initiate_chat": (THIS_PYTHON, LEGACY, "autogen_compat", str(MESSAGES)),
    }
    if python := v02_python():
        contestants["v0.2.40, initiate_chat"] = (python, LEGACY, "autogen", str(MESSAGES))
    figures = [Figure(name, 1e6 * seconds) for name, seconds in race(contestants).items()]
    show("Framework cost per message, the shortest of 25 rounds", "us", figures[0], figures[1:])


if __name__ == "__main__":
    main()
