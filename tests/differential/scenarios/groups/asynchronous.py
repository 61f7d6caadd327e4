"""The asynchronous twins, which differ from the synchronous chats in several small things."""

from differential.scenario import scenario


def member(autogen, name, **options):
    settings = {"human_input_mode": "NEVER", "llm_config": False, "description": f"{name} does things.", **options}
    settings.setdefault("default_auto_reply", f"This is {name}.")
    return autogen.ConversableAgent(name, **settings)


def group(autogen, agents, manager_options=None, **options):
    settings = {"max_round": 5, "speaker_selection_method": "round_robin", **options}
    chat = autogen.GroupChat(agents=agents, messages=[], **settings)
    return chat, autogen.GroupChatManager(groupchat=chat, **{"llm_config": False, **(manager_options or {})})


def over(message):
    return (message.get("content") or "").rstrip().endswith("TERMINATE")


@scenario()
async def round_robin(autogen, llm_config, report):
    a, b, c = (member(autogen, name) for name in ("alice", "bob", "carol"))
    chat, manager = group(autogen, [a, b, c])
    result = await a.a_initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("of bob", b.chat_messages)
    report("last speaker", manager.last_speaker)
    return result


@scenario()
async def the_last_message_is_not_broadcast(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob", default_auto_reply="TERMINATE")
    chat, manager = group(autogen, [a, b], {"is_termination_msg": over}, send_introductions=True)
    await a.a_initiate_chat(manager, message="Hi")
    report("of alice", a.chat_messages)
    report("group", chat.messages)


@scenario("bob, carol", "carol", "nobody", "nothing", "nope")
async def by_a_model(autogen, llm_config, report):
    a, b, c = (member(autogen, name) for name in ("alice", "bob", "carol"))
    chat, manager = group(autogen, [a, b, c], {"llm_config": llm_config}, max_round=3, speaker_selection_method="auto")
    await a.a_initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario()
async def asynchronous_reply_functions(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")

    async def slow(recipient, messages, sender, config):
        return True, f"slowly after {messages[-1]['content']}"

    b.register_reply([autogen.Agent, None], slow)
    chat, manager = group(autogen, [a, b], max_round=4)
    await a.a_initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def asynchronous_reply_functions_in_a_synchronous_chat(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")

    async def slow(recipient, messages, sender, config):
        return True, "slowly"

    b.register_reply([autogen.Agent, None], slow)
    chat, manager = group(autogen, [a, b], max_round=4)
    with report.raises("refused"):
        a.initiate_chat(manager, message="Hi")
    b._reply_func_list.pop(0)
    b.register_reply([autogen.Agent, None], slow, ignore_async_in_sync_chat=True)
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario({"tool_calls": [{"name": "add", "arguments": {"a": 1, "b": 2}, "id": "call_1"}]}, "It is 3. TERMINATE")
async def asynchronous_tools(autogen, llm_config, report):
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    assistant = autogen.AssistantAgent("assistant", system_message="You add.", llm_config=llm_config)

    @user.register_for_execution()
    @assistant.register_for_llm(description="Add.")
    async def add(a: int, b: int) -> int:
        return a + b

    chat, manager = group(autogen, [user, assistant], {"is_termination_msg": over})
    result = await user.a_initiate_chat(manager, message="1+2?")
    report("group", chat.messages)
    return result


@scenario()
async def a_failing_member(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")

    async def broken(recipient, messages, sender, config):
        raise LookupError("no such thing")

    b.register_reply([autogen.Agent, None], broken)
    chat, manager = group(autogen, [a, b])
    with report.raises("broken"):
        await a.a_initiate_chat(manager, message="Hi")
    b._reply_func_list.pop(0)
    await a.a_initiate_chat(manager, message="Again")
    report("group", chat.messages)


@scenario()
async def a_function_names_nobody(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    plan = {"alice": b}
    chat, manager = group(autogen, [a, b], speaker_selection_method=lambda last, chat: plan.get(last.name))
    await a.a_initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
async def nested_chats_in_a_member(autogen, llm_config, report):
    a, b, expert = (member(autogen, name) for name in ("alice", "bob", "expert"))
    chat, manager = group(autogen, [a, b], max_round=3)
    b.register_nested_chats(
        [{"recipient": expert, "message": "Well?", "max_turns": 1, "summary_method": "last_msg", "chat_id": 1}],
        trigger=manager,
        use_async=True,
    )
    await a.a_initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
async def synchronous_chats_inside_an_asynchronous_one(autogen, llm_config, report):
    a, b, expert = (member(autogen, name) for name in ("alice", "bob", "expert"))
    chat, manager = group(autogen, [a, b], max_round=3)

    def ask(recipient, messages, sender, config):
        return True, recipient.initiate_chat(expert, message="Well?", max_turns=1).summary

    b.register_reply([autogen.Agent, None], ask)
    await a.a_initiate_chat(manager, message="Hi")
    report("group", chat.messages)
