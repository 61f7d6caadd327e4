"""Reply functions, hooks and new system messages: what stays on compat and why, and what the rest becomes."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_source
from autogen_codemods.rules.base import Kind
from codemods_native_check import reasons, rewritten

CHAT = """
import autogen

assistant = autogen.AssistantAgent("assistant", system_message="Short.", llm_config=llm_config)
user_proxy = autogen.UserProxyAgent("user_proxy", human_input_mode="NEVER", code_execution_config=False)


def reply(recipient, messages, sender, config):
    {body}


{before}
user_proxy.initiate_chat(assistant, message="hi")
{after}
"""
REGISTERED = "assistant.register_reply([autogen.Agent, None], reply)"


def refused(body: str = "return False, None", before: str = REGISTERED, after: str = "") -> str:
    """The reasons against the chat, in one text."""
    return "; ".join(reasons(CHAT.format(body=body, before=before, after=after)))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param("return True, recipient.generate_oai_reply(messages)", "uses recipient", id="the agent's model"),
        pytest.param("return sender.llm_config, None", "uses sender", id="the sender's configuration"),
        pytest.param("log(sender)\n    return False, None", "uses sender", id="the sender goes elsewhere"),
        pytest.param("return True, sender.system_message", "uses sender", id="the sender's system message"),
        pytest.param(
            "recipient.system_message = 'x'\n    return False, None", "uses recipient", id="another system message"
        ),
        pytest.param("messages.append({})\n    return False, None", "changes messages", id="a message more"),
        pytest.param("messages[-1]['content'] = 'x'\n    return False, None", "changes messages", id="other words"),
        pytest.param("m = messages[-1]\n    m['x'] = 1\n    return False, None", "changes messages", id="a variable"),
        pytest.param("store(messages)\n    return False, None", "hands messages to store", id="a list goes elsewhere"),
        pytest.param("return True, autogen.__version__", "of v0.2", id="something of v0.2"),
        pytest.param("asyncio.run(f())\n    return False, None", "event loop", id="an event loop"),
        pytest.param("yield False, None", "is a generator", id="a generator"),
    ],
)
def test_a_reply_function_that_does_more_than_v04_can_show_it_stays(body: str, reason: str):
    assert reason in refused(body=body)


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        pytest.param("assistant.register_reply('user', reply)", "answers only some senders", id="another sender"),
        pytest.param("assistant.register_reply([autogen.Agent], other)", "not written in this file", id="imported"),
        pytest.param("assistant.register_reply([autogen.Agent], reply, 8)", "asked after its model", id="too late"),
        pytest.param(
            "assistant.register_reply([autogen.Agent], reply, remove_other_reply_funcs=True)",
            "registered with remove_other_reply_funcs",
            id="in place of all others",
        ),
        pytest.param("assistant.register_hook('a_process_last_received_message', reply)", "none of those", id="a hook"),
        pytest.param(
            "user_proxy.register_hook('process_message_before_send', lambda sender, message, recipient, silent: '')",
            "the first message of user_proxy goes through a hook",
            id="the task is changed",
        ),
        pytest.param("assistant.update_system_message(f())", "may not be known yet", id="a message from a function"),
        pytest.param(
            "assistant.update_system_message('a')\nassistant.update_system_message('b')", "more than once", id="twice"
        ),
    ],
)
def test_a_registration_that_may_mean_something_else_stays(before: str, reason: str):
    assert reason in refused(before=before + "\n\ndef f():\n    return 'x'\n" if "f()" in before else before)


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("assistant.register_hook('process_last_received_message', str.upper)", "call no synchronous hooks"),
        ("assistant.register_reply(autogen.Agent, reply, 1)", "between v0.2's two counts of an answer"),
        (f"{REGISTERED}\n{REGISTERED[:-1]}, 2)", "between v0.2's two counts of an answer"),
    ],
)
def test_what_asynchronous_chats_do_otherwise_stays(before: str, reason: str):
    source = CHAT.format(body="return False, None", before=before, after="")
    assert reason in "; ".join(reasons(source.replace("user_proxy.initiate_chat", "await user_proxy.a_initiate_chat")))


def test_a_system_message_set_after_the_chat_stays():
    assert "is set after a chat" in refused(before="", after="assistant.update_system_message('x')")


def test_an_agent_whose_history_is_read_and_changed_by_a_hook_stays():
    hook = "assistant.register_hook('process_last_received_message', str.upper)"
    read = "print(assistant.last_message(user_proxy))"
    assert "the history of assistant is read" in refused(before=hook.replace("str.upper", "reply"), after=read)


def test_an_agent_with_tools_and_a_reply_function_stays():
    tool = "autogen.register_function(add, caller=assistant, executor=user_proxy, description='Adds.')\n"
    assert "has tools and functions of its own" in refused(before=tool + REGISTERED)


def test_a_reply_function_keeps_its_place_and_its_arguments():
    body = 'print(messages[-1]["content"])\n    return False, None'
    code = rewritten(CHAT.format(body=body, before=REGISTERED, after=""))
    assert "\nassistant.add_reply(reply)\n" in code
    assert "assistant = ReplyChainAgent(\n    AssistantAgent(" in code
    assert "OwnWordsContext" not in code


def test_a_function_that_may_answer_has_the_agent_read_its_answers():
    code = rewritten(CHAT.format(body='return True, "x"', before=REGISTERED, after=""))
    assert 'model_context=OwnWordsContext("assistant")' in code


def test_a_starter_that_never_answers_loses_its_registration():
    before = "user_proxy.register_reply(autogen.Agent, reply)"
    source = CHAT.format(body="return False, None", before=before, after="").replace('"hi"', '"hi", max_turns=1')
    assert "ReplyChainAgent" not in rewritten(source)


def test_a_system_message_moves_into_the_constructor():
    before = 'assistant.update_system_message(assistant.system_message + " And kind.")'
    code = rewritten(CHAT.format(body="pass", before=before, after=""))
    assert 'system_message="Short." + " And kind."' in code


IMPORTS = """
from autogen.agentchat.contrib.capabilities.transform_messages import TransformMessages
from autogen.agentchat.contrib.capabilities.transforms import MessageHistoryLimiter, MessageTokenLimiter
from autogen.agentchat.contrib.multimodal_conversable_agent import MultimodalConversableAgent
"""


def added(transforms: str, to: str = "assistant") -> str:
    """The chat with a TransformMessages that is added to an agent."""
    before = f"TransformMessages(transforms={transforms}).add_to_agent({to})"
    return IMPORTS + CHAT.format(body="pass", before=before, after="")


@pytest.mark.parametrize(
    ("transforms", "reason"),
    [
        pytest.param("[]", "limiters limit nothing", id="nothing"),
        pytest.param("made()", "transforms are not written out", id="from elsewhere"),
        pytest.param("[Redact()]", "is no limiter of v0.2", id="a transform of one's own"),
        pytest.param("[MessageTokenLimiter(50), MessageHistoryLimiter(3)]", "do not stand in the order", id="order"),
        pytest.param("[MessageTokenLimiter(50, filter_dict={})]", "has a filter", id="a filter"),
        pytest.param("[MessageTokenLimiter(2)]", "messages of 2 tokens may end the chat", id="very short"),
        pytest.param("[MessageHistoryLimiter(count())]", "may not be known yet", id="a number that comes later"),
    ],
)
def test_limits_that_a_context_may_not_keep_stay(transforms: str, reason: str):
    assert reason in "; ".join(reasons(added(transforms) + "\n\ndef count():\n    return 3\n"))


def test_limits_of_an_agent_without_a_model_stay():
    assert "has no model that reads" in "; ".join(reasons(added("[MessageHistoryLimiter(3)]", to="user_proxy")))


def test_a_history_limiter_is_a_buffered_context():
    code = rewritten(added("[MessageHistoryLimiter(max_messages=3)]"))
    assert "model_context=BufferedChatCompletionContext(buffer_size=3)" in code
    assert "TransformMessages" not in code


def test_the_variables_of_limiters_go():
    source = added("[limiter]").replace(
        "TransformMessages(", "limiter = MessageTokenLimiter(20)\nhandling = TransformMessages("
    )
    source = source.replace(".add_to_agent", "\nhandling.add_to_agent")
    code = rewritten(source)
    assert 'LimitedContext("assistant", max_tokens_per_message=20)' in code
    assert "handling" not in code and "limiter" not in code


IMAGES = (
    IMPORTS
    + """
