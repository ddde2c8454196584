"""What is printed: the machine, then a table for each measurement."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

_LABEL_WIDTH: Final = 58
_VALUE_WIDTH: Final = 10
_PACKAGES: Final = (
    "onnxruntime",
    "Pillow",
    "av",
    "numpy",
    "Flask",
    "cheroot",
    "SQLAlchemy",
    "dbos",
)


@dataclass(frozen=True)
class Row:
    """A figure: what it is, its value as printed, and its unit or its aim."""

    label: str
    value: str
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """Figures that were measured side by side."""

    title: str
    rows: Sequence[Row]


def cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def machine() -> str:
    """The processor, the system and the versions that matter."""
    packages = ", ".join(f"{package} {version(package)}" for package in _PACKAGES)
    return "\n".join(
        [
            f"{_processor()}, {cores()} cores; {platform.system()} {platform.release()}",
            f"Python {platform.python_version()}; {packages}",
        ]
    )


def print_table(table: Table) -> None:
    """The table as aligned text."""
    print(f"\n{table.title}")
    for row in table.rows:
        line = f"  {row.label:<{_LABEL_WIDTH}}{row.value:>{_VALUE_WIDTH}}  {row.unit}"
        print(line.rstrip(), flush=True)


def _processor() -> str:
    try:
        facts = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    for line in facts.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()
