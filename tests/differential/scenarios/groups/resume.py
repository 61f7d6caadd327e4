"""Going on with a stored conversation."""

import json

from differential.scenario import scenario


def member(autogen, name, **options):
    settings = {"human_input_mode": "NEVER", "llm_config": False, "description": f"{name} does things.", **options}
    settings.setdefault("default_auto_reply", f"This is {name}.")
    return autogen.ConversableAgent(name, **settings)


def group(autogen, **options):
    """Two members, their group and its manager."""
    agents = [member(autogen, "alice"), member(autogen, "bob")]
    settings = {"max_round": 4, "speaker_selection_method": "round_robin", **options}
    chat = autogen.GroupChat(agents=agents, messages=[], **settings)
    manager = autogen.GroupChatManager(
        groupchat=chat, llm_config=False, is_termination_msg=lambda m: "TERMINATE" in (m.get("content") or "")
    )
    return agents, chat, manager


STORED = [
    {"content": "Hi", "role": "user", "name": "alice"},
    {"content": "This is bob.", "role": "user", "name": "bob"},
    {"content": "Stop here. TERMINATE", "role": "user", "name": "alice"},
]


@scenario()
def from_a_list(autogen, llm_config, report):
    agents, chat, manager = group(autogen, send_introductions=True)
    speaker, message = manager.resume(messages=STORED, remove_termination_string="TERMINATE")
    report("resumed", [speaker, message, chat.messages, chat.send_introductions])
    report("of bob", agents[1].chat_messages)
    result = speaker.initiate_chat(recipient=manager, message=message, clear_history=False)
    report("group", chat.messages)
    return result


@scenario()
def from_json_and_back(autogen, llm_config, report):
    agents, chat, manager = group(autogen)
    text = manager.messages_to_string(STORED)
    report("read", manager.messages_from_string(text))
    speaker, message = manager.resume(
        messages=text, remove_termination_string=lambda text: text.replace("TERMINATE", "(gone)")
    )
    speaker.initiate_chat(recipient=manager, message=message, clear_history=False)
    report("group", json.loads(manager.messages_to_string(chat.messages)))


@scenario()
def the_termination_text_stays_unless_removed(autogen, llm_config, report):
    agents, chat, manager = group(autogen)
    speaker, message = manager.resume(messages=STORED, silent=True)
    speaker.initiate_chat(recipient=manager, message=message, clear_history=False)
    report("group", chat.messages)


@scenario()
def messages_of_a_chat_result_have_no_names(autogen, llm_config, report):
    agents, chat, manager = group(autogen)
    stored = [{"content": "Hi", "role": "assistant"}, {"content": "There.", "role": "user", "name": "bob"}]
    report("resumed", manager.resume(messages=stored))
    report("group", chat.messages)
    report("last without a name", manager.resume(messages=stored[:1]))


@scenario()
def an_admin_outside_the_group_may_have_spoken(autogen, llm_config, report):
    agents, chat, manager = group(autogen, admin_name="Chair")
    stored = [
        {"content": "Order!", "role": "user", "name": "Chair"},
        {"content": "Yes.", "role": "user", "name": "bob"},
    ]
    report("resumed", manager.resume(messages=stored))
    report("group", chat.messages)
    report("chair last", manager.resume(messages=stored[:1]))


@scenario()
def an_earlier_chat_is_forgotten(autogen, llm_config, report):
    agents, chat, manager = group(autogen)
    agents[0].initiate_chat(manager, message="Old", silent=True)
    manager.resume(messages=STORED[:2], silent=True)
    report("group", chat.messages)
    report("of alice", agents[0].chat_messages)


@scenario()
def the_stored_list_is_not_changed(autogen, llm_config, report):
    agents, chat, manager = group(autogen)
    stored = [dict(message) for message in STORED]
    manager.resume(messages=stored, remove_termination_string="TERMINATE", silent=True)
    report("unchanged", stored == STORED)


@scenario()
async def asynchronously(autogen, llm_config, report):
    agents, chat, manager = group(autogen)
    speaker, message = await manager.a_resume(messages=STORED, remove_termination_string="TERMINATE")
    report("resumed", [speaker, message])
    result = await speaker.a_initiate_chat(recipient=manager, message=message, clear_history=False)
    report("group", chat.messages)
    return result
