"""Limits of what the model reads that selects the speakers of a group."""

from __future__ import annotations

import pytest
from codemods_native_check import reasons, rewritten

START = """
import autogen
from autogen.agentchat.contrib.capabilities.transform_messages import TransformMessages
from autogen.agentchat.contrib.capabilities.transforms import MessageHistoryLimiter, MessageTokenLimiter

a = autogen.AssistantAgent("a", system_message="A.", llm_config=c)
u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)
limits = TransformMessages(transforms=[{transforms}])
group = autogen.GroupChat(agents=[a, u], messages=[], select_speaker_transform_messages=limits)
manager = autogen.GroupChatManager(groupchat=group, llm_config=c)
"""
CHAT = "u.initiate_chat(manager, message='hi')\n"


@pytest.mark.parametrize(
    ("transforms", "chat", "reason"),
    [
        pytest.param("Own()", CHAT, "Own() is no limiter of v0.2", id="another transform"),
        pytest.param(
            "MessageHistoryLimiter(2)",
            CHAT.replace("u.", "await u.a_"),
            "asynchronous chats call no synchronous hooks",
            id="an asynchronous chat",
        ),
    ],
)
def test_limits_stay(transforms: str, chat: str, reason: str):
    found = reasons(START.format(transforms=transforms) + chat)
    assert reason in "; ".join(found)


def test_messages_are_limited_by_a_context_of_v04():
    text = rewritten(START.format(transforms="MessageHistoryLimiter(2)") + CHAT)
    assert "model_context=BufferedChatCompletionContext(buffer_size=2)" in text
    assert "TransformMessages" not in text


def test_tokens_are_limited_by_a_context_of_its_own():
    text = rewritten(START.format(transforms="MessageTokenLimiter(max_tokens=500)") + CHAT)
    assert 'model_context=LimitedContext("chat_manager", max_tokens=500)' in text
    assert "limits" not in text