from autogen import UserProxyAgent

seer = MultimodalConversableAgent("seer", llm_config={{"model": "{model}"}}, human_input_mode="NEVER"{seer})
user = UserProxyAgent(
    "user", human_input_mode="NEVER", max_consecutive_auto_reply={limit}, code_execution_config=False
)
user.initiate_chat(seer, message="What is <img a.png>?")
"""
)


def test_an_image_for_one_answer_is_in_the_message():
    code = rewritten(IMAGES.format(model="gpt-4o", seer="", limit=0))
    assert 'MultiModalMessage(content=image_parts("What is <img a.png>?"), source="user")' in code
    assert "ImageTagsContext" not in code


def test_an_image_for_several_answers_is_a_tag():
    code = rewritten(IMAGES.format(model="gpt-4o", seer="", limit=2))
    assert 'model_context=ImageTagsContext("seer")' in code
    assert 'TextMessage(content="What is <img a.png>?"' in code


def test_a_model_that_v04_does_not_know_sees():
    assert '"vision": True' in rewritten(IMAGES.format(model="gpt-4-vision-preview", seer="", limit=0))


@pytest.mark.parametrize(
    ("model", "seer", "reason"),
    [
        pytest.param("gpt-4", "", "sends no images to its model", id="a model that is known not to see"),
        pytest.param(
            "gpt-4o", ", is_termination_msg=lambda m: 'x' in m['content']", "lists of texts", id="a condition"
        ),
    ],
)
def test_an_agent_that_may_not_see_the_same_stays(model: str, seer: str, reason: str):
    assert reason in "; ".join(reasons(IMAGES.format(model=model, seer=seer, limit=0)))


DOCUMENTS = """
import autogen
from autogen.agentchat.contrib.retrieve_user_proxy_agent import RetrieveUserProxyAgent

