"""The smallest modules: colours, exceptions, types."""

from __future__ import annotations

import pytest
from autogen_compat import exception_utils
from autogen_compat._pydantic import model_dump, model_dump_json, type2schema
from autogen_compat.exception_utils import AgentNameConflict, NoEligibleSpeaker
from autogen_compat.formatting_utils import colored
from pydantic import BaseModel


def test_text_is_coloured_on_request_and_plain_where_colours_are_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert colored("x", "red", force_color=True) == "\x1b[31mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert colored("x", "red") == "x"


@pytest.mark.parametrize("name", ["InvalidCarryOverType", "NoEligibleSpeaker", "SenderRequired", "UndefinedNextAgent"])
def test_exceptions_carry_a_default_message_or_the_given_one(name: str) -> None:
    error = getattr(exception_utils, name)
    assert str(error()) == error().message != ""
    assert error("why").message == str(error("why")) == "why"


def test_a_name_conflict_takes_further_arguments() -> None:
    assert AgentNameConflict().args == ("Found multiple agents with the same name.",)
    assert AgentNameConflict("twice", "bob").args == ("twice", "bob")
    assert not issubclass(AgentNameConflict, NoEligibleSpeaker)


def test_pydantic_is_called_in_one_way() -> None:
    class Point(BaseModel):
        x: int

    assert type2schema(list[int]) == {"type": "array", "items": {"type": "integer"}}
    assert type2schema(None) == {"type": "null"}
    assert model_dump(Point(x=1)) == {"x": 1}
    assert model_dump_json(Point(x=1)) == '{"x":1}'
