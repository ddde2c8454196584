"""What pictures and videos score, and what becomes of them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.media.video import Video
from services.media.watching import show
from services.moderation.moderator import (
    Moderation,
    ScoredStretch,
    VideoModerator,
    moderate_picture,
    scores_over_time,
    stretches_from,
)
from services.moderation.open_nsfw import model_file
from services.moderation.verdict import ModerationThresholds
from tests.conftest import packaged

USUAL = ModerationThresholds()


def _moderated(
    video: Video, thresholds: ModerationThresholds, progress: Callable[[float], None]
) -> Moderation:
    moderator = VideoModerator(video.duration, thresholds)
    show(video, [moderator], progress)
    return moderator.moderation()


def _file(image: Image.Image, format_: str, **options: object) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, format_, **options)
    file.seek(0)
    return file


def test_the_model_is_the_one_that_was_looked_at() -> None:
    digest = hashlib.sha256(model_file().read_bytes()).hexdigest()
    assert digest == "fb29e60f4b224afa2a4a16d5f3e5993375efe15f88b4c591311eb3a6e5b251d8"


@pytest.mark.parametrize("name", ["chelsea.png", "astronaut.png", "coffee.png", "rocket.jpg"])
def test_plain_photos_are_approved(name: str) -> None:
    with packaged("skimage", f"data/{name}").open("rb") as file:
        moderation = moderate_picture(Picture(file), USUAL)
    assert moderation.status == "approved"
    assert 0 <= moderation.score < 0.1


def test_noise_and_a_plain_colour_are_not_rejected() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (300, 400, 3), np.uint8)
    for image in (Image.fromarray(noise), Image.new("RGB", (300, 300), "teal")):
        assert moderate_picture(Picture(_file(image, "PNG")), USUAL).status != "rejected"


def test_every_kind_of_picture_can_be_scored() -> None:
    clear = Image.new("RGBA", (40, 300), (0, 0, 0, 0))
    for file in (
        _file(clear, "PNG"),
        _file(Image.new("L", (1, 1)), "PNG"),
        _file(Image.new("CMYK", (64, 64)), "JPEG"),
        _file(Image.new("I;16", (64, 64), 4000), "TIFF"),
    ):
        assert 0 <= moderate_picture(Picture(file), USUAL).score <= 1


def test_an_animation_scores_as_its_worst_frame(cat: Path, coffee: Path) -> None:
    with Image.open(cat) as first, Image.open(coffee) as second:
        frames = [first.convert("RGB"), second.convert("RGB").resize(first.size)]
    alone = [moderate_picture(Picture(_file(frame, "PNG")), USUAL).score for frame in frames]
    for order in (frames, frames[::-1]):
        animation = _file(order[0], "WEBP", save_all=True, append_images=order[1:], lossless=True)
        score = moderate_picture(Picture(animation), USUAL).score
        assert score == pytest.approx(max(alone), rel=0.5)


def test_a_video_has_a_score_for_every_second(bikes: Path) -> None:
    told: list[float] = []
    with bikes.open("rb") as file:
        video = Video(file)
        moderation = _moderated(video, USUAL, told.append)
    assert moderation.status == "approved"
    assert moderation.interval == 1.0
    assert len(moderation.scores) == np.ceil(video.duration)
    assert max(moderation.scores) == moderation.score < 0.2
    assert moderation.segments == ()
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_stretches_over_the_threshold_cover_what_is_over_it(bikes: Path) -> None:
    everything = ModerationThresholds(approve=0, reject=0)
    with bikes.open("rb") as file:
        video = Video(file)
        moderation = _moderated(video, everything, lambda _: None)
    assert moderation.status == "rejected"
    [stretch] = moderation.segments
    assert (stretch.start, stretch.end) == (0.0, video.duration)
    assert stretch.score == moderation.score


def test_a_file_that_is_no_video_has_no_score() -> None:
    with pytest.raises(UnreadableMedia):
        _moderated(Video(io.BytesIO(b"no video")), USUAL, lambda _: None)


FRAMES = [
    ScoredStretch(0.0, 2.4, 0.1),
    ScoredStretch(2.4, 2.6, 0.9),
    ScoredStretch(2.6, 4.0, 0.3),
    ScoredStretch(4.0, 5.5, 0.0),
    ScoredStretch(5.5, 6.2, 0.5),
]


def test_a_short_moment_raises_the_score_of_its_second() -> None:
    assert scores_over_time(FRAMES, 1.0) == (0.1, 0.1, 0.9, 0.3, 0.0, 0.5, 0.5)


def test_a_longer_interval_keeps_the_highest_score_in_it() -> None:
    assert scores_over_time(FRAMES, 4.0) == (0.9, 0.5)


def test_neighbouring_frames_over_the_threshold_are_one_stretch() -> None:
    assert stretches_from(FRAMES, 0.2) == (
        ScoredStretch(2.4, 4.0, 0.9),
        ScoredStretch(5.5, 6.2, 0.5),
    )
    assert stretches_from(FRAMES, 0.95) == ()
