"""Folders: listed, made, renamed with everything inside, and deleted when nothing is inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, String, delete, func, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.assets.cursors import read_cursor, write_cursor
from services.assets.folder_rows import Folder, keep_folder, parent_of
from services.assets.listing import beginning_with
from services.assets.tables import Asset
from services.database import Database

LONGEST_PATH = 255
_LISTING = "folders"


class FolderNotFound(Exception):
    """There is no such folder; the message is its path."""


class FolderTaken(Exception):
    """Another folder has the path; the message is it."""


class FolderError(ValueError):
    """What cannot be done with the folder; the message says why."""


@dataclass(frozen=True)
class FolderPage:
    """Folders in the order of their paths, and how many there are on all pages."""

    folders: Sequence[Folder]
    total: int
    next_cursor: str | None


class Folders:
    """The folders of this server. `""` is the root, which is always there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def inside(self, path: str, limit: int, cursor: str = "") -> FolderPage:
        """At most `limit` folders that lie in the folder. Raises FolderNotFound, CursorError."""
        query = select(Folder).where(Folder.parent == path)
        count = select(func.count()).select_from(Folder).where(Folder.parent == path)
        if cursor:
            [after] = read_cursor(_LISTING, cursor, 1)
            query = query.where(Folder.path > after)
        with self._database.reading() as session:
            if path and session.get(Folder, path) is None:
                raise FolderNotFound(path)
            total = session.scalar(count) or 0
            found = list(session.scalars(query.order_by(Folder.path).limit(limit + 1)))
        if len(found) <= limit:
            return FolderPage(found, total, None)
        return FolderPage(found[:limit], total, write_cursor(_LISTING, [found[limit - 1].path]))

    def create(self, path: str) -> tuple[Folder, bool]:
        """The folder of that path, and whether it is new; what it lies in is made too."""
        with self._database.writing() as session:
            is_new = keep_folder(session, path)
            return session.get_one(Folder, path), is_new

    def rename(self, path: str, to_path: str) -> None:
        """Give the folder another path, with everything that lies in it.

        Public IDs stay. Raises FolderNotFound, FolderTaken, FolderError.
        """
        if to_path == path or to_path.startswith(f"{path}/"):
            raise FolderError(f"The folder {path!r} cannot be moved into itself")
        try:
            self._rename(path, to_path)
        except IntegrityError:
            # On PostgreSQL an upload may make a folder of that path meanwhile.
            raise FolderTaken(to_path) from None

    def _rename(self, path: str, to_path: str) -> None:
        with self._database.writing() as session:
            keep_folder(session, parent_of(to_path))
            if not _lock(session, path):
                raise FolderNotFound(path)
            if session.get(Folder, to_path) is not None:
                raise FolderTaken(to_path)
            longest = max(
                session.scalar(select(func.max(func.length(column))).where(_within(column, path)))
                or 0
                for column in (Folder.path, Asset.asset_folder)
            )
            if longest - len(path) + len(to_path) > LONGEST_PATH:
                raise FolderError(
                    f"A folder inside would have a path longer than {LONGEST_PATH} characters"
                )
            _move(session, path, to_path)

    def delete(self, path: str) -> list[str]:
        """Delete the folder and the folders in it; their paths.

        Raises FolderNotFound, and FolderError where an asset is in one of them.
        """
        with self._database.writing() as session:
            paths = _lock(session, path)
            if not paths:
                raise FolderNotFound(path)
            if session.scalar(
                select(Asset.asset_id).where(_within(Asset.asset_folder, path)).limit(1)
            ):
                raise FolderError(f"The folder {path!r} is not empty. Delete or move its assets.")
            session.execute(delete(Folder).where(_within(Folder.path, path)))
            return paths


def _within(column: InstrumentedAttribute[str], path: str) -> ColumnElement[bool]:
    """Whether `column` is the path of the folder or of one in it."""
    return or_(column == path, beginning_with(column, f"{path}/"))


def _lock(session: Session, path: str) -> list[str]:
    """The paths of the folder and of those in it, which nobody else changes until the end."""
    query = select(Folder.path).where(_within(Folder.path, path)).order_by(Folder.path)
    paths = list(session.scalars(query.with_for_update()))
    return paths if path in paths else []


def _move(session: Session, path: str, to_path: str) -> None:
    def moved(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
        return literal(to_path) + func.substr(column, len(path) + 1, type_=String)

    unsynchronized = {"synchronize_session": False}
    session.execute(
        update(Asset)
        .where(_within(Asset.asset_folder, path))
        .values(asset_folder=moved(Asset.asset_folder), updated_at=datetime.now(UTC)),
        execution_options=unsynchronized,
    )
    session.execute(
        update(Folder)
        .where(beginning_with(Folder.path, f"{path}/"))
        .values(path=moved(Folder.path), parent=moved(Folder.parent)),
        execution_options=unsynchronized,
    )
    session.execute(
        update(Folder).where(Folder.path == path).values(path=to_path, parent=parent_of(to_path)),
        execution_options=unsynchronized,
    )
