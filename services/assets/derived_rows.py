"""Derived files and transformations as the Admin API shows them.

Fields as in Cloudinary's "Admin API reference", sections "derived resources" and
"transformations".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.assets.addresses import Addresses
from services.assets.catalogue import Catalogue
from services.assets.derived import DerivedFile, DerivedStore
from services.assets.tables import Asset

_LONG_NAMES: Final = {
    "a": "angle",
    "ar": "aspect_ratio",
    "b": "background",
    "bo": "border",
    "c": "crop",
    "dpr": "dpr",
    "du": "duration",
    "e": "effect",
    "eo": "end_offset",
    "f": "fetch_format",
    "fl": "flags",
    "g": "gravity",
    "h": "height",
    "o": "opacity",
    "pg": "page",
    "q": "quality",
    "r": "radius",
    "so": "start_offset",
    "t": "transformation",
    "w": "width",
    "x": "x",
    "y": "y",
    "z": "zoom",
}


@dataclass(frozen=True)
class DerivedPresenter:
    """Shows derived files, with addresses that open."""

    derived: DerivedStore
    catalogue: Catalogue
    addresses: Addresses

    def of_asset(self, asset: Asset, base_url: str, limit: int, after: str) -> dict[str, Any]:
        """`derived` of a resource, and `derived_next_cursor` where there are more."""
        rows = self.derived.of(asset.asset_id, limit + 1, after)
        shown: dict[str, Any] = {
            "derived": [self._row(asset, row, base_url) for row in rows[:limit]]
        }
        if len(rows) > limit:
            shown["derived_next_cursor"] = rows[limit - 1].id
        return shown

    def made_by(self, text: str, base_url: str, limit: int, after: str) -> dict[str, Any]:
        """`derived` of a transformation, and `next_cursor` where there are more."""
        rows = self.derived.made_by(text, limit + 1, after)
        shown: dict[str, Any] = {"derived": []}
        for row in rows[:limit]:
            asset = self.catalogue.get(row.asset_id)
            if asset is not None:
                names = {
                    "public_id": asset.public_id,
                    "resource_type": asset.resource_type,
                    "type": asset.delivery_type,
                }
                shown["derived"].append(names | self._row(asset, row, base_url))
        if len(rows) > limit:
            shown["next_cursor"] = rows[limit - 1].id
        return shown

    def _row(self, asset: Asset, row: DerivedFile, base_url: str) -> dict[str, Any]:
        url = self.addresses.derived(asset, base_url, row.transformation, row.format)
        return {
            "transformation": row.transformation,
            "format": row.format,
            "bytes": row.bytes,
            "id": row.id,
            "url": url,
            "secure_url": url,
        }


def transformation_info(text: str) -> Sequence[dict[str, str]]:
    """`info`: the parameters of each component by their long names."""
    return [
        {
            _LONG_NAMES.get(name, name): value
            for name, _, value in (part.partition("_") for part in component.split(","))
        }
        for component in text.split("/")
    ]
