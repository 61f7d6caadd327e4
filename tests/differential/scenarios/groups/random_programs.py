"""Groups drawn by chance: many small settings together, as no author thinks of them.

Each scenario is a program that its seed determines. Raise COUNT and record again to look for differences; a scenario
keeps its program when others are added.
"""

import asyncio
import random

from differential.scenario import Scenario

COUNT = 40
NAMES = ("alice", "bob", "Carol", "Product Manager", "user-proxy", "dave_x", "Größe", "a.b")
TEMPLATES = {
    "select_speaker_message_template": "Roles: {roles}. Out of {agentlist}.",
    "select_speaker_prompt_template": "Who of {agentlist}?",
    "select_speaker_auto_multiple_template": "One of {agentlist}!",
    "select_speaker_auto_none_template": "Any of {agentlist}!",
}
SOMETIMES = {
    "admin_name": ("Admin", "alice"),
    "func_call_filter": (True, False),
    "send_introductions": (True, False),
    "enable_clear_history": (True, False),
    "max_retries_for_selecting_speaker": (0, 1, 2),
    "select_speaker_auto_verbose": (True, False),
    "role_for_select_speaker_messages": ("system", "user"),
    "select_speaker_prompt_template": (None, "Pick from {agentlist}."),
}
LINES = ("", "1", "2", "q", "x", "hello", "exit", "clear history 1 now", "TERMINATE")
FIRST_MESSAGES = (
    "Hi",
    "Hello TERMINATE",
    {"content": "Hi in a dict"},
    {"content": None, "function_call": {"name": "f", "arguments": "{}"}},
    {"content": None, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
)


def chance(dice, probability):
    return dice.random() < probability


def names_of(seed):
    dice = random.Random(f"names {seed}")
    names = dice.sample(NAMES, dice.choice((2, 2, 3, 3, 3, 4, 5)))
    return [*names[:-1], names[0]] if chance(dice, 0.1) else names


def model_of(seed):
    """What the model answers: mostly a name, sometimes several or none."""
    dice, names = random.Random(f"model {seed}"), names_of(seed)

    def answer(body):
        kind = dice.random()
        if kind < 0.55:
            return dice.choice(names)
        if kind < 0.7:
            return " and ".join(dice.sample(names, 2))
        return dice.choice(("nobody", "TERMINATE", f"text {dice.randint(0, 9)}"))

    return answer


def ending(word):
    return lambda message: word in str(message.get("content"))


def suggestion(dice, name):
    """A message that suggests a call, as tool or as function."""
    call = {"name": name, "arguments": '{"x": 3}'}
    if chance(dice, 0.5):
        return {"content": None, "function_call": call}
    calls = [{"id": f"c{dice.randint(0, 9)}", "type": "function", "function": call}]
    return {"content": dice.choice((None, "calling")), "tool_calls": calls}


def suggesting(seed):
    """A reply function that sometimes suggests a call."""
    dice = random.Random(f"suggesting {seed}")

    def reply(recipient, messages, sender, config):
        return (True, suggestion(dice, dice.choice("fg"))) if chance(dice, 0.3) else (False, None)

    return reply


def failing(after):
    """A reply function that fails once."""
    calls = []

    def reply(recipient, messages, sender, config):
        calls.append(1)
        if len(calls) == after:
            raise LookupError("no such thing")
        return False, None

    return reply


async def late(recipient, messages, sender, config):
    await asyncio.sleep(0)
    return True, f"late, after {len(messages)}"


def member_settings(dice, names, number, llm_config):
    settings = {
        "human_input_mode": dice.choice(("NEVER",) * 6 + ("ALWAYS", "TERMINATE")),
        "llm_config": llm_config if chance(dice, 0.12) else False,
        "system_message": f"You are number {number}.",
        "description": dice.choice(("", f"Does {names[number]}.")),
        "default_auto_reply": dice.choice(
            (
                f"I am {names[number]}.",
                f"{dice.choice(names)} next",
                "STOP",
                "clear history alice",
                "TERMINATE",
                "",
                None,
            )
        ),
    }
    if chance(dice, 0.1):
        settings["default_auto_reply"] = {"content": f"From {number}.", "context": {"a": 1}}
    if chance(dice, 0.3):
        settings["max_consecutive_auto_reply"] = dice.choice((0, 1, 2, 3))
    if chance(dice, 0.2):
        settings["is_termination_msg"] = ending(dice.choice(("STOP", "bob", "5")))
    return settings


def make_member(autogen, dice, names, number, llm_config, asynchronous):
    settings = member_settings(dice, names, number, llm_config)
    if chance(dice, 0.15):
        agent = autogen.UserProxyAgent(names[number], code_execution_config=False, **settings)
    else:
        agent = autogen.ConversableAgent(names[number], **settings)
    if chance(dice, 0.35):
        agent.register_function({"f": lambda x=0: f"f of {number}: {x}"})
    if chance(dice, 0.1):
        agent.register_reply([autogen.Agent, None], failing(dice.choice((1, 2))))
    if asynchronous and chance(dice, 0.2):
        agent.register_reply([autogen.Agent, None], late)
    if chance(dice, 0.25):
        agent.register_reply([autogen.Agent, None], suggesting(dice.random()))
    return agent


def picking(seed, report):
    dice = random.Random(f"picking {seed}")

    def pick(last_speaker, groupchat):
        report("picked after", [last_speaker, len(groupchat.messages)])
        return dice.choice([*groupchat.agents, *groupchat.agents, "auto", "round_robin", "random", None])

    return pick


def some_of(dice, agents):
    return dice.sample(agents, dice.randint(0, len(agents)))


def group_settings(dice, agents, report):
    method = dice.choice(
        ("auto", "auto", "auto", "round_robin", "Round_Robin", "random", "manual", picking(dice.random(), report))
    )
    settings = {**TEMPLATES, "speaker_selection_method": method, "max_round": dice.choice((1, 2, 3, 4, 6, 8))}
    kind = dice.random()
    if kind < 0.25:
        settings["allowed_or_disallowed_speaker_transitions"] = {
            agent: some_of(dice, agents) for agent in dice.sample(agents, dice.randint(1, len(agents)))
        }
        settings["speaker_transitions_type"] = dice.choice(("allowed", "disallowed"))
    elif kind < 0.6:
        settings["allow_repeat_speaker"] = dice.choice((True, False, False, some_of(dice, agents)))
    settings.update((field, dice.choice(values)) for field, values in SOMETIMES.items() if chance(dice, 0.5))
    return settings


def manager_settings(dice, llm_config):
    settings = {"llm_config": llm_config if chance(dice, 0.8) else False, "silent": chance(dice, 0.2)}
    if chance(dice, 0.4):
        settings["is_termination_msg"] = ending("TERMINATE")
    if chance(dice, 0.15):
        settings["max_consecutive_auto_reply"] = dice.choice((0, 1, 2))
    if chance(dice, 0.1):
        settings["human_input_mode"] = dice.choice(("ALWAYS", "TERMINATE"))
    return settings


def chat_settings(dice):
    settings = {"message": dice.choice(FIRST_MESSAGES)}
    if chance(dice, 0.3):
        settings["max_turns"] = dice.choice((1, 2, 3))
    if chance(dice, 0.3):
        settings["clear_history"] = False
    if chance(dice, 0.2):
        settings["silent"] = True
    if chance(dice, 0.2):
        settings["summary_method"] = None
    return settings


def program_of(seed):
    """One or two chats of a group, whose settings the seed determines."""

    def program(autogen, llm_config, report):
        dice, names = random.Random(f"program {seed}"), names_of(seed)
        random.seed(seed)
        asynchronous = chance(dice, 0.35)
        agents = [make_member(autogen, dice, names, n, llm_config, asynchronous) for n in range(len(names))]
        chat = autogen.GroupChat(agents=agents, messages=[], **group_settings(dice, agents, report))
        manager = autogen.GroupChatManager(groupchat=chat, **manager_settings(dice, llm_config))
        guest = autogen.ConversableAgent("guest", llm_config=False, human_input_mode="NEVER", default_auto_reply="out")
        starter = dice.choice((agents[0], agents[-1], manager, guest))
        for _ in range(dice.choice((1, 1, 2))):
            settings = chat_settings(dice)
            with report.raises("the chat"):
                if asynchronous:
                    report("result", asyncio.run(starter.a_initiate_chat(manager, **settings)))
                else:
                    report("result", starter.initiate_chat(manager, **settings))
            report("group", chat.messages)
            report("of the last member", agents[-1].chat_messages)
            report("last speaker", manager.last_speaker)

    program.__name__ = f"number_{seed}"
    return program


def lines_of(seed):
    dice = random.Random(f"lines {seed}")
    return [dice.choice(LINES) for _ in range(80)]


for seed in range(COUNT):
    globals()[f"number_{seed}"] = Scenario(f"number_{seed}", program_of(seed), model_of(seed), lines_of(seed))
