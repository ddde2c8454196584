"""Where a page of a listing ended, as the opaque text that asks for the next one.

A cursor holds the values that the last row was sorted by, so what is added or deleted before it
moves nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

_LONGEST = 4_096


class CursorError(ValueError):
    """A text that no listing of this kind gave as its cursor; the message says so."""


def write_cursor(listing: str, position: Sequence[str]) -> str:
    """The cursor behind the row at `position`; `listing` names what is listed and its order."""
    written = json.dumps([listing, *position], separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def read_cursor(listing: str, cursor: str, parts: int) -> list[str]:
    """The position, of so many parts, that `cursor` stands for. Raises CursorError."""
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        written = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise _invalid() from None
    if not isinstance(written, list) or len(written) != parts + 1 or written[0] != listing:
        raise _invalid()
    position = written[1:]
    if not all(isinstance(part, str) and _is_storable(part) for part in position):
        raise _invalid()
    return position


def _is_storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _invalid() -> CursorError:
    return CursorError("next_cursor is not one that this listing gave; begin without it")
