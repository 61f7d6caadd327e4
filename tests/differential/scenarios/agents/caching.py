import os

from differential.parts import assistant, pair, user
from differential.scenario import scenario


def answers(autogen, llm_config, **chat):
    """What a fresh pair of agents says in a chat of one turn."""
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="Hi", max_turns=1, silent=True, **chat)


@scenario("asked once")
def a_seed_answers_the_second_time_from_disk(autogen, llm_config, report):
    config = {**llm_config, "cache_seed": 7}
    first, second = answers(autogen, config), answers(autogen, config)
    report("summaries", [first.summary, second.summary])
    report("costs", [first.cost, second.cost])
    report("folder", sorted(os.listdir(".cache")))


@scenario("asked once")
def without_a_seed_the_default_cache_is_used(autogen, llm_config, report):
    config = {"config_list": llm_config["config_list"]}
    report("summaries", [answers(autogen, config).summary, answers(autogen, config).summary])
    report("folder", sorted(os.listdir(".cache")))


@scenario("first", "second")
def another_seed_asks_again(autogen, llm_config, report):
    report("summaries", [answers(autogen, {**llm_config, "cache_seed": seed}).summary for seed in (7, 8, 7)])


@scenario("first", "second")
def another_temperature_asks_again(autogen, llm_config, report):
    configs = [{**llm_config, "cache_seed": 7, "temperature": value} for value in (0, 1, 0)]
    report("summaries", [answers(autogen, config).summary for config in configs])


@scenario("asked once")
def a_cache_given_to_the_chat(autogen, llm_config, report):
    with autogen.Cache.disk(cache_seed=3, cache_path_root="elsewhere") as cache:
        report("summaries", [answers(autogen, llm_config, cache=cache).summary for _ in range(2)])
    report("folders", sorted(os.listdir(".")))


@scenario("one", "two")
def the_cache_of_a_chat_is_not_used_after_it(autogen, llm_config, report):
    helper, human = assistant(autogen, llm_config), user(autogen)
    with autogen.Cache.disk(cache_seed=3) as cache:
        human.initiate_chat(helper, message="Hi", max_turns=1, cache=cache)
    human.initiate_chat(helper, message="Hi", max_turns=1)
    report("cache", helper.client_cache)


@scenario("asked once")
async def in_an_asynchronous_chat(autogen, llm_config, report):
    config = {**llm_config, "cache_seed": 7}
    for _ in range(2):
        helper, human = pair(autogen, config)
        result = await human.a_initiate_chat(helper, message="Hi", max_turns=1)
        report("cost", result.cost)
