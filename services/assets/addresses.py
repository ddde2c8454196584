"""The addresses under which assets are delivered, and those of their records.

`/<cloud>/<resource type>/<delivery type>/[<signature>/][<transformation>/][v<version>/]<public
ID>[.<extension>]` (Cloudinary, "Transformation URL structure" and "Signed delivery URLs").
"""

from __future__ import annotations

from urllib.parse import quote

from services.assets.access import needs_signature
from services.assets.tables import Asset
from services.signing import Signer, delivery_signed_text

_TRANSFORMATION_SAFE = "/,:;$()!*'~"


class Addresses:
    """Makes the addresses of a cloud's assets; those that need a signature have one."""

    def __init__(self, cloud_name: str, signer: Signer, *, strict: bool = False) -> None:
        """With `strict`, everything that is derived has a signed address."""
        self._cloud_name = cloud_name
        self._signer = signer
        self._strict = strict

    def original(self, asset: Asset, base_url: str) -> str:
        """Where the original is."""
        extension = "" if asset.resource_type == "raw" else asset.format
        return self._delivery(asset, base_url, "", extension)

    def derived(
        self, asset: Asset, base_url: str, transformation: str, extension: str = "jpg"
    ) -> str:
        """Where what the transformation makes of the image, or of the video's poster, is."""
        return self._delivery(asset, base_url, transformation, extension)

    def resource(self, asset: Asset, base_url: str) -> str:
        """Where the asset's record is."""
        return f"{base_url}/v1_1/{self._cloud_name}/resources/{_path(asset)}"

    def events(self, asset: Asset, base_url: str) -> str:
        """Where the progress of the asset's tagging can be followed."""
        return f"{base_url}/v1_1/{self._cloud_name}/events/{_path(asset)}"

    def _delivery(self, asset: Asset, base_url: str, transformation: str, extension: str) -> str:
        name = f"{asset.public_id}.{extension}" if extension else asset.public_id
        parts = [f"{base_url}/{self._cloud_name}/{asset.resource_type}/{asset.delivery_type}"]
        derived = bool(transformation)
        if (self._strict and derived) or needs_signature(asset, original=not derived):
            signature = self._signer.sign_delivery(delivery_signed_text(transformation, name))
            parts.append(f"s--{signature}--")
        if transformation:
            parts.append(quote(transformation, safe=_TRANSFORMATION_SAFE))
        return "/".join([*parts, f"v{asset.version}", quote(name)])


def _path(asset: Asset) -> str:
    return f"{asset.resource_type}/{asset.delivery_type}/{quote(asset.public_id)}"
