"""Small v0.2 programs whose histories are recorded. Runs under autogen-agentchat 0.2.40, standard library only.

    python programs_v02.py NAME BASE_URL FOLDER

writes what the program leaves behind to FOLDER. `ANSWERS` is what the model says, in order.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP0ZYACJhiDAQAF8wBRsA0JzQAAAABJ"
    "RU5ErkJggg=="
)
PROGRAMS: dict[str, Callable[..., None]] = {}
ANSWERS: dict[str, list[Any]] = {}


def call(name: str, **arguments: Any) -> dict[str, Any]:
    return {"name": name, "arguments": arguments}


def program(*answers: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def declare(function: Callable[..., None]) -> Callable[..., None]:
        PROGRAMS[function.__name__] = function
        ANSWERS[function.__name__] = list(answers)
        return function

    return declare


class Out:
    """Where a program leaves its histories."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, name: str, value: Any) -> None:
        (self.folder / f"{name}.json").write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", "utf-8")

    def result(self, result: Any) -> None:
        self.save("chat_result", vars(result))

    def agent(self, agent: Any) -> None:
        self.save(
            f"chat_messages.{agent.name}", {peer.name: messages for peer, messages in agent.chat_messages.items()}
        )


def pair(autogen: Any, config: dict[str, Any], **user: Any) -> tuple[Any, Any]:
    settings = {"human_input_mode": "NEVER", "code_execution_config": False, "max_consecutive_auto_reply": 5, **user}
    settings.setdefault("is_termination_msg", lambda message: "TERMINATE" in (message.get("content") or ""))
    assistant = autogen.AssistantAgent("assistant", system_message="Be brief.", llm_config=config)
    return assistant, autogen.UserProxyAgent("user_proxy", **settings)


@program("Hello!", "It is fine. TERMINATE", "More.")
def two_agents(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config, default_auto_reply="Go on.")
    out.result(user.initiate_chat(assistant, message="Say hello."))
    out.agent(assistant)
    out.agent(user)
    user.send("And now?", assistant, request_reply=False, silent=True)
    assistant.generate_reply(sender=user)


@program({"tool_calls": [call("add", a=2, b=3)]}, "5. TERMINATE", "More.")
def one_tool(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)

    def add(a: int, b: int) -> int:
        return a + b

    autogen.register_function(add, caller=assistant, executor=user, description="Add two numbers.")
    out.result(user.initiate_chat(assistant, message="2 + 3?"))
    out.agent(assistant)
    out.agent(user)
    user.send("And now?", assistant, request_reply=False, silent=True)
    assistant.generate_reply(sender=user)


@program(
    {"text": "Let me look.", "tool_calls": [call("weather", city="Paris"), call("weather", city="Oslo")]},
    "Sunny and cold. TERMINATE",
)
def two_tools_with_text(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)

    def weather(city: str) -> dict[str, Any]:
        return {"city": city, "degrees": len(city)}

    autogen.register_function(weather, caller=assistant, executor=user, description="The weather.")
    out.result(user.initiate_chat(assistant, message="Weather?"))
    out.agent(user)


@program({"tool_calls": [call("fail", reason="no")]}, {"tool_calls": [call("nope")]}, "Sorry. TERMINATE")
def tool_errors(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)

    def fail(reason: str) -> str:
        raise ValueError(reason)

    autogen.register_function(fail, caller=assistant, executor=user, description="Fails.")
    out.result(user.initiate_chat(assistant, message="Try."))
    out.agent(assistant)


@program({"function_call": call("double", x=4)}, "8. TERMINATE")
def legacy_function(autogen: Any, config: Any, out: Out) -> None:
    schema = {
        "name": "double",
        "description": "Doubles.",
        "parameters": {"type": "object", "properties": {"x": {"type": "integer"}}},
    }
    assistant, user = pair(autogen, {**config, "functions": [schema]})
    user.register_function({"double": lambda x: 2 * x})
    out.result(user.initiate_chat(assistant, message="Double 4."))
    out.agent(assistant)
    out.agent(user)


@program("```python\nprint(6 * 7)\n```", "It prints 42. TERMINATE")
def code(autogen: Any, config: Any, out: Out) -> None:
    execution = {"work_dir": str(out.folder / "work"), "use_docker": False}
    assistant, user = pair(autogen, config, code_execution_config=execution)
    out.result(user.initiate_chat(assistant, message="Compute."))


@program("```python\nraise SystemExit(3)\n```", "It failed. TERMINATE")
def failing_code(autogen: Any, config: Any, out: Out) -> None:
    execution = {"work_dir": str(out.folder / "work"), "use_docker": False}
    assistant, user = pair(autogen, config, code_execution_config=execution)
    out.result(user.initiate_chat(assistant, message="Fail."))


