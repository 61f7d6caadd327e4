"""Programs whose agents see images."""

from native_programs.program import CONFIG, Program

_IMAGE = """
from PIL import Image

Image.new("RGB", (2, 2), (255, 0, 0)).save("red.png")
"""

PROGRAMS = [
    Program(
        "an_image_is_shown_once",
        CONFIG
        + _IMAGE
        + """
from autogen import UserProxyAgent
from autogen.agentchat.contrib.multimodal_conversable_agent import MultimodalConversableAgent

image_agent = MultimodalConversableAgent(
    name="image-explainer", llm_config=llm_config, human_input_mode="NEVER", max_consecutive_auto_reply=10
)
user_proxy = UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
result = user_proxy.initiate_chat(image_agent, message="What is this? <img red.png> Be short.")
print("=>", result.summary)
user_proxy.initiate_chat(image_agent, message="Is <img missing.png> an image?")
os.remove("red.png")
""",
        ("red", "no"),
    ),
    Program(
        "images_in_a_longer_chat",
        CONFIG
        + _IMAGE
        + """
import autogen
from autogen.agentchat.contrib.multimodal_conversable_agent import MultimodalConversableAgent

sees = MultimodalConversableAgent("sees", "You see.", llm_config=llm_config, human_input_mode="NEVER")
asks = autogen.AssistantAgent("asks", system_message="You ask.", llm_config=llm_config)
result = asks.initiate_chat(sees, message="Look: <img red.png>", max_turns=2)
print("=>", result.chat_history[0], result.cost["usage_including_cached_inference"])
os.remove("red.png")
""",
        ("red", "and <img red.png>?", "red too"),
    ),
    Program(
        "images_in_a_group",
        CONFIG
        + _IMAGE
        + """
import autogen
from autogen.agentchat.contrib.multimodal_conversable_agent import MultimodalConversableAgent

user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
sees = MultimodalConversableAgent(
    name="sees", system_message="You see.", llm_config=llm_config, human_input_mode="NEVER"
)
reads = autogen.AssistantAgent("reads", system_message="You read.", llm_config=llm_config)
group = autogen.GroupChat([user, sees, reads], messages=[], max_round=3, speaker_selection_method="round_robin")
manager = autogen.GroupChatManager(groupchat=group, llm_config=llm_config)
user.initiate_chat(manager, message="What is <img red.png>?")
os.remove("red.png")
""",
        ("a red square", "fine"),
    ),
]
