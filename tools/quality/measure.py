"""What the engine says of labelled files, and how right it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.media.encoding import on_white
from services.media.pictures import Picture
from services.media.video import Video
from services.tagging.engines.local_tagging import LocalTagging
from services.tagging.models.detector import SIZE
from services.tagging.models.recognition import recognizer
from services.tagging.models.vocabulary import load_vocabulary
from services.tagging.tags import Tag
from tools.quality.changes import changed
from tools.quality.drawings import drawings
from tools.quality.labels import Labelled
from tools.quality.reliability import Judged

FOUND: Final = 0.3
"""The confidence from which a main subject counts as found."""

SURE: Final = 0.5
"""The confidence from which a wrong tag is one too many."""


@dataclass(frozen=True)
class Verdict:
    """How the tags of a file compare with its labels.

    Of what is wrong at `SURE` a near miss (a tiger shark for a white shark) is less bad than what
    is absurd: nothing that stands above it is right.
    """

    name: str
    is_video: bool
    subjects: int
    missed: tuple[str, ...]
    near_misses: tuple[str, ...]
    absurd: tuple[str, ...]
    shown: int
    judged: tuple[Judged, ...]


def of_file(file: Labelled) -> Verdict:
    """Of a picture or a video as it is."""
    tags = _video_tags(file) if file.is_video else _picture_tags(file)
    confidences = {tag.name: tag.confidence for tag in tags}
    wrong = [tag for tag in tags if tag.confidence >= SURE and tag.name not in file.right]
    near = [tag for tag in wrong if file.right.intersection(tag.categories)]
    return Verdict(
        name=file.path.name,
        is_video=file.is_video,
        subjects=len(file.main),
        missed=tuple(name for name in file.main if confidences.get(name, 0) < FOUND),
        near_misses=tuple(_said(tag) for tag in near),
        absurd=tuple(_said(tag) for tag in wrong if tag not in near),
        shown=sum(tag.confidence >= FOUND for tag in tags),
        judged=tuple(_judged(tags, file)),
    )


def of_drawings() -> list[str]:
    """What the engine is sure of in drawings in which there is nothing, but text and patterns."""
    concepts = load_vocabulary().concepts
    fitting = {
        concept.name
        for concept in concepts
        if concept.kind == "text" or "pattern" in (concept.name, *concept.categories)
    }
    fitting |= {above for each in concepts if each.name in fitting for above in each.categories}
    return [
        _said(tag)
        for image in drawings()
        for tag in recognizer().tags(image)
        if tag.confidence >= SURE and tag.name not in fitting
    ]


def of_copies(file: Labelled) -> list[Judged]:
    """Of changed copies of a picture; what a crop cuts off counts as there all the same."""
    with file.path.open("rb") as opened:
        image = on_white(Picture(opened).image(SIZE))
    return [tag for copy in changed(image) for tag in _judged(recognizer().tags(copy), file)]


def _said(tag: Tag) -> str:
    return f"{tag.name} {tag.confidence:.2f}"


def _judged(tags: Sequence[Tag], file: Labelled) -> Iterator[Judged]:
    return (Judged(tag.confidence, tag.name in file.right) for tag in tags)


def _picture_tags(file: Labelled) -> list[Tag]:
    with file.path.open("rb") as opened:
        return LocalTagging().tag_picture(Picture(opened))


def _video_tags(file: Labelled) -> list[Tag]:
    with file.path.open("rb") as opened:
        return LocalTagging().tag_video(Video(opened), lambda _: None)
