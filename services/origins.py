"""Origins of pages: `https://shop.example`, or `https://*.shop.example` for all hosts below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_HOST = r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?"
_ORIGIN = re.compile(rf"https?://(?:(?:\*\.)?{_HOST}|\[[0-9a-f:]+\])(?::[0-9]{{1,5}})?")


def checked_origin(value: str) -> str:
    """`value` as browsers write an origin. Raises ValueError."""
    origin = value.strip().lower().rstrip("/")
    if not _ORIGIN.fullmatch(origin):
        raise ValueError("must be an origin such as https://shop.example or https://*.shop.example")
    return origin


def origin_of(address: str) -> str:
    """The origin of a page at `address`."""
    parts = urlsplit(address.lower())
    return f"{parts.scheme}://{parts.netloc}"


def is_listed(origin: str | None, listed: Iterable[str]) -> bool:
    """Whether `origin`, as a browser sent it, is one of `listed`."""
    return origin is not None and any(
        pattern.fullmatch(origin) for pattern in origin_patterns(listed)
    )


def origin_patterns(listed: Iterable[str]) -> list[re.Pattern[str]]:
    """A regular expression for each, as flask-cors takes them."""
    return [
        re.compile(rf"^{re.escape(entry).replace(re.escape('*'), _HOST)}$", re.IGNORECASE)
        for entry in listed
    ]
