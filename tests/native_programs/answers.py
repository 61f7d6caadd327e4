"""Programs that ask agents for one answer, outside of all chats."""

from native_programs.program import CONFIG, Program, call

PROGRAMS = [
    Program(
        "one_answer_of_an_agent",
        CONFIG
        + """
import autogen

agent = autogen.ConversableAgent("chatbot", llm_config=llm_config, human_input_mode="NEVER")

reply = agent.generate_reply(messages=[{"content": "Tell me a joke.", "role": "user"}])
print("=>", reply)
""",
        ("Knock, knock.",),
    ),
    Program(
        "one_answer_in_a_cell",
        CONFIG
        + """
import autogen

agent = autogen.AssistantAgent("chatbot", llm_config=llm_config, system_message="Joke.")
print("=>", agent.generate_reply([{"role": "user", "content": "A joke."}]).upper())
""",
        ("Knock, knock.",),
        celled=True,
    ),
    Program(
        "answers_that_are_not_remembered",
        CONFIG
        + """
import autogen

grader = autogen.AssistantAgent("grader", llm_config=llm_config, system_message="Grade.")


def prompt(text):
    return [
        {"role": "system", "content": "You grade texts."},
        {"role": "user", "content": "A text?"},
        {"role": "assistant", "content": "Yes, please."},
        {"role": "user", "content": text, "name": "writer"},
    ]


def grade(text):
    messages = prompt(text)
    return grader.generate_reply(messages).upper()


print("=>", grade("one"), grade("two"))
print("=>", grader.generate_reply(messages=[{"role": "user", "content": "TERMINATE"}]))
""",
        ("good", "bad"),
    ),
    Program(
        "no_answer_at_the_limit_or_on_a_last_message",
        CONFIG
        + """
import autogen


def answers(texts):
    agent = autogen.ConversableAgent(
        "Quick Agent",
        llm_config=llm_config,
        max_consecutive_auto_reply=2,
        human_input_mode="NEVER",
        is_termination_msg=lambda m: "stop" in m["content"],
    )
    return [agent.generate_reply([{"role": "user", "content": each}]) for each in texts]


print("=>", answers(["a", "b", "c", "d", "stop", "e", "f", "g"]))
""",
        ("1", "2", "3", "4", "5"),
    ),
    Program(
        "answers_of_code_and_of_a_human",
        """
import autogen
from autogen.coding import LocalCommandLineCodeExecutor

executor = LocalCommandLineCodeExecutor(timeout=10, work_dir="coding")
runner = autogen.ConversableAgent(
    "runner", llm_config=False, code_execution_config={"executor": executor}, human_input_mode="ALWAYS"
)
mute = autogen.UserProxyAgent(
    "mute", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="Go on."
)
code = '''Run this:
```python
# filename: add.py
print(1 + 1)
```
'''
for text in (code, code, "Nothing.", code):
    print("\\n=>", runner.generate_reply(messages=[{"role": "user", "content": text}]))
print("=>", mute.generate_reply([{"role": "user", "content": "Hello?"}], sender=runner))
""",
        inputs=("", "Not this.", "", "exit"),
    ),
    Program(
        "a_human_is_asked_where_an_answer_would_end",
        CONFIG
        + """
import autogen

agent = autogen.ConversableAgent("agent", llm_config=llm_config)
for text in ("Hello.", "TERMINATE", "TERMINATE", "Bye."):
    print("\\n=>", agent.generate_reply(messages=[{"role": "user", "content": text}]))
""",
        ("Hi.", "Goodbye."),
        inputs=("More!", ""),
    ),
    Program(
        "an_agent_in_a_chat_answers_besides",
        CONFIG
        + """
import autogen

writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
critic = autogen.AssistantAgent("critic", llm_config=llm_config, system_message="Criticise.")
draft = writer.generate_reply(messages=[{"role": "user", "content": "A tweet."}])
result = critic.initiate_chat(writer, message=draft, max_turns=2)
print("=>", result.summary)
print("=>", writer.generate_reply(messages=[{"role": "user", "content": "Another tweet."}]))
print("=>", len(result.chat_history))
""",
        ("Tweet.", "Better tweet.", "Still bad.", "Best tweet.", "Other tweet."),
    ),
    Program(
        "asynchronous_answers",
        CONFIG
        + """
import asyncio

import autogen

agent = autogen.ConversableAgent(
    "agent", llm_config=llm_config, human_input_mode="NEVER", max_consecutive_auto_reply=3
)


async def ask(question):
    reply = await agent.a_generate_reply([{"role": "user", "content": question}])
    return reply


async def main():
    for question in ("1?", "2?", "3?"):
        print("=>", await ask(question))


asyncio.run(main())
""",
        ("One.", "Three."),
    ),
    Program(
        "answers_under_a_cache_that_nothing_uses",
        CONFIG
        + """
import autogen
from autogen import Cache


def is_complex(prompt, folder):
    agent = autogen.ConversableAgent(
        name="Emotion Agent",
        system_message="You are an expert.",
        llm_config={"config_list": config_list, "cache_seed": 2024, "temperature": 0.0},
        human_input_mode="NEVER",
    )

    with Cache.disk(cache_path_root=folder) as cache:
        response = agent.generate_reply(
            messages=[
                {
                    "content": prompt,
                    "role": "user",
                }
            ],
            cache=cache,
        )

    return "yes" in response.lower()


for prompt in ("Why?", "How?", "Why?"):
    print("=>", is_complex(prompt, ".cache"))
""",
        ("Yes.", "No."),
    ),
    Program(
        "answers_within_messages",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
writer = autogen.AssistantAgent("writer", llm_config=llm_config, system_message="Write.")
planner = autogen.AssistantAgent("planner", llm_config=llm_config, system_message="Plan.")
judge = autogen.AssistantAgent("judge", llm_config=llm_config)
judge.update_system_message("Judge.")

result = user.initiate_chat(
    writer, message=planner.generate_reply([{"role": "user", "content": "A plan."}]), max_turns=1
)
print("=>", result.summary)
question = [{"role": "user", "content": judge.generate_reply([{"role": "user", "content": result.summary}])}]
print("=>", judge.generate_reply(question))
""",
        ("The plan.", "The text.", "Good?", "Good."),
    ),
    Program(
        "answers_that_are_waited_for_elsewhere",
        CONFIG
        + """
import asyncio

import autogen

agent = autogen.AssistantAgent("agent", llm_config=llm_config, system_message="Answer.")


async def main():
    first = await asyncio.gather(*[agent.a_generate_reply([{"role": "user", "content": each}]) for each in ["1"]])
    second = asyncio.create_task(agent.a_generate_reply([{"role": "user", "content": "2"}]))
    print("=>", first, await second)


asyncio.run(main())
""",
        ("One.", "Two."),
    ),
    Program(
        "an_agent_that_an_object_holds_is_asked",
        CONFIG
        + """
import autogen


class Bot:
    def __init__(self):
        self.agent = autogen.AssistantAgent("bot", llm_config=llm_config, system_message="Use the context.")
        self.history = []

    def ask(self, question):
        self.history.append({"role": "user", "content": question})
        reply = self.agent.generate_reply(messages=self.history)
        text = reply if isinstance(reply, str) else reply["content"]
        self.history.append({"role": "assistant", "content": text})
        return text


bot = Bot()
for ask in [bot.ask]:
    print("=>", ask("One?"), ask("Two?"))
""",
        ("1.", "2."),
    ),
    Program(
        "agents_of_a_dictionary_are_asked",
        CONFIG
        + """
import autogen


def expert(name):
    return autogen.AssistantAgent(name=name, llm_config=llm_config, system_message=f"You are the {name}.")


experts = {
    "cook": autogen.AssistantAgent("cook", llm_config=llm_config, system_message="Cook."),
    "poet": autogen.AssistantAgent("poet", llm_config=llm_config, system_message="Rhyme."),
}
print("=>", experts["cook"].generate_reply([{"role": "user", "content": "Eggs?"}]))
for name, each in experts.items():
    print("=>", name, each.generate_reply([{"role": "user", "content": "Eggs!"}]))
for each in [expert("wise judge"), expert("jury")]:
    print("=>", each.generate_reply([{"role": "user", "content": "Guilty?"}]))
idle = autogen.AssistantAgent("idle", llm_config=llm_config)
idle.reset()
""",
        ("Fry.", "Boil.", "Legs.", "No.", "Yes."),
    ),
    Program(
        "an_answer_that_calls_a_tool_and_one_that_runs_it",
        CONFIG
        + """
import autogen

caller = autogen.AssistantAgent("caller", llm_config=llm_config, system_message="Add.")
runner = autogen.UserProxyAgent("runner", human_input_mode="NEVER", code_execution_config=False)


def add(x: int, y: int) -> int:
    return x + y


autogen.register_function(add, caller=caller, executor=runner, description="Adds.")
question = {"role": "user", "content": "1 + 2?"}
calls = caller.generate_reply([question])
results = runner.generate_reply([calls])
print("=>", calls, results)
print("=>", caller.generate_reply([question, calls, results]))
print("=>", runner.generate_reply([question]))
""",
        (call("add", x=1, y=2), "3"),
    ),
]
