"""Backups of a data folder, made while its server runs, and restoring them.

Files are never changed once they are stored, so a hard link is a copy that takes no room. They are
linked before the database is copied, which leaves those that it names though they be deleted
meanwhile, and again afterwards, for those that came meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

MANIFEST: Final = "backup.json"
_FORMAT: Final = 1
RECORDS: Final = "tagdrop.db"
"""What the database of the records is called in a backup."""
_KEPT: Final = ("credentials.json", "executor-id")
_ATTEMPTS: Final = 3
_UNFINISHED: Final = ".part"


class BackupError(Exception):
    """There can be no backup, or it cannot be restored; the message is one line for the owner."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: so many `files`, in all `bytes`.

    `missing` counts the originals that the database names and that were lost before.
    """

    format: int
    made_at: str
    databases: list[str]
    files: int
    bytes: int
    missing: int


@dataclass(frozen=True)
class Places:
    """Where a server keeps things. `databases` are its SQLite files, by their names in a backup;
    `files` is nothing where they are in a bucket."""

    data_dir: Path
    databases: Mapping[str, Path]
    files: Path | None

    @property
    def folders(self) -> Iterator[tuple[str, Path]]:
        """The folders of files, by their names in a backup."""
        if self.files:
            yield "files", self.files
        yield "background", self.data_dir / "background"


def back_up(places: Places, target: Path, *, copy: bool) -> Manifest:
    """Make a backup in `target`, a new or an empty folder. Raises BackupError.

    With `copy` nothing is linked. A target that could not be completed has no manifest.
    """
    if not places.data_dir.is_dir():
        raise BackupError(f"There is no data folder {places.data_dir}. TAGDROP_DATA_DIR names it.")
    if target.resolve().is_relative_to(places.data_dir.resolve()):
        raise BackupError(f"{target} lies in the data folder; choose a place outside of it.")
    _make_empty(target)
    try:
        for name in _KEPT:
            if (places.data_dir / name).exists():
                shutil.copy2(places.data_dir / name, target / name)
        _take_files(places, target, copy)
        for _ in range(_ATTEMPTS):
            _take_databases(places, target)
            _take_files(places, target, copy)
            missing = _missing_originals(places, target)
            if not missing:
                break
        manifest = _manifest(places, target, missing)
        (target / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n")
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"The backup in {target} is not complete: {error}") from None
    return manifest


def read_manifest(backup: Path) -> Manifest:
    """What the backup says of itself. Raises BackupError."""
    try:
        manifest = Manifest(**json.loads((backup / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError):
        raise BackupError(f"{backup} is no backup, or not a complete one.") from None
    if manifest.format != _FORMAT:
        raise BackupError(f"{backup} was made by a newer Tagdrop, which has to restore it.")
    return manifest


def restore(backup: Path, places: Places) -> Manifest:
    """Put the backup in its place, where nothing may be yet. Raises BackupError.

    What cannot be restored wholly is taken away again.
    """
    manifest = read_manifest(backup)
    if places.databases and not manifest.databases:
        raise BackupError(
            f"{backup} has no database, since it was kept in PostgreSQL: set TAGDROP_DATABASE_URL."
        )
    _check_whole(backup, manifest)
    folders = [places.data_dir, *([places.files] if places.files else [])]
    for folder in folders:
        _make_empty(folder)
    for database in places.databases.values():
        if database.exists():
            raise BackupError(f"There is a database {database} already. Nothing was restored.")
    try:
        for name, folder in places.folders:
            for file in _files_below(backup / name):
                _copy(file, folder / file.relative_to(backup / name))
        kept = {name: places.data_dir / name for name in _KEPT}
        for name, place in {**kept, **places.databases}.items():
            if (backup / name).exists():
                _copy(backup / name, place)
    except OSError as error:
        for folder in folders:
            _empty(folder)
        raise BackupError(f"Nothing was restored: {error}") from None
    return manifest


def _make_empty(folder: Path) -> None:
    """Make the folder, for its owner alone. Raises BackupError where something is in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        raise BackupError(f"{folder} cannot be used: {error.strerror}") from None
    if not is_empty:
        raise BackupError(f"{folder} is not empty. Nothing was written.")


def _take_files(places: Places, target: Path, copy: bool) -> None:
    for name, folder in places.folders:
        for file in _files_below(folder):
            place = target / name / file.relative_to(folder)
            if place.exists():
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            _take(file, place, copy)


def _take(file: Path, place: Path, copy: bool) -> None:
    """Link the file, or copy it where that is asked for or cannot be helped."""
    try:
        if not copy:
            os.link(file, place)
            return
    except FileNotFoundError:
        return
    except OSError:
        pass
    try:
        _copy(file, place)
    except FileNotFoundError:
        # Deleted meanwhile. What the database names all the same is noticed afterwards.
        return


def _copy(file: Path, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = place.with_name(place.name + _UNFINISHED)
    shutil.copy2(file, unfinished)
    unfinished.replace(place)


def _take_databases(places: Places, target: Path) -> None:
    for name, source in places.databases.items():
        if not source.exists():
            continue
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as running,
            closing(sqlite3.connect(target / name)) as copied,
        ):
            running.backup(copied)
            # A backup is one file for each database, without the log that a server keeps beside.
            copied.execute("PRAGMA journal_mode = DELETE")


def _missing_originals(places: Places, target: Path) -> list[str]:
    """The originals that the copied database names and the backup has not."""
    if places.files is None or not (target / RECORDS).exists():
        return []
    with closing(sqlite3.connect(target / RECORDS)) as database:
        keys = database.execute(
            "SELECT storage_key FROM assets UNION SELECT storage_key FROM asset_versions"
        )
        return [key for (key,) in keys if not (target / "files" / key).is_file()]


def _manifest(places: Places, target: Path, missing: list[str]) -> Manifest:
    sizes = [file.stat().st_size for file in _files_below(target / "files")]
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    databases = [name for name in places.databases if (target / name).exists()]
    return Manifest(_FORMAT, made_at, databases, len(sizes), sum(sizes), len(missing))


def _check_whole(backup: Path, manifest: Manifest) -> None:
    """Raise BackupError where something of the backup is gone or damaged."""
    sizes = [file.stat().st_size for file in _files_below(backup / "files")]
    if (len(sizes), sum(sizes)) != (manifest.files, manifest.bytes):
        raise BackupError(
            f"{backup} has {len(sizes)} files of {sum(sizes)} bytes, and was made with "
            f"{manifest.files} of {manifest.bytes}. Nothing was restored."
        )
    for name in manifest.databases:
        problem = _damage(backup / name)
        if problem:
            raise BackupError(f"{backup / name} is damaged: {problem}. Nothing was restored.")


def _damage(database: Path) -> str:
    """What is wrong with a database; nothing where all is well."""
    try:
        address = f"{database.resolve(strict=True).as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as opened:
            [answer] = opened.execute("PRAGMA quick_check(1)").fetchone()
    except (OSError, sqlite3.DatabaseError) as error:
        return str(error)
    return "" if answer == "ok" else str(answer)


def _files_below(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names if not name.endswith(_UNFINISHED))


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
