"""Which part of a picture a resize takes, to which size, and where on its canvas it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.media.transformations.components import CropMode, Gravity, Resize
from services.media.transformations.errors import TransformationError
from services.media.transformations.regions import Region, Regions

MOST_PIXELS: Final = 25_000_000
"""Pixels of a derived picture (Cloudinary's limit is the same)."""

FACE_MARGIN: Final = 1.6
"""A thumbnail around a face shows so many times the box of a detector, which ends at the brows."""

_CENTER: Final = Gravity("compass")
_NORTH_WEST: Final = Gravity("compass", (0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Placement:
    """`box` (left, top, right, bottom in pixels) is scaled to `size`; and with a `canvas`, it then
    stands on one of that size, at `offset`."""

    box: tuple[float, float, float, float]
    size: tuple[int, int]
    canvas: tuple[int, int] | None = None
    offset: tuple[int, int] = (0, 0)

    @property
    def result(self) -> tuple[int, int]:
        """Width and height in the end."""
        return self.canvas or self.size


def place(resize: Resize, width: int, height: int, regions: Regions) -> Placement:
    """How a picture of that size is resized. Raises TransformationError where the result would have
    more than MOST_PIXELS."""
    asked = _asked_size(resize, width, height)
    placement = _MODES[resize.mode](_Task(resize, width, height, regions), *asked)
    across, down = placement.result
    if across * down > MOST_PIXELS or max(across, down) > 4 * MOST_PIXELS**0.5:
        raise TransformationError(
            f"{across:,} by {down:,} pixels are more than a derived picture may have "
            f"({MOST_PIXELS / 1e6:g} million)"
        )
    return placement


@dataclass(frozen=True, slots=True)
class _Task:
    resize: Resize
    width: int
    height: int
    regions: Regions

    @property
    def whole(self) -> tuple[float, float, float, float]:
        return (0.0, 0.0, float(self.width), float(self.height))

    def scaled(self, scale: float) -> Placement:
        return Placement(self.whole, _pixels(self.width * scale, self.height * scale))

    def box(self, across: float, down: float) -> tuple[float, float, float, float]:
        """A part of that size, where the gravity wants it."""
        left, top = self._corner(across, down)
        left = max(0.0, min(left, self.width - across))
        top = max(0.0, min(top, self.height - down))
        return (left, top, min(left + across, self.width), min(top + down, self.height))

    def _corner(self, across: float, down: float) -> tuple[float, float]:
        resize = self.resize
        x = resize.x.of(self.width) if resize.x else 0.0
        y = resize.y.of(self.height) if resize.y else 0.0
        gravity = resize.gravity
        if gravity is None:
            offset_crop = resize.mode == "crop" and (resize.x or resize.y)
            gravity = _NORTH_WEST if offset_crop else _CENTER
        if gravity.kind == "xy_center":
            return (x - across / 2, y - down / 2)
        if focus := self.regions.focus(gravity):
            return (
                (focus.x + focus.width / 2) * self.width - across / 2 + x,
                (focus.y + focus.height / 2) * self.height - down / 2 + y,
            )
        to_right, to_bottom = gravity.point
        return (
            to_right * (self.width - across) + (-x if to_right == 1 else x),
            to_bottom * (self.height - down) + (-y if to_bottom == 1 else y),
        )


def _asked_size(resize: Resize, width: int, height: int) -> tuple[float | None, float | None]:
    """The width and height that are asked for, in pixels of the result."""
    across = resize.width.of(width) * resize.dpr if resize.width else None
    down = resize.height.of(height) * resize.dpr if resize.height else None
    ratio = resize.aspect_ratio
    if ratio and across is None and down is None:
        across = min(width, height * ratio)
    if ratio and across is None and down is not None:
        across = down * ratio
    if ratio and down is None and across is not None:
        down = across / ratio
    return across, down


def _scale(task: _Task, across: float | None, down: float | None) -> Placement:
    if across is None and down is None:
        return task.scaled(task.resize.dpr)
    across = task.width * (down or 0) / task.height if across is None else across
    down = task.height * across / task.width if down is None else down
    return Placement(task.whole, _pixels(across, down))


def _to_fit(task: _Task, across: float | None, down: float | None) -> float:
    """The scale at which the picture fits into the size."""
    return min(
        across / task.width if across else float("inf"),
        down / task.height if down else float("inf"),
    )


def _fit(task: _Task, across: float | None, down: float | None) -> Placement:
    return task.scaled(_to_fit(task, across, down))


def _limit(task: _Task, across: float | None, down: float | None) -> Placement:
    return task.scaled(min(1.0, _to_fit(task, across, down)))


def _minimum_fit(task: _Task, across: float | None, down: float | None) -> Placement:
    return task.scaled(max(1.0, _to_fit(task, across, down)))


def _fill(task: _Task, across: float | None, down: float | None) -> Placement:
    if across is None or down is None:
        return _scale(task, across, down)
    scale = max(across / task.width, down / task.height)
    return Placement(task.box(across / scale, down / scale), _pixels(across, down))


def _limit_fill(task: _Task, across: float | None, down: float | None) -> Placement:
    if across is None or down is None:
        return _limit(task, across, down)
    scale = min(1.0, max(across / task.width, down / task.height))
    across, down = min(across, task.width * scale), min(down, task.height * scale)
    return Placement(task.box(across / scale, down / scale), _pixels(across, down))


def _pad(task: _Task, across: float | None, down: float | None) -> Placement:
    return _padded(task, across, down, _to_fit(task, across, down))


def _limit_pad(task: _Task, across: float | None, down: float | None) -> Placement:
    return _padded(task, across, down, min(1.0, _to_fit(task, across, down)))


def _padded(task: _Task, across: float | None, down: float | None, scale: float) -> Placement:
    placement = task.scaled(scale)
    if across is None or down is None:
        return placement
    canvas = _pixels(across, down)
    resize, (width, height) = task.resize, placement.size
    to_right, to_bottom = resize.gravity.point if resize.gravity else _CENTER.point
    x = round(resize.x.of(canvas[0])) if resize.x else 0
    y = round(resize.y.of(canvas[1])) if resize.y else 0
    left = round(to_right * (canvas[0] - width)) + (-x if to_right == 1 else x)
    top = round(to_bottom * (canvas[1] - height)) + (-y if to_bottom == 1 else y)
    return Placement(placement.box, placement.size, canvas, (left, top))


def _crop(task: _Task, across: float | None, down: float | None) -> Placement:
    across = min(across or task.width, task.width)
    down = min(down or task.height, task.height)
    return Placement(task.box(across, down), _pixels(across, down))


def _thumb(task: _Task, across: float | None, down: float | None) -> Placement:
    resize = task.resize
    focus = task.regions.focus(resize.gravity) if resize.gravity else None
    if focus is None:
        return _fill(task, across, down)
    margin = FACE_MARGIN if resize.gravity and resize.gravity.kind in {"face", "faces"} else 1.0
    wide, high = _around(focus, task, margin / resize.zoom)
    across, down = _thumb_size(across, down, wide, high)
    ratio = across / down
    wide, high = max(wide, high * ratio), max(high, wide / ratio)
    shrink = min(1.0, task.width / wide, task.height / high)
    return Placement(task.box(wide * shrink, high * shrink), _pixels(across, down))


def _around(focus: Region, task: _Task, factor: float) -> tuple[float, float]:
    """Width and height in pixels of what a thumbnail shows at least, never less than a pixel."""
    return (
        max(1.0, focus.width * task.width * factor),
        max(1.0, focus.height * task.height * factor),
    )


def _thumb_size(
    across: float | None, down: float | None, wide: float, high: float
) -> tuple[float, float]:
    """The size of the result; what was not asked for follows from what is shown."""
    if across is None and down is None:
        return wide, high
    across = (down or 0) * wide / high if across is None else across
    return across, across * high / wide if down is None else down


def _pixels(across: float, down: float) -> tuple[int, int]:
    """Whole pixels, at least one; a number that no picture could have is left to the limit."""
    return max(1, round(min(across, 1e9))), max(1, round(min(down, 1e9)))


_MODES: Final[dict[CropMode, Callable[[_Task, float | None, float | None], Placement]]] = {
    "scale": _scale,
    "fit": _fit,
    "limit": _limit,
    "mfit": _minimum_fit,
    "fill": _fill,
    "lfill": _limit_fill,
    "pad": _pad,
    "lpad": _limit_pad,
    "crop": _crop,
    "thumb": _thumb,
}
