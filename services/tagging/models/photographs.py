"""How much of a photograph an image is: the models know nothing else, and say anything of the rest.

Both measures are taken from the pixels and cost a fifth of a millisecond together.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

AFAR: Final = (16, 16)
PLAIN_CONTRAST: Final = 5.0
SUBJECT_CONTRAST: Final = 15.0
"""The standard deviation of a picture's levels (0 to 255) when it is shrunk to 16 by 16: noise has
at most the first (grey noise 2, black and white noise 5), pictures of textures (brick, grass,
gravel) are between, and photographs of something have the second or more (18 to 80 in 130 of
them)."""

EVERY: Final = 2
"""Of the pixels in a row or column, one of so many is looked at for `drawn`."""

SOME_FLAT: Final = 0.5
MOSTLY_FLAT: Final = 0.7
"""The share of pixels that are exactly like the next ones to the right and below: of 230 pictures
all photographs have less than the first, drawings, charts and pages of text more than the second,
and things cut out on white are between."""

TEXTURED: Final = 0.4
LEVEL: Final = 0.3
"""Of the other pixels, the share that differ from the next by `SHADES`: what is cut out on white
has the first or more, where drawings have nothing but edges."""

SHADES: Final = (4, 24)


def visibility(image: Image.Image) -> float:
    """How much there is to recognize: from 0 (plain, noise, a texture) to 1 (a subject).

    Seen from afar noise and textures are plain, and the models, which know only photographs of
    something, would say anything of them ("doormat").
    """
    afar = np.asarray(image.resize(AFAR, Image.Resampling.BOX), np.float32)
    contrast = float(afar.std(axis=(0, 1)).max())
    return _share(contrast, PLAIN_CONTRAST, SUBJECT_CONTRAST)


def drawn(image: Image.Image) -> float:
    """How surely an RGB image is drawn by a computer (shapes, a chart, a page): from 0 to 1."""
    green = np.asarray(image)[::EVERY, ::EVERY, 1].astype(np.int16)
    if min(green.shape) < 2:
        return 0.0
    here = green[:-1, :-1]
    steps = np.maximum(np.abs(green[1:, :-1] - here), np.abs(green[:-1, 1:] - here))
    flat = float((steps == 0).mean())
    least, most = SHADES
    shaded = float(((steps > least) & (steps < most)).mean())
    texture = shaded / max(1 - flat, 1 / steps.size)
    return _share(flat, SOME_FLAT, MOSTLY_FLAT) * _share(texture, TEXTURED, LEVEL)


def _share(value: float, nothing: float, everything: float) -> float:
    """From 0 at `nothing` to 1 at `everything`, which may be the smaller one."""
    return min(1.0, max(0.0, (value - nothing) / (everything - nothing)))
