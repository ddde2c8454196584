"""Chores that are done now and then while the server runs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

_INTERVAL = 600.0
_LOG = logging.getLogger(__name__)


def keep_house(chores: Sequence[Callable[[], None]], interval: float = _INTERVAL) -> None:
    """Do the chores now and then every `interval` seconds, in a thread that ends with the process.

    A chore that fails is logged, and tried again in the next round.
    """

    def rounds() -> None:
        while True:
            for chore in chores:
                try:
                    chore()
                except Exception:
                    _LOG.exception("A chore failed")
            time.sleep(interval)

    threading.Thread(target=rounds, name="housekeeping", daemon=True).start()
