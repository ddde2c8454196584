"""Where the models look in a picture: both take squares."""

from __future__ import annotations

from typing import Final

WIDE: Final = 1.4
"""Pictures with longer sides than this, relative to the short one, are looked at in two squares: a
middle square would miss what is at the ends, and squeezed to a square nothing looks like itself."""

Region = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


def is_wide(width: int, height: int) -> bool:
    """Whether a picture, upright or not, takes two looks."""
    return max(width, height) > WIDE * min(width, height)


def middle(width: int, height: int) -> Region:
    """The largest square in the middle."""
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    return left, top, left + side, top + side


def ends(width: int, height: int) -> list[Region]:
    """The largest squares at both ends; they overlap unless the picture is twice as long as
    wide."""
    side = min(width, height)
    return [(0, 0, side, side), (width - side, height - side, width, height)]
