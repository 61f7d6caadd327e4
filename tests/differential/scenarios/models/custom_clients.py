import threading
from types import SimpleNamespace

from differential.scenario import scenario

ASK = [{"role": "user", "content": "2+2="}]


class Parrot:
    """A user's own model client."""

    def __init__(self, config, log=None):
        self.config, self.log = config, log if log is not None else []

    def create(self, params):
        self.log.append([sorted(params), threading.current_thread() is threading.main_thread()])
        text = params["messages"][-1]["content"].upper()
        message = SimpleNamespace(content=text, function_call=None)
        return SimpleNamespace(choices=[SimpleNamespace(message=message)], model=self.config["model"])

    def message_retrieval(self, response):
        return [choice.message.content for choice in response.choices]

    def cost(self, response):
        return 0.25

    @staticmethod
    def get_usage(response):
        return {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "cost": response.cost, "model": "parrot"}


class Uncounted(Parrot):
    @staticmethod
    def get_usage(response):
        return {}


def config(name="Parrot", **more):
    return {"model": "local", "model_client_cls": name, "device": "cpu", "params": {"max_length": 5}, **more}


@scenario()
def a_client_is_made_with_its_config_and_asked(autogen, llm_config, report):
    log = []
    client = autogen.OpenAIWrapper(config_list=[config()], cache_seed=None, temperature=0.5)
    client.register_model_client(Parrot, log=log)
    answer = client.create(messages=ASK)
    report("texts", client.extract_text_or_completion_object(answer))
    report("cost", [answer.cost, answer.config_id, answer.pass_filter])
    report("usage", [client.actual_usage_summary, client.total_usage_summary])
    report("log", log)


@scenario()
def a_usage_without_its_keys_counts_for_nothing(autogen, llm_config, report):
    client = autogen.OpenAIWrapper(config_list=[config("Uncounted")], cache_seed=None)
    client.register_model_client(Uncounted)
    client.create(messages=ASK)
    report("usage", [client.actual_usage_summary, client.total_usage_summary])
    client.print_usage_summary()


@scenario()
def answers_of_a_custom_client_are_kept(autogen, llm_config, report):
    log = []
    for _ in range(2):
        client = autogen.OpenAIWrapper(config_list=[config()], cache_seed=8)
        client.register_model_client(Parrot, log=log)
        report("texts", client.extract_text_or_completion_object(client.create(messages=ASK)))
        report("usage", [client.actual_usage_summary, client.total_usage_summary])
    report("asked", len(log))


@scenario()
def registrations_that_do_not_fit(autogen, llm_config, report):
    client = autogen.OpenAIWrapper(config_list=[config("Other"), config("Parrot"), config("Parrot")], cache_seed=None)
    with report.raises("not in the list"):
        client.register_model_client(Uncounted)
    client.register_model_client(Parrot)
    with report.raises("not all registered"):
        client.create(messages=ASK)
    other = autogen.OpenAIWrapper(config_list=[config("Parrot")], cache_seed=None)
    other.register_model_client(Parrot)
    other.register_model_client(Parrot)


@scenario({"status": 500, "message": "oops"})
def a_custom_client_takes_over(autogen, llm_config, report):
    first = {**llm_config["config_list"][0], "max_retries": 0}
    client = autogen.OpenAIWrapper(config_list=[first, config()], cache_seed=None)
    client.register_model_client(Parrot)
    report("texts", client.extract_text_or_completion_object(client.create(messages=ASK)))


@scenario("never")
def an_error_of_a_custom_client_comes_out(autogen, llm_config, report):
    class Broken(Parrot):
        def create(self, params):
            raise RuntimeError("no GPU")

    client = autogen.OpenAIWrapper(config_list=[config("Broken"), llm_config["config_list"][0]], cache_seed=None)
    client.register_model_client(Broken)
    with report.raises("broken"):
        client.create(messages=ASK)


@scenario()
def an_agent_with_a_custom_client(autogen, llm_config, report):
    assistant = autogen.AssistantAgent(
        "assistant", system_message="You help.", llm_config={"config_list": [config()], "cache_seed": None}
    )
    log = []
    assistant.register_model_client(model_client_cls=Parrot, log=log)
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    result = user.initiate_chat(assistant, message="hello", max_turns=1)
    report("log", log)
    return result


@scenario()
async def an_agent_with_a_custom_client_in_an_asynchronous_chat(autogen, llm_config, report):
    assistant = autogen.AssistantAgent(
        "assistant", system_message="You help.", llm_config={"config_list": [config()], "cache_seed": None}
    )
    assistant.register_model_client(model_client_cls=Parrot)
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    return await user.a_initiate_chat(assistant, message="hello", max_turns=1)
