"""Surfing the web, here a small site of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import ConversableAgent, browser_utils
from autogen_compat.agentchat.contrib.web_surfer import WebSurferAgent

FRUIT = "<html><head><title>Fruit</title></head><body><h1>Fruit</h1><p>apple</p><p>{}</p><p>banana</p></body></html>"
PAGES = {"/fruit": FRUIT.format("cherry " * 60), "/empty": "<html><head><title>Nil</title></head><body></body></html>"}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = PAGES.get(self.path)
            self.send_response(200 if page else 404)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write((page or "no such page").encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("localhost", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


class Search(browser_utils.AbstractMarkdownSearch):
    """A search engine that finds the fruit."""

    def __init__(self, site: str) -> None:
        self.site = site

    def search(self, query: str) -> str:
        return f"## Results for {query}\n1. [Fruit]({self.site}/fruit)"


def config(server: ModelServer, model: str = "gpt-4") -> dict[str, Any]:
    entry = {"model": model, "api_key": "sk-test", "base_url": server.base_url}
    return {"config_list": [entry], "cache_seed": None}


def surfer(server: ModelServer, site: str, **options: Any) -> WebSurferAgent:
    browser = browser_utils.RequestsMarkdownBrowser(viewport_size=200, search_engine=Search(site))
    settings = {"llm_config": config(server), "browser": browser, "human_input_mode": "NEVER", **options}
    return WebSurferAgent("surfer", **settings)


def functions(agent: WebSurferAgent) -> dict[str, Any]:
    return agent._user_proxy.function_map


def ask(agent: WebSurferAgent, text: str) -> str:
    user = ConversableAgent("user", llm_config=False, human_input_mode="NEVER", max_consecutive_auto_reply=0)
    return user.initiate_chat(agent, message=text).chat_history[-1]["content"]


def test_a_call_of_the_browser_is_run_and_its_result_is_the_answer(model_server: ModelServer, site: str) -> None:
    model_server.load([{"tool_calls": [{"name": "visit_page", "arguments": {"url": f"{site}/fruit"}}]}])
    agent = surfer(model_server, site)
    answer = ask(agent, "Open the fruit.")
    assert f"Address: {site}/fruit\nTitle: Fruit\nViewport position: Showing page 1 of" in answer
    assert "apple" in answer
    offered = [tool["function"]["name"] for tool in model_server.requests[0].body["tools"]]
    assert offered[:3] == ["informational_web_search", "navigational_web_search", "visit_page"]
    assert offered[-2:] == ["read_page_and_answer", "summarize_page"]


def test_the_assistant_is_told_where_it_is_and_what_was_said(model_server: ModelServer, site: str) -> None:
    model_server.load(["Hello."])
    agent = surfer(model_server, site)
    functions(agent)["visit_page"](f"{site}/fruit")
    history = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes?"}, {"content": "Where?"}]
    assert agent.generate_surfer_reply(history) == (True, "Hello.")
    told = [message["content"] for message in model_server.requests[0].body["messages"]]
    assert told == [
        WebSurferAgent.DEFAULT_PROMPT,
        "Hi",
        "Yes?",
        f"Your browser shows the page 'Fruit' at '{site}/fruit'.",
        "Where?",
    ]


def test_a_page_is_scrolled_and_searched(model_server: ModelServer, site: str) -> None:
    run = functions(surfer(model_server, site))
    assert "Showing page 1 of 3." in run["visit_page"](f"{site}/fruit")
    assert "Showing page 2 of 3." in run["page_down"]()
    assert "Showing page 1 of 3." in run["page_up"]()
    assert "Showing page 3 of 3." in run["find_on_page_ctrl_f"]("banana")
    assert "Showing page 3 of 3." in run["find_next"]()
    assert "The search string 'kiwi' was not found on this page." in run["find_on_page_ctrl_f"]("kiwi")
    assert "The search string was not found on this page." in run["find_next"]()
    assert "Title: Fruit" in run["download_file"](f"{site}/fruit")


def test_the_web_is_searched(model_server: ModelServer, site: str) -> None:
    run = functions(surfer(model_server, site))
    assert "## Results for apples" in run["informational_web_search"]("apples")
    assert "Title: Fruit" in run["navigational_web_search"]("apples")


def test_a_page_is_read_by_a_model(model_server: ModelServer, site: str) -> None:
    model_server.load(["It is red.", "About fruit."])
    run = functions(surfer(model_server, site))
    assert run["read_page_and_answer"]("Which colour?", f"{site}/fruit") == "It is red."
    assert run["summarize_page"]() == "About fruit."
    asked = [request.body["messages"][-1]["content"] for request in model_server.requests]
    assert "with respect to 'Which colour?':\n\n# Fruit" in asked[0]
    assert "with respect to" not in asked[1]


def test_only_what_the_model_can_take_is_read(model_server: ModelServer, site: str) -> None:
    model_server.load(["Long."])
    run = functions(surfer(model_server, site))
    PAGES["/long"] = f"<html><body>{'<p>word word</p>' * 9000}</body></html>"
    assert run["summarize_page"](f"{site}/long") == "Long."
    assert 1000 < model_server.requests[-1].body["messages"][-1]["content"].count("word") < 9000


def test_an_empty_page_is_not_read(model_server: ModelServer, site: str) -> None:
    run = functions(surfer(model_server, site))
    assert run["summarize_page"](f"{site}/empty") == "Nothing to summarize."


def test_models_for_long_pages_are_preferred_for_reading(model_server: ModelServer, site: str) -> None:
    both = {
        "config_list": [*config(model_server)["config_list"], *config(model_server, "gpt-3.5-turbo-16k")["config_list"]]
    }
    agent = surfer(model_server, site, llm_config=both)
    assert [each["model"] for each in agent.summarizer_llm_config["config_list"]] == ["gpt-3.5-turbo-16k"]
    own = surfer(model_server, site, summarizer_llm_config=config(model_server, "gpt-4o"))
    assert own.summarizer_llm_config["config_list"][0]["model"] == "gpt-4o"


def test_another_browser_can_be_put_in_place(model_server: ModelServer, site: str) -> None:
    agent = surfer(model_server, site)
    agent.browser = browser_utils.RequestsMarkdownBrowser(viewport_size=1000)
    assert "Showing page 1 of 1." in functions(agent)["visit_page"](f"{site}/fruit")


def test_an_agent_without_a_model_has_no_functions(model_server: ModelServer, site: str) -> None:
    agent = surfer(model_server, site, llm_config=False)
    assert functions(agent) == {}
    assert agent.summarization_client is None


def test_the_browser_can_be_described_as_before_v02_had_browsers(model_server: ModelServer, site: str) -> None:
    settings = {"viewport_size": 100, "bing_api_key": "k", "request_kwargs": {"headers": {"User-Agent": "x"}}}
    agent = surfer(model_server, site, browser=None, browser_config=settings)
    assert agent.browser.viewport_size == 100
    assert settings["bing_api_key"] == "k"


def test_two_descriptions_of_the_browser_are_refused(model_server: ModelServer, site: str) -> None:
    with pytest.raises(ValueError, match="takes a 'browser' or a 'browser_config'"):
        surfer(model_server, site, browser_config={})
