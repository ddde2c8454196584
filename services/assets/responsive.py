"""`responsive_breakpoints`: which widths of a picture are worth having.

Fields and usual values as in Cloudinary's "Upload API reference".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.assets.addresses import Addresses
from services.assets.named_transformations import NamedTransformations
from services.assets.renditions import Renditions, original_picture
from services.assets.tables import Asset
from services.media.breakpoints import BreakpointLimits, breakpoints
from services.media.encoding import size_of
from services.media.transformations.components import Transformation
from services.media.transformations.output import chosen_format

MOST_SETTINGS: Final = 10
"""Groups of breakpoints of one request."""


class BreakpointSettings(BaseModel):
    """What one group of breakpoints is to be."""

    model_config = ConfigDict(extra="forbid")

    create_derived: bool
    """Whether the pictures are kept, or made again when they are asked for."""
    transformation: Annotated[str, Field(max_length=2000)] = ""
    """What is done before the picture is scaled."""
    format: Annotated[str, Field(max_length=5)] | None = None
    bytes_step: Annotated[int, Field(ge=1000, le=100_000_000)] = 20_000
    min_width: Annotated[int, Field(ge=1, le=5000)] = 50
    max_width: Annotated[int, Field(ge=1, le=5000)] = 1000
    max_images: Annotated[int, Field(ge=1, le=50)] = 20

    @model_validator(mode="after")
    def _widths_in_order(self) -> BreakpointSettings:
        if self.min_width > self.max_width:
            raise ValueError("min_width must not be more than max_width")
        return self


@dataclass(frozen=True)
class Responsive:
    """Finds breakpoints by making the pictures and measuring their files."""

    renditions: Renditions
    transformations: NamedTransformations
    addresses: Addresses

    def check(self, settings: BreakpointSettings) -> None:
        """Raise TransformationError where the settings name what cannot be made."""
        self._scaled(settings, settings.max_width)

    def found(self, asset: Asset, settings: BreakpointSettings, base_url: str) -> dict[str, Any]:
        """An entry of `responsive_breakpoints` in the answer.

        Raises TransformationError, UnreadableMedia, RenditionsBusy.
        """
        _, before = self._scaled(settings, None)
        format_ = chosen_format(
            before.output, settings.format or "", original_picture(asset), lambda kind: False
        )
        made: dict[int, bytes] = {}

        def bytes_at(width: int) -> int:
            _, transformation = self._scaled(settings, width)
            made[width] = self.renditions.make(asset, transformation, format_)
            return len(made[width])

        # Never larger than the picture is: that would add bytes and show nothing more.
        widest = min(settings.max_width, self._width(asset, before, format_))
        limits = BreakpointLimits(
            settings.bytes_step, min(settings.min_width, widest), widest, settings.max_images
        )
        rows = []
        for width in breakpoints(bytes_at, limits):
            text, transformation = self._scaled(settings, width)
            if settings.create_derived:
                picture = self.renditions.picture(asset, transformation, format_)
            else:
                picture = made.get(width) or self.renditions.make(asset, transformation, format_)
            across, down = size_of(picture)
            url = self.addresses.derived(asset, base_url, text, format_)
            rows.append(
                {
                    "width": across,
                    "height": down,
                    "bytes": len(picture),
                    "url": url,
                    "secure_url": url,
                }
            )
        found: dict[str, Any] = {"breakpoints": rows}
        if settings.transformation:
            found["transformation"] = settings.transformation
        return found

    def _width(self, asset: Asset, before: Transformation, format_: Any) -> int:
        if not before.components:
            return asset.width or 1
        return size_of(self.renditions.make(asset, before, format_))[0]

    def _scaled(
        self, settings: BreakpointSettings, width: int | None
    ) -> tuple[str, Transformation]:
        parts = [settings.transformation, f"c_scale,w_{width}" if width else ""]
        text = "/".join(part for part in parts if part)
        return text, self.transformations.read(text)
