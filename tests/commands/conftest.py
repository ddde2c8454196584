"""Runs the commands as their owner does: in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Ended = subprocess.CompletedProcess[str]
Tagdrop = Callable[..., Ended]


def command_line(data_dir: Path, *words: str | Path) -> list[str]:
    """`tagdrop` with these words, and where its data folder is."""
    return [
        "env",
        f"PYTHONPATH={ROOT}",
        f"TAGDROP_DATA_DIR={data_dir}",
        sys.executable,
        "-m",
        "commands",
        *map(str, words),
    ]


@pytest.fixture
def tagdrop(tmp_path: Path) -> Tagdrop:
    """Runs `tagdrop`: `tagdrop(data_dir, "backup", folder, TAGDROP_PORT="8001")`."""

    def run(data_dir: Path, *words: str | Path, **environment: str) -> Ended:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TAGDROP_", "CLOUDINARY_"))
        }
        return subprocess.run(
            command_line(data_dir, *words),
            env={**kept, **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    return run
