"""Changing what is stored already: looking at its file again, and writing all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from services.assets.access import access_rows
from services.assets.catalogue import DisplayNameTaken
from services.assets.changes import Change
from services.assets.editing import AssetEditor, AssetNotFound, ReplacedMeanwhile
from services.assets.look_alikes import LookAlikes
from services.assets.tables import Asset
from services.assets.updates import AssetUpdate, CannotUpdate, Description
from services.jobs import Jobs
from services.media.errors import UnreadableMedia
from services.media.probe import Limits, ResourceType, probe
from services.storage import Storage
from services.structured_metadata.values import MetadataError
from services.tagging.engine import EngineError
from services.tagging.tagger import Tagger, UnknownEngine
from services.uploads.changes import AskedChanges
from services.uploads.errors import Conflict, UploadError
from services.uploads.examination import Findings, examine


@dataclass(frozen=True)
class Updating:
    """Makes changes of stored assets: a picture's at once, what a video takes time for by a job."""

    storage: Storage
    editor: AssetEditor
    look_alikes: LookAlikes
    tagger: Tagger
    jobs: Jobs
    limits: Limits

    def update(self, asset: Asset, asked: AskedChanges, actor: str) -> Change[Description]:
        """Make the changes, or none of them. Raises UploadError."""
        findings = self._examine(asset, asked) if asked.need_the_file else None
        try:
            change = self.editor.update(
                asset.asset_id,
                _update(asked, findings, actor),
                version_id=asset.version_id if findings else None,
                unique_display_name=bool(asked.options.unique_display_name),
            )
        except (CannotUpdate, DisplayNameTaken, MetadataError) as error:
            raise UploadError(str(error)) from None
        except (AssetNotFound, ReplacedMeanwhile):
            raise Conflict(
                f"{asset.public_id} was replaced or deleted meanwhile, and is left as it is. "
                "Ask again."
            ) from None
        if change.asset.tagging_status == "pending":
            self.jobs.tag(change.asset)
        return change

    def _examine(self, asset: Asset, asked: AskedChanges) -> Findings:
        filename = f"{asset.original_filename or 'file'}.{asset.format}".rstrip(".")
        try:
            with self.storage.open(asset.storage_key) as file:
                info = probe(file, filename, cast(ResourceType, asset.resource_type), self.limits)
                alike = partial(self.look_alikes.find, apart_from=asset)
                return examine(file, info, asked.options, self.tagger, alike)
        except (UnreadableMedia, UnknownEngine, EngineError) as error:
            raise UploadError(str(error)) from None
        except FileNotFoundError:
            raise Conflict(f"The file of {asset.public_id} is gone. Ask again.") from None


def _update(asked: AskedChanges, findings: Findings | None, actor: str) -> AssetUpdate:
    options = asked.options
    return AssetUpdate(
        actor=actor,
        values=_values(asked) | (findings.values if findings else {}),
        tags=_tags(asked),
        decision=asked.decision,
        moderations=findings.moderations if findings else (),
        engines=findings.engines if findings else (),
        thresholds=options.auto_tagging,
        results=findings.results if findings else None,
        metadata=options.metadata,
        clear_invalid=bool(options.clear_invalid),
    )


def _tags(asked: AskedChanges) -> Sequence[str] | None:
    return [] if "tags" in asked.cleared else asked.options.tags


def _values(asked: AskedChanges) -> dict[str, Any]:
    """What is written into columns as it was given."""
    options = asked.options
    given = {
        "access_control": access_rows(options.access_control),
        "asset_folder": options.asset_folder,
        "context": options.context,
        "display_name": options.display_name,
        "headers": options.headers,
        "notification_url": options.notification_url,
    }
    empty: dict[str, Any] = {
        name: {} if name == "context" else None for name in asked.cleared if name != "tags"
    }
    if "face_coordinates" in empty:
        empty["faces"] = None
    return {name: value for name, value in given.items() if value is not None} | empty
