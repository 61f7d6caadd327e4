"""Names that v0.4 accepts."""

from __future__ import annotations

import re

_LONGEST = 64


def agent_name(text: str) -> str:
    """`text`, or the nearest name that v0.4 accepts: an identifier of ASCII characters, 64 at most.

    v0.2's agents could have any name; a selecting model may still say "Product Manager" for ``Product_Manager``.
    """
    plain = re.sub(r"[^0-9a-zA-Z_]", "_", text)[:_LONGEST] or "agent"
    return f"_{plain}"[:_LONGEST] if plain[0].isdigit() else plain
