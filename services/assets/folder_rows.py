"""The folders that there are: those that owners made, and those in which assets are or were."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Index, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.assets.tables import ByteOrdered, UTCDateTime
from services.database import Base


class Folder(Base):
    """A folder of assets; every folder that it lies in has a row too."""

    __tablename__ = "folders"
    __table_args__ = (Index("ix_folders_parent", "parent", "path"),)

    path: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    parent: Mapped[str] = mapped_column(ByteOrdered)
    """The path of the folder that it lies in; empty at the root."""
    external_id: Mapped[str] = mapped_column(String(32))
    """Stays when the folder is renamed."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return name_of(self.path)


def name_of(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def parent_of(path: str) -> str:
    """All of a path but its last part."""
    return path.rpartition("/")[0]


def keep_folder(session: Session, path: str) -> bool:
    """Have there be a folder of that path, and all that it lies in; whether there was not.

    Until the session ends nobody deletes or renames them.
    """
    if not path:
        return False
    parts = path.split("/")
    paths = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    query = select(Folder.path).where(Folder.path.in_(paths)).order_by(Folder.path)
    there = set(session.scalars(query.with_for_update(read=True)))
    missing = [each for each in paths if each not in there]
    if missing:
        is_postgresql = session.get_bind().dialect.name == "postgresql"
        insert = postgresql.insert if is_postgresql else sqlite.insert
        rows = [
            {
                "path": each,
                "parent": parent_of(each),
                "external_id": uuid4().hex,
                "created_at": datetime.now(UTC),
            }
            for each in missing
        ]
        session.execute(insert(Folder).on_conflict_do_nothing(), rows)
    return path in missing
