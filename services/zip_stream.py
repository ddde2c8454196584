"""A ZIP archive that is sent while it is made: none of it is kept in memory or on the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

_CHUNK = 1 << 18


@dataclass(frozen=True)
class ZipEntry:
    """A file of the archive, opened when its turn comes; media gain nothing from compression."""

    name: str
    modified: datetime
    open: Callable[[], BinaryIO]
    compress: bool = False


class _Outlet(io.RawIOBase):
    """Where the archive is written to; what has been written is taken out again at once."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        written = bytes(data)
        self._written.append(written)
        return len(written)

    def take(self) -> bytes:
        taken = b"".join(self._written)
        self._written.clear()
        return taken


def zip_stream(entries: Iterable[ZipEntry]) -> Iterator[bytes]:
    """The archive, piece by piece."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w") as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, entry.modified.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED if entry.compress else zipfile.ZIP_STORED
            # Readable by everybody, where the archive is unpacked on Unix.
            info.external_attr = 0o644 << 16
            with entry.open() as file, archive.open(info, "w", force_zip64=True) as target:
                while chunk := file.read(_CHUNK):
                    target.write(chunk)
                    if written := outlet.take():
                        yield written
    if written := outlet.take():
        yield written
