from differential.parts import assistant, pair, plain, user
from differential.scenario import scenario


@scenario("Hello.", "Bye. TERMINATE")
def until_terminate(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    result = human.initiate_chat(helper, message="Hi")
    report("of the user", human.chat_messages)
    report("of the assistant", helper.chat_messages)
    return result


@scenario("one", "two", "three")
def max_turns_counts_turns_of_the_initiator(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="Count", max_turns=2)


@scenario("one", "two", "three", "four")
def max_consecutive_auto_reply_ends_the_chat(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, max_consecutive_auto_reply=2)
    return human.initiate_chat(helper, message="Count")


@scenario("first", "TERMINATE", "second", "TERMINATE")
def a_second_chat_continues_without_clear_history(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    human.initiate_chat(helper, message="A")
    human.initiate_chat(helper, message="B", clear_history=False)
    report("continued", human.chat_messages)


@scenario("first", "TERMINATE", "second", "TERMINATE")
def a_second_chat_forgets_the_first(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    first = human.initiate_chat(helper, message="A")
    second = human.initiate_chat(helper, message="B")
    report("the first result shares the list of the second", first.chat_history == second.chat_history)
    report("forgotten", human.chat_messages)


@scenario("Hello.")
def silent_prints_nothing(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="Hi", max_turns=1, silent=True)


@scenario({"status": 401, "message": "bad key"}, "fine", "TERMINATE")
def a_model_error_comes_out_and_the_agents_stay_usable(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    with report.raises("first chat"):
        human.initiate_chat(helper, message="Hi")
    return human.initiate_chat(helper, message="Hi again")


@scenario("Hello.", "TERMINATE")
async def an_asynchronous_chat(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return await human.a_initiate_chat(helper, message="Hi")


@scenario("", "TERMINATE")
def an_empty_answer_of_the_model(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="Hi")


@scenario("Hello.", "Hello too.", "TERMINATE")
def two_models_talk(autogen, llm_config, report):
    left = assistant(autogen, llm_config, "left", system_message="You are left.")
    right = assistant(autogen, llm_config, "right", is_termination_msg=lambda m: "TERMINATE" in m["content"])
    return left.initiate_chat(right, message="Begin", max_turns=3)


@scenario()
def agents_without_a_model_exchange_default_replies(autogen, llm_config, report):
    left, right = plain(autogen, "left", default_auto_reply="l"), plain(autogen, "right", default_auto_reply="r")
    return left.initiate_chat(right, message="go", max_turns=3)


@scenario()
def an_agent_with_nothing_to_say_ends_the_chat_with_an_empty_reply(autogen, llm_config, report):
    left, right = plain(autogen, "left", max_consecutive_auto_reply=1), plain(autogen, "right")
    return left.initiate_chat(right, message="go")


@scenario("Hello.", "TERMINATE")
def names_with_spaces_and_accents(autogen, llm_config, report):
    helper = assistant(autogen, llm_config, "Product Manager")
    human = user(autogen, "größe-user")
    return human.initiate_chat(helper, message="Hi")


@scenario("Hello.", "TERMINATE")
def a_template_with_context(autogen, llm_config, report):
    config = {**llm_config, "allow_format_str_template": True}
    helper, human = assistant(autogen, config), user(autogen)
    message = {"content": "Tell me about {topic}.", "context": {"topic": "cats"}}
    return human.initiate_chat(helper, message=message)


@scenario("fine", "TERMINATE")
def a_message_that_is_a_dict_with_a_name_and_a_role(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message={"content": "Hi", "name": "somebody", "role": "system"})


@scenario("fine", "TERMINATE")
def a_message_that_a_function_computes(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)

    def opening(sender, recipient, context):
        return f"{sender.name} asks {recipient.name} about {context['topic']}"

    return human.initiate_chat(helper, message=opening, topic="dogs")


@scenario("fine", "TERMINATE")
def carryover_of_texts_is_appended(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="Hi", carryover=["it rains", "it pours"])


@scenario("fine", "TERMINATE")
def carryover_of_one_text_and_of_another_type(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    human.initiate_chat(helper, message="Hi", carryover="it rains")
    with report.raises("a number"):
        human.initiate_chat(helper, message="Hi", carryover=7)


@scenario("fine", "TERMINATE", inputs=["typed opening"])
def no_message_asks_the_human(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper)


@scenario()
def messages_that_cannot_be_sent(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right")
    for message in ({"role": "user"}, {"text": "x"}, 7):
        with report.raises(str(message)):
            left.send(message, right, request_reply=False)
    report("nothing arrived", right.chat_messages)
