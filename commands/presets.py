"""`tagdrop presets import` and `tagdrop presets export`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO, get_args

import click

from commands.owner import existing_database, owners_settings
from services.presets import PresetError, PresetStore
from services.tagging.engine import AskedBy, find_engines
from services.tagging.tagger import engines_asked_by


@click.group()
def presets() -> None:
    """Write the upload presets to a file, or take them from one.

    The file is JSON, {"presets": [{"name", "unsigned", "settings"}, …]}, as presets.json is. Both
    work while the server runs; it knows imported presets at once.
    """


@presets.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True), default="-")
def export_presets(file: TextIO) -> None:
    """Write every preset to FILE, or to the screen."""
    kept = [preset.as_json() for preset in _store().all()]
    file.write(json.dumps({"presets": kept}, indent=2, ensure_ascii=False) + "\n")


@presets.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace presets that have the same name.")
def import_presets(file: Path, replace: bool) -> None:
    """Take the presets from FILE: all of them, or none if one is not as it must be."""
    store = _store()
    try:
        given = store.read_file(file)
        added, replaced = store.import_all(given, replace=replace)
    except PresetError as error:
        raise click.ClickException(f"Nothing was imported. {error}") from None
    click.echo(f"{added} added, {replaced} replaced.")


def _store() -> PresetStore:
    engines = find_engines()
    return PresetStore(
        existing_database(owners_settings()),
        {option: engines_asked_by(engines, option) for option in get_args(AskedBy)},
    )
