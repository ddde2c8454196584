"""Labels say what files show, and fit the vocabulary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.tagging.models.vocabulary import load_vocabulary
from tools.quality.labels import in_folder, packaged

VOCABULARY = load_vocabulary()


def test_every_labelled_file_of_the_packages_is_there() -> None:
    files = packaged(VOCABULARY)
    assert len(files) == 30
    for file in files:
        assert file.path.is_file(), file.path
        assert set(file.main) <= file.right


def test_what_stands_above_a_label_is_right_as_well() -> None:
    (cat,) = (each for each in packaged(VOCABULARY) if each.path.name == "chelsea.png")
    assert {"cat", "feline", "mammal", "animal"} <= cat.right
    assert "dog" not in cat.right


def test_pictures_named_by_imagenet_are_labelled_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    for name in ("n02088364_beagle.JPEG", "n99999999_nothing.JPEG", "holiday.jpg"):
        (tmp_path / "more" / name).touch()
    (file,) = in_folder(tmp_path, tmp_path / "labels.json", VOCABULARY)
    assert file.main == ("beagle",)
    assert "dog" in file.right


def test_labels_of_a_folder_go_before_names(tmp_path: Path) -> None:
    name = "n02088364_beagle.JPEG"
    (tmp_path / name).touch()
    labels = tmp_path / "labels.json"
    labels.write_text(json.dumps({"pictures": {name: {"main": ["dog"], "also": ["person"]}}}))
    (file,) = in_folder(tmp_path, labels, VOCABULARY)
    assert file.main == ("dog",)
    assert "person" in file.right


def test_a_label_that_is_no_tag_is_named(tmp_path: Path) -> None:
    labels = tmp_path / "labels.json"
    labels.write_text(json.dumps({"videos": {"a.mp4": {"main": ["hundli"], "also": []}}}))
    with pytest.raises(SystemExit, match=r"a\.mp4 .*hundli"):
        in_folder(tmp_path, labels, VOCABULARY)
