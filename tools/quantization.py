"""Static quantization of a model to eight bits, with pictures to see the range of every tensor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_static,
)
from PIL import Image

EIGHT_BIT_OPERATIONS = [
    "Add",
    "Clip",
    "Concat",
    "Conv",
    "Gemm",
    "LeakyRelu",
    "MaxPool",
    "Resize",
    "Transpose",
]
PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def find_pictures(folder: Path) -> list[Path]:
    """The pictures in a folder, by name, so that calibration always meets them in one order."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES)


def square(picture: Path, size: int) -> NDArray[np.uint8]:
    """The middle square of a picture as a model's input: uint8, (1, size, size, 3)."""
    with Image.open(picture) as opened:
        side = min(opened.size)
        left, top = (opened.width - side) / 2, (opened.height - side) / 2
        box = (left, top, left + side, top + side)
        return np.asarray(
            opened.convert("RGB").resize((size, size), Image.Resampling.BICUBIC, box)
        )[None]


class _Pictures(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, pictures: Sequence[Path], size: int) -> None:
        self._inputs = iter({"pixels": square(picture, size)} for picture in pictures)

    def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
        return next(self._inputs, None)


def quantize(
    model: onnx.ModelProto,
    size: int,
    pictures: Sequence[Path],
    work: Path,
    *,
    float_nodes: Sequence[str] = (),
    float_outputs: Sequence[str] = (),
) -> onnx.ModelProto:
    """The model with 8-bit weights (per channel) and activations.

    The nodes named in `float_nodes` stay as they are; the operations named in `float_outputs`
    compute in eight bits and give floats. `pixels` stay what they are: the model begins by
    dequantizing them into `planes`.

    Weights keep to seven bits, since x86 processors without VNNI add pairs of 8-bit products in 16
    bits, which would overflow
    (https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html).
    """
    source, target = work / "float.onnx", work / "int8.onnx"
    onnx.save(model, source)
    quantize_static(
        source,
        target,
        _Pictures(pictures, size),
        quant_format=QuantFormat.QDQ,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=list(float_nodes),
        op_types_to_quantize=EIGHT_BIT_OPERATIONS,
        extra_options={
            "OpTypesToExcludeOutputQuantization": list(float_outputs),
            "TensorQuantOverrides": {"planes": [_scale_of_pixels(model)]},
        },
    )
    return onnx.load(target)


def _scale_of_pixels(model: onnx.ModelProto) -> dict[str, object]:
    first = model.graph.node[0]
    values = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    _, scale, zero = first.input
    return {"scale": values[scale], "zero_point": values[zero], "quant_type": QuantType.QUInt8}
