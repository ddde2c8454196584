"""A fingerprint by which pictures that look alike are found."""

from __future__ import annotations

from typing import Final

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.media.encoding import on_white
from services.media.pictures import Picture

HASH_SOURCE_SIDE: Final = 64
"""Short side in pixels from which the hash can be taken; it looks at 32 by 32."""


def perceptual_hash(picture: Picture | NDArray[np.uint8]) -> str:
    """The 64-bit DCT hash as 16 hexadecimal digits, the `phash` of Cloudinary's API.

    Pixels are RGB of shape (height, width, 3). The fewer bits differ between two hashes, the more
    the pictures look alike; versions of the same one differ in some 10 of 64 at most.
    """
    if isinstance(picture, Picture):
        image = on_white(picture.image(HASH_SOURCE_SIDE))
    else:
        image = Image.fromarray(picture)
    return str(imagehash.phash(image))
