import autogen_compat
import pytest
from codemod_tools import codes, found


@pytest.mark.parametrize(
    "text",
    [
        "from autogen_compat import AssistantAgent, UserProxyAgent, ConversableAgent, GroupChat, GroupChatManager\n",
        "from autogen_compat.agentchat.contrib.img_utils import _to_pil\n",
        "from autogen_compat import agentchat, oai, code_utils\n",
        "import autogen_compat as autogen\nautogen.agentchat.AssistantAgent.DEFAULT_SYSTEM_MESSAGE\n",
        "import autogen_compat as autogen\nautogen.GroupChat(agents=[], messages=[]).agents[0].whatever\n",
        "import autogen_compat as autogen\nprint(autogen.__version__)\n",
        "import autogen_compat as autogen\nautogen = load()\nautogen.SwarmAgent\n",
        "def f(autogen):\n    return autogen.SwarmAgent\n",
    ],
)
def test_says_nothing_about_names_that_exist_or_are_not_autogens(text: str):
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("from autogen import NoSuchThing\n", "AM901"),
        ("import autogen\nautogen.no_such_function()\n", "AM901"),
        ("from autogen import SwarmAgent\n", "AM903"),
        ("from autogen.agentchat.contrib.swarm_agent import AfterWork\n", "AM903"),
        ("from autogen.tools import tool\n", "AM903"),
        ("from autogen.agentchat.contrib.teachable_agent import TeachableAgent\n", "AM902"),
        ("import autogen\nautogen.ChatCompletion.create(model='m')\n", "AM902"),
        ("import autogen\nautogen.ChatCompletion.start_logging()\n", "AM601"),
        ("from autogen import oai\noai.Completion.create()\n", "AM902"),
    ],
)
def test_names_that_v02_does_not_have_are_findings(text: str, code: str):
    assert [c for c in codes(text) if c != "AM101"] == [code]


def test_the_message_says_what_to_use():
    text = "import autogen_compat as autogen\nautogen.ChatCompletion.start_logging()\n"
    assert found(text) == [
        "2 AM601 autogen.ChatCompletion.start_logging is gone; use autogen.runtime_logging.start and stop"
    ]


def test_a_name_in_a_try_with_a_fallback_is_still_looked_up():
    text = "try:\n    from autogen_compat import LLMConfig\nexcept ImportError:\n    LLMConfig = None\n"
    assert codes(text) == ["AM903"]


def test_an_unknown_imported_name_is_reported_at_the_import_only():
    assert codes("from autogen_compat import SwarmAgent\nSwarmAgent()\nSwarmAgent()\n") == ["AM903"]


def test_a_name_that_compat_has_elsewhere_only_is_told_with_its_place():
    text = "from autogen_compat.agentchat.conversable_agent import OpenAIWrapper\n"
    assert found(text) == [
        "1 AM920 autogen_compat has no autogen.agentchat.conversable_agent.OpenAIWrapper; "
        "import it as autogen.oai.client.OpenAIWrapper"
    ]


def test_every_public_name_of_autogen_compat_may_be_used():
    names = sorted(autogen_compat.__all__)
    assert codes(f"from autogen_compat import {', '.join(names)}\n") == ["AM902", "AM902"]
