"""Objects that keep caches and have methods as reply functions: what stays, and what they become."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

OBJECT = """
import autogen


class Talk:
    def __init__(self, seed):
        {cache}
        self.a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
        self.u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)

    {decorator}
    def note(self, recipient, messages, sender, config):
        {body}

    def watch(self):
        for each in [self.a, self.u]:
            each.register_reply([autogen.Agent], self.note)

    def chat(self, text):
        {before}
        self.u.initiate_chat(self.a, message=text, cache=self.cache)


talk = Talk(3)
talk.watch()
talk.chat("hi")
"""


def source(
    cache: str = "self.cache = autogen.Cache.disk(cache_seed=seed)",
    body: str = "return False, None",
    before: str = "pass",
    decorator: str = "",
) -> str:
    return OBJECT.format(cache=cache, body=body, before=before, decorator=decorator)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"cache": "self.cache = open_cache(seed)"}, "not seen to be one on disk", id="opened elsewhere"),
        pytest.param(
            {"cache": "if seed:\n            self.cache = autogen.Cache.disk(cache_seed=seed)"},
            "not seen",
            id="perhaps",
        ),
        pytest.param({"before": "self.cache = autogen.Cache.disk(cache_seed=4)"}, "not seen", id="set twice"),
        pytest.param({"before": "print(self.cache)"}, "used otherwise than by chats", id="read elsewhere"),
        pytest.param({"body": "return True, recipient.generate_oai_reply(messages)"}, "uses recipient", id="the agent"),
        pytest.param({"decorator": "@staticmethod"}, "not written in this file", id="a static method"),
    ],
)
def test_an_object_that_does_more_stays(changes: dict[str, str], reason: str):
    assert reason in "; ".join(reasons(source(**changes)))


def test_methods_are_reply_functions_wherever_they_are_registered():
    text = rewritten(source())
    assert "        for each in [self.a, self.u]:\n            each.add_reply(self.note)\n" in text


def test_a_cache_of_an_object_is_that_of_its_clients():
    text = " ".join(rewritten(source()).split())
    assert "self.cache" not in text
    assert 'model_client_from({**c, "cache_seed": seed})' in text
