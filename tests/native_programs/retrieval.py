"""Programs whose agents look documents up."""

from native_programs.program import CONFIG, Program, call

_DOCUMENTS = """
import shutil
from pathlib import Path

import autogen
import chromadb
from autogen.agentchat.contrib.retrieve_assistant_agent import RetrieveAssistantAgent
from autogen.agentchat.contrib.retrieve_user_proxy_agent import RetrieveUserProxyAgent


class Letters(chromadb.EmbeddingFunction):
    def __init__(self):
        pass

    def __call__(self, input):
        return [self.vector(text.lower()) for text in input]

    def vector(self, text):
        counts = [text.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"]
        length = sum(count * count for count in counts) ** 0.5
        return [count / length for count in counts]


Path("pages").mkdir()
Path("pages/zebra.md").write_text("The zebra lives\\n\\nin zoos.")
Path("pages/band.txt").write_text("A band of bandits\\n\\nbanned bananas.")
retrieve_config = {
    "task": "qa",
    "docs_path": "pages",
    "vector_db": "chroma",
    "db_config": {"client": chromadb.Client()},
    "collection_name": COLLECTION,
    "embedding_function": Letters(),
    "customized_prompt": "Q: {input_question} C: {input_context}",
    "custom_text_split_function": lambda text: text.split("\\n\\n"),
    "custom_token_count_function": lambda text, model: len(text.split()),
    "get_or_create": True,
}
"""


def _documents(collection: str) -> str:
    return _DOCUMENTS.replace("COLLECTION", f'"{collection}"')


PROGRAMS = [
    Program(
        "a_question_with_documents",
        CONFIG
        + _documents("first")
        + """
assistant = RetrieveAssistantAgent(name="assistant", system_message="You help.", llm_config=llm_config)
ragproxy = RetrieveUserProxyAgent(
    name="ragproxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=3,
    retrieve_config=retrieve_config,
    code_execution_config=False,
)
assistant.reset()
result = ragproxy.initiate_chat(assistant, message=ragproxy.message_generator, problem="zebra", n_results=1)
print("=>", result.summary, result.cost["usage_including_cached_inference"]["total_cost"] > 0)


def look_up(text):
    ragproxy.n_results = 2
    context = {"problem": text, "n_results": 1}
    return ragproxy.message_generator(ragproxy, None, context)


print("=>", look_up("bandits"))
shutil.rmtree("pages")
""",
        ("In zoos.",),
    ),
    Program(
        "other_documents_are_asked_for",
        CONFIG
        + _documents("second")
        + """
assistant = autogen.AssistantAgent(name="assistant", system_message="You help.", llm_config=llm_config)
ragproxy = RetrieveUserProxyAgent(
    "ragproxy", human_input_mode="NEVER", retrieve_config=retrieve_config, code_execution_config=False
)


def ask(question):
    result = ragproxy.initiate_chat(
        assistant, message=ragproxy.message_generator, problem=question, n_results=1, silent=True
    )
    print("=>", result.summary, result.chat_history)


for question in ("zebra", "bandits"):
    ask(question)
shutil.rmtree("pages")
""",
        ("UPDATE CONTEXT", "```python\nprint(1)\n```", "Bananas.", "Sorry, update context", "no"),
    ),
    Program(
        "code_that_is_written_of_documents",
        CONFIG
        + _documents("code")
        + """
assistant = RetrieveAssistantAgent(name="assistant", system_message="You help.", llm_config=llm_config)
ragproxy = RetrieveUserProxyAgent(
    name="ragproxy",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=6,
    retrieve_config={**retrieve_config, "task": "code"},
    code_execution_config={"work_dir": "coding", "use_docker": False},
)
ragproxy.initiate_chat(assistant, message=ragproxy.message_generator, problem="bananas", n_results=1)
ragproxy.initiate_chat(assistant, message=ragproxy.message_generator, problem="zebra", n_results=1)
shutil.rmtree("pages")
""",
        (
            "```python\n1 / 0\n```",
            "UPDATE CONTEXT",
            "```sh\necho only a shell\n```",
            "```python\n# filename: made.py\nprint(len('zebra'))\n```",
        ),
    ),
    Program(
        "a_human_among_documents",
        CONFIG
        + _documents("human")
        + """
assistant = RetrieveAssistantAgent(
    name="assistant", system_message="You help.", llm_config=llm_config, max_consecutive_auto_reply=3
)
ragproxy = RetrieveUserProxyAgent(name="ragproxy", retrieve_config=retrieve_config, code_execution_config=False)
result = ragproxy.initiate_chat(assistant, message=ragproxy.message_generator, problem="zebra", n_results=1)
print("\\n=>", result.chat_history, result.human_input)
ragproxy.human_input_mode = "NEVER"
ragproxy.initiate_chat(assistant)
ragproxy.human_input_mode = "TERMINATE"
ragproxy.initiate_chat(assistant, message="Again?")
shutil.rmtree("pages")
""",
        ("Update context.", "Which?", "In zoos, I say.", "Bye.", "So long."),
        ("", "Not in Africa?", "update context ", "I begin.", "exit"),
    ),
    Program(
        "documents_for_a_group",
        CONFIG
        + _documents("group")
        + """
from typing import Annotated


def is_over(message):
    return isinstance(message, dict) and "TERMINATE" == str(message.get("content", ""))[-9:].upper()


ragproxy = RetrieveUserProxyAgent(
    name="ragproxy",
    is_termination_msg=is_over,
    human_input_mode="NEVER",
    default_auto_reply="Go on, or say TERMINATE.",
    max_consecutive_auto_reply=3,
    retrieve_config=retrieve_config,
    code_execution_config=False,
    description="It knows documents.",
)
first = autogen.AssistantAgent("first", system_message="One.", llm_config=llm_config, is_termination_msg=is_over)
second = autogen.AssistantAgent("second", system_message="Two.", llm_config=llm_config, is_termination_msg=is_over)
user = autogen.UserProxyAgent(
    "user", is_termination_msg=is_over, human_input_mode="NEVER", code_execution_config=False
)


def ask():
    agents = [ragproxy, first, second]
    group = autogen.GroupChat(agents, messages=[], max_round=9, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(group, llm_config=llm_config)
    ragproxy.initiate_chat(manager, message=ragproxy.message_generator, problem="zebra", n_results=1)


def ask_by_tool():
    def look_up(text: Annotated[str, "What"], number: Annotated[int, "How many"] = 1) -> str:
        ragproxy.n_results = number
        context = {"problem": text, "n_results": number}
        return ragproxy.message_generator(ragproxy, None, context)

    for caller in [first, second]:
        told = caller.register_for_llm(description="Looks up.", api_style="function")(look_up)

    for runner in [user, first]:
        runner.register_for_execution()(told)

    agents = [user, first, second]
    group = autogen.GroupChat(agents, messages=[], max_round=6, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(group, llm_config=llm_config)
    user.initiate_chat(manager, message="Bandits?")


ask()
ragproxy.human_input_mode = "NEVER"
ask_by_tool()
shutil.rmtree("pages")
""",
        (
            *("In zoos?", "UPDATE CONTEXT", "In zoos.", "Well.", "And now?", "Good. TERMINATE"),
            *(call("look_up", text="bandits"), "They ban.", "Good."),
        ),
    ),
]
