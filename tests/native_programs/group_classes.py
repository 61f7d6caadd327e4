"""Programs with classes of their own below v0.2's GroupChat."""

from native_programs.program import CONFIG, Program

PROGRAMS = [
    Program(
        "a_group_of_ones_own_remembers_who_spoke",
        """
import autogen
from autogen import Agent, GroupChat


class Relay(GroupChat):
    \"\"\"Lets others speak that did not speak before.\"\"\"

    turns = 0

    def __init__(self, agents, messages, last_word="stop", max_round=10):
        super().__init__(agents, messages, max_round)
        self.last_word = last_word
        self.previous = None  # who spoke before the last speaker

    def is_over(self, text):
        return text.endswith(self.last_word)

    def select_speaker(self, last_speaker: Agent, selector: Agent) -> Agent:
        self.turns += 1
        message = self.messages[-1]
        print("=> turn", self.turns, last_speaker.name, len(self.messages), self.previous and self.previous.name)
        if self.is_over(message["content"]):
            return self.agent_by_name("c")
        others = [each for each in self.agents if each != last_speaker and each is not self.previous]
        self.previous = last_speaker
        return others[0] if others else self.next_agent(last_speaker)


a = autogen.UserProxyAgent("a", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="from a")
b = autogen.UserProxyAgent("b", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="from b")
c = autogen.UserProxyAgent("c", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="all stop")
relay = Relay([a, b, c], ["Speak in turns."], "stop", max_round=6)
manager = autogen.GroupChatManager(groupchat=relay)
result = a.initiate_chat(manager, message="Begin.")
print("=>", [m["name"] for m in result.chat_history])
result = b.initiate_chat(manager, message="Again.")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
""",
    ),
    Program(
        "a_group_of_ones_own_leaves_the_choice_to_the_model",
        CONFIG
        + """
from autogen import AssistantAgent, GroupChat, GroupChatManager, UserProxyAgent


class Review(GroupChat):
    def select_speaker(self, last_speaker, selector):
        if last_speaker is writer:
            return critic
        return super().select_speaker(last_speaker, selector)


class Short(GroupChat):
    def __init__(self, agents):
        super().__init__(agents=agents, messages=[], max_round=3, speaker_selection_method="round_robin")


user = UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = AssistantAgent("critic", system_message="You judge.", llm_config=llm_config)
review = Review(agents=[user, writer, critic], messages=[], max_round=5, allow_repeat_speaker=False)
manager = GroupChatManager(groupchat=review, llm_config=llm_config)
result = user.initiate_chat(manager, message="A poem.")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])

second = GroupChatManager(groupchat=Short([user, writer, critic]))
result = user.initiate_chat(second, message="Once more.")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
""",
        ("writer", "roses", "too short", "writer", "violets", "no better", "roses", "good"),
    ),
]
