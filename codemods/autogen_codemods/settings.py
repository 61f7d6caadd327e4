"""What a run is asked to do: command line over ``[tool.autogen-migrate]`` over defaults."""

from __future__ import annotations

from dataclasses import dataclass, field

from autogen_codemods.files.discover import Selection
from autogen_codemods.rules.base import Tier
from autogen_codemods.suppress import CodeFilter


@dataclass(frozen=True)
class Settings:
    """The settings of one run; `jobs` is the number of processes, 0 for one per processor."""

    tier: Tier = Tier.COMPAT
    codes: CodeFilter = field(default_factory=CodeFilter)
    files: Selection = field(default_factory=Selection)
    jobs: int = 0
