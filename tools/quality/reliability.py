"""Whether of the tags at a confidence as many are right as it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LOWEST: Final = 0.1
"""Tags below this are neither shown nor assigned by anybody."""

EDGES: Final = (*(round(0.1 * tenth, 1) for tenth in range(1, 10)), 1.0)


@dataclass(frozen=True)
class Judged:
    """A tag's confidence and whether the picture shows it."""

    confidence: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """Tags of about one confidence: how many, their mean confidence, and what share is right."""

    lowest: float
    highest: float
    count: int
    confidence: float
    right: float


def bins(tags: Sequence[Judged]) -> list[Bin]:
    """Of tenths of the scale, those in which there are tags."""
    found = []
    for low, high in pairwise(EDGES):
        # The last bin has the tags of exactly one as well.
        inside = [t for t in tags if low <= t.confidence < high or t.confidence == high == 1]
        if inside:
            confidence = sum(tag.confidence for tag in inside) / len(inside)
            right = sum(tag.right for tag in inside) / len(inside)
            found.append(Bin(low, high, len(inside), confidence, right))
    return found


def expected_calibration_error(tags: Sequence[Judged]) -> float:
    """The mean distance between confidence and share of right ones, over bins by their counts."""
    found = bins(tags)
    total = sum(each.count for each in found)
    return sum(each.count * abs(each.confidence - each.right) for each in found) / max(1, total)


def diagram(tags: Sequence[Judged]) -> str:
    """An SVG of 320 by 320: a bar for every bin, the diagonal where all would be right."""
    bars = "".join(
        f'<rect x="{20 + 280 * each.lowest:.1f}" y="{300 - 280 * each.right:.1f}" width="26" '
        f'height="{280 * each.right:.1f}" fill="#5b8def"/>'
        for each in bins(tags)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="320" height="320" '
        'font-family="sans-serif" font-size="11"><title>Share of right tags by confidence</title>'
        '<rect width="320" height="320" fill="#ffffff"/>'
        f'{bars}<path d="M20 300 300 20" stroke="#d0453e" stroke-dasharray="4 3"/>'
        '<path d="M20 20V300H300" fill="none" stroke="#444444"/>'
        '<text x="160" y="315" text-anchor="middle">confidence, 0 to 1</text>'
        '<text transform="translate(13 160) rotate(-90)" text-anchor="middle">share that is right'
        "</text></svg>\n"
    )
