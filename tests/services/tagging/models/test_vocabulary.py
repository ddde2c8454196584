"""The vocabulary that ships is complete, and one that does not fit together is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.tagging.models.vocabulary import (
    FILE,
    InvalidVocabularyError,
    Vocabulary,
    load_vocabulary,
)

CONTENT = json.loads(FILE.read_text(encoding="utf-8"))
CATEGORIES = {concept.name: concept.categories for concept in load_vocabulary().concepts}


def small(**changes: Any) -> dict[str, Any]:
    return {
        "classes": {"imagenet": ["beagle"], "coco": ["dog"]},
        "tags": {
            "animal": {"kind": "object", "parents": []},
            "pet": {"kind": "attribute", "parents": ["animal"]},
            "dog": {"kind": "object", "parents": ["animal", "pet"]},
            "beagle": {"kind": "object", "parents": ["dog"]},
            **changes,
        },
    }


def test_every_class_of_both_models_has_a_name() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.imagenet.shape == (1000, len(vocabulary.concepts))
    assert vocabulary.coco.shape == (80, len(vocabulary.concepts))
    assert (vocabulary.imagenet.sum(axis=1) >= 1).all()
    assert (vocabulary.coco.sum(axis=1) >= 1).all()


def test_no_name_lists_synonyms_or_shouts() -> None:
    for name in CONTENT["tags"]:
        assert "," not in name
        assert "_" not in name
        assert name == name.lower().strip()


@pytest.mark.parametrize(
    ("name", "categories"),
    [
        ("newfoundland dog", {"dog", "canine", "pet", "mammal", "animal"}),
        ("tabby cat", {"cat", "feline", "pet", "mammal", "animal"}),
        ("cockatoo", {"parrot", "bird", "animal"}),
        ("giraffe", {"mammal", "animal", "wildlife"}),
        ("car", {"vehicle"}),
        ("espresso", {"coffee", "drink"}),
        ("banana", {"fruit", "food"}),
        ("couch", {"furniture"}),
        ("laptop", {"computer", "electronics"}),
    ],
)
def test_general_names_that_people_search_for_stand_above(name: str, categories: set[str]) -> None:
    assert categories <= set(CATEGORIES[name])


def test_words_that_nobody_types_stand_nowhere() -> None:
    assert not {"placental", "instrumentality", "entity", "whole", "artifact"} & set(CATEGORIES)


def test_a_category_comes_before_what_stands_above_it() -> None:
    for name, categories in CATEGORIES.items():
        assert len(set(categories)) == len(categories), name
        for position, category in enumerate(categories):
            before = {name, *categories[: position + 1]}
            assert not set(CATEGORIES[category]) & before, f"{category} of {name}"


def test_a_class_counts_for_everything_above_it() -> None:
    vocabulary = Vocabulary(small())
    names = [concept.name for concept in vocabulary.concepts]
    assert dict(zip(names, vocabulary.imagenet[0], strict=True)) == {
        "animal": 1,
        "pet": 1,
        "dog": 1,
        "beagle": 1,
    }
    assert dict(zip(names, vocabulary.coco[0], strict=True))["beagle"] == 0


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"dog": {"kind": "object", "parents": ["wolf"]}}, "unknown parent “wolf”"),
        ({"animal": {"kind": "object", "parents": ["dog"]}}, "stands above itself"),
        ({"dog": {"kind": "thing", "parents": []}}, "unknown kind “thing”"),
    ],
)
def test_a_vocabulary_that_does_not_fit_together_is_refused(
    changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InvalidVocabularyError, match=problem):
        Vocabulary(small(**changes))


def test_a_class_without_a_tag_is_refused() -> None:
    content = small()
    del content["tags"]["beagle"]
    with pytest.raises(InvalidVocabularyError, match="“beagle” is not among the tags"):
        Vocabulary(content)
