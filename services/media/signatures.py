"""What the first bytes of a file claim it to be, before any decoder believes them."""

from __future__ import annotations

import re
from typing import BinaryIO, Final, Literal

HEAD_SIZE: Final = 4096
"""Bytes of a file that are looked at for a signature."""

_IMAGE: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_VIDEO: Final = (b"\x1aE\xdf\xa3", b"FLV\x01", b"OggS", b"fLaC", b"ID3")
_RIFF: Final[dict[bytes, Literal["image", "video"]]] = {
    b"WEBP": "image",
    b"AVI ": "video",
    b"WAVE": "video",
}
_AVIF_BRANDS: Final = (b"avif", b"avis")
_HEIF_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_SVG: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:[?!][^<]*<)*svg[\s/>:]", re.IGNORECASE)


def read_head(file: BinaryIO) -> bytes:
    """The first HEAD_SIZE bytes of a seekable file."""
    file.seek(0)
    return file.read(HEAD_SIZE)


def claimed_type(head: bytes) -> Literal["image", "video"] | None:
    """The resource type that an unmistakable signature claims; sound is a video.

    None is no verdict: BMP, ICO, MPEG streams and MP3 begin with too little to exclude chance.
    """
    if head.startswith(_IMAGE):
        return "image"
    if head.startswith(_VIDEO):
        return "video"
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    # ISO base media file format (ISO/IEC 14496-12): a "ftyp" box with the file's major brand.
    if head[4:8] == b"ftyp" and head[8:12] not in _HEIF_BRANDS:
        return "image" if head[8:12] in _AVIF_BRANDS else "video"
    return None


def undecodable_image(head: bytes) -> Literal["svg", "heic"] | None:
    """The format of a picture that is known but not decoded here."""
    if _SVG.match(head):
        return "svg"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heic"
    return None
