"""A transformation carried out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from PIL import Image

from services.media.transformations.components import Component
from services.media.transformations.effects import with_effect
from services.media.transformations.errors import TransformationError
from services.media.transformations.finishing import (
    on_background,
    turned,
    with_border,
    with_opacity,
    with_round_corners,
)
from services.media.transformations.geometry import MOST_PIXELS, Placement, place
from services.media.transformations.regions import Regions

MOST_WORK: Final = 4 * MOST_PIXELS
"""Pixels that the components of a chain make in all."""


class Source(Protocol):
    """A picture that is decoded as large as it is asked for."""

    @property
    def width(self) -> int:
        """In pixels, of the whole."""

    @property
    def height(self) -> int:
        """In pixels, of the whole."""

    def image(self, short_side: int) -> Image.Image:
        """Of mode RGB or RGBA, its short side at least that long where the original allows."""


@dataclass(frozen=True)
class Decoded:
    """A source that is there in full."""

    whole: Image.Image

    @property
    def width(self) -> int:
        """In pixels."""
        return self.whole.width

    @property
    def height(self) -> int:
        """In pixels."""
        return self.whole.height

    def image(self, _short_side: int) -> Image.Image:
        """The image, as it is."""
        return self.whole


def render(source: Source, components: Iterable[Component], regions: Regions) -> Image.Image:
    """What the components make of the source, one after the other.

    A picture that begins without a resize and has more than MOST_PIXELS is scaled to that many.
    Raises TransformationError when it would become too large or too much work, UnreadableMedia.
    """
    image: Image.Image | None = None
    work = 0
    for component in components:
        if component.resize is not None:
            width, height = image.size if image else (source.width, source.height)
            placement = place(component.resize, width, height, regions)
            image = _placed(image or _decoded(source, placement), (width, height), placement)
            regions = _regions_after(regions, placement, (width, height))
        elif image is None:
            image = _whole(source)
        if component.turns:
            image, regions = turned(image, component.turns), Regions()
        image = _finished(image, component)
        pixels = image.width * image.height
        work += pixels
        if pixels > MOST_PIXELS or work > MOST_WORK:
            raise TransformationError(
                f"That makes a picture of more than {MOST_PIXELS / 1e6:g} million pixels, or its "
                f"components have more than {MOST_WORK / 1e6:g} million pixels to change in all; "
                "make the picture smaller first"
            )
    return _whole(source) if image is None else image


def follows_regions(components: Iterable[Component]) -> bool:
    """Whether what is known of the picture may change the result."""
    return bool(_gravities(components) - {"compass", "xy_center"})


def follows_faces(components: Iterable[Component]) -> bool:
    """Whether the faces on the picture may change the result."""
    return bool(_gravities(components) - {"compass", "xy_center", "custom"})


def _gravities(components: Iterable[Component]) -> set[str]:
    return {
        component.resize.gravity.kind
        for component in components
        if component.resize is not None and component.resize.gravity is not None
    }


def _decoded(source: Source, placement: Placement) -> Image.Image:
    """The source, decoded no larger than the placement needs it."""
    left, top, right, bottom = placement.box
    scale = max(placement.size[0] / (right - left), placement.size[1] / (bottom - top))
    return source.image(math.ceil(min(source.width, source.height) * min(1.0, scale)))


def _placed(image: Image.Image, size: tuple[int, int], placement: Placement) -> Image.Image:
    """The placement of an image that counts as having that size, however it was decoded."""
    across, down = image.width / size[0], image.height / size[1]
    left, top, right, bottom = placement.box
    box = (
        left * across,
        top * down,
        min(right * across, image.width),
        min(bottom * down, image.height),
    )
    if box == (0, 0, *placement.size) and image.size == placement.size:
        scaled = image
    else:
        scaled = image.resize(placement.size, Image.Resampling.LANCZOS, box, reducing_gap=2.0)
    if placement.canvas is None:
        return scaled
    canvas = Image.new("RGBA", placement.canvas, (255, 255, 255, 0))
    canvas.paste(scaled, placement.offset)
    return canvas


def _whole(source: Source) -> Image.Image:
    scale = min(1.0, math.sqrt(MOST_PIXELS / (source.width * source.height)))
    size = (max(1, int(source.width * scale)), max(1, int(source.height * scale)))
    image = source.image(min(size))
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _regions_after(regions: Regions, placement: Placement, size: tuple[int, int]) -> Regions:
    left, top, right, bottom = placement.box
    width, height = size
    seen = regions.within((left / width, top / height, right / width, bottom / height))
    if placement.canvas is None:
        return seen
    (x, y), (across, down) = placement.offset, placement.size
    wide, high = placement.canvas
    return seen.within((-x / across, -y / down, (wide - x) / across, (high - y) / down))


def _finished(image: Image.Image, component: Component) -> Image.Image:
    if component.effect:
        image = with_effect(image, component.effect)
    if component.background and image.mode == "RGBA":
        image = on_background(image, component.background)
    if component.opacity is not None:
        image = with_opacity(image, component.opacity)
    if component.corners:
        image = with_round_corners(image, component.corners)
    if component.border:
        image = with_border(image, component.border, component.corners)
    return image
