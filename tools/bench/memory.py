"""The server's memory while the largest pictures come one, four and sixteen at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from tools.bench.client import Client, multipart_body
from tools.bench.report import Row, Table
from tools.bench.server import serving

_SIDE: Final = 10_000
_AT_ONCE: Final = (1, 4, 16)


def measure_memory(folder: Path) -> Iterator[Table]:
    """The peak of a fresh server for each number of uploads, of a light and a heavy format."""
    for name, content in _pictures():
        body = multipart_body(name, content)
        rows = []
        for count in _AT_ONCE:
            with serving(folder / f"memory-{name}-{count}") as server:
                client = Client(server)
                with ThreadPoolExecutor(count) as uploads:
                    list(uploads.map(client.upload, [body] * count))
                peak = server.peak_memory()
            shown = "Linux only" if peak is None else f"{peak / 2**20:,.0f}"
            rows.append(Row(f"{count} at once", shown, "MiB at most"))
        yield Table(f"Memory: pictures of {_SIDE:,} by {_SIDE:,} pixels, {name}", rows)


def _pictures() -> Iterator[tuple[str, bytes]]:
    random = np.random.default_rng(1)
    coarse = Image.fromarray(random.integers(0, 255, (100, 100, 3), np.uint8))
    picture = coarse.resize((_SIDE, _SIDE), Image.Resampling.BICUBIC)
    for name, options in (
        ("baseline.jpg", {"format": "JPEG"}),
        ("progressive.jpg", {"format": "JPEG", "progressive": True}),
        ("picture.webp", {"format": "WEBP", "method": 0, "quality": 50}),
    ):
        file = io.BytesIO()
        picture.save(file, **options)
        yield name, file.getvalue()
