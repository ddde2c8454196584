"""What files say about themselves is read, cleaned and bounded; damage costs only itself."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import ExifTags, Image, PngImagePlugin, TiffTags

from services.media.metadata import (
    LONGEST_VALUE,
    MOST_ENTRIES,
    Origin,
    container_metadata,
    image_metadata,
    origin,
)

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">The roof</rdf:li>
<rdf:li xml:lang="de">Das Dach</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator>
<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>roof</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def exif(**fields: Any) -> Image.Exif:
    """Exif data by the names of its tags; those of GPS begin with GPS."""
    made = Image.Exif()
    for name, value in fields.items():
        if name in ExifTags.GPS.__members__:
            made.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS[name]] = value
        elif name in ("Make", "Model", "Software", "DateTime", "ImageDescription", "XPKeywords"):
            made[ExifTags.Base[name]] = value
        else:
            made.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base[name]] = value
    return made


def saved(format_name: str = "JPEG", **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, format_name, **options)
    return file


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_camera_date_and_place_are_read(format_name: str) -> None:
    facts = exif(
        Make="Canon",
        Model="Canon EOS 5D",
        DateTime="2026:11:22 08:00:00",
        DateTimeOriginal="2026:11:21 22:43:00",
        ExposureTime=0.008,
        ISOSpeedRatings=200,
        GPSLatitudeRef="S",
        GPSLatitude=(33.0, 51.0, 24.12),
        GPSLongitudeRef="E",
        GPSLongitude=(151.0, 12.0, 55.0),
        GPSAltitudeRef=b"\x01",
        GPSAltitude=12.5,
    )
    assert image_metadata(saved(format_name, exif=facts)) == {
        "Make": "Canon",
        "Model": "Canon EOS 5D",
        "ModifyDate": "2026:11:22 08:00:00",
        "DateTimeOriginal": "2026:11:21 22:43:00",
        "ExposureTime": "1/125",
        "ISO": "200",
        "GPSLatitude": "-33.856700",
        "GPSLongitude": "151.215278",
        "GPSAltitude": "-12.5",
    }


@pytest.mark.parametrize(
    "place",
    [
        {"GPSLatitude": (120.0, 0.0, 0.0), "GPSLongitude": (10.0, 0.0, 0.0)},
        {"GPSLatitude": (48.0, 0.0, 0.0)},
        {"GPSLatitudeRef": "N", "GPSLongitudeRef": "E"},
    ],
)
def test_half_a_place_or_one_that_is_not_on_earth_is_none(place: dict[str, Any]) -> None:
    assert image_metadata(saved(exif=exif(Make="Canon", **place))) == {"Make": "Canon"}


def test_title_author_and_keywords_come_from_xmp() -> None:
    assert image_metadata(saved(xmp=XMP)) == {
        "Title": "The roof",
        "Creator": "Ann",
        "Subject": "sea, roof",
    }


def test_keywords_and_author_come_from_iptc() -> None:
    def entry(number: int, text: bytes) -> bytes:
        return b"\x1c\x02" + bytes([number]) + len(text).to_bytes(2) + text

    entries = entry(25, b"sea") + entry(25, "D\xe4cher".encode("latin-1")) + entry(80, b"Ann")
    block = b"8BIM\x04\x04\x00\x00" + len(entries).to_bytes(4) + entries
    segment = b"Photoshop 3.0\0" + block + b"\0" * (len(block) % 2)
    picture = saved().getvalue()
    marked = picture[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2) + segment + picture[2:]
    assert image_metadata(io.BytesIO(marked)) == {"Keywords": "sea, Dächer", "By-line": "Ann"}


def test_the_texts_of_a_png_are_read() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Title", "The roof")
    texts.add_itxt("Author", "Åse")
    texts.add_text("Thumb::URI", "file:///home/ann/roof.png")
    assert image_metadata(saved("PNG", pnginfo=texts)) == {"Title": "The roof", "Author": "Åse"}


def test_windows_keywords_and_comments_are_decoded() -> None:
    facts = exif(XPKeywords="See; Dächer\0".encode("utf-16-le"), UserComment=b"ASCII\0\0\0hello")
    found = image_metadata(saved(exif=facts))
    assert found == {"XPKeywords": "See; Dächer", "UserComment": "hello"}


def test_values_have_no_control_characters_and_an_end() -> None:
    found = image_metadata(saved(exif=exif(Make="A\x1b[31m\nB\u202eC", Model="x" * 5000)))
    assert found["Make"].isprintable()
    assert len(found["Model"]) == LONGEST_VALUE


def test_binary_values_are_left_out() -> None:
    facts = exif(Make="Canon", MakerNote=bytes(range(256)) * 8, CFAPattern=b"\x02\x00\xff\x01")
    assert image_metadata(saved(exif=facts)) == {"Make": "Canon"}


def test_there_are_never_more_than_so_many_entries() -> None:
    made = Image.Exif()
    for tag in ExifTags.TAGS:
        if TiffTags.lookup(tag).type is None and tag not in set(ExifTags.IFD):
            made[tag] = "text"
    assert len(made) > MOST_ENTRIES
    assert len(image_metadata(saved(exif=made))) == MOST_ENTRIES


@pytest.mark.parametrize(
    "options",
    [
        {"exif": b"Exif\0\0II*\0\xff\xff\xff\xff"},
        {"exif": b"Exif\0\0nonsense"},
        {"xmp": b"<x:xmpmeta"},
        {"xmp": b"<a>" * 5000},
        {"xmp": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        {"xmp": b"\xff\xfe\0"},
    ],
)
def test_damaged_metadata_is_left_out(options: dict[str, Any]) -> None:
    assert image_metadata(saved(**options)) == {}


def test_one_damaged_kind_costs_no_other() -> None:
    found = image_metadata(saved(exif=exif(Make="Canon"), xmp=b"<x:xmpmeta"))
    assert found == {"Make": "Canon"}


def test_a_picture_that_a_package_ships_tells_when_it_was_made(
    shipped: Callable[[str], Path],
) -> None:
    with shipped("skimage/data/chelsea.png").open("rb") as file:
        assert image_metadata(file) == {
            "Orientation": "1",
            "CreatorTool": "f-spot version 0.5.0.3",
            "DateCreated": "2009:02:09 09:11:30",
        }


def test_a_picture_without_metadata_has_none(shipped: Callable[[str], Path]) -> None:
    with shipped("skimage/data/coffee.png").open("rb") as file:
        assert image_metadata(file) == {}
    assert image_metadata(io.BytesIO(b"no picture")) == {}


def video(**metadata: str) -> io.BytesIO:
    file = io.BytesIO()
    options = {"movflags": "use_metadata_tags"}
    with av.open(file, "w", format="mov", options=options) as output:
        output.metadata.update(metadata)
        stream = output.add_stream("libx264", rate=10)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = 64, 48
        for _ in range(3):
            pixels = np.zeros((48, 64, 3), np.uint8)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        output.mux(stream.encode())
    return file


def test_a_video_tells_camera_date_and_place() -> None:
    phone = {
        "creation_time": "2026-11-21T22:43:00.000000Z",
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 15",
        "com.apple.quicktime.creationdate": "2026-11-21T23:43:00+0100",
        "com.apple.quicktime.location.ISO6709": "+48.8583-002.2945+035.2/",
        "title": "The\x07 tower",
    }
    found = container_metadata(video(**phone))
    found.pop("Encoder", None)
    assert found == {
        "CreateDate": "2026:11:21 22:43:00Z",
        "CreationDate": "2026:11:21 23:43:00+0100",
        "Make": "Apple",
        "Model": "iPhone 15",
        "Title": "The tower",
        "GPSLatitude": "48.858300",
        "GPSLongitude": "-2.294500",
        "GPSAltitude": "35.2",
    }


def test_a_place_that_is_none_is_left_out() -> None:
    phone = {"com.apple.quicktime.location.ISO6709": "somewhere"}
    assert "GPSLatitude" not in container_metadata(video(**phone))


def test_what_is_no_video_says_nothing() -> None:
    assert container_metadata(io.BytesIO(b"no video")) == {}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"Make": "Canon"}, Origin(camera=True, screenshot=False)),
        ({"UserComment": b"ASCII\0\0\0Screenshot"}, Origin(camera=False, screenshot=True)),
        ({"Software": "gnome-screenshot"}, Origin(camera=False, screenshot=True)),
        ({"ImageDescription": "A spectacle"}, Origin(camera=False, screenshot=False)),
    ],
)
def test_the_file_says_where_it_came_from(facts: dict[str, Any], expected: Origin) -> None:
    assert origin(saved(exif=exif(**facts))) == expected
