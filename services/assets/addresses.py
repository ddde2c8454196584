"""The addresses under which assets are delivered, and those of their records.

`/<cloud>/<resource type>/<delivery type>/[<signature>/][<transformation>/][v<version>/]<public
ID>[.<extension>]` (Cloudinary, "Transformation URL structure" and "Signed delivery URLs").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from services.assets.access import needs_signature
from services.assets.tables import Asset
from services.signing import Signer, delivery_signed_text

Crop = Literal["limit", "fit", "fill"]
Summary = Literal["preview", "sprite"]
"""A video at a glance: animated (`e_preview`), or a sheet of its shots (`fl_sprite`)."""
MAX_SIDE = 2000
"""Largest width and height, in pixels, that a delivered picture is scaled to."""

_PARAMETER = re.compile(
    r"c_(?P<crop>limit|fit|fill)|w_(?P<width>\d{1,4})|h_(?P<height>\d{1,4})|so_(?P<moment>\d{1,6}(?:\.\d{1,3})?)"
    r"|e_(?P<preview>preview)(?::duration_(?P<seconds>\d{1,2}(?:\.\d)?))?|fl_(?P<sprite>sprite)"
)
_SIGNATURE = re.compile(r"s--([A-Za-z0-9_-]+)--")
_VERSION = re.compile(r"v(\d{1,12})")


@dataclass(frozen=True)
class Transformation:
    """How a picture is made smaller, and for a video, of which second it is."""

    crop: Crop = "limit"
    width: int = MAX_SIDE
    height: int = MAX_SIDE
    moment: float | None = None
    summary: Summary | None = None
    seconds: float = 4.0
    """How long a preview is."""

    def __str__(self) -> str:
        if self.summary == "sprite":
            return "fl_sprite"
        effect = f",e_preview:duration_{self.seconds:g}" if self.summary == "preview" else ""
        moment = "" if self.moment is None else f",so_{self.moment:g}"
        return f"c_{self.crop}{effect},h_{self.height}{moment},w_{self.width}"


@dataclass(frozen=True)
class DeliveryPath:
    """What a delivery address asks for. `name` is a public ID, with or without an extension."""

    transformation: Transformation | None
    version: int | None
    name: str
    transformation_text: str = ""
    """The transformation as the address spells it, which is what its signature vouches for."""

    @property
    def signed_text(self) -> str:
        """What a signature of this address is made of."""
        return delivery_signed_text(self.transformation_text, self.name)


class Addresses:
    """Makes the addresses of a cloud's assets; those that need a signature have one."""

    def __init__(self, cloud_name: str, signer: Signer) -> None:
        self._cloud_name = cloud_name
        self._signer = signer

    def original(self, asset: Asset, base_url: str) -> str:
        """Where the original is."""
        extension = "" if asset.resource_type == "raw" or not asset.format else f".{asset.format}"
        return self._delivery(asset, base_url, "", extension)

    def picture(self, asset: Asset, base_url: str, transformation: Transformation) -> str:
        """Where a small JPEG of the image, or of the video's poster, is; or its animated WebP."""
        extension = ".webp" if transformation.summary == "preview" else ".jpg"
        return self._delivery(asset, base_url, str(transformation), extension)

    def resource(self, asset: Asset, base_url: str) -> str:
        """Where the asset's record is."""
        return f"{base_url}/v1_1/{self._cloud_name}/resources/{_path(asset)}"

    def events(self, asset: Asset, base_url: str) -> str:
        """Where the progress of the asset's tagging can be followed."""
        return f"{base_url}/v1_1/{self._cloud_name}/events/{_path(asset)}"

    def _delivery(self, asset: Asset, base_url: str, transformation: str, extension: str) -> str:
        name = f"{asset.public_id}{extension}"
        parts = [
            f"{base_url}/{self._cloud_name}/{asset.resource_type}/{asset.delivery_type}",
            f"v{asset.version}/{quote(name)}",
        ]
        if transformation:
            parts.insert(1, transformation)
        if needs_signature(asset, original=not transformation):
            signature = self._signer.sign_delivery(delivery_signed_text(transformation, name))
            parts.insert(1, f"s--{signature}--")
        return "/".join(parts)


def split_signature(path: str) -> tuple[str | None, str]:
    """The signature at the head of a delivery address's path, if it has one, and the rest."""
    first, _, rest = path.partition("/")
    match = _SIGNATURE.fullmatch(first) if rest else None
    return (match[1], rest) if match else (None, path)


def parse_delivery_path(path: str) -> DeliveryPath:
    """What stands after type and signature in a delivery address, its escapes already undone."""
    transformation, text, rest = None, "", path
    first, _, remainder = rest.partition("/")
    if remainder and (parsed := parse_transformation(first)):
        transformation, text, rest = parsed, first, remainder
    first, _, remainder = rest.partition("/")
    version = _VERSION.fullmatch(first) if remainder else None
    if version:
        return DeliveryPath(transformation, int(version[1]), remainder, text)
    return DeliveryPath(transformation, None, rest, text)


def readings(path: str) -> list[DeliveryPath]:
    """What such a path may mean, the usual meaning first: a folder may look like a transformation
    or a version."""
    usual = parse_delivery_path(path)
    found = [usual]
    if usual.version is not None:
        unversioned = path.removeprefix(f"{usual.transformation_text}/")
        found.append(replace(usual, version=None, name=unversioned))
    if usual.transformation is not None:
        found.append(DeliveryPath(None, None, path))
    return found


def parse_transformation(text: str) -> Transformation | None:
    """The transformation that `text` spells, or None where it is not one that we know."""
    values: dict[str, str] = {}
    for parameter in text.split(","):
        match = _PARAMETER.fullmatch(parameter)
        if match is None:
            return None
        values |= {name: value for name, value in match.groupdict().items() if value is not None}
    width, height = int(values.get("width", MAX_SIDE)), int(values.get("height", MAX_SIDE))
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        return None
    crop: Crop = values.get("crop", "limit")  # type: ignore[assignment]
    moment = float(values["moment"]) if "moment" in values else None
    summary: Summary | None = (
        "preview" if "preview" in values else "sprite" if "sprite" in values else None
    )
    return Transformation(crop, width, height, moment, summary, float(values.get("seconds", 4)))


def _path(asset: Asset) -> str:
    return f"{asset.resource_type}/{asset.delivery_type}/{quote(asset.public_id)}"
