"""Programs in which two agents chat."""

from native_programs.program import CONFIG, Program

_CODE = "Here:\n```python\nprint(6 * 7)\n```"
_FILE = "```python\n# filename: out/answer.py\nopen('made.txt', 'w').write('made')\nprint('ok')\n```"

PROGRAMS = [
    Program(
        "a_proxy_nudges_until_terminate",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", llm_config=llm_config, system_message="Count.")
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=10,
    is_termination_msg=lambda x: x.get("content", "").rstrip().endswith("TERMINATE"),
    code_execution_config=False,
)
result = user_proxy.initiate_chat(assistant, message="Count to three.")
print("=>", result.summary)
print("=>", len(result.chat_history))
for message in result.chat_history:
    print("=>", message["role"], message["name"], repr(message["content"]))
""",
        ("one", "two", "three TERMINATE"),
    ),
    Program(
        "the_task_itself_may_say_terminate",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="x")
user_proxy = autogen.UserProxyAgent(
    name="user_proxy",
    human_input_mode="NEVER",
    is_termination_msg=lambda x: "TERMINATE" in x["content"],
    code_execution_config=False,
)
user_proxy.initiate_chat(assistant, message="Say TERMINATE at the end.")
""",
        ("not yet", "TERMINATE"),
    ),
    Program(
        "the_limit_of_automatic_replies_ends_it",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", llm_config=llm_config)
user_proxy = UserProxyAgent("user", human_input_mode="NEVER", max_consecutive_auto_reply=2, code_execution_config=False)
result = user_proxy.initiate_chat(assistant, message="go")
print("=>", [m["content"] for m in result.chat_history])
""",
        ("1", "2", "3"),
    ),
    Program(
        "no_automatic_reply_at_all",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent(name="assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    name="user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
chat_result = user_proxy.initiate_chat(assistant, message="Tell a joke.")
print("=> summary:", chat_result.summary)
""",
        ("Ha TERMINATE",),
    ),
    Program(
        "max_turns_of_one",
        CONFIG
        + """
from autogen import ConversableAgent

student = ConversableAgent("student", llm_config=llm_config, system_message="You learn.", human_input_mode="NEVER")
teacher = ConversableAgent("teacher", llm_config=llm_config, system_message="You teach.", human_input_mode="NEVER")
result = student.initiate_chat(teacher, message="What is a triangle?", max_turns=1)
print("=>", result.summary)
""",
        ("Three sides.",),
    ),
    Program(
        "two_models_and_max_turns",
        CONFIG
        + """
from autogen import ConversableAgent

student = ConversableAgent("student", llm_config=llm_config, system_message="You learn.", human_input_mode="NEVER")
teacher = ConversableAgent("teacher", llm_config=llm_config, system_message="You teach.", human_input_mode="NEVER")
result = student.initiate_chat(teacher, message="What is a triangle?", max_turns=3)
print("=>", result.chat_history[-1]["content"])
print("=>", [(m["role"], m["name"]) for m in result.chat_history])
""",
        ("t1", "s1", "t2", "s2", "t3"),
    ),
    Program(
        "two_models_and_a_word",
        CONFIG
        + """
from autogen import ConversableAgent

cathy = ConversableAgent(
    "cathy",
    system_message="Your name is Cathy.",
    llm_config=llm_config,
    human_input_mode="NEVER",
    is_termination_msg=lambda msg: "good bye" in msg["content"].lower(),
)
joe = ConversableAgent("joe", system_message="Your name is Joe.", llm_config=llm_config, human_input_mode="NEVER")
joe.initiate_chat(cathy, message="Cathy, tell me a joke.")
""",
        ("joke", "funny", "another", "Good bye!"),
    ),
    Program(
        "the_default_last_message",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
user_proxy.initiate_chat(assistant, message="hi", silent=True)
""",
        ("TERMINATE later", "TERMINATE"),
    ),
    Program(
        "a_fixed_automatic_reply",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    name="user_proxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=1,
    default_auto_reply="Reply TERMINATE when done.",
    is_termination_msg=lambda x: x.get("content", "") and "TERMINATE" in x.get("content", ""),
    code_execution_config=False,
)
r = user_proxy.initiate_chat(assistant, message="hi")
print("=>", [m["content"] for m in r.chat_history])
""",
        ("one", "two"),
    ),
    Program(
        "code_is_run_and_its_output_told",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    is_termination_msg=lambda x: x.get("content", "").rstrip().endswith("TERMINATE"),
    code_execution_config={"work_dir": "coding", "use_docker": False},
)
user_proxy.initiate_chat(assistant, message="Compute.")
""",
        (_CODE, "It is 42. TERMINATE"),
    ),
    Program(
        "code_makes_files",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=5,
    is_termination_msg=lambda x: "TERMINATE" in x.get("content", ""),
    code_execution_config={"work_dir": "coding", "use_docker": False, "last_n_messages": 2},
)
user_proxy.initiate_chat(assistant, message="Make a file.")
""",
        (_FILE.replace("out/answer.py", "answer.py"), "TERMINATE"),
    ),
    Program(
        "several_blocks_in_several_languages",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    is_termination_msg=lambda x: "TERMINATE" in x.get("content", ""),
    code_execution_config={"work_dir": "work", "use_docker": False, "timeout": 30},
)
user_proxy.initiate_chat(assistant, message="go")
""",
        ("```bash\necho shell > shell.txt\n```\n```\nopen('py.txt', 'w').write('python')\n```", "TERMINATE"),
    ),
    Program(
        "code_that_fails_is_told",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    is_termination_msg=lambda x: "TERMINATE" in x.get("content", ""),
    code_execution_config={"work_dir": "work", "use_docker": False},
)
user_proxy.initiate_chat(assistant, message="go")
""",
        ("```sh\necho no >&2\nexit 3\n```", "```python\nprint('better')\n```", "TERMINATE"),
    ),
    Program(
        "a_message_without_code_is_nudged",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=3,
    default_auto_reply="Go on.",
    code_execution_config={"work_dir": "work", "use_docker": False},
    is_termination_msg=lambda x: "TERMINATE" in x.get("content", ""),
)
user_proxy.initiate_chat(assistant, message="go")
""",
        ("I think.", _CODE, "fine", "TERMINATE"),
    ),
    Program(
        "older_code_runs_again_within_the_last_messages",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=2,
    code_execution_config={"work_dir": "work", "use_docker": False, "last_n_messages": 3},
)
user_proxy.initiate_chat(assistant, message="go")
""",
        ("```python\nopen('log.txt', 'a').write('x')\n```", "fine", "done"),
    ),
    Program(
        "an_executor_object",
        CONFIG
        + """
from autogen import ConversableAgent
from autogen.coding import LocalCommandLineCodeExecutor

executor = LocalCommandLineCodeExecutor(timeout=10, work_dir="coding")
writer = ConversableAgent(
    "writer",
    system_message="Write code.",
    llm_config=llm_config,
    code_execution_config=False,
    human_input_mode="NEVER",
)
runner = ConversableAgent(
    "runner",
    llm_config=False,
    code_execution_config={"executor": executor},
    human_input_mode="NEVER",
    is_termination_msg=lambda m: "TERMINATE" in m["content"],
)
runner.initiate_chat(writer, message="Write code.")
""",
        ("```python\nopen('a.txt', 'w').write('a')\nprint('done')\n```", "TERMINATE"),
    ),
    Program(
        "a_human_answers_and_leaves",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="ALWAYS", code_execution_config=False)
