"""Assets as rows of search results, with the fields that were asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.assets.access import needs_signature
from services.assets.presentation import AssetPresenter, moment_text
from services.assets.tables import Asset
from services.search.tables import SearchSegment

_USUAL = (
    "asset_id",
    "public_id",
    "folder",
    "asset_folder",
    "filename",
    "display_name",
    "format",
    "version",
    "resource_type",
    "type",
    "created_at",
    "uploaded_at",
    "updated_at",
    "bytes",
    "width",
    "height",
    "aspect_ratio",
    "pixels",
    "pages",
    "duration",
    "status",
    "etag",
    "access_control",
    "url",
    "secure_url",
    "thumbnail_url",
)
_ON_REQUEST = (
    "tags",
    "context",
    "metadata",
    "image_metadata",
    "media_metadata",
    "image_analysis",
    "quality_analysis",
    "quality_score",
    "accessibility_analysis",
    "moderation",
    "info",
    "phash",
    "colors",
    "predominant",
    "faces",
    "coordinates",
    "original_filename",
    "version_id",
    "preview_url",
    "contact_sheet_url",
    "segments",
)
ROW_FIELDS = (*_USUAL, *_ON_REQUEST)
"""Whatever a row can have."""
_ALWAYS = ("asset_id", "public_id")
_LINKS = frozenset({"url", "secure_url", "thumbnail_url", "preview_url", "contact_sheet_url"})


def row(
    presenter: AssetPresenter,
    asset: Asset,
    base_url: str,
    wanted: Collection[str],
    segments: Sequence[SearchSegment],
    *,
    public: bool,
) -> dict[str, Any]:
    """The asset with the `wanted` fields; a `public` one without addresses that let others in."""
    known = presenter.as_json(asset, base_url)
    known |= _described(asset, known, segments)
    hidden = _LINKS if public and needs_signature(asset, original=True) else frozenset()
    return {name: known[name] for name in wanted if name in known and name not in hidden}


def wanted_fields(fields: Sequence[str], with_field: Sequence[str]) -> list[str]:
    """The fields of a row: those asked for alone, or the usual ones and more."""
    return list(dict.fromkeys((*_ALWAYS, *fields) if fields else (*_USUAL, *with_field)))


def _described(
    asset: Asset, known: Mapping[str, Any], segments: Sequence[SearchSegment]
) -> dict[str, Any]:
    """What search results have beside what the other answers have."""
    folder, _, filename = asset.public_id.rpartition("/")
    described: dict[str, Any] = {
        "folder": asset.asset_folder or folder,
        "filename": filename,
        "uploaded_at": moment_text(asset.created_at),
        "updated_at": moment_text(asset.updated_at),
        "image_analysis": _image_analysis(known),
        "segments": _segments(segments),
    }
    if asset.width and asset.height:
        described["pixels"] = asset.width * asset.height
        described["aspect_ratio"] = round(asset.width / asset.height, 4)
    return described


def _image_analysis(known: Mapping[str, Any]) -> dict[str, Any]:
    analysis: dict[str, Any] = {}
    if "faces" in known:
        analysis |= {"face_count": len(known["faces"]), "faces": known["faces"]}
    if "predominant" in known:
        analysis["colors"] = dict(known["predominant"].get("google", ()))
    return analysis


def _segments(segments: Sequence[SearchSegment]) -> dict[str, list[dict[str, float]]]:
    """By tag, when in the video it holds, in seconds."""
    by_tag: dict[str, list[dict[str, float]]] = {}
    for segment in segments:
        by_tag.setdefault(segment.tag, []).append(
            {
                "start": segment.start_time,
                "end": segment.end_time,
                "confidence": segment.confidence,
            }
        )
    return by_tag
