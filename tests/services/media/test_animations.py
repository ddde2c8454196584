"""Animations are changed frame by frame, within limits."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from services.media.animations import Frame, changed_frames
from services.media.errors import UnreadableMedia
from services.media.pictures import Picture


def test_an_animation_that_would_be_too_large_is_refused_at_its_first_frame() -> None:
    changed = []

    def change(image: Image.Image) -> Image.Image:
        changed.append(image)
        return image.resize((1000, 1000))

    frames = [Frame(Image.new("RGB", (10, 10)), 100)] * 60
    with pytest.raises(UnreadableMedia, match="million pixels in all"):
        changed_frames(frames, change, count=len(frames))
    assert len(changed) == 1


def test_the_frames_of_a_gif_are_counted_before_they_are_decoded() -> None:
    file = io.BytesIO()
    first, *others = [Image.new("RGB", (20, 20), color) for color in ("red", "green", "blue")]
    first.save(file, "GIF", save_all=True, append_images=others)
    picture = Picture(file)
    assert picture.frame_count() == len(list(picture.frames())) == 3
