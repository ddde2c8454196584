"""Moments made of boxes: who and what is where, and how it moves."""

from __future__ import annotations

from collections.abc import Mapping

from services.tagging.actions.looks import Look, Moment, SeenObject, Shift
from services.tagging.tags import Box

ASPECT = 1.5
SPACING = 0.24

Place = tuple[float, float, float, float]
"""Left, top, width and height, in heights of the frame."""


def moment(
    *things: tuple[str, Place],
    moving: Mapping[str, tuple[float, float]] | None = None,
    camera: tuple[float, float] | None = (0.0, 0.0),
    looks: int = 4,
    likelihood: float = 0.95,
) -> Moment:
    """Things at their places, those `moving` with a velocity against the background, seen by a
    camera that turns with a velocity, or moves in a way that nobody can tell (None). Velocities
    are across and down, in heights of the frame a second."""
    made = []
    for number in range(looks):
        time = number * SPACING
        turned = camera or (0.0, 0.0)
        shift = Shift(-turned[0] * time, -turned[1] * time)
        objects = []
        for thing, (left, top, width, height) in things:
            across, down = (moving or {}).get(thing, (0.0, 0.0))
            x, y = left + across * time + shift.right, top + down * time + shift.down
            objects.append(
                SeenObject(thing, likelihood, Box(x / ASPECT, y, width / ASPECT, height))
            )
        known = shift if camera is not None or number == 0 else None
        made.append(Look(time, objects, known))
    return Moment(made, ASPECT)
