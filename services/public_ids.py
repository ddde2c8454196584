"""The names that assets may have: data in an address, never a path in a file system."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f?&#\\%<>+]")


def checked_public_id(value: str) -> str:
    """`value` as a public ID: names separated by single slashes. Raises ValueError."""
    public_id = value.strip()
    if _FORBIDDEN.search(public_id):
        raise ValueError(r"must not contain ? & # \ % < > + or control characters")
    if any(part.strip() in {"", ".", ".."} for part in public_id.split("/")):
        raise ValueError("must be names separated by single slashes, none of them . or ..")
    return public_id


def checked_folder(value: str) -> str:
    """`value` as the folder of a public ID, which may be empty. Raises ValueError."""
    folder = value.strip().strip("/")
    return checked_public_id(folder) if folder else ""
