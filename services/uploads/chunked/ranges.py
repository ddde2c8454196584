"""Ranges of bytes, each (start, end) with the end behind the last byte."""

from __future__ import annotations

from collections.abc import Iterable

Range = tuple[int, int]


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same bytes in as few ranges as possible, in order."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def overlap(one: Range, other: Range) -> bool:
    """Whether they have a byte in common."""
    return one[0] < other[1] and other[0] < one[1]


def covers(ranges: Iterable[Range], wanted: Range) -> bool:
    """Whether one of the merged `ranges` has every byte of `wanted`."""
    return any(start <= wanted[0] and wanted[1] <= end for start, end in ranges)
