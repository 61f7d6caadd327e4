"""Queries of a mathematician."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError

import pytest
from autogen_compat.agentchat.contrib import math_user_proxy_agent
from autogen_compat.agentchat.contrib.math_user_proxy_agent import (
    PROMPTS,
    MathUserProxyAgent,
    WolframAlphaAPIWrapper,
)


class Result(dict[str, Any]):
    def __init__(self, *pods: dict[str, Any], success: bool = True, text: str | None = None) -> None:
        super().__init__({"@success": success, "pod": list(pods)})
        self.pods = iter([SimpleNamespace(text="6 x 7")])
        self.results = iter([SimpleNamespace(text=text)])


def pod(title: str, content: Any) -> dict[str, Any]:
    return {"@title": title, "subpod": content}


@pytest.fixture
def wolfram(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Wolfram Alpha, which answers with what is set as `answer`."""
    service = SimpleNamespace(answer=None, queries=[])

    def query(_: Any, text: str) -> Any:
        service.queries.append(text)
        if isinstance(service.answer, Exception):
            raise service.answer
        return service.answer

    client = type("Client", (), {"__init__": lambda self, appid: None, "query": query})
    monkeypatch.setitem(sys.modules, "wolframalpha", SimpleNamespace(Client=client))
    monkeypatch.setenv("WOLFRAM_ALPHA_APPID", "test")
    monkeypatch.setattr(math_user_proxy_agent, "sleep", lambda seconds: None)
    return service


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Result(text="42"), ("Assumption: 6 x 7 \nAnswer: 42", True)),
        (Result(pod("Solution", {"plaintext": "x = 1"})), ("Assumption: 6 x 7 \nAnswer: x = 1", True)),
        (
            Result(pod("Results", [{"plaintext": "1"}, {"plaintext": "2"}])),
            ("Assumption: 6 x 7 \nAnswer: ans 0: 1\nans 1: 2\n", True),
        ),
        (Result(text=None), ("No good Wolfram Alpha Result was found", False)),
        (Result(success=False), (math_user_proxy_agent._INVALID_QUERY, False)),
        (ValueError("odd"), (math_user_proxy_agent._NO_ANSWER, False)),
        ({"@success": True}, (math_user_proxy_agent._NO_ANSWER, False)),
    ],
)
def test_answers_of_wolfram_alpha_are_read(wolfram: Any, answer: Any, expected: tuple[str, bool]) -> None:
    wolfram.answer = answer
    agent = MathUserProxyAgent(code_execution_config=False)
    assert agent.execute_one_wolfram_query("6 x 7") == expected


def test_wolfram_alpha_is_tried_again_after_an_http_error(wolfram: Any) -> None:
    wolfram.answer = HTTPError("http://x", 500, "down", None, None)  # type: ignore[arg-type]
    assert WolframAlphaAPIWrapper().run("6 x 7") == (math_user_proxy_agent._NO_CONNECTION, False)
    assert len(wolfram.queries) == 20


def test_an_empty_answer_is_an_error(wolfram: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WolframAlphaAPIWrapper, "run", lambda self, query: ("", True))
    agent = MathUserProxyAgent(code_execution_config=False)
    assert agent.execute_one_wolfram_query("?") == ("Error: The wolfram query is invalid.", False)


def test_wolfram_alpha_needs_an_app_id(wolfram: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WOLFRAM_ALPHA_APPID")
    with pytest.raises(ValueError, match="Did not find wolfram_alpha_appid: set the environment variable"):
        WolframAlphaAPIWrapper()


def test_the_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wolframalpha", None)
    monkeypatch.setenv("WOLFRAM_ALPHA_APPID", "test")
    with pytest.raises(ImportError, match=r"pip install \"autogen-migrate\[wolfram\]\""):
        WolframAlphaAPIWrapper()


def test_failed_queries_in_a_row_lead_to_another_prompt() -> None:
    agent = MathUserProxyAgent(code_execution_config=False, max_invalid_q_per_step=1)
    replies = [agent._generate_math_reply([{"content": f"```{name}\nx\n```"}])[1] for name in ("ruby", "perl", "lua")]
    assert replies == [
        "Error: Unknown language.",
        "Error: Unknown language." + math_user_proxy_agent._SAME_AGAIN,
        "Error: Unknown language." + math_user_proxy_agent._SAME_AGAIN,
    ]
    agent.last_reply = None
    assert agent._generate_math_reply([{"content": "```ruby\nx\n```"}])[1] == math_user_proxy_agent._THINK_AGAIN


def test_a_result_that_is_too_long_is_no_result() -> None:
    agent = MathUserProxyAgent(code_execution_config={"use_docker": False, "last_n_messages": 2})
    assert agent.execute_one_python_code("'a' * 3000") == (math_user_proxy_agent._TOO_LONG, False)
    assert agent._previous_code.strip() == ""


@pytest.mark.parametrize("kind", PROMPTS)
def test_each_prompt_says_how_to_query_and_where_the_answer_goes(kind: str) -> None:
    assert "```python" in PROMPTS[kind]
    assert "\\boxed{}" in PROMPTS[kind]
    assert ("```wolfram" in PROMPTS[kind]) is (kind == "two_tools")
    assert PROMPTS[kind].rstrip().endswith("Problem:")
