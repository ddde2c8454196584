"""Models that come out otherwise than before, from the same pictures, are not kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.model_files import digest, sha256, write


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "one.jpg", tmp_path / "two.jpg"]
    for file in files:
        file.write_bytes(file.name.encode())
    return files


@pytest.fixture
def folder(tmp_path: Path, pictures: list[Path]) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    write(folder, {"model.onnx": b"weights"}, pictures, accept=False)
    return folder


def listed(folder: Path) -> Any:
    return json.loads((folder / "models.json").read_text())


def test_models_are_listed_with_what_they_were_calibrated_with(
    folder: Path, pictures: list[Path]
) -> None:
    assert listed(folder) == {
        "calibration": {"pictures": 2, "sha256": digest(pictures)},
        "models": {"model.onnx": {"bytes": 7, "sha256": sha256(folder / "model.onnx")}},
    }


def test_the_same_models_are_as_before(
    folder: Path, pictures: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    write(folder, {"model.onnx": b"weights"}, pictures, accept=False)
    assert capsys.readouterr().out.endswith(", as before\n")


def test_others_from_the_same_pictures_are_not_written(folder: Path, pictures: list[Path]) -> None:
    before = listed(folder)
    with pytest.raises(SystemExit, match=r"model\.onnx: not as before, .* Nothing was written"):
        write(folder, {"model.onnx": b"other"}, pictures, accept=False)
    assert (folder / "model.onnx").read_bytes() == b"weights"
    assert listed(folder) == before


def test_others_are_written_when_they_are_accepted(folder: Path, pictures: list[Path]) -> None:
    write(folder, {"model.onnx": b"other"}, pictures, accept=True)
    assert listed(folder)["models"]["model.onnx"]["sha256"] == sha256(folder / "model.onnx")


def test_other_pictures_may_give_other_models(folder: Path, pictures: list[Path]) -> None:
    write(folder, {"model.onnx": b"other"}, pictures[:1], accept=False)
    assert (folder / "model.onnx").read_bytes() == b"other"
    assert listed(folder)["calibration"]["pictures"] == 1
