"""The catalogue: reading and writing the records of assets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.assets.corrections import removed_tags
from services.assets.folder_rows import keep_folder
from services.assets.moderations import (
    apply_moderation,
    awaited_from_the_model,
    fail_moderation,
    let_the_next_begin,
)
from services.assets.names import AssetName, find_by_name
from services.assets.tables import Asset, AssetTag, Detection, DiscardedFile, ModerationRecord
from services.assets.versions import AssetVersion, let_go
from services.assets.views import kept_views
from services.database import Database
from services.moderation.moderator import Moderation
from services.tagging.assignment import Thresholds, assigned_tags
from services.tagging.tagger import EngineResult
from services.tagging.tags import Tag

_TAGS = TypeAdapter(list[Tag])
_UNFINISHED = ("pending", "processing")
_REPEATS = 5
"""Uploads of the same file, on average, behind which enough different ones are still found."""
_LOST_RACES = 50
"""Others that may upload the same name in the same moment; each of them wins but once."""


@dataclass(frozen=True)
class Stored:
    """What became of an upload. `replaced_key` is where the original that it replaced lies."""

    asset: Asset
    existing: bool = False
    replaced_key: str | None = None


class DisplayNameTaken(ValueError):
    """Another asset in the same folder has the display name that was to be unique."""


class Catalogue:
    """The records of the assets of this server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, resource_type: str, delivery_type: str, public_id: str) -> Asset | None:
        """The asset of that name."""
        with self._database.reading() as session:
            name = AssetName(resource_type, delivery_type, public_id)
            return find_by_name(session, name)

    def find_first(
        self, resource_type: str, delivery_type: str, public_ids: Sequence[str]
    ) -> Asset | None:
        """The asset that has the earliest of these names."""
        with self._database.reading() as session:
            query = select(Asset).where(
                Asset.resource_type == resource_type,
                Asset.delivery_type == delivery_type,
                Asset.public_id.in_(public_ids),
            )
            found = {asset.public_id: asset for asset in session.scalars(query)}
            return next((found[name] for name in public_ids if name in found), None)

    def get(self, asset_id: str) -> Asset | None:
        """The asset of that ID."""
        with self._database.reading() as session:
            return session.get(Asset, asset_id)

    def get_all(self, asset_ids: Sequence[str]) -> dict[str, Asset]:
        """Those of the assets with these IDs that are there, by ID."""
        with self._database.reading() as session:
            found = session.scalars(select(Asset).where(Asset.asset_id.in_(asset_ids)))
            return {asset.asset_id: asset for asset in found}

    def recently_tagged(self, limit: int) -> list[Asset]:
        """The newest assets that engines have looked at, newest first, each file once."""
        with self._database.reading() as session:
            query = (
                select(Asset)
                .where(Asset.tagging_status == "complete", Asset.detections.any())
                .order_by(Asset.created_at.desc())
                .limit(_REPEATS * limit)
            )
            newest: dict[str, Asset] = {}
            for asset in session.scalars(query):
                newest.setdefault(asset.etag, asset)
            return list(newest.values())[:limit]

    def with_tag(self, resource_type: str, tag: str, limit: int) -> list[Asset]:
        """The assets that have `tag`, surest first."""
        with self._database.reading() as session:
            query = (
                select(Asset)
                .join(AssetTag)
                .where(AssetTag.tag == tag, Asset.resource_type == resource_type)
                .order_by(AssetTag.confidence.desc(), Asset.created_at.desc())
                .limit(limit)
            )
            return list(session.scalars(query))

    def under_moderation(
        self, resource_type: str, kind: str, status: str, limit: int
    ) -> list[Asset]:
        """The assets in that state of that kind of moderation, newest first."""
        with self._database.reading() as session:
            query = (
                select(Asset)
                .join(ModerationRecord)
                .where(
                    ModerationRecord.kind == kind,
                    ModerationRecord.status == status,
                    Asset.resource_type == resource_type,
                )
                .order_by(Asset.created_at.desc())
                .limit(limit)
            )
            return list(session.scalars(query))

    def unfinished(self) -> list[Asset]:
        """The assets whose tagging was asked for and is not done."""
        with self._database.reading() as session:
            return list(session.scalars(select(Asset).where(Asset.tagging_status.in_(_UNFINISHED))))

    def is_an_original(self, storage_key: str) -> bool:
        """Whether the original of an asset, or of a kept version, lies at `storage_key`."""
        with self._database.reading() as session:
            found = or_(
                exists().where(Asset.storage_key == storage_key),
                exists().where(AssetVersion.storage_key == storage_key),
            )
            return bool(session.scalar(select(found)))

    def of_original(self, storage_key: str) -> Asset | None:
        """The asset whose original lies at `storage_key`."""
        with self._database.reading() as session:
            return session.scalars(select(Asset).where(Asset.storage_key == storage_key)).first()

    def discarded(self) -> list[str]:
        """Where the originals lie that were replaced and have not been deleted yet."""
        with self._database.reading() as session:
            return list(session.scalars(select(DiscardedFile.storage_key)))

    def forget_discarded(self, storage_key: str) -> None:
        """Say that nothing lies at `storage_key` any more."""
        with self._database.writing() as session:
            session.execute(delete(DiscardedFile).where(DiscardedFile.storage_key == storage_key))

    def add(self, asset: Asset, *, overwrite: bool, unique_display_name: bool = False) -> Stored:
        """Keep a new asset; if its name is taken, replace that asset or give it back as it is.

        A replaced asset hands its asset ID on, and the new version is larger than the old one.
        Raises DisplayNameTaken.
        """
        for _ in range(_LOST_RACES):
            # On PostgreSQL uploads of one name may race; whoever loses finds the winner's now.
            with suppress(IntegrityError):
                return self._add(asset, overwrite, unique_display_name)
        return self._add(asset, overwrite, unique_display_name)

    def _add(self, asset: Asset, overwrite: bool, unique_display_name: bool) -> Stored:
        with self._database.writing() as session:
            if unique_display_name:
                check_display_name(session, asset)
            name = AssetName(asset.resource_type, asset.delivery_type, asset.public_id)
            existing = find_by_name(session, name, lock=True)
            if existing is not None and not overwrite:
                return Stored(existing, existing=True)
            keep_folder(session, asset.asset_folder)
            if existing is None:
                session.add(asset)
                return Stored(asset)
            asset.asset_id = existing.asset_id
            asset.version = max(asset.version, existing.version + 1)
            replaced_key = let_go(session, existing, keep=existing.backup or bool(asset.backup))
            session.add(asset)
            return Stored(asset, replaced_key=replaced_key)

    def report_progress(self, version_id: str, progress: float) -> None:
        """Say how much of the tagging of this version is done, from 0 to 1."""
        with self._database.writing() as session:
            session.execute(
                update(Asset)
                .where(Asset.version_id == version_id, Asset.tagging_status.in_(_UNFINISHED))
                .values(tagging_status="processing", tagging_progress=progress)
            )

    def count_corrupt_frames(self, version_id: str, count: int) -> None:
        """Keep how many damaged frames of a video were passed over."""
        with self._database.writing() as session:
            asset = session.scalars(
                select(Asset).where(Asset.version_id == version_id).with_for_update()
            ).first()
            if asset is not None:
                asset.media = {**asset.media, "corrupt_frames": count}

    def finish_tagging(
        self, asset_id: str, version_id: str, results: Sequence[EngineResult]
    ) -> None:
        """Keep what the engines found, unless the asset was replaced meanwhile."""
        with self._database.writing() as session:
            asset = session.get(Asset, asset_id, with_for_update=True)
            if asset is not None and asset.version_id == version_id:
                apply_results(asset, results, removed_tags(session, asset_id))

    def finish_moderation(self, asset_id: str, version_id: str, moderation: Moderation) -> None:
        """Keep what the model says, unless the asset was replaced meanwhile."""
        with self._database.writing() as session:
            asset = session.get(Asset, asset_id, with_for_update=True)
            if asset is None or asset.version_id != version_id:
                return
            if record := awaited_from_the_model(asset):
                apply_moderation(record, moderation)
                let_the_next_begin(asset.moderations)

    def fail_tagging(self, asset_id: str, version_id: str, reason: str) -> None:
        """Say that the tagging of this version was given up."""
        with self._database.writing() as session:
            asset = session.get(Asset, asset_id, with_for_update=True)
            if asset is not None and asset.version_id == version_id:
                asset.tagging_status = "failed"
                asset.tagging_error = reason[:1000]
                for detection in asset.detections:
                    if detection.status == "pending":
                        detection.status = "failed"
                        detection.error = reason[:1000]
                if record := awaited_from_the_model(asset):
                    fail_moderation(record, reason[:1000])


