from differential.parts import assistant, pair, plain, user
from differential.scenario import scenario

PICTURE = {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}


@scenario()
async def sent_and_received_asynchronously(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right", default_auto_reply="r")
    await left.a_send("not answered", right, request_reply=False)
    await left.a_send("answered", right, request_reply=True)
    await right.a_receive({"content": "received", "role": "user"}, left, request_reply=False, silent=True)
    report("left", left.chat_messages)
    report("right", right.chat_messages)


@scenario("A cat.", "TERMINATE")
def texts_and_pictures_in_one_message(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    message = {"content": [{"type": "text", "text": "What is this?"}, PICTURE]}
    return human.initiate_chat(helper, message=message)


@scenario()
def every_field_that_a_message_keeps(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right")
    message = {
        "content": "c",
        "role": "function",
        "name": "n",
        "context": {"k": "v"},
        "unknown": 1,
        "tool_call_id": "t",
    }
    left.send(message, right, request_reply=False)
    report("sent", left.chat_messages)
    report("received", right.chat_messages)


@scenario()
def a_message_printed_with_its_context(autogen, llm_config, report):
    config = {**llm_config, "allow_format_str_template": True}
    helper, human = assistant(autogen, config), user(autogen)
    human.send({"content": "About {topic}", "context": {"topic": "cats"}}, helper, request_reply=False)


@scenario()
def a_function_result_and_a_suggested_call_printed(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right")
    left.send({"function_call": {"name": "f", "arguments": '{"a": 1}'}, "content": None}, right, request_reply=False)
    right.send({"role": "function", "name": "f", "content": "done"}, left, request_reply=False)
    calls = [{"id": "1", "type": "function", "function": {"name": "g", "arguments": "{}"}}]
    left.send({"tool_calls": calls, "content": "text beside"}, right, request_reply=False)
    responses = [{"tool_call_id": "1", "role": "tool", "content": "one"}]
    right.send({"role": "tool", "tool_responses": responses, "content": "one"}, left, request_reply=False)
    report("right", right.chat_messages)


@scenario()
def a_silent_agent_prints_nothing_in_any_chat(autogen, llm_config, report):
    left = plain(autogen, "left", silent=True)
    right = plain(autogen, "right", silent=True, default_auto_reply="r")
    return left.initiate_chat(right, message="quietly", max_turns=1)


@scenario()
def sent_to_somebody_who_is_no_agent(autogen, llm_config, report):
    with report.raises("a text"):
        plain(autogen, "left").send("hello", "right")


@scenario("The answer.", "TERMINATE")
def a_chat_within_a_tool_of_a_chat_within_a_reply(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    inner, innermost = plain(autogen, "inner"), plain(autogen, "innermost", default_auto_reply="deep")

    def ask_inside(recipient, messages, sender, config):
        if len(messages) > 1:
            return False, None
        return True, inner.initiate_chat(innermost, message="how deep?", max_turns=1).summary

    helper.register_reply(human, ask_inside)
    return human.initiate_chat(helper, message="go")


@scenario("Hello.", "TERMINATE")
def chats_with_two_partners_are_kept_apart(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    other = plain(autogen, "other", default_auto_reply="o")
    human.initiate_chat(helper, message="Hi")
    human.initiate_chat(other, message="Ho", max_turns=1)
    report("of the human", human.chat_messages)
    report("for a summary", human.chat_messages_for_summary(other))
