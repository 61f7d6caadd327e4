"""Programs whose agents live elsewhere than in a variable beside their chat."""

from native_programs.program import CONFIG, Program

_AGENTS = (
    CONFIG
    + """
import autogen

assistant = autogen.AssistantAgent("assistant", system_message="You answer.", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    code_execution_config=False,
    max_consecutive_auto_reply=1,
    is_termination_msg=lambda m: "TERMINATE" in m["content"],
)
"""
)

PROGRAMS = [
    Program(
        "agents_in_attributes",
        CONFIG
        + """
import autogen


class Desk:
    def __init__(self, prompt):
        self.assistant = autogen.AssistantAgent("assistant", system_message=prompt, llm_config=llm_config)
        self.user = autogen.UserProxyAgent(
            "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
        )

    def ask(self, question):
        result = self.user.initiate_chat(self.assistant, message=question)
        return result.summary


desk = Desk("You answer.")
print("=>", desk.ask("One?"))
print("=>", desk.ask("Two?"))
print("=>", Desk("You answer otherwise.").ask("Three?"))
""",
        ("1", "2", "3", "4", "5", "6"),
    ),
    Program(
        "agents_of_another_module",
        "from agents import assistant, user\n\n"
        'print("=>", user.initiate_chat(assistant, message="One?").summary)\n'
        'print("=>", user.initiate_chat(assistant, message="Two?").summary)\n',
        ("1", "TERMINATE", "2", "3"),
        modules={"agents.py": _AGENTS},
    ),
    Program(
        "agents_as_attributes_of_a_module",
        """
import agents as team_of_two
import autogen


def ask(question):
    return team_of_two.user.initiate_chat(team_of_two.assistant, message=question).summary


if __name__ == "__main__":
    print("=>", ask("One?"))
""",
        ("1", "TERMINATE"),
        modules={"agents.py": _AGENTS},
    ),
    Program(
        "agents_of_a_factory",
        CONFIG
        + """
import autogen


def make_assistant(prompt):
    return autogen.AssistantAgent("assistant", system_message=prompt, llm_config=llm_config)


def make_user():
    user = autogen.UserProxyAgent(
        "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=0
    )
    return user


assistant = make_assistant("You answer.")
user = make_user()
print("=>", user.initiate_chat(assistant, message="One?").summary)
print("=>", make_user().initiate_chat(make_assistant("You doubt."), message="Two?").summary)
""",
        ("1", "2"),
    ),
    Program(
        "agents_of_a_factory_in_a_tuple",
        CONFIG
        + """
import autogen


def make_agents():
    assistant = autogen.AssistantAgent("assistant", system_message="You answer.", llm_config=llm_config)
    user = autogen.UserProxyAgent(
        "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
    )
    return assistant, user


def main():
    assistant, user = make_agents()
    result = user.initiate_chat(assistant, message="One?")
    for message in result.chat_history:
        print("=>", message["content"])


main()
""",
        ("1", "2"),
    ),
    Program(
        "agents_given_to_a_function",
        CONFIG
        + """
import autogen


def talk(sender, recipient, question):
    result = sender.initiate_chat(recipient, message=question, max_turns=1)
    return result.summary


assistant = autogen.AssistantAgent("assistant", system_message="You answer.", llm_config=llm_config)
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
print("=>", talk(user, assistant, "One?"))
print("=>", talk(user, recipient=assistant, question="Two?"))
""",
        ("1", "2"),
    ),
    Program(
        "agents_in_a_dictionary",
        CONFIG
        + """
import autogen

agents = {
    "assistant": autogen.AssistantAgent("assistant", system_message="You answer.", llm_config=llm_config),
    "user": autogen.UserProxyAgent(
        "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
    ),
}
result = agents["user"].initiate_chat(agents["assistant"], message="One?")
print("=>", result.summary)
""",
        ("1", "2"),
    ),
    Program(
        "a_recipient_made_in_place",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
)
user.initiate_chat(
    autogen.AssistantAgent("assistant", system_message="You answer.", llm_config=llm_config), message="One?"
)
""",
        ("1", "2"),
    ),
    Program(
        "a_global_agent_made_in_a_function",
        CONFIG
        + """
import autogen

assistant = None
user = None


def set_up():
    global assistant, user
    assistant = autogen.AssistantAgent("assistant", system_message="You answer.", llm_config=llm_config)
    user = autogen.UserProxyAgent(
        "user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=1
    )


def ask(question):
    if assistant is None:
        set_up()
    return user.initiate_chat(assistant, message=question).summary


print("=>", ask("One?"))
print("=>", ask("Two?"))
""",
        ("1", "2", "3", "4"),
    ),
    Program(
        "a_group_made_in_place",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
manager = autogen.GroupChatManager(
    groupchat=autogen.GroupChat(
        agents=[
            user,
            autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config),
            autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config),
        ],
        messages=[],
        max_round=4,
        speaker_selection_method="round_robin",
    )
)
user.initiate_chat(manager, message="Write.")
""",
        ("a text", "bad", "another"),
    ),
    Program(
        "a_group_in_attributes",
        CONFIG
        + """
import autogen


class Room:
    def __init__(self):
        self.user = autogen.UserProxyAgent(
            "user", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="go on"
        )
        self.writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
        self.critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
        self.make_group()

    def make_group(self):
        self.group = autogen.GroupChat(
            agents=[self.user, self.writer, self.critic], messages=[], max_round=5
        )
        self.manager = autogen.GroupChatManager(groupchat=self.group, llm_config=llm_config)

    def start(self, task):
        self.user.initiate_chat(self.manager, message=task)


Room().start("Write.")
""",
        ("writer", "a text", "critic", "bad", "user", "writer", "better"),
    ),
    Program(
        "a_group_of_a_factory",
        CONFIG
        + """
import autogen


def make_manager(members):
    group = autogen.GroupChat(agents=members, messages=[], max_round=4, speaker_selection_method="round_robin")
    return autogen.GroupChatManager(groupchat=group)


user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
manager = make_manager([user, writer, critic])
user.initiate_chat(manager, message="Write.")
""",
        ("a text", "bad", "another"),
    ),
]
