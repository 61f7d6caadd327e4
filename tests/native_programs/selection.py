"""Programs that select speakers in every way that v0.2 has."""

import random

from native_programs.program import CONFIG, Program

_SPEAKERS = """
import random

import autogen

random.seed({seed})
a = autogen.UserProxyAgent("a", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="from a")
b = autogen.UserProxyAgent("b", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="from b")
c = autogen.UserProxyAgent("c", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="from c")
d = autogen.UserProxyAgent("d", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="from d")
"""
_RUN = """
manager = autogen.GroupChatManager(groupchat=groupchat{manager})
result = {starter}.initiate_chat(manager, message="Begin.")
print("=>", [m["name"] for m in result.chat_history])
"""


def _program(name: str, group: str, *, seed: int = 7, starter: str = "a", inputs: tuple[str, ...] = ()) -> Program:
    source = _SPEAKERS.format(seed=seed) + group + _RUN.format(starter=starter, manager="")
    return Program(name, source, (), inputs)


def _random_transitions(number: int) -> Program:
    """Random rules for random selection, the same in every run."""
    dice = random.Random(number)
    kind = dice.choice(["allowed", "disallowed"])
    lines = [f"{one}: [{', '.join(dice.sample('abcd', dice.randint(0, 3)))}]" for one in "abcd"]
    if kind == "allowed" and dice.random() < 0.5:
        lines.pop(dice.randrange(4))
    method = dice.choice(["random", "round_robin"])
    group = f"""
groupchat = autogen.GroupChat(
    agents=[a, b, c, d],
    messages=[],
    max_round=12,
    speaker_selection_method="{method}",
    allowed_or_disallowed_speaker_transitions={{{", ".join(lines)}}},
    speaker_transitions_type="{kind}",
)
"""
    return _program(f"random_transitions_{number}", group, seed=number, starter=dice.choice("abcd"))


PROGRAMS = [
    _program(
        "speakers_at_random",
        """
groupchat = autogen.GroupChat(
    agents=[a, b, c, d], messages=[], max_round=14, speaker_selection_method="random", allow_repeat_speaker=False
)
""",
    ),
    _program(
        "only_some_speakers_may_repeat",
        """
groupchat = autogen.GroupChat(
    agents=[a, b, c, d], messages=[], max_round=14, speaker_selection_method="Random", allow_repeat_speaker=[a, d]
)
""",
    ),
    _program(
        "a_human_selects_by_number",
        """
groupchat = autogen.GroupChat(agents=[a, b, c, d], messages=[], max_round=9, speaker_selection_method="manual")
""",
        inputs=("3", "", "q", "9", "x", "0", "2", " 1 ", "4", "2"),
    ),
    _program(
        "without_a_model_the_next_speaks",
        """
groupchat = autogen.GroupChat(agents=[a, b, c, d], messages=[], max_round=6)
""",
        starter="c",
    ),
    _program(
        "a_function_leaves_the_choice_to_rules",
        """
def choose(last_speaker, groupchat):
    if last_speaker.name == "a":
        return "random"
    if len(groupchat.messages) > 10:
        return None
    if groupchat.messages[-1]["name"] == "b":
        return groupchat.agent_by_name("d")
    return "round_robin" if last_speaker is c else groupchat.next_agent(last_speaker)


groupchat = autogen.GroupChat(
    agents=[a, b, c, d], messages=[], max_round=20, speaker_selection_method=choose, allow_repeat_speaker=False
)
""",
    ),
    _program(
        "a_lambda_selects",
        """
order = [b, d, c]
groupchat = autogen.GroupChat(
    agents=[a, b, c, d],
    messages=[],
    max_round=8,
    speaker_selection_method=lambda last, group: d if last is a else group.agents[len(group.messages) % 4],
)
""".replace("order = [b, d, c]\n", ""),
    ),
    _program(
        "a_function_reads_messages_and_rounds",
        """
def choose(last_speaker: autogen.Agent, groupchat: autogen.GroupChat) -> autogen.Agent | None:
    spoken = [message["name"] for message in groupchat.messages]
    rare = min(groupchat.agent_names, key=spoken.count)
    if len(spoken) == groupchat.max_round - 2:
        return None
    last = groupchat.messages[-1]
    text = last.get("content", "")
    return groupchat.agent_by_name(rare) if "from" in text else b


groupchat = autogen.GroupChat(agents=[a, b, c, d], messages=[], max_round=11, speaker_selection_method=choose)
""",
    ),
    *map(_random_transitions, range(1, 9)),
    Program(
        "the_prompts_of_a_selection",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, description="Gives the task."
)
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent(
    "critic", system_message="You criticise.", llm_config=llm_config, description="Finds faults."
)
groupchat = autogen.GroupChat(
    agents=[user, writer, critic],
    messages=[],
    max_round=5,
    allow_repeat_speaker=False,
    max_retries_for_selecting_speaker=1,
    select_speaker_message_template="Here are {roles}. Take one of {agentlist}.",
    select_speaker_prompt_template="Who of {agentlist}?",
    select_speaker_auto_multiple_template="Only one of {agentlist}!",
    select_speaker_auto_none_template="At least one of {agentlist}!",
    select_speaker_auto_verbose=True,
    role_for_select_speaker_messages="user",
)
manager = autogen.GroupChatManager(
    groupchat=groupchat, llm_config=llm_config, system_message="You manage.", human_input_mode="NEVER", silent=True
)
result = user.initiate_chat(manager, message="Write.")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
""",
        ("critic or writer", "writer", "verse", "whoever", "neither", "bad", "writer", "better", "user"),
    ),
    Program(
        "a_selection_without_a_question",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False, description="It.")
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[user, writer],
    messages=[],
    max_round=3,
    select_speaker_message_template="Here are {roles}. Take one of {agentlist}.",
    select_speaker_prompt_template=None,
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
user.initiate_chat(manager, message="Write.")
""",
        ("writer", "verse", "user"),
    ),
    Program(
        "transitions_and_a_model",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
plan = autogen.AssistantAgent("plan", system_message="You plan.", llm_config=llm_config)
work = autogen.AssistantAgent("work", system_message="You work.", llm_config=llm_config)
test = autogen.AssistantAgent("test", system_message="You test.", llm_config=llm_config)
transitions = {user: [plan], plan: [work, test], work: [test, work, plan]}
groupchat = autogen.GroupChat(
    agents=[user, plan, work, test],
    messages=[],
    max_round=10,
    allowed_or_disallowed_speaker_transitions=transitions,
    speaker_transitions_type="allowed",
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
result = user.initiate_chat(manager, message="Build.")
print("=>", [m["name"] for m in result.chat_history])
""",
        ("planned", "work", "half", "plan", "planned again", "user", "x", "y", "half again", "test", "tested"),
    ),
]
