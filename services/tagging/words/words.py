"""What tags are called: their names, synonyms and translations, and the owner's own words for them.

The models and the rules work with the names that ship. What is told to people has been through
`Words.told`: renamed, merged and hidden as the owner says, and in the language that was asked for.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from services.tagging.models.vocabulary import FILE, categories_above
from services.tagging.tags import Segment, Tag
from services.tagging.words.languages import ENGLISH, best_language
from services.tagging.words.overlay import Overlay, read_overlay

TRANSLATIONS = Path(__file__).parent / "translations.csv"


class Words:
    """The names of all tags that ship, as this server tells them."""

    def __init__(
        self,
        tags: Mapping[str, Any],
        translations: Mapping[str, Mapping[str, str]],
        overlay: Overlay | None = None,
    ) -> None:
        """Of the `tags` of a vocabulary file, and of names by language and English name, which may
        be more than the tags (attributes and actions are not among them)."""
        self._overlay = overlay or Overlay()
        known = known_names(tags, translations)
        self._names = {name: self._told_name(name) for name in known}
        self._above = {name: tuple(above) for name, above in known.items()}
        self._translations = _joined(translations, self._overlay.translations)
        self._synonyms = {
            name: (*_synonyms(tags, name), *self._overlay.synonyms.get(name, ())) for name in known
        }
        self._shipped = {
            told: name
            for name, told in self._names.items()
            if told is not None and name not in self._overlay.merged
        }
        self._canonical = self._all_canonical()

    @property
    def languages(self) -> list[str]:
        """The codes of the languages that there are names in, English first."""
        return [ENGLISH, *sorted(self._translations)]

    def canonical(self, name: str, language: str | None = None) -> str | None:
        """The tag that a person means who types `name`, whatever its case; None if there is none.

        A tag's own name comes before a synonym, and both before a translation, of which those of
        `language` come first. What could mean several tags means none.
        """
        key = name.strip().casefold()
        found = self._canonical.get(ENGLISH, {}).get(key)
        preferred = self._canonical.get(language or ENGLISH, {}).get(key)
        if found or preferred:
            return found or preferred
        meant = {tag for tags in self._canonical.values() if (tag := tags.get(key)) is not None}
        return meant.pop() if len(meant) == 1 else None

    def synonyms(self, name: str) -> tuple[str, ...]:
        """What else people type for the tag `name`, in English."""
        shipped = self._shipped.get(name)
        if shipped is None:
            return ()
        merged = [each for each, into in self._overlay.merged.items() if into == shipped]
        words = [shipped, *merged]
        words += [word for each in (shipped, *merged) for word in self._synonyms[each]]
        return tuple(dict.fromkeys(word for word in words if word != name))

    def parents(self, name: str) -> tuple[str, ...]:
        """The more general tags above the tag `name`, nearest first."""
        shipped = self._shipped.get(name)
        return () if shipped is None else self._told_categories(self._above[shipped], name)

    def translations(self, name: str) -> Mapping[str, str]:
        """The tag `name` in other languages, by their codes."""
        shipped = self._shipped.get(name, name)
        return {
            language: names[shipped]
            for language, names in sorted(self._translations.items())
            if shipped in names
        }

    def language(self, accepted: str | None) -> str:
        """The best of the languages for who accepts these, written like Accept-Language."""
        return best_language(accepted, self._translations)

    def told(self, tags: Iterable[Tag], language: str = ENGLISH) -> list[Tag]:
        """The tags as people are told them, surest first; those of one name are one.

        A name that is not known stays as it is, as does one without a translation.
        """
        told: dict[str, Tag] = {}
        for tag in tags:
            name = self._names.get(tag.name, tag.name)
            if name is None:
                continue
            spoken = replace(
                tag,
                name=self._spoken(name, language),
                categories=tuple(
                    dict.fromkeys(
                        self._spoken(each, language)
                        for each in self._told_categories(tag.categories, name)
                    )
                ),
            )
            before = told.get(spoken.name)
            told[spoken.name] = spoken if before is None else _together(before, spoken)
        return sorted(told.values(), key=lambda tag: -round(tag.confidence, 2))

    def _told_name(self, name: str) -> str | None:
        if name in self._overlay.hidden:
            return None
        into = self._overlay.merged.get(name, name)
        return self._overlay.renamed.get(into, into)

    def _told_categories(self, categories: Iterable[str], below: str) -> tuple[str, ...]:
        told = (self._names.get(each, each) for each in categories)
        return tuple(dict.fromkeys(each for each in told if each and each != below))

    def _spoken(self, name: str, language: str) -> str:
        return self._translations.get(language, {}).get(self._shipped.get(name, name), name)

    def _all_canonical(self) -> dict[str, dict[str, str]]:
        """By language what a word means; English with the synonyms."""
        canonical = {ENGLISH: self._meant_in_english()}
        for language, names in self._translations.items():
            canonical[language] = _unambiguous(
                (word, told) for name, word in names.items() if (told := self._names.get(name))
            )
        return canonical

    def _meant_in_english(self) -> dict[str, str]:
        shown = {name: told for name, told in self._names.items() if told is not None}
        synonyms = _unambiguous(
            (word, told) for name, told in shown.items() for word in self._synonyms[name]
        )
        shipped = {name.casefold(): told for name, told in shown.items()}
        return synonyms | shipped | {told.casefold(): told for told in shown.values()}


def load_words(overlay: Path | None = None) -> Words:
    """The words that ship, with those of the owner's file. Raises InvalidOverlayError."""
    tags = json.loads(FILE.read_text(encoding="utf-8"))["tags"]
    translations = read_translations(TRANSLATIONS)
    if overlay is None:
        return Words(tags, translations)
    return Words(tags, translations, read_overlay(overlay, known_names(tags, translations)))


