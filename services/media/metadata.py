"""What a file says about itself: camera, date, place, title, author, keywords.

Names follow ExifTool's tag names (https://exiftool.org/TagNames/), as Cloudinary's `image_metadata`
and `media_metadata` do; values are strings. Places are decimal degrees, dates as Exif writes them:
"2026:11:21 22:43:00".
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from numbers import Real
from typing import Any, BinaryIO, Final

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from services.media.containers import open_container
from services.media.errors import UnreadableMedia
from services.media.pictures import FORMATS

MOST_ENTRIES: Final = 100
LONGEST_VALUE: Final = 1_000
"""Characters; longer values are cut off."""
LARGEST_XMP: Final = 1 << 20
"""Bytes up to which an XMP packet is read; those of cameras and editors have some thousands."""

_EXIF_NAMES: Final = {
    "DateTime": "ModifyDate",
    "DateTimeDigitized": "CreateDate",
    "ISOSpeedRatings": "ISO",
}
"""Where ExifTool calls a tag otherwise than the Exif standard, whose names Pillow uses."""

_NO_FACTS: Final = frozenset(
    {"ExifOffset", "GPSInfo", "InteropOffset", "MakerNote", "PrintImageMatching", "StripOffsets"}
    | {"StripByteCounts", "TileOffsets", "TileByteCounts", "JpegIFOffset", "JpegIFByteCount"}
    | {"XMLPacket", "ImageResources", "InterColorProfile", "IPTCNAA", "ExifInteroperabilityOffset"}
    | {"JPEGTables", "Padding"}
)
"""Tags that say where something lies in the file, or are blocks of their own."""

_XMP_NAMES: Final = {
    "title": "Title",
    "description": "Description",
    "creator": "Creator",
    "subject": "Subject",
    "rights": "Rights",
    "Rating": "Rating",
    "Label": "Label",
    "CreatorTool": "CreatorTool",
    "DateCreated": "DateCreated",
    "City": "City",
    "State": "State",
    "Country": "Country",
}
"""Properties of Dublin Core, XMP Basic and Photoshop (ISO 16684-1), by ExifTool's names."""

_IPTC_NAMES: Final = {
    (2, 5): "ObjectName",
    (2, 25): "Keywords",
    (2, 55): "DateCreated",
    (2, 80): "By-line",
    (2, 90): "City",
    (2, 95): "Province-State",
    (2, 101): "Country-PrimaryLocationName",
    (2, 105): "Headline",
    (2, 110): "Credit",
    (2, 116): "CopyrightNotice",
    (2, 120): "Caption-Abstract",
}
"""Data sets of the IPTC Information Interchange Model, version 4."""

_CONTAINER_NAMES: Final = {
    "creation_time": "CreateDate",
    "com.apple.quicktime.creationdate": "CreationDate",
    "com.apple.quicktime.make": "Make",
    "com.apple.quicktime.model": "Model",
    "com.apple.quicktime.software": "Software",
    "com.apple.quicktime.author": "Author",
    "com.apple.quicktime.title": "Title",
    "com.apple.quicktime.description": "Description",
    "com.apple.quicktime.keywords": "Keywords",
    "make": "Make",
    "model": "Model",
    "title": "Title",
    "artist": "Artist",
    "album": "Album",
    "genre": "Genre",
    "date": "Date",
    "comment": "Comment",
    "description": "Description",
    "keywords": "Keywords",
    "copyright": "Copyright",
    "encoder": "Encoder",
}
"""Keys of FFmpeg's demuxers, in lower case."""

_PLACES: Final = ("com.apple.quicktime.location.iso6709", "location", "location-eng")

