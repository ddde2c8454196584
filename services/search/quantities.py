"""Numbers, sizes, times and moments as they are written in search expressions."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta

from services.search.expression import ExpressionError, Value

_NUMBER = r"(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+))"
_SIZE = re.compile(rf"{_NUMBER}\s*(?P<unit>b|k|kb|m|mb|g|gb|t|tb)?", re.IGNORECASE | re.ASCII)
_TIME = re.compile(rf"{_NUMBER}\s*(?P<unit>ms|s|m|min|h)?", re.ASCII)
_SECONDS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_RATIO = re.compile(r"(?P<width>\d+(?:\.\d+)?):(?P<height>\d+(?:\.\d+)?)", re.ASCII)
_AGO = re.compile(r"(?P<count>\d{1,6})(?P<unit>[hdwmy])", re.ASCII)
_AGO_UNITS = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
    "y": timedelta(days=365),
}
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?", re.ASCII)
_LARGEST = 2.0**63


def number(value: Value) -> float:
    """A plain number. Raises ExpressionError."""
    return _finite(value, re.fullmatch(_NUMBER, value.text, re.ASCII), "a number, as 640 or 1.5")


def size(value: Value) -> float:
    """Bytes, written as 500000, 500kb or 1.5mb (1 kb is 1,024 bytes). Raises ExpressionError."""
    match = _SIZE.fullmatch(value.text)
    amount = _finite(value, match, "a size, as 500000, 500kb or 1.5mb")
    assert match
    power = "bkmgt".index((match["unit"] or "b")[0].lower())
    return amount * 1024.0**power


def seconds(value: Value) -> float:
    """Seconds, written as 90, 90s, 1.5m, 500ms or 1h. Raises ExpressionError."""
    match = _TIME.fullmatch(value.text)
    amount = _finite(value, match, "a time, as 90s, 1.5m or 500ms")
    assert match
    return amount * _SECONDS[match["unit"] or ""]


def share(value: Value) -> float:
    """A confidence from 0 to 1, written as 0.8 or 80%. Raises ExpressionError."""
    percent = value.text.endswith("%")
    text = Value(value.text.removesuffix("%"), value.is_beginning, value.position)
    found = number(text) / (100 if percent else 1)
    if not 0 <= found <= 1:
        raise ExpressionError(value.position, "confidences run from 0 to 1 (or from 0% to 100%)")
    return found


def ratio(value: Value) -> float:
    """Width by height, written as 1.78 or 16:9. Raises ExpressionError."""
    match = _RATIO.fullmatch(value.text)
    if match and float(match["height"]):
        return float(match["width"]) / float(match["height"])
    return _finite(value, re.fullmatch(_NUMBER, value.text, re.ASCII), "a ratio, as 1.5 or 16:9")


def moment(value: Value, now: datetime) -> tuple[datetime, datetime]:
    """From when to when: a year, a month, a day, a second, or so long before `now`.

    Written as 2026, 2026-11, 2026-11-22, 2026-11-22T10:00:00Z (UTC where nothing else is said), or
    12h, 1d, 2w, 3m (of 30 days) or 1y ago. Raises ExpressionError.
    """
    try:
        found = None if value.is_beginning else _moment(value.text, now)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise ExpressionError(
            value.position,
            f"{value.text[:50]!r} is no date, as 2026-11-22 or 2026-11-22T10:00:00Z, "
            "nor a time ago, as 12h, 1d, 2w, 3m or 1y",
        )
    return found


def _moment(text: str, now: datetime) -> tuple[datetime, datetime] | None:
    if match := _AGO.fullmatch(text):
        then = now - int(match["count"]) * _AGO_UNITS[match["unit"]]
        return then, then
    if match := _DATE.fullmatch(text):
        return _period(*(int(part) if part else None for part in match.groups()))
    if not re.match(r"\d{4}[-/]\d", text):
        return None
    start = datetime.fromisoformat(text.replace("/", "-"))
    start = start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)
    return start, start + timedelta(seconds=1)


def _period(year: int | None, month: int | None, day: int | None) -> tuple[datetime, datetime]:
    start = datetime(year or 1, month or 1, day or 1, tzinfo=UTC)
    if day:
        return start, start + timedelta(days=1)
    if month:
        return start, (start + timedelta(days=31)).replace(day=1)
    return start, start.replace(year=start.year + 1)


def _finite(value: Value, match: re.Match[str] | None, wanted: str) -> float:
    found = float(match["number"]) if match and not value.is_beginning else math.nan
    if not abs(found) < _LARGEST:
        raise ExpressionError(value.position, f"{value.text[:50]!r} is not {wanted}")
    return found
