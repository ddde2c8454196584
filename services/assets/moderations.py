"""The moderations of an asset in its record, and as JSON.

The JSON is Cloudinary's `moderation` of the Upload API, a list of {kind, status, response,
updated_at}; `decided_by` and what `response` has are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from services.assets.look_alikes import LookAlike
from services.assets.tables import Asset, ModerationRecord
from services.moderation.asked import AskedModeration
from services.moderation.moderator import Moderation
from services.moderation.open_nsfw import MODEL
from services.moderation.verdict import (
    Decision,
    ModerationThresholds,
    suggested_minimum_age,
)

OWNER = "owner"
"""`decided_by` where a person decided, whom the model never overrules."""


def asked_records(
    asked: Sequence[AskedModeration], thresholds: ModerationThresholds
) -> list[ModerationRecord]:
    """Records of moderations that have yet to happen, the first of which begins."""
    records = [
        ModerationRecord(
            kind=each.kind,
            position=position,
            status="queued",
            thresholds=(
                thresholds.model_dump() if each.threshold is None else {"threshold": each.threshold}
            ),
            updated_at=datetime.now(UTC),
        )
        for position, each in enumerate(asked)
    ]
    let_the_next_begin(records)
    return records


def let_the_next_begin(records: Sequence[ModerationRecord]) -> None:
    """Begin the first that waits for its turn, when all before it have approved; when one of them
    has rejected, none that waits will happen."""
    before: set[str] = set()
    for record in records:
        if record.status == "queued" and "rejected" in before:
            record.status = "aborted"
        elif record.status == "queued" and before <= {"approved"}:
            record.status = "pending"
        before.add(record.status)


def awaited_from_the_model(asset: Asset) -> ModerationRecord | None:
    """The moderation in which the model was asked and has yet to look."""
    for record in asset.moderations:
        has_begun = record.status not in {"queued", "aborted"}
        if record.kind == "local" and has_begun and record.response is None:
            return record
    return None


def is_withheld(asset: Asset) -> bool:
    """Whether the public does not get the asset."""
    return any(record.status == "rejected" for record in asset.moderations)


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


def apply_search_for_duplicates(record: ModerationRecord, found: Sequence[LookAlike]) -> None:
    """Write into the record which stored pictures look alike."""
    record.response = [look_alike._asdict() for look_alike in found]
    record.status = "rejected" if found else "approved"
    record.decided_by = record.kind
    record.updated_at = datetime.now(UTC)


def decide(records: Sequence[ModerationRecord], decision: Decision) -> None:
    """Write the owner's decision about the asset: it is the last word, so nothing goes on waiting.

    What is approved is so in every moderation. What is rejected is so in the one that was at it,
    or in the last.
    """
    at_it = next((record for record in records if record.status == "pending"), records[-1])
    for record in records:
        if decision == "approved" or record is at_it:
            record.status = decision
            record.decided_by = OWNER
            record.updated_at = datetime.now(UTC)
    let_the_next_begin(records)


def last_moderated(asset: Asset) -> datetime:
    """When the asset's moderation last came to something."""
    return max(record.updated_at for record in asset.moderations)


def moderation_rows(asset: Asset) -> list[dict[str, Any]]:
    """The moderations as the API shows them."""
    rows = [
        {
            "kind": record.kind,
            "status": record.status,
            "decided_by": record.decided_by,
            "response": record.response,
            "updated_at": record.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        for record in asset.moderations
    ]
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


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
