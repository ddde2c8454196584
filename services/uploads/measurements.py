"""What is measured in a picture when it is asked for, beside its tags."""

from __future__ import annotations

from typing import Any

from services.media.accessibility import accessibility
from services.media.colors import dominant_colors, predominant
from services.media.faces import find_faces
from services.media.hashes import perceptual_hash
from services.media.pictures import Picture
from services.media.quality import quality_scores
from services.options.analysis import AnalysisOptions

_COLOR_SIDE = 150
"""Short side in pixels from which colours are the same as from the whole."""


def measurements(picture: Picture, options: AnalysisOptions) -> dict[str, Any]:
    """What the options ask for, by the column of the record that keeps it.

    Boxes that were given come before those that are found. Raises UnreadableMedia.
    """
    values: dict[str, Any] = {}
    if options.face_coordinates:
        values["faces"] = values["face_coordinates"] = _as_lists(options.face_coordinates)
    elif options.faces:
        values["faces"] = [list(face[:4]) for face in find_faces(picture)]
    if options.custom_coordinates:
        values["custom_coordinates"] = _as_lists(options.custom_coordinates)
    if options.phash:
        values["phash"] = perceptual_hash(picture)
    if options.colors:
        values["colors"] = _colors(picture)
    if options.quality_analysis:
        values["quality_analysis"] = quality_scores(picture)
    if options.accessibility_analysis:
        values["accessibility_analysis"] = accessibility(picture.pixels(_COLOR_SIDE))
    return values


def _colors(picture: Picture) -> dict[str, Any]:
    colors = dominant_colors(picture.pixels(_COLOR_SIDE))
    return {"colors": [list(color) for color in colors], "predominant": predominant(colors)}


def _as_lists(boxes: list[tuple[int, int, int, int]]) -> list[list[int]]:
    return [list(box) for box in boxes]
