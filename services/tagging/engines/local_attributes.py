"""`local_attributes`: what a picture or a video looks like, whatever it shows, without a model.

    categorization=local_attributes

Its rows are {"tag", "confidence", "kind": "attribute"}, with "segments" for videos.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from services.media.attributes import (
    MEASURED_SIDE,
    Colors,
    Light,
    Sharpness,
    measure_colors,
    measure_light,
    measure_sharpness,
)
from services.media.layout import Layout, measure_layout
from services.media.metadata import Origin, origin
from services.media.pictures import Picture
from services.media.video import SampledFrame, Video
from services.tagging.engine import Engine, Progress, VideoWatch
from services.tagging.tags import Sighting, Tag
from services.tagging.timeline import FrameTags, tags_over_time

FRAME_SIDE: Final = 128
"""Short side in pixels of a video's frames: light and colours need no more."""

LEAST_CONFIDENCE: Final = 0.1
"""Attributes less sure than this are not worth a row."""

USUAL_SHARES: Final = {"black": 0.15, "brown": 0.15, "gray": 0.5, "white": 0.15}
"""Of these colours pictures have so much without anybody calling them by it; of others, 0.05."""

COLOR_TAGS: Final = {
    "cyan": "turquoise",
    "lightblue": "blue",
    "lime": "green",
    "olive": "olive green",
    # The bare name is that of the fruit.
    "orange": "orange color",
}
"""What people call the colours that have another name in `Colors.shares`."""

SCREENS: Final = frozenset(
    {(1024, 768), (1280, 720), (1280, 800), (1280, 1024), (1366, 768), (1440, 900), (1536, 864)}
    | {(1600, 900), (1680, 1050), (1920, 1080), (1920, 1200), (2048, 1152), (2256, 1504)}
    | {(2304, 1440), (2560, 1080), (2560, 1440), (2560, 1600), (2560, 1664), (2736, 1824)}
    | {(2880, 1800), (2880, 1864), (2880, 1920), (3024, 1964), (3440, 1440), (3456, 2234)}
    | {(3840, 2160), (5120, 2880), (2048, 1536), (2160, 1620), (2224, 1668), (2360, 1640)}
    | {(2388, 1668), (2420, 1668), (2732, 2048), (1136, 640), (1334, 750), (1792, 828)}
    | {(2208, 1242), (2436, 1125), (2340, 1080), (2400, 1080), (2412, 1080), (2532, 1170)}
    | {(2556, 1179), (2622, 1206), (2688, 1242), (2778, 1284), (2796, 1290), (2868, 1320)}
    | {(1600, 720), (2280, 1080), (2992, 1344), (3120, 1440), (3200, 1440), (844, 390)}
    | {(800, 360), (896, 414), (852, 393), (932, 430), (915, 412), (736, 414), (667, 375)}
)
"""Long and short side in pixels of common screens of computers, tablets and phones, and of phones'
viewports in browsers. A size that is missing costs a tag; one too many needs drawn text besides."""


class LocalAttributes(Engine):
    """Tells how a picture or video looks: its colours, dark or bright, black and white, blurry, its
    shape, a panorama, transparent, animated, a document or a screenshot.

    It measures and counts, and says nothing where the evidence is weak.
    """

    name = "local_attributes"
    media = frozenset({"image", "video"})
    remote = False
    model = "attribute-rules 1"

    def tag_picture(self, picture: Picture) -> list[Tag]:
        pixels = picture.pixels(MEASURED_SIDE)
        light, colors = measure_light(pixels), measure_colors(pixels)
        return _surest_first(
            _light_and_color(light, colors)
            | _shape(picture.width, picture.height)
            | _look(picture, light, colors)
            | _file(picture)
        )

    def watch_video(self, video: Video) -> VideoWatch:
        return _Watch(video.duration)

    def tag_video(self, video: Video, progress: Progress) -> list[Tag]:
        return self.look_at_video(video, progress).tags

    def data(self, tags: Sequence[Tag]) -> list[dict[str, Any]]:
        return [_row(tag) for tag in tags]


class _Watch:
    """Measures frame after frame."""

    short_side = FRAME_SIDE
    bursts = False

    def __init__(self, duration: float) -> None:
        self._duration = duration
        self._frames: list[FrameTags] = []

    def see(self, frame: SampledFrame) -> None:
        height, width = frame.pixels.shape[:2]
        light, colors = measure_light(frame.pixels), measure_colors(frame.pixels)
        tags = _surest_first(_light_and_color(light, colors) | _shape(width, height))
        self._frames.append(FrameTags(frame.start, frame.end, frame.shot, tags))

    def end(self) -> None:
        pass

    def sighting(self) -> Sighting:
        return Sighting(tags_over_time(self._frames, self._duration))


def _light_and_color(light: Light, colors: Colors) -> dict[str, float]:
    return {
        **_colors(colors),
        "black and white": _black_and_white(light, colors),
        "dark": _rising(light.mean, 0.30, 0.14),
        "bright": min(_rising(light.mean, 0.70, 0.85), _rising(light.darkest, 0.25, 0.5)),
    }


