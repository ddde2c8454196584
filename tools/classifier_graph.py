"""EfficientNet-Lite2 from its PyTorch weights to ONNX, with pixels as they come for input."""

from __future__ import annotations

from pathlib import Path
from types import MethodType

import numpy as np
import onnx
import torch
from efficientnet_lite_pytorch import EfficientNet
from onnx import TensorProto, compose, helper, numpy_helper
from onnxslim import slim

SIZE = 260
MEAN_LEVEL = 127
LEVELS = 128
"""The model takes `(pixel - 127) / 128`, as its TensorFlow original does."""


def _scores_and_embedding(
    network: EfficientNet, planes: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """What the network computes for classes, and its last hidden layer beside that."""
    features = network.extract_features(planes)
    embedding = features.mean((2, 3), keepdim=True).flatten(1)
    return network._fc(embedding), embedding


def export(weights_file: Path, work: Path) -> onnx.ModelProto:
    """The classifier as PyTorch exports it; `work` is a folder for what it writes on the way.

    Input `planes`: float32 (1, 3, 260, 260), normalised. Outputs: `logits` float32 (1, 1000), in
    the order of the sorted WordNet identifiers of ImageNet's classes, and `embedding` float32 (1,
    1280).
    """
    network = EfficientNet.from_name("efficientnet-lite2")
    network.load_state_dict(torch.load(weights_file, weights_only=True))
    network.forward = MethodType(_scores_and_embedding, network)
    exported = work / "efficientnet.onnx"
    torch.onnx.export(
        network.eval(),
        (torch.zeros(1, 3, SIZE, SIZE),),
        exported,
        input_names=["planes"],
        output_names=["logits", "embedding"],
        opset_version=17,
        dynamo=False,
    )
    return onnx.load(exported)


def simplified(exported: onnx.ModelProto) -> onnx.ModelProto:
    """The same with batch normalisation folded into the convolutions and constants computed."""
    return slim(exported)


def taking_pixels(network: onnx.ModelProto) -> onnx.ModelProto:
    """The same with the input `pixels`, uint8 (1, 260, 260, 3), RGB."""
    network_graph = onnx.ModelProto()
    network_graph.CopyFrom(network)
    network_graph.ir_version = 8
    merged = compose.merge_models(_pixels_to_planes(), network_graph, [("planes", "planes")])
    del merged.opset_import[1:]  # merging repeats the one that both have
    return merged


def _pixels_to_planes() -> onnx.ModelProto:
    """The normalisation, as a dequantization: an int8 model then reads pixels as they are."""
    scale, zero = np.float32(1 / LEVELS), np.uint8(MEAN_LEVEL)
    return helper.make_model(
        helper.make_graph(
            [
                helper.make_node("DequantizeLinear", ["pixels", "scale", "zero"], ["pixels_float"]),
                helper.make_node("Transpose", ["pixels_float"], ["planes"], perm=[0, 3, 1, 2]),
            ],
            "pixels_to_planes",
            [helper.make_tensor_value_info("pixels", TensorProto.UINT8, [1, SIZE, SIZE, 3])],
            [helper.make_tensor_value_info("planes", TensorProto.FLOAT, [1, 3, SIZE, SIZE])],
            [
                numpy_helper.from_array(np.array(scale), "scale"),
                numpy_helper.from_array(np.array(zero), "zero"),
            ],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
