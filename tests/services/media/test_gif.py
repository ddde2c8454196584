"""Frames of GIFs are counted whatever stands between them."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest
from PIL import Image

from services.media.gif import count_frames


def drawn(frames: int) -> bytes:
    pictures = [Image.new("RGB", (8, 8), (number % 256, 90, 10)) for number in range(frames)]
    file = io.BytesIO()
    pictures[0].save(file, "GIF", save_all=True, append_images=pictures[1:])
    return file.getvalue()


def bare(frames: int) -> bytes:
    """A GIF whose images follow each other with nothing in between."""
    screen = b"GIF87a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return screen + frames * image + b"\x3b"


@pytest.mark.parametrize("make", [drawn, bare])
@pytest.mark.parametrize("frames", [1, 2, 40])
def test_every_frame_is_counted(make: Callable[[int], bytes], frames: int) -> None:
    assert count_frames(io.BytesIO(make(frames)), 1_000) == frames


def test_counting_stops_behind_the_limit() -> None:
    assert count_frames(io.BytesIO(bare(10_000)), 1_000) == 1_001


@pytest.mark.parametrize("length", [0, 5, 12, 20, 30, 200])
def test_of_a_file_that_is_cut_off_no_more_is_counted_than_is_there(length: int) -> None:
    assert count_frames(io.BytesIO(drawn(5)[:length]), 1_000) <= 5
