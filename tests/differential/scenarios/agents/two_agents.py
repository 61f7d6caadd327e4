from differential.scenario import scenario


def pair(autogen, llm_config, **options):
    """An assistant, and a user that types nothing and runs nothing."""
    assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=llm_config)
    settings = {"human_input_mode": "NEVER", "code_execution_config": False, "default_auto_reply": "go on", **options}
    return assistant, autogen.UserProxyAgent("user", **settings)


def done(message):
    """The termination test that most legacy programs have."""
    return (message.get("content") or "").rstrip().endswith("TERMINATE")


@scenario("Hello.", "Bye. TERMINATE")
def until_terminate(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config, is_termination_msg=done)
    result = user.initiate_chat(assistant, message="Hi")
    report("of the user", user.chat_messages)
    report("of the assistant", assistant.chat_messages)
    return result


@scenario("one", "two", "three")
def max_turns_counts_turns_of_the_initiator(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config)
    return user.initiate_chat(assistant, message="Count", max_turns=2)


@scenario("one", "two", "three", "four")
def max_consecutive_auto_reply_ends_the_chat(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config, max_consecutive_auto_reply=2)
    return user.initiate_chat(assistant, message="Count")


@scenario("first", "TERMINATE", "second", "TERMINATE")
def a_second_chat_forgets_or_continues(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config, is_termination_msg=done)
    user.initiate_chat(assistant, message="A")
    user.initiate_chat(assistant, message="B", clear_history=False)
    report("continued", user.chat_messages)


@scenario("The answer is 4.", "TERMINATE", "It is about sums.")
def summary_by_the_model(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config, is_termination_msg=done)
    return user.initiate_chat(assistant, message="2+2?", summary_method="reflection_with_llm")


@scenario("Hello.")
def silent_prints_nothing(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config)
    return user.initiate_chat(assistant, message="Hi", max_turns=1, silent=True)


@scenario("I can.", "More?", inputs=["tell me more", "exit"])
def a_human_answers_always(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config, human_input_mode="ALWAYS")
    return user.initiate_chat(assistant, message="Can you?")


@scenario("Almost. TERMINATE", "Done. TERMINATE", inputs=["not yet", ""])
def a_human_is_asked_at_termination(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config, human_input_mode="TERMINATE", is_termination_msg=done)
    return user.initiate_chat(assistant, message="Finish")


@scenario({"status": 401, "message": "bad key"}, "fine", "TERMINATE")
def a_model_error_comes_out_and_the_agents_stay_usable(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config, is_termination_msg=done)
    with report.raises("first chat"):
        user.initiate_chat(assistant, message="Hi")
    return user.initiate_chat(assistant, message="Hi again")


@scenario("Hello.", "TERMINATE")
async def an_asynchronous_chat(autogen, llm_config, report):
    assistant, user = pair(autogen, llm_config, is_termination_msg=done)
    return await user.a_initiate_chat(assistant, message="Hi")
