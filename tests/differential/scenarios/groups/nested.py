"""Chats inside group members, groups inside groups, and groups inside agents."""

import importlib

from differential.scenario import scenario


def member(autogen, name, **options):
    settings = {"human_input_mode": "NEVER", "llm_config": False, "description": f"{name} does things.", **options}
    settings.setdefault("default_auto_reply", f"This is {name}.")
    return autogen.ConversableAgent(name, **settings)


def group(autogen, agents, name="chat_manager", **options):
    settings = {"max_round": 4, "speaker_selection_method": "round_robin", **options}
    chat = autogen.GroupChat(agents=agents, messages=[], **settings)
    return chat, autogen.GroupChatManager(groupchat=chat, name=name, llm_config=False)


@scenario()
def a_member_asks_others_first(autogen, llm_config, report):
    a, b, expert = (member(autogen, name) for name in ("alice", "bob", "expert"))
    chat, manager = group(autogen, [a, b])
    b.register_nested_chats(
        [{"recipient": expert, "message": "What do you think?", "max_turns": 1, "summary_method": "last_msg"}],
        trigger=manager,
    )
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("of the expert", expert.chat_messages)


@scenario()
def nested_chats_in_nested_chats(autogen, llm_config, report):
    a, b, c, d = (member(autogen, name) for name in ("alice", "bob", "carol", "dave"))
    chat, manager = group(autogen, [a, b], max_round=3)
    c.register_nested_chats([{"recipient": d, "message": "Deepest?", "max_turns": 1}], trigger=b)
    b.register_nested_chats([{"recipient": c, "message": "Deeper?", "max_turns": 1}], trigger=manager)
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def a_member_holds_chats_one_after_the_other(autogen, llm_config, report):
    a, b, c, d = (member(autogen, name) for name in ("alice", "bob", "carol", "dave"))
    chat, manager = group(autogen, [a, b], max_round=3)

    def research(recipient, messages, sender, config):
        results = recipient.initiate_chats(
            [
                {"recipient": c, "message": "First", "max_turns": 1, "summary_method": "last_msg"},
                {"recipient": d, "message": "Second", "max_turns": 1, "summary_method": "last_msg"},
            ]
        )
        return True, " and ".join(result.summary for result in results)

    b.register_reply([autogen.Agent, None], research)
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("of dave", d.chat_messages)


@scenario()
def a_group_inside_a_member(autogen, llm_config, report):
    a, b, c, d = (member(autogen, name) for name in ("alice", "bob", "carol", "dave"))
    inner, inner_manager = group(autogen, [c, d], "inner", max_round=3)
    chat, manager = group(autogen, [a, b], max_round=3)

    def consult(recipient, messages, sender, config):
        recipient.initiate_chat(inner_manager, message=messages[-1]["content"])
        return True, inner.messages[-1]["content"]

    b.register_reply([autogen.Agent, None], consult)
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("inner", inner.messages)


@scenario()
def a_manager_as_a_member(autogen, llm_config, report):
    a, b, c = (member(autogen, name) for name in ("alice", "bob", "carol"))
    inner, inner_manager = group(autogen, [b, c], "team", max_round=3)
    chat, manager = group(autogen, [a, inner_manager], max_round=5)
    a.initiate_chat(manager, message="Hi")
    report("outer", chat.messages)
    report("inner", inner.messages)
    report("nested agents", [agent.name for agent in chat.nested_agents()])
    report("found", [chat.agent_by_name("carol"), chat.agent_by_name("carol", recursive=True)])


@scenario()
def names_that_occur_twice(autogen, llm_config, report):
    first, second = member(autogen, "twin", default_auto_reply="one"), member(autogen, "twin", default_auto_reply="two")
    chat, manager = group(autogen, [first, second], max_round=4)
    with report.raises("conflict"):
        chat.agent_by_name("twin", raise_on_name_conflict=True)
    first.initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("of the second", second.chat_messages)


@scenario()
def names_that_are_no_identifiers(autogen, llm_config, report):
    agents = [member(autogen, name) for name in ("Product Manager", "user-proxy", "Größe 3", "7", "a.b")]
    chat, manager = group(autogen, agents, "the manager!", max_round=6)
    result = agents[0].initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    return result


@scenario()
def a_manager_without_the_class(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    chat = autogen.GroupChat(agents=[a, b], messages=[], max_round=2)
    deputy = autogen.ConversableAgent("deputy", llm_config=False)
    deputy.register_reply(
        autogen.Agent,
        reply_func=autogen.GroupChatManager.run_chat,
        config=chat,
        reset_config=autogen.GroupChat.reset,
    )
    a.initiate_chat(deputy, message="Hi")
    report("group", chat.messages)


def society(autogen, inner_manager, **options):
    module = importlib.import_module(f"{autogen.__name__}.agentchat.contrib.society_of_mind_agent")
    return module.SocietyOfMindAgent("society", chat_manager=inner_manager, **options)


@scenario()
def a_society_answers_with_its_last_message(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob", default_auto_reply="The answer. TERMINATE")
    inner, inner_manager = group(autogen, [a, b], "inner", max_round=3)
    mind = society(autogen, inner_manager)
    user = member(autogen, "user")
    result = user.initiate_chat(mind, message="Well?", max_turns=2)
    report("inner", inner.messages)
    report("of alice", a.chat_messages)
    return result


@scenario("Forty-two.")
def a_society_answers_by_its_model(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    inner, inner_manager = group(autogen, [a, b], "inner", max_round=3)
    mind = society(autogen, inner_manager, llm_config=llm_config, response_preparer="Say it in one word.")
    user = member(autogen, "user")
    return user.initiate_chat(mind, message="Well?", max_turns=1)


@scenario("Forty-two.")
def a_society_answers_by_its_model_without_being_told_how(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    inner, inner_manager = group(autogen, [a, b], "inner", max_round=2)
    mind = society(autogen, inner_manager, llm_config=llm_config)
    user = member(autogen, "user")
    return user.initiate_chat(mind, message="Well?", max_turns=1)


@scenario()
def a_society_s_answer_prepared_by_a_function(autogen, llm_config, report):
    a, b = member(autogen, "alice"), member(autogen, "bob")
    inner, inner_manager = group(autogen, [a, b], "inner", max_round=3)
    mind = society(autogen, inner_manager, response_preparer=lambda agent, messages: f"{agent.name}: {len(messages)}")
    user = member(autogen, "user")
    return user.initiate_chat(mind, message="Well?", max_turns=1)


@scenario()
def a_society_in_a_group(autogen, llm_config, report):
    a, b, c = (member(autogen, name) for name in ("alice", "bob", "carol"))
    inner, inner_manager = group(autogen, [a, b], "inner", max_round=2)
    mind = society(autogen, inner_manager)
    chat, manager = group(autogen, [c, mind], max_round=4)
    c.initiate_chat(manager, message="Well?")
    report("outer", chat.messages)
    report("inner", inner.messages)
