"""Size, speed and accuracy of every step on the way to a model's ONNX file."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from tools.quantization import square

SYNSETS: Final = (Path(__file__).parent / "imagenet_synsets.txt").read_text().split()
CORES: Final = 2
"""That share the work on an image; the server gives each of several images one."""

RUNS: Final = 31
"""Of these the quickest is the time of an image: whatever else the machine does only adds."""

SEEN: Final = 0.35
"""The detector's scores below this are noise."""

Outputs = list[NDArray[np.float32]]


@dataclass(frozen=True)
class Step:
    """A model on its way: its name, its size in bytes, and the milliseconds that an image takes."""

    name: str
    bytes: int
    milliseconds: float
    accuracy: str


def classifier_steps(
    models: Mapping[str, onnx.ModelProto], size: int, pictures: Sequence[Path]
) -> list[Step]:
    """The steps of the classifier; it is right where a picture is named by its class's identifier
    ("n02088364_beagle.JPEG")."""
    named = [each for each in pictures if each.name.split("_")[0] in SYNSETS]
    right = [SYNSETS.index(each.name.split("_")[0]) for each in named]
    return [
        _step(name, model, size, pictures, _hits(_run(model, size, named), right))
        for name, model in models.items()
    ]


def detector_steps(
    models: Mapping[str, onnx.ModelProto], size: int, pictures: Sequence[Path]
) -> list[Step]:
    """The steps of the detector, each compared with the first: no picture has labelled boxes."""
    outputs = {name: _run(model, size, pictures) for name, model in models.items()}
    first = next(iter(outputs.values()))
    return [
        _step(name, model, size, pictures, _likeness(outputs[name], first))
        for name, model in models.items()
    ]


def table(steps: Sequence[Step]) -> str:
    """The steps as lines to print."""
    lines = [f"  {'step':12} {'size':>10} {'an image':>10}  accuracy"]
    lines += [
        f"  {step.name:12} {step.bytes / 1e6:7.1f} MB {step.milliseconds:7.1f} ms  {step.accuracy}"
        for step in steps
    ]
    return "\n".join(lines)


def _step(
    name: str, model: onnx.ModelProto, size: int, pictures: Sequence[Path], accuracy: str
) -> Step:
    content = model.SerializeToString()
    return Step(name, len(content), _milliseconds(content, square(pictures[0], size)), accuracy)


def _session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = CORES
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _run(model: onnx.ModelProto, size: int, pictures: Sequence[Path]) -> list[Outputs]:
    session = _session(model.SerializeToString())
    return [session.run(None, {"pixels": square(picture, size)}) for picture in pictures]


def _milliseconds(content: bytes, pixels: NDArray[np.uint8]) -> float:
    session = _session(content)
    inputs: dict[str, Any] = {"pixels": pixels}
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        session.run(None, inputs)
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def _hits(outputs: Sequence[Outputs], right: Sequence[int]) -> str:
    if not right:
        return "unknown: no picture is named by its class"
    ranked = [logits[0].argsort()[::-1] for logits, *_ in outputs]
    first = np.mean([ranks[0] == index for ranks, index in zip(ranked, right, strict=True)])
    five = np.mean([index in ranks[:5] for ranks, index in zip(ranked, right, strict=True)])
    return f"top-1 {first:.1%}, top-5 {five:.1%} of {len(right)} pictures"


def _likeness(outputs: Sequence[Outputs], first: Sequence[Outputs]) -> str:
    pairs = [(other[0], one[0]) for other, one in zip(outputs, first, strict=True)]
    with_objects = [(other, one) for other, one in pairs if one.max() >= SEEN]
    if not with_objects:
        return "unknown: nothing is found in any picture"
    same = np.mean([_best(other) == _best(one) for other, one in with_objects])
    apart = np.mean([np.abs(other - one)[one >= SEEN].mean() for other, one in with_objects])
    return (
        f"best object as in the first step in {same:.1%} of {len(with_objects)} pictures, "
        f"scores {apart:.3f} apart"
    )


def _best(scores: NDArray[np.float32]) -> int:
    """The class of the highest score of a picture's cells."""
    return int(scores.max(axis=0).argmax())
