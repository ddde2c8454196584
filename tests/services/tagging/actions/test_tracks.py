"""One object is one track, and its speed is measured against the background."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.tagging.actions.looks import Moment
from services.tagging.actions.tracks import follow
from tests.services.tagging.actions.scenes import moment

PERSON = ("person", (0.2, 0.3, 0.2, 0.5))
OTHER = ("person", (0.9, 0.3, 0.2, 0.5))
CAR = ("car", (0.3, 0.4, 0.4, 0.3))


def test_two_people_are_two_tracks() -> None:
    tracks = follow(moment(PERSON, OTHER))
    assert [len(track.sights) for track in tracks] == [4, 4]


def test_who_is_hidden_for_a_look_is_still_the_same() -> None:
    seen = moment(PERSON)
    looks = [replace(look, objects=[]) if i == 1 else look for i, look in enumerate(seen.looks)]
    [track] = follow(Moment(looks, seen.aspect))
    assert track.looks == {0, 2, 3}


def test_a_car_that_is_a_truck_for_a_look_is_one_vehicle_but_never_a_person() -> None:
    seen = moment(CAR)
    for other, tracks in (("truck", 1), ("person", 2)):
        looks = [
            replace(look, objects=[replace(look.objects[0], thing=other)]) if i == 2 else look
            for i, look in enumerate(seen.looks)
        ]
        assert len(follow(Moment(looks, seen.aspect))) == tracks


def test_a_speed_is_that_against_the_background() -> None:
    walking = {"person": (0.4, 0.0)}
    for camera in ((0.0, 0.0), (0.4, 0.0), (-0.2, 0.1)):
        [track] = follow(moment(PERSON, moving=walking, camera=camera))
        assert track.velocity() == pytest.approx((0.4, 0.0), abs=1e-6)


def test_who_stands_while_the_camera_turns_does_not_move() -> None:
    [track] = follow(moment(PERSON, camera=(0.5, 0.0)))
    assert track.speed() == pytest.approx(0, abs=1e-6)


def test_without_a_known_background_there_is_no_speed() -> None:
    [track] = follow(moment(PERSON, moving={"person": (0.4, 0.0)}, camera=None))
    assert track.velocity() is None


def test_two_looks_are_too_short_for_a_speed() -> None:
    [track] = follow(moment(PERSON, moving={"person": (0.4, 0.0)}, looks=2))
    assert track.speed() is None


def test_what_is_hardly_there_is_not_followed() -> None:
    assert follow(moment(PERSON, likelihood=0.2)) == []
