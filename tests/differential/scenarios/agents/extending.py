from differential.parts import assistant, pair, plain, user
from differential.scenario import scenario


@scenario("Hello.", "TERMINATE")
def hooks_see_and_change_messages(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    helper.register_hook("process_last_received_message", lambda text: f"{text} (seen)")
    helper.register_hook("process_all_messages_before_reply", lambda messages: messages[-1:])

    def signed(sender, message, recipient, silent):
        report("sending", [sender.name, recipient.name, silent])
        return f"{message} -- signed"

    human.register_hook("process_message_before_send", signed)
    return human.initiate_chat(helper, message="Hi")


@scenario()
def hooks_that_do_not_exist(autogen, llm_config, report):
    agent = plain(autogen, "agent")
    with report.raises("unknown"):
        agent.register_hook("process_nothing", print)

    def hook(text):
        return text

    agent.register_hook("process_last_received_message", hook)
    with report.raises("twice"):
        agent.register_hook("process_last_received_message", hook)
    report("lists", {name: len(hooks) for name, hooks in agent.hook_lists.items()})


@scenario("Hello.", "TERMINATE")
def hook_lists_may_be_appended_to(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    helper.hook_lists["process_last_received_message"].append(lambda text: text.upper())
    return human.initiate_chat(helper, message="quiet")


@scenario("Hello.", "TERMINATE")
def a_capability_adds_itself(autogen, llm_config, report):
    class Politeness:
        def add_to_agent(self, agent):
            agent.update_system_message(agent.system_message + " Be polite.")
            agent.register_hook("process_last_received_message", lambda text: f"Please: {text}")

    helper, human = pair(autogen, llm_config)
    Politeness().add_to_agent(helper)
    return human.initiate_chat(helper, message="help")


@scenario("raw", "TERMINATE")
def generate_oai_reply_of_a_subclass(autogen, llm_config, report):
    class Loud(autogen.AssistantAgent):
        def generate_oai_reply(self, messages=None, sender=None, config=None):
            final, reply = super().generate_oai_reply(messages, sender, config)
            return final, reply.upper() + "!"

    human = user(autogen, is_termination_msg=lambda m: "TERMINATE" in m["content"])
    loud = Loud("loud", system_message="You shout.", llm_config=llm_config)
    loud.replace_reply_func(autogen.ConversableAgent.generate_oai_reply, Loud.generate_oai_reply)
    return human.initiate_chat(loud, message="Hi")


@scenario("Hello.", "TERMINATE")
def generate_reply_of_a_subclass(autogen, llm_config, report):
    class Canned(autogen.ConversableAgent):
        def generate_reply(self, messages=None, sender=None, **options):
            return f"canned {len(self.chat_messages[sender])}"

    canned = Canned("canned", llm_config=False, human_input_mode="NEVER")
    return plain(autogen, "asker", default_auto_reply="more").initiate_chat(canned, message="go", max_turns=2)


@scenario("Hello.", "TERMINATE")
def receive_and_send_of_a_subclass(autogen, llm_config, report):
    class Watching(autogen.UserProxyAgent):
        def receive(self, message, sender, request_reply=None, silent=False):
            report("received", [message, sender.name, request_reply, silent])
            super().receive(message, sender, request_reply, silent)

        def send(self, message, recipient, request_reply=None, silent=False):
            report("sent", [message, recipient.name, request_reply, silent])
            super().send(message, recipient, request_reply, silent)

    helper, _ = pair(autogen, llm_config)
    settings = {"human_input_mode": "NEVER", "code_execution_config": False, "max_consecutive_auto_reply": 1}
    return Watching("user", default_auto_reply="go on", **settings).initiate_chat(helper, message="Hi")


@scenario("Hello.", "TERMINATE")
def initiate_chat_of_a_subclass(autogen, llm_config, report):
    class Numbered(autogen.UserProxyAgent):
        def initiate_chat(self, recipient, **options):
            options["message"] = "1. " + options["message"]
            return super().initiate_chat(recipient, **options)

    helper, _ = pair(autogen, llm_config)
    human = Numbered("user", human_input_mode="NEVER", code_execution_config=False)
    return human.initiate_chat(helper, message="Hi", max_turns=1)


@scenario("Hello.", "TERMINATE")
def printing_replaced_on_an_instance(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    human._print_received_message = lambda message, sender: print(f"[{sender.name}] {message}")
    return human.initiate_chat(helper, message="Hi")


@scenario("Hello.", "TERMINATE")
def private_attributes_that_programs_touch(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    human.initiate_chat(helper, message="Hi")
    report("messages", human._oai_messages)
    report("system", helper._oai_system_message)
    report("functions", sorted(human._function_map))
    report("termination", human._is_termination_msg({"content": "TERMINATE"}))
    human._append_oai_message({"content": "put in"}, "user", helper, is_sending=False)
    report("put in", human._oai_messages[helper][-1])


@scenario("Hello.", "TERMINATE", "Hello.", "TERMINATE")
def histories_edited_between_chats(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    human.initiate_chat(helper, message="Hi")
    helper._oai_messages[human] = [{"role": "user", "content": "rewritten history"}]
    return human.initiate_chat(helper, message="And?", clear_history=False)


@scenario("Hello.", "TERMINATE")
def a_message_printed_by_a_subclass_of_the_stream(autogen, llm_config, report):
    class Collecting(autogen.io.IOStream):
        def print(self, *objects, sep=" ", end="\n", flush=False):
            report("print", sep.join(str(each) for each in objects) + end)

        def input(self, prompt="", *, password=False):
            return "exit"

    helper, human = pair(autogen, llm_config, human_input_mode="ALWAYS")
    with autogen.io.IOStream.set_default(Collecting()):
        human.initiate_chat(helper, message="Hi")


@scenario("Hello.", "TERMINATE", inputs=["", "exit"])
async def async_hooks_and_human_input_of_a_subclass(autogen, llm_config, report):
    class Scripted(autogen.UserProxyAgent):
        async def a_get_human_input(self, prompt):
            report("prompt", prompt)
            return "" if self.last_message()["content"] == "Hello." else "exit"

    helper = assistant(autogen, llm_config)
    human = Scripted("user", human_input_mode="ALWAYS", code_execution_config=False, default_auto_reply="go on")
    return await human.a_initiate_chat(helper, message="Hi")


@scenario("Hello.", "TERMINATE")
def llm_config_of_a_class(autogen, llm_config, report):
    class Configured(autogen.ConversableAgent):
        DEFAULT_CONFIG = llm_config

    agent = Configured("agent", system_message="You help.", human_input_mode="NEVER")
    return user(autogen).initiate_chat(agent, message="Hi")