def manual_tags(names: Sequence[str]) -> list[AssetTag]:
    """The tags that a person gave, which have confidence 1."""
    return [
        AssetTag(tag=name, position=position, confidence=1.0, manual=True)
        for position, name in enumerate(names)
    ]


def asked_detections(
    engines: Sequence[str], thresholds: Thresholds | None = None
) -> list[Detection]:
    """A record for each engine that has yet to look."""
    return [
        Detection(
            engine=engine, position=position, status="pending", tags=[], thresholds=thresholds
        )
        for position, engine in enumerate(engines)
    ]


def ask_again(asset: Asset, engines: Sequence[str], thresholds: Thresholds | None) -> None:
    """Have `engines` look at the asset (again); without thresholds their earlier ones hold.

    What other engines found stays, and so does what these found before until they have looked.
    """
    known = {detection.engine: detection for detection in asset.detections}
    for asked in asked_detections(engines, thresholds):
        detection = known.get(asked.engine)
        if detection is None:
            asked.position = len(asset.detections)
            asset.detections.append(asked)
        else:
            detection.status, detection.error = "pending", None
            if thresholds is not None:
                detection.thresholds = thresholds
    asset.tagging_round += 1
    asset.tagging_status, asset.tagging_progress, asset.tagging_error = "pending", 0.0, None
    if thresholds is not None:
        asset.thresholds = thresholds


