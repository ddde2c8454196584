"""A video at a glance: the sheet of its shots and the short animation."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from services.media.errors import UnreadableMedia
from services.media.storyboard import CELL, GAP, contact_sheet, preview
from services.media.video import Video

MakeVideo = Callable[..., io.BytesIO]
COLORS = [(200, 30, 30), (20, 40, 200), (30, 160, 60), (220, 200, 40), (120, 40, 160)]


def shots(count: int, frames: int = 12) -> list[NDArray[np.uint8]]:
    """So many shots of a plain colour with a bar, 320 by 180 pixels."""
    pictures = []
    for number in range(count):
        pixels = np.full((180, 320, 3), COLORS[number % len(COLORS)], np.uint8)
        pixels[40:120, 40:80] = 240
        pictures += [pixels] * frames
    return pictures


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("count", "columns", "rows"), [(1, 1, 1), (3, 3, 1), (6, 4, 2), (20, 4, 3)]
)
def test_a_sheet_has_a_cell_for_each_shot_up_to_twelve(
    make_video: MakeVideo, count: int, columns: int, rows: int
) -> None:
    sheet = opened(contact_sheet(Video(make_video(shots(count))), "jpg"))
    assert sheet.format == "JPEG"
    width, height = CELL - (CELL - 284), 160
    assert sheet.width == pytest.approx(columns * (width + GAP) + GAP, abs=2 * columns)
    assert sheet.height == pytest.approx(rows * (height + GAP) + GAP, abs=2 * rows)


def test_the_cells_are_the_shots_in_their_order(make_video: MakeVideo) -> None:
    sheet = opened(contact_sheet(Video(make_video(shots(3))), "png")).convert("RGB")
    for number in range(3):
        left = GAP + number * (sheet.width - GAP) // 3
        pixel = np.asarray(sheet)[GAP + 10, left + 10].astype(int)
        assert np.abs(np.subtract(pixel, COLORS[number])).max() < 16


def test_a_preview_is_a_small_animation_of_a_second_of_each_shot(make_video: MakeVideo) -> None:
    content = preview(Video(make_video(shots(3, frames=20))), seconds=3, long_side=160)
    animation = opened(content)
    assert animation.format == "WEBP"
    assert getattr(animation, "n_frames", 1) >= 3
    assert max(animation.size) == 160
    assert len(content) < 100_000
    seen = set()
    for number in range(getattr(animation, "n_frames", 1)):
        animation.seek(number)
        pixel = np.asarray(animation.convert("RGB"))[5, 5].astype(int)
        seen.add(int(np.argmin(np.abs(np.subtract(COLORS, pixel)).sum(axis=1))))
    assert seen == {0, 1, 2}


def test_a_video_of_one_frame_and_an_upright_one_have_both(make_video: MakeVideo) -> None:
    still = make_video(shots(1, frames=1))
    assert opened(preview(Video(still), 4, 320)).size == (320, 180)
    turned = make_video(shots(1), rotation=90)
    sheet = opened(contact_sheet(Video(turned), "webp"))
    assert sheet.height > sheet.width


def test_a_video_without_a_frame_has_none(make_video: MakeVideo) -> None:
    broken = bytearray(make_video(shots(2)).getvalue())
    start = broken.index(b"mdat") + 4
    end = broken.index(b"moov") - 4
    broken[start:end] = bytes(end - start)
    video = Video(io.BytesIO(broken))
    with pytest.raises(UnreadableMedia):
        contact_sheet(video, "jpg")
    with pytest.raises(UnreadableMedia):
        preview(video, 4, 320)
