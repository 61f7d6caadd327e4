"""Chats of two agents drawn by chance: many small settings together, as no author thinks of them.

Each scenario is a program that its seed determines. Raise COUNT and record again to look for differences; a scenario
keeps its program when others are added.
"""

import asyncio
import random

from differential.scenario import Scenario

COUNT = 60
NAMES = ("assistant", "user_proxy", "Product Manager", "größe", "a.b", "coder")
LINES = ("", "", "hello", "exit", "TERMINATE", "use the tool", "q")
CODE = {"work_dir": "work", "use_docker": False}
TEXTS = (
    "Hello.",
    "Done. TERMINATE",
    "TERMINATE",
    "",
    "```python\nprint(6 * 7)\n```",
    "```sh\necho shell\n```",
    "Several words, {braces} and TERMINATE in between.",
)
CALLS = (
    {"tool_calls": [{"name": "add", "arguments": {"a": 1, "b": 2}}]},
    {"tool_calls": [{"name": "add", "arguments": {"a": 1, "b": 2}}, {"name": "greet", "arguments": {"name": "x"}}]},
    {"text": "beside", "tool_calls": [{"name": "greet", "arguments": "{broken"}]},
    {"tool_calls": [{"name": "absent"}]},
    {"function_call": {"name": "add", "arguments": {"a": 3}}},
    {"function_call": {"name": "greet", "arguments": {"name": "y"}}},
)
ENDINGS = (
    lambda message: (message.get("content") or "").rstrip().endswith("TERMINATE"),
    lambda message: "TERMINATE" in str(message.get("content")),
    lambda message: message.get("content") == "q",
    lambda message: False,
)
OPENINGS = (
    "Hi",
    "Hi TERMINATE",
    "```python\nprint('opening')\n```",
    {"content": "Hi in a dict", "role": "user"},
    {"content": "Hi {topic}", "context": {"topic": "there"}},
    {"content": [{"type": "text", "text": "Hi in parts"}]},
    {"content": None, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "add", "arguments": "{}"}}]},
    {"content": None, "function_call": {"name": "greet", "arguments": '{"name": "z"}'}},
)


def chance(dice, probability):
    return dice.random() < probability


def add(a: int, b: int = 10) -> int:
    return a + b


def greet(name: str) -> dict:
    return {"hello": name}


async def wait(name: str) -> str:
    await asyncio.sleep(0)
    return f"waited for {name}"


def model_of(seed):
    dice = random.Random(f"model {seed}")

    def answer(body):
        if chance(dice, 0.03):
            return {"status": dice.choice((400, 401, 429, 500)), "message": "no"}
        return dice.choice(CALLS) if chance(dice, 0.3) else dice.choice(TEXTS)

    return answer


def sometimes(seed, values):
    """A reply function that has one of the values as its reply now and then."""
    dice = random.Random(f"sometimes {seed}")

    def reply(recipient, messages, sender, config):
        return (True, dice.choice(values)) if chance(dice, 0.3) else (False, None)

    return reply


def sometimes_later(seed, values):
    reply = sometimes(seed, values)

    async def later(recipient, messages, sender, config):
        await asyncio.sleep(0)
        return reply(recipient, messages, sender, config)

    return later


def agent_settings(dice, llm_config):
    settings = {
        "human_input_mode": dice.choice(("NEVER",) * 7 + ("ALWAYS", "TERMINATE")),
        "llm_config": dict(llm_config) if chance(dice, 0.75) else False,
        "system_message": dice.choice(("You help.", "You are {kind}.", "")),
        "code_execution_config": dict(CODE) if chance(dice, 0.25) else False,
        "default_auto_reply": dice.choice(("", "go on", "TERMINATE", {"content": "from a dict"})),
        "max_consecutive_auto_reply": dice.choice((0, 1, 2, 3, 4, 5, 6)),
    }
    if chance(dice, 0.6):
        settings["is_termination_msg"] = dice.choice(ENDINGS)
    if chance(dice, 0.4) and settings["code_execution_config"]:
        settings["code_execution_config"]["last_n_messages"] = dice.choice(("auto", 1, 2, 5))
    if chance(dice, 0.1):
        settings["silent"] = True
    return settings


