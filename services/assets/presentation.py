"""An asset as the JSON that SDKs, the widget and the pages read.

Field names and shapes as in Cloudinary's "Upload API reference" and "Admin API reference";
`status`, `tagging`, `info_url`, `events_url`, `thumbnail_url`, `preview_url` and
`contact_sheet_url` are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.assets.access import needs_signature
from services.assets.addresses import Addresses
from services.assets.catalogue import detected_tags
from services.assets.moderations import moderation_rows
from services.assets.tables import Asset, Detection
from services.assets.versions import AssetVersion
from services.media.quality import quality_score
from services.signing import Signer
from services.tagging.engine import Engine

_PUBLIC = (
    "asset_id",
    "public_id",
    "version",
    "resource_type",
    "type",
    "format",
    "width",
    "height",
    "bytes",
)
_PUBLIC_LINKS = ("url", "secure_url", "thumbnail_url", "preview_url", "contact_sheet_url")
THUMBNAIL = "c_limit,h_60,w_90"
PREVIEW = "c_limit,e_preview,h_320,w_320"
CONTACT_SHEET = "fl_sprite"
_TILE = "c_fill,h_240,w_320"


class AssetPresenter:
    """Turns records into JSON, with links that open for whoever receives it."""

    def __init__(self, addresses: Addresses, signer: Signer, engines: Mapping[str, Engine]) -> None:
        self._addresses = addresses
        self._signer = signer
        self._engines = engines

    def as_json(self, asset: Asset, base_url: str, token: str | None = None) -> dict[str, Any]:
        """Everything about the asset; `base_url` is where its reader reaches this server.

        `token` is that of the link that the reader came by, which is not to be given a longer life.
        """
        return {
            **self._identity(asset),
            **_media(asset),
            **self._links(asset, base_url, token or self._signer.link_token(asset.asset_id)),
            **({"access_control": asset.access_control} if asset.access_control else {}),
            "tags": [tag.tag for tag in asset.tags],
            "context": {"custom": asset.context} if asset.context else {},
            **({"metadata": asset.structured_metadata} if asset.structured_metadata else {}),
            "info": self._info(asset),
            **_moderation(asset),
            **_tagging(asset),
        }

    def as_public_json(self, asset: Asset, base_url: str) -> dict[str, Any]:
        """What anybody may know who knows the asset's name: no address that opens by itself."""
        known = self.as_json(asset, base_url)
        public = _PUBLIC if needs_signature(asset, original=True) else (*_PUBLIC, *_PUBLIC_LINKS)
        return {name: known[name] for name in public if name in known}

    def tile_url(self, asset: Asset, base_url: str, moment: float | None) -> str:
        """A small picture of the asset that fills 4:3; of a video at `moment`, in seconds."""
        at = "" if moment is None else f",so_{moment:.2f}"
        return self._addresses.derived(asset, base_url, f"{_TILE}{at}")

    def _identity(self, asset: Asset) -> dict[str, Any]:
        return {
            "asset_id": asset.asset_id,
            "public_id": asset.public_id,
            "version": asset.version,
            "version_id": asset.version_id,
            "signature": self._signer.sign_response(asset.public_id, asset.version),
            "resource_type": asset.resource_type,
            "type": asset.delivery_type,
            "format": asset.format,
            "created_at": moment_text(asset.created_at),
            "bytes": asset.bytes,
            "etag": asset.etag,
            "placeholder": False,
            "asset_folder": asset.asset_folder,
            "display_name": asset.display_name,
            **({"original_filename": asset.original_filename} if asset.original_filename else {}),
        }

    def _links(self, asset: Asset, base_url: str, token: str) -> dict[str, str]:
        original = self._addresses.original(asset, base_url)
        resource = self._addresses.resource(asset, base_url)
        events = self._addresses.events(asset, base_url)
        links = {
            "url": original,
            "secure_url": original,
            "info_url": f"{resource}?token={token}",
            "events_url": f"{events}?token={token}",
        }
        if asset.width:
            links["thumbnail_url"] = self._addresses.derived(asset, base_url, THUMBNAIL)
        if asset.width and asset.resource_type == "video":
            preview = self._addresses.derived(asset, base_url, PREVIEW, "webp")
            links["preview_url"] = preview
            links["contact_sheet_url"] = self._addresses.derived(asset, base_url, CONTACT_SHEET)
        return links

    def _info(self, asset: Asset) -> dict[str, Any]:
        if not asset.detections:
            return {}
        info: dict[str, dict[str, Any]] = {}
        for detection in asset.detections:
            option = self._engine(detection).asked_by
            info.setdefault(option, {})[detection.engine] = self._detection(detection)
        return info

    def _engine(self, detection: Detection) -> Engine:
        """The engine that was asked; the local one where it is not there any more."""
        return self._engines.get(detection.engine) or self._engines["local_tagging"]

    def _detection(self, detection: Detection) -> dict[str, Any]:
        if detection.status == "pending":
            return {"status": "pending"}
        result: dict[str, Any] = {
            "status": detection.status,
            "provider": detection.provider,
            "model": detection.model,
        }
        if detection.error:
            return {**result, "error": detection.error}
        return {**result, "data": self._engine(detection).data(detected_tags(detection))}


def version_rows(asset: Asset, kept: Sequence[AssetVersion]) -> list[dict[str, Any]]:
    """`versions` of a resource: the ones that are kept, newest first, and before them the current
    one if it is backed up."""
    listed: list[Asset | AssetVersion] = [*([asset] if asset.backup else []), *kept]
    return [
        {
            "version_id": each.version_id,
            "version": str(each.version),
            "format": each.format,
            "size": each.bytes,
            "time": moment_text(each.created_at),
            "restorable": each is not asset,
        }
        for each in listed
    ]


def _media(asset: Asset) -> dict[str, Any]:
    facts: dict[str, Any] = {"width": asset.width, "height": asset.height, **asset.media}
    if asset.resource_type == "video":
        facts["duration"] = asset.duration
    if asset.phash:
        facts["phash"] = asset.phash
    facts |= _measured(asset)
    return {name: value for name, value in facts.items() if value is not None} | (
        (asset.colors or {}) | (asset.embedded_metadata or {})
    )


def _measured(asset: Asset) -> dict[str, Any]:
    """What was measured in the picture, and the boxes that came with it."""
    given = {"faces": asset.face_coordinates, "custom": asset.custom_coordinates}
    quality = asset.quality_analysis
    return {
        "faces": asset.faces,
        "coordinates": {name: boxes for name, boxes in given.items() if boxes} or None,
        "quality_analysis": quality,
        "quality_score": quality_score(quality) if quality else None,
        "accessibility_analysis": asset.accessibility_analysis,
    }


def _moderation(asset: Asset) -> dict[str, Any]:
    rows = moderation_rows(asset)
    return {"moderation": rows} if rows else {}


def _tagging(asset: Asset) -> dict[str, Any]:
    if asset.tagging_status is None:
        return {}
    return {
        "status": "pending" if asset.tagging_status == "processing" else asset.tagging_status,
        "tagging": {
            "status": asset.tagging_status,
            "progress": round(asset.tagging_progress, 4),
            "error": asset.tagging_error,
            "thresholds": asset.thresholds,
        },
    }


def moment_text(moment: datetime) -> str:
    """A moment as the API writes it: UTC, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
