"""Programs that ask a model without agents."""

from native_programs.program import CONFIG, Program

_START = """\
import json
import os

import autogen

os.environ["MODELS"] = json.dumps([{"model": "gpt-4o", "api_key": "none", "base_url": os.environ["MODEL_URL"]}])
config_list = autogen.config_list_from_json("MODELS")
"""

PROGRAMS = [
    Program(
        "a_client_is_asked_for_texts",
        _START
        + """
client = autogen.OpenAIWrapper(config_list=config_list)
roles = []
for place in ("kitchen", "garden"):
    role = (
        client.create(
            messages=[
                {"role": "system", "content": "You name roles."},
                {"role": "user", "content": f"Who works in the {place}?"},
            ],
            cache_seed=None,
            temperature=0,
        )
        .choices[0]
        .message.content
    )
    roles.append({"place": place, "role": role})
print("=>", roles)
""",
        ("cook", "gardener"),
    ),
    Program(
        "a_client_with_its_default_cache",
        CONFIG.replace(', "cache_seed": None', "")
        + """
from autogen import OpenAIWrapper


def ask(question):
    client = OpenAIWrapper(**llm_config)
    response = client.create(messages=[{"role": "user", "content": question}])
    print("=>", client.extract_text_or_completion_object(response))
    return client.extract_text_or_completion_object(response)[0].upper()


for question in ("One?", "Two?", "One?"):
    print("=>", ask(question))
""",
        ("uno", "due", "tre"),
    ),
    Program(
        "a_client_and_an_agent",
        _START
        + """
llm_config = {"config_list": config_list, "cache_seed": None}
client = autogen.OpenAIWrapper(config_list=config_list, cache_seed=None)
messages = [{"role": "user", "content": "A topic?"}, {"role": "assistant", "content": "Which?"}]
messages.append({"role": "user", "content": "Any."})
topic = client.create(messages=messages).choices[0].message.content
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Write.")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
result = user_proxy.initiate_chat(assistant, message=f"About {topic}.", max_turns=1)
print("=>", result.summary)
""",
        ("rain", "It rains."),
    ),
    Program(
        "what_the_answers_of_a_client_cost",
        _START
        + """
for entry in config_list:
    entry["price"] = [1, 2]

client = autogen.OpenAIWrapper(config_list=config_list)
print("=>", client.actual_usage_summary)
messages = [{"role": "user", "content": "A tip?"}]
response = client.create(messages=messages, cache_seed=None)
print("=>", response.cost, response.usage.prompt_tokens, response.choices[0].message.content)
response_2 = client.create(messages=messages, cache_seed=7)
response_3 = client.create(messages=messages, cache_seed=7)
print("=>", response_2.cost == response_3.cost)
print("=>", client.actual_usage_summary, client.total_usage_summary)
client.clear_usage_summary()
print("=>", client.total_usage_summary)
client.print_usage_summary(mode="actual")
""",
        ("Read.", "Write."),
    ),
]
