"""Programs whose tools start chats of their own."""

from native_programs.program import Program, call

PROGRAMS = [
    Program(
        "tools_of_a_chat_that_a_function_starts",
        """
import os

import autogen


def models():
    return [{"model": "gpt-4o", "api_key": "none", "base_url": os.environ["MODEL_URL"]}]


config_list = models()
text = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
to_search = {
    "functions": [{"name": "search", "description": "Searches.", "parameters": text}],
    "config_list": config_list,
    "cache_seed": None,
}
to_research = {
    "functions": [{"name": "research", "description": "Researches.", "parameters": text}],
    "config_list": config_list,
    "cache_seed": None,
}


def ends(message):
    return "TERMINATE" in (message.get("content") or "")


def search(query):
    print("=> searching", query)
    return f"{query} is found."


def research(query):
    researcher = autogen.AssistantAgent("researcher", system_message="Find.", llm_config=to_search)
    runner = autogen.UserProxyAgent(
        "runner",
        human_input_mode="NEVER",
        code_execution_config=False,
        is_termination_msg=ends,
        function_map={"search": search},
    )
    runner.initiate_chat(researcher, message=query)
    return runner.last_message()["content"]


writer = autogen.AssistantAgent("writer", system_message="Write.", llm_config=to_research)
user = autogen.UserProxyAgent(
    "user",
    human_input_mode="NEVER",
    code_execution_config=False,
    is_termination_msg=ends,
    function_map={"research": research},
)
user.initiate_chat(writer, message="Write about tea.")
""",
        (call("research", query="tea"), call("search", query="tea"), "Tea. TERMINATE", "Written. TERMINATE"),
    ),
]
