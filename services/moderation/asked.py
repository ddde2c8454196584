"""Which moderations an upload asks for, in the text of its option `moderation`.

`manual`, `local` and `duplicate:<threshold>`, several joined by `|` in the order in which they
happen; `manual` is the last (Cloudinary, "Moderate assets" and "Cloudinary Duplicate Image
Detection").
"""

from __future__ import annotations

from typing import NamedTuple

from services.moderation.verdict import MODERATION_KINDS, ModerationKind


class AskedModeration(NamedTuple):
    """One moderation; `threshold` is that of duplicates, from 0 to 1."""

    kind: ModerationKind
    threshold: float | None = None


def asked_moderations(text: str) -> list[AskedModeration]:
    """The moderations in their order. Raises ValueError."""
    asked = [_asked(part.strip()) for part in text.split("|")]
    kinds = [each.kind for each in asked]
    if len(set(kinds)) < len(kinds):
        raise ValueError("must not name a moderation twice")
    if "manual" in kinds[:-1]:
        raise ValueError("must name manual last: what a person decides is not moderated further")
    return asked


def _asked(text: str) -> AskedModeration:
    kind, _, threshold = text.partition(":")
    if kind not in MODERATION_KINDS or (threshold and kind != "duplicate"):
        raise ValueError(
            "there is no such moderation here, only manual, local and duplicate:<threshold>, "
            "several joined by |"
        )
    return AskedModeration(kind, _threshold(threshold) if kind == "duplicate" else None)


def _threshold(text: str) -> float:
    try:
        threshold = float(text)
    except ValueError:
        threshold = -1.0
    if not 0 <= threshold <= 1:
        raise ValueError(
            "duplicate needs a threshold from 0 to 1, as in duplicate:0.8; with 0 the picture is "
            "only remembered for later comparisons"
        )
    return threshold
