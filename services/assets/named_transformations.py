"""Transformations that have a name, `t_<name>`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from services.assets.tables import UTCDateTime
from services.database import Base, Database
from services.media.transformations.components import Transformation
from services.media.transformations.errors import TransformationError
from services.media.transformations.grammar import parse_transformation

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


class NamedTransformation(Base):
    """A transformation's name and definition."""

    __tablename__ = "named_transformations"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    definition: Mapped[str] = mapped_column(String(2000))
    allowed_for_strict: Mapped[bool]
    """Whether unsigned addresses may use it where only such are allowed."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


@dataclass(frozen=True)
class NamedTransformations:
    """The named transformations of this server."""

    database: Database

    def read(self, text: str) -> Transformation:
        """The transformation that `text` spells. Raises TransformationError."""
        return parse_transformation(text, self._definition)

    def get(self, name: str) -> NamedTransformation | None:
        """The one of that name."""
        with self.database.reading() as session:
            return session.get(NamedTransformation, name)

    def listed(self, limit: int, after: str = "") -> Sequence[NamedTransformation]:
        """By name, those behind `after`."""
        with self.database.reading() as session:
            query = select(NamedTransformation).where(NamedTransformation.name > after)
            return list(session.scalars(query.order_by(NamedTransformation.name).limit(limit)))

    def create(self, name: str, definition: str) -> NamedTransformation:
        """Keep a new one. Raises TransformationError."""
        if not _NAME.fullmatch(name):
            raise TransformationError(
                "The name of a transformation begins with a letter or digit; letters, digits, - "
                "and _ may follow, 100 in all"
            )
        self._check(definition)
        with self.database.writing() as session:
            if session.get(NamedTransformation, name) is not None:
                raise TransformationError(f"There is a transformation {name} already")
            named = NamedTransformation(
                name=name,
                definition=definition,
                allowed_for_strict=True,
                created_at=datetime.now(UTC),
            )
            session.add(named)
            return named

    def update(
        self, name: str, *, allowed_for_strict: bool | None, definition: str | None
    ) -> NamedTransformation | None:
        """Change what is not None; None when there is none. Raises TransformationError.

        What was made by the old definition stays under the old definition's own name.
        """
        if definition is not None:
            self._check(definition)
        with self.database.writing() as session:
            named = session.get(NamedTransformation, name)
            if named is None:
                return None
            if allowed_for_strict is not None:
                named.allowed_for_strict = allowed_for_strict
            if definition is not None:
                named.definition = definition
            return named

    def delete(self, name: str) -> bool:
        """Forget it; whether there was one."""
        with self.database.writing() as session:
            named = session.get(NamedTransformation, name)
            if named is not None:
                session.delete(named)
            return named is not None

    def _check(self, definition: str) -> None:
        if not definition or not self.read(definition).components:
            raise TransformationError("The definition is empty; write it as c_fill,h_100,w_100")

    def _definition(self, name: str) -> str | None:
        named = self.get(name) if _NAME.fullmatch(name) else None
        return named.definition if named else None
