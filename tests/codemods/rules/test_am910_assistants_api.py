from codemod_tools import codes

IMPORT = "from autogen_compat.agentchat.contrib.gpt_assistant_agent import GPTAssistantAgent\n"


def test_each_agent_on_the_assistants_api_needs_a_decision():
    assert codes(IMPORT + "a = GPTAssistantAgent('a')\nb = GPTAssistantAgent('b')\n") == ["AM910", "AM910"]


def test_a_subclass_needs_one_too():
    assert codes(IMPORT + "class Mine(GPTAssistantAgent):\n    pass\n") == ["AM910"]


def test_the_import_stands_for_uses_that_are_not_seen():
    assert codes(IMPORT + "factory = choose(GPTAssistantAgent)\n") == ["AM910"]


def test_another_class_of_the_name_is_none_of_ours():
    assert codes("from mine import GPTAssistantAgent\nGPTAssistantAgent('autogen')\n") == []
