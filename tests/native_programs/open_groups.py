"""Programs whose groups are put together when they run, of agents with computed names."""

from native_programs.program import CONFIG, Program

_PROXY = """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
"""

PROGRAMS = [
    Program(
        "agents_of_a_loop_go_round",
        CONFIG
        + """
import autogen


def discuss(topic, number):
    admin = autogen.ConversableAgent(
        name="Admin", system_message="You open.", llm_config=llm_config, human_input_mode="NEVER"
    )
    agents = []
    for i in range(number):
        agent = autogen.ConversableAgent(
            name=f"agent_{i}",
            system_message="You discuss.",
            llm_config=llm_config,
            human_input_mode="NEVER",
            description=f"Number {i} of the discussion.",
        )
        agents.append(agent)
    group = autogen.GroupChat(
        agents=[admin] + agents, messages=[], max_round=number + 2, speaker_selection_method="round_robin"
    )
    manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
    result = admin.initiate_chat(manager, message=topic)
    return [(message["name"], message["content"]) for message in result.chat_history[1:]]


print("=>", discuss("Tea or coffee?", 2))
""",
        ("tea", "coffee", "both"),
    ),
    Program(
        "one_of_several_agents_starts",
        CONFIG
        + """
import autogen

roles = ["red", "green", "blue"]
agents = [
    autogen.AssistantAgent(f"player_{i}", system_message=f"You are {role}.", llm_config=llm_config)
    for i, role in enumerate(roles)
]
allowed = {agent: [other for other in agents if other is not agent] for agent in agents}
group = autogen.GroupChat(
    agents=agents,
    messages=[],
    max_round=4,
    allowed_or_disallowed_speaker_transitions=allowed,
    speaker_transitions_type="allowed",
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
agents[1].initiate_chat(manager, message="Who is red?")
""",
        ("player_0", "I am.", "player_1", "Good.", "player_2", "I am blue."),
    ),
    Program(
        "agents_of_a_dictionary",
        CONFIG
        + _PROXY
        + """
prompts = {"writer": "You write.", "critic": "You criticise."}
workers = {
    name: autogen.AssistantAgent(name=name, system_message=prompt, llm_config=llm_config)
    for name, prompt in prompts.items()
}
group = autogen.GroupChat(agents=[user, *workers.values()], messages=[], max_round=4)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.initiate_chat(manager, message="Write.")
for name, agent in workers.items():
    print("=>", name, agent.name)
""",
        ("writer", "a", "critic", "b", "user"),
    ),
    Program(
        "agents_and_managers_of_functions",
        CONFIG
        + """
import autogen


def make(name, prompt):
    return autogen.AssistantAgent(name=name, system_message=prompt, llm_config=llm_config)


def gather(agents, rounds=4):
    members = list(agents)
    group = autogen.GroupChat(agents=members, messages=[], max_round=rounds)
    return autogen.GroupChatManager(groupchat=group, llm_config=llm_config)


def main():
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    team = [user]
    team.append(make("writer", "You write."))
    team += [make("critic", "You criticise.")]
    manager = gather(team)
    print("=>", user.initiate_chat(manager, message="Write.").summary)


main()
""",
        ("writer", "a", "critic", "b", "user"),
    ),
    Program(
        "computed_names_with_blanks",
        CONFIG
        + _PROXY
        + """
agents = [user]
for name in ["Product Manager", "Test Engineer"]:
    agents.append(autogen.AssistantAgent(name, system_message="You work.", llm_config=llm_config))
group = autogen.GroupChat(agents=agents, messages=[], max_round=4)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
print("=>", user.initiate_chat(manager, message="Plan.").summary)
""",
        ("Test Engineer", "a", "The Product Manager.", "b", "user"),
    ),
    Program(
        "transitions_that_loops_put_together",
        CONFIG
        + """
import autogen


def named(agents, name) -> autogen.ConversableAgent:
    for agent in agents:
        if agent.name == name:
            return agent
    raise KeyError(name)


agents = [autogen.ConversableAgent(f"old_{i}", llm_config=False) for i in range(2)]
allowed = {agents[0]: [agents[1]]}
print("=>", [agent.name for agent in allowed], [each.name for each in allowed[named(agents, "old_0")]])

agents = []
allowed = {}
for team in ["A", "B"]:
    for i in range(2):
        name = f"{team}{i}"
        agents.append(autogen.AssistantAgent(name, system_message=f"You are {name}.", llm_config=llm_config))
        allowed[agents[-1]] = []
    allowed[named(agents, f"{team}0")].append(named(agents, f"{team}1"))
allowed[named(agents, "A1")].append(named(agents, "B0"))
allowed.setdefault(named(agents, "B1"), []).append(named(agents, "A0"))
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
agents.append(user)
allowed[agents[3]].append(user)
for key, value in allowed.items():
    print("=>", key.name, [agent.name for agent in value])
group = autogen.GroupChat(
    agents=agents,
    messages=[],
    max_round=7,
    allowed_or_disallowed_speaker_transitions=allowed,
    speaker_transitions_type="allowed",
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
agents[0].initiate_chat(manager, message="Go.")
""",
        ("A1 here.", "B0 here.", "B1 here.", "user"),
    ),
]
