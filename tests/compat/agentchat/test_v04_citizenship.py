"""Legacy agents in v0.4's teams, v0.4's agents and parts in legacy chats."""

import asyncio
import json

import autogen_compat as autogen
import pytest
from autogen_agentchat.agents import AssistantAgent, BaseChatAgent
from autogen_agentchat.base import Handoff, Response, TaskResult
from autogen_agentchat.conditions import MaxMessageTermination, TextMentionTermination
from autogen_agentchat.messages import StopMessage, TextMessage, ToolCallRequestEvent
from autogen_agentchat.teams import (
    DiGraphBuilder,
    GraphFlow,
    RoundRobinGroupChat,
    SelectorGroupChat,
    Swarm,
)
from autogen_agentchat.ui import Console
from autogen_core import CancellationToken
from autogen_core.memory import ListMemory, MemoryContent
from autogen_core.models import ModelFamily
from autogen_core.tools import FunctionTool
from autogen_ext.models.replay import ReplayChatCompletionClient


def talker(name, says="ok", replies=10, **kwargs):
    return autogen.ConversableAgent(
        name,
        llm_config=False,
        human_input_mode="NEVER",
        default_auto_reply=says,
        max_consecutive_auto_reply=replies,
        **kwargs,
    )


def replaying(*answers):
    info = {
        "vision": False,
        "function_calling": True,
        "json_output": True,
        "family": ModelFamily.UNKNOWN,
        "structured_output": False,
    }
    return ReplayChatCompletionClient(list(answers), model_info=info)


def llm_config(server):
    return {"config_list": [{"model": "gpt-4", "api_key": "none", "base_url": server.base_url}], "cache_seed": None}


class Counter(BaseChatAgent):
    """A native agent that says how many messages it has heard."""

    def __init__(self, name):
        super().__init__(name, "counts")
        self.heard, self.resets = [], 0

    @property
    def produced_message_types(self):
        return (TextMessage,)

    async def on_messages(self, messages, cancellation_token):
        self.heard += [(message.source, message.to_text()) for message in messages]
        return Response(chat_message=TextMessage(content=f"heard {len(self.heard)}", source=self.name))

    async def on_reset(self, cancellation_token):
        self.heard, self.resets = [], self.resets + 1


def said(result):
    return [(message.source, message.to_text()) for message in result.messages]


async def test_a_legacy_agent_takes_turns_in_a_round_robin_team():
    legacy, native = talker("legacy", says="from v0.2"), Counter("native")
    result = await RoundRobinGroupChat([legacy, native], max_turns=3).run(task="go")
    assert said(result) == [("user", "go"), ("legacy", "from v0.2"), ("native", "heard 2"), ("legacy", "from v0.2")]


async def test_a_legacy_agent_hears_each_speaker_by_name():
    heard = []
    legacy = talker("legacy")
    legacy.register_reply(lambda _: True, lambda agent, messages, **_: heard.append(list(messages)) or (True, "noted"))
    await RoundRobinGroupChat([Counter("native"), legacy], max_turns=2).run(task="go")
    assert [(message["name"], message["content"]) for message in heard[-1]] == [("user", "go"), ("native", "heard 1")]


async def test_a_legacy_agent_is_selected_by_a_model():
    team = SelectorGroupChat(
        [talker("poet", says="a poem"), Counter("critic")], model_client=replaying("poet", "critic"), max_turns=2
    )
    assert said(await team.run(task="go")) == [("user", "go"), ("poet", "a poem"), ("critic", "heard 2")]


async def test_a_legacy_agent_is_a_leaf_of_a_swarm():
    call = {
        "finish_reason": "function_calls",
        "usage": {"prompt_tokens": 1, "completion_tokens": 1},
        "content": [{"id": "1", "name": "transfer_to_legacy", "arguments": "{}"}],
        "cached": False,
    }
    from autogen_core.models import CreateResult

    first = AssistantAgent(
        "first", model_client=replaying(CreateResult.model_validate(call)), handoffs=[Handoff(target="legacy")]
    )
    team = Swarm([first, talker("legacy", says="done here")], termination_condition=TextMentionTermination("done here"))
    assert said(await team.run(task="go"))[-1] == ("legacy", "done here")