_ISO_6709: Final = re.compile(
    r"(?P<latitude>[+-]\d{1,2}(?:\.\d+)?)(?P<longitude>[+-]\d{1,3}(?:\.\d+)?)"
    r"(?P<altitude>[+-]\d+(?:\.\d+)?)?"
)
_ISO_8601: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?"
)
_SCREENSHOT_PROGRAM: Final = re.compile(
    r"\b(screenshot|spectacle|flameshot|greenshot|sharex|snagit)\b", re.IGNORECASE
)
_PNG_TEXTS: Final = ("Title", "Author", "Description", "Copyright", "Software", "Comment")
"""Keywords of the PNG specification (third edition, 11.3.3.1) with something to say."""

_JOINER: Final = "\u200d"
"""Joins the characters of one emoji; the other invisible characters go."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the file says of where the picture came from."""

    camera: bool
    """It names the camera."""
    screenshot: bool
    """It names a program that takes screenshots, or says that it is one."""


def image_metadata(file: BinaryIO) -> dict[str, str]:
    """The Exif, XMP and IPTC data of a picture in a seekable file; damaged data is left out."""
    found: list[tuple[str, Any]] = []
    # Whatever is wrong with metadata (and Pillow raises nearly every exception there is for it)
    # must not cost the picture, nor one kind of metadata the others.
    with suppress(Exception), _opened(file) as image:
        for read in (_exif, _position, _png_texts, _xmp, _iptc):
            with suppress(Exception):
                found += read(image)
    return _cleaned(found)


def container_metadata(file: BinaryIO) -> dict[str, str]:
    """What a video or sound in a seekable file says of itself, in its header and its streams."""
    merged: dict[str, str] = {}
    with suppress(UnreadableMedia), open_container(file) as container:
        for stream in container.streams:
            merged |= {key.lower(): value for key, value in stream.metadata.items()}
        merged |= {key.lower(): value for key, value in container.metadata.items()}
    return _cleaned(_container_entries(merged))


def origin(file: BinaryIO) -> Origin:
    """Where a picture in a seekable file came from, as far as the file says so."""
    facts = image_metadata(file)
    is_program = _SCREENSHOT_PROGRAM.search(facts.get("Software", ""))
    # macOS and iOS write this one word into the comment.
    is_called_one = facts.get("UserComment", "").casefold() == "screenshot"
    return Origin("Make" in facts or "Model" in facts, bool(is_program or is_called_one))


def _opened(file: BinaryIO) -> ImageFile.ImageFile:
    file.seek(0)
    return Image.open(file, formats=[name for name in FORMATS if name != "MPO"])


def _exif(image: ImageFile.ImageFile) -> Iterator[tuple[str, Any]]:
    # Not `image.getexif()`, which decodes the whole of a PNG to look behind its pixels.
    exif = Image.Image.getexif(image)
    for directory in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        for tag, value in directory.items():
            name = ExifTags.TAGS.get(tag)
            if name is not None and name not in _NO_FACTS:
                yield _EXIF_NAMES.get(name, name), _exif_value(name, value)


def _exif_value(name: str, value: Any) -> Any:
    if name == "ExposureTime" and isinstance(value, Real) and 0 < float(value) < 0.5:
        return f"1/{round(1 / float(value))}"
    if name.startswith("XP") and isinstance(value, bytes):
        return value.decode("utf-16-le", "ignore")
    if name == "UserComment" and isinstance(value, bytes):
        # Eight bytes name the character set (Exif 2.3, 4.6.5).
        encoding = "utf-16" if value.startswith(b"UNICODE") else "utf-8"
        return value[8:].decode(encoding, "ignore")
    return value


def _png_texts(image: ImageFile.ImageFile) -> Iterator[tuple[str, Any]]:
    if image.format == "PNG":
        yield from ((name, image.info[name]) for name in _PNG_TEXTS if name in image.info)


def _position(image: ImageFile.ImageFile) -> Iterator[tuple[str, Any]]:
    """Decimal degrees, north and east positive; metres above the sea."""
    gps = Image.Image.getexif(image).get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    yield from _place(latitude, longitude)
    altitude = gps.get(ExifTags.GPS.GPSAltitude)
    if altitude is not None:
        is_below = gps.get(ExifTags.GPS.GPSAltitudeRef) in (1, b"\x01")
        yield "GPSAltitude", -float(altitude) if is_below else float(altitude)


