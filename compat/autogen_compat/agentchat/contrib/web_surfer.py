"""An agent with a web browser (v0.2: autogen/agentchat/contrib/web_surfer.py)."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from ...oai.client import OpenAIWrapper
from ...oai.openai_utils import filter_config
from ...token_count_utils import count_token, get_max_token_limit
from ..agent import Agent
from ..assistant_agent import AssistantAgent
from ..conversable_agent import ConversableAgent
from ..user_proxy_agent import UserProxyAgent
from ._surfing import browser_tools, reading_tools

if TYPE_CHECKING:
    from ...browser_utils import AbstractMarkdownBrowser

__all__ = ["WebSurferAgent"]

logger = logging.getLogger(__name__)

Message = dict[str, Any]
LLMConfig = dict[str, Any] | Literal[False] | None

_PREFERRED_READERS = ["gpt-3.5-turbo-1106", "gpt-3.5-turbo-16k-0613", "gpt-3.5-turbo-16k"]
_UNKNOWN_LIMIT = 4096
_RECOMMENDED_LIMIT = 16000
_ROOM_FOR_ANSWER = 1024
_READER_PROMPT = "You help by summing up long documents, so that questions are answered."


class WebSurferAgent(ConversableAgent):
    """Answers by surfing: an inner assistant calls the browser's functions, and an inner user runs them.

    Args:
        summarizer_llm_config: of the model that reads pages; by default the agent's, with models of long context
            where it has them.
        browser_config: deprecated: arguments of `RequestsMarkdownBrowser`, and `bing_api_key`.
        browser: the browser; by default a `RequestsMarkdownBrowser`.
        kwargs: of `ConversableAgent`.

    Raises:
        ImportError: the browser's packages are not installed.
        ValueError: both `browser` and `browser_config` are given.
    """

    DEFAULT_PROMPT = (
        "You are a helpful AI assistant, and you have a web browser, which you use by the functions given to you. "
        "NOBODY ELSE in the conversation HAS ONE: so help where you can, search the web, go to pages, and say what "
        "you find there."
    )
    DEFAULT_DESCRIPTION = (
        "A helpful assistant with a web browser. Ask them to search the web, to open pages, to go to Wikipedia, to "
        "download files. On a page, ask them to answer questions from it, to sum it up, to find words or phrases "
        "(ctrl+f), or just to scroll up or down."
    )

    def __init__(
        self,
        name: str,
        system_message: str | list[str] | None = DEFAULT_PROMPT,
        description: str | None = DEFAULT_DESCRIPTION,
        is_termination_msg: Callable[[Message], bool] | None = None,
        max_consecutive_auto_reply: int | None = None,
        human_input_mode: Literal["ALWAYS", "NEVER", "TERMINATE"] = "TERMINATE",
        function_map: dict[str, Callable[..., Any]] | None = None,
        code_execution_config: dict[str, Any] | Literal[False] = False,
        llm_config: LLMConfig = None,
        summarizer_llm_config: LLMConfig = None,
        default_auto_reply: str | Message | None = "",
        browser_config: dict[str, Any] | None = None,
        browser: AbstractMarkdownBrowser | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            name=name,
            system_message=system_message,
            description=description,
            is_termination_msg=is_termination_msg,
            max_consecutive_auto_reply=max_consecutive_auto_reply,
            human_input_mode=human_input_mode,
            function_map=function_map,
            code_execution_config=code_execution_config,
            llm_config=llm_config,
            default_auto_reply=default_auto_reply,  # type: ignore[arg-type]
            **kwargs,
        )
        self._create_summarizer_client(summarizer_llm_config, llm_config)
        self.browser: Any = _browser(browser, browser_config)
        inner_llm_config: Any = copy.deepcopy(llm_config)
        self._assistant = AssistantAgent(
            f"{name}_inner_assistant",
            system_message=system_message,  # type: ignore[arg-type]
            llm_config=inner_llm_config,
            is_termination_msg=lambda message: False,
        )
        self._user_proxy = UserProxyAgent(
            f"{name}_inner_user_proxy",
            human_input_mode="NEVER",
            code_execution_config=False,
            default_auto_reply="",
            is_termination_msg=lambda message: False,
        )
        if inner_llm_config:
            self._register_functions()
        self.register_reply([Agent, None], WebSurferAgent.generate_surfer_reply, remove_other_reply_funcs=True)
        self.register_reply([Agent, None], ConversableAgent.generate_code_execution_reply)
        self.register_reply([Agent, None], ConversableAgent.generate_function_call_reply)
        self.register_reply([Agent, None], ConversableAgent.check_termination_and_human_reply)

    def _create_summarizer_client(self, summarizer_llm_config: LLMConfig, llm_config: LLMConfig) -> None:
        if summarizer_llm_config is None and llm_config:
            summarizer_llm_config = _for_reading(llm_config)
        self.summarizer_llm_config: Any = llm_config if summarizer_llm_config is None else summarizer_llm_config
        config = self.summarizer_llm_config
        self.summarization_client = OpenAIWrapper(**config) if config else None

    def _register_functions(self) -> None:
        tools = browser_tools(self)
        if self.summarization_client is not None:
            tools += reading_tools(self, self._answer_from_page)
        for tool in tools:
            register = self._assistant.register_for_llm(name=tool.name, description=tool.description)
            self._user_proxy.register_for_execution()(register(tool.function))

    def _answer_from_page(self, question: str | None) -> str:
        text = _beginning(self.browser.page_content, self._page_limit())
        if not text:
            return "Nothing to summarize."
        about = "" if question is None else f" with respect to '{question}'"
        messages = [
            {"role": "system", "content": _READER_PROMPT},
            {"role": "user", "content": f"Sum this up in one or two paragraphs{about}:\n\n{text}"},
        ]
        client: Any = self.summarization_client
        return str(client.extract_text_or_completion_object(client.create(context=None, messages=messages))[0])

    def _page_limit(self) -> int:
        """How many tokens the model that reads can take, its answer included."""
        config = self.summarizer_llm_config
        model = config["config_list"][0]["model"] if "config_list" in config else config["model"]
        try:
            limit = get_max_token_limit(model)
        except (KeyError, ValueError, TypeError):
            limit = _UNKNOWN_LIMIT
        if limit < _RECOMMENDED_LIMIT:
            logger.warning("The model that reads pages takes %d tokens; %d are recommended.", limit, _RECOMMENDED_LIMIT)
        return limit - _ROOM_FOR_ANSWER

    def generate_surfer_reply(
        self, messages: list[dict[str, str]] | None = None, sender: Any = None, config: Any = None
    ) -> tuple[bool, str | dict[str, str] | None]:
        """What the inner assistant says, or what its calls of the browser bring."""
        heard: Any = self._oai_messages[sender] if messages is None else messages
        assistant, user = self._assistant, self._user_proxy
        user.reset()
        assistant.reset()
        # Endpoints refuse calls without results, so a last result belongs to the history too.
        is_result = heard[-1].get("role", "assistant") == "tool"
        assistant.chat_messages[user] = list(heard if is_result else heard[:-1])
        place = f"Your browser shows the page '{self.browser.page_title}' at '{self.browser.address}'."
        user.send(place, assistant, request_reply=False, silent=True)
        user.send(heard[-1]["content"], assistant, request_reply=True, silent=True)
        said = user.chat_messages[assistant][-1]
        reply: Any = user.generate_reply(messages=user.chat_messages[assistant], sender=assistant)
        if reply == "":
            return True, said["content"]
        return True, None if reply is None else reply["content"]


def _browser(browser: Any, config: dict[str, Any] | None) -> Any:
    if config is not None and browser is not None:
        raise ValueError("WebSurferAgent takes a 'browser' or a 'browser_config' (deprecated), not both.")
    if browser is not None:
        return browser
    from ...browser_utils import BingMarkdownSearch, RequestsMarkdownBrowser

    if config is None:
        return RequestsMarkdownBrowser()
    logger.warning("WebSurferAgent's parameter 'browser_config' is deprecated. Use 'browser' instead.")
    settings = dict(config)
    key = settings.pop("bing_api_key", None)
    search = BingMarkdownSearch(bing_api_key=key, interleave_results=False) if key else BingMarkdownSearch()
    if "request_kwargs" in settings:
        settings["requests_get_kwargs"] = settings.pop("request_kwargs")
    return RequestsMarkdownBrowser(search_engine=search, **settings)


def _for_reading(llm_config: dict[str, Any]) -> dict[str, Any]:
    """The config, with the models that v0.2 prefers for long pages, if it has any of them."""
    config = copy.deepcopy(llm_config)
    if "config_list" in config:
        preferred = filter_config(config["config_list"], {"model": _PREFERRED_READERS})
        if preferred:
            config["config_list"] = preferred
        else:
            logger.warning("No model for long pages in the config list: reading them may be costly or fail.")
    return config


def _beginning(text: str, limit: int) -> str:
    """As many lines as have at most `limit` tokens."""
    taken: list[str] = []
    for line in re.split(r"([\r\n]+)", text):
        limit -= count_token(line)
        if limit < 0:
            break
        taken.append(line)
    return "".join(taken).strip()
