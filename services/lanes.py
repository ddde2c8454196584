"""Which queue a file waits in, and its place there: nobody waits for what takes much longer.

Each lane is a queue with a worker of its own, so that a film of two hours holds up other long films
at most. All of them share the processor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_LENGTHS_TO_WAIT: Final = 3
"""How many times its own length a video lets others go first that came later. Counted from when it
came, so that however many short ones come, a long one's turn comes too."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A queue for what is at most `longest` seconds long, looked into every `poll` seconds.

    A look takes some 5 ms, which an idle server should not spend more often than people notice:
    for a short video they wait, for a film they come back.
    """

    queue: str
    longest: float
    poll: float


LANES: Final = (
    Lane("tagging", 120.0, 0.5),
    Lane("tagging-medium", 1200.0, 2.0),
    Lane("tagging-long", float("inf"), 4.0),
)


def lane_for(duration: float | None) -> Lane:
    """The lane of a video that many seconds long; of a picture when there is no duration."""
    return next(lane for lane in LANES if (duration or 0.0) <= lane.longest)


def place(asked_at: float, duration: float | None) -> int:
    """The smaller, the sooner its turn within a lane; `asked_at` in seconds since 1970.

    In tens of seconds, since the queue's numbers end at 2,147,483,647.
    """
    return int(asked_at + _LENGTHS_TO_WAIT * (duration or 0.0)) // 10
