"""Every section of the guide works: on the compat layer, rewritten to it, and natively where that is proven."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import codemod_tools
import pytest
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.base import TaskResult
from autogen_agentchat.conditions import TextMentionTermination
from autogen_agentchat.messages import (
    BaseAgentEvent,
    BaseChatMessage,
    MultiModalMessage,
    TextMessage,
    ToolCallExecutionEvent,
    ToolCallRequestEvent,
)
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import AssistantAgent as LegacyAssistant
from autogen_compat import UserProxyAgent, _alias, model_client_from
from autogen_compat.agentchat.contrib.gpt_assistant_agent import GPTAssistantAgent
from autogen_converters import convert
from autogen_converters.messages import to_v02, to_v04
from autogen_core import CancellationToken, FunctionCall, Image
from autogen_core.models import FunctionExecutionResult
from e2e.guide import PROGRAMS, Program, Run, play, results_in
from PIL import Image as Picture

WITHOUT_RECORDING = {"s18_gpt_assistant": ["42"]}
QUESTION = re.compile(r"(Replying as|Your reply as) .*?conversation\)?: ")
ON_COMPAT = re.compile(r"^(import|from) autogen_compat(?!\.native|\.engine\.models)\b", re.MULTILINE)
programs = pytest.mark.parametrize("program", [pytest.param(each, id=each.name) for each in PROGRAMS])


@pytest.fixture
def alias() -> Iterator[None]:
    _alias.install()
    yield
    _alias.uninstall()


def expected_results(program: Program) -> list[str]:
    return WITHOUT_RECORDING.get(program.name) or results_in(program.printed_by_v02)


def assert_as_on_v02(program: Program, run: Run) -> None:
    assert run.failures == []
    assert run.results == expected_results(program)
    if program.name not in WITHOUT_RECORDING:
        assert QUESTION.sub("? ", run.printed) == QUESTION.sub("? ", program.printed_by_v02)


def rewritten(program: Program, tier: str, folder: Path) -> tuple[str, str]:
    """The program after the rewrite, and the report."""
    project = folder / "project"
    project.mkdir()
    (project / "program.py").write_text(program.source, encoding="utf-8")
    done = codemod_tools.run("rewrite", "--to", tier, "--write", "--no-verify", "-j", "1", ".", cwd=project)
    return (project / "program.py").read_text(encoding="utf-8"), done.out


def test_there_is_a_program_for_every_section_that_has_code():
    told_without_programs = {12}
    assert {program.section for program in PROGRAMS} | told_without_programs == set(range(1, 22))


@programs
def test_the_program_runs_unmodified_and_prints_what_v02_printed(program: Program, tmp_path: Path, alias: None):
    assert_as_on_v02(program, play(program, program.source, tmp_path))


@programs
def test_rewritten_to_compat_it_prints_the_same(program: Program, tmp_path: Path):
    source, _ = rewritten(program, "compat", tmp_path)
    assert not re.search(r"^(from|import) autogen\b", source, re.MULTILINE)
    assert_as_on_v02(program, play(program, source, tmp_path))


@programs
def test_rewritten_to_native_it_comes_to_the_same_or_says_why_it_stays(program: Program, tmp_path: Path):
    source, report = rewritten(program, "native", tmp_path)
    native = play(program, source, tmp_path)
    assert (native.failures, native.results) == ([], expected_results(program))
    _alias.install()
    legacy = play(program, program.source, tmp_path / "project")
    _alias.uninstall()
    assert native.requests == legacy.requests
    assert ("stays on the compat layer" in report) is bool(program.stays), report
    assert program.stays in report
    assert bool(ON_COMPAT.search(source)) is bool(program.stays)


# Section 12: the guide's own examples of messages, and what its functions get wrong.


def there_and_back(message: BaseChatMessage | BaseAgentEvent) -> BaseChatMessage | BaseAgentEvent:
    return to_v04(json.loads(json.dumps(to_v02(message))), source=message.source)


@pytest.mark.parametrize(
    "message",
    [
        TextMessage(content="Hello", source="writer"),
        MultiModalMessage(content=["See:", Image(Picture.new("RGB", (1, 1), "red"))], source="user"),
        ToolCallRequestEvent(source="a", content=[FunctionCall(id="1", name="add", arguments='{"x": 1}')]),
        ToolCallExecutionEvent(
            source="a", content=[FunctionExecutionResult(call_id="1", name="add", content="2", is_error=False)]
        ),
    ],
    ids=lambda message: type(message).__name__,
)
def test_section_12_every_kind_of_message_goes_to_v02_and_back(message: BaseChatMessage | BaseAgentEvent):
    assert there_and_back(message).model_dump(mode="json") == message.model_dump(mode="json")


def test_section_12_tool_calls_have_arguments_in_v02():
    event = ToolCallRequestEvent(source="a", content=[FunctionCall(id="1", name="add", arguments='{"x": 1}')])
    assert to_v02(event)["tool_calls"][0]["function"] == {"name": "add", "arguments": '{"x": 1}'}


def test_section_12_real_tool_messages_of_v02_convert():
    call = {"id": "1", "type": "function", "function": {"name": "add", "arguments": "{}"}}
    answer = {"tool_call_id": "1", "role": "tool", "content": "2"}
    asked = to_v04({"content": None, "role": "assistant", "tool_calls": [call]}, source="a")
    told = to_v04({"content": "2", "role": "tool", "name": "b", "tool_responses": [answer]}, source="b")
    assert (type(asked), type(told)) == (ToolCallRequestEvent, ToolCallExecutionEvent)


# Sections 8 and 14: states.


def config(server: ModelServer) -> dict[str, object]:
    entry = {"model": "gpt-4o", "api_key": "none", "base_url": server.base_url}
    return {"config_list": [entry], "cache_seed": None}


def user() -> UserProxyAgent:
    return UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)


def contents(server: ModelServer) -> list[str]:
    return [message["content"] for message in server.bodies[-1]["messages"]]


async def test_section_8_a_legacy_agent_saves_and_loads_its_state(model_server: ModelServer):
    model_server.load(["Hello, Ada.", "You are Ada."])
    states: list[object] = []
    for message in ("I am Ada.", "Who am I?"):
        assistant = LegacyAssistant("assistant", system_message="You remember.", llm_config=config(model_server))
        if states:
            await assistant.load_state(json.loads(json.dumps(states[-1])))
        chat = user().a_initiate_chat(assistant, message=message, max_turns=1, clear_history=False, silent=True)
        await chat
        states.append(await assistant.save_state())
    assert contents(model_server) == ["You remember.", "I am Ada.", "Hello, Ada.", "Who am I?"]


async def test_section_14_a_stored_v02_group_chat_goes_on_in_a_v04_team(model_server: ModelServer):
    model_server.load(["Ein Roboter.", "APPROVE"])
    stored = [
        {"content": "A story.", "role": "user", "name": "editor"},
        {"content": "A robot.", "role": "user", "name": "writer"},
        {"content": "Good.", "role": "user", "name": "critic"},
    ]
    client = model_client_from(config(model_server))
    agents = [AssistantAgent(name, client, system_message=name) for name in ("writer", "critic")]
    team = RoundRobinGroupChat(agents, termination_condition=TextMentionTermination("APPROVE"))
    await team.load_state(convert(stored, form="round-robin", participants={"writer": "writer", "critic": "critic"}))
    result = await team.run(task="Translate it.")
    assert [message.source for message in result.messages] == ["user", "writer", "critic"]
    assert contents(model_server)[1:] == ["A story.", "A robot.", "Good.", "Translate it.", "Ein Roboter."]


# Section 18: the Assistants API.


def test_section_18_the_finding_is_a_decision(tmp_path: Path):
    program = next(each for each in PROGRAMS if each.name == "s18_gpt_assistant")
    for tier in ("compat", "native"):
        (tmp_path / tier).mkdir()
        _, report = rewritten(program, tier, tmp_path / tier)
        assert "AM910 [decision] the Assistants API was shut down on 2026-08-26" in report


@pytest.mark.filterwarnings("ignore::autogen_compat._warnings.AutoGenCompatWarning")
def test_section_18_the_agent_asks_chat_completions(model_server: ModelServer):
    model_server.load(["42"])
    analyst = GPTAssistantAgent("analyst of the guide", instructions="Analyse.", llm_config=config(model_server))
    user().initiate_chat(analyst, message="6 * 7?", max_turns=1, silent=True)
    assert [request.path for request in model_server.requests] == ["/v1/chat/completions"]


# Section 20: streams and cancellation.


async def test_section_20_a_legacy_chat_streams(model_server: ModelServer):
    model_server.load(["Paris."])
    assistant = LegacyAssistant("assistant", system_message="x", llm_config=config(model_server))
    stream = user().initiate_chat_stream(assistant, message="Capital of France?", max_turns=1)
    said = [each.to_text() async for each in stream if isinstance(each, BaseChatMessage)]
    assert said == ["Capital of France?", "Paris."]


async def test_section_20_a_cancelled_chat_ends_before_the_model_answers(model_server: ModelServer):
    model_server.load([{"text": "late", "delay": 5.0}])
    assistant = LegacyAssistant("assistant", system_message="x", llm_config=config(model_server))
    token = CancellationToken()
    stream = user().initiate_chat_stream(assistant, message="Hi", max_turns=1, cancellation_token=token)
    seen: list[object] = []
    with pytest.raises(asyncio.CancelledError):
        async for each in stream:
            seen.append(each)
            token.cancel()
    assert [each.to_text() for each in seen if isinstance(each, BaseChatMessage)] == ["Hi"]
    assert not any(isinstance(each, TaskResult) for each in seen)
