"""The owner's words are read as they are written, and every mistake in them is told in a line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from services.tagging.words.overlay import InvalidOverlayError, read_overlay
from services.tagging.words.words import load_words

ABOVE = {
    "animal": (),
    "dog": ("animal",),
    "beagle": ("dog", "animal"),
    "cat": ("animal",),
    "couch": (),
    "guillotine": (),
}


@pytest.fixture
def mistakes(tmp_path: Path) -> Any:
    def read(content: Any) -> list[str]:
        file = tmp_path / "words.json"
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text(content if isinstance(content, str) else json.dumps(content))
        with pytest.raises(InvalidOverlayError) as caught:
            read_overlay(file, ABOVE)
        lines = str(caught.value).splitlines()
        assert all(line.startswith((f"{file}: ", "… and")) or "… and" in line for line in lines)
        assert all(len(line) < 400 for line in lines)
        return [line.removeprefix(f"{file}: ") for line in lines]

    return read


def test_words_are_read(tmp_path: Path) -> None:
    file = tmp_path / "words.json"
    file.write_text(
        json.dumps(
            {
                "rename": {"couch": "sofa"},
                "merge": {"beagle": "dog"},
                "hide": ["guillotine"],
                "synonyms": {"cat": ["kitty"]},
                "translations": {"nl": {"cat": "kat"}},
            }
        )
    )
    overlay = read_overlay(file, ABOVE)
    assert overlay.renamed == {"couch": "sofa"}
    assert overlay.merged == {"beagle": "dog"}
    assert overlay.hidden == {"guillotine"}
    assert overlay.synonyms == {"cat": ["kitty"]}
    assert overlay.translations == {"nl": {"cat": "kat"}}


def test_merges_may_follow_each_other(tmp_path: Path) -> None:
    file = tmp_path / "words.json"
    file.write_text('{"merge": {"beagle": "dog", "dog": "cat"}}')
    assert read_overlay(file, ABOVE).merged == {"beagle": "cat", "dog": "cat"}


def test_an_empty_file_of_words_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "words.json"
    file.write_text("{}")
    assert read_overlay(file, ABOVE).renamed == {}


def test_names_may_be_exchanged(tmp_path: Path) -> None:
    file = tmp_path / "words.json"
    file.write_text('{"rename": {"cat": "dog", "dog": "cat"}}')
    assert read_overlay(file, ABOVE).renamed == {"cat": "dog", "dog": "cat"}


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        ({"hide": ["gillotine"]}, "hide: there is no tag “gillotine”. Did you mean “guillotine”?"),
        ({"rename": {"zzz": "y"}}, "rename: there is no tag “zzz”"),
        ({"hid": ["cat"]}, "unknown section “hid”. Did you mean “hide”?"),
        ({"merge": {"cat": "cat"}}, "merge: “cat” cannot be merged into itself"),
        (
            {"merge": {"animal": "cat"}},
            "merge: “animal” stands above “cat”, so that all of it would be called that",
        ),
        (
            {"hide": ["dog"], "merge": {"cat": "dog"}},
            "merge: “cat” would go into “dog”, which is hidden",
        ),
        (
            {"hide": ["cat"], "rename": {"cat": "tomcat"}},
            "“cat” can be renamed, merged or hidden, not two of these",
        ),
        (
            {"rename": {"couch": "Cat"}},
            "rename: “couch” cannot be called “Cat”, which is another tag. Merge them",
        ),
        (
            {"synonyms": {"cat": ["Dog"]}},
            "synonyms: “Dog” of “cat” is a tag of its own",
        ),
        ({"hide": "cat"}, "hide: must be a list of names"),
        ({"hide": [1]}, "hide: must be a list of names"),
        ({"rename": ["cat"]}, "rename: must be an object"),
        ({"rename": {"cat": 1}}, "rename: “cat” must have a name"),
        ({"synonyms": {"cat": "kitty"}}, "synonyms: “cat” must have a list of names"),
        ({"translations": {"nl": ["kat"]}}, "translations: “nl” must have an object of names"),
        (
            {"translations": {"Dutch!": {"cat": "kat"}}},
            "translations: “Dutch!” must be a code such as nl or pt-br, not en",
        ),
        (
            {"translations": {"en": {"cat": "kitty"}}},
            "translations: “en” must be a code such as nl or pt-br, not en",
        ),
        (
            {"translations": {"nl": {"kat": "cat"}}},
            "translations.nl: there is no tag “kat”. Did you mean “cat”?",
        ),
        (
            {"rename": {"cat": "<b>cat</b>"}},
            "rename: “<b>cat</b>” must not have commas, < or >, or control characters",
        ),
        (
            {"rename": {"cat": "cat, tom"}},
            "rename: “cat, tom” must not have commas, < or >, or control characters",
        ),
        (
            {"translations": {"nl": {"cat": "ka\nt"}}},
            "translations.nl: “ka?t” must not have commas, < or >, or control characters",
        ),
        ({"rename": {"cat": ""}}, "rename: “” must be a name without spaces around it"),
        ({"rename": {"cat": " tom"}}, "rename: “ tom” must be a name without spaces around it"),
        (
            {"rename": {"cat": "c" * 10_000}},
            f"rename: “{'c' * 60}…” has more than 100 characters",
        ),
        ([], "must be an object with rename, merge, hide, synonyms, translations"),
        ('{"hide": ["cat"], "hide": []}', "“hide” stands there 2 times"),
        (b"\xff\xfe", "is not JSON in UTF-8"),
        ("[" * 100_000, "is not JSON in UTF-8"),
    ],
)
def test_a_mistake_is_told_with_where_it_is(mistakes: Any, content: Any, mistake: str) -> None:
    assert mistakes(content) == [mistake]


def test_a_circle_of_merges_is_refused(mistakes: Any) -> None:
    assert mistakes({"merge": {"cat": "dog", "dog": "couch", "couch": "cat"}}) == [
        "merge: “cat” leads back to itself by way of “dog”",
        "merge: “dog” leads back to itself by way of “couch”",
        "merge: “couch” leads back to itself by way of “cat”",
    ]


def test_a_merge_into_a_circle_is_refused_for_the_circle(mistakes: Any) -> None:
    told = mistakes({"merge": {"guillotine": "cat", "cat": "dog", "dog": "cat"}})
    assert "merge: “cat” leads back to itself by way of “dog”" in told


def test_two_tags_cannot_get_one_name(mistakes: Any) -> None:
    assert mistakes({"rename": {"cat": "pet", "dog": "Pet"}}) == [
        "rename: more than one tag would be called “pet”. Merge them",
        "rename: more than one tag would be called “Pet”. Merge them",
    ]


def test_a_synonym_stands_for_one_tag(mistakes: Any) -> None:
    assert "synonyms: “pal” stands for more than one tag" in mistakes(
        {"synonyms": {"cat": ["pal"], "dog": ["pal"]}}
    )


def test_what_is_no_json_says_where(mistakes: Any) -> None:
    [told] = mistakes('{"hide": [}')
    assert told.startswith("is not JSON: ")
    assert "line 1 column 11" in told


def test_all_mistakes_are_told_up_to_twenty(mistakes: Any) -> None:
    told = mistakes({"hide": [f"unknown {i}" for i in range(50)]})
    assert len(told) == 21
    assert told[-1] == "… and 30 more"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidOverlayError, match="cannot be read: No such file"):
        read_overlay(tmp_path / "words.json", ABOVE)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidOverlayError, match="cannot be read: Is a directory"):
        read_overlay(tmp_path, ABOVE)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "words.json"
    with file.open("wb") as opened:
        opened.truncate(2 << 20)
    with pytest.raises(InvalidOverlayError, match="is larger than 1 MiB"):
        read_overlay(file, ABOVE)


def test_the_example_of_the_documentation_is_right(tmp_path: Path) -> None:
    page = (Path(__file__).parents[4] / "docs" / "vocabulary.md").read_text()
    example = re.search(r"```json\n(.+?)```", page, re.DOTALL)
    assert example
    file = tmp_path / "words.json"
    file.write_text(example[1])
    own = load_words(file)
    assert own.canonical("moggy") == own.canonical("kat") == own.canonical("persian cat") == "cat"
    assert own.canonical("couch") == "sofa"
    assert own.canonical("guillotine") is None