@program("a plan", "a draft", "a review", "more")
def group_round_robin(autogen: Any, config: Any, out: Out) -> None:
    agents = [
        autogen.AssistantAgent(name, system_message=f"You are the {name}.", llm_config=config)
        for name in ("planner", "writer", "critic")
    ]
    chat = autogen.GroupChat(agents, [], max_round=4, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(chat, llm_config=False)
    user = autogen.UserProxyAgent("boss", human_input_mode="NEVER", code_execution_config=False)
    out.result(user.initiate_chat(manager, message="Write."))
    out.save("groupchat.messages", chat.messages)
    for agent in agents:
        out.agent(agent)
    agents[0].generate_reply(sender=manager)


@program("writer", "a draft", "critic", "a review", "more")
def group_auto(autogen: Any, config: Any, out: Out) -> None:
    agents = [
        autogen.AssistantAgent(name, system_message=f"You are the {name}.", llm_config=config)
        for name in ("writer", "critic")
    ]
    user = autogen.UserProxyAgent("boss", human_input_mode="NEVER", code_execution_config=False)
    chat = autogen.GroupChat([user, *agents], [], max_round=3, speaker_selection_method="auto")
    manager = autogen.GroupChatManager(chat, llm_config=config)
    out.result(user.initiate_chat(manager, message="Write."))
    out.save("groupchat.messages", chat.messages)


@program({"tool_calls": [call("look", word="ox")]}, "An ox is an animal.", "Noted. TERMINATE", "more")
def group_with_tool(autogen: Any, config: Any, out: Out) -> None:
    seeker = autogen.AssistantAgent("seeker", system_message="You look things up.", llm_config=config)
    runner = autogen.UserProxyAgent("runner", human_input_mode="NEVER", code_execution_config=False)
    scribe = autogen.AssistantAgent("scribe", system_message="You take notes.", llm_config=config)

    def look(word: str) -> str:
        return f"{word}: an animal"

    autogen.register_function(look, caller=seeker, executor=runner, description="Looks up.")
    order = iter([seeker, runner, seeker, scribe])
    chat = autogen.GroupChat(
        [seeker, runner, scribe], [], max_round=5, speaker_selection_method=lambda last, chat: next(order)
    )
    manager = autogen.GroupChatManager(chat, llm_config=False)
    out.result(runner.initiate_chat(manager, message="What is an ox?"))
    out.save("groupchat.messages", chat.messages)
    for agent in (seeker, runner, scribe):
        out.agent(agent)
    scribe.generate_reply(sender=manager)


@program("I see a picture. TERMINATE")
def picture(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)
    parts = [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": PIXEL}}]
    out.result(user.initiate_chat(assistant, message={"content": parts}, summary_method=lambda *_: "a picture"))
    out.agent(assistant)


@program("A cat. TERMINATE")
def picture_by_address(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)
    image = {"type": "image_url", "image_url": {"url": "https://example.com/cat.png", "detail": "low"}}
    out.result(user.initiate_chat(assistant, message={"content": [image]}, summary_method=lambda *_: "a cat"))


@program("Sure.", "Done. TERMINATE", "More.")
def names_with_spaces(autogen: Any, config: Any, out: Out) -> None:
    manager = autogen.AssistantAgent("Product Manager", system_message="You manage.", llm_config=config)
    coder = autogen.AssistantAgent("senior-coder", system_message="You code.", llm_config=config)
    chat = autogen.GroupChat([manager, coder], [], max_round=3, speaker_selection_method="round_robin")
    user = autogen.UserProxyAgent("user proxy", human_input_mode="NEVER", code_execution_config=False)
    group = autogen.GroupChatManager(chat, llm_config=False)
    out.result(user.initiate_chat(group, message="Ship it."))
    out.save("groupchat.messages", chat.messages)
    manager.generate_reply(sender=group)


@program("Hello Ada. TERMINATE")
def with_context(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, {**config, "allow_format_str_template": True})
    message = {"content": "Greet {name}.", "context": {"name": "Ada"}}
    out.result(user.initiate_chat(assistant, message=message))
    out.agent(user)


@program("inner answer", "outer answer TERMINATE")
def nested(autogen: Any, config: Any, out: Out) -> None:
    outer, user = pair(autogen, config)
    inner = autogen.AssistantAgent("inner", system_message="Be brief.", llm_config=config)
    user.register_nested_chats([{"recipient": inner, "message": "And you?", "max_turns": 1}], trigger=outer)
    out.result(outer.initiate_chat(user, message="Ask around.", max_turns=2))
    out.agent(user)
    out.agent(outer)


@program("first TERMINATE", "second TERMINATE")
def sequence(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)
    other = autogen.AssistantAgent("other", system_message="Be brief.", llm_config=config)
    results = user.initiate_chats(
        [
            {"recipient": assistant, "message": "One?"},
            {"recipient": other, "message": "Two?", "carryover": "Mind the gap."},
        ]
    )
    out.save("chat_results", [vars(result) for result in results])
    out.agent(user)


@program("one TERMINATE", "two TERMINATE")
def kept_history(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)
    user.initiate_chat(assistant, message="First.")
    out.result(user.initiate_chat(assistant, message="Second.", clear_history=False))
    out.agent(assistant)


@program("one", "two")
def two_turns(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config, default_auto_reply="")
    out.result(user.initiate_chat(assistant, message="Talk.", max_turns=2))


@program("Which colour?", "Blue it is. TERMINATE")
def a_human_answers(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config, human_input_mode="ALWAYS")
    answers = iter(["blue", "exit"])
    user.get_human_input = lambda prompt: next(answers)
    out.result(user.initiate_chat(assistant, message="Paint."))


@program("Grüße, 世界 👋🏽 \u2028 done. TERMINATE")
def unicode_text(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)
    out.result(user.initiate_chat(assistant, message="Ⅷ 🙂 \x7f"))


@program("answer TERMINATE", "It was about an answer.")
def reflection(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)
    out.result(user.initiate_chat(assistant, message="Ask.", summary_method="reflection_with_llm"))


@program("a", "b", "c", "d")
def resumed_group(autogen: Any, config: Any, out: Out) -> None:
    agents = [
        autogen.AssistantAgent(name, system_message=f"You are {name}.", llm_config=config) for name in ("ann", "bob")
    ]
    chat = autogen.GroupChat(agents, [], max_round=3, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(chat, llm_config=False)
    agents[0].initiate_chat(manager, message="start")
    chat.max_round = 6
    last, message = manager.resume(messages=json.dumps(chat.messages))
    out.result(last.initiate_chat(manager, message=message, clear_history=False))
    out.save("groupchat.messages", chat.messages)


@program({"tool_calls": [call("add", a=1, b=1)]}, "2 TERMINATE")
def runtime_log(autogen: Any, config: Any, out: Out) -> None:
    from autogen import runtime_logging

    runtime_logging.start(config={"dbname": str(out.folder / "logs.db")})
    one_tool_again(autogen, config, out)
    runtime_logging.stop()


@program({"tool_calls": [call("add", a=1, b=1)]}, "2 TERMINATE")
def runtime_file_log(autogen: Any, config: Any, out: Out) -> None:
    import os

    from autogen import runtime_logging

    os.chdir(out.folder)
    runtime_logging.start(logger_type="file", config={"filename": "runtime.log"})
    one_tool_again(autogen, config, out)
    runtime_logging.stop()


def one_tool_again(autogen: Any, config: Any, out: Out) -> None:
    assistant, user = pair(autogen, config)

    def add(a: int, b: int) -> int:
        return a + b

    autogen.register_function(add, caller=assistant, executor=user, description="Add two numbers.")
    out.result(user.initiate_chat(assistant, message="1 + 1?"))


@program({"tool_calls": [call("add", a=1, b=1)]}, "2 TERMINATE")
def response_cache(autogen: Any, config: Any, out: Out) -> None:
    import os

    os.chdir(out.folder)
    one_tool_again(autogen, {**config, "cache_seed": 41}, out)
    os.rename(".cache/41", "cache")
    os.rmdir(".cache")


def resume_pair(config_file: str, base_url: str) -> None:
    """Goes on from `{"owner", "peer", "messages"}` in `config_file`, for the proof that v0.2.40 reads our histories."""
    import autogen

    given = json.loads(Path(config_file).read_text("utf-8"))
    config = {"config_list": [{"model": "gpt-4", "api_key": "none", "base_url": base_url}], "cache_seed": None}
    owner = autogen.AssistantAgent(given["owner"], system_message="Be brief.", llm_config=config)
    peer = autogen.UserProxyAgent(given["peer"], human_input_mode="NEVER", code_execution_config=False)
    owner._oai_messages[peer] = given["messages"]
    peer.send("And now?", owner, request_reply=False, silent=True)
    owner.generate_reply(sender=peer)


def resume_group(config_file: str, base_url: str) -> None:
    """Goes on from `{"agents", "messages"}` with `GroupChatManager.resume`, for one turn."""
    import autogen

    given = json.loads(Path(config_file).read_text("utf-8"))
    config = {"config_list": [{"model": "gpt-4", "api_key": "none", "base_url": base_url}], "cache_seed": None}
    settings = {"system_message": "Be brief.", "llm_config": config, "is_termination_msg": lambda message: False}
    agents = [autogen.AssistantAgent(name, **settings) for name in given["agents"]]
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    chat = autogen.GroupChat([*agents, user], [], max_round=2, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=lambda message: False)
    last, message = manager.resume(messages=given["messages"], silent=True)
    last.initiate_chat(manager, message=message, clear_history=False, silent=True)


def main(name: str, base_url: str, folder: str) -> None:
    import autogen

    config = {"config_list": [{"model": "gpt-4", "api_key": "none", "base_url": base_url}], "cache_seed": None}
    PROGRAMS[name](autogen, config, Out(Path(folder)))


if __name__ == "__main__":
    if sys.argv[1].startswith("resume_") and sys.argv[1] not in PROGRAMS:
        globals()[sys.argv[1]](*sys.argv[2:])
    else:
        main(*sys.argv[1:])
