import importlib

from differential.scenario import scenario

ASK = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi", "name": "Bob"}]
WEATHER = {
    "name": "weather",
    "description": "The weather.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
CALL = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Rome"}'}}


def wrapper(autogen, llm_config, **options):
    first = {**llm_config["config_list"][0], "max_retries": 0}
    return autogen.OpenAIWrapper(config_list=[first], cache_seed=None, **options)


def origin(llm_config):
    return llm_config["config_list"][0]["base_url"].removesuffix("/v1")


@scenario("ok")
def every_parameter_goes_over_the_wire(autogen, llm_config, report):
    client = wrapper(
        autogen, llm_config, temperature=0.2, top_p=0.9, max_tokens=50, seed=7, stop=["END"], user="u", tags=["a"]
    )
    client.create(messages=ASK, response_format={"type": "json_object"}, extra_body={"top_k": 4}, presence_penalty=0.1)


@scenario({"choices": ["one", "two"]})
def n_answers(autogen, llm_config, report):
    client = wrapper(autogen, llm_config, n=2)
    answer = client.create(messages=ASK)
    report("texts", client.extract_text_or_completion_object(answer))


@scenario({"tool_calls": [{"name": "weather", "arguments": {"city": "Rome"}, "id": "call_1"}], "text": "Let me see"})
def tools_are_offered_and_called(autogen, llm_config, report):
    client = wrapper(autogen, llm_config)
    tools = [{"type": "function", "function": WEATHER}]
    answer = client.create(messages=ASK, tools=tools, tool_choice="auto")
    extracted = client.extract_text_or_completion_object(answer)
    report("extracted", [each.model_dump(exclude_unset=True) for each in extracted])
    report("cost", answer.cost)


@scenario({"function_call": {"name": "weather", "arguments": {"city": "Rome"}}})
def legacy_functions_are_offered_and_called(autogen, llm_config, report):
    client = wrapper(autogen, llm_config)
    answer = client.create(messages=ASK, functions=[WEATHER])
    extracted = client.extract_text_or_completion_object(answer)
    report("extracted", [each.model_dump(exclude_unset=True) for each in extracted])


@scenario("sunny")
def a_history_of_calls_results_and_images_is_sent_as_it_is(autogen, llm_config, report):
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
    history = [
        {"role": "user", "content": [{"type": "text", "text": "Look"}, image], "name": "Product Manager"},
        {"role": "assistant", "content": None, "tool_calls": [CALL], "name": "helper"},
        {"role": "tool", "content": "rain", "tool_call_id": "call_1"},
        {"role": "assistant", "content": "", "function_call": {"name": "weather", "arguments": "{}"}},
        {"role": "function", "content": "rain", "name": "weather"},
        {"role": "system", "content": "And now?"},
    ]
    wrapper(autogen, llm_config).create(messages=history)


@scenario("ok", "ok")
def azure_has_its_own_paths_and_names_without_dots(autogen, llm_config, report):
    azure = {"model": "gpt-3.5-turbo", "api_key": "k", "api_type": "azure", "api_version": "2024-02-01"}
    for address in ("base_url", "azure_endpoint"):
        client = autogen.OpenAIWrapper(config_list=[{**azure, address: origin(llm_config)}], cache_seed=None)
        report(address, client.create(messages=ASK).model)


@scenario("ok")
def azure_takes_a_deployment_and_a_token_provider(autogen, llm_config, report):
    config = {
        "model": "gpt-4",
        "azure_deployment": "my.deployment",
        "azure_ad_token_provider": lambda: report("asked for", "a token") or "token",
        "api_type": "azure",
        "api_version": "2024-06-01",
        "base_url": origin(llm_config),
    }
    autogen.OpenAIWrapper(config_list=[config], cache_seed=None).create(messages=ASK)


@scenario("ok", "ok", "ok")
def templates_are_filled_in(autogen, llm_config, report):
    client = wrapper(autogen, llm_config, allow_format_str_template=True)
    client.create(messages=[{"role": "user", "content": "Hi {who}"}], context={"who": "Ann"})
    client.create(messages=[{"role": "user", "content": lambda context: context["who"] * 2}], context={"who": "Ann"})
    plain = wrapper(autogen, llm_config)
    plain.create(
        messages=[{"role": "user", "content": "Hi {who}"}, {"role": "user", "content": ""}], context={"who": "Bo"}
    )
    with report.raises("a missing key"):
        client.create(messages=[{"role": "user", "content": "Hi {nobody}"}], context={"who": "Ann"})


@scenario()
def prompts_and_messages_exclude_each_other(autogen, llm_config, report):
    client = wrapper(autogen, llm_config)
    with report.raises("both"):
        client.create(messages=ASK, prompt="Hi")
    with report.raises("neither"):
        client.create()


@scenario("a", "b")
def what_a_config_says_overrides_the_call(autogen, llm_config, report):
    first = {**llm_config["config_list"][0], "temperature": 0}
    client = autogen.OpenAIWrapper(config_list=[first], temperature=1, max_tokens=5, cache_seed=None)
    client.create(messages=ASK, temperature=2, max_tokens=9, model="gpt-4o")
    alone = autogen.OpenAIWrapper(**first, cache_seed=None)
    alone.create(messages=ASK, temperature=2, max_tokens=9)


@scenario("ok")
def an_http_client_of_the_users_own_is_used(autogen, llm_config, report):
    openai = importlib.import_module("openai")
    hooks = {"request": [lambda request: report("sent by", request.headers["x-mine"])]}
    own = openai.DefaultHttpxClient(headers={"x-mine": "my client"}, event_hooks=hooks)
    config = {**llm_config["config_list"][0], "http_client": own}
    client = autogen.OpenAIWrapper(config_list=[config], cache_seed=None)
    report("text", client.extract_text_or_completion_object(client.create(messages=ASK)))


@scenario()
def unknown_parameters_are_refused(autogen, llm_config, report):
    with report.raises("unknown"):
        wrapper(autogen, llm_config, temprature=1).create(messages=ASK)
