"""A picture: its facts from the header, and its pixels at the size that a reader needs."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageSequence, UnidentifiedImageError

from services.media.animations import Frame
from services.media.encoding import encoded, on_white
from services.media.errors import UnreadableMedia
from services.media.gate import GATE
from services.media.gif import count_frames

FORMATS: Final = {
    "JPEG": "jpg",
    # A JPEG with more pictures behind the first (previews, depth maps of phones) is still a JPEG.
    "MPO": "jpg",
    "PNG": "png",
    "GIF": "gif",
    "WEBP": "webp",
    "AVIF": "avif",
    "TIFF": "tiff",
    "BMP": "bmp",
    "ICO": "ico",
}
"""Pillow's names of the formats that are decoded, and the short names that the API gives them."""

WORKING_SIDE: Final = 416
"""Short side in pixels of the first decode: enough for the models, the hash and the colours."""

PAGES_PIXELS: Final = 200_000_000
"""Pixels of an animation that are decoded at most, since one frame builds on another."""

_USUAL_DURATION: Final = 100
"""Milliseconds of a frame that does not say how long it is shown."""

_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture upright, by its EXIF orientation (tag 0x0112 of Exif 2.3)."""

_SRGB: Final = ImageCms.createProfile("sRGB")

Image.core.set_block_size(64 << 20)  # type: ignore[attr-defined]
"""Bytes that Pillow takes from the system at a time. Its own 16 MiB are little enough for the C
library to keep them for each thread when they are free again: after 16 large pictures, 3.5 GB."""

# Pillow warns of pictures half as large as it refuses, and of every oddity in metadata: nothing
# that the owner of a server could act upon, but anybody could fill the log with it.
for category in (Image.DecompressionBombWarning, UserWarning):
    warnings.filterwarnings("ignore", category=category, module=r"PIL\.")


class Picture:
    """A picture in a seekable binary file, decoded no larger than it is asked for.

    The last decode is kept, so that the check of an upload, the models, the hash and the colours
    share one; the file is read again only for a larger size. Not for several threads at once.

    Raises UnreadableMedia, from the constructor when the file is in none of FORMATS and from every
    method when its pixels cannot be decoded.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        with _decoding(), self._opened() as image:
            self.format: str = FORMATS[image.format or ""]
            self.has_alpha: bool = image.has_transparency_data
            self._orientation = _orientation(image)
            width, height = image.size
            # Of a JPEG libjpeg makes fewer pixels than it has, unless it needs all of its passes.
            is_light = self.format == "jpg" and not image.info.get("progressive")
            self._weight = width * height // (4 if is_light else 1)
        lying = self._orientation >= 5
        self.width: int = height if lying else width
        """In pixels, with the EXIF orientation applied; `height` likewise."""
        self.height: int = width if lying else height
        self._decoded: Image.Image | None = None
        self._pixels: NDArray[np.uint8] | None = None

    def pages(self, limit: int) -> int:
        """The number of frames or pages, counted without decoding, up to `limit` + 1."""
        if self.format == "jpg":
            # The pictures behind the first of a JPEG are not pages that anybody would turn.
            return 1
        if self.format == "gif":
            return max(1, count_frames(self.file, limit))
        with _decoding(), self._opened() as image:
            if self.format == "tiff":
                return _pages_in_tiff(image, limit)
            return min(getattr(image, "n_frames", 1), limit + 1)

    def check(self) -> None:
        """Decode the picture; raises UnreadableMedia when a part of it is missing or damaged."""
        if self.format == "png":
            # Pillow's decoder is content without the last chunks; its verification is not.
            with GATE.decoding(self._weight), _decoding(), self._opened() as image:
                image.verify()
        self.image(WORKING_SIDE)

    def image(self, short_side: int) -> Image.Image:
        """The picture upright, in sRGB, of mode RGB or RGBA. Callers must not change it.

        Its short side is at least `short_side` and WORKING_SIDE pixels where the original allows,
        and less than twice the larger of them, unless an earlier request was for more.
        """
        decoded = self._decoded
        if decoded is None or min(decoded.size) < min(short_side, self.width, self.height):
            with _decoding():
                decoded = self._decode(max(short_side, WORKING_SIDE))
            self._decoded, self._pixels = decoded, None
        return decoded

    def pixels(self, short_side: int) -> NDArray[np.uint8]:
        """Read-only RGB of shape (height, width, 3), of the size that `image(short_side)` has.

        Transparent parts show white, as on a page.
        """
        image = self.image(short_side)
        if self._pixels is None:
            self._pixels = np.asarray(on_white(image))
            self._pixels.flags.writeable = False
        return self._pixels

    def pages_as_images(self, most: int) -> Iterator[Image.Image]:
        """Up to `most` frames or pages, evenly spread from the first on; of mode RGB or RGBA.

        Their short sides are at least WORKING_SIDE pixels where the original allows. Of an
        animation so large that its frames have more than PAGES_PIXELS, only the first ones count.
        """
        countable = max(1, PAGES_PIXELS // (self.width * self.height))
        pages = min(self.pages(countable), countable)
        if pages == 1:
            yield self.image(WORKING_SIDE)
            return
        with GATE.decoding(self._weight), _decoding(), self._opened() as image:
            for number in np.linspace(0, pages - 1, min(most, pages)).round():
                image.seek(int(number))
                image.load()
                yield _in_color(image).reduce(max(1, min(image.size) // WORKING_SIDE))

    def middle(self, side: int) -> NDArray[np.uint8]:
        """RGB of the middle as the file has it, neither shrunk nor turned, `side` pixels or less.

        It begins at a multiple of 8 pixels, where the blocks of a JPEG begin.
        """
        with _decoding(), self._opened() as image:
            left = max(0, image.width - side) // 2 // 8 * 8
            top = max(0, image.height - side) // 2 // 8 * 8
            box = (left, top, min(image.width, left + side), min(image.height, top + side))
            return np.asarray(on_white(_in_color(image.crop(box))))

    @property
    def is_animation(self) -> bool:
        """Whether it has several frames that are shown one after the other."""
        return self.format in {"gif", "webp", "png", "avif"} and self.pages(2) > 1

    def frame_count(self) -> int:
        """How many frames `frames` gives, counted without decoding them."""
        countable = max(1, PAGES_PIXELS // (self.width * self.height))
        return min(self.pages(countable), countable)

    def frames(self) -> Iterator[Frame]:
        """The frames of an animation, as far as PAGES_PIXELS go, at their full size."""
        with _decoding(), self._opened() as image:
            for frame in islice(ImageSequence.Iterator(image), self.frame_count()):
                frame.load()
                milliseconds = int(frame.info.get("duration") or _USUAL_DURATION)
                yield Frame(_in_color(frame).copy(), milliseconds)

    def page(self, number: int) -> Image.Image:
        """The frame or page of that number, from 1 on, at its full size; of mode RGB or RGBA."""
        if number == 1:
            return self.image(min(self.width, self.height))
        with _decoding(), self._opened() as image:
            try:
                image.seek(number - 1)
            except EOFError:
                raise UnreadableMedia(f"it has no page {number}") from None
            image.load()
            return _in_color(image)

    def jpeg(self, long_side: int, quality: int = 85) -> bytes:
        """The picture as a JPEG without metadata, its long side at most `long_side` pixels."""
        scale = min(1.0, long_side / max(self.width, self.height))
        size = (max(1, round(self.width * scale)), max(1, round(self.height * scale)))
        image = on_white(self.image(min(size)))
        return encoded(
            image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0), "jpg", quality
        )

    @contextmanager
    def _opened(self) -> Iterator[Image.Image]:
        self.file.seek(0)
        with Image.open(self.file, formats=[name for name in FORMATS if name != "MPO"]) as image:
            yield image

    def _decode(self, short_side: int) -> Image.Image:
        with GATE.decoding(self._weight), self._opened() as image:
            image.draft(None, (short_side, short_side))
            image.load()
            factor = max(1, min(image.size) // short_side)
            if image.mode in ("L", "RGB", "CMYK") and "transparency" not in image.info:
                # Shrunk first where the levels of neighbours can be averaged: it needs less memory.
                colored = _in_color(image.reduce(factor))
            else:
                colored = _in_color(image).reduce(factor)
            colored = _in_srgb(colored, image.info.get("icc_profile"))
            turn = _UPRIGHT.get(self._orientation)
            return colored if turn is None else colored.transpose(turn)


@contextmanager
def _decoding() -> Iterator[None]:
    """Turn whatever a decoder raises into UnreadableMedia."""
    try:
        yield
    except UnreadableMedia:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadableMedia("the picture has too many pixels") from error
    except UnidentifiedImageError as error:
        raise UnreadableMedia("it is not a picture in a known format") from error
    except MemoryError as error:
        raise UnreadableMedia("the picture needs too much memory") from error
    # Damaged files make Pillow's decoders raise nearly every exception there is: OSError,
    # SyntaxError, ValueError, struct.error, IndexError, KeyError, OverflowError, zlib.error, more.
    except Exception as error:
        raise UnreadableMedia("the picture is damaged or incomplete") from error


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 (upright) when there is none or it makes no sense."""
    if image.format == "TIFF":
        # Pillow turns a TIFF upright itself.
        return 1
    try:
        # Not `image.getexif()`, which decodes the whole of a PNG to look behind its pixels.
        orientation = Image.Image.getexif(image).get(ExifTags.Base.Orientation, 1)
    except Exception:  # Damaged metadata (any exception, as above) must not cost the picture.
        return 1
    return orientation if orientation in range(1, 9) else 1


def _in_color(image: Image.Image) -> Image.Image:
    """The image in mode RGB, or RGBA where it has transparency."""
    if image.mode in ("RGB", "RGBA"):
        return image
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_eight_bits(np.asarray(image))).convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _eight_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Gray levels of more than eight bits in eight.

    16-bit levels keep their meaning. Wider integers and floating-point numbers have no agreed
    white, so they are stretched from their darkest to their brightest.
    """
    if values.dtype.itemsize == 2:
        return np.right_shift(values.astype(np.uint16), 8).astype(np.uint8)
    levels = np.nan_to_num(values.astype(np.float64))
    darkest, brightest = levels.min(), levels.max()
    scaled: NDArray[np.float64] = (levels - darkest) * (255 / max(brightest - darkest, 1e-9))
    return scaled.astype(np.uint8)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image with its colours converted from the embedded ICC profile to sRGB."""
    if not profile or image.mode != "RGB":
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        return ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # The profile is damaged or of another colour space; the plain colours are near enough.
        return image


def _pages_in_tiff(image: Image.Image, limit: int) -> int:
    """The pages of a TIFF; seeking reads their directories one by one and stops at the limit."""
    for page in range(1, limit + 1):
        try:
            image.seek(page)
        except EOFError:
            return page
    return limit + 1
