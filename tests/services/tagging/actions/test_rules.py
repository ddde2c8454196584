"""Actions are told from motion and contact, and not told where these are weak."""

from __future__ import annotations

import pytest

from services.tagging.actions.looks import Moment
from services.tagging.actions.rules import observe
from tests.services.tagging.actions.scenes import Place, moment

MAN: Place = (0.5, 0.2, 0.2, 0.5)
HEAD_AND_SHOULDERS: Place = (0.4, 0.2, 0.6, 0.8)


def found(seen: Moment) -> dict[str, float]:
    return {each.action: each.confidence for each in observe(seen)}


@pytest.mark.parametrize(
    ("thing", "place", "action"),
    [
        ("bicycle", (0.38, 0.45, 0.45, 0.3), "cycling"),
        ("motorcycle", (0.38, 0.45, 0.45, 0.3), "motorcycling"),
        ("horse", (0.35, 0.4, 0.5, 0.45), "horse riding"),
        ("skateboard", (0.5, 0.67, 0.2, 0.05), "skateboarding"),
        ("surfboard", (0.45, 0.65, 0.4, 0.08), "surfing"),
        ("snowboard", (0.5, 0.66, 0.2, 0.06), "snowboarding"),
        ("skis", (0.48, 0.65, 0.3, 0.06), "skiing"),
    ],
)
def test_who_rides_is_surer_to_when_both_move_together(
    thing: str, place: Place, action: str
) -> None:
    both = (("person", MAN), (thing, place))
    ride = {"person": (0.4, 0.0), thing: (0.4, 0.0)}
    moving = found(moment(*both, moving=ride))
    followed = found(moment(*both, moving=ride, camera=(0.4, 0.0)))
    assert moving.keys() == followed.keys()
    assert moving.keys() - {"traffic"} == {action}
    assert moving[action] == pytest.approx(followed[action])
    assert found(moment(*both))[action] < moving[action]
    assert found(moment(*both, moving=ride, camera=None))[action] < moving[action]


def test_who_stands_beside_a_bicycle_does_not_ride_it() -> None:
    beside = (("person", (0.1, 0.2, 0.2, 0.55)), ("bicycle", (0.28, 0.45, 0.45, 0.3)))
    assert found(moment(*beside)) == {}
    feet_below_the_wheels = (
        ("person", (0.5, 0.2, 0.2, 0.65)),
        ("bicycle", (0.38, 0.45, 0.45, 0.3)),
    )
    assert found(moment(*feet_below_the_wheels)) == {}


def test_a_board_under_the_arm_is_not_ridden() -> None:
    assert found(moment(("person", MAN), ("surfboard", (0.55, 0.3, 0.15, 0.3)))) == {}


def test_who_passes_a_bicycle_does_not_ride_it() -> None:
    passing = moment(
        ("person", (0.1, 0.2, 0.2, 0.5)),
        ("bicycle", (0.38, 0.45, 0.45, 0.3)),
        moving={"person": (0.6, 0.0)},
    )
    assert "cycling" not in found(passing)


@pytest.mark.parametrize(
    ("thing", "place", "action"),
    [
        ("tennis racket", (0.68, 0.25, 0.12, 0.15), "playing tennis"),
        ("baseball bat", (0.68, 0.2, 0.12, 0.2), "playing baseball"),
        ("baseball glove", (0.66, 0.4, 0.06, 0.06), "playing baseball"),
        ("kite", (1.0, 0.02, 0.15, 0.1), "flying a kite"),
    ],
)
def test_what_is_in_the_hand_or_overhead_tells_the_sport(
    thing: str, place: Place, action: str
) -> None:
    assert found(moment(("person", MAN), (thing, place))).keys() == {action}


@pytest.mark.parametrize(
    ("thing", "action"), [("sports ball", "playing ball"), ("frisbee", "playing frisbee")]
)
def test_a_ball_is_played_when_it_flies_and_not_when_it_lies(thing: str, action: str) -> None:
    both = (("person", MAN), (thing, (0.8, 0.3, 0.06, 0.06)))
    assert found(moment(*both, moving={thing: (0.5, 0.1)}, looks=3)).keys() == {action}
    assert found(moment(*both)) == {}


