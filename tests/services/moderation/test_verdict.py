"""From scores to what becomes of an asset."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from services.moderation.verdict import ModerationThresholds, status_of, suggested_minimum_age


@pytest.mark.parametrize(
    ("score", "status", "age"),
    [
        (0.0, "approved", 0),
        (0.1999, "approved", 0),
        (0.2, "pending", 16),
        (0.7999, "pending", 16),
        (0.8, "rejected", 18),
        (1.0, "rejected", 18),
    ],
)
def test_the_usual_thresholds(score: float, status: str, age: int) -> None:
    assert status_of(score, ModerationThresholds()) == status
    assert suggested_minimum_age(score) == age


def test_equal_thresholds_leave_nothing_pending() -> None:
    strict = ModerationThresholds(approve=0.5, reject=0.5)
    assert [status_of(score, strict) for score in (0.49, 0.5)] == ["approved", "rejected"]


@pytest.mark.parametrize(
    "values",
    [
        {"approve": 0.9, "reject": 0.1},
        {"approve": -0.1},
        {"reject": 1.1},
        {"reject": float("nan")},
        {"reject": "high"},
        {"review": 0.5},
    ],
)
def test_thresholds_that_make_no_sense_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ModerationThresholds.model_validate(values)
