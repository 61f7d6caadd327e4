"""Moves stored chats, states and configs between AutoGen v0.2 and v0.4.

`convert` takes whole documents; `autogen_converters.messages` single messages; `autogen_converters.states` makes the
states that v0.4 teams go on from. All of them are pure and take files for data, never for code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .configs.secrets import resolve
    from .errors import ConversionError, LossError, MessageError
    from .kinds import Kind, recognise
    from .plan import convert
    from .states.teams import team_state, team_state_to_v02

_HOMES = {
    "ConversionError": "errors",
    "Kind": "kinds",
    "LossError": "errors",
    "MessageError": "errors",
    "convert": "plan",
    "recognise": "kinds",
    "resolve": "configs.secrets",
    "team_state": "states.teams",
    "team_state_to_v02": "states.teams",
}
__all__ = [
    "ConversionError",
    "Kind",
    "LossError",
    "MessageError",
    "convert",
    "recognise",
    "resolve",
    "team_state",
    "team_state_to_v02",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
