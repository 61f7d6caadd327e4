"""What is measured (v0.2: autogen/agentchat/contrib/agent_eval/criterion.py)."""

from __future__ import annotations

import json

from pydantic import BaseModel, Field

__all__ = ["Criterion"]


class Criterion(BaseModel):
    """One property of what an agent does.

    Attributes:
        accepted_values: the grades that it can get.
        sub_criteria: of what it is made up.
    """

    name: str
    description: str
    accepted_values: list[str]
    sub_criteria: list[Criterion] = Field(default_factory=list)

    @staticmethod
    def parse_json_str(criteria: str) -> list[Criterion]:
        """The criteria of a JSON list.

        Raises:
            ValueError: the text is no JSON, or an entry lacks something.
        """
        return [Criterion(**each) for each in json.loads(criteria)]

    @staticmethod
    def write_json(criteria: list[Criterion]) -> str:
        """The criteria as a JSON list."""
        return json.dumps([each.model_dump() for each in criteria], indent=2)