async def test_a_legacy_agent_is_a_node_of_a_graph():
    legacy, native = talker("legacy", says="first"), Counter("native")
    graph = DiGraphBuilder().add_node(legacy).add_node(native).add_edge(legacy, native)
    result = await GraphFlow([legacy, native], graph.build()).run(task="go")
    assert said(result)[1:3] == [("legacy", "first"), ("native", "heard 2")]


async def test_a_legacy_agent_that_does_not_reply_says_stop():
    legacy = talker("legacy", replies=0, is_termination_msg=lambda message: True)
    response = await legacy.on_messages([TextMessage(content="TERMINATE", source="user")], CancellationToken())
    assert isinstance(response.chat_message, StopMessage)


async def test_a_suggested_tool_call_is_an_event_and_another_legacy_agent_runs_it():
    caller, executor = talker("caller"), talker("executor")
    calls = [{"id": "1", "type": "function", "function": {"name": "double", "arguments": '{"x": 4}'}}]
    caller.register_reply(lambda _: True, lambda *_, **__: (True, {"content": None, "tool_calls": calls}))

    @executor.register_for_execution()
    def double(x: int) -> str:
        return str(2 * x)

    result = await RoundRobinGroupChat([caller, executor], max_turns=2).run(task="go")
    assert [type(m) for m in result.messages if isinstance(m, ToolCallRequestEvent)] == [ToolCallRequestEvent]
    assert executor.chat_messages[executor._room][-1]["tool_responses"][0]["content"] == "8"


async def test_run_and_run_stream_work_on_a_legacy_agent():
    assert said(await talker("legacy").run(task="hi")) == [("user", "hi"), ("legacy", "ok")]
    streamed = [item async for item in talker("legacy").run_stream(task="hi")]
    assert isinstance(streamed[-1], TaskResult)


def test_a_native_agent_is_the_recipient_of_a_legacy_chat():
    user, native = talker("user", says="more"), Counter("native")
    result = user.initiate_chat(native, message="hi", max_turns=2, silent=True)
    assert [m["content"] for m in result.chat_history] == ["hi", "heard 1", "more", "heard 2"]
    assert native.heard == [("user", "hi"), ("user", "more")]
    assert user.chat_messages[native] is result.chat_history


def test_a_second_chat_with_a_native_agent_starts_it_anew_unless_history_is_kept():
    user, native = talker("user"), Counter("native")
    user.initiate_chat(native, message="one", max_turns=1, silent=True)
    assert user.initiate_chat(native, message="two", max_turns=1, silent=True).summary == "heard 1"
    kept = user.initiate_chat(native, message="three", max_turns=1, silent=True, clear_history=False)
    assert kept.summary == "heard 2"
    assert native.resets == 1


def test_a_native_assistant_answers_asynchronous_legacy_chats_too():
    assistant = AssistantAgent("assistant", model_client=replaying("Paris"))
    chat = talker("user").a_initiate_chat(assistant, message="Capital of France?", max_turns=1, silent=True)
    assert asyncio.run(chat).summary == "Paris"


def test_a_native_team_is_the_recipient_of_a_legacy_chat():
    team = RoundRobinGroupChat([Counter("one"), Counter("two")], max_turns=2)
    assert talker("user").initiate_chat(team, message="hi", max_turns=1, silent=True).summary == "heard 2"


def test_a_native_agent_is_a_member_of_a_legacy_group():
    native = Counter("native")
    group = autogen.GroupChat(
        agents=[talker("user"), native, talker("other", says="other's words")],
        messages=[],
        max_round=4,
        speaker_selection_method="round_robin",
    )
    manager = autogen.GroupChatManager(group, llm_config=False)
    result = group.agents[0].initiate_chat(manager, message="hi", silent=True)
    assert [(m["name"], m["content"]) for m in result.chat_history[:3]] == [
        ("user", "hi"),
        ("native", "heard 1"),
        ("other", "other's words"),
    ]


async def test_console_shows_a_legacy_chat(capsys):
    stream = talker("a").initiate_chat_stream(talker("b", says="hello back"), message="hello", max_turns=1)
    result = await Console(stream)
    assert said(result) == [("a", "hello"), ("b", "hello back")]
    assert "hello back" in capsys.readouterr().out


