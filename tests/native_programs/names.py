"""Programs whose names, conditions and clients need care."""

from native_programs.program import CONFIG, Program

PROGRAMS = [
    Program(
        "names_that_v04_does_not_accept",
        CONFIG
        + """
import autogen

user_proxy = autogen.UserProxyAgent(
    "user-proxy", human_input_mode="NEVER", max_consecutive_auto_reply=1, code_execution_config=False
)
roles = [{"role": "Product Manager"}]
manager = autogen.AssistantAgent(roles[0]["role"], system_message="You manage.", llm_config=llm_config)
result = user_proxy.initiate_chat(manager, message="Plan.")
print("=>", result.summary)
""",
        ("one", "two"),
    ),
    Program(
        "a_model_selects_a_name_with_a_space",
        CONFIG
        + """
import autogen

user_proxy = autogen.UserProxyAgent("Admin", human_input_mode="NEVER", code_execution_config=False)
pm = autogen.AssistantAgent("Product Manager", system_message="You manage.", llm_config=llm_config)
coder = autogen.AssistantAgent("Coder", system_message="You code.", llm_config=llm_config)
group = autogen.GroupChat(agents=[user_proxy, pm, coder], messages=[], max_round=3)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user_proxy.initiate_chat(manager, message="Plan.")
""",
        ("Product Manager", "a plan", "Coder", "code"),
    ),
    Program(
        "an_imported_condition",
        CONFIG
        + """
import autogen
from ends import is_last

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="x")
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", code_execution_config=False, is_termination_msg=is_last
)
user_proxy.initiate_chat(assistant, message="go")
""",
        ("1", "2 the end"),
        modules={
            "ends.py": """
def is_last(message):
    if message["name"] != "assistant" or message["role"] != "user":
        return False
    words = (message.get("content") or "").split()
    return words[-1] == "end"
"""
        },
    ),
    Program(
        "a_configuration_of_another_module",
        """
import autogen
from settings import llm_config


def main():
    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="x")
    user_proxy = autogen.UserProxyAgent(
        "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
    )
    for number in range(2):
        result = user_proxy.initiate_chat(assistant, message=f"number {number}")
        print("=>", result.summary)


main()
""",
        ("a", "b"),
        modules={"settings.py": CONFIG},
    ),
    Program(
        "two_models_of_their_own",
        CONFIG
        + """
from autogen import ConversableAgent

small_config = {"config_list": [{**config_list[0], "model": "gpt-4o-mini"}], "cache_seed": None}
large = {"config_list": config_list, "cache_seed": None, "temperature": 0.5, "max_tokens": 50}
a = ConversableAgent("a", system_message="A.", llm_config=small_config, human_input_mode="NEVER")
b = ConversableAgent("b", system_message="B.", llm_config=large, human_input_mode="NEVER")
a.initiate_chat(b, message="hi", max_turns=2)
""",
        ("b1", "a1", "b2"),
    ),
    Program(
        "messages_are_read_of_the_agents",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=1, code_execution_config=False
)
user_proxy.initiate_chat(assistant, message="hi")
print("=>", user_proxy.last_message()["content"], assistant.last_message(user_proxy)["role"])
print("=>", [m["role"] for m in user_proxy.chat_messages[assistant]])
""",
        ("one", "two"),
    ),
    Program(
        "messages_are_read_of_the_group",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
a = autogen.AssistantAgent("a", system_message="A.", llm_config=llm_config)
group = autogen.GroupChat(
    agents=[user, a], messages=[], max_round=2, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)


def discuss(topic):
    user.initiate_chat(manager, message=topic)
    for message in group.messages:
        print("=>", message["name"], message["content"])


discuss("tea")
""",
        ("yes",),
    ),
    Program(
        "a_message_is_sent_after_the_chat",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    code_execution_config=False,
    is_termination_msg=lambda m: "TERMINATE" in m["content"],
)
user_proxy.initiate_chat(assistant, message="hi")
user_proxy.send(recipient=assistant, message="And now?")
""",
        ("one", "two TERMINATE", "three", "four TERMINATE"),
    ),
    Program(
        "asynchronous_chats_count_twice",
        CONFIG
        + """
import asyncio

import autogen


async def main():
    assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
    user_proxy = autogen.UserProxyAgent(
        "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=3, code_execution_config=False
    )
    await user_proxy.a_initiate_chat(assistant, message="hi")


asyncio.run(main())
""",
        ("one", "two", "three", "four", "five"),
    ),
    Program(
        "a_chat_in_a_try",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=1, code_execution_config=False
)
try:
    user_proxy.initiate_chat(assistant, message="hi")
except Exception as error:
    print("=> it failed")
finally:
    print("=> over")
""",
        ("one", {"status": 401, "message": "no key"}),
    ),
    Program(
        "a_notebook",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)

chat_result = user_proxy.initiate_chat(assistant, message="first")
print("=>", chat_result.summary)

chat_result = user_proxy.initiate_chat(assistant, message="second", clear_history=False)
print("=>", chat_result.summary)


def ask(question):
    answer = user_proxy.initiate_chat(assistant, message=question)
    return answer.summary


print("=>", ask("third"))
""",
        ("1", "2", "3"),
        celled=True,
    ),
    Program(
        "a_function_of_another_module",
        """
from talk import ask

for question in ("one", "two"):
    print("=>", ask(question))
""",
        ("1", "2"),
        modules={
            "talk.py": CONFIG
            + """
from autogen import AssistantAgent, UserProxyAgent


def ask(question):
    assistant = AssistantAgent("assistant", llm_config=llm_config)
    user_proxy = UserProxyAgent(
        "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
    )
    result = user_proxy.initiate_chat(assistant, message=question)
    return result.summary
"""
        },
    ),
]
