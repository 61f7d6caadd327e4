import importlib
import os

from differential.scenario import scenario

ASK = [{"role": "user", "content": "Hi"}]


def folders():
    return sorted(os.path.join(place, name) for place, names, _ in os.walk(".") for name in names)


def wrapper(autogen, llm_config, **options):
    return autogen.OpenAIWrapper(config_list=llm_config["config_list"], **options)


@scenario("one", "two")
def an_answer_is_kept_by_default(autogen, llm_config, report):
    for label in ("first run", "second run"):
        client = wrapper(autogen, llm_config)
        answer = client.create(messages=ASK)
        report(label, [client.extract_text_or_completion_object(answer), answer.cost, answer.config_id])
        report(f"{label}: usage", [client.actual_usage_summary, client.total_usage_summary])
        client.print_usage_summary()
    report("folders", folders())


@scenario("one", "two", "three")
def seeds_and_requests_have_their_own_answers(autogen, llm_config, report):
    client = wrapper(autogen, llm_config, cache_seed=1)
    report("seed 1", client.create(messages=ASK).choices[0].message.content)
    report("other request", client.create(messages=ASK, temperature=0).choices[0].message.content)
    other = wrapper(autogen, llm_config, cache_seed=2)
    report("seed 2", other.create(messages=ASK).choices[0].message.content)
    report("seed 1 again", client.create(messages=ASK).choices[0].message.content)
    report("folders", folders())


@scenario("one", "two")
def no_seed_is_no_cache(autogen, llm_config, report):
    client = wrapper(autogen, llm_config, cache_seed=None)
    report("texts", [client.create(messages=ASK).choices[0].message.content for _ in range(2)])
    report("folders", folders())


@scenario("one", "two")
def a_cache_object_comes_before_the_seed(autogen, llm_config, report):
    with autogen.Cache.disk(cache_seed="mine", cache_path_root="elsewhere") as cache:
        client = wrapper(autogen, llm_config, cache_seed=5)
        report("first", client.create(messages=ASK, cache=cache).choices[0].message.content)
        report("again", client.create(messages=ASK, cache=cache).choices[0].message.content)
    report("folders", folders())


@scenario("one")
def a_cache_in_memory(autogen, llm_config, report):
    memory = importlib.import_module(autogen.__name__ + ".cache.in_memory_cache").InMemoryCache("x")
    client = wrapper(autogen, llm_config, cache=memory)
    report("texts", [client.create(messages=ASK).choices[0].message.content for _ in range(2)])
    report("keys", list(memory._cache))


@scenario("Maybe.", "Yes.")
def a_kept_answer_must_pass_the_filter_too(autogen, llm_config, report):
    configs = [{**llm_config["config_list"][0], "model": model} for model in ("gpt-4", "gpt-4o")]

    def keep(context, response):
        return response.choices[0].message.content == "Yes."

    for label in ("first run", "second run"):
        client = autogen.OpenAIWrapper(config_list=configs, cache_seed=3)
        answer = client.create(messages=ASK, filter_func=keep)
        report(label, [answer.config_id, answer.pass_filter, client.actual_usage_summary, client.total_usage_summary])


@scenario({"tool_calls": [{"name": "add", "arguments": {"a": 1}, "id": "c1"}]})
def tool_calls_are_kept(autogen, llm_config, report):
    client = wrapper(autogen, llm_config, cache_seed=4)
    for label in ("asked", "kept"):
        answer = client.create(messages=ASK)
        report(label, [each.tool_calls[0].function.name for each in client.extract_text_or_completion_object(answer)])


@scenario("Hello.", "Fine.", "never")
def agents_chat_again_without_the_model(autogen, llm_config, report):
    config = {**llm_config, "cache_seed": 9}
    for label in ("first", "second"):
        assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=config)
        user = autogen.UserProxyAgent(
            "user", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="And?"
        )
        report(label, user.initiate_chat(assistant, message="Hi", max_turns=2))
        report(f"{label}: usage", [assistant.get_actual_usage(), assistant.get_total_usage()])


@scenario("Hello.", "never")
def a_chat_brings_its_cache(autogen, llm_config, report):
    with autogen.Cache.disk("chat") as cache:
        for label in ("first", "second"):
            assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=llm_config)
            user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
            report(label, user.initiate_chat(assistant, message="Hi", max_turns=1, cache=cache))


@scenario()
def a_request_that_json_cannot_say_is_not_cached(autogen, llm_config, report):
    try:
        wrapper(autogen, llm_config, cache_seed=6).create(messages=[{"role": "user", "content": b"Hi"}])
    except TypeError as error:
        report("bytes", str(error))


@scenario()
def an_unknown_cache_key_is_refused(autogen, llm_config, report):
    with report.raises("unknown"):
        autogen.Cache({"cache_seed": 1, "cache_dir": "x"})
