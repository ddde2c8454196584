"""The committed models are the built ones, and say where they come from."""

from __future__ import annotations

import hashlib
import json

import pytest

from services.tagging.models.session import FOLDER, open_session

MODELS = json.loads((FOLDER / "models.json").read_text())["models"]


@pytest.mark.parametrize("name", MODELS)
def test_a_committed_model_is_the_one_that_was_built(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    assert len(content) == MODELS[name]["bytes"]
    assert hashlib.sha256(content).hexdigest() == MODELS[name]["sha256"]


def test_every_model_is_listed_with_its_hash() -> None:
    assert {file.name for file in FOLDER.glob("*.onnx")} == set(MODELS)


def test_the_models_keep_the_package_small() -> None:
    assert sum(facts["bytes"] for facts in MODELS.values()) < 15_000_000


@pytest.mark.parametrize("name", [*MODELS, "background.npy", "vocabulary.json"])
def test_provenance_names_every_file(name: str) -> None:
    assert f"## {name}" in (FOLDER / "PROVENANCE.md").read_text()


@pytest.mark.parametrize("licence", ["Apache-2.0", "MIT-human-models", "WordNet"])
def test_the_licences_stand_beside_the_models(licence: str) -> None:
    name = f"LICENSE-{licence}.txt"
    assert (FOLDER / name).stat().st_size > 1000
    assert name in (FOLDER / "PROVENANCE.md").read_text()


def test_the_classifier_also_gives_an_embedding() -> None:
    outputs = open_session("efficientnet_lite2.onnx").get_outputs()
    assert [(output.name, output.shape) for output in outputs] == [
        ("logits", [1, 1000]),
        ("embedding", [1, 1280]),
    ]
