"""Groups that call tools and run code, and groups whose classes the program overrides."""

from differential.scenario import scenario


def member(autogen, name, **options):
    settings = {"human_input_mode": "NEVER", "llm_config": False, "description": f"{name} does things.", **options}
    settings.setdefault("default_auto_reply", f"This is {name}.")
    return autogen.ConversableAgent(name, **settings)


def over(message):
    return (message.get("content") or "").rstrip().endswith("TERMINATE")


@scenario({"tool_calls": [{"name": "add", "arguments": {"a": 1, "b": 2}, "id": "call_1"}]}, "It is 3. TERMINATE")
def a_tool_suggested_by_one_and_run_by_another(autogen, llm_config, report):
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    assistant = autogen.AssistantAgent("assistant", system_message="You add.", llm_config=llm_config)
    bystander = member(autogen, "bystander")

    def add(a: int, b: int) -> int:
        return a + b

    autogen.register_function(add, caller=assistant, executor=user, description="Add.")
    chat = autogen.GroupChat(
        agents=[user, assistant, bystander], messages=[], max_round=6, speaker_selection_method=next_of(user, assistant)
    )
    manager = autogen.GroupChatManager(groupchat=chat, llm_config=False, is_termination_msg=over)
    result = user.initiate_chat(manager, message="1+2?")
    report("group", chat.messages)
    report("of the bystander", bystander.chat_messages)
    return result


def next_of(user, assistant):
    return lambda last, chat: assistant if last is user else user


@scenario(
    "assistant",
    {"tool_calls": [{"name": "add", "arguments": {"a": 1, "b": 2}, "id": "call_1"}]},
    "user",
    "assistant",
    "It is 3. TERMINATE",
)
def a_model_selects_around_tool_calls(autogen, llm_config, report):
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    assistant = autogen.AssistantAgent("assistant", system_message="You add.", llm_config=llm_config)
    other = member(autogen, "other")

    @user.register_for_execution()
    @other.register_for_execution()
    @assistant.register_for_llm(description="Add.")
    def add(a: int, b: int) -> int:
        return a + b

    chat = autogen.GroupChat(agents=[user, assistant, other], messages=[], max_round=6, allow_repeat_speaker=False)
    manager = autogen.GroupChatManager(groupchat=chat, llm_config=llm_config, is_termination_msg=over)
    user.initiate_chat(manager, message="1+2?")
    report("group", chat.messages)


