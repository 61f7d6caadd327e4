from differential.parts import plain
from differential.scenario import scenario


def saying(text, *, final=True):
    """A reply function that says a text."""

    def reply(recipient, messages, sender, config):
        return final, text

    return reply


def asked(autogen, agent, sender=None):
    """What an agent answers to one message."""
    return agent.generate_reply([{"role": "user", "content": "question"}], sender or plain(autogen, "asker"))


@scenario()
def triggers_by_class_name_agent_function_list_and_none(autogen, llm_config, report):
    asker, other = plain(autogen, "asker"), plain(autogen, "other")
    triggers = {
        "class": autogen.ConversableAgent,
        "name": "asker",
        "agent": asker,
        "function": lambda sender: sender.name == "asker",
        "list": ["nobody", asker],
    }
    for label, trigger in triggers.items():
        agent = plain(autogen, "agent")
        agent.register_reply(trigger, saying("registered"))
        report(label, [asked(autogen, agent, asker), asked(autogen, agent, other)])


@scenario()
def a_trigger_of_none_needs_no_sender(autogen, llm_config, report):
    agent = plain(autogen, "agent")
    agent.register_reply([autogen.Agent, None], saying("registered"))
    report("without a sender", agent.generate_reply([{"role": "user", "content": "question"}]))
    with report.raises("an unknown trigger"):
        agent.register_reply(7, saying("x"))
        asked(autogen, agent)


@scenario()
def later_registrations_come_first_unless_placed(autogen, llm_config, report):
    agent = plain(autogen, "agent")
    agent.register_reply(autogen.Agent, saying("first"))
    agent.register_reply(autogen.Agent, saying("second"))
    report("last wins", asked(autogen, agent))
    agent.register_reply(autogen.Agent, saying("third"), position=2)
    report("order", [each["reply_func"].__name__ for each in agent._reply_func_list])


@scenario()
def not_final_replies_fall_through(autogen, llm_config, report):
    agent = plain(autogen, "agent", default_auto_reply="default")
    agent.register_reply(autogen.Agent, saying("ignored", final=False))
    report("falls to", asked(autogen, agent))


@scenario()
def a_final_none_is_no_reply(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right")
    right.register_reply(autogen.Agent, saying(None))
    return left.initiate_chat(right, message="anybody?")


@scenario()
def configs_are_copied_and_reset_with_the_agent(autogen, llm_config, report):
    agent = plain(autogen, "agent")
    config = {"count": 0}

    def counting(recipient, messages, sender, config):
        config["count"] += 1
        return True, f"reply {config['count']}"

    agent.register_reply(autogen.Agent, counting, config=config, reset_config=lambda config: config.update(count=10))
    report("replies", [asked(autogen, agent), asked(autogen, agent)])
    report("the caller's config", config)
    agent.reset()
    report("after reset", asked(autogen, agent))


@scenario()
def removing_and_replacing_reply_functions(autogen, llm_config, report):
    agent = plain(autogen, "agent")
    old, new = saying("old"), saying("new")
    agent.register_reply(autogen.Agent, old)
    agent.replace_reply_func(old, new)
    report("replaced", asked(autogen, agent))
    agent.register_reply(autogen.Agent, saying("only"), remove_other_reply_funcs=True)
    report("left", len(agent._reply_func_list))


@scenario()
def the_built_in_chain(autogen, llm_config, report):
    for kind in (autogen.ConversableAgent, autogen.AssistantAgent, autogen.UserProxyAgent):
        agent = kind("agent", llm_config=llm_config, code_execution_config={"use_docker": False})
        report(kind.__name__, [each["reply_func"].__name__ for each in agent._reply_func_list])


@scenario()
def an_async_reply_function_in_a_sync_chat_is_refused(autogen, llm_config, report):
    async def later(recipient, messages, sender, config):
        return True, "later"

    agent = plain(autogen, "agent")
    agent.register_reply(autogen.Agent, later)
    with report.raises("sync chat"):
        plain(autogen, "asker").initiate_chat(agent, message="now?")


@scenario()
async def sync_and_async_reply_functions_in_an_async_chat(autogen, llm_config, report):
    async def later(recipient, messages, sender, config):
        return len(messages) > 2, "later"

    agent, asker = plain(autogen, "agent"), plain(autogen, "asker", default_auto_reply="and?")
    agent.register_reply(autogen.Agent, saying("now"))
    agent.register_reply(autogen.Agent, later, ignore_async_in_sync_chat=True)
    return await asker.a_initiate_chat(agent, message="when?", max_turns=3)


@scenario()
def generate_reply_leaves_excluded_functions_out(autogen, llm_config, report):
    agent = plain(autogen, "agent", default_auto_reply="default")
    rude = saying("rude")
    agent.register_reply(autogen.Agent, rude)
    message = [{"role": "user", "content": "question"}]
    report("excluded", agent.generate_reply(message, plain(autogen, "asker"), exclude=[rude]))


@scenario()
def an_error_in_a_reply_function_comes_out(autogen, llm_config, report):
    def broken(recipient, messages, sender, config):
        raise LookupError("not found here")

    left, right = plain(autogen, "left"), plain(autogen, "right")
    right.register_reply(autogen.Agent, broken)
    with report.raises("chat"):
        left.initiate_chat(right, message="go")
    report("what was said", left.chat_messages)


@scenario()
def a_reply_that_is_a_dict(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right")
    right.register_reply(autogen.Agent, saying({"content": "a dict", "name": "masked", "extra": 1}))
    return left.initiate_chat(right, message="go", max_turns=1)


@scenario()
def the_list_of_reply_functions_may_be_edited(autogen, llm_config, report):
    agent = plain(autogen, "agent", default_auto_reply="default")
    agent.register_reply(autogen.Agent, saying("registered"))
    agent._reply_func_list.pop(0)
    report("popped", asked(autogen, agent))
    agent._reply_func_list.clear()
    report("emptied", asked(autogen, agent))


@scenario()
def a_reply_function_starts_another_chat(autogen, llm_config, report):
    left, right, third = (
        plain(autogen, name, default_auto_reply=f"{name} says") for name in ("left", "right", "third")
    )

    def consult(recipient, messages, sender, config):
        result = recipient.initiate_chat(third, message="what do you think?", max_turns=1)
        return True, f"third said: {result.summary}"

    right.register_reply(left, consult)
    return left.initiate_chat(right, message="go", max_turns=2)


@scenario()
def messages_may_be_none_for_the_history_with_the_sender(autogen, llm_config, report):
    left, right = plain(autogen, "left"), plain(autogen, "right", default_auto_reply="from history")
    with report.raises("neither"):
        right.generate_reply()
    left.send("remember", right, request_reply=False)
    report("reply", right.generate_reply(sender=left))
