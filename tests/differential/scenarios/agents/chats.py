from differential.parts import assistant, pair, plain, user
from differential.scenario import scenario


def experts(autogen, llm_config, *names):
    """Assistants that say what they are."""
    return [assistant(autogen, llm_config, name, system_message=f"You are {name}.") for name in names]


SCRIPT = [
    {"system": f"You are {name}", "answers": [f"{name} says one", f"{name} says two"]} for name in ("a", "b", "c")
]


@scenario(rules=SCRIPT)
def in_sequence_with_carryover(autogen, llm_config, report):
    a, b, c = experts(autogen, llm_config, "a", "b", "c")
    human = user(autogen)
    chats = [
        {"recipient": a, "message": "to a", "max_turns": 1, "summary_method": "last_msg"},
        {"recipient": b, "message": "to b", "max_turns": 2, "carryover": "and this"},
        {"recipient": c, "message": "to c", "max_turns": 1, "clear_history": True},
    ]
    return human.initiate_chats(chats)


@scenario(rules=SCRIPT)
def chats_that_carry_nothing_on(autogen, llm_config, report):
    a, b, c = experts(autogen, llm_config, "a", "b", "c")
    human = user(autogen)
    chats = [
        {"recipient": a, "message": "to a", "max_turns": 1, "finished_chat_indexes_to_exclude_from_carryover": []},
        {"recipient": b, "message": "to b", "max_turns": 1},
        {"recipient": c, "message": "to c", "max_turns": 1, "finished_chat_indexes_to_exclude_from_carryover": [0]},
    ]
    human.initiate_chats(chats)
    report("heard by c", c.chat_messages)


@scenario(rules=SCRIPT)
def the_module_function_with_senders(autogen, llm_config, report):
    a, b = experts(autogen, llm_config, "a", "b")
    human, other = user(autogen), user(autogen, "other")
    chats = [
        {"sender": human, "recipient": a, "message": "to a", "max_turns": 1},
        {"sender": other, "recipient": b, "message": "to b", "max_turns": 1, "silent": True},
    ]
    return autogen.initiate_chats(chats)


@scenario(rules=SCRIPT)
def a_message_computed_from_the_carryover(autogen, llm_config, report):
    a, b = experts(autogen, llm_config, "a", "b")
    human = user(autogen)

    def opening(sender, recipient, context):
        return f"{recipient.name}, consider: {context['carryover'][-1]}"

    return human.initiate_chats(
        [
            {"recipient": a, "message": "to a", "max_turns": 1},
            {"recipient": b, "message": opening, "max_turns": 1},
        ]
    )


@scenario(rules=SCRIPT)
async def asynchronous_with_prerequisites(autogen, llm_config, report):
    a, b, c = experts(autogen, llm_config, "a", "b", "c")
    human = user(autogen)
    chats = [
        {"chat_id": 1, "recipient": a, "message": "to a", "max_turns": 1, "silent": True},
        {"chat_id": 2, "prerequisites": [1], "recipient": b, "message": "to b", "max_turns": 1, "silent": True},
        {"chat_id": 3, "prerequisites": [1, 2], "recipient": c, "message": "to c", "max_turns": 1, "silent": True},
    ]
    results = await human.a_initiate_chats(chats)
    return [results[number] for number in (1, 2, 3)]


@scenario()
def chats_that_are_described_wrongly(autogen, llm_config, report):
    human, other = user(autogen), plain(autogen, "other")
    for label, chat in {
        "no recipient": {"message": "x"},
        "recipient of another type": {"recipient": "other", "message": "x"},
        "message of another type": {"recipient": other, "message": 7, "max_turns": 1},
    }.items():
        with report.raises(label):
            human.initiate_chats([chat])


@scenario(rules=[*SCRIPT, {"answers": ["outer"], "repeat": True}])
def nested_in_a_reply(autogen, llm_config, report):
    a, b = experts(autogen, llm_config, "a", "b")
    outer, human = assistant(autogen, llm_config, "outer"), user(autogen)
    outer.register_nested_chats(
        [
            {"recipient": a, "message": "look at this", "max_turns": 1, "summary_method": "last_msg"},
            {"recipient": b, "max_turns": 1, "summary_method": "last_msg"},
        ],
        trigger=human,
    )
    return human.initiate_chat(outer, message="Please review.", max_turns=1)


@scenario(rules=[*SCRIPT, {"answers": ["outer"], "repeat": True}])
def nested_with_a_sender_and_a_function_for_the_message(autogen, llm_config, report):
    (a,) = experts(autogen, llm_config, "a")
    outer, human, clerk = assistant(autogen, llm_config, "outer"), user(autogen), user(autogen, "clerk")

    def review(recipient, messages, sender, config):
        return f"{recipient.name} asks for {sender.name}: {recipient.chat_messages_for_summary(sender)[-1]['content']}"

    outer.register_nested_chats(
        [{"sender": clerk, "recipient": a, "message": review, "max_turns": 1}],
        trigger=lambda sender: sender.name == "user",
    )
    return human.initiate_chat(outer, message="Please review.", max_turns=1)


@scenario(rules=[{"answers": ["outer"], "repeat": True}])
def nothing_to_nest_falls_through(autogen, llm_config, report):
    (a,) = experts(autogen, llm_config, "a")
    outer, human = assistant(autogen, llm_config, "outer"), user(autogen)
    outer.register_nested_chats([{"recipient": a, "message": None, "max_turns": 1}], trigger=human)
    return human.initiate_chat(outer, message="", max_turns=1)


@scenario(rules=SCRIPT)
def nested_by_a_function_of_the_users_own(autogen, llm_config, report):
    (a,) = experts(autogen, llm_config, "a")
    outer, human = assistant(autogen, llm_config, "outer"), user(autogen)

    def reply(queue, recipient, messages, sender, config):
        report("queue", len(queue))
        return True, f"own reply to {messages[-1]['content']}"

    outer.register_nested_chats([{"recipient": a}], trigger=human, reply_func_from_nested_chats=reply)
    with report.raises("another type"):
        outer.register_nested_chats([{"recipient": a}], trigger=human, reply_func_from_nested_chats=7)
    return human.initiate_chat(outer, message="go", max_turns=1)


@scenario(rules=[*SCRIPT, {"answers": ["outer"], "repeat": True}])
async def nested_in_an_async_chat(autogen, llm_config, report):
    a, b = experts(autogen, llm_config, "a", "b")
    outer, human = assistant(autogen, llm_config, "outer"), user(autogen)
    outer.register_nested_chats(
        [
            {"chat_id": 1, "recipient": a, "message": "first", "max_turns": 1},
            {"chat_id": 2, "prerequisites": [1], "recipient": b, "message": "second", "max_turns": 1},
        ],
        trigger=human,
        use_async=True,
    )
    return await human.a_initiate_chat(outer, message="Please review.", max_turns=1)


@scenario("one", "TERMINATE", "a summary", "two")
def results_and_summaries_of_a_chain(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    first = human.initiate_chat(helper, message="first", summary_method="reflection_with_llm")
    second = human.initiate_chat(helper, message="second", carryover=first.summary, max_turns=1)
    report("costs", [first.cost, second.cost])
    return second
