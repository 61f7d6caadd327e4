import pytest
from codemod_tools import codes, found

HEAD = "import autogen_compat as autogen\n"


@pytest.mark.parametrize(
    "call",
    [
        "autogen.AssistantAgent('a', llm_config=c, code_execution_config=False, max_consecutive_auto_reply=1)\n",
        "autogen.UserProxyAgent('a', **settings)\n",
        "autogen.GroupChat(agents=[], messages=[], max_round=3, speaker_selection_method='auto')\n",
        "autogen.GroupChatManager(groupchat=g, llm_config=c, system_message='x')\n",
        "autogen.config_list_from_json('f', filter_dict={})\n",
        "autogen.OpenAIWrapper(config_list=c, whatever=3)\n",
        "unknown.GroupChat(foo=1)\n",
    ],
)
def test_accepts(call: str):
    assert codes(HEAD + call) == []


@pytest.mark.parametrize(
    ("call", "keyword"),
    [
        ("autogen.ConversableAgent('a', context_variables=v)\n", "context_variables"),
        ("autogen.AssistantAgent('a', handoffs=[])\n", "handoffs"),
        ("autogen.GroupChatManager(groupchat=g, send_introductions=True)\n", "send_introductions"),
        ("autogen.GroupChat(agents=[], messages=[], nope=1)\n", "nope"),
        ("autogen.config_list_from_json(path='f')\n", "path"),
    ],
)
def test_reports_a_keyword_that_does_not_exist(call: str, keyword: str):
    assert [line.split()[1] for line in found(HEAD + call)] == ["AM905"]
    assert keyword in found(HEAD + call)[0]