def _colors(colors: Colors) -> dict[str, float]:
    shares: defaultdict[str, float] = defaultdict(float)
    for name, share in colors.shares.items():
        shares[COLOR_TAGS.get(name, name)] += share
    return {name: _color(name, share) for name, share in shares.items()}


def _color(name: str, share: float) -> float:
    """A tenth of red is seen at once, a tenth of gray is in every picture."""
    usual = USUAL_SHARES.get(name, 0.05)
    return 0.95 * _rising(share, usual, usual + (0.5 if name in USUAL_SHARES else 0.35))


def _black_and_white(light: Light, colors: Colors) -> float:
    """No colour anywhere, but more than one shade: a white canvas is not a black-and-white one."""
    return min(_rising(colors.strongest, 0.03, 0.015), _rising(light.deviation, 0.02, 0.05))


def _shape(width: int, height: int) -> dict[str, float]:
    longer = max(width, height) / min(width, height)
    oblong = _rising(longer, 1.05, 1.2)
    return {
        "landscape orientation": oblong if width > height else 0.0,
        "portrait orientation": oblong if height > width else 0.0,
        "square": _rising(longer, 1.05, 1.01),
    }


def _look(picture: Picture, light: Light, colors: Colors) -> dict[str, float]:
    """What sharpness and layout tell together with the file's own facts."""
    pixels = picture.pixels(MEASURED_SIDE)
    layout, come_from = measure_layout(pixels), origin(picture.file)
    screenshot = _screenshot(picture, layout, come_from)
    document = min(_document(layout, light, colors), 1 - screenshot)
    return {
        "blurry": _blurry(measure_sharpness(pixels)),
        "panorama": min(_panorama(picture, layout), 1 - max(screenshot, document)),
        "screenshot": screenshot,
        "document": document,
    }


def _blurry(sharpness: Sharpness) -> float:
    if sharpness.detail is None or sharpness.edge is None:
        return 0.0
    soft = _rising(sharpness.detail, 0.7, 0.35)
    return 0.95 * min(soft, _rising(sharpness.edge, 0.42, 0.27))


def _panorama(picture: Picture, layout: Layout) -> float:
    """Very wide, and a photograph at that: drawn banners are flat, and scraps are small."""
    wide = _rising(picture.width / picture.height, 2.0, 3.0)
    large = _rising(picture.width, 600, 1200)
    return 0.95 * min(wide, large, _rising(layout.flat, 0.7, 0.4))


def _screenshot(picture: Picture, layout: Layout, come_from: Origin) -> float:
    """The file says so, or it has a screen's size and looks drawn by a computer, with text."""
    if come_from.screenshot:
        return 0.98
    size = max(picture.width, picture.height), min(picture.width, picture.height)
    if come_from.camera or size not in SCREENS:
        return 0.0
    drawn = min(_rising(layout.flat, 0.5, 0.68), _rising(layout.main_colors, 0.7, 0.86))
    has_text = min(_rising(layout.text_area, 0.02, 0.04), _rising(layout.text_columns, 0.1, 0.3))
    return 0.9 * min(drawn, has_text)


def _document(layout: Layout, light: Light, colors: Colors) -> float:
    """Lines of text over most of a light ground without much colour."""
    has_text = min(_rising(layout.text_area, 0.11, 0.16), _rising(layout.text_columns, 0.4, 0.6))
    is_paper = min(_rising(light.mean, 0.5, 0.65), _rising(colors.usual, 0.25, 0.15))
    return 0.95 * min(has_text, is_paper)


def _file(picture: Picture) -> dict[str, float]:
    return {
        "transparent": _rising(_transparent_share(picture), 0.001, 0.02),
        "animated": float(picture.format != "tiff" and picture.pages(1) > 1),
    }


def _transparent_share(picture: Picture) -> float:
    image = picture.image(MEASURED_SIDE)
    if image.mode != "RGBA":
        return 0.0
    return float((np.asarray(image.getchannel("A")) < 250).mean())


def _rising(value: float, nothing: float, everything: float) -> float:
    """From 0 at `nothing` to 1 at `everything`, which may be the smaller one, and straight between
    them."""
    return min(1.0, max(0.0, (value - nothing) / (everything - nothing)))


def _surest_first(confidences: Mapping[str, float]) -> list[Tag]:
    tags = [
        Tag(name, confidence, "attribute")
        for name, confidence in confidences.items()
        if confidence >= LEAST_CONFIDENCE
    ]
    return sorted(tags, key=lambda tag: -tag.confidence)


def _row(tag: Tag) -> dict[str, Any]:
    row: dict[str, Any] = {
        "tag": tag.name,
        "confidence": round(tag.confidence, 4),
        "kind": tag.kind,
    }
    if tag.segments:
        row["segments"] = [
            {name: round(number, 4) for name, number in asdict(segment).items()}
            for segment in tag.segments
        ]
    return row
