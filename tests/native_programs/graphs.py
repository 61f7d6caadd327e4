"""Groups whose transitions or functions draw a graph, and those whose transitions leave a choice after all."""

from native_programs.program import CONFIG, Program

PROGRAMS = [
    Program(
        "a_graph_that_some_of_its_chats_leave_early",
        CONFIG
        + """
import autogen

user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
planner = autogen.AssistantAgent("planner", llm_config=llm_config, system_message="Plan.")
engineer = autogen.AssistantAgent("engineer", llm_config=llm_config, system_message="Build.")
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="Judge.")

# Each only has one pass at it.
transitions = {
    user_proxy: [planner],
    planner: [engineer],  # who builds
    engineer: [critic],
}
group = autogen.GroupChat(
    agents=[user_proxy, planner, engineer, critic],
    messages=[],
    max_round=12,
    allowed_or_disallowed_speaker_transitions=transitions,
    speaker_transitions_type="allowed",
)
manager = autogen.GroupChatManager(
    groupchat=group,
    llm_config=llm_config,
    is_termination_msg=lambda message: "TERMINATE" in message["content"],
)
for task in ("A bridge.", "A tower.", "A house."):
    result = user_proxy.initiate_chat(manager, message=task)
    print("=>", [(message["name"], message["content"]) for message in result.chat_history], result.summary)
    print("=>", len(group.messages))
""",
        ("plan", "build", "good", "plan TERMINATE", "plan", "build", "TERMINATE"),
    ),
    Program(
        "a_graph_cut_by_its_rounds_and_started_from_outside",
        CONFIG
        + """
import autogen


def talk(rounds):
    starter = autogen.UserProxyAgent("starter", human_input_mode="NEVER", code_execution_config=False)
    first = autogen.AssistantAgent("First one", llm_config=llm_config, system_message="1")
    second = autogen.ConversableAgent(
        "second", llm_config=False, human_input_mode="NEVER", default_auto_reply="next"
    )
    third = autogen.AssistantAgent("third", llm_config=llm_config, system_message="3")
    group = autogen.GroupChat(
        [first, third, second],
        [],
        max_round=rounds,
        speaker_selection_method="round_robin",
        allowed_or_disallowed_speaker_transitions={first: [third, second], third: [second]},
        speaker_transitions_type="Allowed",
    )
    manager = autogen.GroupChatManager(group, llm_config=llm_config)
    starter.initiate_chat(manager, message="Go.")
    print("=>", [message["content"] for message in group.messages])


talk(10)
talk(3)
""",
        ("a", "c", "d", "e"),
    ),
    Program(
        "a_graph_whose_members_end_it",
        CONFIG
        + """
import autogen

asker = autogen.UserProxyAgent("asker", human_input_mode="NEVER", code_execution_config=False)
silent = autogen.UserProxyAgent(
    "silent", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=0
)
writer = autogen.AssistantAgent(
    "writer", llm_config=llm_config, system_message="W", is_termination_msg=lambda m: m["content"] == "b"
)
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="C")
group = autogen.GroupChat(
    [asker, silent, writer, critic],
    [],
    allowed_or_disallowed_speaker_transitions={asker: [critic], critic: [writer], writer: [silent]},
    speaker_transitions_type="allowed",
)
manager = autogen.GroupChatManager(group, llm_config=llm_config)
for task in "a", "b":
    asker.initiate_chat(manager, message=task)
    print("=>", [message["content"] for message in group.messages])
""",
        ("a", "c", "b"),
    ),
    Program(
        "transitions_to_nobody_that_let_everybody_speak",
        CONFIG
        + """
import autogen

asker = autogen.UserProxyAgent("asker", human_input_mode="NEVER", code_execution_config=False)
silent = autogen.UserProxyAgent("silent", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="W")
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="C")
group = autogen.GroupChat(
    [asker, silent, writer, critic],
    [],
    max_round=5,
    allowed_or_disallowed_speaker_transitions={asker: [critic], critic: [writer], writer: []},
    speaker_transitions_type="allowed",
)
manager = autogen.GroupChatManager(group, llm_config=llm_config)
asker.initiate_chat(manager, message="a")
print("=>", [message["content"] for message in group.messages])
""",
        ("c", "d", "critic", "e", "f"),
    ),
    Program(
        "a_state_function_with_a_way_back",
        CONFIG
        + """
import autogen
import autogen.coding

initializer = autogen.UserProxyAgent(name="Init", code_execution_config=False)
coder = autogen.AssistantAgent(name="Retrieve_Action_1", llm_config=llm_config, system_message="Code.")
executor = autogen.UserProxyAgent(
    name="Retrieve_Action_2",
    human_input_mode="NEVER",
    code_execution_config={"executor": autogen.coding.LocalCommandLineCodeExecutor(work_dir="paper")},
)
scientist = autogen.AssistantAgent(name="Research_Action_1", llm_config=llm_config, system_message="Think.")


def state_transition(last_speaker, groupchat):
    messages = groupchat.messages

    if last_speaker is initializer:
        # init -> retrieve
        return coder
    elif last_speaker is coder:
        # retrieve: action 1 -> action 2
        return executor
    elif last_speaker is executor:
        if "exitcode: 1" in messages[-1]["content"]:
            # retrieve --(execution failed)--> retrieve
            return coder
        else:
            # retrieve --(execution success)--> research
            return scientist
    elif last_speaker == "Scientist":
        # research -> end
        return None


groupchat = autogen.GroupChat(
    agents=[initializer, coder, executor, scientist],
    messages=[],
    max_round=20,
    speaker_selection_method=state_transition,
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
for _ in range(2):
    chat_result = initializer.initiate_chat(manager, message="Topic: LLM.")
    print("=>", [(m["name"], m["content"]) for m in chat_result.chat_history])
""",
        ("TERMINATE", "```python\nraise SystemExit(1)\n```", "```python\nprint(1)\n```", "good"),
    ),
    Program(
        "a_state_function_whose_ways_meet",
        CONFIG
        + """
from typing import Union

import autogen


def ask(questions, rounds):
    asker = autogen.UserProxyAgent("the asker", human_input_mode="NEVER", code_execution_config=False)
    router = autogen.AssistantAgent("the router", llm_config=llm_config, system_message="R")
    maths = autogen.AssistantAgent("maths", llm_config=llm_config, system_message="M")
    prose = autogen.AssistantAgent("prose", llm_config=llm_config, system_message="P")
    judge = autogen.AssistantAgent("judge", llm_config=llm_config, system_message="J")

    editor = autogen.AssistantAgent("editor", llm_config=llm_config, system_message="E")

    def select(last: autogen.Agent, chat: autogen.GroupChat) -> Union[autogen.Agent, str, None]:
        'Who is next.'
        content = chat.messages[-1].get("content")
        if last.name == "the asker":
            return router  # first
        if last in (maths, prose):
            return judge
        if last is not judge and last != editor:
            # The router has decided.
            if content is not None and "maths" in content.lower():
                return maths
            if not content.endswith("."):
                return prose
            return None
        if last is judge:
            # The judge sends it back, or is content.
            return router if content in ("no", "No") else editor

    group = autogen.GroupChat(
        [router, maths, prose, judge, editor, asker], [], max_round=rounds, speaker_selection_method=select
    )
    manager = autogen.GroupChatManager(
        groupchat=group, llm_config=llm_config, is_termination_msg=lambda message: message["content"] == "quit"
    )
    for question in questions:
        asker.initiate_chat(manager, message=question)
        print("=>", [(message["name"], message["content"]) for message in group.messages])


ask(["one", "two", "three", "four"], 12)
ask(["five", "six"], 3)
""",
        (
            "maths",
            "quit",
            "MATHS",
            "x",
            "no",
            "prose",
            "y",
            "fine",
            "end",
            "stop.",
            "prose",
            "w",
            "yes",
            "e2",
            "Maths",
            "v",
            "prose",
            "u",
        ),
    ),
]
