"""The folder in which a server keeps what is its own, held by one process at a time."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import filelock


class StartError(Exception):
    """The server cannot start; the message is one line for its owner."""


def hold(data_dir: Path) -> filelock.BaseFileLock:
    """Make the data folder and hold it for this process, so that no two servers share one.

    The lock is let go when the process ends, however it ends. Raises StartError.
    """
    lock = filelock.FileLock(data_dir / "lock")
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise StartError(f"The data folder {data_dir} is in use by another Tagdrop") from None
    except OSError as error:
        raise StartError(
            f"The data folder {data_dir} cannot be written: {error.strerror}. "
            "TAGDROP_DATA_DIR chooses another."
        ) from None
    return lock


def is_held(data_dir: Path) -> bool:
    """Whether a process has the data folder now."""
    if not (data_dir / "lock").exists():
        return False
    lock = filelock.FileLock(data_dir / "lock")
    try:
        with lock.acquire(timeout=0):
            return False
    except filelock.Timeout:
        return True


def executor_id(data_dir: Path) -> str:
    """The name under which this machine's jobs are known, the same at every start."""
    kept = data_dir / "executor-id"
    if not kept.exists():
        kept.write_text(uuid4().hex)
    return kept.read_text()
