"""The names of tags, their kinds, and what stands above them: `vocabulary.json`, made to be edited.

Its `classes` name the outputs of the classifier ("imagenet") and of the detector ("coco") in their
order; two classes may share a name and then are one tag. Its `tags` say of every name its kind and
its parents, the more general tags right above it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from services.tagging.models.session import FOLDER
from services.tagging.tags import Kind

FILE = FOLDER / "vocabulary.json"


class InvalidVocabularyError(ValueError):
    """A vocabulary does not fit together; the message says where."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A name with its kind and the more general names above it, nearest first."""

    name: str
    kind: Kind
    categories: tuple[str, ...]


class Vocabulary:
    """All concepts, in a fixed order, and which of them each output of a model stands for."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Of the content of a vocabulary file; raises InvalidVocabularyError."""
        tags = content["tags"]
        self.concepts = [
            Concept(name, _kind(name, facts["kind"]), categories_above(tags, name))
            for name, facts in tags.items()
        ]
        self._positions = {concept.name: i for i, concept in enumerate(self.concepts)}
        self.depths = np.array([len(concept.categories) for concept in self.concepts])
        """How many more general names stand above each concept."""
        self.of_drawings = np.array([_is_drawn(concept) for concept in self.concepts])
        """Whether each concept is one of drawings as well as of photographs."""
        self.imagenet = self._stands_for(content["classes"]["imagenet"])
        """Whether a class of the classifier is a concept or below it: shape (1000, concepts), 0 or
        1."""
        self.coco = self._stands_for(content["classes"]["coco"])
        """Whether a class of the detector is a concept or below it: shape (80, concepts), 0 or
        1."""
        self.imagenet_names: list[str] = list(content["classes"]["imagenet"])
        self.coco_names: list[str] = list(content["classes"]["coco"])
        self.coco_positions = [self._positions[name] for name in content["classes"]["coco"]]
        """Which concept a class of the detector is."""
        self.coco_imagenet = self.imagenet[:, self.coco_positions]
        """Whether a class of the classifier is a class of the detector or below it: shape (1000,
        80), 0 or 1."""

    def imagenet_below(self, name: str) -> NDArray[np.float32]:
        """Which classes of the classifier are a tag or below it: shape (1000,), 0 or 1."""
        return self._below(self.imagenet, name)

    def coco_below(self, name: str) -> NDArray[np.float32]:
        """Which classes of the detector are a tag or below it: shape (80,), 0 or 1."""
        return self._below(self.coco, name)

    def _below(self, stands_for: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        position = self._positions.get(name)
        return (
            np.zeros(len(stands_for), np.float32) if position is None else stands_for[:, position]
        )

    def _stands_for(self, classes: Sequence[str]) -> NDArray[np.float32]:
        matrix = np.zeros((len(classes), len(self.concepts)), np.float32)
        for row, name in enumerate(classes):
            if name not in self._positions:
                raise InvalidVocabularyError(f"The class “{name}” is not among the tags.")
            concept = self.concepts[self._positions[name]]
            matrix[row, [self._positions[each] for each in (name, *concept.categories)]] = 1
        return matrix


def load_vocabulary(file: Path = FILE) -> Vocabulary:
    """Raises InvalidVocabularyError."""
    return Vocabulary(json.loads(file.read_text(encoding="utf-8")))


def _is_drawn(concept: Concept) -> bool:
    return concept.kind == "text" or "pattern" in (concept.name, *concept.categories)


def _kind(name: str, kind: str) -> Kind:
    for known in get_args(Kind):
        if kind == known:
            return known  # type: ignore[no-any-return]
    raise InvalidVocabularyError(f"The tag “{name}” has the unknown kind “{kind}”.")


def categories_above(tags: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Every tag above another, each before those above itself, the nearer ones first."""
    found: list[str] = []

    def visit(tag: str, below: tuple[str, ...]) -> None:
        if tag in below:
            raise InvalidVocabularyError(f"The tag “{tag}” stands above itself.")
        if tag not in tags:
            raise InvalidVocabularyError(f"“{below[-1]}” has the unknown parent “{tag}”.")
        for parent in reversed(tags[tag]["parents"]):
            if parent not in found:
                visit(parent, (*below, tag))
        found.append(tag)

    visit(name, ())
    return tuple(reversed(found[:-1]))
