"""Programs whose agents read a part of their history."""

from native_programs.program import CONFIG, Program

_AGENTS = """
import autogen
from autogen.agentchat.contrib.capabilities import transform_messages, transforms

assistant = autogen.AssistantAgent("assistant", system_message="x", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=4,
    default_auto_reply="go on with it please",
    code_execution_config=False,
)
"""

_TOKENS_ARE_WORDS = """
import tiktoken


class Words:
    def encode(self, text):
        return text.split(" ")

    def decode(self, tokens):
        return " ".join(tokens)


kept = tiktoken.encoding_for_model
tiktoken.encoding_for_model = lambda model: Words()
"""

PROGRAMS = [
    Program(
        "a_history_of_three_messages",
        CONFIG
        + _AGENTS
        + """
context_handling = transform_messages.TransformMessages(
    transforms=[transforms.MessageHistoryLimiter(max_messages=3)]
)
context_handling.add_to_agent(assistant)
result = user_proxy.initiate_chat(assistant, message="hi")
print("=>", len(result.chat_history))
""",
        ("one", "two", "three", "four", "five"),
    ),
    Program(
        "a_history_with_its_first_message",
        CONFIG
        + """
import autogen
from autogen.agentchat.contrib.capabilities.transform_messages import TransformMessages
from autogen.agentchat.contrib.capabilities.transforms import MessageHistoryLimiter

limiter = MessageHistoryLimiter(max_messages=2, keep_first_message=True)
writer = autogen.ConversableAgent("writer", system_message="W.", llm_config=llm_config, human_input_mode="NEVER")
critic = autogen.ConversableAgent("critic", system_message="C.", llm_config=llm_config, human_input_mode="NEVER")
TransformMessages(transforms=[limiter]).add_to_agent(critic)
handling = TransformMessages(transforms=[MessageHistoryLimiter(2)])
handling.add_to_agent(writer)
writer.initiate_chat(critic, message="a poem", max_turns=3)
""",
        ("one", "two", "three", "four", "five"),
    ),
    Program(
        "messages_and_histories_are_cut",
        CONFIG
        + _TOKENS_ARE_WORDS
        + _AGENTS
        + """
limits = [
    transforms.MessageHistoryLimiter(max_messages=4),
    transforms.MessageTokenLimiter(max_tokens=30, max_tokens_per_message=12, min_tokens=8),
]
transform_messages.TransformMessages(transforms=limits, verbose=False).add_to_agent(assistant)
try:
    user_proxy.initiate_chat(assistant, message=" ".join(str(n) for n in range(20)))
finally:
    tiktoken.encoding_for_model = kept
""",
        (" ".join(["one"] * 15), "two", " ".join(["three"] * 15), " ".join(["four"] * 15), "five"),
    ),
]