def apply_results(
    asset: Asset, results: Sequence[EngineResult], removed: Collection[str] = ()
) -> None:
    """Write the engines' results and the tags that they assign into the record.

    Tags that a person gave stay, and those that one `removed` do not come back.
    """
    by_engine = {result.engine: result for result in results}
    for detection in asset.detections:
        result = by_engine.get(detection.engine)
        if result is None:
            continue
        detection.status = "failed" if result.error else "complete"
        detection.provider = result.provider
        detection.model = result.model
        detection.error = result.error
        if not result.error:
            detection.tags = _TAGS.dump_python(result.tags, mode="json")
    views = next((result.views for result in results if result.views), ())
    if views:
        asset.views = kept_views(views)
    assign_tags(asset, removed)
    errors = [result.error for result in results if result.error]
    if any(detection.status == "pending" for detection in asset.detections):
        asset.tagging_status = "pending"
    else:
        asset.tagging_status = "failed" if errors and len(errors) == len(results) else "complete"
        asset.tagging_progress = 1.0
    asset.tagging_error = "; ".join(errors)[:1000] or None
    asset.updated_at = datetime.now(UTC)


def detected_tags(detection: Detection) -> list[Tag]:
    """What the engine found, as it said it."""
    return _TAGS.validate_python(detection.tags)


def assign_tags(asset: Asset, removed: Collection[str]) -> None:
    """Give the asset what its engines found at or above their thresholds, beside its own tags."""
    kept = [tag for tag in asset.tags if tag.manual]
    taken = {tag.tag for tag in kept} | set(removed)
    reached = [
        tag
        for detection in asset.detections
        for tag in assigned_tags(detected_tags(detection), detection.thresholds)
        if tag.name not in taken
    ]
    asset.tags = kept + [
        AssetTag(tag=tag.name, position=position, confidence=tag.confidence, manual=False)
        for position, tag in enumerate(assigned_tags(reached, 0.0), start=len(kept))
    ]


def check_display_name(session: Session, asset: Asset) -> None:
    """Raise DisplayNameTaken where another asset in its folder has the asset's display name."""
    same = exists().where(
        Asset.asset_folder == asset.asset_folder,
        Asset.display_name == asset.display_name,
        or_(
            Asset.public_id != asset.public_id,
            Asset.resource_type != asset.resource_type,
            Asset.delivery_type != asset.delivery_type,
        ),
    )
    if session.scalar(select(same)):
        raise DisplayNameTaken(
            f"There is an asset with the display name {asset.display_name!r} in the folder "
            f"{asset.asset_folder!r} already"
        )
