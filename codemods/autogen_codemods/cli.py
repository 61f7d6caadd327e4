"""The command line of ``autogen-migrate``."""

from __future__ import annotations

import importlib

import click

_COMMANDS = {
    "check": "autogen_codemods.commands.check:check",
    "rewrite": "autogen_codemods.commands.rewrite:rewrite",
    "explain": "autogen_codemods.commands.explain:explain",
    "doctor": "autogen_codemods.commands.doctor:doctor",
    "undo": "autogen_codemods.commands.undo:undo",
    "demo": "autogen_codemods.demo:demo",
    "convert": "autogen_converters.cli:convert",
}


class _LazyGroup(click.Group):
    """Imports a command when it is asked for, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module_name, _, attribute = _COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module_name), attribute, None)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="autogen-migrate", message="%(prog)s %(version)s")
def main() -> None:
    """Move programs, code bases and stored data from AutoGen v0.2 to v0.4.

    Start with `autogen-migrate check`, which changes nothing, or with `autogen-migrate demo`.
    """