assistant = autogen.AssistantAgent("assistant", system_message="Short.", llm_config={{"model": "gpt-4o"}})
rag = RetrieveUserProxyAgent(
    "rag", human_input_mode="{mode}", retrieve_config={{"docs_path": "x"}}, code_execution_config={code}
)
{result}rag.initiate_chat(assistant, message={message}, problem="Why?")
{after}
"""
ASKED = {"mode": "NEVER", "code": "False", "message": "rag.message_generator", "result": "", "after": ""}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"code": "False, llm_config={'model': 'x'}"}, "and asks a model too", id="a model"),
        pytest.param(
            {"after": "rag.initiate_chat(autogen.AssistantAgent('b', llm_config={'model': 'x'}), message='Hi')"},
            "does not begin by its message_generator",
            id="a text for another",
        ),
        pytest.param(
            {"after": "rag.initiate_chat(manager, message=rag.message_generator)\nassistant.reset()"}
            | {
                "result": "group = autogen.GroupChat([assistant, rag], [])\nmanager = autogen.GroupChatManager(group)\n"
            },
            "in a group and in chats of two",
            id="a group and another",
        ),
    ],
)
def test_retrieval_that_does_more_stays(change: dict[str, str], reason: str):
    assert reason in "; ".join(reasons(DOCUMENTS.format(**{**ASKED, **change})))


def test_the_formats_of_documents_come_along():
    formats = "from autogen.retrieve_utils import TEXT_FORMATS\n"
    code = rewritten(
        formats + DOCUMENTS.format(**ASKED).replace('"docs_path": "x"', '"custom_text_types": TEXT_FORMATS')
    )
    assert "from autogen_compat.native import TEXT_FORMATS, RetrievalProxyAgent" in code
    assert "retrieve_utils" not in code


def test_a_question_with_documents_is_made_by_the_agent_that_retrieves():
    code = rewritten(DOCUMENTS.format(**ASKED))
    assert 'rag = RetrievalProxyAgent("rag", {"docs_path": "x"})' in code
    assert 'rag.question(assistant, problem="Why?")' in code


def test_a_human_among_documents_is_asked_by_the_agent_that_retrieves():
    code = rewritten(DOCUMENTS.format(**ASKED | {"mode": "TERMINATE"}))
    assert 'rag = RetrievalProxyAgent("rag", {"docs_path": "x"}, asks="at the end")' in code


def test_documents_for_a_group_are_looked_up_without_one_who_answers():
    group = "group = autogen.GroupChat([assistant, rag], [])\nmanager = autogen.GroupChatManager(group)\n"
    source = DOCUMENTS.format(**ASKED | {"result": group}).replace("initiate_chat(assistant", "initiate_chat(manager")
    assert 'task=rag.question(problem="Why?")' in rewritten(source)


def test_the_result_of_a_group_that_forgets_stays():
    group = "group = autogen.GroupChat([assistant, rag], [])\nmanager = autogen.GroupChatManager(group)\nresult = "
    source = DOCUMENTS.format(**ASKED | {"result": group, "after": "print(result.summary)"})
    found = reasons(source.replace("initiate_chat(assistant", "initiate_chat(manager"))
    assert "the result of a group is read whose starter may begin anew" in "; ".join(found)


CLASSES = """
import autogen
from autogen import AssistantAgent, ConversableAgent, UserProxyAgent


