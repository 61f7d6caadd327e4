from differential.parts import pair
from differential.scenario import scenario


@scenario("The answer is 4.", "TERMINATE", "It is about sums.")
def by_the_model(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="2+2?", summary_method="reflection_with_llm")


@scenario("The answer is 4.", "TERMINATE", "Short.")
def by_the_model_with_a_prompt_and_a_role(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    options = {"summary_prompt": "Say it in one word.", "summary_role": "user"}
    return human.initiate_chat(helper, message="2+2?", summary_method="reflection_with_llm", summary_args=options)


@scenario("The answer is 4. TERMINATE")
def the_last_message_without_terminate(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="2+2?").summary


@scenario("4", "TERMINATE")
def by_a_function(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)

    def method(sender, recipient, arguments):
        return f"{sender.name}, {recipient.name}, {arguments}, {len(sender.chat_messages[recipient])}"

    return human.initiate_chat(helper, message="2+2?", summary_method=method, summary_args={"style": "dry"}).summary


@scenario("4", "TERMINATE")
def none_gives_an_empty_summary(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="2+2?", summary_method=None).summary


@scenario("4", "TERMINATE")
def an_unknown_method(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="2+2?", summary_method="by_magic").summary


@scenario("4", "TERMINATE")
def a_prompt_that_is_no_text(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    human.initiate_chat(
        helper, message="2+2?", summary_method="reflection_with_llm", summary_args={"summary_prompt": 7}
    )


@scenario("4", "TERMINATE", {"status": 400, "message": "too long"})
def a_model_error_while_summarising(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="2+2?", summary_method="reflection_with_llm").summary
