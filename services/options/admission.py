"""Options that say what is let in, and who decides."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from services.moderation.verdict import MODERATION_KINDS, ModerationKind, ModerationThresholds
from services.options.option import PRESET_ONLY, Options
from services.options.values import Formats, Origins


def _known_moderation(value: Any) -> Any:
    if value not in MODERATION_KINDS:
        raise ValueError(f"there is no such moderation here, only {' and '.join(MODERATION_KINDS)}")
    return value


class AdmissionOptions(Options):
    """Formats, sizes, moderation."""

    allowed_formats: Formats | None = None
    """Formats that are let in; all where none is named."""
    allowed_origins: Annotated[Origins | None, PRESET_ONLY] = None
    """Sites whose pages may upload without a signature; all where none is named."""
    max_file_size: Annotated[Annotated[int, Field(gt=0)] | None, PRESET_ONLY] = None
    """The most bytes that a file may have."""
    moderation: Annotated[ModerationKind, BeforeValidator(_known_moderation)] | None = None
    """Who decides whether the asset may be shown: the model, or a person alone."""
    moderation_thresholds: Annotated[ModerationThresholds | None, PRESET_ONLY] = None
    """Scores below which the model approves, and from which on it rejects."""
