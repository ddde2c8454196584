"""Options that ask what can be seen in the file and what it says about itself."""

from __future__ import annotations

from typing import Annotated

from services.options.option import UNSIGNED_TOO, Options
from services.options.values import AcceptLanguage, Boxes, CommaSeparated, OneBox, Thresholds


class AnalysisOptions(Options):
    """Engines and measurements; each is made only when it is asked for."""

    categorization: CommaSeparated | None = None
    """Names of the engines that tag the asset."""
    detection: CommaSeparated | None = None
    """Names of the engines that look for one kind of thing in it, such as faces."""
    auto_tagging: Thresholds | None = None
    """Least confidence at which a detected tag is assigned: one number, or one for each kind."""
    accept_language: AcceptLanguage | None = None
    """The language of the tags, written like HTTP's Accept-Language, such as de or pt-br,en;q=0.5;
    auto for that of the upload's own header. English where there is no name in it."""
    face_coordinates: Annotated[Boxes | None, UNSIGNED_TOO] = None
    """Where the faces are: x,y,width,height in pixels, several separated by |."""
    custom_coordinates: Annotated[OneBox | None, UNSIGNED_TOO] = None
    """Which part of the picture matters: x,y,width,height in pixels."""
    faces: bool | None = None
    """Whether faces are looked for; the response has their boxes."""
    phash: bool | None = None
    """Whether the response has the picture's perceptual hash."""
    colors: bool | None = None
    """Whether the response has the picture's colours."""
    image_metadata: bool | None = None
    """Whether the response says what the file of a picture tells: camera, date, place and more."""
    media_metadata: bool | None = None
    """The same for pictures, videos and sound."""
    exif: bool | None = None
    """The same under its oldest name."""
    quality_analysis: bool | None = None
    """Whether the response says how sharp, clean and well lit a picture is."""
    accessibility_analysis: bool | None = None
    """Whether the response says how much of a picture colour-blind people can tell apart."""