@pytest.mark.parametrize(
    ("thing", "place", "action"),
    [
        ("cup", (0.62, 0.38, 0.14, 0.16), "drinking"),
        ("bottle", (0.62, 0.36, 0.1, 0.25), "drinking"),
        ("banana", (0.62, 0.4, 0.14, 0.1), "eating"),
        ("cell phone", (0.76, 0.3, 0.1, 0.16), "talking on the phone"),
    ],
)
def test_what_is_held_to_the_head_tells_what_is_done(thing: str, place: Place, action: str) -> None:
    assert found(moment(("person", HEAD_AND_SHOULDERS), (thing, place))).keys() == {action}


@pytest.mark.parametrize(
    ("thing", "place"),
    [
        ("cup", (0.62, 0.8, 0.14, 0.16)),
        ("cup", (1.1, 0.38, 0.14, 0.16)),
        ("cell phone", (0.65, 0.7, 0.1, 0.16)),
        ("cell phone", (0.66, 0.3, 0.08, 0.12)),
    ],
)
def test_a_cup_on_the_table_is_not_drunk_from_nor_a_phone_in_the_hand_talked_on(
    thing: str, place: Place
) -> None:
    assert found(moment(("person", HEAD_AND_SHOULDERS), (thing, place))) == {}


def test_nobody_can_tell_what_is_at_a_tiny_head() -> None:
    small = (("person", (0.5, 0.5, 0.06, 0.15)), ("cup", (0.52, 0.51, 0.02, 0.02)))
    assert found(moment(*small)) == {}


@pytest.mark.parametrize(
    ("speed", "actions"),
    [(0.1, set()), (0.4, {"walking"}), (0.7, set()), (1.2, {"running"}), (4.0, set())],
)
def test_how_fast_somebody_crosses_the_frame_tells_walking_from_running(
    speed: float, actions: set[str]
) -> None:
    person = ("person", (0.1, 0.3, 0.2, 0.5))
    running = {"person": (speed, 0.0)}
    assert set(found(moment(person, moving=running, camera=(speed, 0.0)))) == actions
    assert set(found(moment(person, moving=running))) == actions


def test_who_comes_nearer_sits_or_is_cut_off_is_not_said_to_walk() -> None:
    walk = {"person": (0.4, 0.0)}
    assert found(moment(("person", (0.1, 0.3, 0.2, 0.5)), moving={"person": (0.0, 0.2)})) == {}
    assert found(moment(("person", (0.1, 0.3, 0.5, 0.5)), moving=walk)) == {}
    assert found(moment(("person", (0.1, 0.0, 0.4, 1.0)), moving=walk)) == {}


def test_who_sits_in_a_car_does_not_walk() -> None:
    ride = {"person": (0.3, 0.0), "car": (0.3, 0.0)}
    seen = moment(("person", (0.3, 0.3, 0.15, 0.3)), ("car", (0.1, 0.25, 0.8, 0.4)), moving=ride)
    assert found(seen).keys() == {"traffic"}


def test_cars_in_motion_are_traffic_and_more_so_when_there_are_several() -> None:
    one = ("car", (0.1, 0.4, 0.4, 0.3))
    other = ("bus", (0.9, 0.3, 0.4, 0.4))
    alone = found(moment(one, moving={"car": (0.2, 0.0)}))
    both = found(moment(one, other, moving={"car": (0.2, 0.0), "bus": (-0.2, 0.0)}))
    assert 0 < alone["traffic"] < both["traffic"]


def test_parked_cars_are_no_traffic_however_the_camera_moves() -> None:
    for camera in ((0.0, 0.0), (0.5, 0.0), None):
        assert found(moment(("car", (0.1, 0.4, 0.4, 0.3)), camera=camera)) == {}


def test_evidence_says_what_was_seen_where_and_when() -> None:
    ride = {"person": (0.4, 0.0), "bicycle": (0.4, 0.0)}
    [cycling] = observe(moment(("person", MAN), ("bicycle", (0.38, 0.45, 0.45, 0.3)), moving=ride))
    evidence = cycling.evidence
    assert evidence.what == "A person on a bicycle in 4 frames, moving at 0.8 body heights a second"
    assert evidence.measured == {"frames": 4, "body_heights_per_second": 0.8}
    assert (evidence.start, evidence.end) == pytest.approx((0.0, 0.72))
    assert [(box.object, round(box.time, 2)) for box in evidence.boxes] == [
        ("person", 0.0),
        ("bicycle", 0.0),
        ("person", 0.72),
        ("bicycle", 0.72),
    ]


def test_one_look_is_no_evidence() -> None:
    assert found(moment(("person", MAN), ("bicycle", (0.38, 0.45, 0.45, 0.3)), looks=1)) == {}
