import copy

from differential.parts import assistant, pair, plain, user
from differential.scenario import scenario


@scenario("Hello.", "TERMINATE")
def last_message_of_one_or_of_all(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    report("before", human.last_message())
    human.initiate_chat(helper, message="Hi")
    report("only partner", human.last_message())
    human.send("psst", plain(autogen, "third"), request_reply=False)
    report("with the assistant", human.last_message(helper))
    with report.raises("two partners"):
        human.last_message()
    with report.raises("a stranger"):
        human.last_message(plain(autogen, "stranger"))


@scenario("Hello.", "TERMINATE")
def clearing_histories(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    human.initiate_chat(helper, message="Hi")
    human.clear_history(helper, nr_messages_to_preserve=2)
    report("with one partner all are forgotten", human.chat_messages)
    helper.clear_history(nr_messages_to_preserve=3)
    report("three kept", helper.chat_messages)
    human.clear_history()
    report("none kept", human.chat_messages)


@scenario("Hello.", "Bye. TERMINATE")
def reset_forgets_everything(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    human.initiate_chat(helper, message="Hi")
    helper.reset()
    report("history", helper.chat_messages)
    report("usage", helper.get_actual_usage())


@scenario("Hello.", "TERMINATE")
def system_messages_are_read_and_updated(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    report("before", helper.system_message)
    helper.update_system_message("You are brief.")
    report("after", [helper.system_message, helper._oai_system_message])
    human.initiate_chat(helper, message="Hi")


@scenario()
def descriptions(autogen, llm_config, report):
    agent = plain(autogen, "agent", system_message="S")
    report("the system message by default", agent.description)
    agent.description = "D"
    report("changed", agent.description)
    report("given", plain(autogen, "agent", description="given").description)
    report("defaults", [assistant(autogen, False, system_message="S").description, user(autogen).description])


@scenario()
def a_deep_copy_is_another_agent(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right", default_auto_reply="r")
    twin = copy.deepcopy(right)
    left.initiate_chat(twin, message="Hi", max_turns=1)
    report("original", right.chat_messages)
    report("copy", twin.chat_messages)


@scenario("Hello.", "TERMINATE")
def usage_summaries(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    helper.print_usage_summary()
    human.print_usage_summary()
    human.initiate_chat(helper, message="Hi")
    helper.print_usage_summary()
    report("actual", helper.get_actual_usage())
    report("total", helper.get_total_usage())
    report("gathered", autogen.gather_usage_summary([helper, human]))


@scenario()
def constructor_arguments_that_are_refused(autogen, llm_config, report):
    with report.raises("no model"):
        autogen.AssistantAgent("a", llm_config={"config_list": []})
    with report.raises("empty model name"):
        autogen.AssistantAgent("a", llm_config={"config_list": [{"model": ""}]})
    with report.raises("termination test"):
        plain(autogen, "a", is_termination_msg=lambda: True).generate_reply(
            [{"role": "user", "content": "x"}], plain(autogen, "b")
        )
    with report.raises("another config"):
        autogen.AssistantAgent("a", llm_config="gpt-4")


@scenario()
def send_and_receive_without_a_reply(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right", default_auto_reply="r")
    left.send("not answered", right, request_reply=False)
    right.send({"content": "answered", "role": "assistant"}, left, silent=True)
    left.send("answered", right, request_reply=True, silent=False)
    report("left", left.chat_messages)
    report("right", right.chat_messages)


@scenario()
def reply_at_receive_is_stopped(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right", default_auto_reply="r")
    left.initiate_chat(right, message="go", max_turns=1)
    right.stop_reply_at_receive(left)
    left.send("again", right)
    right.stop_reply_at_receive()
    report("right", right.chat_messages)


@scenario("Hello.")
def messages_put_in_beforehand(autogen, llm_config, report):
    helper, _ = pair(autogen, llm_config)
    before = [{"role": "user", "content": "earlier"}, {"role": "assistant", "content": "yes"}]
    stranger = plain(autogen, "stranger")
    agent = assistant(autogen, llm_config, "informed", chat_messages={stranger: before})
    return stranger.initiate_chat(agent, message="now", clear_history=False, max_turns=1)


@scenario("Hello.")
def a_message_to_the_model_only(autogen, llm_config, report):
    helper, _ = pair(autogen, llm_config)
    report("reply", helper.generate_reply([{"role": "user", "content": "one question"}]))
    report("history", helper.chat_messages)


@scenario("Hello.")
async def a_reply_awaited_directly(autogen, llm_config, report):
    helper, _ = pair(autogen, llm_config)
    report("reply", await helper.a_generate_reply([{"role": "user", "content": "one question"}]))


@scenario()
def texts_of_messages(autogen, llm_config, report):
    agent = plain(autogen, "agent")
    report("text", agent._message_to_dict("x"))
    report("dict", agent._message_to_dict({"content": "y"}))
    report("name and repr", [agent.name, str(agent), isinstance(agent, autogen.Agent)])
