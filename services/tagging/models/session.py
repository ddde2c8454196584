"""How the ONNX files of this folder are run."""

from __future__ import annotations

from pathlib import Path

import onnxruntime

FOLDER = Path(__file__).parent


def open_session(file: str) -> onnxruntime.InferenceSession:
    """A model of this folder, ready to run from many threads at once, each run on one core.

    Uploads and frames come many at a time, so cores are shared out between them rather than within
    one.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(FOLDER / file, options, providers=["CPUExecutionProvider"])