def known_names(
    tags: Mapping[str, Any], translations: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Every name that ships, with the names above it."""
    also = {name: () for names in translations.values() for name in names}
    return also | {name: categories_above(tags, name) for name in tags}


def read_translations(file: Path) -> dict[str, dict[str, str]]:
    """By language and English name; the file's columns are languages, English first."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    languages = [language for language in rows[0] if language != ENGLISH]
    return {
        language: {row[ENGLISH]: row[language] for row in rows if row[language]}
        for language in languages
    }


def _synonyms(tags: Mapping[str, Any], name: str) -> Iterable[str]:
    facts: Mapping[str, Any] = tags.get(name, {})
    synonyms: Iterable[str] = facts.get("synonyms", ())
    return synonyms


def _joined(
    shipped: Mapping[str, Mapping[str, str]], own: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    return {
        language: {**shipped.get(language, {}), **own.get(language, {})}
        for language in {*shipped, *own}
    }


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What words mean, without those that mean several things."""
    meant: dict[str, set[str]] = {}
    for word, tag in pairs:
        meant.setdefault(word.casefold(), set()).add(tag)
    return {word: next(iter(tags)) for word, tags in meant.items() if len(tags) == 1}


def _together(one: Tag, other: Tag) -> Tag:
    """Two tags of one name: as sure as the surer one, wherever either is."""
    surer, less = (one, other) if one.confidence >= other.confidence else (other, one)
    return replace(
        surer,
        boxes=tuple(dict.fromkeys((*surer.boxes, *less.boxes))),
        segments=_segments((*surer.segments, *less.segments)),
        evidence=tuple(sorted((*surer.evidence, *less.evidence), key=lambda each: each.start)),
    )


def _segments(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Segments in the order of time, those that overlap as one."""
    joined: list[Segment] = []
    for segment in sorted(segments, key=lambda each: each.start):
        last = joined[-1] if joined else None
        if last and segment.start <= last.end:
            joined[-1] = Segment(
                last.start,
                max(last.end, segment.end),
                max(last.confidence, segment.confidence),
            )
        else:
            joined.append(segment)
    return tuple(joined)
