"""Options that ask what can be seen in the file and what it says about itself."""

from __future__ import annotations

from services.options.option import Options
from services.options.values import CommaSeparated, Thresholds


class AnalysisOptions(Options):
    """Engines and measurements; each is made only when it is asked for."""

    categorization: CommaSeparated | None = None
    """Names of the engines that tag the asset."""
    auto_tagging: Thresholds | None = None
    """Least confidence at which a detected tag is assigned: one number, or one for each kind."""
    phash: bool | None = None
    """Whether the response has the picture's perceptual hash."""
    colors: bool | None = None
    """Whether the response has the picture's colours."""
    image_metadata: bool | None = None
    """Whether the response says what the file of a picture tells: camera, date, place and more."""
    media_metadata: bool | None = None
    """The same for pictures, videos and sound."""
