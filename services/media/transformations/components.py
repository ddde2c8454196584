"""What a transformation says, typed: components, each of which is done to what the last one left.

Names and meanings as in Cloudinary's "Transformation URL API reference". Within a component the
picture is resized, then turned, then changed in its colours, and last framed, in whichever order
its parameters stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from services.media.encoding import PictureFormat

CropMode = Literal["scale", "fit", "limit", "mfit", "fill", "lfill", "pad", "lpad", "crop", "thumb"]
CROP_MODES: tuple[CropMode, ...] = get_args(CropMode)

EffectName = Literal[
    "grayscale",
    "blackwhite",
    "sepia",
    "negate",
    "blur",
    "pixelate",
    "sharpen",
    "unsharp_mask",
    "brightness",
    "contrast",
    "saturation",
    "gamma",
]


Color = tuple[int, int, int, int]
"""Red, green, blue and opacity, each from 0 to 255."""


@dataclass(frozen=True, slots=True)
class Length:
    """A number of pixels, or a share of the side that it is measured along."""

    value: float
    relative: bool = False

    def of(self, side: int) -> float:
        """The length in pixels along a side of so many pixels."""
        return self.value * side if self.relative else self.value


@dataclass(frozen=True, slots=True)
class Gravity:
    """Which part of the picture is kept, or where it stands on its canvas.

    `kind` compass has one of the nine points as its `point`, (0, 0) at the top left and (1, 1) at
    the bottom right; auto may have the `name` of what it looks for; the others follow what is known
    of the picture, and take its centre (or, with `then`, what that takes) where nothing is.
    """

    kind: Literal["compass", "xy_center", "face", "faces", "custom", "auto"]
    point: tuple[float, float] = (0.5, 0.5)
    name: str = ""
    then: Literal["center", "faces", "auto"] = "center"


@dataclass(frozen=True, slots=True)
class Resize:
    """The new size, and how it comes about."""

    mode: CropMode = "scale"
    width: Length | None = None
    height: Length | None = None
    aspect_ratio: float | None = None
    """Width by height."""
    gravity: Gravity | None = None
    x: Length | None = None
    y: Length | None = None
    zoom: float = 1.0
    dpr: float = 1.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A rotation by `degrees` clockwise, or a mirroring."""

    degrees: float = 0.0
    mirror: Literal["hflip", "vflip"] | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """A change of the picture's pixels; `level` means what the effect says it does."""

    name: EffectName
    level: float


@dataclass(frozen=True, slots=True)
class Preview:
    """A video at a glance: an animation of so many seconds."""

    seconds: float = 4.0


@dataclass(frozen=True, slots=True)
class Border:
    """A frame around the picture, `width` in pixels."""

    width: int
    color: Color


@dataclass(frozen=True, slots=True)
class Component:
    """What stands between two slashes."""

    text: str
    """The parameters, sorted, as SDKs write them."""
    resize: Resize | None = None
    turns: tuple[Turn, ...] = ()
    effect: Effect | None = None
    background: Color | None = None
    opacity: int | None = None
    """In per cent."""
    corners: tuple[int, int, int, int] | Literal["max"] | None = None
    """Radius in pixels of the corners, clockwise from the top left."""
    border: Border | None = None

    @property
    def alters(self) -> bool:
        """Whether it changes anything of the picture itself."""
        return bool(
            self.resize
            or self.turns
            or self.effect
            or self.background
            or self.opacity is not None
            or self.corners
            or self.border
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in a video: seconds, a share of its length, or whichever frame shows something."""

    seconds: float = 0.0
    share: float | None = None
    auto: bool = False

    def of(self, duration: float) -> float:
        """The time in seconds in a video of so many seconds."""
        return self.seconds if self.share is None else self.share * duration


@dataclass(frozen=True, slots=True)
class Output:
    """The file that the picture becomes."""

    format: PictureFormat | Literal["auto"] | None = None
    quality: int | None = None
    """From 1 to 100."""
    quality_level: Literal["best", "good", "eco", "low"] | None = None
    """Of an automatic quality."""
    progressive: bool = False
    lossy: bool = False
    palette: bool = False
    delay: int | None = None
    """Milliseconds for which an animation shows each of its frames."""
    sprite: bool = False
    """Whether it is a sheet of a video's shots."""
    attachment: bool = False
    attachment_name: str = ""


@dataclass(frozen=True, slots=True)
class Transformation:
    """A chain of components, which picture of the file it begins with, and what it ends as."""

    components: tuple[Component, ...] = ()
    output: Output = Output()
    page: int | None = None
    """From 1."""
    moment: Moment | None = None
    preview: Preview | None = None

    def __str__(self) -> str:
        return "/".join(component.text for component in self.components)

    @property
    def alters(self) -> bool:
        """Whether what is delivered shows anything else than the original does."""
        return (
            any(component.alters for component in self.components)
            or self.page is not None
            or self.moment is not None
            or self.preview is not None
            or self.output.sprite
        )

    @property
    def encodes(self) -> bool:
        """Whether what is delivered is another file than the original."""
        output = self.output
        settings = (
            output.format,
            output.quality,
            output.quality_level,
            output.progressive,
            output.lossy,
            output.palette,
            output.delay,
        )
        return self.alters or any(settings)