def _degrees(gps: Mapping[int, Any], tag: int, reference: int, negative: str) -> float:
    parts = gps.get(tag)
    if not parts:
        return math.nan
    degrees = sum((float(part) / 60**power for power, part in enumerate(parts[:3])), 0.0)
    is_negative = str(gps.get(reference, "")).strip("\0 ").upper() == negative
    return -degrees if is_negative else degrees


def _place(latitude: float, longitude: float) -> Iterator[tuple[str, Any]]:
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        yield "GPSLatitude", f"{latitude:.6f}"
        yield "GPSLongitude", f"{longitude:.6f}"


def _xmp(image: ImageFile.ImageFile) -> Iterator[tuple[str, Any]]:
    if len(image.info.get("xmp", b"")) > LARGEST_XMP:
        return
    packet = image.getxmp().get("xmpmeta", {})
    descriptions = packet.get("RDF", {}).get("Description", {})
    for properties in descriptions if isinstance(descriptions, list) else [descriptions]:
        for name, value in properties.items():
            if name in _XMP_NAMES:
                yield _XMP_NAMES[name], ", ".join(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    """The texts of an XMP value, out of its lists and its languages, of which the first counts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        if "Alt" in value:
            languages = value["Alt"].get("li")
            yield from _texts(languages[0] if isinstance(languages, list) else languages)
        else:
            yield from _texts(value.get("Bag") or value.get("Seq") or value.get("li"))
            yield from _texts(value.get("text"))


def _iptc(image: ImageFile.ImageFile) -> Iterator[tuple[str, Any]]:
    entries = IptcImagePlugin.getiptcinfo(image) or {}
    for key, value in entries.items():
        if key in _IPTC_NAMES:
            texts = value if isinstance(value, list) else [value]
            yield _IPTC_NAMES[key], ", ".join(_iptc_text(text) for text in texts)


def _iptc_text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _container_entries(metadata: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for key, name in _CONTAINER_NAMES.items():
        if key in metadata:
            yield name, metadata[key]
    place = next((metadata[key] for key in _PLACES if key in metadata), "")
    if match := _ISO_6709.match(place):
        yield from _place(float(match["latitude"]), float(match["longitude"]))
        if match["altitude"]:
            yield "GPSAltitude", float(match["altitude"])


def _exif_date(match: re.Match[str]) -> str:
    year, month, day, time, zone = match.groups(default="")
    return f"{year}:{month}:{day} {time}{zone}"


def _cleaned(entries: Iterator[tuple[str, Any]] | list[tuple[str, Any]]) -> dict[str, str]:
    """The first MOST_ENTRIES names that have a value, each with its first value as text."""
    cleaned: dict[str, str] = {}
    for name, value in entries:
        text = _clean(_as_text(value))
        if "Date" in name:
            text = _ISO_8601.sub(_exif_date, text)
        if text and len(cleaned) < MOST_ENTRIES:
            cleaned.setdefault(name, text)
    return cleaned


def _as_text(value: Any) -> str:
    """`value` as text; nothing for bytes that are none."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        text = value.rstrip(b"\0 ").decode("ascii", "replace")
        return text if text.isprintable() and "\N{REPLACEMENT CHARACTER}" not in text else ""
    if isinstance(value, tuple | list):
        return " ".join(filter(None, (_as_text(part) for part in value[:16])))
    return f"{float(value):.10g}" if isinstance(value, Real) and math.isfinite(value) else ""


def _clean(text: str) -> str:
    """`text` without control, invisible and unpaired characters, and not too long."""
    readable = (
        character if character == _JOINER or unicodedata.category(character)[0] != "C" else " "
        for character in text[: 4 * LONGEST_VALUE]
    )
    return " ".join("".join(readable).split())[:LONGEST_VALUE]
