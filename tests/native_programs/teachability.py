"""Programs whose agents remember what they are taught."""

from native_programs.program import CONFIG, Program

_TEACHABLE = """
import pickle
import shutil

from autogen import AssistantAgent, ConversableAgent, GroupChat, GroupChatManager, UserProxyAgent
from autogen.agentchat.contrib.capabilities.teachability import Teachability
from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2


def embedded(self, input):
    texts = [text.lower() for text in input]
    return [[float(text.count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts]


ONNXMiniLM_L6_V2.__call__ = embedded


def show(folder):
    with open(f"{folder}/uid_text_dict.pkl", "rb") as file:
        print("\\n=>", pickle.load(file))


"""


PROGRAMS = [
    Program(
        "a_teachable_agent",
        CONFIG
        + _TEACHABLE
        + """
pupil = ConversableAgent(name="pupil", system_message="You learn.", llm_config=llm_config)
teachability = Teachability(reset_db=True, path_to_db_dir="first_memos", recall_threshold=60, max_num_retrievals=1)
teachability.add_to_agent(pupil)
user = UserProxyAgent(
    name="user", human_input_mode="NEVER", max_consecutive_auto_reply=0, code_execution_config=False
)
text = "My cat is called Momo."
user.initiate_chat(pupil, message=text)
text = "Sort the cats. Always sort by age."
user.initiate_chat(pupil, message=text, clear_history=False)
text = "Who is my cat?"
user.initiate_chat(pupil, message=text, clear_history=False)
text = "exit"
user.initiate_chat(pupil, message=text, clear_history=False)
show("first_memos")
shutil.rmtree("first_memos")
""",
        (
            *("no", "yes", "Who is the cat?", "The cat is Momo.", "Hello, Momo."),
            # Of the second: what fits it, what it teaches, the answer.
            *("yes", "Sort cats.", "Sorting.", "yes", "Sort by age.", "Sort cats.", "Sorting things.", "no", "Sorted."),
            *("no", "no", "no", "Momo."),
            "Bye.",
        ),
    ),
    Program(
        "a_teachable_agent_that_may_end_the_chat",
        CONFIG
        + _TEACHABLE
        + """
analysis = {**llm_config, "temperature": 0}
pupil = AssistantAgent(
    name="pupil",
    system_message="You learn.",
    llm_config=llm_config,
    is_termination_msg=lambda message: message["content"].endswith("Bye."),
)
Teachability(0, False, "second_memos", 30, max_num_retrievals=1, llm_config=analysis).add_to_agent(pupil)
user = ConversableAgent("user", system_message="You teach.", llm_config=llm_config, human_input_mode="NEVER")
user.initiate_chat(pupil, message="The rose is red.")
show("second_memos")
shutil.rmtree("second_memos")
""",
        (
            *("no", "yes", "What is red?", "The rose is red.", "So it is."),
            "Is the rose red? Bye.",
            *("no", "yes", "None, but red?", "One more."),
            "Not the end, as the memo stands behind it.",
            "Zzzzzzz. Bye.",
            *("no", "no", "no"),
        ),
    ),
    Program(
        "a_teachable_agent_and_a_human",
        CONFIG
        + _TEACHABLE
        + """
def create():
    pupil = ConversableAgent(name="pupil", llm_config=llm_config, max_consecutive_auto_reply=1)
    teachability = Teachability(path_to_db_dir="third_memos", recall_threshold=1000)
    teachability.add_to_agent(pupil)
    return pupil


pupil = create()
user = UserProxyAgent("user", human_input_mode="ALWAYS", code_execution_config=False)
pupil.initiate_chat(user, message="What is on your mind?")
show("third_memos")
shutil.rmtree("third_memos")
""",
        (
            *("no", "yes", "What is red?", "The barn is red.", "I see."),
            *("no", "no", "no"),
            *("no", "no", "yes", "What is blue?", "The lake is blue.", "Blue."),
        ),
        ("The barn is red.", "What is red?", "I type", "The lake is blue.", "exit"),
    ),
    Program(
        "a_teachable_agent_in_a_group",
        CONFIG
        + _TEACHABLE
        + """
from autogen.agentchat.contrib.capabilities.transform_messages import TransformMessages
from autogen.agentchat.contrib.capabilities.transforms import MessageHistoryLimiter

teachability = Teachability(path_to_db_dir="fourth_memos", recall_threshold=1000)
pupil = AssistantAgent(name="pupil", system_message="You learn.", llm_config=llm_config)
teachability.add_to_agent(pupil)
TransformMessages(transforms=[MessageHistoryLimiter(max_messages=3)]).add_to_agent(pupil)
guide = AssistantAgent(name="guide", system_message="You guide.", llm_config=llm_config)
user = UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
group = GroupChat([user, guide, pupil], messages=[], max_round=6, speaker_selection_method="round_robin")
manager = GroupChatManager(group, llm_config=llm_config)
user.initiate_chat(manager, message="Begin.")
show("fourth_memos")
shutil.rmtree("fourth_memos")
""",
        (
            "Tea is hot.",
            *("no", "yes", "What is hot?", "Tea is hot.", "I know."),
            "And ice?",
            *("no", "no", "no", "Ice is cold."),
        ),
    ),
]
