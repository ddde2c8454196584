"""How soon a server is ready, and what it costs while nobody asks it anything."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from tools.bench.report import Row, Table
from tools.bench.server import ServerProcess, serving


def measure_starting(folder: Path, rounds: int) -> Table:
    """First starts, which make the data folder, and second ones, in turn; medians."""
    first: list[float] = []
    second: list[float] = []
    for number in range(rounds):
        for seconds in (first, second):
            with serving(folder / f"start-{number}") as server:
                seconds.append(server.seconds_to_ready)
    return Table(
        "Starting, until it answers",
        [
            Row("first start", f"{median(first):.2f}", "s"),
            Row("second start", f"{median(second):.2f}", "s; aim: under 3"),
        ],
    )


def measure_idling(server: ServerProcess, seconds: float) -> Table:
    """The share of a core that a server takes that has answered before and is left alone."""
    cpu, started = server.cpu_seconds(), time.perf_counter()
    time.sleep(seconds)
    share = (server.cpu_seconds() - cpu) / (time.perf_counter() - started)
    return Table("Idle", [Row("of a core", f"{share:.1%}", "aim: under 2 %; Linux only")])
