"""Teams without spans that nobody records.

The engine opens some twenty OpenTelemetry spans a turn, which cost a third of the turn also where the process has no
tracer provider and each of them is thrown away.
"""

from __future__ import annotations

from typing import Any, TypeVar

from autogen_agentchat.teams import BaseGroupChat
from autogen_core import SingleThreadedAgentRuntime
from opentelemetry import trace

__all__ = ("untraced",)

TeamT = TypeVar("TeamT", bound=BaseGroupChat)


class _NoSpan:
    """A context manager without a generator, as it is entered so often."""

    def __enter__(self) -> trace.Span:
        return trace.INVALID_SPAN

    def __exit__(self, *exc_info: object) -> None:
        return None


class _Tracer(trace.NoOpTracer):
    def start_as_current_span(self, *args: Any, **kwargs: Any) -> Any:
        return _NO_SPAN


class _Provider(trace.TracerProvider):
    def get_tracer(self, *args: Any, **kwargs: Any) -> trace.Tracer:
        return _TRACER


_NO_SPAN, _TRACER, _PROVIDER = _NoSpan(), _Tracer(), _Provider()


def untraced(team: TeamT) -> TeamT:
    """The team, with a runtime that opens no spans where the process has no tracer provider."""
    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        # As the team makes it itself. One given as `runtime` would neither be started nor stopped by the team.
        team._runtime = SingleThreadedAgentRuntime(ignore_unhandled_exceptions=False, tracer_provider=_PROVIDER)
    return team
