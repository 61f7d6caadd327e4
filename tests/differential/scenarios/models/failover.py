from differential.scenario import scenario

ASK = [{"role": "user", "content": "Hi", "name": "Bob"}]


def entries(llm_config, *models, **options):
    """A config for each model, none of which is retried."""
    first = llm_config["config_list"][0]
    return [{**first, "model": model, "max_retries": 0, **options} for model in models]


def ask(autogen, config_list, report, label, **request):
    client = autogen.OpenAIWrapper(config_list=config_list, cache_seed=None)
    with report.raises(label):
        answer = client.create(messages=ASK, **request)
        report(f"{label}: texts", client.extract_text_or_completion_object(answer))
        report(f"{label}: config", [answer.config_id, answer.pass_filter, answer.model, answer.cost])
    report(f"{label}: usage", [client.actual_usage_summary, client.total_usage_summary])


@scenario({"status": 429, "message": "slow down"}, "second")
def too_many_requests_move_on(autogen, llm_config, report):
    ask(autogen, entries(llm_config, "gpt-4", "gpt-4o"), report, "429")


@scenario({"status": 500, "message": "oops"}, "second")
def a_server_error_moves_on(autogen, llm_config, report):
    ask(autogen, entries(llm_config, "gpt-4", "gpt-4o"), report, "500")


@scenario({"status": 401, "message": "bad key"}, "second")
def a_bad_key_moves_on(autogen, llm_config, report):
    ask(autogen, entries(llm_config, "gpt-4", "gpt-4o"), report, "401")


@scenario({"status": 400, "message": "bad request"}, {"status": 404, "message": "no such model"}, "third")
def bad_requests_and_unknown_models_move_on(autogen, llm_config, report):
    ask(autogen, entries(llm_config, "gpt-4", "gpt-4o", "gpt-4o-mini"), report, "400, 404")


@scenario({"status": 400, "message": "filtered", "code": "content_filter"}, "never")
def the_content_filter_does_not_move_on(autogen, llm_config, report):
    ask(autogen, entries(llm_config, "gpt-4", "gpt-4o"), report, "filtered")


@scenario({"text": "late", "delay": 2.0}, "second")
def a_timeout_moves_on(autogen, llm_config, report):
    ask(autogen, entries(llm_config, "gpt-4", "gpt-4o", timeout=0.4), report, "late")


@scenario({"drop": True}, "second")
def a_lost_connection_moves_on(autogen, llm_config, report):
    ask(autogen, entries(llm_config, "gpt-4", "gpt-4o"), report, "dropped")


@scenario({"raw": "{not json"}, "second")
def an_answer_that_is_no_json_does_what_openai_makes_of_it(autogen, llm_config, report):
    ask(autogen, entries(llm_config, "gpt-4", "gpt-4o"), report, "no JSON")


@scenario({"status": 429, "message": "first"}, {"status": 503, "message": "last"})
def the_last_error_comes_out(autogen, llm_config, report):
    ask(autogen, entries(llm_config, "gpt-4", "gpt-4o"), report, "both fail")


@scenario("Maybe.", "Yes.", "No idea.", "Neither.")
def a_filter_rejects_answers_until_the_last(autogen, llm_config, report):
    client = autogen.OpenAIWrapper(config_list=entries(llm_config, "gpt-4", "gpt-4o"), cache_seed=None)

    def keep(context, response):
        report("filtered in context", context)
        return client.extract_text_or_completion_object(response)[0] in context["wanted"]

    for label in ("accepted", "last resort"):
        answer = client.create(messages=ASK, filter_func=keep, context={"wanted": ["Yes.", "No."]})
        report(label, [answer.choices[0].message.content, answer.config_id, answer.pass_filter])
    report("usage", client.total_usage_summary)


@scenario({"status": 429, "message": "busy", "retry": True, "headers": {"retry-after-ms": "1"}}, "after a retry")
def openai_retries_before_we_move_on(autogen, llm_config, report):
    ask(autogen, [{**llm_config["config_list"][0], "max_retries": 1}], report, "retried")


@scenario({"status": 429, "message": "busy"}, "Hello. TERMINATE")
def an_agent_uses_the_second_config(autogen, llm_config, report):
    config = {"config_list": entries(llm_config, "gpt-4", "gpt-4o"), "cache_seed": None, "temperature": 0}
    assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=config)
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    return user.initiate_chat(assistant, message="Hi", max_turns=1)
