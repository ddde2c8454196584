"""Which objects in successive frames are the same one, and how fast it moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from math import hypot
from typing import Final

from services.tagging.actions.looks import Look, Moment, SeenObject, Shift
from services.tagging.tags import Box

VEHICLES: Final = frozenset({"bus", "car", "truck"})
"""Seen from above or behind, one is taken for the other from frame to frame."""

LEAST_OVERLAP: Final = 0.2
"""Of their union that boxes of one object share from look to look, at least."""

LONGEST_GAP: Final = 2
"""Looks from one sight of an object to the next, at most."""

SAME_SIZE: Final = 1.35
FASTEST: Final = 1.5
FASTEST_BODY: Final = 4.0
"""How much higher one box of an object is than its next at most, and how far it gets in a second:
in heights of the frame (a ball) or in its own (a runner)."""

LEAST_LIKELY: Final = 0.3
"""Objects less likely than this are not followed."""

SHORTEST_SPAN: Final = 0.4
"""Seconds over which a speed is measured, at least: boxes tremble by some hundredths of their size
from frame to frame."""


@dataclass(frozen=True, slots=True)
class Area:
    """A box in heights of the frame, so that distances mean the same both ways."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        """Across and down."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Sight:
    """A tracked object in one look: `look` is its number, `box` where the engine saw it."""

    look: int
    time: float
    box: Box
    area: Area
    likelihood: float
    shift: Shift | None


@dataclass(slots=True)
class Track:
    """One object through a moment."""

    thing: str
    sights: list[Sight] = field(default_factory=list)

    @property
    def likelihood(self) -> float:
        """The mean over its sights, from 0 to 1."""
        return sum(sight.likelihood for sight in self.sights) / len(self.sights)

    @property
    def looks(self) -> set[int]:
        """The numbers of the looks in which it was seen."""
        return {sight.look for sight in self.sights}

    @property
    def size(self) -> float:
        """The mean height, in heights of the frame."""
        return sum(sight.area.height for sight in self.sights) / len(self.sights)

    def at(self, look: int) -> Sight:
        """Its sight in a look that has one."""
        return next(sight for sight in self.sights if sight.look == look)

    def velocity(self) -> tuple[float, float] | None:
        """Heights of the frame a second, across and down, against the background.

        None when it was seen too briefly, or the background's own motion is not known.
        """
        first, last = self.sights[0], self.sights[-1]
        seconds = last.time - first.time
        if seconds < SHORTEST_SPAN or first.shift is None or last.shift is None:
            return None
        across = last.area.center[0] - first.area.center[0] - last.shift.right + first.shift.right
        down = last.area.center[1] - first.area.center[1] - last.shift.down + first.shift.down
        return across / seconds, down / seconds

    def speed(self) -> float | None:
        """The length of its velocity."""
        velocity = self.velocity()
        return None if velocity is None else hypot(*velocity)


def follow(moment: Moment) -> list[Track]:
    """The objects of a moment, each with all its sights; nearest boxes are joined first."""
    tracks: list[Track] = []
    for number, look in enumerate(moment.looks):
        sights = [
            (each.thing, _sight(number, look, each, moment.aspect))
            for each in look.objects
            if each.likelihood >= LEAST_LIKELY
        ]
        open_tracks = [track for track in tracks if number - track.sights[-1].look <= LONGEST_GAP]
        for track, found in _matched(open_tracks, sights):
            track.sights.append(found)
        joined = {id(track.sights[-1]) for track in tracks}
        tracks += [Track(thing, [each]) for thing, each in sights if id(each) not in joined]
    return tracks


def _matched(
    tracks: Sequence[Track], sights: Sequence[tuple[str, Sight]]
) -> list[tuple[Track, Sight]]:
    candidates = [
        (shared, track, sight)
        for track, (thing, sight) in product(tracks, sights)
        if _can_be_same(track.thing, thing)
        and (shared := _shared(_expected(track.sights[-1], sight), sight.area)) >= LEAST_OVERLAP
    ]
    matched: list[tuple[Track, Sight]] = []
    taken: set[int] = set()
    for _, track, sight in sorted(candidates, key=lambda each: -each[0]):
        if id(track) not in taken and id(sight) not in taken:
            taken |= {id(track), id(sight)}
            matched.append((track, sight))
    left = [track for track in tracks if id(track) not in taken]
    new = [each for each in sights if id(each[1]) not in taken]
    return matched + _leaps(left, new)


def _leaps(
    tracks: Sequence[Track], sights: Sequence[tuple[str, Sight]]
) -> list[tuple[Track, Sight]]:
    """What is so fast that its boxes no longer overlap, where it cannot be taken for another."""
    leaps = []
    for thing in {track.thing for track in tracks}:
        before = [track for track in tracks if track.thing == thing]
        after = [sight for each, sight in sights if each == thing]
        if len(before) == len(after) == 1 and _is_in_reach(before[0].sights[-1], after[0]):
            leaps.append((before[0], after[0]))
    return leaps


def _is_in_reach(before: Sight, now: Sight) -> bool:
    one, other = before.area, now.area
    is_as_large = 1 / SAME_SIZE <= one.height / max(other.height, 1e-9) <= SAME_SIZE
    distance = hypot(one.center[0] - other.center[0], one.center[1] - other.center[1])
    reach = max(FASTEST, FASTEST_BODY * one.height) * (now.time - before.time)
    return is_as_large and distance <= reach


def _can_be_same(one: str, other: str) -> bool:
    return one == other or {one, other} <= VEHICLES


def _expected(before: Sight, now: Sight) -> Area:
    """Where an object is now if it moved with the background."""
    if before.shift is None or now.shift is None:
        return before.area
    right = now.shift.right - before.shift.right
    down = now.shift.down - before.shift.down
    area = before.area
    moved = Area(area.left + right, area.top + down, area.right + right, area.bottom + down)
    # Whom the camera follows does not move with the background.
    return max((area, moved), key=lambda each: _shared(each, now.area))


def _shared(one: Area, other: Area) -> float:
    """The share of their union that two areas have in common."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (one.width * one.height + other.width * other.height - shared)


def _sight(number: int, look: Look, seen: SeenObject, aspect: float) -> Sight:
    box = seen.box
    area = Area(box.x * aspect, box.y, (box.x + box.width) * aspect, box.y + box.height)
    return Sight(number, look.time, box, area, seen.likelihood, look.shift)
