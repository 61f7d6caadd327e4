"""Programs about the arguments of chats and what becomes of their results."""

from native_programs.program import CONFIG, Program, call

_PAIR = (
    CONFIG
    + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Short.")
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=1,
    is_termination_msg=lambda m: "TERMINATE" in m["content"],
    code_execution_config=False,
)
"""
)

PROGRAMS = [
    Program(
        "a_message_of_many_parts",
        _PAIR
        + """
topic = "rain"
first = user.initiate_chat(assistant, message=f"About {topic}.")
second = user.initiate_chat(assistant, message="More than " + first.summary, carryover="Be kind.", max_turns=1)
user.initiate_chat(assistant, message={"content": "And snow.", "role": "user"}, max_turns=1, verbose=True)
facts = ["wet", {"content": "cold"}, 3]
third = user.initiate_chat(assistant, message="All.", carryover=facts, max_turns=1, silent=True, problem="none")
print("=>", second.summary, third.chat_history[0]["content"])
""",
        ("drops TERMINATE", "many", "flakes", "all"),
    ),
    Program(
        "a_first_message_that_is_typed",
        _PAIR
        + """
result = user.initiate_chat(assistant, max_turns=1)
print("=>", result.chat_history[0]["content"])
other = user.initiate_chat(assistant, message=None, max_turns=1, carryover="Be kind.")
print("=>", other.chat_history[0]["content"])
print("=>", result.human_input, other.human_input)
""",
        ("a", "b"),
        inputs=("What is a?", "What is b?"),
    ),
    Program(
        "first_messages_from_functions",
        _PAIR
        + """
def ask(sender, recipient, context):
    return f"{sender.name} asks {recipient.name} about {context['topic']}."


def tell(sender: autogen.ConversableAgent, recipient: autogen.ConversableAgent, context: dict):
    return {"content": "Tell: " + context.get("carryover", "nothing")}


user.initiate_chat(assistant, message=ask, topic="rain", max_turns=1)
user.initiate_chat(assistant, message=tell, carryover="all", max_turns=1)
user.initiate_chat(assistant, message=lambda s, r, c: "Hm?", max_turns=1)
""",
        ("a", "b", "c"),
    ),
    Program(
        "a_summary_by_the_model",
        _PAIR
        + """
result = user.initiate_chat(assistant, message="hi", summary_method="reflection_with_llm")
print("=>", result.summary, len(result.chat_history))
user.initiate_chat(
    assistant,
    message="hello",
    max_turns=1,
    summary_method="reflection_with_llm",
    summary_args={"summary_prompt": "In one word?", "summary_role": "user"},
)
""",
        ("one", "TERMINATE", "they met", "two", "greeting"),
    ),
    Program(
        "a_summary_by_a_function",
        _PAIR
        + """
def words(sender, recipient, summary_args):
    last = recipient.last_message(sender)["content"]
    return f"{sender.name}: {last.upper()} of {len(recipient.chat_messages[sender])}{summary_args['mark']}"


result = user.initiate_chat(
    assistant, message="hi", max_turns=1, summary_method=words, summary_args={"mark": "!"}
)
print("=>", result.summary)
nothing = user.initiate_chat(assistant, message="hi", max_turns=1, summary_method=None)
print("=>", repr(nothing.summary))
role = lambda s, r, a: r.last_message(s)["role"]  # noqa: E731
last = user.initiate_chat(assistant, message="hi", max_turns=1, summary_method=role)
print("=>", last.summary)
""",
        ("one", "two", "three"),
    ),
    Program(
        "results_that_are_passed_on",
        _PAIR
        + """
import json


def tell(result):
    print("=>", json.dumps(result.summary), result.chat_id, result.human_input)


def ask(question):
    return user.initiate_chat(assistant, message=question, max_turns=1)


results = {"first": user.initiate_chat(assistant, message="hi", max_turns=1)}
results["second"] = user.initiate_chat(assistant, message="ho", summary_method="reflection_with_llm")
for each in results.values():
    tell(each)
tell(ask("he"))
print("=>", user.initiate_chat(assistant, message="once more", max_turns=1).summary)
print(f"=> {user.initiate_chat(assistant, message='twice', max_turns=1).summary}")
""",
        ("one", "two TERMINATE", "they said two", "three", "four", "five"),
    ),
    Program(
        "a_result_in_a_dictionary",
        _PAIR
        + """
import json


class Talk:
    pass


talk = Talk()
talk.result = user.initiate_chat(assistant, message="hi")
print("=>", json.dumps(talk.result.chat_history, indent=1), talk.result.summary)
for message in reversed(talk.result.chat_history):
    print("=>", message["role"], message.get("name"))
""",
        ("one", "two TERMINATE"),
    ),
    Program(
        "a_history_in_a_condition_and_a_loop",
        _PAIR
        + """
for message in user.initiate_chat(assistant, message="hi").chat_history:
    print("=>", message["content"])
""",
        ("one", "two TERMINATE"),
    ),
    Program(
        "what_chats_have_cost",
        _PAIR
        + """
result = user.initiate_chat(assistant, message="hi", max_turns=1)
print("=>", sorted(result.cost), result.cost["usage_including_cached_inference"]["total_cost"] > 0)
for model, used in sorted(result.cost["usage_excluding_cached_inference"].items()):
    print("=>", model, used)
again = user.initiate_chat(assistant, message="hi", max_turns=1)
print("=>", again.cost)
print("=>", again)
""",
        ("one", "two"),
    ),
    Program(
        "a_name_for_many_results",
        _PAIR
        + """
result = None
for question in ["a", "b"]:
    if result is not None:
        question += result.summary
    result = user.initiate_chat(assistant, message=question, max_turns=1)
if result:
    history = result.chat_history
    history.append({"content": "mine", "role": "user"})
    print("=>", result.chat_history)
""",
        ("one", "two"),
    ),
    Program(
        "turns_and_silence_that_are_computed",
        _PAIR
        + """
def ask(question, turns=None, quiet=True):
    result = user.initiate_chat(assistant, message=question, max_turns=turns, silent=quiet)
    return len(result.chat_history)


print("=>", ask("a", 1))
print("=>", ask("b", 2, False))
print("=>", ask("c"))
print("=>", ask("d", turns=5))
""",
        ("1", "1", "2", "1", "2", "1", "2"),
    ),
    Program(
        "a_summary_of_a_chat_with_tools",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Short.")
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=3, code_execution_config=False
)


@user.register_for_execution()
@assistant.register_for_llm(description="Adds.")
def add(a: int, b: int) -> int:
    return a + b


result = user.initiate_chat(assistant, message="1 + 2?", summary_method="reflection_with_llm")
print("=>", result.summary, len(result.chat_history))
""",
        (call("add", a=1, b=2), "TERMINATE", "three"),
    ),
]
