"""What commands find of a server's owner: the settings, and the database that there is already."""

from __future__ import annotations

import click

from services.data_folder import StartError
from services.database import Database, open_database
from services.settings import Settings, SettingsError, read_settings


def owners_settings() -> Settings:
    """The settings from the environment and `.env`. Raises click.ClickException."""
    try:
        return read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def existing_database(settings: Settings) -> Database:
    """The database of a server that was started once. Raises click.ClickException."""
    file = settings.data_dir / "tagdrop.db"
    if settings.database_url is None and not file.exists():
        raise click.ClickException(
            f"There is no database in {settings.data_dir}. TAGDROP_DATA_DIR names the folder of "
            "your server; `tagdrop serve` makes a new one."
        )
    try:
        return open_database(settings.database_url or f"sqlite:///{file.resolve()}")
    except StartError as error:
        raise click.ClickException(str(error)) from None
