"""Programs with functions by name in group chats."""

from native_programs.program import CONFIG, Program, call

_FUNCTIONS = """
import autogen


def schema(name):
    numbers = {"a": {"type": "integer"}, "b": {"type": "integer"}}
    return {"name": name, "description": "Counts.", "parameters": {"type": "object", "properties": numbers}}


def add(a, b=1):
    print("=> add", repr(a), repr(b))
    return a + b


def double(a):
    print("=> double", repr(a))
    return a * 2


def halve(a):
    print("=> halve", repr(a))
    return a / 2

"""

PROGRAMS = [
    Program(
        "members_run_functions_of_their_own_and_of_each_other",
        CONFIG
        + _FUNCTIONS
        + """
adder = autogen.AssistantAgent(
    name="Adder",
    system_message="You add.",
    llm_config={"config_list": config_list, "cache_seed": None, "functions": [schema("add"), schema("double")]},
    human_input_mode="NEVER",
    function_map={"add": add, "double": double},
)
halver = autogen.AssistantAgent(
    name="Halver",
    system_message="You halve.",
    llm_config={
        "config_list": config_list,
        "cache_seed": None,
        "functions": [schema("halve"), schema("double"), schema("lost")],
    },
    human_input_mode="NEVER",
    function_map={"halve": halve, "double": double},
)
critic = autogen.AssistantAgent(
    name="Critic",
    system_message="You criticise.",
    llm_config={"config_list": config_list, "cache_seed": None},
)
user_proxy = autogen.UserProxyAgent(name="Admin", human_input_mode="NEVER", code_execution_config=False)
groupchat = autogen.GroupChat(
    agents=[adder, halver, critic],
    messages=[],
    max_round=15,
    speaker_selection_method="round_robin",
    allow_repeat_speaker=False,
)
manager = autogen.GroupChatManager(
    groupchat=groupchat, llm_config={"config_list": config_list, "cache_seed": None}
)
user_proxy.initiate_chat(manager, message="Count.")
print("=>", [{**message} for message in manager.groupchat.messages])
""",
        (
            call("add", a=1, b=2),
            call("halve", a=3),
            "fine",
            call("double", a=2),
            "doubled",
            call("lost", a=1),
            "lost?",
            call("add", c=1),
            "that was it",
            "yes",
            "so",
            "be",
            "it",
        ),
    ),
    Program(
        "a_model_selects_who_speaks_after_functions",
        CONFIG
        + _FUNCTIONS
        + """
counter = autogen.AssistantAgent(
    name="Counter",
    system_message="You count.",
    llm_config={"config_list": config_list, "cache_seed": None, "functions": [schema("add")]},
)
critic = autogen.AssistantAgent(
    name="Critic",
    system_message="You criticise.",
    llm_config={"config_list": config_list, "cache_seed": None},
)
user_proxy = autogen.UserProxyAgent(
    name="Admin",
    human_input_mode="NEVER",
    is_termination_msg=lambda m: "TERMINATE" in (m.get("content") or ""),
    code_execution_config=False,
)
user_proxy.register_function(function_map={"add": add})
groupchat = autogen.GroupChat(agents=[user_proxy, counter, critic], messages=[], max_round=12)
manager = autogen.GroupChatManager(
    groupchat=groupchat, llm_config={"config_list": config_list, "cache_seed": None}
)
result = user_proxy.initiate_chat(manager, message="Count.")
print("=>", result.summary)
""",
        (
            "Counter",
            call("add", a=1, b=2),
            "Counter",
            call("add", a="x"),
            "Critic",
            "No text can be added.",
            "Counter",
            "Three. TERMINATE",
            "Admin",
        ),
    ),
    Program(
        "messages_of_a_group_of_its_own_are_kept",
        CONFIG
        + _FUNCTIONS
        + """
class Team:
    def __init__(self):
        self.counter = autogen.AssistantAgent(
            name="Counter",
            system_message="You count.",
            llm_config={"config_list": config_list, "cache_seed": None, "functions": [schema("add")]},
            function_map={"add": add},
        )
        self.critic = autogen.AssistantAgent(
            name="Critic",
            system_message="You criticise.",
            llm_config={"config_list": config_list, "cache_seed": None},
        )
        self.user_proxy = autogen.UserProxyAgent(
            name="Admin", human_input_mode="NEVER", code_execution_config=False
        )


def discussed(team: Team, task: str):
    groupchat = autogen.GroupChat(
        agents=[team.counter, team.critic], messages=[], max_round=4, speaker_selection_method="round_robin"
    )
    manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=False)
    team.user_proxy.initiate_chat(manager, message=task)
    messages = manager.groupchat.messages
    return messages


first = Team()
one = discussed(first, "Count.")
other = discussed(first, "Count on.")
for said in (one, other):
    print("=>", [f"{message['name']}: {message['content']}" for message in said])
""",
        (call("add", a=1, b=2), "fine", call("add", a=2, b=2), "good"),
    ),
]
