"""From a staged file to a stored asset."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, BinaryIO, Literal
from uuid import uuid4

from services.assets.access import access_rows
from services.assets.catalogue import (
    Catalogue,
    DisplayNameTaken,
    Stored,
    apply_results,
    asked_detections,
    manual_tags,
)
from services.assets.discarding import Discarding
from services.assets.look_alikes import LookAlikes
from services.assets.moderations import awaited_from_the_model
from services.assets.tables import Asset
from services.derivations import Derivations
from services.jobs import Jobs
from services.media.errors import UnreadableMedia
from services.media.probe import Limits, MediaInfo, probe
from services.media.transformations.errors import TransformationError
from services.options.upload import UploadOptions
from services.options.values import usual_format
from services.storage import Storage
from services.structured_metadata.store import MetadataStore
from services.structured_metadata.values import MetadataError
from services.tagging.engine import EngineError
from services.tagging.tagger import Tagger, UnknownEngine
from services.uploads.errors import UploadError
from services.uploads.examination import Findings, examine
from services.uploads.incoming import Incoming
from services.uploads.naming import Names, choose_names, usable_extension
from services.uploads.staging import StagedFile

AskedType = Literal["image", "video", "raw", "auto"]


@dataclass(frozen=True)
class Intake:
    """Turns staged files into assets: looked at, named, tagged if that is quick, and stored."""

    storage: Storage
    catalogue: Catalogue
    look_alikes: LookAlikes
    discarding: Discarding
    metadata: MetadataStore
    tagger: Tagger
    jobs: Jobs
    incoming: Incoming
    derivations: Derivations
    limits: Limits

    def store(self, staged: StagedFile, resource_type: AskedType, options: UploadOptions) -> Stored:
        """The asset that the file became, or the one that has its name and may not be replaced.

        A picture is tagged and moderated before it is stored, a video is queued for both. Raises
        UploadError, and then leaves nothing behind.
        """
        try:
            with staged.path.open("rb") as file:
                info = probe(file, staged.filename, resource_type, self.limits)
                _check_format(info, options)
                if not self.incoming.has_to_change(info, options):
                    return self._store(staged, file, info, options)
                with self.incoming.changed(staged, info, options) as changed:
                    return self._store_changed(changed, options)
        except (
            UnreadableMedia,
            UnknownEngine,
            EngineError,
            TransformationError,
            MetadataError,
        ) as error:
            raise UploadError(str(error)) from None

    def _store_changed(self, changed: StagedFile, options: UploadOptions) -> Stored:
        with changed.path.open("rb") as file:
            info = probe(file, changed.filename, "image", self.limits)
            return self._store(changed, file, info, options)

    def _store(
        self, staged: StagedFile, file: BinaryIO, info: MediaInfo, options: UploadOptions
    ) -> Stored:
        self.derivations.check(options, info.resource_type, info.width, info.height)
        asset = _record(staged, info, options)
        asset.structured_metadata = self._metadata(options)
        alike = partial(self.look_alikes.find, apart_from=asset)
        _fill_in(asset, examine(file, info, options, self.tagger, alike))
        return self._keep(staged, asset, options)

    def _metadata(self, options: UploadOptions) -> dict[str, Any] | None:
        given, clear_invalid = options.metadata or {}, bool(options.clear_invalid)
        return self.metadata.schema().new_values(given, clear_invalid=clear_invalid) or None

    def _keep(self, staged: StagedFile, asset: Asset, options: UploadOptions) -> Stored:
        self.storage.adopt(staged.path, asset.storage_key)
        try:
            stored = self.catalogue.add(
                asset,
                overwrite=bool(options.overwrite),
                unique_display_name=bool(options.unique_display_name),
            )
        except DisplayNameTaken as error:
            self.storage.delete(asset.storage_key)
            raise UploadError(str(error)) from None
        except BaseException:
            self.storage.delete(asset.storage_key)
            raise
        if stored.existing:
            self.storage.delete(staged.storage_key)
        elif stored.asset.tagging_status == "pending":
            self.jobs.tag(stored.asset)
        if stored.replaced_key:
            self.discarding.discard(stored.replaced_key)
        return stored


def _check_format(info: MediaInfo, options: UploadOptions) -> None:
    allowed = options.allowed_formats
    if allowed and usual_format(info.format) not in allowed:
        raise UploadError(
            f"File format {info.format or 'unknown'} is not allowed. Allowed: {', '.join(allowed)}."
        )


def _record(staged: StagedFile, info: MediaInfo, options: UploadOptions) -> Asset:
    extension = usable_extension(info.format)
    names = choose_names(staged.filename, extension, info.resource_type, options)
    _check_length(names)
    now = datetime.now(UTC)
    return Asset(
        asset_id=uuid4().hex,
        resource_type=info.resource_type,
        delivery_type=options.type or "upload",
        public_id=names.public_id,
        version=int(time.time()),
        version_id=staged.file_id,
        format=extension,
        bytes=staged.bytes,
        etag=staged.etag,
        storage_key=staged.storage_key,
        width=info.width,
        height=info.height,
        duration=info.duration,
        media=_facts(info),
        asset_folder=names.asset_folder,
        display_name=names.display_name,
        original_filename=names.original_filename,
        context=options.context or {},
        headers=options.headers,
        access_control=access_rows(options.access_control),
        backup=bool(options.backup),
        created_at=now,
        updated_at=now,
        notification_url=options.notification_url,
        thresholds=options.auto_tagging,
        accept_language=options.accept_language,
        tagging_progress=0.0,
        tags=manual_tags(options.tags or []),
    )


def _fill_in(asset: Asset, findings: Findings) -> None:
    """Write into a new record what the file told."""
    for column, value in findings.values.items():
        setattr(asset, column, value)
    asset.moderations = list(findings.moderations)
    asset.detections = asked_detections(findings.engines, asset.thresholds)
    asset.tagging_status = "pending" if findings.engines or awaited_from_the_model(asset) else None
    if findings.results is not None:
        apply_results(asset, findings.results)


def _facts(info: MediaInfo) -> dict[str, Any]:
    """What the record keeps of the media beside its columns, as the API names it."""
    if info.resource_type == "raw":
        return {}
    if info.resource_type == "image":
        return {"pages": info.pages, "has_alpha": info.has_alpha}
    return {
        "bit_rate": info.bit_rate,
        "frame_rate": info.frame_rate,
        "nb_frames": info.nb_frames,
        "rotation": info.rotation,
        "is_audio": info.is_audio,
        "pages": info.pages,
        "video": asdict(info.video) if info.video else None,
        "audio": asdict(info.audio) if info.audio else None,
    }


def _check_length(names: Names) -> None:
    if len(names.public_id) > 255 or len(names.asset_folder) > 255:
        raise UploadError("The public ID with its folder is longer than 255 characters")
