"""Which motions and contacts are which actions. Where the evidence is weak, a rule says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final

from services.tagging.actions.contact import (
    Contact,
    at_the_ear,
    at_the_mouth,
    in_the_hand,
    in_the_saddle,
    near,
    on_the_board,
    overhead,
)
from services.tagging.actions.looks import Moment
from services.tagging.actions.tracks import VEHICLES, Track, follow
from services.tagging.tags import Evidence, EvidenceBox

LEAST_LOOKS: Final = 2
"""Looks in which a contact is seen, at least: in one it may be chance."""

MOVING: Final = 0.35
"""Body heights a second from which somebody moves: boxes tremble by a fifth of that."""

WALKING: Final = (0.35, 1.25)
RUNNING: Final = (1.6, 6.0)
"""Body heights a second, of people 1.7 m tall: 0.6 to 2.1 m/s, and 2.7 to 10 m/s. Between them is
either, beyond them a mistake."""

UPRIGHT: Final = (1.5, 5.0)
"""Heights in widths of the box around somebody who walks."""

DRIVING: Final = 0.15
"""Heights of the vehicle a second from which it moves."""


@dataclass(frozen=True, slots=True)
class Observed:
    """An action in a moment: how sure (0 to 1), and why."""

    action: str
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Touching:
    """What a person does who touches a thing in a certain way.

    `surely` is how likely it is the action when both move together, `standing` when they do not, or
    nobody can tell; 0 says nothing then.
    """

    action: str
    things: frozenset[str]
    contact: Contact
    words: str
    surely: float
    standing: float
    must_move: Callable[[Track, Track], bool] | None = None


def _together(person: Track, thing: Track) -> bool:
    return _body_heights(person) >= MOVING and _same_way(person, thing)


def _thing_moves(person: Track, thing: Track) -> bool:
    speed = thing.speed()
    return speed is not None and speed >= MOVING * person.size


def _thing(*names: str) -> frozenset[str]:
    return frozenset(names)


_FOOD: Final = _thing(
    "banana", "apple", "sandwich", "orange", "carrot", "hot dog", "pizza", "donut"
)

_TOUCHING: Final = (
    _Touching("cycling", _thing("bicycle"), in_the_saddle, "on a", 0.9, 0.5, _together),
    _Touching("motorcycling", _thing("motorcycle"), in_the_saddle, "on a", 0.9, 0.5, _together),
    _Touching("horse riding", _thing("horse"), in_the_saddle, "on a", 0.9, 0.75, _together),
    _Touching("skateboarding", _thing("skateboard"), on_the_board, "on a", 0.9, 0.5, _together),
    _Touching("surfing", _thing("surfboard"), on_the_board, "on a", 0.9, 0.75, _together),
    _Touching("snowboarding", _thing("snowboard"), on_the_board, "on a", 0.9, 0.7, _together),
    _Touching("skiing", _thing("skis"), on_the_board, "on", 0.9, 0.75, _together),
    _Touching("playing tennis", _thing("tennis racket"), in_the_hand, "with a", 0.8, 0.8),
    _Touching(
        "playing baseball",
        _thing("baseball bat", "baseball glove"),
        in_the_hand,
        "with a",
        0.75,
        0.75,
    ),
    _Touching("playing frisbee", _thing("frisbee"), near, "near a flying", 0.7, 0.0, _thing_moves),
    _Touching("playing ball", _thing("sports ball"), near, "near a flying", 0.7, 0.0, _thing_moves),
    _Touching("flying a kite", _thing("kite"), overhead, "below a", 0.65, 0.65),
    _Touching(
        "drinking",
        _thing("cup", "bottle", "wine glass"),
        at_the_mouth,
        "with the mouth at a",
        0.7,
        0.7,
    ),
    _Touching("eating", _FOOD, at_the_mouth, "with the mouth at a", 0.65, 0.65),
    _Touching(
        "talking on the phone", _thing("cell phone"), at_the_ear, "with an ear at a", 0.7, 0.7
    ),
)

CARRIERS: Final = VEHICLES | _thing(
    "bicycle",
    "motorcycle",
    "horse",
    "skateboard",
    "surfboard",
    "snowboard",
    "skis",
    "train",
    "boat",
)
"""What moves people who do not walk."""


def observe(moment: Moment) -> list[Observed]:
    """What is done in a moment of at least two looks."""
    tracks = follow(moment)
    people = [track for track in tracks if track.thing == "person"]
    return [
        *_touches(people, tracks),
        *_ways_on_foot(people, tracks),
        *_traffic([track for track in tracks if track.thing in VEHICLES | {"motorcycle"}]),
    ]


def _touches(people: Sequence[Track], tracks: Sequence[Track]) -> Iterator[Observed]:
    for rule in _TOUCHING:
        for thing in tracks:
            if thing.thing in rule.things:
                for person in people:
                    yield from _touch(rule, person, thing)


def _touch(rule: _Touching, person: Track, thing: Track) -> Iterator[Observed]:
    both = sorted(person.looks & thing.looks)
    touching = [look for look in both if rule.contact(person.at(look).area, thing.at(look).area)]
    # As often as not would be passing by.
    if len(touching) < max(LEAST_LOOKS, 2 * len(both) / 3):
        return
    moving = rule.must_move is not None and rule.must_move(person, thing)
    confidence = rule.surely if moving else rule.standing
    if not confidence:
        return
    words = f"A person {rule.words} {thing.thing} in {len(touching)} frames"
    measured = {"frames": float(len(touching))}
    speed = _body_heights(thing if rule.contact is near else person)
    if moving:
        words += f", moving at {speed:.1f} body heights a second"
        measured["body_heights_per_second"] = round(speed, 2)
    elif rule.must_move is not None:
        words += ", not seen to move together"
    yield Observed(
        rule.action,
        confidence * min(person.likelihood, thing.likelihood),
        _evidence(words, measured, [person, thing], touching),
    )


def _ways_on_foot(people: Sequence[Track], tracks: Sequence[Track]) -> Iterator[Observed]:
    carriers = [track for track in tracks if track.thing in CARRIERS]
    for person in people:
        velocity = person.velocity()
        if velocity is None or not _is_upright(person):
            continue
        if any(_overlap(person, carrier) for carrier in carriers):
            continue
        across, down = (abs(part) / person.size for part in velocity)
        if across < 2 * down:
            continue
        for action, (least, most) in (("walking", WALKING), ("running", RUNNING)):
            if least <= across <= most:
                words = f"A person moved across the frame at {across:.1f} body heights a second"
                measured = {"body_heights_per_second": round(across, 2)}
                yield Observed(
                    action,
                    0.8 * person.likelihood,
                    _evidence(words, measured, [person], sorted(person.looks)),
                )


def _traffic(vehicles: Sequence[Track]) -> Iterator[Observed]:
    moving = [
        track
        for track in vehicles
        if (speed := track.speed()) is not None and speed >= DRIVING * track.size
    ]
    if not moving:
        return
    likelihood = sum(track.likelihood for track in moving) / len(moving)
    confidence = (0.75, 0.85, 0.95)[min(len(moving), 3) - 1] * likelihood
    words = "A vehicle" if len(moving) == 1 else f"{len(moving)} vehicles"
    words += " in motion against the background"
    looks = sorted(set.union(*(track.looks for track in moving)))
    fastest = max(track.speed() or 0.0 for track in moving)
    measured = {
        "vehicles": float(len(moving)),
        "fastest_frame_heights_per_second": round(fastest, 2),
    }
    yield Observed("traffic", confidence, _evidence(words, measured, moving, looks))


def _body_heights(track: Track) -> float:
    """Of itself a second; 0 when it cannot be told."""
    return (track.speed() or 0.0) / max(track.size, 1e-9)


def _same_way(one: Track, other: Track) -> bool:
    """Whether their velocities differ by less than half of the faster one's."""
    first, second = one.velocity(), other.velocity()
    if first is None or second is None:
        return False
    apart = hypot(first[0] - second[0], first[1] - second[1])
    return apart <= 0.5 * max(hypot(*first), hypot(*second))


def _is_upright(person: Track) -> bool:
    """Whether head and feet are in the picture, the whole time, of somebody standing."""
    least, most = UPRIGHT
    return all(
        least * sight.area.width <= sight.area.height <= most * sight.area.width
        and sight.box.y > 0.005
        and sight.box.y + sight.box.height < 0.995
        for sight in person.sights
    )


def _overlap(person: Track, carrier: Track) -> bool:
    return any(
        min(one.right, other.right) > max(one.left, other.left)
        and min(one.bottom, other.bottom) > max(one.top, other.top)
        for look in person.looks & carrier.looks
        for one, other in ((person.at(look).area, carrier.at(look).area),)
    )


def _evidence(
    what: str, measured: dict[str, float], tracks: Sequence[Track], looks: Sequence[int]
) -> Evidence:
    """From the first to the last of some looks, with the boxes of what is seen in these two."""
    shown = [
        EvidenceBox(track.thing, sight.time, sight.box)
        for look in dict.fromkeys((looks[0], looks[-1]))
        for track in tracks
        for sight in track.sights
        if sight.look == look
    ]
    times = [sight.time for track in tracks for sight in track.sights if sight.look in looks]
    return Evidence(min(times), max(times), what, measured, tuple(shown))