user_proxy.initiate_chat(assistant, message="hi")
""",
        ("hello", "blue is nice", "bye"),
        ("I like blue", "", "exit"),
    ),
    Program(
        "a_human_is_asked_at_the_end",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy",
    human_input_mode="TERMINATE",
    max_consecutive_auto_reply=5,
    is_termination_msg=lambda x: x.get("content", "").rstrip().endswith("TERMINATE"),
    code_execution_config={"work_dir": "coding", "use_docker": False},
)
user_proxy.initiate_chat(assistant, message="hi")
""",
        (_CODE, "42 TERMINATE", "really 42 TERMINATE"),
        ("are you sure?", ""),
    ),
    Program(
        "two_chats_start_afresh",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=1, code_execution_config=False
)
user_proxy.initiate_chat(assistant, message="first")
user_proxy.initiate_chat(assistant, message="second")
""",
        ("1", "2", "3", "4"),
    ),
    Program(
        "a_second_chat_keeps_the_history",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
user_proxy.initiate_chat(assistant, message="first")
user_proxy.initiate_chat(assistant, message="second", clear_history=False)
""",
        ("1", "2"),
    ),
    Program(
        "one_proxy_and_two_assistants",
        CONFIG
        + """
import autogen

writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="You criticise.", llm_config=llm_config)
user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply=1, code_execution_config=False
)
draft = user.initiate_chat(writer, message="Write.", max_turns=1)
review = user.initiate_chat(critic, message=f"Criticise: {draft.summary}", max_turns=1)
print("=>", review.summary)
""",
        ("a text", "a critique"),
    ),
    Program(
        "a_chat_in_a_function",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent


def ask(question):
    assistant = AssistantAgent("assistant", llm_config=llm_config, system_message="Short.")
    user_proxy = UserProxyAgent(
        "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
    )
    result = user_proxy.initiate_chat(assistant, message=question, silent=True)
    return result.summary


def main():
    for question in ["first?", "second?"]:
        print("=>", ask(question))


if __name__ == "__main__":
    main()
""",
        ("yes", "no"),
    ),
    Program(
        "a_function_asks_agents_of_the_module_twice",
        CONFIG
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)


def ask(question: str) -> str:
    \"\"\"Ask the assistant.\"\"\"
    chat = user_proxy.initiate_chat(assistant, message=question)
    return chat.summary


answers = [ask("one?"), ask("two?")]
print("=>", answers)
""",
        ("1", "2"),
    ),
    Program(
        "a_loop_over_topics",
        CONFIG
        + """
import autogen

# Both agents live through all chats.
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
count = 0
for topic in ("a", "b"):
    result = user_proxy.initiate_chat(assistant, message=f"Write on {topic}.")  # one chat per topic
    count += 1
    print("=>", count, result.summary)
""",
        ("on a", "on b"),
    ),
    Program(
        "a_chat_in_a_method",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent


class Service:
    def __init__(self, tone):
        self.tone = tone

    def answer(self, question):
        assistant = AssistantAgent("assistant", llm_config=llm_config, system_message=f"Be {self.tone}.")
        user_proxy = UserProxyAgent(
            "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
        )
        result = user_proxy.initiate_chat(assistant, message=question)
        return result.summary


service = Service("kind")
print("=>", service.answer("Who?"), service.answer("What?"))
""",
        ("you", "that"),
    ),
    Program(
        "a_callback_runs_the_chat",
        CONFIG
        + """
import threading
from autogen import AssistantAgent, UserProxyAgent

answers = []


def work(question):
    assistant = AssistantAgent("assistant", llm_config=llm_config)
    user_proxy = UserProxyAgent(
        "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
    )
    result = user_proxy.initiate_chat(assistant, message=question, silent=True)
    answers.append(result.summary)


thread = threading.Thread(target=work, args=("in a thread?",))
thread.start()
thread.join()
print("=>", answers)
""",
        ("yes",),
    ),
    Program(
        "an_asynchronous_program",
        CONFIG
        + """
import asyncio
from autogen import AssistantAgent, UserProxyAgent


async def main():
    assistant = AssistantAgent("assistant", llm_config=llm_config)
    user_proxy = UserProxyAgent(
        "user_proxy",
        human_input_mode="NEVER",
        code_execution_config=False,
        is_termination_msg=lambda m: "TERMINATE" in m["content"],
    )
    result = await user_proxy.a_initiate_chat(assistant, message="hi")
    print("=>", result.summary)


asyncio.run(main())
""",
        ("one", "two TERMINATE"),
    ),
    Program(
        "a_synchronous_chat_in_an_asynchronous_function",
        CONFIG
        + """
import asyncio
from autogen import AssistantAgent, UserProxyAgent


async def handler(text):
    assistant = AssistantAgent("assistant", llm_config=llm_config)
    user_proxy = UserProxyAgent(
        "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
    )
    result = user_proxy.initiate_chat(assistant, message=text)
    return result.summary


print("=>", asyncio.run(handler("hi")))
""",
        ("hello",),
    ),
    Program(
        "answers_come_from_the_cache",
        CONFIG.replace('"cache_seed": None', '"cache_seed": 42')
        + """
import autogen

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="x")
user_proxy = autogen.UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
for _ in range(2):
    result = user_proxy.initiate_chat(assistant, message="same")
    print("=>", result.summary)
