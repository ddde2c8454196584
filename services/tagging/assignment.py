"""Thresholds: which detected tags become the asset's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.tagging.tags import Kind, Tag

Thresholds = float | Mapping[Kind, float]


def assigned_tags(tags: Iterable[Tag], thresholds: Thresholds | None) -> list[Tag]:
    """The tags at or above their threshold, surest first, each name once.

    `thresholds` is one number for all, or one for each kind of tag; a kind that it leaves out is
    not assigned. Without thresholds nothing is. Tags equally sure to a hundredth keep their order.
    """
    if thresholds is None:
        return []
    best: dict[str, Tag] = {}
    for tag in tags:
        reached = tag.confidence >= _threshold(tag.kind, thresholds)
        if reached and (tag.name not in best or tag.confidence > best[tag.name].confidence):
            best[tag.name] = tag
    # Within a hundredth the engine's order says more than the number: a cat, then an animal.
    return sorted(best.values(), key=lambda tag: -round(tag.confidence, 2))


def _threshold(kind: Kind, thresholds: Thresholds) -> float:
    if isinstance(thresholds, Mapping):
        return thresholds.get(kind, float("inf"))
    return thresholds
