"""Tags are told in people's words, languages among them."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest

from services.tagging.actions.film import CATEGORIES as ACTIONS
from services.tagging.models.vocabulary import FILE
from services.tagging.tags import Box, Segment, Tag
from services.tagging.words.overlay import Overlay
from services.tagging.words.words import TRANSLATIONS, Words, load_words

SHIPPED = load_words()
CONTENT = json.loads(FILE.read_text(encoding="utf-8"))
LANGUAGES = ["de", "es", "fr", "it", "pt"]
BOX, OTHER_BOX = Box(0, 0, 0.5, 0.5), Box(0.5, 0.5, 0.5, 0.5)


def words(**overlay: Any) -> Words:
    tags = {
        "animal": {"kind": "object", "parents": []},
        "cat": {"kind": "object", "parents": ["animal"], "synonyms": ["kitty"]},
        "dog": {"kind": "object", "parents": ["animal"], "synonyms": ["puppy"]},
        "beagle": {"kind": "object", "parents": ["dog"], "synonyms": ["snoopy"]},
    }
    translations = {
        "de": {"animal": "Tier", "cat": "Katze", "dog": "Hund", "dark": "dunkel"},
        "es": {"animal": "animal", "cat": "gato"},
        "it": {"dog": "gatto"},
        "xx": {"cat": "gatto"},
    }
    return Words(tags, translations, Overlay(**overlay))


def named(tags: list[Tag]) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag.name, tag.categories) for tag in tags]


SEEN = [
    Tag("beagle", 0.9, "object", ("dog", "animal")),
    Tag("dog", 0.9, "object", ("animal",), (BOX,)),
    Tag("animal", 0.9, "object"),
]


def test_without_words_of_ones_own_tags_are_told_as_they_are() -> None:
    assert words().told(SEEN) == SEEN


def test_tags_are_told_in_another_language_where_it_has_a_name() -> None:
    assert named(words().told(SEEN, "de")) == [
        ("beagle", ("Hund", "Tier")),
        ("Hund", ("Tier",)),
        ("Tier", ()),
    ]


def test_attributes_have_translations_too() -> None:
    [told] = words().told([Tag("dark", 0.8, "attribute")], "de")
    assert told.name == "dunkel"


def test_what_nobody_knows_stays_as_it_is() -> None:
    [told] = words().told([Tag("our logo", 0.8, "object")], "de")
    assert told.name == "our logo"


def test_a_renamed_tag_is_so_everywhere() -> None:
    own = words(renamed={"dog": "doggo"})
    assert named(own.told(SEEN))[:2] == [("beagle", ("doggo", "animal")), ("doggo", ("animal",))]
    assert own.canonical("dog") == own.canonical("Doggo") == own.canonical("puppy") == "doggo"
    assert own.parents("doggo") == ("animal",)
    assert own.synonyms("doggo") == ("dog", "puppy")
    assert own.translations("doggo")["de"] == "Hund"
    assert own.told(SEEN, "de")[1].name == "Hund"


def test_a_merged_tag_is_the_other_one_as_sure_as_the_surer() -> None:
    own = words(merged={"beagle": "dog"})
    seen = [Tag("beagle", 0.9, "object", ("dog", "animal")), Tag("dog", 0.7, "object", ("animal",))]
    [told] = own.told(seen)
    assert (told.name, told.confidence, told.categories) == ("dog", 0.9, ("animal",))
    assert own.canonical("beagle") == own.canonical("snoopy") == "dog"
    assert own.synonyms("dog") == ("beagle", "puppy", "snoopy")


def test_what_is_merged_keeps_all_places_and_moments() -> None:
    own = words(merged={"cat": "dog"})
    seen = [
        Tag("cat", 0.9, "object", (), (BOX,), (Segment(5, 9, 0.9), Segment(20, 21, 0.4))),
        Tag("dog", 0.7, "object", (), (OTHER_BOX,), (Segment(0, 6, 0.7),)),
    ]
    [told] = own.told(seen)
    assert told.boxes == (BOX, OTHER_BOX)
    assert told.segments == (Segment(0, 9, 0.9), Segment(20, 21, 0.4))


def test_a_hidden_tag_is_told_nowhere() -> None:
    own = words(hidden=frozenset({"dog"}))
    assert named(own.told(SEEN)) == [("beagle", ("animal",)), ("animal", ())]
    assert own.canonical("dog") is None
    assert own.canonical("puppy") is None
    assert own.parents("beagle") == ("animal",)


def test_synonyms_and_translations_of_ones_own_are_understood() -> None:
    own = words(synonyms={"cat": ["mouser"]}, translations={"nl": {"cat": "kat"}})
    assert own.canonical("Mouser") == "cat"
    assert own.canonical("kat") == "cat"
    assert own.language("nl-BE,de;q=0.5") == "nl"
    assert own.told([Tag("cat", 0.9, "object")], "nl")[0].name == "kat"
    assert own.synonyms("cat") == ("kitty", "mouser")


@pytest.mark.parametrize(
    ("typed", "tag"),
    [(" Cat ", "cat"), ("KITTY", "cat"), ("Katze", "cat"), ("gato", "cat"), ("wolf", None)],
)
def test_what_a_person_types_means_a_tag(typed: str, tag: str | None) -> None:
    assert words().canonical(typed) == tag


def test_what_means_several_things_means_none_but_in_its_language() -> None:
    assert words().canonical("gatto") is None
    assert words().canonical("gatto", "it") == "dog"


def test_two_tags_with_one_name_in_a_language_are_one() -> None:
    same = Words(
        {"house": {"parents": []}, "home": {"parents": []}},
        {"it": {"house": "casa", "home": "casa"}},
    )
    [told] = same.told([Tag("home", 0.4, "scene"), Tag("house", 0.8, "object")], "it")
    assert (told.name, told.confidence, told.kind) == ("casa", 0.8, "object")


def test_an_unknown_tag_has_nothing() -> None:
    own = words()
    assert (own.synonyms("wolf"), own.parents("wolf"), dict(own.translations("wolf"))) == (
        (),
        (),
        {},
    )


def test_english_and_five_languages_ship() -> None:
    assert SHIPPED.languages == ["en", *LANGUAGES]


def test_every_general_tag_and_every_object_of_coco_has_a_name_in_each_language() -> None:
    classes = CONTENT["classes"]
    general = {parent for facts in CONTENT["tags"].values() for parent in facts["parents"]}
    for name in {*general, *classes["coco"]}:
        assert list(SHIPPED.translations(name)) == LANGUAGES, name


def test_every_action_of_videos_has_a_name_in_each_language() -> None:
    for name in ACTIONS:
        assert list(SHIPPED.translations(name)) == LANGUAGES, name


def test_every_row_of_the_translations_is_whole_and_used() -> None:
    with TRANSLATIONS.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    names = [row["en"] for row in rows]
    assert names == sorted(set(names))
    for row in rows:
        for name in row.values():
            assert name
            assert name == name.strip()
            assert not set(name) & set(',<>"\n'), row


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("sofa", "couch"),
        ("tv", "television"),
        ("bike", "bicycle"),
        ("puppy", "dog"),
        ("killer whale", "orca"),
        ("Hund", "dog"),
        ("voiture", "car"),
        ("montaña", "mountain"),
        ("spiaggia", "beach"),
        ("cachorro", "dog"),
    ],
)
def test_what_people_type_in_six_languages_is_understood(typed: str, tag: str) -> None:
    assert SHIPPED.canonical(typed) == tag


def test_no_synonym_that_ships_is_another_tag() -> None:
    tags = CONTENT["tags"]
    for name, facts in tags.items():
        for word in facts.get("synonyms", []):
            assert word not in tags, name
            assert SHIPPED.canonical(word) == name
