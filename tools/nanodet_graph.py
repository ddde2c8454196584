"""NanoDet-g from its TensorFlow.js graph to ONNX, operation by operation.

The graph (https://github.com/RangiLyu/nanodet, converted by https://github.com/vladmandic) was once
exported from PyTorch by way of TensorFlow: every convolution stands between a transpose from NCHW
to NHWC and one back. Here every tensor stays in NCHW and a transpose only renames it, so that none
of them is left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SIZE = 416
CLASSES = 80
MEAN = np.array([103.53, 116.28, 123.675], np.float32)
DEVIATION = np.array([57.375, 57.12, 58.395], np.float32)
"""Of blue, green and red, in that order: NanoDet was trained on BGR pictures."""

PADDING_LEVEL = 116
"""The pixel value that stands for zero in the graph: the padding of the first convolution is
mid-grey, the nearest whole number to all three means, as it was in training to within 0.22 standard
deviations."""

_NECK_CHANNELS = 128
_HEAD_CHANNELS = CLASSES + 4 * 11

Node = Mapping[str, Any]


@dataclass
class _Graph:
    """The ONNX nodes and weights so far, and what each TensorFlow tensor is called there."""

    weights: Mapping[str, NDArray[Any]]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    initializers: list[onnx.TensorProto] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    padding: dict[str, list[int]] = field(default_factory=dict)

    def name(self, tensor: str) -> str:
        return self.names.get(tensor, tensor)

    def constant(self, name: str, values: NDArray[Any]) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operation: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output


def convert(graph_file: Path, weights_file: Path) -> onnx.ModelProto:
    """The detector as an ONNX model.

    Input `pixels`: uint8, (1, 416, 416, 3), RGB. Outputs, over the 52² + 26² + 13² cells of the
    three scales: `scores` float32 (3549, 80) from 0 to 1, and `distances` float32 (3549, 44): for
    each of left, top, right and bottom the logits of a distribution over distances of 0 to 10
    cells.
    """
    description = json.loads(graph_file.read_text())
    graph = _Graph(_read_weights(description, weights_file.read_bytes()))
    nodes = description["modelTopology"]["node"]
    _add_input(graph)
    for node in nodes:
        if node["op"] in _CONVERTERS:
            _CONVERTERS[node["op"]](graph, node)
    _add_outputs(graph, [graph.name(n["input"][0]) for n in nodes if n["op"] == "SplitV"])
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "nanodet_g_416",
            [helper.make_tensor_value_info("pixels", TensorProto.UINT8, [1, SIZE, SIZE, 3])],
            [
                helper.make_tensor_value_info("scores", TensorProto.FLOAT, [3549, CLASSES]),
                helper.make_tensor_value_info("distances", TensorProto.FLOAT, [3549, 44]),
            ],
            graph.initializers,
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def _read_weights(description: Mapping[str, Any], data: bytes) -> dict[str, NDArray[Any]]:
    weights: dict[str, NDArray[Any]] = {}
    offset = 0
    for entry in description["weightsManifest"][0]["weights"]:
        stored = np.dtype(entry.get("quantization", entry)["dtype"])
        count = int(np.prod(entry["shape"]))
        values = np.frombuffer(data, stored, count, offset)
        weights[entry["name"]] = values.astype(entry["dtype"]).reshape(entry["shape"])
        offset += values.nbytes
    if offset != len(data):
        raise ValueError(
            f"The weights file has {len(data)} bytes, its manifest describes {offset}."
        )
    return weights


def _add_input(graph: _Graph) -> None:
    """Pixels as they come; their normalisation is folded into the first convolution (`_conv`)."""
    scale = graph.constant("pixels_scale", np.array(1, np.float32))
    zero = graph.constant("pixels_zero", np.array(PADDING_LEVEL, np.uint8))
    graph.add("DequantizeLinear", ["pixels", scale, zero], "pixels_float")
    graph.names["input_1"] = graph.add("Transpose", ["pixels_float"], "planes", perm=[0, 3, 1, 2])


def _rename(graph: _Graph, node: Node) -> None:
    source, target = node["input"][0], node["name"]
    graph.names[target] = graph.name(source)
    if source in graph.padding:
        graph.padding[target] = graph.padding[source]


def _pad(graph: _Graph, node: Node) -> None:
    """Held back until the convolution or pooling that follows takes it as an attribute.

    A pooling's padding (minus infinity here) is then implicit, so that the graph can be quantized.
    """
    _rename(graph, node)
    before_and_after = graph.weights[node["input"][1]]
    graph.padding[node["name"]] = [int(n) for n in before_and_after[2:].T.flatten()]


def _conv(graph: _Graph, node: Node) -> None:
    source, kernel_name = node["input"]
    kernel = graph.weights[kernel_name].transpose(3, 2, 0, 1)
    bias = np.zeros(len(kernel), np.float32)
    if graph.name(source) == "planes":
        bias = ((PADDING_LEVEL - MEAN) / DEVIATION * kernel.sum(axis=(2, 3))).sum(axis=1)
        kernel = (kernel / DEVIATION[:, None, None])[:, ::-1]
    name = node["name"]
    inputs = [
        graph.name(source),
        graph.constant(f"{name}/kernel", kernel),
        graph.constant(f"{name}/bias", bias.astype(np.float32)),
    ]
    strides = [int(n) for n in _attribute(node, "strides")[1:3]]
    pads = graph.padding.get(source, [0, 0, 0, 0])
    graph.names[name] = graph.add("Conv", inputs, name, strides=strides, pads=pads)


def _add(graph: _Graph, node: Node) -> None:
    left, right = node["input"]
    if right not in graph.weights:
        graph.names[node["name"]] = graph.add(
            "Add", [graph.name(left), graph.name(right)], node["name"]
        )
        return
    bias = next(each for each in graph.initializers if each.name == f"{graph.name(left)}/bias")
    total = numpy_helper.to_array(bias) + graph.weights[right]
    bias.CopyFrom(numpy_helper.from_array(total, bias.name))
    _rename(graph, node)


def _leaky_relu(graph: _Graph, node: Node) -> None:
    graph.names[node["name"]] = graph.add(
        "LeakyRelu", [graph.name(node["input"][0])], node["name"], alpha=node["attr"]["alpha"]["f"]
    )


def _max_pool(graph: _Graph, node: Node) -> None:
    source = node["input"][0]
    graph.names[node["name"]] = graph.add(
        "MaxPool",
        [graph.name(source)],
        node["name"],
        kernel_shape=[int(n) for n in _attribute(node, "ksize")[1:3]],
        strides=[int(n) for n in _attribute(node, "strides")[1:3]],
        pads=graph.padding[source],
    )


def _concat(graph: _Graph, node: Node) -> None:
    inputs = [graph.name(tensor) for tensor in node["input"][:-1]]
    graph.names[node["name"]] = graph.add("Concat", inputs, node["name"], axis=1)


def _resize(graph: _Graph, node: Node) -> None:
    source, size = node["input"]
    height, width = graph.weights[size]
    sizes = np.array([1, _NECK_CHANNELS, height, width], np.int64)
    graph.names[node["name"]] = graph.add(
        "Resize",
        [graph.name(source), "", "", graph.constant(f"{node['name']}/sizes", sizes)],
        node["name"],
        mode="linear",
        coordinate_transformation_mode="half_pixel",
    )


def _attribute(node: Node, name: str) -> list[str]:
    values: list[str] = node["attr"][name]["list"]["i"]
    return values


def _add_outputs(graph: _Graph, heads: Sequence[str]) -> None:
    """Join the heads of the three scales, 80 scores and 44 box numbers a cell, in one table."""
    shape = graph.constant("head_shape", np.array([_HEAD_CHANNELS, -1], np.int64))
    cells = [graph.add("Reshape", [head, shape], f"{head}/cells") for head in heads]
    joined = graph.add("Concat", cells, "cells_by_channel", axis=1)
    table = graph.add("Transpose", [joined], "cells", perm=[1, 0])
    parts = graph.constant("parts", np.array([CLASSES, _HEAD_CHANNELS - CLASSES], np.int64))
    graph.nodes.append(
        helper.make_node("Split", [table, parts], ["logits", "distances"], name="split", axis=1)
    )
    graph.add("Sigmoid", ["logits"], "scores")


_CONVERTERS: dict[str, Callable[[_Graph, Node], None]] = {
    "Add": _add,
    "ConcatV2": _concat,
    "Conv2D": _conv,
    "LeakyRelu": _leaky_relu,
    "MaxPool": _max_pool,
    "Pad": _pad,
    "PadV2": _pad,
    "ResizeBilinear": _resize,
    "Transpose": _rename,
}
"""The operations of the trunk; what follows a head's split is made anew by `_add_outputs`."""
