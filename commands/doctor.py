"""`tagdrop doctor`."""

from __future__ import annotations

from typing import Final

import click

from services.diagnosis import Finding, diagnose
from services.settings import PREFIX, Settings, SettingsError, read_settings

_COLOURS: Final = {"ok": "green", "note": "yellow", "problem": "red"}


@click.command()
def doctor() -> None:
    """Say whether all is well, and what to do where it is not.

    Looks at every setting, the data folder, the running server, the database, the storage, the
    models, the engines' credentials and the decoders. It changes nothing, and shows no secret. The
    exit status is 1 when there is a problem; a note is none.
    """
    try:
        settings = read_settings()
    except SettingsError as error:
        _show(Finding("Settings", "problem", f"{error}. Correct the environment or .env."))
        raise click.exceptions.Exit(1) from None
    _show(Finding("Settings", "ok", _given(settings)))
    problems = 0
    for finding in diagnose(settings):
        _show(finding)
        problems += finding.state == "problem"
    if problems:
        click.echo(f"\n{problems} to put right.")
        raise click.exceptions.Exit(1)


def _given(settings: Settings) -> str:
    """The names of the settings that are given; their values may be secret."""
    names = sorted(PREFIX + name.upper() for name in settings.model_fields_set)
    return ", ".join(names) if names else "all as they ship"


def _show(finding: Finding) -> None:
    state = click.style(f"{finding.state:<8}", fg=_COLOURS[finding.state])
    click.echo(f"{state}{finding.subject}: {finding.message}")
