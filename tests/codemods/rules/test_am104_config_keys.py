import pytest
from codemod_tools import check_transformed, codes, plan_of

HEAD = "import autogen_compat as autogen\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('llm_config = {"request_timeout": 600}\n', 'llm_config = {"timeout": 600}\n'),
        (
            "config_list = [{'model': 'm', 'api_base': url}]\n",
            "config_list = [{'model': 'm', 'base_url': url}]\n",
        ),
        (
            'autogen.AssistantAgent("a", llm_config={"config_list": [{"api_base": u}], "use_cache": False})\n',
            'autogen.AssistantAgent("a", llm_config={"config_list": [{"base_url": u}], "cache_seed": None})\n',
        ),
        (
            'settings = {"request_timeout": 1, "seed": 42}\na = autogen.AssistantAgent("a", llm_config=settings)\n',
            'settings = {"timeout": 1, "cache_seed": 42}\na = autogen.AssistantAgent("a", llm_config=settings)\n',
        ),
        (
            'class C:\n    def f(self):\n        self.llm_config = {"request_timeout": 1}\n',
            'class C:\n    def f(self):\n        self.llm_config = {"timeout": 1}\n',
        ),
        ('llm_config = {"engine": "gpt-4"}\n', 'llm_config = {"model": "gpt-4"}\n'),
    ],
)
def test_rewrites(before: str, after: str):
    check_transformed(HEAD + before, HEAD + after)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('llm_config = {"seed": 42, "model": "m"}\n', id="seed alone is the model's own since v0.2"),
        pytest.param('llm_config = {"timeout": 1, "base_url": u}\n', id="v0.2's own keys"),
        pytest.param('requests.get(u, {"request_timeout": 3})\n', id="a dict without anything of a model"),
    ],
)
def test_says_nothing_about(text: str):
    assert codes(HEAD + text) == []


def test_a_key_is_not_renamed_to_one_that_is_there_already():
    assert plan_of(HEAD + 'llm_config = {"request_timeout": 1, "timeout": 2}\n').new is None


def test_a_dict_that_may_be_another_librarys_is_a_decision():
    assert codes(HEAD + 'litellm.completion(**{"api_base": u, "model": m})\n') == ["AM106"]


def test_files_without_autogen_keep_their_keys():
    assert codes('llm_config = {"request_timeout": 600}\n') == []


def test_a_key_without_a_counterpart_is_a_decision():
    assert codes(HEAD + 'llm_config = {"retry_wait_time": 10}\n') == ["AM106"]


def test_an_old_cache_switch_beside_a_seed_is_a_decision():
    assert codes(HEAD + 'llm_config = {"use_cache": True}\n') == ["AM106"]
