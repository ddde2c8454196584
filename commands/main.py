"""The command line: `tagdrop COMMAND`, or `python -m commands COMMAND`."""

from __future__ import annotations

import importlib
from typing import Final

import click

_COMMANDS: Final = {
    "serve": "commands.serve:serve",
    "worker": "commands.serve:worker",
}
"""Where each command is; the models and decoders behind one are loaded when it is called."""
_SUMMARIES: Final = {
    "serve": "Serve until interrupted, and do the background work.",
    "worker": "Do background work without serving, beside a server.",
}


class _Commands(click.Group):
    """The commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_SUMMARIES.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tagdrop")
def main() -> None:
    """Tagdrop: a self-hosted upload widget and automatic tagger for images and videos.

    Settings come from the environment and from a file .env in the current folder, among them
    TAGDROP_DATA_DIR, the folder with the database and the files. `tagdrop doctor` says whether all
    is well. `tagdrop COMMAND --help` tells more of each command.
    """
