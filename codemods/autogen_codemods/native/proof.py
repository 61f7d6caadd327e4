"""Why a construct stays on the compat layer."""

from __future__ import annotations

import libcst as cst


class NotProven(Exception):
    """It is not proven that a v0.4 form of `node` means the same; `reason` is for the user, in one line."""

    def __init__(self, code: str, node: cst.CSTNode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.node = node
        self.reason = reason
