"""The words of a text, the same for what is kept and for what is searched, on every database."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

BOUNDARY = "xboundaryx"
"""A word between two values of one field, so that no phrase begins in one and ends in the other."""


def words(text: str) -> list[str]:
    """What is between spaces and punctuation, in lower case."""
    # Composed first, so that a letter with its accent is one character, however it was typed.
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(
        character if unicodedata.category(character)[0] in "LNM" else " " for character in folded
    ).split()


def joined_words(texts: Iterable[str]) -> str:
    """The words of several values of one field, with a boundary between the values."""
    return f" {BOUNDARY} ".join(filter(None, (" ".join(words(text)) for text in texts)))
