"""Programs whose agents send messages to each other without a chat."""

from native_programs.program import CONFIG, Program

_TWO = (
    CONFIG
    + """
import autogen

manager = autogen.ConversableAgent("manager", llm_config=llm_config, human_input_mode="NEVER")
bot = autogen.ConversableAgent(
    "bot", llm_config=llm_config, human_input_mode="NEVER", system_message="You help customers."
)
"""
)

PROGRAMS = [
    Program(
        "a_message_that_asks_for_one_answer",
        _TWO
        + """
question = "When is it?"
result = manager.send(question, bot, request_reply=True)
print("=>", "asked")
""",
        ("Tomorrow.",),
    ),
    Program(
        "messages_that_ask_for_answers_one_after_the_other",
        _TWO
        + """
for question in ("When is it?", "Where is it?"):
    manager.send(message=question, recipient=bot, request_reply=True, silent=True)
print("=>", "asked")
""",
        ("Tomorrow.", "Here."),
    ),
    Program(
        "a_message_that_asks_for_an_answer_in_a_chat",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
bot = autogen.AssistantAgent("bot", llm_config=llm_config, system_message="Help.")
user.initiate_chat(bot, message="Hello.")
user.send("Again.", bot, request_reply=True)
print("=>", "done")
""",
        ("Hi.", "TERMINATE", "One.", "TERMINATE"),
    ),
    Program(
        "a_message_that_asks_a_group",
        CONFIG
        + """
import autogen

writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="Criticise.")
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
group = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=3, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.send("A tweet.", manager, request_reply=True)
print("=>", "asked")
""",
        ("Tweet.", "Bad."),
    ),
    Program(
        "messages_that_ask_a_group_one_after_the_other",
        CONFIG
        + """
import autogen

writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="Criticise.")
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
group = autogen.GroupChat(
    agents=[user, writer, critic], messages=[], max_round=3, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.send("A tweet.", manager, request_reply=True)
user.send("Another.", recipient=manager, request_reply=True)
print("=>", "asked")
""",
        ("Tweet.", "Bad.", "Tweets.", "Good."),
    ),
    Program(
        "who_was_asked_goes_on_with_the_chat",
        CONFIG
        + """
import autogen

cathy = autogen.ConversableAgent(
    "cathy",
    system_message="Your name is Cathy.",
    llm_config=llm_config,
    human_input_mode="NEVER",
    is_termination_msg=lambda message: "have to go" in message["content"],
)
joe = autogen.ConversableAgent(
    "joe",
    system_message="Your name is Joe.",
    llm_config=llm_config,
    human_input_mode="NEVER",
    is_termination_msg=lambda message: "have to go" in message["content"] or "Bye" in message["content"],
)
result = joe.initiate_chat(recipient=cathy, message="Tell a joke.")
print("=>", result.summary)
cathy.send(message="What was the last joke?", recipient=joe)
joe.send(message="And the first?", recipient=cathy)
print("=>", "done")
""",
        ("A joke.", "I have to go.", "That you go.", "Another. Bye", "The first.", "I have to go."),
    ),
]
