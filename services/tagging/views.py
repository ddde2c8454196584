"""What a picture or a video looks like, kept small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from services.tagging.tags import View

SAME: Final = 0.95
"""Neighbours in one shot whose embeddings have at least this product look the same."""


def merged_views(views: Iterable[View]) -> tuple[View, ...]:
    """`views` in the order of time, with one for each stretch of a shot that looks the same."""
    merged: list[View] = []
    for view in views:
        last = merged[-1] if merged else None
        if last and last.shot == view.shot and np.dot(last.embedding, view.embedding) >= SAME:
            merged[-1] = replace(last, end=view.end)
        else:
            merged.append(view)
    return tuple(merged)
