"""The moderation of an asset in its record, and as JSON.

The JSON is Cloudinary's `moderation` of the Upload API, a list of {kind, status, response,
updated_at}; `decided_by` and what `response` has are ours.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from services.assets.tables import Asset, ModerationRecord
from services.moderation.moderator import Moderation
from services.moderation.open_nsfw import MODEL
from services.moderation.verdict import (
    Decision,
    ModerationKind,
    ModerationThresholds,
    suggested_minimum_age,
)

OWNER = "owner"
"""`decided_by` where a person decided, whom the model never overrules."""


def asked_moderation(kind: ModerationKind, thresholds: ModerationThresholds) -> ModerationRecord:
    """A record of a moderation that has yet to happen."""
    return ModerationRecord(
        kind=kind,
        status="pending",
        thresholds=thresholds.model_dump(),
        updated_at=datetime.now(UTC),
    )


def awaits_the_model(asset: Asset) -> bool:
    """Whether the model was asked and has yet to look."""
    record = asset.moderation
    return record is not None and record.kind == "local" and record.response is None


def is_withheld(asset: Asset) -> bool:
    """Whether the public does not get the asset."""
    return asset.moderation is not None and asset.moderation.status == "rejected"


def thresholds_of(record: ModerationRecord) -> ModerationThresholds:
    """Where the asset's upload wanted the lines drawn."""
    return ModerationThresholds.model_validate(record.thresholds)


def apply_moderation(record: ModerationRecord, moderation: Moderation) -> None:
    """Write what the model says into the record; a person's decision stands."""
    record.response = _response(moderation) | {"thresholds": record.thresholds}
    if record.decided_by != OWNER:
        record.status = moderation.status
        record.decided_by = None if moderation.status == "pending" else record.kind
    record.updated_at = datetime.now(UTC)


def fail_moderation(record: ModerationRecord, reason: str) -> None:
    """Say why the model could not look; the asset goes on waiting for a person."""
    record.response = {"error": reason}
    record.updated_at = datetime.now(UTC)


def decide(record: ModerationRecord, decision: Decision) -> None:
    """Write the owner's decision into the record."""
    record.status = decision
    record.decided_by = OWNER
    record.updated_at = datetime.now(UTC)


def moderation_rows(asset: Asset) -> list[dict[str, Any]]:
    """The moderation as the API shows it."""
    record = asset.moderation
    if record is None:
        return []
    row = {
        "kind": record.kind,
        "status": record.status,
        "decided_by": record.decided_by,
        "response": record.response,
        "updated_at": record.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return [{name: value for name, value in row.items() if value is not None}]


def _response(moderation: Moderation) -> dict[str, Any]:
    response: dict[str, Any] = {
        "provider": "local",
        "model": MODEL,
        "score": _rounded(moderation.score),
        "suggested_minimum_age": suggested_minimum_age(moderation.score),
    }
    if moderation.interval is not None:
        response["interval"] = _rounded(moderation.interval)
        response["scores"] = [_rounded(score) for score in moderation.scores]
        response["segments"] = [
            {name: _rounded(value) for name, value in asdict(segment).items()}
            for segment in moderation.segments
        ]
    return response


def _rounded(number: float) -> float:
    return round(number, 4)
