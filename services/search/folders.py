"""Finding folders by expression: by name, by path, by when they were made.

Source: Cloudinary's "Search folders" (Admin API). There are few of them beside assets, so each is
looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from services.assets.folder_rows import Folder
from services.assets.presentation import moment_text
from services.database import Database
from services.search.expression import All, ExpressionError, Node, Not, Range, Term, Value
from services.search.expression import Any as AnyOf
from services.search.ordering import cursor_behind, values_of
from services.search.parsing import parse
from services.search.quantities import moment
from services.search.search import SearchQuery
from services.search.words import words

FOLDER_SORT_FIELDS = ("name", "path", "created_at")
FOLDER_FIELDS = ("name", "path", "created_at", "external_id")


@dataclass(frozen=True)
class FoundFolders:
    """A page of folders, how many there are in all, and where the next page begins."""

    folders: list[Folder]
    total: int
    next_cursor: str | None


class FolderSearch:
    """Searches the folders."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, query: SearchQuery) -> FoundFolders:
        """A page of what the query finds. Raises ExpressionError, CursorError."""
        holds = _predicate(parse(query.expression), datetime.now(UTC))
        found = {folder.path: folder for folder in self._folders() if holds(folder)}
        total, start = len(found), 0
        last = _last_of_the_page_before(query)
        if last:
            # Its place is known even if it has gone since.
            found.setdefault(last.path, last)
        ordered = _sorted(found.values(), query)
        if last:
            start = 1 + next(at for at, each in enumerate(ordered) if each.path == last.path)
        page = ordered[start : start + query.max_results]
        more = start + len(page) < len(ordered)
        return FoundFolders(page, total, _cursor(page[-1], query) if more else None)

    def _folders(self) -> Iterable[Folder]:
        with self._database.reading() as session:
            return session.scalars(select(Folder)).all()


def folder_row(folder: Folder) -> dict[str, Any]:
    """The folder as the Admin API shows it."""
    return {
        "name": folder.name,
        "path": folder.path,
        "created_at": moment_text(folder.created_at),
        "external_id": folder.external_id,
    }


def _last_of_the_page_before(query: SearchQuery) -> Folder | None:
    if query.next_cursor is None:
        return None
    path, created_at = values_of(query.next_cursor, query.identity, [str, datetime])
    return Folder(path=path, created_at=created_at)


def _cursor(last: Folder, query: SearchQuery) -> str:
    return cursor_behind([last.path, last.created_at], query.identity)


def _sorted(folders: Iterable[Folder], query: SearchQuery) -> list[Folder]:
    """By path where nothing else decides."""
    ordered = sorted(folders, key=_SORT_KEYS["path"])
    for name, direction in reversed(query.sort_by):
        ordered.sort(key=_SORT_KEYS[name], reverse=direction == "desc")
    return ordered


_Predicate = Callable[[Folder], bool]
_SORT_KEYS: Mapping[str, Callable[[Folder], Any]] = {
    "name": lambda folder: folder.name,
    "path": lambda folder: folder.path,
    "created_at": lambda folder: folder.created_at,
}


def _predicate(node: Node, now: datetime) -> _Predicate:
    match node:
        case Term():
            return _holds(node, now)
        case Not(part):
            inner = _predicate(part, now)
            return lambda folder: not inner(folder)
        case All(parts):
            every = [_predicate(part, now) for part in parts]
            return lambda folder: all(holds(folder) for holds in every)
        case AnyOf(parts):
            some = [_predicate(part, now) for part in parts]
            return lambda folder: any(holds(folder) for holds in some)


def _holds(term: Term, now: datetime) -> _Predicate:
    if term.field == "created_at":
        return _created(term, now)
    texts: dict[str | None, Callable[[Folder], str]] = {
        None: lambda folder: folder.path,
        "name": lambda folder: folder.name,
        "path": lambda folder: folder.path,
        "folder": lambda folder: folder.path,
    }
    read = texts.get(term.field)
    if read is None:
        raise ExpressionError(
            term.position,
            f"folders have no field {str(term.field)[:50]}, but name, path, created_at",
        )
    value = term.operand
    if isinstance(value, Range) or term.operator not in {":", "="}:
        raise ExpressionError(term.position, f"{term.field} cannot be compared")
    if value.is_anything:
        return lambda folder: True
    if term.operator == "=" or (value.is_beginning and value.text.endswith("/")):
        return lambda folder: _is(read(folder), value)
    return lambda folder: _has_words(read(folder), value)


def _is(text: str, value: Value) -> bool:
    return text.startswith(value.text) if value.is_beginning else text == value.text


def _has_words(text: str, value: Value) -> bool:
    sought = f" {' '.join(words(value.text))}"
    there = f" {' '.join(words(text))} "
    return len(sought) > 1 and (sought if value.is_beginning else f"{sought} ") in there


def _created(term: Term, now: datetime) -> _Predicate:
    operand = term.operand
    if isinstance(operand, Range):
        bounds = [
            _created_beside(">=" if operand.low_included else ">", operand.low, now),
            _created_beside("<=" if operand.high_included else "<", operand.high, now),
        ]
        return lambda folder: all(holds(folder) for holds in bounds)
    return _created_beside(term.operator, operand, now)


def _created_beside(operator: str, value: Value, now: datetime) -> _Predicate:
    if value.is_anything:
        return lambda folder: True
    start, end = moment(value, now)
    after = start if start == end else end
    comparisons: dict[str, _Predicate] = {
        ">": lambda folder: folder.created_at >= after,
        ">=": lambda folder: folder.created_at >= start,
        "<": lambda folder: folder.created_at < start,
        "<=": lambda folder: folder.created_at < after,
        "=": lambda folder: start <= folder.created_at < end,
        ":": lambda folder: start <= folder.created_at < end,
    }
    return comparisons[operator]
