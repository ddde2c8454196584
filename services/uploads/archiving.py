"""Archives of stored assets: streamed to whoever asks, or stored as raw assets themselves."""

from __future__ import annotations

import io
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from services.assets.access import DELIVERY_TYPES, DeliveryType
from services.assets.archives import EntryNames, NothingToArchive, archived_assets
from services.assets.catalogue import Stored
from services.assets.eager import EagerItem
from services.assets.named_transformations import NamedTransformations
from services.assets.renditions import Renditions, original_picture
from services.assets.tables import Asset
from services.database import Database
from services.media.transformations.errors import TransformationError
from services.media.transformations.output import chosen_format
from services.options.upload import UploadOptions
from services.storage import Storage
from services.uploads.archive_request import ArchiveRequest
from services.uploads.errors import UploadError
from services.uploads.intake import Intake
from services.uploads.staging import Staging
from services.zip_stream import ZipEntry, zip_stream


@dataclass(frozen=True)
class Archive:
    """An archive that is made while it is read."""

    name: str
    delivery_type: DeliveryType
    """As strict as that of the strictest file in it."""
    resource_count: int
    file_count: int
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class Archiving:
    """Makes archives."""

    database: Database
    storage: Storage
    renditions: Renditions
    transformations: NamedTransformations
    staging: Staging
    intake: Intake
    size_limit: int

    def archive(self, asked: ArchiveRequest, resource_type: str) -> Archive:
        """What was asked for. Raises UploadError."""
        try:
            assets = archived_assets(self.database, asked.selection(resource_type))
            entries = self._entries(assets, asked)
        except (NothingToArchive, TransformationError) as error:
            raise UploadError(str(error)) from None
        name = asked.target_public_id or secrets.token_hex(10)
        return Archive(
            name if name.endswith(".zip") else f"{name}.zip",
            _strictest({asked.type, *(asset.delivery_type for asset in assets)}),
            len(assets),
            len(entries),
            zip_stream(entries),
        )

    def store(self, archive: Archive, asked: ArchiveRequest) -> Stored:
        """The archive as a raw asset. Raises UploadError."""
        options = UploadOptions(
            public_id=archive.name,
            tags=asked.target_tags or None,
            asset_folder=asked.target_asset_folder,
            type=archive.delivery_type,
            overwrite=True,
        )
        with self.staging.receive(archive.chunks, archive.name, self.size_limit) as staged:
            return self.intake.store(staged, "raw", options)

    def _entries(self, assets: list[Asset], asked: ArchiveRequest) -> list[ZipEntry]:
        names = EntryNames(asked.naming)
        if not asked.items:
            return [self._original(asset, names) for asset in assets]
        return [
            self._derived(asset, item, names, keep=asked.keep_derived)
            for asset in assets
            for item in asked.items
        ]

    def _original(self, asset: Asset, names: EntryNames) -> ZipEntry:
        return ZipEntry(
            names.original(asset),
            asset.created_at,
            partial(self.storage.open, asset.storage_key),
            compress=asset.resource_type == "raw",
        )

    def _derived(self, asset: Asset, item: EagerItem, names: EntryNames, *, keep: bool) -> ZipEntry:
        transformation = self.transformations.read(item.transformation)
        if asset.resource_type == "raw" or not asset.width:
            raise TransformationError(
                f"{asset.public_id} cannot be transformed; leave it out, or the transformations"
            )
        extension = item.extension or ("jpg" if asset.resource_type == "video" else "")
        format_ = chosen_format(
            transformation.output, extension, original_picture(asset), lambda kind: False
        )
        make = self.renditions.picture if keep else self.renditions.make

        def opened() -> BinaryIO:
            return io.BytesIO(make(asset, transformation, format_))

        return ZipEntry(
            names.derived(asset, item.transformation, format_), asset.created_at, opened
        )


def _strictest(kinds: Collection[str]) -> DeliveryType:
    return next((kind for kind in reversed(DELIVERY_TYPES) if kind in kinds), "upload")
