"""The vocabulary is built from WordNet as the overrides say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.build_vocabulary import HERE, VOCABULARY, as_text, build, read_nouns

WORDNET = Path("/usr/share/wordnet/data.noun")

NOUNS = """\
  1 This is the licence.
00000001 03 n 01 entity 0 000 | everything
00000002 05 n 01 animal 0 001 @ 00000001 n 0000 | that moves
00000003 05 n 01 placental 0 001 @ 00000002 n 0000 | a mammal
00000004 05 n 02 dog 0 domestic_dog 0 002 @ 00000003 n 0000 ~ 00000005 n 0000 | that barks
00000005 05 n 01 Newfoundland 0 001 @ 00000004 n 0000 | a big one
"""


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {
        "general": {"animal": ["n00000002"], "dog": ["n00000004"]},
        "names": {"n00000005": "newfoundland dog"},
        "coco": ["dog"],
        "parents": {"dog": ["pet"], "pet": ["animal"]},
        "unrelated": {},
        "synonyms": {"dog": ["doggy"], "pet": ["animal", "doggy"]},
        "unsaid": {"dog": ["domestic dog"]},
        "kinds": {"attribute": ["pet"]},
    }


def parents(overrides: dict[str, Any], tmp_path: Path) -> dict[str, list[str]]:
    file = tmp_path / "data.noun"
    file.write_text(NOUNS)
    vocabulary = build(read_nouns(file), ["n00000005"], overrides)
    assert json.loads(as_text(vocabulary)) == vocabulary
    return {name: facts["parents"] for name, facts in vocabulary["tags"].items()}


def test_general_nodes_stand_above_and_others_are_left_out(
    overrides: dict[str, Any], tmp_path: Path
) -> None:
    assert parents(overrides, tmp_path) == {
        "animal": [],
        "dog": ["pet"],
        "newfoundland dog": ["dog"],
        "pet": ["animal"],
    }


def test_synonyms_are_those_of_the_overrides_and_wordnet_that_mean_one_tag(
    overrides: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "data.noun"
    file.write_text(NOUNS)
    tags = build(read_nouns(file), ["n00000005"], overrides)["tags"]
    assert tags["newfoundland dog"]["synonyms"] == ["newfoundland"]
    assert "synonyms" not in tags["dog"]
    assert "synonyms" not in tags["pet"]


def test_what_people_would_not_say_is_taken_out(overrides: dict[str, Any], tmp_path: Path) -> None:
    overrides["unrelated"] = {"dog": ["animal"]}
    overrides["parents"] = {}
    assert parents(overrides, tmp_path)["dog"] == []


@pytest.mark.skipif(not WORDNET.exists(), reason="needs Debian's package wordnet-base")
def test_the_committed_vocabulary_is_the_built_one() -> None:
    built = build(
        read_nouns(WORDNET),
        (HERE / "imagenet_synsets.txt").read_text().split(),
        json.loads((HERE / "vocabulary_overrides.json").read_text()),
    )
    assert VOCABULARY.read_text() == as_text(built)