""",
        ("only once",),
    ),
    Program(
        "the_configuration_is_loaded_from_a_file",
        """
import json
import os

import autogen

with open("OAI_CONFIG_LIST", "w") as file:
    json.dump([{"model": "gpt-4o", "api_key": "none", "base_url": os.environ["MODEL_URL"]}], file)
config_list = autogen.config_list_from_json("OAI_CONFIG_LIST", filter_dict={"model": ["gpt-4o"]})
llm_config = {"config_list": config_list, "cache_seed": None, "temperature": 0}
os.remove("OAI_CONFIG_LIST")
assistant = autogen.AssistantAgent(name="assistant", llm_config=llm_config, system_message="x")
user_proxy = autogen.UserProxyAgent(
    name="user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
user_proxy.initiate_chat(assistant, message="hi")
""",
        ("hello",),
    ),
    Program(
        "two_configurations_fall_over",
        CONFIG
        + """
import autogen

first = {"model": "gpt-4", "api_key": "none", "base_url": os.environ["MODEL_URL"]}
llm_config = {"config_list": [first, *config_list], "cache_seed": None}

assistant = autogen.AssistantAgent(name="assistant", llm_config=llm_config, system_message="x")
user_proxy = autogen.UserProxyAgent(
    name="user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
user_proxy.initiate_chat(assistant, message="hi")
""",
        ({"status": 500, "message": "overloaded"}, "hello"),
    ),
    Program(
        "a_termination_function",
        CONFIG
        + """
import autogen


def is_done(msg):
    content = msg.get("content", "")
    return content.strip().upper() == "DONE"


assistant = autogen.AssistantAgent(name="assistant", llm_config=llm_config, system_message="x")
user_proxy = autogen.UserProxyAgent(
    name="user_proxy", human_input_mode="NEVER", is_termination_msg=is_done, code_execution_config=False
)
user_proxy.initiate_chat(assistant, message="done")
""",
        ("not DONE", "done "),
    ),
]