class Own({base}):
    {body}


own = Own("own", human_input_mode="{mode}", llm_config=False{more})
assistant = AssistantAgent("assistant", system_message="Short.", llm_config={{"model": "gpt-4o"}})
own.initiate_chat(assistant, message="hi")
{after}
"""
OWN = {"base": "ConversableAgent", "mode": "NEVER", "more": "", "after": "", "body": "pass"}
ANSWER = "def generate_reply(self, messages=None, sender=None, **kwargs):\n        "
INIT = "def __init__(self, name, **kwargs):\n        super().__init__(name, **kwargs)\n        "
ASK = "def get_human_input(self, prompt):\n        "


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"body": "def send(self, *args):\n        pass"}, "has its own send", id="how it sends"),
        pytest.param({"body": "x = 1"}, "keeps something of its own", id="an attribute"),
        pytest.param({"body": INIT + "self.n = 0"}, "keeps something of its own", id="an attribute of instances"),
        pytest.param({"body": ASK + "return self.name", "mode": "ALWAYS"}, "uses the agent", id="the agent"),
        pytest.param(
            {"body": ASK + "return 'x' if prompt.startswith('Provide') else ''", "mode": "ALWAYS"},
            "reads the prompt",
            id="the words of the prompt",
        ),
        pytest.param({"body": ANSWER + "return super().generate_reply(messages)"}, "goes on to v0.2's", id="super"),
        pytest.param({"body": ANSWER + "return self.llm_config"}, "for more than its name", id="its configuration"),
        pytest.param({"body": ANSWER + "messages.pop()"}, "changes messages", id="changed messages"),
        pytest.param(
            {"after": "print(isinstance(own, Own))"}, "is used otherwise than to make", id="the class is read"
        ),
    ],
)
def test_a_class_that_changes_more_stays(change: dict[str, str], reason: str):
    assert reason in "; ".join(reasons(CLASSES.format(**{**OWN, **change})))


def test_a_class_that_other_files_use_stays():
    result = rewrite_source(PlainSource(Path("module.py"), CLASSES.format(**OWN)), ("Own",))
    assert any("other files may use the class Own" in finding.message for finding in result.findings)


def test_a_class_that_changes_nothing_goes():
    code = rewritten(CLASSES.format(**OWN))
    assert "class Own" not in code
    assert 'own = AutoReplyAgent("own")' in code


def test_a_way_to_ask_is_a_function():
    code = rewritten(CLASSES.format(**{**OWN, "body": ASK + "return input(prompt)", "mode": "ALWAYS"}))
    assert "\n\n\ndef get_human_input(prompt):\n    return input(prompt)\n\n\n" in code
    assert 'HumanProxyAgent("own", stop_when' in code or 'HumanProxyAgent("own", input_func=get_human_input)' in code


def test_a_class_that_answers_keeps_its_method():
    code = rewritten(CLASSES.format(**{**OWN, "body": ANSWER + "return messages[-1]['content']"}))
    assert "class Own(AnsweringAgent):\n    def generate_reply(self, messages=None, sender=None, **kwargs):" in code
    assert 'own = Own("own")' in code


@pytest.mark.parametrize(
    ("source", "code", "reason"),
    [
        pytest.param(
            "from autogen.agentchat.contrib.web_surfer import WebSurferAgent\nsurfer = WebSurferAgent('s')\n",
            "AM235",
            "WebSurferAgent has no equal in v0.4: MultimodalWebSurfer (autogen-ext[web-surfer]) sees a real browser",
            id="an agent that v0.4 has in another form",
        ),
    ],
)
def test_what_no_rewrite_can_decide_is_a_decision(source: str, code: str, reason: str):
    result = rewrite_source(PlainSource(Path("module.py"), source))
    assert result.text == source
    [finding] = [each for each in result.findings if each.code == code]
    assert finding.kind is Kind.DECISION
    assert reason in finding.message
