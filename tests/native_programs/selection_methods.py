"""Programs whose speakers are selected by methods."""

from native_programs.program import CONFIG, Program

PROGRAMS = [
    Program(
        "a_method_selects_the_speakers",
        CONFIG
        + """
import autogen


class Desk:
    def __init__(self, order):
        self.order = order
        self.user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
        self.writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
        self.critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
        group = autogen.GroupChat(
            agents=[self.user, self.writer, self.critic],
            messages=[],
            max_round=6,
            speaker_selection_method=self.next_speaker,
        )
        self.manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)

    def next_speaker(self, last_speaker, groupchat):
        if last_speaker is self.user:
            return self.writer
        if "ask" in groupchat.messages[-1]["content"]:
            return "auto"
        if len(groupchat.messages) > 4:
            return None
        return groupchat.agent_by_name(self.order[last_speaker.name])

    def ask(self, task):
        return self.user.initiate_chat(self.manager, message=task).summary


desk = Desk({"writer": "critic", "critic": "writer"})
print("=>", desk.ask("Write."))
print("=>", desk.ask("Write more."))
""",
        ("a", "b", "ask", "critic", "c", "d", "e", "f", "g"),
    ),
]
