"""Pictures per second: HTTP upload with tagging against decoding and inference alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from statistics import median
from typing import TypeVar

from tools.bench.bare import BareModels
from tools.bench.client import Client, multipart_body
from tools.bench.media import Media
from tools.bench.report import Row, Table, cores
from tools.bench.server import ServerProcess

T = TypeVar("T")


def measure_pictures(
    title: str,
    pictures: Sequence[Media],
    count: int,
    rounds: int,
    server: ServerProcess,
    models: BareModels,
) -> Table:
    """`count` pictures bare, then uploaded, `rounds` times in turn; medians."""
    threads, clients = cores(), 2 * cores()
    client = Client(server)
    bodies = [multipart_body(picture.name, picture.content) for picture in pictures]
    for body, picture in zip(bodies, pictures, strict=True):
        _require_tags(client, body)
        models.decode_and_infer(picture)
    bare, bare_cpu, uploaded, uploaded_cpu = [], [], [], []
    for _ in range(rounds):
        cpu = time.process_time()
        bare.append(_per_second(models.decode_and_infer, pictures, count, threads))
        bare_cpu.append((time.process_time() - cpu) / count)
        cpu = server.cpu_seconds()
        uploaded.append(_per_second(client.upload, bodies, count, clients))
        uploaded_cpu.append((server.cpu_seconds() - cpu) / count)
    ratio = median(uploaded) / median(bare)
    return Table(
        title,
        [
            Row(f"decoded and inferred bare, {threads} threads", f"{median(bare):.1f}", "images/s"),
            Row(
                f"uploaded over HTTP and tagged, {clients} clients",
                f"{median(uploaded):.1f}",
                "images/s",
            ),
            Row("ratio", f"{ratio:.2f}", "aim: 0.60 or more"),
            Row("processor time of an image, bare", f"{median(bare_cpu) * 1e3:.1f}", "ms"),
            Row("processor time of an image, server", f"{median(uploaded_cpu) * 1e3:.1f}", "ms"),
        ],
    )


def _require_tags(client: Client, body: bytes) -> None:
    answer = client.upload(body)
    if not answer["info"]["categorization"]["local_tagging"].get("data"):
        raise RuntimeError(f"{answer['original_filename']} came back without tags")


def _per_second(work: Callable[[T], object], items: Sequence[T], count: int, threads: int) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(work, islice(cycle(items), count)):
            pass
    return count / (time.perf_counter() - started)