def make_agent(autogen, dice, name, llm_config):
    kind = dice.choice((autogen.ConversableAgent, autogen.AssistantAgent, autogen.UserProxyAgent))
    agent = kind(name, **agent_settings(dice, llm_config))
    if chance(dice, 0.5):
        agent.register_function({"add": add, "greet": greet})
    if chance(dice, 0.2):
        agent.register_function({"absent": wait})
    if agent.llm_config and chance(dice, 0.4):
        agent.register_for_llm(name="add", description="Adds.", api_style=dice.choice(("tool", "function")))(add)
    return agent


def hook(agent, dice):
    """Register something that changes or watches messages."""
    kind = dice.choice(("none", "none", "received", "all", "send"))
    if kind == "received":
        agent.register_hook("process_last_received_message", lambda text: f"{text} [read]")
    elif kind == "all":
        agent.register_hook("process_all_messages_before_reply", lambda messages: messages[-2:])
    elif kind == "send":
        agent.register_hook("process_message_before_send", lambda sender, message, recipient, silent: message)


def reply_functions(autogen, agent, dice, *, asynchronous):
    values = (None, "a registered reply", {"content": "a registered dict"}, "TERMINATE", "")
    for _ in range(dice.choice((0, 0, 1, 2))):
        make = sometimes_later if asynchronous and chance(dice, 0.4) else sometimes
        trigger = dice.choice((autogen.Agent, [autogen.Agent, None], lambda sender: True))
        agent.register_reply(trigger, make(dice.random(), values), position=dice.choice((0, 0, 1, 2)))


def chat_settings(dice):
    settings = {"message": dice.choice(OPENINGS)}
    if chance(dice, 0.5):
        settings["max_turns"] = dice.choice((1, 2, 3))
    if chance(dice, 0.2):
        settings["clear_history"] = False
    if chance(dice, 0.15):
        settings["silent"] = True
    if chance(dice, 0.3):
        settings["summary_method"] = dice.choice((None, "reflection_with_llm", lambda *given: "by a function"))
    if chance(dice, 0.2):
        settings["carryover"] = dice.choice(("it rains", ["it rains", "it pours"]))
    return settings


def between(dice, agents, report):
    """What programs do with agents between two chats."""
    agent, other = dice.sample(agents, 2)
    deeds = {
        "nothing": lambda: None,
        "clear": lambda: agent.clear_history(),
        "clear one": lambda: agent.clear_history(other),
        "keep some": lambda: agent.clear_history(nr_messages_to_preserve=2),
        "reset": agent.reset,
        "stop": lambda: agent.stop_reply_at_receive(other),
        "send": lambda: agent.send("by the way", other, request_reply=False),
        "instruct": lambda: agent.update_system_message("You are changed."),
        "limit": lambda: agent.update_max_consecutive_auto_reply(1, other),
    }
    name = dice.choice(sorted(deeds))
    with report.raises(name):
        deeds[name]()


def program_of(seed):
    """One or two chats of two agents, whose settings the seed determines."""

    def program(autogen, llm_config, report):
        dice = random.Random(f"program {seed}")
        asynchronous = chance(dice, 0.3)
        agents = [make_agent(autogen, dice, name, llm_config) for name in dice.sample(NAMES, 2)]
        for agent in agents:
            hook(agent, dice)
            reply_functions(autogen, agent, dice, asynchronous=asynchronous)
        for _ in range(dice.choice((1, 1, 2))):
            settings = chat_settings(dice)
            with report.raises("the chat"):
                if asynchronous:
                    report("result", asyncio.run(agents[0].a_initiate_chat(agents[1], **settings)))
                else:
                    report("result", agents[0].initiate_chat(agents[1], **settings))
            for agent in agents:
                report(agent.name, agent.chat_messages)
            between(dice, agents, report)

    program.__name__ = f"number_{seed}"
    return program


def lines_of(seed):
    dice = random.Random(f"lines {seed}")
    return [dice.choice(LINES) for _ in range(80)]


for seed in range(COUNT):
    globals()[f"number_{seed}"] = Scenario(f"number_{seed}", program_of(seed), model_of(seed), lines_of(seed))
