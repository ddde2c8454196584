"""One update of an asset, applied to its record as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from services.assets.catalogue import apply_results, ask_again, assign_tags
from services.assets.corrections import removed_tags, set_tags
from services.assets.folder_rows import keep_folder
from services.assets.moderations import awaited_from_the_model, decide
from services.assets.tables import Asset, ModerationRecord
from services.moderation.verdict import Decision
from services.structured_metadata.schema import MetadataSchema, load_schema
from services.tagging.assignment import Thresholds
from services.tagging.tagger import EngineResult


class CannotUpdate(Exception):
    """The asset is not such that the update can be made; the message says why."""


@dataclass(frozen=True)
class AssetUpdate:
    """What changes of an asset; what is None stays as it is.

    `values` are written into the columns that they name. `engines` are asked to look (again), and
    `results` has what they found, or nothing where they are to look in the background.
    """

    actor: str
    values: Mapping[str, Any] = field(default_factory=dict)
    tags: Sequence[str] | None = None
    decision: Decision | None = None
    moderations: Sequence[ModerationRecord] = ()
    engines: Sequence[str] = ()
    thresholds: Thresholds | None = None
    metadata: Mapping[str, Any] | None = None
    clear_invalid: bool = False
    results: Sequence[EngineResult] | None = None


@dataclass(frozen=True)
class Description:
    """What people said of an asset at one moment."""

    tags: Sequence[str]
    context: Mapping[str, str]
    display_name: str
    asset_folder: str
    access_control: Sequence[Mapping[str, Any]]
    metadata: Mapping[str, Any]


def description_of(asset: Asset) -> Description:
    """What people say of the asset now."""
    return Description(
        [tag.tag for tag in asset.tags],
        asset.context,
        asset.display_name,
        asset.asset_folder,
        asset.access_control or [],
        asset.structured_metadata or {},
    )


def apply_update(session: Session, asset: Asset, update: AssetUpdate) -> None:
    """Make the update, in the transaction of the session. Raises CannotUpdate, MetadataError."""
    for column, value in update.values.items():
        setattr(asset, column, value)
    keep_folder(session, asset.asset_folder)
    if update.tags is not None:
        set_tags(session, asset, update.tags, update.actor)
    if update.metadata is not None:
        update_metadata(
            asset, load_schema(session), update.metadata, clear_invalid=update.clear_invalid
        )
    if update.moderations:
        asset.moderations = list(update.moderations)
    if update.decision is not None:
        if not asset.moderations:
            raise CannotUpdate(
                f"{asset.public_id} is not under moderation. Upload it with moderation=manual."
            )
        decide(asset.moderations, update.decision)
    _tag(session, asset, update)
    asset.updated_at = datetime.now(UTC)


def update_metadata(
    asset: Asset, schema: MetadataSchema, given: Mapping[str, Any], *, clear_invalid: bool
) -> None:
    """Change the asset's structured metadata. Raises MetadataError."""
    values = schema.updated_values(
        asset.structured_metadata or {}, given, clear_invalid=clear_invalid
    )
    asset.structured_metadata = values or None


def _tag(session: Session, asset: Asset, update: AssetUpdate) -> None:
    removed = removed_tags(session, asset.asset_id)
    if update.engines or (update.moderations and awaited_from_the_model(asset)):
        ask_again(asset, update.engines, update.thresholds)
        if update.results is not None:
            apply_results(asset, update.results, removed)
    elif update.thresholds is not None:
        if not asset.detections:
            raise CannotUpdate(
                f"auto_tagging assigns what engines found, and none has looked at "
                f"{asset.public_id}. Name one in categorization."
            )
        asset.thresholds = update.thresholds
        for detection in asset.detections:
            detection.thresholds = update.thresholds
        assign_tags(asset, removed)
