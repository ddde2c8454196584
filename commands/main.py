"""The command line: `tagdrop COMMAND`, or `python -m commands COMMAND`."""

from __future__ import annotations

import importlib
from typing import Final, NoReturn

import click

from commands.ending import end_process

_COMMANDS: Final = {
    "serve": "commands.serve:serve",
    "worker": "commands.serve:worker",
    "presets": "commands.presets:presets",
    "import": "commands.import_folder:import_folder",
    "reprocess": "commands.reprocess:reprocess",
    "backup": "commands.backup:backup",
    "restore": "commands.backup:restore",
    "doctor": "commands.doctor:doctor",
}
"""Where each command is; the models and decoders behind one are loaded when it is called."""
_SUMMARIES: Final = {
    "serve": "Serve until interrupted, and do the background work.",
    "worker": "Do background work without serving, beside a server.",
    "presets": "Write the upload presets to a file, or take them from one.",
    "import": "Upload every file below FOLDER, and tag it.",
    "reprocess": "Have engines look again at assets that are stored.",
    "backup": "Make a backup in FOLDER, a new one, while the server runs.",
    "restore": "Restore BACKUP into the data folder, which must be empty or missing.",
    "doctor": "Say whether all is well, and what to do where it is not.",
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


def run() -> NoReturn:
    """Do what the words of the command line say, then end the process."""
    try:
        main(prog_name="tagdrop")
    except SystemExit as ended:
        end_process(ended.code if isinstance(ended.code, int) else 0)
    end_process(0)
