"""Time and memory of a legacy group of trivial agents; runs under v0.2.40 and under compat.

python legacy_groups.py MODULE ROUNDS...    prints {"seconds": per message of the first, "bytes": [per message of each]}
"""

import gc
import importlib
import json
import sys
import time
import tracemalloc


def group(autogen, rounds):
    """A silent round-robin group of four agents whose only reply function returns a constant."""

    def answer(recipient, messages, sender, config):
        return True, "pong"

    agents = []
    for name in ("north", "east", "south", "west"):
        agent = autogen.ConversableAgent(name, llm_config=False, human_input_mode="NEVER", code_execution_config=False)
        agent.register_reply(autogen.Agent, answer, position=0)
        agents.append(agent)
    chat = autogen.GroupChat(agents=agents, messages=[], max_round=rounds, speaker_selection_method="round_robin")
    return chat, autogen.GroupChatManager(groupchat=chat, llm_config=False, silent=True)


def run(autogen, rounds):
    """Hold one group chat and return the group."""
    chat, manager = group(autogen, rounds)
    chat.agents[0].initiate_chat(manager, message="ping", silent=True)
    assert len(chat.messages) == rounds
    return chat


def seconds_per_message(autogen, rounds, times=3):
    """The shortest time per message over several chats."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run(autogen, rounds)
        taken.append((time.perf_counter() - start) / rounds)
    return min(taken)


def bytes_per_message(autogen, rounds):
    """The highest memory during a chat, over its messages."""
    gc.collect()
    tracemalloc.start()
    try:
        run(autogen, rounds)
        return tracemalloc.get_traced_memory()[1] / rounds
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    module, wanted = importlib.import_module(sys.argv[1]), [int(each) for each in sys.argv[2:]]
    run(module, 10)
    seconds = seconds_per_message(module, wanted[0])
    print(json.dumps({"seconds": seconds, "bytes": [bytes_per_message(module, rounds) for rounds in wanted]}))
