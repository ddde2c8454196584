"""How much is decoded at a time, so that many large pictures at once do not eat the machine."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local
from typing import Final

BUDGET: Final = 100_000_000
"""Pixels that are decoded at a time in the whole process: one picture of the largest size allowed,
or eight of a phone's. A pixel takes 4 to 16 bytes while it is decoded, depending on the format."""


class DecodingGate:
    """Lets decoders of so many pixels in at a time, in the order in which they came.

    Whoever is in may enter again: what a thread decodes while it decodes waits for nobody.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._free = budget
        self._changed = Condition()
        self._waiting: deque[object] = deque()
        self._thread = local()

    @contextmanager
    def decoding(self, pixels: int) -> Iterator[None]:
        """Wait until there is room for so many pixels; more than there ever is count as all."""
        if getattr(self._thread, "is_in", False):
            yield
            return
        weight = min(pixels, self._budget)
        self._enter(weight)
        self._thread.is_in = True
        try:
            yield
        finally:
            self._thread.is_in = False
            with self._changed:
                self._free += weight
                self._changed.notify_all()

    def _enter(self, weight: int) -> None:
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            try:
                self._changed.wait_for(lambda: self._waiting[0] is ticket and self._free >= weight)
                self._free -= weight
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()


GATE: Final = DecodingGate()
"""The one of this process."""
