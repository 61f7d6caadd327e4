"""Time a legacy chat of trivial agents; runs under v0.2.40 and under compat.

python legacy_turns.py MODULE MESSAGES    prints the shortest time per message in seconds
"""

import importlib
import sys
import time


def pair(autogen):
    """Two agents whose only reply function returns a constant."""

    def answer(recipient, messages, sender, config):
        return True, "pong"

    agents = []
    for name in ("left", "right"):
        agent = autogen.ConversableAgent(name, llm_config=False, human_input_mode="NEVER", code_execution_config=False)
        agent.register_reply(autogen.Agent, answer, position=0)
        agents.append(agent)
    return agents


def seconds_per_message(autogen, messages: int, rounds: int = 5) -> float:
    """The shortest time per message over several silent chats."""
    times = []
    for _ in range(rounds):
        left, right = pair(autogen)
        start = time.perf_counter()
        result = left.initiate_chat(right, message="ping", max_turns=messages // 2, silent=True)
        times.append((time.perf_counter() - start) / len(result.chat_history))
    return min(times)


if __name__ == "__main__":
    print(seconds_per_message(importlib.import_module(sys.argv[1]), int(sys.argv[2])))
