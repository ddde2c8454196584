"""Run every measurement, one after the other, and print its table."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.bench.bare import BareModels
from tools.bench.large_files import measure_large_file
from tools.bench.media import panning_video, phone_pictures, shipped_pictures, shipped_video
from tools.bench.memory import measure_memory
from tools.bench.pictures import measure_pictures
from tools.bench.report import Table, machine, print_table
from tools.bench.server import serving
from tools.bench.stages import measure_settings, measure_stages
from tools.bench.starting import measure_idling, measure_starting
from tools.bench.videos import measure_video


@dataclass(frozen=True)
class Extent:
    """How much is measured. More rounds bear more of what else the machine does."""

    rounds: int
    pictures: int
    phone_pictures: int
    video_seconds: int
    large_file: int
    idle_seconds: float


THOROUGH = Extent(
    rounds=3,
    pictures=210,
    phone_pictures=70,
    video_seconds=40,
    large_file=1 << 30,
    idle_seconds=10,
)
QUICK = Extent(
    rounds=1,
    pictures=70,
    phone_pictures=21,
    video_seconds=12,
    large_file=1 << 28,
    idle_seconds=5,
)


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look: one round of everything")
    parser.add_argument(
        "--only",
        choices=["starting", "stages", "pictures", "video", "memory", "large"],
        help="one part of it",
    )
    arguments = parser.parse_args()
    extent = QUICK if arguments.quick else THOROUGH
    parts = {
        "starting": measure_starts,
        "stages": measure_all_stages,
        "pictures": measure_all_pictures,
        "video": measure_videos,
        "memory": measure_large_pictures,
        "large": measure_large,
    }
    print(machine())
    with tempfile.TemporaryDirectory(prefix="tagdrop-bench-") as folder:
        for name, measure in parts.items():
            if arguments.only in (None, name):
                measure(Path(folder), extent, print_table)


Show = Callable[[Table], None]


def measure_starts(folder: Path, extent: Extent, show: Show) -> None:
    """First and second start."""
    show(measure_starting(folder, extent.rounds))


def measure_all_stages(folder: Path, extent: Extent, show: Show) -> None:
    """Small pictures and pictures of a phone, then the settings that were chosen, and others."""
    for title, pictures in (
        ("Stages: files from packages, 451 by 300 to 741 by 500", shipped_pictures()),
        ("Stages: JPEGs of 12 megapixels", phone_pictures()),
    ):
        show(measure_stages(title, pictures, folder, extent.rounds))
    show(measure_settings(shipped_pictures(), extent.pictures))


def measure_large_pictures(folder: Path, extent: Extent, show: Show) -> None:
    """The largest pictures that are taken, more and more at once."""
    for table in measure_memory(folder):
        show(table)


def measure_all_pictures(folder: Path, extent: Extent, show: Show) -> None:
    """Small pictures, pictures of a phone, then a rest."""
    models = BareModels()
    with serving(folder / "pictures") as server:
        small, large = shipped_pictures(), phone_pictures()
        title = f"Pictures: {len(small)} files from packages, 451 by 300 to 741 by 500"
        show(measure_pictures(title, small, extent.pictures, extent.rounds, server, models))
        title = f"Pictures: {len(large)} JPEGs of 12 megapixels"
        show(measure_pictures(title, large, extent.phone_pictures, extent.rounds, server, models))
        show(measure_idling(server, extent.idle_seconds))


def measure_videos(folder: Path, extent: Extent, show: Show) -> None:
    """A short cartoon and a longer film."""
    models = BareModels()
    with serving(folder / "videos") as server:
        for media in (shipped_video(), panning_video(extent.video_seconds)):
            show(measure_video(media, extent.rounds, server, models))


def measure_large(folder: Path, extent: Extent, show: Show) -> None:
    """A gigabyte."""
    show(measure_large_file(folder, extent.large_file, extent.rounds))


if __name__ == "__main__":
    main()
