"""Programs with chats within a reply."""

from native_programs.program import CONFIG, Program, call

_AGENTS = """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
"""
_ASK = """

def ask(recipient, messages, sender, config):
    last = recipient.chat_messages_for_summary(sender)[-1]["content"]
    return f"Criticise what {sender.name} told {recipient.name}:\\n\\n{last} ({len(messages)})"


"""

PROGRAMS = [
    Program(
        "a_critic_within_a_reply",
        CONFIG
        + _AGENTS
        + _ASK
        + """
user.register_nested_chats(
    [{"recipient": critic, "message": ask, "summary_method": "last_msg", "max_turns": 1}], trigger=writer
)
result = user.initiate_chat(writer, message="Write.", max_turns=3, summary_method="last_msg")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
print("=>", result.summary)
""",
        ("verse", "bad TERMINATE", "better", "fine", "best"),
    ),
    Program(
        "several_chats_within_a_reply",
        CONFIG
        + _AGENTS
        + """
editor = autogen.AssistantAgent("editor", system_message="You edit.", llm_config=llm_config)
"""
        + _ASK
        + """
chats = [
    {"recipient": critic, "max_turns": 1, "silent": True},
    {"recipient": editor, "message": "Edit it.", "max_turns": 1, "summary_method": "reflection_with_llm"},
    {"recipient": critic, "message": ask, "max_turns": 1},
]
user.register_nested_chats(chats, trigger=[writer, "nobody"])
result = user.initiate_chat(writer, message="Write.", max_turns=2)
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
""",
        ("verse", "bad", "edited", "it was edited", "worse", "better"),
    ),
    Program(
        "two_others_talk_within_a_reply",
        CONFIG
        + _AGENTS
        + _ASK
        + """
checker = autogen.UserProxyAgent("checker", human_input_mode="NEVER", code_execution_config=False)


@checker.register_for_execution()
@critic.register_for_llm(description="Checks a text.")
def check(text: str) -> str:
    print("=> check", text)
    return "harmless"


user.register_nested_chats(
    trigger=autogen.AssistantAgent,
    chat_queue=[{"sender": checker, "recipient": critic, "message": ask, "max_turns": 2}],
)
result = user.initiate_chat(writer, message="Write.", max_turns=2)
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
""",
        ("verse", call("check", text="verse"), "good", "better"),
    ),
    Program(
        "a_last_message_runs_no_chats",
        CONFIG
        + _AGENTS
        + """
user.register_nested_chats([{"recipient": critic, "max_turns": 1}], trigger=autogen.Agent)
user.initiate_chat(writer, message="Write.")
""",
        ("verse", "bad", "TERMINATE", "x"),
    ),
    Program(
        "a_chat_within_a_reply_that_ends_with_its_first_message",
        CONFIG
        + _AGENTS
        + """
chats = [{"recipient": critic, "max_turns": 1, "message": "TERMINATE"}]
user.register_nested_chats(chats, trigger=autogen.Agent)
result = user.initiate_chat(writer, message="Write.", max_turns=2)
print("=>", [message["content"] for message in result.chat_history])
""",
        ("verse", "better verse"),
    ),
    Program(
        "a_group_within_a_reply",
        CONFIG
        + _AGENTS
        + """
pro = autogen.AssistantAgent("pro", system_message="For it.", llm_config=llm_config)
con = autogen.AssistantAgent("con", system_message="Against it.", llm_config=llm_config)
groupchat = autogen.GroupChat(
    agents=[pro, con], messages=[], max_round=3, speaker_selection_method="round_robin", send_introductions=True
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
writer.register_nested_chats(
    [
        {"recipient": manager, "summary_method": "reflection_with_llm", "summary_args": {"summary_prompt": "Sum up."}},
        {"recipient": critic, "message": "Judge.", "max_turns": 1},
    ],
    trigger=user,
)
result = user.initiate_chat(writer, message="Tea or coffee?", max_turns=1)
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
""",
        ("tea", "coffee", "both", "tea it is"),
    ),
    Program(
        "a_member_of_a_group_runs_chats",
        CONFIG
        + _AGENTS
        + """
groupchat = autogen.GroupChat(
    agents=[user, writer], messages=[], max_round=4, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)
writer.register_nested_chats(
    [{"recipient": critic, "message": lambda r, messages, s, c: f"Judge {messages[-1]['content']}", "max_turns": 1}],
    trigger=manager,
)
result = user.initiate_chat(manager, message="Write.")
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
""",
        ("first", "second"),
    ),
    Program(
        "a_human_before_a_critic",
        CONFIG
        + _AGENTS.replace('"user", human_input_mode="NEVER"', '"user", human_input_mode="ALWAYS"')
        + _ASK
        + """
user.register_nested_chats([{"recipient": critic, "message": ask, "max_turns": 1}], trigger=writer)
user.initiate_chat(writer, message="Write.")
""",
        ("verse", "bad", "better", "best"),
        ("", "longer", "exit"),
    ),
    Program(
        "a_human_at_the_end_and_a_critic",
        CONFIG
        + _AGENTS.replace('"user", human_input_mode="NEVER"', '"user", human_input_mode="TERMINATE"')
        + """
user.register_nested_chats([{"recipient": critic, "max_turns": 1}], trigger=writer)
user.initiate_chat(writer, message="Write.")
""",
        ("verse", "bad", "TERMINATE", "better", "fine", "TERMINATE"),
        ("go on", ""),
    ),
    Program(
        "players_with_a_board_of_their_own",
        CONFIG
        + """
import autogen

moves = []
white = autogen.AssistantAgent("white", system_message="You are white.", llm_config=llm_config)
black = autogen.AssistantAgent("black", system_message="You are black.", llm_config=llm_config)
board = autogen.UserProxyAgent(
    "board",
    human_input_mode="NEVER",
    code_execution_config=False,
    default_auto_reply="Move!",
    is_termination_msg=lambda m: "moved" in (m.get("content") or ""),
)


@board.register_for_execution()
@white.register_for_llm(description="Moves a piece.")
@black.register_for_llm(description="Moves a piece.")
def move(piece: str) -> str:
    moves.append(piece)
    return f"{piece} is there"


white.register_nested_chats([{"sender": board, "recipient": white}], trigger=black)
black.register_nested_chats([{"sender": board, "recipient": black, "silent": True}], trigger=white)
result = black.initiate_chat(white, message="Your move.", max_turns=2)
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
print("=>", moves)
""",
        (call("move", piece="e4"), "I moved e4", "thinking", call("move", piece="e5"), "I moved e5", "I moved no more"),
    ),
    Program(
        "an_agent_goes_on_within_its_own_reply",
        CONFIG
        + _AGENTS
        + """
writer.register_nested_chats([{"recipient": critic, "message": "How is this?", "max_turns": 2}], trigger=user)
result = user.initiate_chat(writer, message="Write.", max_turns=1)
print("=>", [(m["name"], m["content"]) for m in result.chat_history])
""",
        ("bad", "because", "worse"),
    ),
]
