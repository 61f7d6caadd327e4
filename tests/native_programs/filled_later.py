"""Programs that describe agents and tell who follows whom after the agents are made."""

from native_programs.program import CONFIG, Program

PROGRAMS = [
    Program(
        "descriptions_and_transitions_are_filled_in_later",
        CONFIG
        + """
import autogen


def run(topic):
    user = autogen.UserProxyAgent(
        "user", human_input_mode="NEVER", code_execution_config=False, description="Asks."
    )
    writer = autogen.ConversableAgent(
        "writer", system_message="You write.", llm_config=llm_config, human_input_mode="NEVER", description="Old."
    )
    critic = autogen.ConversableAgent(
        "critic", system_message="You criticise.", llm_config=llm_config, human_input_mode="NEVER"
    )
    writer.initiate_chat(critic, message="Ready?", max_turns=1)
    writer.description = "Older."
    writer.description = f"Writes about {topic}."
    critic.description = "Criticises what is written."
    agents = [user, writer, critic]

    follows = {}
    follows[user] = [writer, critic]
    for agent in agents:
        if agent is writer:
            follows[agent] = [other for other in agents if other is not agent]
    group = autogen.GroupChat(
        agents=agents,
        messages=[],
        max_round=6,
        send_introductions=True,
        allowed_or_disallowed_speaker_transitions=follows,
        speaker_transitions_type="allowed",
    )
    manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
    result = user.initiate_chat(manager, message=f"Write about {topic}.")
    print("=>", [message["name"] for message in result.chat_history])
    print("=>", writer.description, "/", critic.description)
    for each in (writer, critic):
        print("=>", f"{each.name}: {each.system_message}")


run("tea")
""",
        ("Yes.", "writer", "A poem.", "critic", "Bad."),
    ),
]
