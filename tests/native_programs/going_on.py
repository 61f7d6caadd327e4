"""Programs whose chats go on with the history of an earlier chat of the same two agents."""

from native_programs.program import CONFIG, Program, call

_TWO = (
    CONFIG
    + """
import autogen

writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
critic = autogen.ConversableAgent(
    "critic",
    llm_config=llm_config,
    system_message="Judge.",
    human_input_mode="NEVER",
    is_termination_msg=lambda m: "DONE" in (m["content"] or ""),
    max_consecutive_auto_reply=2,
)
"""
)
_EXPERT = (
    CONFIG
    + """
import autogen


def ask_expert(message):
    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Help.")
    expert = autogen.UserProxyAgent("expert", human_input_mode={mode}, code_execution_config=False)
    expert.initiate_chat(assistant, message=message)
    expert.stop_reply_at_receive(assistant)
    expert.send("Sum it up.", assistant)
    return expert.last_message()["content"]


print("=>", ask_expert("One?"))
print("=>", ask_expert("Two?"))
"""
)


def _expert(mode: str) -> str:
    return _EXPERT.replace("{mode}", mode)


PROGRAMS = [
    Program(
        "two_models_go_on",
        _TWO
        + """
critic.initiate_chat(writer, message="Write one.")
critic.initiate_chat(writer, message="Write two.", clear_history=False)
writer.initiate_chat(critic, message="Judge all.", clear_history=False)
result = critic.initiate_chat(writer, message="Write three.")
print("=>", len(result.chat_history), result.summary)
""",
        ("One.", "Better.", "One DONE", "Two DONE", "Fine.", "TERMINATE", "Three.", "Go on.", "DONE"),
    ),
    Program(
        "one_answer_and_then_a_conversation",
        _TWO
        + """
critic.initiate_chat(writer, message="Write one.", max_turns=1)
critic.initiate_chat(writer, message="Write two.", max_turns=2, clear_history=False)
critic.initiate_chat(writer, message="Write three.", max_turns=1, clear_history=False)
""",
        ("One.", "Two.", "More.", "Two and more.", "Three."),
    ),
    Program(
        "an_expert_sums_up",
        _expert('"NEVER", max_consecutive_auto_reply=1'),
        ("a", "b", "c", "d", "TERMINATE", "f"),
    ),
    Program(
        "a_human_expert_leaves_and_sums_up",
        _expert('"ALWAYS"').replace('print("=>"', 'print("\\n=>"'),
        ("a", "b", "c", "TERMINATE", "e"),
        inputs=("Explain.", "exit", ""),
    ),
    Program(
        "code_of_an_earlier_chat",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Help.")
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    is_termination_msg=lambda m: "TERMINATE" in m["content"],
    max_consecutive_auto_reply=2,
    code_execution_config={"work_dir": "work", "use_docker": False, "last_n_messages": 4},
)
user.initiate_chat(assistant, message="One.")
for task in ["Two.", "Three."]:
    user.initiate_chat(assistant, message=task, clear_history=False)
    print("=>", user.last_message(assistant)["content"])
""",
        (
            "Hello.",
            "```sh\necho one\n``` TERMINATE",
            "Nothing.",
            "Nothing more.",
            "TERMINATE",
            "Really.",
            "TERMINATE",
        ),
    ),
    Program(
        "tools_in_a_chat_that_goes_on",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Help.")
user = autogen.ConversableAgent(
    "user",
    llm_config=llm_config,
    system_message="Ask.",
    is_termination_msg=lambda m: "TERMINATE" in (m["content"] or ""),
    human_input_mode="NEVER",
)


@user.register_for_execution()
@assistant.register_for_llm(description="Adds numbers.")
def add(a: int, b: int) -> int:
    return a + b


user.initiate_chat(assistant, message="1 + 2?", max_turns=2)
user.initiate_chat(assistant, message="And plus 3?", clear_history=False)
user.stop_reply_at_receive(assistant)
user.send("Again.", assistant)
print("=>", user.last_message(assistant)["content"])
""",
        (call("add", a=1, b=2), "3", call("add", a=3, b=3), "Six?", "Yes?", "TERMINATE", "6"),
    ),
    Program(
        "a_human_goes_on",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Help.")
user = autogen.UserProxyAgent("user", human_input_mode="TERMINATE", code_execution_config=False)
first = user.initiate_chat(assistant, message="One.")
print()
print("=>", first.summary)
second = user.initiate_chat(assistant, message="Two.", clear_history=False)
print()
print("=>", second.summary)
""",
        ("Fine.", "TERMINATE", "Go on.", "TERMINATE", "Well.", "TERMINATE"),
        inputs=("More.", "", "exit"),
    ),
    Program(
        "a_group_that_an_agent_ended_goes_on",
        CONFIG
        + """
import autogen

admin = autogen.UserProxyAgent(
    "admin",
    human_input_mode="NEVER",
    is_termination_msg=lambda m: m["content"].endswith("DONE"),
    code_execution_config=False,
)
writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="Judge.")
group = autogen.GroupChat(agents=[admin, writer, critic], messages=[], max_round=8)
manager = autogen.GroupChatManager(groupchat=group)
admin.initiate_chat(manager, message="Write one.")
admin.stop_reply_at_receive(manager)
admin.send("Once more.", manager)
print("=>", admin.last_message()["content"])
admin.send("And now.", manager)
print("=>", admin.last_message()["content"])
""",
        ("One.", "Good.", "Two.", "Fine. DONE", "One, again.", "Good. DONE", "Three.", "TERMINATE"),
    ),
    Program(
        "the_last_message_of_a_conversation_that_goes_on",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Help.")
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)


def ask(question):
    result = user.initiate_chat(assistant, message=question, clear_history=False)
    return result.chat_history[-1]["content"], result.summary


for question in ["One?", "Two?", "Three?"]:
    print("=>", *ask(question))
""",
        ("a", "b", "c"),
    ),
    Program(
        "answers_are_counted_anew_after_those_who_end",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Help.")
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    is_termination_msg=lambda m: m["content"].endswith("TERMINATE"),
    max_consecutive_auto_reply=2,
    code_execution_config={"work_dir": "work", "use_docker": False},
)
user.initiate_chat(assistant, message="One.")
user.send("Two.", assistant)
print("=>", user.last_message(assistant)["content"])
user.send("Three.", assistant)
print("=>", user.last_message(assistant)["content"])
""",
        (
            "First.",
            "```sh\necho one\n```",
            "TERMINATE",
            "```sh\necho two > two.txt\n```",
            "Well?",
            "No more answers.",
            "Now?",
            "```sh\necho three\n```",
            "The last one.",
        ),
    ),
]
