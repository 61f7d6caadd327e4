"""Programs whose agents call tools in chats within their replies, where a human may come between."""

from native_programs.program import CONFIG, Program, call

_GAME = (
    CONFIG
    + """
import autogen

moves = []
made_move = False


def legal_moves() -> str:
    return "e4, d4"


def make_move(move: str) -> str:
    global made_move
    made_move = True
    moves.append(move)
    return f"moved {move}"


def check_made_move(msg):
    global made_move
    if made_move:
        made_move = False
        return True
    return False


white = autogen.ConversableAgent("Player White", llm_config=llm_config, system_message="White."{mode})
black = autogen.ConversableAgent("Player Black", llm_config=llm_config, system_message="Black."{mode})
board = autogen.ConversableAgent(
    "Board Proxy",
    llm_config=False,
    is_termination_msg={ends},
    default_auto_reply="Please make a move.",
    human_input_mode="NEVER",
)
for player in [white, black]:
    pass
autogen.register_function(make_move, caller=white, executor=board, name="make_move", description="Moves.")
autogen.register_function(legal_moves, caller=white, executor=board, name="legal_moves", description="Lists.")
autogen.register_function(make_move, caller=black, executor=board, name="make_move", description="Moves.")
autogen.register_function(legal_moves, caller=black, executor=board, name="legal_moves", description="Lists.")
white.register_nested_chats(
    trigger=black, chat_queue=[{"sender": board, "recipient": white, "summary_method": "last_msg"}]
)
black.register_nested_chats(trigger=white, chat_queue=[{"sender": board, "recipient": black, "silent": True}])
result = black.initiate_chat(white, message="Your move.", max_turns=2)
print()
print("=>", moves, [(message["name"], message["content"]) for message in result.chat_history])
"""
)


def _game(ends: str, mode: str = "") -> str:
    text = _GAME.removeprefix(CONFIG).replace("{ends}", ends).replace("{mode}", mode)
    return CONFIG + text.replace("for player in [white, black]:\n    pass\n", "")


NEVER = ', human_input_mode="NEVER"'
_PLAYED = (
    call("legal_moves"),
    call("make_move", move="e4"),
    "I moved to e4.",
    "What now?",
    call("make_move", move="d4"),
    "I moved, too.",
    call("make_move", move="c4"),
    call("legal_moves"),
)

PROGRAMS = [
    Program("a_game_that_remembers_moves", _game("check_made_move", NEVER), _PLAYED),
    Program("a_game_of_players_that_may_ask_humans", _game("check_made_move"), _PLAYED),
    Program(
        "a_game_that_ends_without_calls",
        _game('lambda msg: "tool_calls" not in msg'),
        (call("make_move", move="e4"), "Moved.", "No move.", call("legal_moves"), "I give up."),
    ),
    Program(
        "a_game_in_which_a_human_is_asked",
        _game('lambda msg: "tool_calls" not in msg'),
        (call("make_move", move="e4"), "TERMINATE", "Moved.", call("legal_moves"), "e5"),
        inputs=("", "Go on.", "exit"),
    ),
    Program(
        "chats_within_a_reply_that_others_with_tools_supersede",
        CONFIG
        + """
import autogen

writer = autogen.AssistantAgent("Writer", llm_config=llm_config, system_message="Write.")
user = autogen.UserProxyAgent("User", human_input_mode="NEVER", code_execution_config=False)
critic = autogen.AssistantAgent("Critic", llm_config=llm_config, system_message="Judge.")


def about(recipient, messages, sender, config):
    return "Judge this: " + recipient.chat_messages_for_summary(sender)[-1]["content"]


user.register_nested_chats([{"recipient": critic, "message": about, "max_turns": 1}], trigger=writer)
first = user.initiate_chat(writer, message="A poem.", max_turns=2)
print("=>", [message["content"] for message in first.chat_history])
executor = autogen.UserProxyAgent("Executor", human_input_mode="NEVER", code_execution_config=False)


@executor.register_for_execution()
@critic.register_for_llm(name="is_harmless", description="Looks for bad words.")
def is_harmless(text: str) -> str:
    return str("bad" not in text)


user.register_nested_chats(
    [{"sender": executor, "recipient": critic, "message": about, "max_turns": 2, "summary_method": "last_msg"}],
    trigger=writer,
)
second = user.initiate_chat(writer, message="Another.", max_turns=2)
print("=>", [message["content"] for message in second.chat_history])
""",
        ("Roses.", "Too short.", "Roses, red.", "Violets.", call("is_harmless", text="Violets."), "Fine.", "The end."),
    ),
]
