"""Programs whose agents go on after a chat message by message."""

from native_programs.program import CONFIG, Program

_CHAT = (
    CONFIG
    + """
import autogen

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
bot = autogen.AssistantAgent("bot", llm_config=llm_config, system_message="Help.")
"""
)

PROGRAMS = [
    Program(
        "a_last_question_about_a_chat",
        _CHAT
        + """
user.initiate_chat(bot, message="Hello.", max_turns=2)
user.send({"content": "Sum up.", "role": "user"}, bot, request_reply=False, silent=True)
reply = bot.generate_reply(bot.chat_messages[user], user)
bot.send(reply, user, request_reply=False, silent=True)
for question in ("Sure?", "Really?"):
    user.send(question, bot, request_reply=False, silent=True)
    bot.send(bot.generate_reply(sender=user), user, request_reply=False, silent=True)
print("=>", reply, len(bot.chat_messages[user]), bot.chat_messages[user][-1]["content"])
print("=>", bot.last_message(user)["content"])
""",
        ("Hi.", "Well.", "All said.", "Yes.", "Of course."),
    ),
    Program(
        "one_more_answer_to_a_chat",
        _CHAT
        + """
import asyncio


async def talk():
    await user.a_initiate_chat(bot, message="Hello.", max_turns=1)
    return await bot.a_generate_reply(sender=user)


print("=>", asyncio.run(talk()))
""",
        ("Hi.", "Still there?"),
    ),
    Program(
        "code_of_a_message_that_is_told",
        CONFIG
        + """
import autogen

user = autogen.UserProxyAgent(
    "user", human_input_mode="NEVER", code_execution_config={"work_dir": "coding", "use_docker": False}
)
bot = autogen.AssistantAgent("bot", llm_config=llm_config, system_message="Help.")
user.initiate_chat(bot, message="Hello.", max_turns=1)
bot.send("```python\\nprint(6 * 7)\\n```", user, request_reply=False, silent=True)
print("=>", user.generate_reply(sender=bot))
""",
        ("Hi.",),
    ),
    Program(
        "a_check_after_chats_that_may_fail",
        CONFIG
        + """
import json

import autogen


def save(agents):
    for agent in agents:
        messages = {partner.name: told for partner, told in agent.chat_messages.items()}
        with open(agent.name + ".json", "w") as file:
            file.write(json.dumps(messages, indent=1))


def check(task):
    bot = autogen.AssistantAgent("bot", llm_config=llm_config, system_message="Help.", is_termination_msg=ends)
    user = autogen.UserProxyAgent(
        "user",
        human_input_mode="NEVER",
        is_termination_msg=ends,
        max_consecutive_auto_reply=2,
        code_execution_config={"work_dir": "coding", "use_docker": False},
    )
    try:
        user.initiate_chat(bot, message=task)
    except Exception:
        print("=> failed")
    bot.send("```python\\nprint(6 * 7)\\n```", user, request_reply=False, silent=True)
    reply = user.generate_reply(sender=bot)
    print("=>", reply)
    save([bot, user])


def ends(message):
    return "TERMINATE" in message["content"]


for task in ("One.", "Two.", "Three.", "Four."):
    check(task)
""",
        (
            {"status": 401, "message": "no key"},
            "a",
            "b",
            "c",
            "```sh\necho TERMINATE\n```",
            "d",
            "e",
            {"status": 401, "message": "no key"},
        ),
    ),
]
