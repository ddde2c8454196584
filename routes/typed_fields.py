"""Single fields of a request, read as what they are to be."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from routes.fields import Fields
from routes.responses import ApiError

_USUAL_RESULTS = 10
_MOST_RESULTS = 500


def read_text(fields: Fields, name: str, longest: int = 255) -> str | None:
    """The text of a field, if it is there. Raises ApiError."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ApiError(400, f"{name} must be a text")
    if len(value) > longest:
        raise ApiError(400, f"{name} must have at most {longest:,} characters")
    return value


def need_text(fields: Fields, name: str, longest: int = 255) -> str:
    """The text of a field, which must be there and not empty. Raises ApiError."""
    value = read_text(fields, name, longest)
    if not value:
        raise ApiError(400, f"Missing required parameter - {name}")
    return value


def read_flag(fields: Fields, name: str) -> bool:
    """Whether a field says yes; without it, it says no. Raises ApiError."""
    value = str(fields.get(name, False)).lower()
    if value not in {"true", "1", "false", "0", ""}:
        raise ApiError(400, f"{name} must be true or false")
    return value in {"true", "1"}


def read_texts(fields: Fields, name: str, most: int) -> list[str]:
    """From 1 to `most` texts, or one. Raises ApiError."""
    given = fields.get(name)
    values = [given] if isinstance(given, str) else given
    if not values:
        raise ApiError(400, f"Missing required parameter - {name}")
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ApiError(400, f"{name} must be a list of texts")
    if len(values) > most:
        raise ApiError(400, f"{name} must be at most {most}, and are {len(values):,}")
    return values


def read_limit(fields: Fields, usual: int = _USUAL_RESULTS) -> int:
    """`max_results`, from 1 to 500. Raises ApiError."""
    given = str(fields.get("max_results", usual))
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:5]) <= _MOST_RESULTS):
        raise ApiError(400, f"max_results must be a whole number from 1 to {_MOST_RESULTS}")
    return int(given)


def read_cursor_text(fields: Fields) -> str:
    """`next_cursor`; empty for the beginning. Raises ApiError."""
    return read_text(fields, "next_cursor", longest=5_000) or ""


def read_moment(fields: Fields, name: str) -> datetime | None:
    """A moment as ISO 8601 or as HTTP writes it, in UTC unless it says otherwise. Raises ApiError.

    The Node SDK sends the latter.
    """
    text = read_text(fields, name)
    if not text:
        return None
    try:
        moment = _moment(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        raise ApiError(
            400, f"{name} must be a moment such as 2026-11-22 03:00:00, not {text[:100]!r}"
        ) from None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except ValueError:
        return parsedate_to_datetime(text)
