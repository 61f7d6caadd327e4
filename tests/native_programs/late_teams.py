"""Programs whose groups are made before the tools of their agents."""

from native_programs.program import CONFIG, Program, call

PROGRAMS = [
    Program(
        "a_group_before_the_tools_of_its_agents",
        CONFIG
        + """
import autogen

coder = autogen.AssistantAgent("coder", system_message="You call tools.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)

# Who works together.
group = autogen.GroupChat(agents=[user, coder, critic], messages=[], max_round=6)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)


@user.register_for_execution()
@coder.register_for_llm(description="Doubles a number.")
def double(x: int) -> int:
    return 2 * x


@user.register_for_execution()
@coder.register_for_llm(description="Halves a number.")
def halve(x: int) -> int:
    return x // 2


user.initiate_chat(manager, message="Double 4 and halve it.")
""",
        ("coder", call("double", x=4), "coder", call("halve", x=8), "critic", "Fine."),
    ),
]
