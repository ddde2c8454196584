"""Where bytes wait while they arrive, and what is left of a crash is swept away.

A staged file stays until its record is committed, so a file in the staging folder at start-up names
an upload that never became an asset, or whose staged name was not removed in time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from services.storage import Storage
from services.uploads.errors import UploadError, too_large


@dataclass(frozen=True)
class StagedFile:
    """A file that has arrived whole. `etag` is its MD5 in hexadecimal, as in Cloudinary."""

    file_id: str
    path: Path
    filename: str
    bytes: int
    etag: str

    @property
    def storage_key(self) -> str:
        """Where the file goes when it becomes an asset's original."""
        return storage_key(self.file_id)


def storage_key(file_id: str) -> str:
    """The key of an original; spread over 256 folders."""
    return f"originals/{file_id[:2]}/{file_id}"


class Staging:
    """The staging folder of this process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    @contextmanager
    def receive(self, chunks: Iterable[bytes], filename: str, limit: int) -> Iterator[StagedFile]:
        """Write `chunks` once, hashing on the way; the staged file is gone when the block ends.

        Raises TooLarge as soon as more than `limit` bytes have come, UploadError when none have.
        """
        file_id = uuid4().hex
        path = self._folder / file_id
        try:
            yield _write(chunks, StagedFile(file_id, path, filename, 0, ""), limit)
        finally:
            path.unlink(missing_ok=True)

    def sweep(self, storage: Storage, is_an_original: Callable[[str], bool]) -> None:
        """Delete what a crash left: staged files, and stored ones that no asset refers to."""
        for path in self._folder.iterdir():
            key = storage_key(path.name)
            if not is_an_original(key):
                storage.delete(key)
            path.unlink()


def _write(chunks: Iterable[bytes], staged: StagedFile, limit: int) -> StagedFile:
    size = 0
    digest = hashlib.md5(usedforsecurity=False)
    with staged.path.open("xb", buffering=0) as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise too_large(limit)
            digest.update(chunk)
            file.write(chunk)
    if size == 0:
        raise UploadError("Empty file")
    return StagedFile(staged.file_id, staged.path, staged.filename, size, digest.hexdigest())
