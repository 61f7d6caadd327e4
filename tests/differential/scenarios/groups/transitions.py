"""The graph of who may speak after whom, and the agents that can run what was called."""

import logging

from differential.scenario import scenario


def member(autogen, name, **options):
    settings = {"human_input_mode": "NEVER", "llm_config": False, "description": f"{name} does things.", **options}
    settings.setdefault("default_auto_reply", f"This is {name}.")
    return autogen.ConversableAgent(name, **settings)


def four(autogen):
    return [member(autogen, name) for name in ("alice", "bob", "carol", "dave")]


def chat_of(autogen, agents, edges, kind, llm_config=False, **options):
    chat = autogen.GroupChat(
        agents=agents,
        messages=[],
        allowed_or_disallowed_speaker_transitions=edges,
        speaker_transitions_type=kind,
        **{"max_round": 6, "speaker_selection_method": "round_robin", **options},
    )
    return chat, autogen.GroupChatManager(groupchat=chat, llm_config=llm_config)


@scenario()
def allowed_transitions_lead_to_a_sink(autogen, llm_config, report):
    a, b, c, d = agents = four(autogen)
    chat, manager = chat_of(autogen, agents, {a: [c], c: [b]}, "allowed")
    a.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def disallowed_transitions(autogen, llm_config, report):
    a, b, c, d = agents = four(autogen)
    chat, manager = chat_of(autogen, agents, {a: [a, b], b: [c], c: [a, b, c], d: [a]}, "DISALLOWED")
    a.initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])
    report(
        "graph",
        {agent.name: [to.name for to in after] for agent, after in chat.allowed_speaker_transitions_dict.items()},
    )


@scenario("dave", "carol", "bob", "bob")
def a_model_sees_only_the_allowed(autogen, llm_config, report):
    a, b, c, d = agents = four(autogen)
    edges = {a: [b, d], b: [a], c: [b, d], d: [b, c]}
    chat, manager = chat_of(autogen, agents, edges, "allowed", llm_config, speaker_selection_method="auto")
    a.initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario()
def an_empty_list_of_successors_lets_everybody_speak(autogen, llm_config, report):
    a, b, c, d = agents = four(autogen)
    chat, manager = chat_of(autogen, agents, {a: [b, c], b: [], c: [d], d: [a]}, "allowed")
    a.initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario()
def somebody_outside_the_group_may_begin(autogen, llm_config, report):
    a, b, c, d = four(autogen)
    chat, manager = chat_of(autogen, [a, b, c], {a: [b], b: [c], c: [a]}, "allowed")
    result = d.initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])
    report("of the outsider", d.chat_messages)
    return result


@scenario()
def a_function_overrides_the_graph(autogen, llm_config, report):
    a, b, c, d = agents = four(autogen)
    plan = {"alice": c, "carol": b, "bob": d}
    chat, manager = chat_of(
        autogen, agents, {a: [b]}, "allowed", speaker_selection_method=lambda last, chat: plan.get(last.name)
    )
    a.initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario()
def warnings_about_the_graph(autogen, llm_config, report):
    a, b, c, d = agents = four(autogen)
    heard = []

    class Ear(logging.Handler):
        def emit(self, record):
            heard.append(record.getMessage())

    ear = Ear()
    logging.getLogger().addHandler(ear)
    try:
        chat_of(autogen, agents, {a: [b, b], b: [a]}, "allowed")
    finally:
        logging.getLogger().removeHandler(ear)
    report("count", len(heard))
    report("agents in them", [[name for name in ("alice", "bob", "carol", "dave") if name in line] for line in heard])


@scenario()
def a_call_goes_to_the_one_that_can_run_it(autogen, llm_config, report):
    a, b, c, d = agents = four(autogen)
    c.register_function({"double": lambda x: 2 * x})
    chat = autogen.GroupChat(agents=agents, messages=[], max_round=3, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(groupchat=chat, llm_config=False)
    a.initiate_chat(manager, message={"function_call": {"name": "double", "arguments": '{"x": 4}'}})
    report("group", chat.messages)


@scenario()
def nobody_can_run_the_call(autogen, llm_config, report):
    a, b, c, d = agents = four(autogen)
    chat = autogen.GroupChat(agents=agents, messages=[], max_round=3, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(groupchat=chat, llm_config=False)
    call = {"id": "call_1", "type": "function", "function": {"name": "double", "arguments": "{}"}}
    with report.raises("no executor"):
        a.initiate_chat(manager, message={"content": None, "tool_calls": [call]})
    b.register_function({"triple": lambda x: 3 * x})
    a.initiate_chat(manager, message={"content": None, "tool_calls": [call]})
    report("group", chat.messages)


@scenario()
def without_the_filter_calls_are_not_routed(autogen, llm_config, report):
    a, b, c, d = agents = four(autogen)
    c.register_function({"double": lambda x: 2 * x})
    chat = autogen.GroupChat(
        agents=agents, messages=[], max_round=4, speaker_selection_method="round_robin", func_call_filter=False
    )
    manager = autogen.GroupChatManager(groupchat=chat, llm_config=False)
    a.initiate_chat(manager, message={"function_call": {"name": "double", "arguments": '{"x": 4}'}})
    report("group", chat.messages)


@scenario()
def the_graph_can_be_drawn_and_checked(autogen, llm_config, report):
    import importlib

    graph_utils = importlib.import_module(f"{autogen.__name__}.graph_utils")
    a, b, c, d = agents = four(autogen)
    report("loops", [graph_utils.has_self_loops({a: [a]}), graph_utils.has_self_loops({a: [b]})])
    allowed = graph_utils.invert_disallowed_to_allowed({a: [b, c], b: []}, agents)
    report("inverted", {agent.name: [to.name for to in after] for agent, after in allowed.items()})
