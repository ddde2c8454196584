"""How many requests a key may make in each hour of the clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

_WINDOW = 3_600


@dataclass(frozen=True)
class Allowance:
    """What is left of an hour's requests once one has been counted; below 0, it was too many."""

    limit: int
    left: int
    resets_at: datetime


class HourlyLimit:
    """Counts in memory, in this process: a restart begins anew."""

    def __init__(self, limit: int, now: Callable[[], float] = time.time) -> None:
        self._limit = limit
        self._now = now
        self._lock = threading.Lock()
        self._window = 0
        self._count = 0

    def count(self) -> Allowance:
        """Count a request of this moment."""
        window = int(self._now() // _WINDOW)
        with self._lock:
            if window != self._window:
                self._window, self._count = window, 0
            self._count += 1
            left = self._limit - self._count
        return Allowance(self._limit, left, datetime.fromtimestamp((window + 1) * _WINDOW, UTC))
