"""Programs with model clients of their own, and with Azure's."""

from native_programs.program import Program

PROGRAMS = [
    Program(
        "a_model_client_of_the_programs_own",
        '''
from types import SimpleNamespace

import autogen


class Echo:
    """Answers with what it was asked."""

    def __init__(self, config, prefix="", **kwargs):
        self.model, self.prefix = config["model"], prefix

    def create(self, params):
        print("=>", self.model, [message["content"] for message in params["messages"]], params.get("temperature"))
        text = f"{self.prefix}{params['messages'][-1]['content']}"
        choice = SimpleNamespace(message=SimpleNamespace(content=text, function_call=None, tool_calls=None))
        return SimpleNamespace(choices=[choice], model=self.model)

    def message_retrieval(self, response):
        return [choice.message.content for choice in response.choices]

    def cost(self, response):
        return 0

    @staticmethod
    def get_usage(response):
        return {}


config_list = [{"model": "echo", "model_client_cls": "Echo", "temperature": 0.5}]
llm_config = {"config_list": config_list, "cache_seed": None}
loud = autogen.AssistantAgent("loud", llm_config=llm_config, system_message="Shout.")
soft = autogen.ConversableAgent("soft", llm_config=llm_config, system_message="Hum.", human_input_mode="NEVER")
loud.register_model_client(model_client_cls=Echo, prefix="! ")
soft.register_model_client(Echo)
result = loud.initiate_chat(soft, message="la", max_turns=2)
print("=>", result.summary)
''',
    ),
    Program(
        "an_azure_deployment_with_the_default_cache",
        """
import os

import autogen

config = {
    "model": "gpt-3.5-turbo",
    "api_type": "azure",
    "api_key": "none",
    "base_url": os.environ["MODEL_URL"],
    "api_version": "2024-02-01",
}
llm_config = {"config_list": [config], "timeout": 60}
assistant = autogen.AssistantAgent("assistant", llm_config=llm_config, system_message="Answer.")
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)
for _ in range(2):
    result = user_proxy.initiate_chat(assistant, message="What?", max_turns=1)
    print("=>", result.summary)
""",
        ("This.", "That."),
    ),
]
