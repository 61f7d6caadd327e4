from differential.scenario import scenario

ASK = [{"role": "user", "content": "Hi"}]
FIGURES = {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500}


def ask(autogen, llm_config, report, label, **entry):
    client = autogen.OpenAIWrapper(config_list=[{**llm_config["config_list"][0], **entry}], cache_seed=None)
    report(label, client.create(messages=ASK).cost)
    report(f"{label}: usage", client.total_usage_summary)
    return client


@scenario(*[{"text": "ok", "usage": FIGURES}] * 5)
def prices_of_models(autogen, llm_config, report):
    for model in ("gpt-4", "gpt-4o", "gpt-4o-mini", "gpt-3.5-turbo-0125", "my-model"):
        ask(autogen, llm_config, report, model, model=model)


@scenario(*[{"text": "ok", "usage": FIGURES}] * 3)
def prices_of_the_users_own(autogen, llm_config, report):
    ask(autogen, llm_config, report, "list", price=[0.5, 2])
    ask(autogen, llm_config, report, "tuple", price=(0.5, 2))
    ask(autogen, llm_config, report, "number", price=1)


@scenario(*[{"text": "ok", "usage": FIGURES}] * 2)
def summaries_are_printed(autogen, llm_config, report):
    client = ask(autogen, llm_config, report, "asked")
    fresh = autogen.OpenAIWrapper(config_list=llm_config["config_list"], cache_seed=None)
    fresh.print_usage_summary()
    for mode in ("actual", "total", ["actual"], ["total", "actual"], ["actual", "total"]):
        client.print_usage_summary(mode)
    for mode in ("all", [], ["actual", "total", "both"], ["other"]):
        with report.raises(str(mode)):
            client.print_usage_summary(mode)
    client.clear_usage_summary()
    report("cleared", [client.actual_usage_summary, client.total_usage_summary])


@scenario(*[{"text": "ok", "usage": FIGURES}] * 4)
def agents_add_up(autogen, llm_config, report):
    first = {**llm_config["config_list"][0]}
    ann = autogen.AssistantAgent("ann", system_message="A", llm_config=llm_config)
    bob = autogen.AssistantAgent(
        "bob", system_message="B", llm_config={**llm_config, "config_list": [{**first, "model": "gpt-4o"}]}
    )
    result = ann.initiate_chat(bob, message="Hi", max_turns=2)
    report("cost", result.cost)
    for agent in (ann, bob):
        agent.print_usage_summary()
        report(agent.name, [agent.get_actual_usage(), agent.get_total_usage()])
    user = autogen.UserProxyAgent("user", code_execution_config=False)
    user.print_usage_summary()
    report("all", autogen.gather_usage_summary([ann, bob, user]))


@scenario({"text": "ok", "usage": FIGURES}, {"text": "ok", "usage": FIGURES})
def two_models_in_one_summary(autogen, llm_config, report):
    client = autogen.OpenAIWrapper(config_list=llm_config["config_list"], cache_seed=None)
    client.create(messages=ASK)
    client._config_list[0]["model"] = "gpt-4o"
    client.create(messages=ASK)
    client.print_usage_summary()
    report("total", client.total_usage_summary)
