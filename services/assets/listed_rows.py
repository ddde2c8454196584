"""An asset as a row of a listing.

Fields as in Cloudinary's "Get resources" (Admin API reference); `status` and `thumbnail_url` are
ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.assets.presentation import AssetPresenter
from services.assets.tables import Asset

_ALWAYS = ("asset_id", "public_id")
_USUAL = (
    "asset_id",
    "public_id",
    "format",
    "version",
    "resource_type",
    "type",
    "created_at",
    "bytes",
    "width",
    "height",
    "duration",
    "asset_folder",
    "display_name",
    "access_control",
    "url",
    "secure_url",
    "thumbnail_url",
    "status",
)
_MODERATION = ("moderation", "moderation_kind", "moderation_status")


@dataclass(frozen=True)
class Shown:
    """What a row says beside what it always does; `fields` alone where they are given."""

    tags: bool = False
    context: bool = False
    metadata: bool = False
    moderations: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListedRows:
    """Shows assets as rows, with addresses that open."""

    presenter: AssetPresenter

    def row(self, asset: Asset, base_url: str, shown: Shown) -> dict[str, Any]:
        """The fields that are shown of those that the asset has."""
        known = {"width": None, "height": None, **self.presenter.as_json(asset, base_url)}
        if known.get("moderation"):
            decisive = known["moderation"][-1]
            known["moderation_kind"] = decisive["kind"]
            known["moderation_status"] = decisive["status"]
        names = _names(shown)
        return {name: value for name, value in known.items() if name in names and value is not None}


def _names(shown: Shown) -> set[str]:
    if shown.fields:
        return {*_ALWAYS, *shown.fields}
    names = {*_USUAL}
    names |= {name for name in ("tags", "context", "metadata") if getattr(shown, name)}
    return names | set(_MODERATION) if shown.moderations else names
