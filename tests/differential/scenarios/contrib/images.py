from importlib import import_module

from differential.parts import done, plain
from differential.scenario import scenario

DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38G"
    "IAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=="
)


def seer(autogen, llm_config, **options):
    module = import_module(autogen.__name__ + ".agentchat.contrib.multimodal_conversable_agent")
    settings = {"system_message": "You see.", "llm_config": llm_config, "human_input_mode": "NEVER"}
    return module.MultimodalConversableAgent("seer", **{**settings, **options})


def utils(autogen):
    return import_module(autogen.__name__ + ".agentchat.contrib.img_utils")


def shown(messages):
    """Content parts, images by size."""
    return [[part.get("text") or part["image_url"]["url"].size for part in message["content"]] for message in messages]


@scenario("A red dot.", "TERMINATE")
def an_image_in_a_text(autogen, llm_config, report):
    agent, human = seer(autogen, llm_config), plain(autogen, "user", is_termination_msg=done, default_auto_reply="more")
    result = human.initiate_chat(agent, message=f"What is <img {DOT}> here?")
    report("as the agent keeps it", shown(agent.chat_messages[human]))
    report("as the user keeps it", result.chat_history)
    report("summary", result.summary)


@scenario("Nothing.")
def an_image_that_is_not_there(autogen, llm_config, report):
    agent, human = seer(autogen, llm_config), plain(autogen, "user")
    human.initiate_chat(agent, message="What is <img nowhere.png> here?", max_turns=1)
    report("kept", shown(agent.chat_messages[human]))


@scenario("Two.")
def content_parts(autogen, llm_config, report):
    agent, human = seer(autogen, llm_config), plain(autogen, "user")
    image = utils(autogen).get_pil_image(DOT)
    parts = [{"type": "text", "text": "How many?"}, {"type": "image_url", "image_url": {"url": image}}]
    human.initiate_chat(agent, message={"content": parts}, max_turns=1)
    report("kept", shown(agent.chat_messages[human]))


@scenario("It is red.")
async def an_asynchronous_chat(autogen, llm_config, report):
    agent, human = seer(autogen, llm_config), plain(autogen, "user")
    result = await human.a_initiate_chat(agent, message=f"What is <img {DOT}> here?", max_turns=1)
    report("as the user keeps it", result.chat_history)


@scenario("I see.")
def instructions_with_an_image(autogen, llm_config, report):
    agent, human = seer(autogen, llm_config), plain(autogen, "user")
    agent.update_system_message(f"Compare with <img {DOT}>.")
    report("instructions", shown([{"content": agent.system_message}]))
    human.initiate_chat(agent, message="Go.", max_turns=1)


@scenario()
def refusals(autogen, llm_config, report):
    agent = seer(autogen, llm_config=False)
    with report.raises("a message without content"):
        agent._message_to_dict({"role": "user"})
    with report.raises("a message that is none"):
        agent._message_to_dict(7)
    with report.raises("an unknown format"):
        utils(autogen).gpt4v_formatter("x", img_format="svg")


@scenario()
def formats(autogen, llm_config, report):
    tools = utils(autogen)
    text = f"a <img {DOT}> b <img nowhere.gif> c"
    report("uri", tools.gpt4v_formatter(text))
    report("url", tools.gpt4v_formatter(text, img_format="url"))
    report("llava", tools.llava_formatter(text))
    report("llava, numbered", tools.llava_formatter(f"<img {DOT}><img {DOT}>", order_image_tokens=True))
    report("paths", tools.extract_img_paths("see a/b.png, http://x.org/y.JPG and c.jpeg; not d.txt or e.pngx"))
    for start in ("/9j/4AAQ", "R0lGODlh", "R0lGODdh", "UklGRgAAAABXRUJQ", "AAAA"):
        report(start, tools.convert_base64_to_data_uri(start))
