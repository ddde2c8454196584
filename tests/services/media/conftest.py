"""Pictures and videos for these tests: some that packages ship, the others made on the spot."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], Path]:
    """The path of a picture or video in an installed package, without importing it."""

    def locate(name: str) -> Path:
        package, _, rest = name.partition("/")
        spec = importlib.util.find_spec(package)
        assert spec is not None, f"{package} is not installed"
        assert spec.submodule_search_locations is not None
        return Path(spec.submodule_search_locations[0], rest)

    return locate


@pytest.fixture(scope="session")
def photo(shipped: Callable[[str], Path]) -> Image.Image:
    """A colour photograph, 640 by 427."""
    with Image.open(shipped("skimage/data/rocket.jpg")) as image:
        return image.convert("RGB")


@pytest.fixture(scope="session")
def encode() -> Callable[..., io.BytesIO]:
    """Save an image in a format, as an open file."""

    def save(image: Image.Image, format_name: str, **options: Any) -> io.BytesIO:
        file = io.BytesIO()
        image.save(file, format_name, **options)
        return file

    return save


@pytest.fixture(scope="session")
def make_video() -> Callable[..., io.BytesIO]:
    """Encode RGB frames as a video, as an open file; `times` are in seconds."""

    def make(
        frames: Iterable[Pixels],
        container: str = "mp4",
        codec: str = "libx264",
        pixel_format: str = "yuv420p",
        rate: int = 10,
        rotation: int = 0,
        times: Iterable[float] | None = None,
        container_options: dict[str, str] | None = None,
        codec_options: dict[str, str] | None = None,
    ) -> io.BytesIO:
        file = io.BytesIO()
        pictures = list(frames)
        moments = list(times) if times else [index / rate for index in range(len(pictures))]
        with av.open(file, "w", format=container, options=container_options or {}) as output:
            stream = output.add_stream(codec, rate=rate, options=codec_options or {})
            assert isinstance(stream, av.VideoStream)
            stream.height, stream.width = pictures[0].shape[:2]
            stream.pix_fmt = pixel_format
            stream.codec_context.time_base = Fraction(1, 1000)
            if rotation:
                stream.set_display_rotation(rotation)
            for pixels, moment in zip(pictures, moments, strict=True):
                frame = av.VideoFrame.from_ndarray(pixels, "rgb24")
                frame.pts = round(moment * 1000)
                output.mux(stream.encode(frame))
            output.mux(stream.encode())
        file.seek(0)
        return file

    return make
