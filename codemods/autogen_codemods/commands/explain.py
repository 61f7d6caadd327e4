"""``autogen-migrate explain``: a rule, or what becomes of a name."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

import click

from autogen_codemods import fates
from autogen_codemods.commands.options import wants_colour
from autogen_codemods.rules.base import Rule, UnknownRule, all_rules, rule

_CODE = re.compile("am[0-9]*", re.IGNORECASE)
_WHAT = {
    "direct": "the same thing under another name; rewritten for you",
    "rewrite": "another construct that means the same; rewritten for you",
    "decision": "several ways lead on; a person has to choose",
    "unsupported": "nothing to rewrite it to",
}


@click.command()
@click.argument("what", required=False, metavar="CODE|NAME")
@click.option("--all", "everything", is_flag=True, help="List every rule.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--color/--no-color", default=None, help="Colours [if standard output is a terminal].")
def explain(what: str | None, everything: bool, as_json: bool, color: bool | None) -> None:
    """Explain a rule (AM101), or what becomes of a name of v0.2 (autogen.GroupChat, or GroupChat).

    For a function or a class the fate of every parameter is shown.
    """
    if everything or what is None:
        click.echo(_json(list(all_rules().values())) if as_json else _table(), color=wants_colour(color))
        return
    found = _rule(what, as_json) if _CODE.fullmatch(what) else _name(what, as_json)
    click.echo(found, color=wants_colour(color))


def _rule(code: str, as_json: bool) -> str:
    try:
        known = rule(code.upper())
    except UnknownRule as error:
        raise click.UsageError(str(error)) from None
    return _json([known]) if as_json else _page(known)


def _page(known: Rule) -> str:
    parts = [
        f"{click.style(known.code, bold=True)}  {click.style(known.title, bold=True)}",
        f"{known.kind.value}: {_WHAT[known.kind.value]}. Tier: {known.tier.value}.",
        click.wrap_text(known.why, 88),
        f"{click.style('Before', fg='red')}\n{_indented(known.before)}",
        f"{click.style('After', fg='green')}\n{_indented(known.after)}",
    ]
    return "\n\n".join(parts + ([f"See {known.see}"] if known.see else []))


def _indented(code: str) -> str:
    return "\n".join(f"    {line}" for line in code.rstrip("\n").split("\n"))


def _table() -> str:
    return "\n".join(f"{r.code}  {r.tier.value:<7}{r.kind.value:<12}{r.title}" for r in all_rules().values())


def _json(rules: list[Rule]) -> str:
    return json.dumps([{**asdict(r), "kind": r.kind.value, "tier": r.tier.value} for r in rules], indent=2)


def _name(name: str, as_json: bool) -> str:
    fate = fates.fate_of(name) or _by_its_end(name)
    own = [row for row in fates.rows() if row.kind == "parameter" and _owner(row.name) in _callables(fate)]
    if as_json:
        return json.dumps([asdict(row) for row in (fate, *own)], indent=2)
    return "\n".join((click.style(fate.name, bold=True) + f"  ({fate.kind})", *_lines(fate, ""), *_parameters(own)))


def _by_its_end(name: str) -> fates.Fate:
    """The only row that ends with `name`, which leaves out modules and maybe the class."""
    found = [row for row in fates.rows() if row.name.endswith(f".{name}") and row.kind not in ("alias", "parameter")]
    if len(found) == 1:
        return found[0]
    if found:
        names = [row.name for row in found[:6]]
        raise click.UsageError(f"{name} may be {', '.join(names)}{', ...' if len(found) > len(names) else ''}")
    raise click.UsageError(
        f"neither a rule nor a name of v0.2.40: {name}; `autogen-migrate explain --all` lists the rules"
    )


def _callables(fate: fates.Fate) -> tuple[str, str]:
    return fate.name, f"{fate.name}.__init__"


def _owner(parameter: str) -> str:
    return parameter.partition("(")[0]


def _parameters(rows: list[fates.Fate]) -> list[str]:
    return [line for row in rows for line in _lines(row, row.name.partition("(")[2].rstrip(")"))]


def _lines(fate: fates.Fate, parameter: str) -> list[str]:
    compat = "the same on compat" if fate.on_compat == "same" else "not on compat"
    native = {"compat": "no counterpart in plain v0.4: stays on compat", "gone": "gone"}.get(
        fate.native, f"native: {fate.native} to {', '.join(fate.targets)}"
    )
    note = f" ({fate.note})" if fate.note else ""
    return [f"  {parameter + ': ' if parameter else ''}{compat}; {native}{note}"]
