import contextlib
import importlib

from differential.scenario import scenario

ASK = [{"role": "user", "content": "Hi there", "name": "Bob"}]


class _Words:
    """Stands for tiktoken's tables, which are not there without a network."""

    @staticmethod
    def encode(text):
        return text.split()


@contextlib.contextmanager
def counting_words():
    tiktoken = importlib.import_module("tiktoken")
    real = tiktoken.encoding_for_model, tiktoken.get_encoding

    def encoding_for_model(model):
        if not model.startswith("gpt"):
            raise KeyError(model)
        return _Words

    def get_encoding(name):
        return _Words

    tiktoken.encoding_for_model, tiktoken.get_encoding = encoding_for_model, get_encoding
    try:
        yield
    finally:
        tiktoken.encoding_for_model, tiktoken.get_encoding = real


def stream(autogen, config, report, **request):
    client = autogen.OpenAIWrapper(config_list=[config], cache_seed=None)
    with counting_words():
        answer = client.create(messages=ASK, stream=True, **request)
    report(
        "extracted",
        [
            each if isinstance(each, str) else each.model_dump()
            for each in client.extract_text_or_completion_object(answer)
        ],
    )
    report("answer", [answer.object, answer.cost, [choice.finish_reason for choice in answer.choices]])
    report("usage", [answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.total_tokens])
    report("summary", client.total_usage_summary)


@scenario("The answer comes in pieces.")
def text(autogen, llm_config, report):
    stream(autogen, llm_config["config_list"][0], report)


@scenario({"choices": ["one two", "three four"]})
def several_answers(autogen, llm_config, report):
    stream(autogen, llm_config["config_list"][0], report, n=2)


@scenario(
    {
        "tool_calls": [
            {"name": "add", "arguments": {"a": 1, "b": 2}, "id": "c1"},
            {"name": "sub", "arguments": {"a": 1, "b": 2}, "id": "c2"},
        ]
    }
)
def tool_calls(autogen, llm_config, report):
    stream(autogen, llm_config["config_list"][0], report)


@scenario({"function_call": {"name": "add", "arguments": {"a": 1, "b": 2}}})
def a_function_call(autogen, llm_config, report):
    stream(autogen, llm_config["config_list"][0], report)


@scenario("A model of my own.")
def an_unknown_model(autogen, llm_config, report):
    stream(autogen, {**llm_config["config_list"][0], "model": "my-llama"}, report)


@scenario({"status": 500, "message": "oops"}, "second")
def moving_on(autogen, llm_config, report):
    first = {**llm_config["config_list"][0], "max_retries": 0}
    client = autogen.OpenAIWrapper(config_list=[first, {**first, "model": "gpt-4o"}], cache_seed=None, stream=True)
    with counting_words():
        report("text", client.extract_text_or_completion_object(client.create(messages=ASK)))


@scenario("Hello Bob.", "Bye.")
def agents(autogen, llm_config, report):
    config = {**llm_config, "stream": True}
    assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=config)
    user = autogen.UserProxyAgent(
        "user", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="And?"
    )
    with counting_words():
        return user.initiate_chat(assistant, message="Hi", max_turns=2)


@scenario("Hello Bob.", "Bye.")
async def asynchronous_agents(autogen, llm_config, report):
    config = {**llm_config, "stream": True}
    assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=config)
    user = autogen.UserProxyAgent(
        "user", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="And?"
    )
    with counting_words():
        return await user.a_initiate_chat(assistant, message="Hi", max_turns=2)


@scenario("Hello.")
def an_iostream_of_the_users_own(autogen, llm_config, report):
    io = importlib.import_module(autogen.__name__ + ".io")
    shown = []

    class Mine(io.IOConsole):
        def print(self, *objects, sep=" ", end="\n", flush=False):
            shown.append([*objects, end])

    client = autogen.OpenAIWrapper(config_list=llm_config["config_list"], cache_seed=None)
    with counting_words(), io.IOStream.set_default(Mine()):
        client.create(messages=ASK, stream=True)
    report("shown", shown)
