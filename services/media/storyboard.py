"""A video at a glance: a sheet of its shots with their times, and a short animation of them."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from services.media.encoding import PictureFormat, encoded
from services.media.video import SampledFrame, Video

LOOKS: Final = 24
"""About how many frames are looked at to find the shots; of more than a minute and a half these
are keyframes, so that a long film costs seconds."""

MOST_CELLS: Final = 12
COLUMNS: Final = 4
CELL: Final = 320
"""Long side in pixels of a picture of the sheet."""

GAP: Final = 6
GROUND: Final = (24, 26, 30)

CLIP_SECONDS: Final = 1.0
"""Seconds that the animation shows of a shot."""

FRAME_RATE: Final = 8
LONGEST_PREVIEW: Final = 10.0
PREVIEW_QUALITY: Final = 45


def contact_sheet(video: Video, format_: PictureFormat) -> bytes:
    """A grid of up to 12 frames, one for each shot before more of any, each with its time.

    Raises UnreadableMedia.
    """
    frames = _most_telling(video.frames(CELL // 2, looks=LOOKS), MOST_CELLS)
    cells = [_cell(frame, hours=video.duration >= 3600) for frame in frames]
    columns = min(COLUMNS, len(cells))
    rows = -(-len(cells) // columns)
    width, height = max(cell.width for cell in cells), max(cell.height for cell in cells)
    size = columns * (width + GAP) + GAP, rows * (height + GAP) + GAP
    sheet = Image.new("RGB", size, GROUND)
    for number, cell in enumerate(cells):
        down, across = divmod(number, columns)
        sheet.paste(cell, (GAP + across * (width + GAP), GAP + down * (height + GAP)))
    return encoded(sheet, format_, quality=80)


def preview(video: Video, seconds: float, long_side: int) -> bytes:
    """An animated WebP that shows a second of some shots each, `seconds` in all, for ever.

    Raises UnreadableMedia.
    """
    clips = max(1, round(min(seconds, LONGEST_PREVIEW, max(video.duration, 1.0)) / CLIP_SECONDS))
    starts = [frame.time for frame in _most_telling(video.frames(32, looks=LOOKS), clips)]
    images = [
        Image.fromarray(pixels)
        for start in starts
        for pixels in video.clip(start, CLIP_SECONDS, FRAME_RATE, long_side)
    ]
    file = io.BytesIO()
    images[0].save(
        file,
        "WEBP",
        save_all=True,
        append_images=[image.resize(images[0].size) for image in images[1:]],
        duration=1000 // FRAME_RATE,
        loop=0,
        quality=PREVIEW_QUALITY,
        method=2,
    )
    return file.getvalue()


def _most_telling(frames: Iterable[SampledFrame], most: int) -> list[SampledFrame]:
    """Up to `most` frames in the order of time: of each shot one, the longer shots first, then of
    what is left those that stand for longest."""
    shots: defaultdict[int, list[SampledFrame]] = defaultdict(list)
    for frame in frames:
        # Thousands of frames may come; nothing needs the bursts.
        shots[frame.shot].append(replace(frame, burst=()))
    by_length = sorted(shots.values(), key=lambda shot: shot[0].start - shot[-1].end)
    firsts = [_best(shot) for shot in by_length]
    chosen = {frame.time for frame in firsts}
    others = [frame for shot in shots.values() for frame in shot if frame.time not in chosen]
    others.sort(key=lambda frame: frame.start - frame.end)
    return sorted((firsts + others)[:most], key=lambda frame: frame.time)


def _best(shot: Sequence[SampledFrame]) -> SampledFrame:
    """The frame of a shot that is farthest from black, white and fading."""
    return max(shot, key=lambda frame: float(frame.pixels.std()))


def _cell(frame: SampledFrame, *, hours: bool) -> Image.Image:
    image = Image.fromarray(frame.pixels)
    image.thumbnail((CELL, CELL))
    font = ImageFont.load_default(size=14)
    words = _clock(frame.time, hours=hours)
    draw = ImageDraw.Draw(image, "RGBA")
    left, top, right, bottom = draw.textbbox((0, 0), words, font=font)
    place = image.width - (right - left) - 10, image.height - (bottom - top) - 8
    label = (place[0] - 5, place[1] - 4, image.width, image.height)
    draw.rectangle(label, fill=(0, 0, 0, 170))
    draw.text((place[0] - left, place[1] - top), words, fill="white", font=font)
    return image


def _clock(seconds: float, *, hours: bool) -> str:
    minutes, rest = divmod(int(seconds), 60)
    if hours:
        return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
    return f"{minutes}:{rest:02}"
