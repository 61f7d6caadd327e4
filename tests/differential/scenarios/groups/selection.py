"""Who speaks next: every selection method, its retries and its refusals."""

import random

from differential.scenario import scenario


def member(autogen, name, **options):
    """An agent that always says the same and asks nobody."""
    settings = {"human_input_mode": "NEVER", "llm_config": False, "description": f"{name} does things.", **options}
    settings.setdefault("default_auto_reply", f"This is {name}.")
    return autogen.ConversableAgent(name, **settings)


def group(autogen, agents, llm_config=False, **options):
    """A group of these agents, and its manager."""
    chat = autogen.GroupChat(agents=agents, messages=[], **{"max_round": 5, **options})
    return chat, autogen.GroupChatManager(groupchat=chat, llm_config=llm_config)


def three(autogen):
    return [member(autogen, name) for name in ("alice", "bob", "carol")]


@scenario()
def round_robin(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, speaker_selection_method="round_robin")
    result = agents[0].initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("of bob", agents[1].chat_messages)
    report("of the manager", manager.chat_messages)
    report("last speaker", manager.last_speaker)
    return result


@scenario()
def methods_are_case_insensitive(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, speaker_selection_method="RounD_roBin")
    agents[1].initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def chance(autogen, llm_config, report):
    agents = three(autogen)
    random.seed(7)
    chat, manager = group(autogen, agents, speaker_selection_method="random", max_round=8)
    agents[0].initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def chance_without_repeats(autogen, llm_config, report):
    agents = three(autogen)
    random.seed(3)
    chat, manager = group(autogen, agents, speaker_selection_method="random", allow_repeat_speaker=False, max_round=8)
    agents[0].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario()
def only_some_may_repeat(autogen, llm_config, report):
    agents = three(autogen)
    random.seed(11)
    chat, manager = group(
        autogen, agents, speaker_selection_method="random", allow_repeat_speaker=[agents[2]], max_round=12
    )
    agents[0].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario(inputs=["2", "", "7", "x", "3", "q", "1"])
def by_hand(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, speaker_selection_method="manual", max_round=7)
    agents[0].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario("bob", "I think carol should speak.", "alice")
def by_a_model(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, llm_config, max_round=4)
    result = agents[0].initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    return result


@scenario("bob or carol", "bob then carol", "carol")
def a_model_is_asked_again_after_several_names(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, llm_config, max_round=2)
    agents[0].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario("nobody", "somebody", "the user", "alice and bob", "none", "Bob")
def the_next_in_turn_speaks_when_a_model_never_names_one(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, llm_config, max_round=3)
    agents[0].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario("nobody", "bob")
def without_retries_a_model_is_asked_once(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, llm_config, max_round=3, max_retries_for_selecting_speaker=0)
    agents[2].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario("nobody", "alice, bob", "carol")
def a_verbose_selection_is_printed(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, llm_config, max_round=2, select_speaker_auto_verbose=True)
    agents[0].initiate_chat(manager, message="Hi")


