"""Spans of the engine: none where nobody records them, all where somebody does."""

import subprocess
import sys

import pytest
from autogen_agentchat.base import Response
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.messages import TextMessage
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_compat.engine.seat import Seat
from autogen_compat.engine.tracing import untraced
from opentelemetry.trace import NoOpTracer

CHAT_WITH_A_TRACER_PROVIDER = """
from opentelemetry import trace

opened = []

class Tracer(trace.NoOpTracer):
    def start_span(self, name, *args, **kwargs):
        opened.append(name)
        return super().start_span(name, *args, **kwargs)

class Provider(trace.TracerProvider):
    def get_tracer(self, *args, **kwargs):
        return Tracer()

trace.set_tracer_provider(Provider())

import autogen_compat as autogen

left = autogen.ConversableAgent("left", llm_config=False, human_input_mode="NEVER", code_execution_config=False)
right = autogen.ConversableAgent("right", llm_config=False, human_input_mode="NEVER", default_auto_reply="pong")
left.initiate_chat(right, message="ping", max_turns=1, silent=True)
print(sorted({name.split()[0] for name in opened}))
"""


def echoing_team() -> RoundRobinGroupChat:
    async def echo(seat: Seat) -> Response:
        return Response(chat_message=TextMessage(content="pong", source=seat.name))

    seats = [Seat(name, object(), echo) for name in ("left", "right")]
    return RoundRobinGroupChat(list(seats), termination_condition=MaxMessageTermination(3))


@pytest.fixture
def spans_of_the_runtime(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened: list[str] = []
    start_span = NoOpTracer.start_span

    def counted(self, name, *args, **kwargs):
        opened.append(name)
        return start_span(self, name, *args, **kwargs)

    monkeypatch.setattr(NoOpTracer, "start_span", counted)
    return opened


def test_a_chat_opens_the_engines_spans_where_the_process_has_a_tracer_provider():
    done = subprocess.run([sys.executable, "-c", CHAT_WITH_A_TRACER_PROVIDER], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "'autogen'" in done.stdout
    assert "'invoke_agent'" in done.stdout


async def test_without_a_tracer_provider_v04s_runtime_opens_spans_and_compats_does_not(spans_of_the_runtime: list[str]):
    await echoing_team().run(task="ping")
    assert any(name.startswith("autogen ") for name in spans_of_the_runtime)
    spans_of_the_runtime.clear()
    result = await untraced(echoing_team()).run(task="ping")
    assert [message.to_text() for message in result.messages] == ["ping", "pong", "pong"]
    assert not [name for name in spans_of_the_runtime if name.startswith("autogen ")]
