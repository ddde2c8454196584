"""The file that a transformed picture becomes: its format and its quality."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PIL import Image

from services.media.encoding import CONTENT_TYPES, PICTURE_FORMATS, PictureFormat, encoded
from services.media.transformations.components import Output
from services.media.transformations.errors import TransformationError

_NOT_READ_BY_ALL: Final[tuple[PictureFormat, ...]] = ("avif", "webp")
"""Best first."""
_USUAL_QUALITY: Final = {"jpg": 85, "webp": 85, "avif": 70}
_AUTO_QUALITY: Final = {"jpg": 80, "webp": 78, "avif": 60}
"""Where the codecs look alike; of `auto:good`, and of plain `auto`."""
_LEVELS: Final = {"best": 10, "good": 0, "eco": -12, "low": -25}


class OriginalPicture(NamedTuple):
    """What a format has to do justice to."""

    format: str
    alpha: bool = False
    animated: bool = False


def chosen_format(
    output: Output, extension: str, original: OriginalPicture, accepts: Callable[[str], bool]
) -> PictureFormat:
    """The format of what is delivered: what `f_` names, else the extension, else the original's.

    `accepts` says whether the client reads a content type; `f_auto` goes by that and by what the
    original needs. Raises TransformationError where it is none that is written here.
    """
    if output.format == "auto":
        return _fitting(original, accepts)
    name = output.format or ("jpg" if extension == "jpeg" else extension) or original.format
    if name not in PICTURE_FORMATS:
        raise TransformationError(
            f"{name or 'that'} is no format that is delivered here. There are: "
            f"{', '.join(PICTURE_FORMATS)}"
        )
    return name


def _fitting(original: OriginalPicture, accepts: Callable[[str], bool]) -> PictureFormat:
    for format_ in _NOT_READ_BY_ALL:
        if accepts(CONTENT_TYPES[format_]) and (format_ == "webp" or not original.animated):
            return format_
    if original.animated:
        return "gif"
    return "png" if original.alpha else "jpg"


def file_of(image: Image.Image, output: Output, format_: PictureFormat) -> bytes:
    """The image as the output wants it."""
    return encoded(
        image,
        format_,
        quality_of(output, format_),
        progressive=output.progressive,
        palette=output.palette or (output.lossy and format_ == "png"),
    )


def quality_of(output: Output, format_: PictureFormat) -> int:
    """The encoder's quality from 1 to 100."""
    if output.quality is not None:
        return output.quality
    if output.quality_level is not None:
        return _AUTO_QUALITY.get(format_, 80) + _LEVELS[output.quality_level]
    return _USUAL_QUALITY.get(format_, 85)
