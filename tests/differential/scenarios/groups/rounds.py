"""What happens in a round: limits, ends, introductions, interruptions, and programs that meddle."""

from differential.scenario import scenario


def member(autogen, name, **options):
    settings = {"human_input_mode": "NEVER", "llm_config": False, "description": f"{name} does things.", **options}
    settings.setdefault("default_auto_reply", f"This is {name}.")
    return autogen.ConversableAgent(name, **settings)


def group(autogen, agents, manager_options=None, **options):
    settings = {"max_round": 6, "speaker_selection_method": "round_robin", **options}
    chat = autogen.GroupChat(agents=agents, messages=[], **settings)
    return chat, autogen.GroupChatManager(groupchat=chat, **{"llm_config": False, **(manager_options or {})})


def names(chat):
    return [message["name"] for message in chat.messages]


def over(message):
    return (message.get("content") or "").rstrip().endswith("TERMINATE")


def change_running(manager, **settings):
    """Set fields of the copies of the group that the manager works on."""
    for entry in manager._reply_func_list:
        for field, value in settings.items():
            if hasattr(entry["config"], field):
                setattr(entry["config"], field, value)


@scenario()
def the_manager_ends_the_chat(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob", default_auto_reply="Enough. TERMINATE")
    chat, manager = group(autogen, [a, b], {"is_termination_msg": over})
    result = a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("of alice", a.chat_messages)
    return result


@scenario()
def a_member_that_says_nothing_ends_the_chat(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob", max_consecutive_auto_reply=1)
    chat, manager = group(autogen, [a, b])
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def a_member_ends_the_chat_by_its_own_termination(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob", is_termination_msg=lambda m: "Hi" in str(m["content"]))
    chat, manager = group(autogen, [a, b])
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def rounds_of_one_and_none(autogen, llm_config, report):
    for rounds in (1, 0):
        a, b = member(autogen, "alice"), member(autogen, "bob")
        chat, manager = group(autogen, [a, b], max_round=rounds)
        a.initiate_chat(manager, message="Hi")
        report(f"group of {rounds}", chat.messages)
        report(f"bob of {rounds}", b.chat_messages)


@scenario()
def introductions(autogen, llm_config, report):
    a, b, c = (member(autogen, name) for name in ("alice", "bob", "carol"))
    chat, manager = group(autogen, [a, b, c], max_round=3, send_introductions=True)
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("of carol", c.chat_messages)


@scenario()
def a_silent_group(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    chat, manager = group(autogen, [a, b], {"silent": True})
    a.initiate_chat(manager, message="Hi")
    report("group", names(chat))


@scenario()
def the_manager_may_talk_to_itself(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob", default_auto_reply="Done. TERMINATE")
    chat, manager = group(autogen, [a, b], {"is_termination_msg": over})
    manager.initiate_chat(manager, message="Begin.")
    report("group", chat.messages)
    report("of alice", a.chat_messages)


@scenario()
def a_second_chat_forgets_and_a_third_continues(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    chat, manager = group(autogen, [a, b], max_round=3)
    a.initiate_chat(manager, message="One")
    b.initiate_chat(manager, message="Two")
    report("after the second", chat.messages)
    a.initiate_chat(manager, message="Three", clear_history=False)
    report("after the third", chat.messages)
    report("of bob", b.chat_messages)


@scenario()
def the_program_edits_what_was_said(autogen, llm_config, report):
    a, b, c = (member(autogen, name) for name in ("alice", "bob", "carol"))
    chat, manager = group(autogen, [a, b, c])

    def forget(recipient, messages, sender, config):
        if len(chat.messages) == 3:
            del chat.messages[:2]
            chat.messages[0]["content"] = "(edited)"
        return False, None

    c.register_reply([autogen.Agent, None], forget)
    a.register_reply([autogen.Agent, None], forget)
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def the_program_changes_the_members(autogen, llm_config, report):
    a, b, c, d = (member(autogen, name) for name in ("alice", "bob", "carol", "dave"))

    def in_turn(last, chat):
        return chat.agents[(chat.agents.index(last) + 1) % len(chat.agents)]

    chat, manager = group(autogen, [a, b], speaker_selection_method=in_turn)

    def hire(recipient, messages, sender, config):
        if c not in chat.agents:
            chat.agents.extend([c, d])
        elif len(chat.messages) > 4 and d in chat.agents:
            chat.agents.remove(d)
        return False, None

    b.register_reply([autogen.Agent, None], hire)
    chat.max_round = 9
    a.initiate_chat(manager, message="Hi")
    report("speakers", names(chat))
    report("of dave", d.chat_messages)


@scenario()
def a_new_member_outside_the_graph_ends_the_chat(autogen, llm_config, report):
    a, b, c = (member(autogen, name) for name in ("alice", "bob", "carol"))
    chat, manager = group(autogen, [a, b], max_round=8)

    def hire(recipient, messages, sender, config):
        if c not in chat.agents:
            chat.agents.append(c)
        return False, None

    b.register_reply([autogen.Agent, None], hire)
    a.initiate_chat(manager, message="Hi")
    report("speakers", names(chat))


@scenario()
def the_program_changes_the_limit(autogen, llm_config, report):
    for start, limit in ((6, 4), (3, 9), (6, 1)):
        a, b = member(autogen, "alice"), member(autogen, "bob")
        chat, manager = group(autogen, [a, b], max_round=start)

        def change(recipient, messages, sender, config, manager=manager, limit=limit):
            change_running(manager, max_round=limit)
            return False, None

        b.register_reply([autogen.Agent, None], change)
        a.initiate_chat(manager, message="Hi", silent=True)
        report(f"{start} to {limit}", names(chat))
        report(f"of the manager, {start} to {limit}", manager.chat_messages)


@scenario(inputs=["Hear me."])
def the_admin_takes_over_after_an_interrupt(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    admin = member(autogen, "Admin", human_input_mode="ALWAYS", code_execution_config=False)

    def interrupted(recipient, messages, sender, config):
        if len(chat.messages) == 2:
            raise KeyboardInterrupt
        return False, None

    b.register_reply([autogen.Agent, None], interrupted)
    chat, manager = group(
        autogen, [a, admin, b], max_round=4, speaker_selection_method=lambda last, chat: a if last is b else b
    )
    a.initiate_chat(manager, message="Hi")
    report("speakers", names(chat))


@scenario(inputs=["Hear me."])
def the_admin_speaks_when_the_speaker_is_interrupted(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    boss = member(autogen, "Boss", human_input_mode="ALWAYS", code_execution_config=False)

    def interrupted(recipient, messages, sender, config):
        raise KeyboardInterrupt

    b.register_reply([autogen.Agent, None], interrupted)
    chat, manager = group(autogen, [a, b, boss], max_round=3, admin_name="Boss")
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario(inputs=["Hear me."])
def the_admin_speaks_when_the_selection_is_interrupted(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    admin = member(autogen, "Admin", human_input_mode="ALWAYS", code_execution_config=False)

    def pick(last_speaker, groupchat):
        if last_speaker is b:
            raise KeyboardInterrupt
        return b if last_speaker is a else a

    chat, manager = group(autogen, [a, b, admin], max_round=4, speaker_selection_method=pick)
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
async def an_interrupted_asynchronous_group(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    admin = member(autogen, "Admin", default_auto_reply="I take over.")

    def pick(last_speaker, groupchat):
        if last_speaker is b:
            raise KeyboardInterrupt
        return b if last_speaker is a else a

    chat, manager = group(autogen, [a, b, admin], max_round=4, speaker_selection_method=pick)
    await a.a_initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def without_an_admin_an_interrupt_goes_through(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")

    def interrupted(recipient, messages, sender, config):
        raise KeyboardInterrupt

    b.register_reply([autogen.Agent, None], interrupted)
    chat, manager = group(autogen, [a, b])
    try:
        a.initiate_chat(manager, message="Hi")
    except KeyboardInterrupt:
        report("interrupted", chat.messages)
    b._reply_func_list.pop(0)
    a.initiate_chat(manager, message="Again")
    report("again", names(chat))


@scenario()
def a_failing_member_leaves_the_group_usable(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")

    def broken(recipient, messages, sender, config):
        raise LookupError("no such thing")

    b.register_reply([autogen.Agent, None], broken)
    chat, manager = group(autogen, [a, b], max_round=3)
    with report.raises("broken"):
        a.initiate_chat(manager, message="Hi")
    report("after the failure", chat.messages)
    b._reply_func_list.pop(0)
    a.initiate_chat(manager, message="Again")
    report("again", chat.messages)


@scenario(inputs=["clear history", "clear history bob 1 please go on", "Clear History 2."])
def a_human_makes_the_group_forget(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    human = member(autogen, "sam", human_input_mode="ALWAYS", code_execution_config=False)
    chat, manager = group(autogen, [a, b, human], max_round=9, enable_clear_history=True)
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("of alice", a.chat_messages)
    report("of bob", b.chat_messages)


@scenario(inputs=["clear history, please"])
def the_phrase_is_words_when_nobody_obeys_it(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    human = member(autogen, "sam", human_input_mode="ALWAYS", code_execution_config=False)
    chat, manager = group(autogen, [a, b, human], max_round=4)
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def messages_without_an_answer_are_not_passed_on(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    chat, manager = group(autogen, [a, b], max_round=2)
    a.send("quietly", manager, request_reply=False)
    report("after the quiet one", [chat.messages, b.chat_messages])
    a.send("aloud", manager, request_reply=True)
    report("after the loud one", chat.messages)


@scenario()
def a_broken_hook_comes_out(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")

    def hook(sender, message, recipient, silent):
        if sender is b:
            raise RuntimeError("hook failed")
        return message

    b.register_hook("process_message_before_send", hook)
    chat, manager = group(autogen, [a, b])
    with report.raises("hook"):
        a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario("It went well.")
def a_summary_by_the_manager_s_model(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    chat, manager = group(autogen, [a, b], {"llm_config": llm_config}, max_round=3)
    return a.initiate_chat(manager, message="Hi", summary_method="reflection_with_llm")


@scenario("Hello from the writer.", "Looks good. TERMINATE")
def members_with_models(autogen, llm_config, report):
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    writer = autogen.AssistantAgent("writer", system_message="You write.", llm_config=llm_config)
    critic = autogen.AssistantAgent("critic", system_message="You judge.", llm_config=llm_config)
    chat, manager = group(autogen, [user, writer, critic], {"is_termination_msg": over})
    result = user.initiate_chat(manager, message="A line about rain, please.")
    report("of the critic", critic.chat_messages)
    return result
