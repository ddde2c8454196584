"""What is done in a burst of frames: the same objects looked for in each, then the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PIL import Image

from services.media.sampling import FollowingFrame, SampledFrame
from services.tagging.actions.looks import Look, Moment, SeenObject, Shift
from services.tagging.actions.motion import camera_shift, small_gray
from services.tagging.actions.rules import Observed, observe
from services.tagging.actions.tracks import LEAST_LIKELY, VEHICLES

_ACTORS = VEHICLES | {"person", "motorcycle"}
"""Without one of these nobody does anything that a rule knows."""

FindObjects = Callable[[Image.Image], Sequence[SeenObject]]


def observe_burst(
    frame: SampledFrame, objects: Sequence[SeenObject], find: FindObjects
) -> list[Observed] | None:
    """What is done from a frame with these objects on; None when it begins no burst.

    `find` is asked for the objects of the frames that follow, as far as they matter: of a burst at
    both ends of which nobody is, only the last one is looked at.
    """
    if not frame.burst:
        return None
    last = frame.burst[-1]
    at_last = find(Image.fromarray(last.pixels))
    if not (_has_actor(objects) or _has_actor(at_last)):
        return []
    between = [find(Image.fromarray(each.pixels)) for each in frame.burst[:-1]]
    seen = [objects, *between, at_last]
    times = [frame.time, *(each.time for each in frame.burst)]
    shifts = _shifts(frame, frame.burst)
    looks = [Look(*each) for each in zip(times, seen, shifts, strict=True)]
    height, width = frame.pixels.shape[:2]
    return observe(Moment(looks, width / height))


def _has_actor(objects: Sequence[SeenObject]) -> bool:
    return any(each.thing in _ACTORS and each.likelihood >= LEAST_LIKELY for each in objects)


def _shifts(frame: SampledFrame, burst: Sequence[FollowingFrame]) -> list[Shift | None]:
    """How far the background has moved since the first frame, for it and for all that follow."""
    shifts: list[Shift | None] = [Shift(0.0, 0.0)]
    before = small_gray(frame.pixels)
    for each in burst:
        after = small_gray(each.pixels)
        step, so_far = camera_shift(before, after), shifts[-1]
        if step is None or so_far is None:
            shifts.append(None)
        else:
            shifts.append(Shift(so_far.right + step.right, so_far.down + step.down))
        before = after
    return shifts
