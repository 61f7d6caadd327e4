"""Programs whose groups and managers live elsewhere than beside their chat."""

from native_programs.program import CONFIG, Program

_AGENTS = """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
"""

PROGRAMS = [
    Program(
        "a_group_of_another_module_is_read",
        """
import team


def texts(topic):
    found = {}
    team.user.initiate_chat(team.manager, message=topic)
    for message in team.group.messages:
        if message["name"] == "writer":
            found["writer"] = message["content"]
        if message["name"] == "critic":
            found["critic"] = message["content"]
    return found


print("=>", texts("One."))
print("=>", texts("Two."))
""",
        ("writer", "a", "critic", "b", "critic", "c", "writer", "d"),
        modules={
            "team.py": CONFIG
            + _AGENTS
            + "\ngroup = autogen.GroupChat(agents=[user, writer, critic], messages=[], max_round=3)\n"
            + "manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)\n"
        },
    ),
    Program(
        "a_group_attribute_is_none_until_it_is_made",
        CONFIG
        + """
import autogen


class Desk:
    def __init__(self):
        self.user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
        self.writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
        self.critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
        self.group = None

    def set_up(self):
        self.group = autogen.GroupChat(
            agents=[self.user, self.writer, self.critic],
            messages=[],
            max_round=3,
            speaker_selection_method="round_robin",
        )
        self.manager = autogen.GroupChatManager(groupchat=self.group, llm_config=llm_config)

    def ask(self, task):
        self.set_up()
        self.user.initiate_chat(self.manager, message=task)
        return [message["content"] for message in self.group.messages]


desk = Desk()
print("=>", desk.ask("One."))
print("=>", desk.ask("Two."))
""",
        ("a", "b", "c", "d"),
    ),
    Program(
        "a_group_is_returned_beside_its_manager",
        CONFIG
        + _AGENTS
        + """

def gather(rounds):
    group = autogen.GroupChat(agents=[user, writer, critic], messages=[], max_round=rounds)
    manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
    return manager, group


def main():
    manager, group = gather(3)
    user.initiate_chat(manager, message="Write.")
    print("=>", [message["content"] for message in group.messages])


main()
""",
        ("writer", "a", "critic", "b"),
    ),
    Program(
        "a_group_with_a_manager_that_nobody_starts",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
one = autogen.AssistantAgent("one", llm_config=llm_config, system_message="1")
two = autogen.AssistantAgent("two", llm_config=llm_config, system_message="2")
group = autogen.GroupChat([user, one, two], [], max_round=3, speaker_selection_method="round_robin")
manager = autogen.GroupChatManager(group, llm_config=llm_config)


def ask(question):
    asked = autogen.GroupChatManager(group)
    result = user.initiate_chat(asked, message=question)
    print("=>", result.summary)


ask("What?")
ask("Why?")
""",
        ("a", "b", "c", "d"),
    ),
]
