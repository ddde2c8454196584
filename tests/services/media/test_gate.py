"""However many want to decode at once, only so many pixels are decoded at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest

from services.media.gate import DecodingGate


def test_no_more_is_decoded_at_a_time_than_there_is_room_for() -> None:
    gate, lock = DecodingGate(100), Lock()
    inside, most = 0, 0

    def decode(pixels: int) -> None:
        nonlocal inside, most
        with gate.decoding(pixels):
            with lock:
                inside += pixels
                most = max(most, inside)
            with lock:
                inside -= pixels

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(decode, [30, 60, 10, 100, 45] * 60))
    assert 0 < most <= 100
    assert inside == 0


def test_small_pictures_are_decoded_together() -> None:
    gate, together = DecodingGate(100), Barrier(4, timeout=30)

    def decode(_: int) -> None:
        with gate.decoding(25):
            together.wait()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(decode, range(4)))


def test_a_large_one_is_not_put_off_by_small_ones_that_come_later() -> None:
    gate, order = DecodingGate(100), []
    small_is_in, go_on, large_waits = Event(), Event(), Event()

    def first() -> None:
        with gate.decoding(60):
            small_is_in.set()
            assert go_on.wait(30)

    def wait(name: str, pixels: int) -> None:
        large_waits.set()
        with gate.decoding(pixels):
            order.append(name)

    with ThreadPoolExecutor(3) as threads:
        done = [threads.submit(first)]
        assert small_is_in.wait(30)
        done.append(threads.submit(wait, "large", 100))
        assert large_waits.wait(30)
        while not gate._waiting:
            pass
        done.append(threads.submit(wait, "small", 10))
        while len(gate._waiting) < 2:
            pass
        go_on.set()
        for each in done:
            each.result(30)
    assert order == ["large", "small"]


def test_more_than_there_ever_is_goes_alone_and_who_is_in_may_enter_again() -> None:
    gate = DecodingGate(100)
    with gate.decoding(1_000), gate.decoding(50):
        pass
    with gate.decoding(100):
        pass


def test_a_failure_gives_its_room_back() -> None:
    gate = DecodingGate(100)
    for _ in range(3):
        with pytest.raises(ValueError, match="damaged"), gate.decoding(100):
            raise ValueError("damaged")
