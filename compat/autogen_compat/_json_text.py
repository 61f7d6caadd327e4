"""JSON text as models write it."""

from __future__ import annotations


def escape_control_characters(text: str) -> str:
    """`text` with line breaks and tabs within strings escaped, and line breaks outside of strings dropped.

    v0.2: autogen/agentchat/conversable_agent.py _format_json_str.
    """
    out: list[str] = []
    quoted, previous = False, " "
    for char in text:
        if char == '"' and previous != "\\":
            quoted = not quoted
        previous = char
        if char == "\n" and not quoted:
            continue
        out.append({"\n": "\\n", "\t": "\\t"}.get(char, char) if quoted else char)
    return "".join(out)
