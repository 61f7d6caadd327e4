"""Time a legacy chat of trivial agents; runs under v0.2.40 and under compat.

python legacy_turns.py MODULE MESSAGES    prints the time per message, in seconds, for each line of its input
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


def seconds_per_message(autogen, messages):
    """The time per message of one silent chat."""
    left, right = pair(autogen)
    start = time.perf_counter()
    result = left.initiate_chat(right, message="ping", max_turns=messages // 2, silent=True)
    return (time.perf_counter() - start) / len(result.chat_history)


if __name__ == "__main__":
    module = importlib.import_module(sys.argv[1])
    for _ in sys.stdin:
        print(seconds_per_message(module, int(sys.argv[2])), flush=True)
