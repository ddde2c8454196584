"""The figures of the demo: an asset as the SDK returns it, drawn."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import requests
from cloudinary.utils import cloudinary_url
from IPython.display import Image as Rendered
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray
from PIL import Image

Asset = Mapping[str, Any]

INK: Final = "#14162b"
SOFT: Final = "#565b75"
TRACK: Final = "#eeeff4"
KEPT: Final = "#5b45f0"
LEFT_OUT: Final = "#b9bccd"
LINES: Final = ("#5b45f0", "#0d8578", "#a86400", "#c22e5b", "#1c6bd0")
PIXELS_PER_INCH: Final = 100
SHARPNESS: Final = 1.5
"""Pixels of a figure for one on the page, for screens that have more."""
FRAMES: Final = 10
"""Frames of a video above its timeline."""


def picture(asset: Asset, most: int = 8) -> Rendered:
    """The picture with the boxes of its tags, beside its `most` surest tags."""
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    photo, bars = figure.subplots(1, 2, width_ratios=(5, 4))
    photo.set_anchor("N")
    _photo(photo, _pixels(asset, width=640, height=640, crop="limit"))
    _boxes(photo, asset)
    _confidences(bars, asset, most)
    return _rendered(figure)


def pictures(assets: Sequence[Asset], most: int = 5) -> Rendered:
    """Pictures side by side, each above its `most` surest tags."""
    figure = Figure(figsize=(9, 4), layout="constrained")
    columns = figure.subplots(2, len(assets), height_ratios=(3, 4), squeeze=False)
    for asset, (photo, bars) in zip(assets, columns.T, strict=True):
        _photo(photo, _pixels(asset, width=280, height=210, crop="fill"))
        _confidences(bars, asset, most)
    return _rendered(figure)


def timeline(video: Asset) -> Rendered:
    """Frames of the video above the segments of its tags; the darker, the surer."""
    rows = [row for row in detected(video) if row["tag"] in video["tags"]]
    figure = Figure(figsize=(9, 1.4 + 0.3 * len(rows)), layout="constrained")
    strip, bars = figure.subplots(2, 1, sharex=True, height_ratios=(0.75, 0.3 * len(rows)))
    edges = np.linspace(0, video["duration"], FRAMES + 1)
    for start, end in pairwise(edges):
        moment = round(float(start + end) / 2, 3)
        frame = _pixels(video, width=180, height=150, crop="fill", start_offset=moment)
        strip.imshow(frame, extent=(start, end, 0, 1), aspect="auto")
    strip.set(xlim=(0, video["duration"]), ylim=(0, 1))
    strip.axis("off")
    for number, row in enumerate(rows):
        bars.barh(number, video["duration"], height=0.6, color=TRACK)
        for segment in row["segments"]:
            length = segment["end"] - segment["start"]
            shade = segment["confidence"]
            bars.barh(number, length, 0.6, left=segment["start"], color=KEPT, alpha=shade)
    bars.set(yticks=range(len(rows)), yticklabels=[row["tag"] for row in rows])
    bars.set_xlabel("time (seconds)", color=SOFT)
    bars.invert_yaxis()
    _bare(bars)
    return _rendered(figure)


def tags_by_threshold(assets: Iterable[Asset], marked: Iterable[float] = ()) -> Rendered:
    """How many tags each picture keeps at every threshold; those `marked` get a line."""
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    axes = figure.subplots()
    for asset, color in zip(assets, LINES, strict=False):
        confidences = sorted(row["confidence"] for row in detected(asset))
        remaining = range(len(confidences), -1, -1)
        label = asset["display_name"]
        axes.step([0, *confidences], remaining, where="post", color=color, lw=2, label=label)
    for threshold in marked:
        axes.axvline(threshold, color=SOFT, linewidth=1, linestyle=(0, (2, 3)))
    axes.set(xlim=(0, 1), ylim=(0, None))
    axes.set_xlabel("threshold (auto_tagging, a confidence from 0 to 1)", color=SOFT)
    axes.set_ylabel("tags that remain", color=SOFT)
    axes.legend(frameon=False, labelcolor=INK)
    _bare(axes)
    return _rendered(figure, "png")


def found(assets: Sequence[Asset], tag: str) -> Rendered:
    """What a search for `tag` found, each above its public ID; a video where it is surest."""
    figure = Figure(figsize=(1.9 * len(assets), 1.75), layout="constrained")
    for asset, axes in zip(assets, figure.subplots(1, len(assets), squeeze=False)[0], strict=True):
        moment = _surest_moment(asset, tag)
        _photo(axes, _pixels(asset, width=240, height=180, crop="fill", start_offset=moment))
        axes.set_title(asset["public_id"], fontsize=8, color=INK, y=-0.2)
    return _rendered(figure)


def detected(asset: Asset) -> list[dict[str, Any]]:
    """The rows of `local_tagging`, the surest first; none where it did not look."""
    engines = asset["info"].get("categorization", {})
    rows: list[dict[str, Any]] = engines.get("local_tagging", {}).get("data", [])
    return rows


def _surest_moment(asset: Asset, tag: str) -> float | None:
    """The second of a video at which `tag` is surest; None for a picture."""
    segments = [
        segment
        for row in detected(asset)
        if row["tag"] == tag
        for segment in row.get("segments", [])
    ]
    if not segments:
        return None
    surest = max(segments, key=lambda segment: segment["confidence"])
    return round(float(surest["start"] + surest["end"]) / 2, 3)


def _pixels(asset: Asset, **transformation: Any) -> NDArray[np.uint8]:
    """The picture, or a moment of the video, as the server delivers it at that size."""
    url, _ = cloudinary_url(
        asset["public_id"],
        resource_type=asset["resource_type"],
        version=asset["version"],
        format="jpg",
        **transformation,
    )
    response = requests.get(url, timeout=30)
    response.raise_for_status()
    return np.asarray(Image.open(io.BytesIO(response.content)).convert("RGB"))


def _photo(axes: Axes, pixels: NDArray[np.uint8]) -> None:
    height, width, _ = pixels.shape
    axes.imshow(pixels, extent=(0, width, height, 0))
    axes.axis("off")


def _boxes(axes: Axes, asset: Asset) -> None:
    """Outline what was found where, for the tags that the asset kept."""
    width, height = axes.get_xlim()[1], axes.get_ylim()[0]
    for row in detected(asset):
        if row["tag"] not in asset["tags"]:
            continue
        for box in row.get("boxes", []):
            left, top = box["x"] * width, box["y"] * height
            size = box["width"] * width, box["height"] * height
            axes.add_patch(Rectangle((left, top), *size, fill=False, edgecolor=KEPT, linewidth=2.5))
            label = {"facecolor": KEPT, "edgecolor": "none", "pad": 3}
            axes.text(left + 6, top + 8, row["tag"], color="white", va="top", bbox=label)


def _confidences(axes: Axes, asset: Asset, most: int) -> None:
    """The surest tags as bars: in colour those that the asset kept."""
    for number, row in enumerate(detected(asset)[:most]):
        kept = row["tag"] in asset["tags"]
        axes.barh(number, 1, height=0.22, color=TRACK)
        axes.barh(number, row["confidence"], height=0.22, color=KEPT if kept else LEFT_OUT)
        color = INK if kept else SOFT
        axes.text(0, number - 0.2, row["tag"], va="bottom", fontsize=9, color=color)
        confidence = f"{row['confidence']:.2f}"
        axes.text(1, number - 0.2, confidence, va="bottom", ha="right", fontsize=9, color=color)
    axes.set(xlim=(0, 1), ylim=(most - 0.6, -0.8), yticks=[])
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_xlabel("confidence (0 to 1)", color=SOFT)
    _bare(axes)


def _bare(axes: Axes) -> None:
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=6, labelcolor=INK, labelsize=9)


def _rendered(figure: Figure, format_: str = "jpeg") -> Rendered:
    """The figure, sharper than its size on the page; with photos in it, JPEG is smaller."""
    encoded = io.BytesIO()
    options = {"quality": 60, "optimize": True} if format_ == "jpeg" else {}
    figure.savefig(encoded, format=format_, dpi=SHARPNESS * PIXELS_PER_INCH, pil_kwargs=options)
    width = round(figure.get_figwidth() * PIXELS_PER_INCH)
    return Rendered(encoded.getvalue(), width=width)  # type: ignore[no-untyped-call]
