"""Where a picture's time goes, stage by stage against the bare models, and with which settings."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from services.media.encoding import on_white
from services.media.pictures import Picture
from services.tagging.models import classifier, detector
from services.tagging.models.looks import ends, is_wide, middle
from services.tagging.models.recognition import recognizer
from services.tagging.models.session import FOLDER
from tools.bench.media import Media
from tools.bench.report import Row, Table, cores

_CLASSIFIER, _DETECTOR = "efficientnet_lite2.onnx", "nanodet_g_416.onnx"

Squares = tuple[list[NDArray[np.uint8]], list[NDArray[np.uint8]]]
"""What the classifier and what the detector is given of a picture."""


def measure_stages(title: str, pictures: Sequence[Media], folder: Path, rounds: int) -> Table:
    """Processor time of each stage in one thread: medians of the rounds, means of the pictures."""
    files = [_written(folder / picture.name, picture.content) for picture in pictures]
    models = [_session(_CLASSIFIER), _session(_DETECTOR)]
    decoded = [_decoded(picture.content) for picture in pictures]
    squares = [_squares(image) for image in decoded]
    recognizer().recognize(decoded[0])
    contents = [picture.content for picture in pictures]
    read = _milliseconds(Path.read_bytes, files, rounds)
    decode = _milliseconds(_decoded, contents, rounds)
    resize = _milliseconds(_squares, decoded, rounds)
    infer = _milliseconds(lambda given: _run(models, given), squares, rounds)
    recognize = _milliseconds(recognizer().recognize, decoded, rounds)
    whole = read + decode + recognize
    return Table(
        title,
        [
            Row("read", f"{read:.2f}", "ms"),
            Row("decode, at the size that the models need", f"{decode:.2f}", "ms"),
            Row("resize to the models' squares", f"{resize:.2f}", "ms"),
            Row("infer, both models, bare", f"{infer:.2f}", "ms"),
            Row("post-process", f"{max(0.0, recognize - resize - infer):.2f}", "ms"),
            Row("all of it", f"{whole:.2f}", "ms"),
            Row("share of the bare models", f"{infer / whole:.0%}"),
        ],
    )


def measure_settings(pictures: Sequence[Media], count: int) -> Table:
    """Bare inferences a second by threads that run the models, and by threads within one run."""
    squares = [_squares(_decoded(picture.content)) for picture in pictures]
    rows = []
    for callers, within in ((1, 1), (cores(), 1), (2 * cores(), 1), (1, cores()), (2, cores())):
        models = [_session(_CLASSIFIER, within), _session(_DETECTOR, within)]
        _run(models, squares[0])
        started = time.perf_counter()
        with ThreadPoolExecutor(callers) as pool:
            work = [pool.submit(_run, models, squares[i % len(squares)]) for i in range(count)]
            for each in work:
                each.result()
        rate = count / (time.perf_counter() - started)
        rows.append(Row(f"{callers} at a time, {within} thread(s) each", f"{rate:.1f}", "images/s"))
    return Table("Settings: who shares the cores", rows)


def _milliseconds(work: Callable[..., object], items: Sequence[object], rounds: int) -> float:
    means = []
    for _ in range(rounds + 1):
        started = time.process_time()
        for item in items:
            work(item)
        means.append((time.process_time() - started) / len(items) * 1e3)
    # The first round warms up.
    return median(means[1:])


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _decoded(content: bytes) -> Image.Image:
    return on_white(Picture(io.BytesIO(content)).image(detector.SIZE))


def _squares(image: Image.Image) -> Squares:
    size = image.size
    looks = ends(*size) if is_wide(*size) else [middle(*size)]
    regions = looks if is_wide(*size) else [(0, 0, *size)]
    classes, objects = (classifier.SIZE,) * 2, (detector.SIZE,) * 2
    return (
        [
            np.asarray(image.resize(classes, Image.Resampling.BICUBIC, region, reducing_gap=1.0))
            for region in looks
        ],
        [
            np.asarray(image.resize(objects, Image.Resampling.BILINEAR, region, reducing_gap=2.0))
            for region in regions
        ],
    )


def _run(models: Sequence[onnxruntime.InferenceSession], squares: Squares) -> None:
    for model, given in zip(models, squares, strict=True):
        for pixels in given:
            model.run(None, {"pixels": pixels[None]})


def _session(file: str, threads: int = 1) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(FOLDER / file, options, providers=["CPUExecutionProvider"])
