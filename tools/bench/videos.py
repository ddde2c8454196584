"""Tagging a video, against decoding and inferring the same frames and against its duration."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from statistics import median

from services.media.video import Video
from services.tagging.engines.local_tagging import WORKERS, LocalTagging
from tools.bench.bare import SHORT_SIDE, BareModels
from tools.bench.client import Client, multipart_body
from tools.bench.media import Media
from tools.bench.report import Row, Table
from tools.bench.server import ServerProcess


def measure_video(media: Media, rounds: int, server: ServerProcess, models: BareModels) -> Table:
    """Bare, by the engine alone and through the server, `rounds` times in turn; medians."""
    video = _opened(media)
    times = {frame.time for frame in video.frames(SHORT_SIDE)}
    client, engine = Client(server), LocalTagging()
    body = multipart_body(media.name, media.content)
    bare, alone, served = [], [], []
    for _ in range(rounds):
        bare.append(_seconds(lambda: models.decode_and_infer_video(media, times, WORKERS)))
        alone.append(_seconds(lambda: engine.tag_video(_opened(media), lambda _: None)))
        served.append(_seconds(lambda: _require_tags(client, body)))
    return Table(
        f"Video: {media.name}, {video.duration:.1f} s, {len(times)} frames looked at",
        [
            Row("decoded and inferred bare", f"{median(bare):.2f}", "s"),
            Row("tagged by the engine", f"{median(alone):.2f}", "s"),
            Row("uploaded over HTTP until tagged", f"{median(served):.2f}", "s"),
            Row("ratio, bare to engine", f"{median(bare) / median(alone):.2f}"),
            Row("ratio, bare to upload", f"{median(bare) / median(served):.2f}"),
            Row(
                "real time, engine",
                f"{video.duration / median(alone):.1f}",
                "times; aim: 15",
            ),
            Row(
                "real time, upload",
                f"{video.duration / median(served):.1f}",
                "times; aim: 15",
            ),
        ],
    )


def _opened(media: Media) -> Video:
    return Video(io.BytesIO(media.content))


def _require_tags(client: Client, body: bytes) -> None:
    resource = client.upload_until_tagged(body)
    if resource["status"] != "complete":
        raise RuntimeError(f"{resource['original_filename']} was not tagged")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
