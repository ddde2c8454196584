"""The language that somebody would rather read is found as HTTP's Accept-Language says."""

from __future__ import annotations

import pytest

from services.tagging.words.languages import best_language

AVAILABLE = ("de", "fr", "pt")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-AT", "de"),
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt"),
        ("en-US,de;q=0.9", "en"),
        ("nl,fr;q=0.5", "fr"),
        ("fr;q=0.5,de;q=0.7", "de"),
        ("de;q=0", "en"),
        ("de;q=much,fr;q=0.1", "fr"),
        ("ja", "en"),
        ("*", "en"),
        ("", "en"),
        (",;,-", "en"),
        (None, "en"),
    ],
)
def test_the_most_wanted_language_that_is_there_is_taken(
    accepted: str | None, language: str
) -> None:
    assert best_language(accepted, AVAILABLE) == language
