"""The verdict on a file says what was missed and what is wrong."""

from __future__ import annotations

from pathlib import Path

from tools.quality.labels import Labelled
from tools.quality.measure import of_copies, of_drawings, of_file


def test_a_cat_that_is_labelled_so_is_found(cat: Path) -> None:
    right = frozenset({"cat", "feline", "pet", "mammal", "animal", "tabby cat"})
    verdict = of_file(Labelled(cat, ("cat",), right))
    assert (verdict.subjects, verdict.missed, verdict.near_misses, verdict.absurd) == (
        1,
        (),
        (),
        (),
    )


def test_what_is_not_there_is_missed_and_what_is_not_labelled_is_wrong(cat: Path) -> None:
    verdict = of_file(Labelled(cat, ("dog",), frozenset({"dog"})))
    assert verdict.missed == ("dog",)
    assert any(each.startswith("cat ") for each in verdict.absurd)


def test_what_shares_something_right_above_it_is_a_near_miss(cat: Path) -> None:
    verdict = of_file(Labelled(cat, ("lynx",), frozenset({"lynx", "feline", "mammal", "animal"})))
    assert any(each.startswith("cat ") for each in verdict.near_misses)
    assert not any(each.startswith("cat ") for each in verdict.absurd)


def test_nothing_is_seen_for_sure_in_drawings_of_nothing() -> None:
    assert of_drawings() == []


def test_changed_copies_still_show_the_cat(cat: Path) -> None:
    judged = of_copies(Labelled(cat, ("cat",), frozenset({"cat"})))
    assert sum(tag.right and tag.confidence > 0.5 for tag in judged) >= 6
