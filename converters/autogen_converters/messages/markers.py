"""What `metadata["autogen_v02"]` says of the messages that v0.2 writes most, as `records` would write it.

v0.2 gives texts a role and often leaves out names: in calls, in results, and where the speaker is known.
"""

from __future__ import annotations

from pydantic_core import PydanticSerializationError, from_json, to_json

METADATA_KEY = "autogen_v02"
"""Key of v0.4 `metadata` for what only v0.2 has."""

_NAME_DROPPED = '{"drop":["name"]}'
_AND_NAME_DROPPED = f",{_NAME_DROPPED[1:]}"
_CONTENT = '{"set":{"content":'

NAMED_TEXT = {"user": "", **{role: f'{{"set":{{"role":"{role}"}}}}' for role in ("assistant", "system", "developer")}}
"""The marker of a text with a name, by its role; the others are v0.2's only in calls and results."""
NAMELESS_TEXT = {
    role: f"{marker[:-1]}{_AND_NAME_DROPPED}" if marker else _NAME_DROPPED for role, marker in NAMED_TEXT.items()
}
"""The marker of a text without a name, by its role."""
TEXT_OF = {
    **{marker: (role, True) for role, marker in NAMED_TEXT.items()},
    **{marker: (role, False) for role, marker in NAMELESS_TEXT.items()},
}
"""The role of a text, and whether it has a name, by its marker."""

_INSIDE = [",".join(f'"{index}":{_NAME_DROPPED}' for index in range(count)) for count in range(10)]
NAMELESS_RESULTS = [f'{{"in":{{"tool_responses":{{"in":{{{inside}}}}}}}}}' for inside in _INSIDE]
"""The marker of results that have no name of their function, by their number."""


def calls_marker(said: str | None, named: bool) -> str | None:
    """The marker of calls with a text beside them, or without. None for what is no valid text."""
    if said is None:
        return "" if named else _NAME_DROPPED
    try:
        text = to_json(said).decode()
    except PydanticSerializationError:
        return None
    return f"{_CONTENT}{text}}}{'}' if named else _AND_NAME_DROPPED}"


def calls_of(marker: str) -> tuple[str | None, bool] | None:
    """What `calls_marker` was given. None where it did not write the marker."""
    if marker in ("", _NAME_DROPPED):
        return None, marker == ""
    named = marker.endswith("}}")
    end = len("}}" if named else f"}}{_AND_NAME_DROPPED}")
    try:
        said = from_json(marker[len(_CONTENT) : -end])
    except ValueError:
        return None
    return (said, named) if said.__class__ is str and calls_marker(said, named) == marker else None
