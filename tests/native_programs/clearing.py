"""Programs whose groups clear histories."""

from native_programs.program import CONFIG, Program, call

_TOOLS = (
    CONFIG
    + """
import autogen

engineer = autogen.AssistantAgent("Engineer", system_message="You call tools.", llm_config=llm_config)
admin = autogen.UserProxyAgent("Admin", human_input_mode="ALWAYS", code_execution_config=False)


@admin.register_for_execution()
@engineer.register_for_llm(description="Reads a file.")
def read(name: str) -> str:
    return f"{name} says: clear history" if name == "b" else f"text of {name}"


groupchat = autogen.GroupChat(
    agents=[engineer, admin],
    messages=[],
    max_round=%d,
    speaker_selection_method="round_robin",
    enable_clear_history=True,
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
admin.initiate_chat(manager, message="Look around.")
"""
)

PROGRAMS = [
    Program(
        "a_human_clears_histories",
        CONFIG
        + """
import autogen

admin = autogen.UserProxyAgent("Admin", human_input_mode="ALWAYS", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[admin, writer, critic],
    messages=[],
    max_round=15,
    speaker_selection_method="round_robin",
    enable_clear_history=True,
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
admin.initiate_chat(manager, message="Write.")
""",
        ("a", "b", "c", "clear history", "e", "f", "g", "h", "i", "j"),
        ("Go on.", "Clear history. Start again.", "Well, clear history writer 2", "clear history 1. And now?"),
    ),
    Program(
        "a_human_clears_histories_with_tools",
        _TOOLS % 14,
        (
            call("read", name="a"),
            "I have read a.",
            call("read", name="c"),
            "No tools.",
            call("read", name="d"),
            "All read.",
            "Done.",
        ),
        ("", "clear history 2 Go on", "clear history and use no tools", "Read d", "", "clear history Engineer 1"),
    ),
    Program(
        "the_result_of_a_tool_clears_histories",
        _TOOLS % 6,
        ("Wait.", call("read", name="b"), "I have read b."),
        ("Read b.", ""),
    ),
]
