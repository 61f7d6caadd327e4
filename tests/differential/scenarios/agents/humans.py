from differential.parts import pair, plain, user
from differential.scenario import scenario


@scenario("I can.", "More?", inputs=["tell me more", "exit"])
def always(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, human_input_mode="ALWAYS")
    return human.initiate_chat(helper, message="Can you?")


@scenario("One.", "Two.", inputs=["", "exit"])
def always_with_an_empty_line_gives_the_auto_reply(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, human_input_mode="ALWAYS")
    return human.initiate_chat(helper, message="Count")


@scenario("Almost. TERMINATE", "Done. TERMINATE", inputs=["not yet", ""])
def at_termination(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, human_input_mode="TERMINATE")
    return human.initiate_chat(helper, message="Finish")


@scenario("one", "two", "three", "four", "five", inputs=["again", "exit"])
def at_the_limit_of_auto_replies(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, human_input_mode="TERMINATE", max_consecutive_auto_reply=1)
    return human.initiate_chat(helper, message="Count")


@scenario("one", "two", "three", "four", inputs=["", "", "exit"])
def an_empty_line_at_the_limit_ends_or_goes_on(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, human_input_mode="TERMINATE", max_consecutive_auto_reply=0)
    return human.initiate_chat(helper, message="Count")


@scenario("Almost. TERMINATE", "still here", inputs=["exit"])
def always_at_termination_exit(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, human_input_mode="ALWAYS")
    return human.initiate_chat(helper, message="Finish")


@scenario("one", "two", "three")
def counters_of_auto_replies(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, max_consecutive_auto_reply=5)
    human.update_max_consecutive_auto_reply(1, helper)
    human.initiate_chat(helper, message="Count")
    report("limit for the assistant", human.max_consecutive_auto_reply(helper))
    report("limit for others", human.max_consecutive_auto_reply())


@scenario("one", "two", "three", "four")
def counters_are_reset_between_chats(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, max_consecutive_auto_reply=1)
    human.initiate_chat(helper, message="Count")
    human.initiate_chat(helper, message="Count again", clear_history=False)
    report("messages", len(human.chat_messages[helper]))


@scenario("Hi.", "Ho.", "Hum.", "TERMINATE")
def get_human_input_of_a_subclass(autogen, llm_config, report):
    class Scripted(autogen.UserProxyAgent):
        def get_human_input(self, prompt):
            report("prompt", prompt)
            return "from the subclass" if "Ho." not in self.last_message()["content"] else "exit"

    helper, _ = pair(autogen, llm_config)
    human = Scripted("user", human_input_mode="ALWAYS", code_execution_config=False)
    return human.initiate_chat(helper, message="Hello")


@scenario(inputs=["typed"])
def a_human_asked_directly(autogen, llm_config, report):
    human = user(autogen, human_input_mode="ALWAYS")
    report("typed", human.get_human_input("What? "))


@scenario("Hi.", "Ho.", inputs=["typed once"])
def input_that_ends_comes_out_as_eof(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, human_input_mode="ALWAYS")
    return human.initiate_chat(helper, message="Hello")


@scenario("Hi.", "Bye.", inputs=["tell me", "exit"])
async def always_in_an_asynchronous_chat(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config, human_input_mode="ALWAYS")
    return await human.a_initiate_chat(helper, message="Hello")


@scenario()
def an_unknown_mode_never_asks(autogen, llm_config, report):
    agent = plain(autogen, "agent", human_input_mode="SOMETIMES", default_auto_reply="default")
    report("reply", agent.generate_reply([{"role": "user", "content": "x"}], plain(autogen, "asker")))
