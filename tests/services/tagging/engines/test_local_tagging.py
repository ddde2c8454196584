"""The engine in the package tags pictures and videos by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.media.video import Video
from services.tagging.engines.local_tagging import LocalTagging
from services.tagging.tags import Box, Segment, Tag


def test_a_picture_is_tagged(cat: Path) -> None:
    with cat.open("rb") as file:
        tags = LocalTagging().tag_picture(Picture(file))
    assert tags[0].name == "cat"
    assert tags[0].confidence > 0.5


def test_a_video_is_tagged_with_the_moments_of_each_tag(bikes: Path) -> None:
    with bikes.open("rb") as file:
        video = Video(file)
        tags = {tag.name: tag for tag in LocalTagging().tag_video(video, lambda _: None)}
    assert max(tags["bicycle"].confidence, tags["person"].confidence) > 0.5
    for tag in tags.values():
        assert tag.segments
        for segment in tag.segments:
            assert 0 <= segment.start < segment.end <= video.duration + 0.1


def test_progress_rises_to_one(bikes: Path) -> None:
    told: list[float] = []
    with bikes.open("rb") as file:
        LocalTagging().tag_video(Video(file), told.append)
    assert told == sorted(told)
    assert told[0] > 0
    assert told[-1] == 1


def test_a_progress_that_fails_ends_the_tagging(bikes: Path) -> None:
    def fail(_: float) -> None:
        raise InterruptedError

    with bikes.open("rb") as file, pytest.raises(InterruptedError):
        LocalTagging().tag_video(Video(file), fail)


def test_a_damaged_picture_is_the_readers_error(tmp_path: Path, cat: Path) -> None:
    damaged = tmp_path / "damaged.png"
    damaged.write_bytes(cat.read_bytes()[:5000])
    with damaged.open("rb") as file, pytest.raises(UnreadableMedia):
        LocalTagging().tag_picture(Picture(file))


def test_data_has_everything_that_is_known_and_nothing_empty() -> None:
    tag = Tag(
        "dog",
        0.987654,
        "object",
        ("canine", "animal"),
        (Box(0.123456, 0.2, 0.3, 0.4),),
        (Segment(0.0, 3.5, 0.876543),),
    )
    rows = LocalTagging().data([tag, Tag("person", 0.5, "person")])
    assert rows == [
        {
            "tag": "dog",
            "confidence": 0.9877,
            "kind": "object",
            "categories": ["canine", "animal"],
            "boxes": [{"x": 0.1235, "y": 0.2, "width": 0.3, "height": 0.4}],
            "segments": [{"start": 0.0, "end": 3.5, "confidence": 0.8765}],
        },
        {"tag": "person", "confidence": 0.5, "kind": "person"},
    ]
    assert json.loads(json.dumps(rows)) == rows


def test_it_needs_no_credentials() -> None:
    assert LocalTagging().has_credentials()
    assert LocalTagging.model
