"""Options that say what is let in, and who decides."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from services.moderation.asked import asked_moderations
from services.moderation.verdict import ModerationThresholds
from services.options.option import PRESET_ONLY, Options
from services.options.values import Formats, Origins


def _moderation(value: str) -> str:
    asked_moderations(value)
    return value


class AdmissionOptions(Options):
    """Formats, sizes, moderation."""

    allowed_formats: Formats | None = None
    """Formats that are let in; all where none is named."""
    allowed_origins: Annotated[Origins | None, PRESET_ONLY] = None
    """Sites whose pages may upload without a signature; all where none is named."""
    max_file_size: Annotated[Annotated[int, Field(gt=0)] | None, PRESET_ONLY] = None
    """The most bytes that a file may have."""
    moderation: Annotated[str, AfterValidator(_moderation)] | None = None
    """Who decides whether the asset may be shown: manual, local, duplicate:0.8, joined by |."""
    moderation_thresholds: Annotated[ModerationThresholds | None, PRESET_ONLY] = None
    """Scores below which the model approves, and from which on it rejects."""
