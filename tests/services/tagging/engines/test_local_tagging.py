"""The engine in the package tags pictures and videos by itself."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.media.video import Video
from services.tagging.engines.local_tagging import LocalTagging
from services.tagging.tags import Box, Segment, Tag
from tests.conftest import packaged


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


def test_a_man_on_a_bicycle_is_an_action_with_its_evidence(bikes: Path) -> None:
    with bikes.open("rb") as file:
        video = Video(file)
        rows = LocalTagging().data(LocalTagging().tag_video(video, lambda _: None))
    [cycling] = [row for row in rows if row["tag"] == "cycling"]
    assert cycling["kind"] == "action"
    assert cycling["confidence"] > 0.4
    for evidence in cycling["evidence"]:
        assert 3 < evidence["start"] < evidence["end"] < 6
        assert evidence["what"].startswith("A person on a bicycle")
        assert evidence["measured"]["frames"] >= 2
        assert {box["object"] for box in evidence["boxes"]} == {"person", "bicycle"}
    assert json.loads(json.dumps(rows)) == rows


@pytest.mark.parametrize(("across", "walks"), [(0.5, True), (0.0, False)])
def test_a_man_who_crosses_the_picture_walks_and_one_who_stands_does_not(
    tmp_path: Path, across: float, walks: bool
) -> None:
    """`across` is his speed in heights of the frame a second."""
    with Image.open(packaged("skimage", "data/camera.png")) as opened:
        camera = opened.convert("RGB")
    grass = camera.crop((0, 330, 512, 512)).resize((854, 480))
    man, outline = camera.crop((0, 55, 300, 512)), Image.new("L", (300, 457))
    corners = [(0, 195), (90, 75), (150, 50), (175, 10), (240, 10), (272, 65), (258, 135)]
    corners += [(330, 115), (330, 145), (300, 235), (210, 245), (150, 345), (150, 457), (0, 457)]
    ImageDraw.Draw(outline).polygon(corners, fill=255)
    man, outline = man.resize((220, 336)), outline.resize((220, 336))
    path = tmp_path / "man.mp4"
    with av.open(path, "w") as output:
        stream = output.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 854, 480, "yuv420p"
        for number in range(60):
            picture = grass.copy()
            picture.paste(man, (round(30 + across * 480 * number / 25), 100), outline)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture))))
        output.mux(stream.encode())
    with path.open("rb") as file:
        tags = {tag.name: tag for tag in LocalTagging().tag_video(Video(file), lambda _: None)}
    assert tags["person"].confidence > 0.5
    assert ("walking" in tags) == walks
    assert not {"running", "traffic", "cycling"} & set(tags)


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
