"""The addresses under which assets are delivered, made and read.

`/<cloud>/<resource type>/upload/[<transformation>/][v<version>/]<public ID>[.<extension>]`
(Cloudinary, "Transformation URL structure").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from services.assets.tables import Asset

Crop = Literal["limit", "fit", "fill"]
MAX_SIDE = 2000
"""Largest width and height, in pixels, that a delivered picture is scaled to."""

_PARAMETER = re.compile(
    r"c_(?P<crop>limit|fit|fill)|w_(?P<width>\d{1,4})|h_(?P<height>\d{1,4})|so_(?P<moment>\d{1,6}(?:\.\d{1,3})?)"
)
_VERSION = re.compile(r"v(\d{1,12})")


@dataclass(frozen=True)
class Transformation:
    """How a picture is made smaller, and for a video, of which second it is."""

    crop: Crop = "limit"
    width: int = MAX_SIDE
    height: int = MAX_SIDE
    moment: float | None = None

    def __str__(self) -> str:
        moment = "" if self.moment is None else f",so_{self.moment:g}"
        return f"c_{self.crop},h_{self.height}{moment},w_{self.width}"


@dataclass(frozen=True)
class DeliveryPath:
    """What a delivery address asks for. `name` is a public ID, with or without an extension."""

    transformation: Transformation | None
    version: int | None
    name: str


def original_url(asset: Asset, base_url: str, cloud_name: str) -> str:
    """Where the original is."""
    return _url(asset, base_url, cloud_name, "", _extension(asset))


def picture_url(
    asset: Asset, base_url: str, cloud_name: str, transformation: Transformation
) -> str:
    """Where a small JPEG of the image, or of the video's poster, is."""
    return _url(asset, base_url, cloud_name, f"{transformation}/", ".jpg")


def resource_url(asset: Asset, base_url: str, cloud_name: str) -> str:
    """Where the asset's record is."""
    return f"{base_url}/v1_1/{cloud_name}/resources/{_path(asset)}"


def events_url(asset: Asset, base_url: str, cloud_name: str) -> str:
    """Where the progress of the asset's tagging can be followed."""
    return f"{base_url}/v1_1/{cloud_name}/events/{_path(asset)}"


def parse_delivery_path(path: str) -> DeliveryPath:
    """What stands after `/upload/` in a delivery address, its escapes already undone."""
    transformation, rest = None, path
    first, _, remainder = rest.partition("/")
    if remainder and (parsed := parse_transformation(first)):
        transformation, rest = parsed, remainder
    first, _, remainder = rest.partition("/")
    version = _VERSION.fullmatch(first) if remainder else None
    if version:
        return DeliveryPath(transformation, int(version[1]), remainder)
    return DeliveryPath(transformation, None, rest)


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
    return Transformation(crop, width, height, moment)


def _extension(asset: Asset) -> str:
    return "" if asset.resource_type == "raw" or not asset.format else f".{asset.format}"


def _path(asset: Asset) -> str:
    return f"{asset.resource_type}/{asset.delivery_type}/{quote(asset.public_id)}"


def _url(asset: Asset, base_url: str, cloud_name: str, transformation: str, extension: str) -> str:
    place = f"{base_url}/{cloud_name}/{asset.resource_type}/{asset.delivery_type}"
    return f"{place}/{transformation}v{asset.version}/{quote(asset.public_id)}{extension}"
