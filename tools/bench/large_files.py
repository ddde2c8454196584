"""The upload of a large file, against copying and hashing it, and the memory that it takes."""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path
from statistics import median
from typing import Final

from tools.bench.client import Client
from tools.bench.media import write_random
from tools.bench.report import Row, Table
from tools.bench.server import serving

_CHUNK: Final = 1 << 20


def measure_large_file(folder: Path, size: int, rounds: int) -> Table:
    """Copied and hashed, then uploaded to a fresh server, `rounds` times in turn; medians."""
    title = f"Large file: {size >> 20:,} MiB, raw"
    needed = size * (rounds + 3)
    if shutil.disk_usage(folder).free < needed:
        return Table(title, [Row("left out: too little disk space", f"{needed >> 30}", "GiB")])
    file, copy = folder / "large.bin", folder / "copy.bin"
    write_random(file, size)
    copied, uploaded = [], []
    with serving(folder / "large-files") as server:
        client = Client(server)
        small = folder / "small.bin"
        write_random(small, _CHUNK)
        client.upload_raw(small)
        memory = server.peak_memory()
        for _ in range(rounds):
            started = time.perf_counter()
            digest = _copy_and_hash(file, copy)
            copied.append(size / (time.perf_counter() - started) / 1e6)
            copy.unlink()
            started = time.perf_counter()
            answer = client.upload_raw(file)
            uploaded.append(size / (time.perf_counter() - started) / 1e6)
            if answer["etag"] != digest:
                raise RuntimeError("what arrived is not what was sent")
        peak = server.peak_memory()
    file.unlink()
    shutil.rmtree(folder / "large-files")
    growth = "Linux only" if peak is None or memory is None else f"{(peak - memory) / 2**20:.1f}"
    return Table(
        title,
        [
            Row("copied and hashed (MD5)", f"{median(copied):.0f}", "MB/s"),
            Row("uploaded", f"{median(uploaded):.0f}", "MB/s"),
            Row("ratio", f"{median(uploaded) / median(copied):.2f}", "aim: 0.50 or more"),
            Row("growth of the server's peak memory", growth, "MiB; aim: under 64"),
        ],
    )


def _copy_and_hash(file: Path, copy: Path) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with file.open("rb", buffering=0) as source, copy.open("wb", buffering=0) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()
