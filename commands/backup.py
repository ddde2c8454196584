"""`tagdrop backup` and `tagdrop restore`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from commands.owner import owners_settings
from services.backup import RECORDS, BackupError, Manifest, Places, back_up
from services.backup import restore as restore_backup
from services.data_folder import is_held
from services.settings import Settings

_POSTGRESQL_BACKUP = (
    "The records are in PostgreSQL and not in this backup. Dump them just before a backup, with\n"
    "  pg_dump --format=custom --file=records.dump <TAGDROP_DATABASE_URL>"
)
_POSTGRESQL_RESTORE = (
    "The records go back into an empty PostgreSQL database with\n"
    "  pg_restore --dbname=<TAGDROP_DATABASE_URL> records.dump"
)
_BUCKET = "The files are in {url}, and not in this backup. Its provider keeps versions of them."


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--copy", is_flag=True, help="Copy every file, though it could be linked.")
def backup(folder: Path, copy: bool) -> None:
    """Make a backup in FOLDER, a new one, while the server runs.

    It has the database, the files, and the API key and secret, as they are at one moment. On the
    same disk files are linked, which takes a moment and no room; on another they are copied. The
    backup can be carried elsewhere with any tool. Uploads of which not all parts have come are left
    out. Records in PostgreSQL are for pg_dump, files in a bucket for its provider.
    """
    settings = owners_settings()
    try:
        manifest = back_up(_places(settings), folder, copy=copy)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Backup in {folder}: {_described(manifest)}.")
    if manifest.missing:
        click.echo(
            f"{manifest.missing} originals that the database names are not in the storage, and so "
            "not in the backup.",
            err=True,
        )
    _say_what_is_elsewhere(settings, _POSTGRESQL_BACKUP)


@click.command()
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore(backup: Path) -> None:
    """Restore BACKUP into the data folder, which must be empty or missing.

    TAGDROP_DATA_DIR names the data folder. Nothing is ever overwritten, and a backup that is
    damaged or not complete is refused. `tagdrop serve` goes on with what was under way.
    """
    settings = owners_settings()
    if is_held(settings.data_dir):
        raise click.ClickException(
            f"A server runs with the data folder {settings.data_dir}. Stop it, and choose an "
            "empty one."
        )
    try:
        manifest = restore_backup(backup, _places(settings))
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Restored into {settings.data_dir}: {_described(manifest)}.")
    _say_what_is_elsewhere(settings, _POSTGRESQL_RESTORE)


def _places(settings: Settings) -> Places:
    return Places(settings.data_dir, _databases(settings), _files(settings))


def _databases(settings: Settings) -> dict[str, Path]:
    """The SQLite files; none where the records are in PostgreSQL."""
    if settings.database_url is None:
        return {name: settings.data_dir / name for name in (RECORDS, "jobs.db")}
    if settings.database_url.startswith("sqlite"):
        return {RECORDS: Path(settings.database_url.removeprefix("sqlite:///"))}
    return {}


def _files(settings: Settings) -> Path | None:
    """The folder of files; nothing where they are in a bucket."""
    if settings.storage_url is None:
        return settings.data_dir / "files"
    parts = urlsplit(settings.storage_url)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


def _described(manifest: Manifest) -> str:
    return f"{manifest.files} files, {manifest.bytes / 1e6:.1f} MB, of {manifest.made_at}"


def _say_what_is_elsewhere(settings: Settings, about_postgresql: str) -> None:
    if not _databases(settings):
        click.echo(about_postgresql)
    if _files(settings) is None:
        click.echo(_BUCKET.format(url=settings.storage_url))