@scenario("Run this:\n```python\nprint(6 * 7)\n```", "Forty-two it is. TERMINATE")
def code_written_by_one_and_run_by_another(autogen, llm_config, report):
    coder = autogen.AssistantAgent("coder", system_message="You code.", llm_config=llm_config)
    runner = autogen.UserProxyAgent(
        "runner",
        human_input_mode="NEVER",
        code_execution_config={"work_dir": "work", "use_docker": False, "last_n_messages": 2},
    )
    chat = autogen.GroupChat(agents=[runner, coder], messages=[], max_round=5, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(groupchat=chat, llm_config=False, is_termination_msg=over)
    runner.initiate_chat(manager, message="6 * 7?")
    report("group", chat.messages)


@scenario()
def an_overridden_select_speaker(autogen, llm_config, report):
    class Backwards(autogen.GroupChat):
        def select_speaker(self, last_speaker, selector):
            report("asked", [last_speaker, selector])
            return self.agents[self.agents.index(last_speaker) - 1]

    agents = [member(autogen, name) for name in ("alice", "bob", "carol")]
    chat = Backwards(agents=agents, messages=[], max_round=5)
    agents[0].initiate_chat(autogen.GroupChatManager(groupchat=chat, llm_config=False), message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario()
def a_speaker_that_is_no_member(autogen, llm_config, report):
    guest = member(autogen, "guest")

    class Open(autogen.GroupChat):
        def select_speaker(self, last_speaker, selector):
            return guest if last_speaker is not guest else self.agents[0]

    agents = [member(autogen, name) for name in ("alice", "bob")]
    chat = Open(agents=agents, messages=[], max_round=4)
    manager = autogen.GroupChatManager(groupchat=chat, llm_config=False)
    manager.send("Welcome.", guest, request_reply=False, silent=True)
    agents[0].initiate_chat(manager, message="Hi")
    report("group", chat.messages)
    report("of the guest", guest.chat_messages)


@scenario()
def an_overridden_append(autogen, llm_config, report):
    class Loud(autogen.GroupChat):
        def append(self, message, speaker):
            message["content"] = message["content"].upper()
            super().append(message, speaker)

    agents = [member(autogen, name) for name in ("alice", "bob")]
    chat = Loud(agents=agents, messages=[], max_round=3, speaker_selection_method="round_robin")
    agents[0].initiate_chat(autogen.GroupChatManager(groupchat=chat, llm_config=False), message="Hi")
    report("group", chat.messages)
    report("of alice", agents[0].chat_messages)


@scenario()
def a_manager_with_its_own_run_chat(autogen, llm_config, report):
    class Moderator(autogen.GroupChatManager):
        def __init__(self, groupchat, **options):
            super().__init__(groupchat, **options)
            self.register_reply(autogen.Agent, Moderator.moderate, config=groupchat)

        def moderate(self, messages=None, sender=None, config=None):
            message = self._oai_messages[sender][-1]
            for speaker in config.agents:
                config.append(message, speaker if message.get("name") is None else sender)
                reply = speaker.generate_reply(messages=[message], sender=self)
                speaker.send(reply, self, request_reply=False)
                message = self.last_message(speaker)
            return True, f"Heard {len(config.messages)}."

    agents = [member(autogen, name) for name in ("alice", "bob")]
    chat = autogen.GroupChat(agents=agents, messages=[], max_round=3)
    guest = member(autogen, "guest")
    result = guest.initiate_chat(Moderator(chat, llm_config=False), message="Hi", max_turns=1)
    report("group", chat.messages)
    return result


@scenario()
def an_overridden_run_chat_that_calls_the_original(autogen, llm_config, report):
    class Framed(autogen.GroupChatManager):
        def __init__(self, groupchat, **options):
            super().__init__(groupchat, **options)
            self._reply_func_list.clear()
            self.register_reply(autogen.Agent, Framed.run_chat, config=groupchat, reset_config=autogen.GroupChat.reset)

        def run_chat(self, messages=None, sender=None, config=None):
            report("before", len(config.messages))
            answer = super().run_chat(messages=messages, sender=sender, config=config)
            report("after", [answer, len(config.messages)])
            return True, "That was the group."

    agents = [member(autogen, name) for name in ("alice", "bob")]
    chat = autogen.GroupChat(agents=agents, messages=[], max_round=3, speaker_selection_method="round_robin")
    manager = Framed(chat, llm_config=False)
    result = agents[0].initiate_chat(manager, message="Hi", max_turns=1)
    report("group", chat.messages)
    return result


@scenario("bob")
def a_selection_s_messages_are_transformed(autogen, llm_config, report):
    import importlib

    capabilities = f"{autogen.__name__}.agentchat.contrib.capabilities"
    transform_messages = importlib.import_module(f"{capabilities}.transform_messages")
    transforms = importlib.import_module(f"{capabilities}.transforms")
    agents = [member(autogen, name) for name in ("alice", "bob", "carol")]
    limited = transform_messages.TransformMessages(transforms=[transforms.MessageHistoryLimiter(max_messages=1)])
    chat = autogen.GroupChat(agents=agents, messages=[], max_round=2, select_speaker_transform_messages=limited)
    agents[0].initiate_chat(autogen.GroupChatManager(groupchat=chat, llm_config=llm_config), message="Hi")
    report("speakers", [message["name"] for message in chat.messages])


@scenario()
def a_selection_by_a_custom_model_client(autogen, llm_config, report):
    from types import SimpleNamespace

    class Fixed:
        def __init__(self, config, **kwargs):
            self.model = config["model"]

        def create(self, params):
            report("asked", params["messages"])
            message = SimpleNamespace(content="carol", function_call=None)
            return SimpleNamespace(choices=[SimpleNamespace(message=message)], model=self.model)

        def message_retrieval(self, response):
            return [choice.message.content for choice in response.choices]

        def cost(self, response):
            return 0

        @staticmethod
        def get_usage(response):
            return {}

    own = {"config_list": [{"model": "mine", "model_client_cls": "Fixed"}], "cache_seed": None}
    agents = [member(autogen, name) for name in ("alice", "bob", "carol")]
    for classes in (Fixed, [Fixed], None, [str]):
        chat = autogen.GroupChat(
            agents=agents,
            messages=[],
            max_round=2,
            select_speaker_auto_llm_config=own,
            select_speaker_auto_model_client_cls=classes,
        )
        with report.raises(str(classes)):
            agents[0].initiate_chat(autogen.GroupChatManager(groupchat=chat, llm_config=False), message="Hi")
        report("speakers", [message["name"] for message in chat.messages])
