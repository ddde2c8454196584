"""Animations: the frames of a file, and frames as a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, NamedTuple

from PIL import Image, ImageOps

from services.media.errors import UnreadableMedia

AnimationFormat = Literal["gif", "webp"]
ANIMATION_FORMATS: Final[tuple[AnimationFormat, ...]] = ("gif", "webp")

MOST_PIXELS: Final = 50_000_000
"""Pixels of all frames together of an animation that is made here."""

_SHORTEST: Final = 10
"""Milliseconds of a frame; browsers take less for a mistake."""


class Frame(NamedTuple):
    """A picture and how long it is shown, in milliseconds."""

    image: Image.Image
    milliseconds: int


def changed_frames(
    frames: Iterable[Frame], change: Callable[[Image.Image], Image.Image], count: int = 1
) -> list[Frame]:
    """Every frame after the change. Raises UnreadableMedia where they have too many pixels.

    Where `count` says how many frames there are, the first tells whether all would be too many.
    """
    changed: list[Frame] = []
    pixels = 0
    for frame in frames:
        image = change(frame.image)
        pixels += image.width * image.height
        if max(pixels, image.width * image.height * count) > MOST_PIXELS:
            raise UnreadableMedia(
                f"the animation would have more than {MOST_PIXELS / 1e6:g} million pixels in all "
                "its frames"
            )
        changed.append(Frame(image, frame.milliseconds))
    return changed


def animated(frames: Sequence[Frame], format_: AnimationFormat, quality: int) -> bytes:
    """The frames, of which there is at least one, as an animation that repeats for ever.

    All get the size of the first; what has another shape stands in its middle.
    """
    size = frames[0].image.size
    images = [_sized(frame.image, size) for frame in frames]
    file = io.BytesIO()
    images[0].save(
        file,
        "GIF" if format_ == "gif" else "WEBP",
        save_all=True,
        append_images=images[1:],
        duration=[max(_SHORTEST, frame.milliseconds) for frame in frames],
        loop=0,
        disposal=2,
        quality=quality,
        method=2,
    )
    return file.getvalue()


def _sized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    clear = (255, 255, 255, 0)
    return ImageOps.pad(image.convert("RGBA"), size, Image.Resampling.LANCZOS, clear)