async def test_a_token_cancels_a_legacy_chat_and_the_agents_stay_usable():
    token, a, b = CancellationToken(), talker("a"), talker("b")
    started = asyncio.Event()

    async def slow(*_, **__):
        started.set()
        await asyncio.sleep(30)
        return True, "too late"

    b.register_reply(lambda _: True, slow)

    async def cancel():
        await started.wait()
        token.cancel()

    canceller = asyncio.ensure_future(cancel())
    with pytest.raises(asyncio.CancelledError):
        async for _ in a.initiate_chat_stream(b, message="hi", cancellation_token=token):
            pass
    await canceller
    b.replace_reply_func(slow, lambda *_, **__: (True, "in time"))
    result = await a.a_initiate_chat(b, message="again", max_turns=1, silent=True)
    assert result.summary == "in time"


async def test_state_goes_through_json_and_histories_find_their_partners():
    a, b = talker("a"), talker("b", system_message="be kind")
    await a.a_initiate_chat(b, message="remember 7", max_turns=1, silent=True)
    state = json.loads(json.dumps(await b.save_state()))
    restored, partner = talker("b"), talker("a")
    await restored.load_state(state)
    assert restored.chat_messages[partner] == b.chat_messages[a]
    assert restored.system_message == "be kind"


async def test_a_team_with_a_legacy_agent_saves_and_loads_its_state():
    def team():
        return RoundRobinGroupChat(
            [talker("legacy"), Counter("native")], termination_condition=MaxMessageTermination(3)
        )

    first, second = team(), team()
    await first.run(task="go")
    await second.load_state(json.loads(json.dumps(await first.save_state())))
    states = (await second.save_state())["agent_states"]
    assert [m["content"] for m in states["legacy"]["agent_state"]["chats"]["team"]] == ["go", "ok"]


def test_a_v04_tool_is_registered_for_a_legacy_model_and_executor(model_server):
    model_server.load([{"tool_calls": [{"name": "add", "arguments": {"a": 2, "b": 3}}]}, "5"])
    config = llm_config(model_server)
    assistant, user = autogen.AssistantAgent("assistant", llm_config=config), talker("user", replies=1)

    async def add(a: int, b: int) -> int:
        return a + b

    tool = FunctionTool(add, description="Adds two numbers.")
    autogen.register_function(tool, caller=assistant, executor=user, description="")
    result = user.initiate_chat(assistant, message="2+3?", silent=True)
    offered = model_server.bodies[0]["tools"][0]["function"]
    assert (offered["name"], offered["description"]) == ("add", "Adds two numbers.")
    assert set(offered["parameters"]["properties"]) == {"a", "b"}
    assert [m["content"] for m in result.chat_history[-2:]] == ["5", "5"]


def test_a_v04_memory_is_recalled_before_a_legacy_model_answers(model_server):
    model_server.load(["Tea."])
    config = llm_config(model_server)
    assistant, memory = autogen.AssistantAgent("assistant", llm_config=config), ListMemory()
    asyncio.run(memory.add(MemoryContent(content="The user drinks tea.", mime_type="text/plain")))
    assistant.add_memory(memory)
    result = talker("user").initiate_chat(assistant, message="What do I drink?", max_turns=1, silent=True)
    told = model_server.bodies[0]["messages"]
    assert [m["role"] for m in told] == ["system", "system", "user"]
    assert "The user drinks tea." in told[1]["content"]
    assert len(result.chat_history) == 2


@pytest.mark.parametrize("as_entry", [False, True])
def test_a_v04_model_client_answers_for_a_legacy_agent(as_entry):
    client = replaying("from the v0.4 client")
    config = {"config_list": [{"model": "any", "model_client": client}], "cache_seed": None} if as_entry else client
    assistant = autogen.AssistantAgent("assistant", llm_config=config)
    result = talker("user").initiate_chat(assistant, message="hi", max_turns=1, silent=True)
    assert result.summary == "from the v0.4 client"
    assert client.total_usage().completion_tokens > 0


def test_something_else_as_a_model_client_is_refused():
    with pytest.raises(TypeError, match="ChatCompletionClient"):
        autogen.AssistantAgent("assistant", llm_config={"config_list": [{"model": "m", "model_client": 7}]})
