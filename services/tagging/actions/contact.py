"""How a person and a thing touch: on its saddle, on its board, in the hand, at the head."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from services.tagging.actions.tracks import Area

SADDLE_SHARE: Final = 0.5
"""The share of the narrower one's width in which rider and mount overlap, at least."""

ARM: Final = 0.15
"""Of a person's height: how far a thing in the hand may be from the box around the person."""

HEAD_OF_WIDTH: Final = 0.9
HEAD_OF_HEIGHT: Final = 0.4
"""A head is at most this share of the width and of the height of what is seen of a person."""

SMALLEST_HEAD: Final = 0.08
"""Heights of the frame: nobody tells what is at a smaller head."""

Contact = Callable[[Area, Area], bool]
"""Whether a person (first) and a thing (second) touch in a certain way."""


def in_the_saddle(person: Area, mount: Area) -> bool:
    """Above the mount's middle, feet off the ground on which it stands, and of its size."""
    is_above = person.top < mount.top and person.bottom > mount.top
    middle = (mount.left + mount.width * 0.15, mount.right - mount.width * 0.15)
    is_astride = middle[0] <= person.center[0] <= middle[1]
    return (
        is_above
        and is_astride
        and _shared_width(person, mount) >= SADDLE_SHARE
        and person.bottom <= mount.bottom + 0.02
        and 0.4 * mount.height <= person.height <= 4 * mount.height
    )


def on_the_board(person: Area, board: Area) -> bool:
    """The board at the person's feet."""
    _, down = board.center
    return (
        person.top + 0.7 * person.height <= down <= person.bottom + 0.25 * person.height
        and _shared_width(person, board) > 0.3
        and board.height < 0.7 * person.height
    )


def in_the_hand(person: Area, thing: Area) -> bool:
    """The thing within reach of the person's arms, and not larger than the person."""
    reach = ARM * person.height
    return (
        thing.left < person.right + reach
        and thing.right > person.left - reach
        and thing.bottom > person.top - 2 * reach
        and thing.top < person.bottom
        and thing.height < person.height
    )


def near(person: Area, thing: Area) -> bool:
    """The thing within a body's height of the person, at any side."""
    reach = person.height
    across, down = thing.center
    return (
        person.left - reach < across < person.right + reach
        and person.top - reach < down < person.bottom + 0.1 * reach
        and thing.height < 0.3 * person.height
    )


def overhead(person: Area, thing: Area) -> bool:
    """The thing in the air above the person's head."""
    return thing.bottom < person.top


def at_the_mouth(person: Area, thing: Area) -> bool:
    """The thing over the lower half of the face."""
    head = _head(person)
    across, _ = thing.center
    return (
        head.height >= SMALLEST_HEAD
        and thing.height <= 1.3 * head.height
        and abs(across - head.center[0]) <= 0.45 * head.width
        and head.top + 0.25 * head.height <= thing.top <= head.bottom
    )


def at_the_ear(person: Area, thing: Area) -> bool:
    """The thing beside the face, as high as it."""
    head = _head(person)
    across, down = thing.center
    return (
        head.height >= SMALLEST_HEAD
        and thing.height <= head.height
        and 0.2 * head.width <= abs(across - head.center[0]) <= 0.8 * head.width
        and head.top + 0.15 * head.height <= down <= head.bottom
    )


def _head(person: Area) -> Area:
    """Where the head is of somebody upright, of whom more or less may be in the picture."""
    size = min(HEAD_OF_WIDTH * person.width, HEAD_OF_HEIGHT * person.height)
    middle = person.center[0]
    return Area(middle - size / 2, person.top, middle + size / 2, person.top + size)


def _shared_width(one: Area, other: Area) -> float:
    """The share of the narrower one's width in which both overlap."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared / max(min(one.width, other.width), 1e-9)
