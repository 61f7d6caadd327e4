"""What the native tier says that it did."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from autogen_codemods.native.proof import NotProven


@dataclass(frozen=True)
class Done:
    """One construct that was rewritten."""

    code: str
    node: cst.CSTNode
    message: str


@dataclass
class Log:
    """What was rewritten in one component."""

    done: list[Done] = field(default_factory=list[Done])

    def did(self, code: str, node: cst.CSTNode, message: str) -> None:
        """Note one construct."""
        self.done.append(Done(code, node, message))


@dataclass
class Outcome:
    """What was rewritten in a program, and what stays on compat for which reasons."""

    done: list[Done] = field(default_factory=list[Done])
    reasons: list[NotProven] = field(default_factory=list[NotProven])
