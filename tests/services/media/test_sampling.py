"""Which moments of a video are chosen, on moments made of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from services.media.sampling import Moment, SampledFrame, sample, sampling_interval


def moment(time: float, seed: int, level: int = 0) -> Moment:
    """A picture that its seed decides, brighter by `level`."""
    noise = np.random.default_rng(seed).integers(0, 200, (8, 8, 3))
    pixels = np.kron(noise, np.ones((8, 8, 1), int)).astype(np.uint8) + np.uint8(level)
    return Moment(time, pixels[::2, ::2], lambda: pixels)


def chosen(
    moments: Iterable[Moment], interval: float = 1.0, end: float = 10.0
) -> list[SampledFrame]:
    return list(sample(moments, interval, end))


def times(frames: Iterable[SampledFrame]) -> list[float]:
    return [frame.time for frame in frames]


def test_a_still_video_is_one_frame_that_stands_for_all_of_it() -> None:
    frames = chosen(moment(step / 10, seed=1) for step in range(100))
    assert [(frame.time, frame.start, frame.end) for frame in frames] == [(0.0, 0.0, 10.0)]


def test_every_shot_has_a_frame_even_when_shorter_than_the_interval() -> None:
    shots = (moment(step / 10, seed=step // 6) for step in range(60))
    frames = chosen(shots, interval=5.0, end=6.0)
    assert times(frames) == pytest.approx([0.6 * index for index in range(10)])
    assert [frame.shot for frame in frames] == list(range(10))


def test_a_changing_shot_has_a_frame_in_every_interval() -> None:
    # Each second looks different, but no moment differs from the one before by enough for a cut.
    def drifting() -> Iterator[Moment]:
        first, last = moment(0, seed=1), moment(0, seed=2)
        for step in range(40):
            share = step / 40
            mixed = (first.pixels() * (1 - share) + last.pixels() * share).astype(np.uint8)
            yield Moment(step / 10, mixed[::2, ::2], partial(np.copy, mixed))

    frames = chosen(drifting(), end=4.0)
    assert times(frames) == pytest.approx(list(range(4)))
    assert {frame.shot for frame in frames} == {0}


def test_the_stretches_join_from_the_start_to_the_end() -> None:
    frames = chosen((moment(0.3 + step / 10, seed=step // 7) for step in range(80)), end=9.0)
    assert frames[0].start == 0.0
    assert frames[-1].end == 9.0
    for one, following in pairwise(frames):
        assert one.start <= one.time < one.end == following.start


def test_flicker_does_not_make_a_shot_of_every_frame() -> None:
    frames = chosen((moment(step / 10, seed=step % 2) for step in range(100)), interval=2.0)
    assert frames[-1].shot <= 20


def test_a_small_thing_that_appears_is_noticed() -> None:
    def road() -> Iterator[Moment]:
        for step in range(40):
            pixels = np.full((320, 320, 3), 90, np.uint8)
            if step >= 20:
                pixels[300:, 100:130] = 250
            yield Moment(step / 10, pixels[::10, ::10], partial(np.copy, pixels))

    assert times(chosen(road(), end=4.0)) == [0.0, 2.0]


def test_moments_that_are_not_looked_at_are_not_rendered() -> None:
    rendered = []

    def render(step: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        rendered.append(step)
        return np.zeros((8, 8, 3), np.uint8)

    tiny = np.zeros((4, 4, 3), np.uint8)
    chosen(Moment(step / 10, tiny, partial(render, step)) for step in range(100))
    assert rendered == list(range(0, 100, 10))


def test_no_moments_give_no_frames() -> None:
    assert chosen([]) == []


@pytest.mark.parametrize(("duration", "interval"), [(1, 1), (300, 1), (600, 2), (21_600, 72)])
def test_long_videos_are_sampled_less_often(duration: float, interval: float) -> None:
    assert sampling_interval(duration) == pytest.approx(interval)


def test_a_burst_follows_a_chosen_frame_where_it_is_due_and_ends_at_a_cut() -> None:
    moments = [moment(step * 0.08, seed=step // 20) for step in range(40)]
    first, second = list(sample(moments, 5.0, 3.2, burst_every=1.0))
    assert [each.time for each in first.burst] == pytest.approx([0.24, 0.48, 0.72])
    assert second.time == pytest.approx(1.6)
    assert len(second.burst) == 3
    assert all(each.pixels.shape == first.pixels.shape for each in first.burst)
    early_cut = [moment(step * 0.08, seed=int(step > 7)) for step in range(20)]
    assert [len(frame.burst) for frame in sample(early_cut, 5.0, 1.6, burst_every=1.0)] == [2, 3]


def test_bursts_keep_their_distance_and_are_left_out_unless_asked_for() -> None:
    moments = [moment(step * 0.08, seed=step) for step in range(100)]
    frames = list(sample(moments, 0.5, 8.0, burst_every=3.0))
    begun = [frame.time for frame in frames if frame.burst]
    assert all(after - before >= 1.5 for before, after in pairwise(begun))
    assert not any(frame.burst for frame in sample(moments, 0.5, 8.0))


def test_frames_too_far_apart_make_no_burst() -> None:
    moments = [moment(step * 0.8, seed=1, level=step) for step in range(10)]
    assert not any(frame.burst for frame in sample(moments, 1.0, 8.0, burst_every=1.0))
