"""Hide secrets in whatever is shown."""

from __future__ import annotations

import re

HIDDEN = "********"

_KEY_VALUE = re.compile(
    r"""(?P<name>["']?\b\w*(?:api_?key|secret|token|password|aws_access_key|credential)\w*["']?\]?\s*[:=]\s*)"""
    r"""(?P<quote>["'])(?P<value>(?!\s*(?:%|\{|\$|<|your|\*))[^"'\n]+)(?P=quote)""",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?:sk-[A-Za-z0-9_-]{12,}|gsk_[A-Za-z0-9]{12,}|AIza[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{16,}"
    r"|AKIA[A-Z0-9]{12,}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abp]-[A-Za-z0-9-]{10,})"
)


def redacted(text: str) -> str:
    """`text` with the values of keys, tokens and passwords hidden."""
    text = _KEY_VALUE.sub(lambda m: f"{m['name']}{m['quote']}{HIDDEN}{m['quote']}", text)
    return _BARE.sub(HIDDEN, text)
