"""Programs whose chats are given a cache."""

from native_programs.program import CONFIG, Program, call

_AGENTS = """
import autogen
from autogen import Cache

assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Count.")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
"""

PROGRAMS = [
    Program(
        "chats_within_a_cache_on_disk",
        CONFIG
        + _AGENTS
        + """
# The same question twice.
with Cache.disk(cache_seed=43, cache_path_root=".cache/own") as cache:
    # Once.
    first = user_proxy.initiate_chat(
        assistant,
        message=\"\"\"Count
  to three.\"\"\",
        max_turns=2,
        cache=cache,
    )
    print("=>", first.summary)
with Cache.disk(cache_seed=43, cache_path_root=".cache/own") as cache:
    for _ in range(2):
        second = user_proxy.initiate_chat(assistant, message="Count\\n  to three.", max_turns=2, cache=cache)
        print("=>", second.summary)
""",
        ("one", "two", "other", "other"),
    ),
    Program(
        "a_cache_in_a_function_with_its_seed",
        CONFIG.replace('"cache_seed": None', '"temperature": 0')
        + """
import autogen
from autogen import Cache


def ask(question, seed):
    cache = Cache.disk(cache_seed=seed)
    assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Answer.")
    user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
    result = user_proxy.initiate_chat(assistant, message=question, max_turns=1, cache=cache)
    return result.summary


for seed in (1, 2, 1):
    print("=>", ask("What?", seed))
""",
        ("first", "second", "third"),
    ),
    Program(
        "a_group_within_a_cache_on_disk",
        CONFIG
        + """
import autogen
from autogen import Cache

one = autogen.AssistantAgent("one", llm_config=llm_config, system_message="1")
two = autogen.AssistantAgent("two", llm_config=llm_config, system_message="2")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
group = autogen.GroupChat([one, two], messages=[], max_round=3, speaker_selection_method="round_robin")
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
with Cache.disk() as cache:
    for _ in range(2):
        user_proxy.initiate_chat(manager, message="Talk.", cache=cache)
        print("=>", len(group.messages))
""",
        ("A", "B", "C", "D"),
    ),
    Program(
        "chats_with_tools_within_a_cache_in_redis",
        CONFIG
        + _AGENTS
        + """
redis_url = os.getenv("REDIS_URL", "redis://localhost:6379/0")


@user_proxy.register_for_execution()
@assistant.register_for_llm(description="Add two numbers.")
def add(a: int, b: int) -> int:
    print("=> adding", a, b)
    return a + b


def ask(question: str) -> None:
    with Cache.redis(redis_url=redis_url) as cache:
        result = user_proxy.initiate_chat(
            assistant, message=question, max_turns=2, summary_method="reflection_with_llm", cache=cache
        )
    print("=>", result.summary)


for question in ("1 + 2?", "2 + 3?", "1 + 2?"):
    ask(question)
""",
        (call("add", a=1, b=2), "3", "sum three", call("add", a=2, b=3), "5", "sum five"),
    ),
    Program(
        "a_group_whose_selection_is_not_in_the_cache_in_redis",
        CONFIG.replace("]\n", "] * 2\n", 1)
        + """
import autogen
from autogen import Cache

one = autogen.AssistantAgent("one", llm_config=llm_config, system_message="1")
two = autogen.AssistantAgent("two", llm_config=llm_config, system_message="2")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
group = autogen.GroupChat([user_proxy, one, two], messages=[], max_round=3)
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
with Cache.redis(7, os.environ["REDIS_URL"]) as cache:
    for _ in range(2):
        user_proxy.initiate_chat(manager, message="Talk.", cache=cache)
        print("=>", group.messages[-1]["content"])
""",
        ("one", "A", "two", "B", "one", "two"),
    ),
    Program(
        "requests_within_caches",
        CONFIG
        + """
from autogen import Cache, OpenAIWrapper

client = OpenAIWrapper(config_list=config_list)
messages = [{"role": "user", "content": "Hi"}]

for _ in range(2):
    # The same answer.
    with Cache.redis(cache_seed="own", redis_url=os.environ["REDIS_URL"]) as cache:
        response = client.create(messages=messages, temperature=0, cache=cache)
        print("=>", client.extract_text_or_completion_object(response)[0])
with Cache.disk(cache_seed=5) as cache:
    for _ in range(2):
        second = client.create(messages=messages, cache=cache)
        print("=>", second.choices[0].message.content)
with Cache.disk(5, ".cache/elsewhere") as cache:
    print("=>", client.create(messages=messages, cache=cache).choices[0].message.content)
print("=>", client.create(messages=messages, cache_seed=None, cache=None).choices[0].message.content)
""",
        ("a", "b", "c", "d"),
    ),
]