@scenario("none here", "both alice and bob", "carol")
def templates_and_role_of_the_program(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(
        autogen,
        agents,
        llm_config,
        max_round=2,
        select_speaker_message_template="Roles:\n{roles}\nOut of {agentlist}.",
        select_speaker_prompt_template="Name one of {agentlist}!",
        select_speaker_auto_multiple_template="Only one of {agentlist}!",
        select_speaker_auto_none_template="At least one of {agentlist}!",
        role_for_select_speaker_messages="user",
    )
    agents[0].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario("carol", "bob")
def without_a_prompt_the_last_message_asks(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, llm_config, max_round=3, select_speaker_prompt_template=None)
    agents[0].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario("Story writer", "Story\\_writer", "story_writer", "*", "Product Manager")
def names_with_underscores_spaces_and_signs(autogen, llm_config, report):
    agents = [member(autogen, name) for name in ("Story_writer", "Product Manager", ".*")]
    chat, manager = group(autogen, agents, llm_config, max_round=4)
    agents[1].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario("carol")
def the_selection_may_have_its_own_model(autogen, llm_config, report):
    agents = three(autogen)
    own = {"config_list": [{**llm_config["config_list"][0], "model": "gpt-4o"}], "cache_seed": None, "temperature": 0}
    chat, manager = group(autogen, agents, False, max_round=2, select_speaker_auto_llm_config=own)
    agents[0].initiate_chat(manager, message="Hi")


@scenario()
def without_a_model_the_next_in_turn_speaks(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents)
    agents[1].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario()
def a_function_names_agents_and_then_nobody(autogen, llm_config, report):
    agents = three(autogen)

    def pick(last_speaker, groupchat):
        report("asked after", [last_speaker, len(groupchat.messages)])
        return {"alice": agents[2], "carol": agents[1]}.get(last_speaker.name)

    chat, manager = group(autogen, agents, speaker_selection_method=pick, max_round=9)
    return agents[0].initiate_chat(manager, message="Hi")


@scenario("carol", inputs=["2"])
def a_function_names_methods(autogen, llm_config, report):
    agents = three(autogen)
    methods = iter(["auto", "manual", "round_robin", "Random"])
    random.seed(5)
    chat, manager = group(autogen, agents, llm_config, speaker_selection_method=lambda *_: next(methods))
    agents[0].initiate_chat(manager, message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario()
def wrong_answers_of_a_function(autogen, llm_config, report):
    agents = three(autogen)
    for label, answer in {"stranger": member(autogen, "dave"), "word": "loudest", "number": 7}.items():
        chat, manager = group(autogen, agents, speaker_selection_method=lambda *_, answer=answer: answer)
        with report.raises(label):
            agents[0].initiate_chat(manager, message="Hi", silent=True)
        report(f"group after {label}", chat.messages)


@scenario()
def too_few_members(autogen, llm_config, report):
    alice, bob, carol = three(autogen)
    for count in (0, 1):
        _, manager = group(autogen, [bob][:count], speaker_selection_method="round_robin")
        with report.raises(f"{count} members"):
            alice.initiate_chat(manager, message="Hi", silent=True)


@scenario()
def one_member_named_by_a_function(autogen, llm_config, report):
    alice, bob, carol = three(autogen)
    chat, manager = group(autogen, [bob], speaker_selection_method=lambda *_: bob, max_round=3)
    alice.initiate_chat(manager, message="Hi")
    report("group", chat.messages)


@scenario()
def bad_settings(autogen, llm_config, report):
    agents = three(autogen)
    alice, bob, carol = agents
    edges = {alice: [bob]}
    for settings in (
        {"allow_repeat_speaker": {}},
        {"allow_repeat_speaker": False, "allowed_or_disallowed_speaker_transitions": edges},
        {"allowed_or_disallowed_speaker_transitions": edges},
        {"allowed_or_disallowed_speaker_transitions": edges, "speaker_transitions_type": "perhaps"},
        {"allowed_or_disallowed_speaker_transitions": {"alice": [bob]}, "speaker_transitions_type": "allowed"},
        {"allowed_or_disallowed_speaker_transitions": {alice: ["bob"]}, "speaker_transitions_type": "allowed"},
        {"allowed_or_disallowed_speaker_transitions": {alice: bob}, "speaker_transitions_type": "allowed"},
        {"allowed_or_disallowed_speaker_transitions": [alice, bob], "speaker_transitions_type": "allowed"},
        {"select_speaker_message_template": ""},
        {"role_for_select_speaker_messages": None},
        {"select_speaker_auto_multiple_template": ""},
        {"select_speaker_auto_none_template": None},
        {"max_retries_for_selecting_speaker": "two"},
        {"max_retries_for_selecting_speaker": -1},
        {"select_speaker_auto_verbose": None},
        {"select_speaker_transform_messages": [1]},
    ):
        with report.raises(str(sorted(settings))):
            autogen.GroupChat(agents=agents, messages=[], **settings)
    with report.raises("a manager with tools"):
        autogen.GroupChatManager(
            autogen.GroupChat(agents=agents, messages=[]), llm_config={**llm_config, "tools": [{"type": "function"}]}
        )


@scenario()
def an_unknown_method_is_found_when_it_is_used(autogen, llm_config, report):
    agents = three(autogen)
    chat, manager = group(autogen, agents, speaker_selection_method="wrong")
    with report.raises("wrong"):
        agents[0].initiate_chat(manager, message="Hi")
    chat.speaker_selection_method = "round_robin"
    with report.raises("the manager works on a copy of the settings"):
        agents[0].initiate_chat(manager, message="Hi again")
    again = autogen.GroupChatManager(groupchat=chat, llm_config=False)
    agents[0].initiate_chat(again, message="Hi at last")
    report("group", chat.messages)
