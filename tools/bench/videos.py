"""Tagging a video, against decoding and inferring the same frames and against its duration."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from services.media.video import Video
from services.tagging.engines.local_tagging import WORKERS, LocalTagging
from tools.bench.bare import SHORT_SIDE, BareModels
from tools.bench.client import Client, multipart_body
from tools.bench.media import Media
from tools.bench.report import Row, Table
from tools.bench.server import ServerProcess


@dataclass(frozen=True)
class _Cost:
    """Seconds that passed, and seconds of processor time that this process used."""

    seconds: float
    processor: float


def measure_video(media: Media, rounds: int, server: ServerProcess, models: BareModels) -> Table:
    """Bare, by the engine alone and through the server, `rounds` times in turn; medians."""
    video = _opened(media)
    times = {frame.time for frame in video.frames(SHORT_SIDE)}
    client, engine = Client(server), LocalTagging()
    body = multipart_body(media.name, media.content)
    engine.tag_video(_opened(media), _ignore)
    bare, alone, served = [], [], []
    for _ in range(rounds):
        bare.append(_cost(lambda: models.decode_and_infer_video(media, times, WORKERS)))
        alone.append(_cost(lambda: engine.tag_video(_opened(media), _ignore)))
        served.append(_cost(lambda: _require_tags(client, body)))
    bare_seconds, alone_seconds, served_seconds = map(_median_seconds, (bare, alone, served))
    return Table(
        f"Video: {media.name}, {video.duration:.1f} s, {len(times)} frames looked at",
        [
            Row("decoded and inferred bare", f"{bare_seconds:.2f}", "s"),
            Row("tagged by the engine", f"{alone_seconds:.2f}", "s"),
            Row("uploaded over HTTP until tagged", f"{served_seconds:.2f}", "s"),
            Row("ratio, bare to engine", f"{bare_seconds / alone_seconds:.2f}"),
            Row("ratio, bare to upload", f"{bare_seconds / served_seconds:.2f}"),
            Row("real time, engine", f"{video.duration / alone_seconds:.1f}", "times; aim: 15"),
            Row("real time, upload", f"{video.duration / served_seconds:.1f}", "times; aim: 15"),
            Row("processor time, bare", f"{_median_processor(bare):.2f}", "s"),
            Row("processor time, engine", f"{_median_processor(alone):.2f}", "s"),
        ],
    )


def _opened(media: Media) -> Video:
    return Video(io.BytesIO(media.content))


def _ignore(_progress: float) -> None:
    pass


def _require_tags(client: Client, body: bytes) -> None:
    resource = client.upload_until_tagged(body)
    if resource["status"] != "complete":
        raise RuntimeError(f"{resource['original_filename']} was not tagged")


def _cost(work: Callable[[], object]) -> _Cost:
    started, processor = time.perf_counter(), time.process_time()
    work()
    return _Cost(time.perf_counter() - started, time.process_time() - processor)


def _median_seconds(costs: list[_Cost]) -> float:
    return median(cost.seconds for cost in costs)


def _median_processor(costs: list[_Cost]) -> float:
    return median(cost.processor for cost in costs)
