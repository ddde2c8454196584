"""One part on its way into the file."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from services.uploads.chunked.content_range import ContentRange
from services.uploads.errors import Conflict, UploadError


class Arrival:
    """A part whose bytes are arriving."""

    def __init__(self, part: ContentRange, path: Path, known: BinaryIO | None) -> None:
        """`known` has the bytes of the file when this part has arrived before."""
        self.part = part
        self._path = path
        self._known = known
        self._lock = threading.Lock()
        self._superseded = False
        self._last_byte_at = time.monotonic()

    @property
    def is_repeated(self) -> bool:
        """Whether the part has arrived before."""
        return self._known is not None

    @property
    def silent_for(self) -> float:
        """Seconds since its last bytes came."""
        return time.monotonic() - self._last_byte_at

    def supersede(self) -> None:
        """Have it write nothing more: the same part is being sent again."""
        with self._lock:
            self._superseded = True

    def check_superseded(self) -> None:
        """Raise Conflict if the same part is being sent again."""
        if self._superseded:
            raise Conflict("This part is being sent again, and that one counts")

    def receive(self, chunks: Iterable[bytes]) -> None:
        """Write the part at its place, or compare it with what came before.

        Raises UploadError where it differs, Conflict where it has been sent again meanwhile.
        """
        position = self.part.start
        with closing(self._known or self._path.open("r+b", buffering=0)) as file:
            for chunk in chunks:
                self._last_byte_at = time.monotonic()
                if self._known is None:
                    self._write(file, chunk, position)
                else:
                    _compare(file, chunk, position)
                position += len(chunk)

    def _write(self, file: BinaryIO, chunk: bytes, position: int) -> None:
        with self._lock:
            self.check_superseded()
            left = memoryview(chunk)
            while left:
                written = os.pwrite(file.fileno(), left, position)
                left, position = left[written:], position + written


def exactly(chunks: Iterable[bytes], part: ContentRange) -> Iterator[bytes]:
    """`chunks`, which must be as many bytes as the part announced. Raises UploadError."""
    announced = part.end - part.start
    came = 0
    for chunk in chunks:
        came += len(chunk)
        if came > announced:
            raise UploadError(f"More bytes came than the {announced:,} of the Content-Range")
        yield chunk
    if came < announced:
        raise UploadError(f"Only {came:,} bytes came of the {announced:,} of the Content-Range")


def _compare(file: BinaryIO, chunk: bytes, position: int) -> None:
    file.seek(position)
    left = memoryview(chunk)
    while left:
        known = file.read(len(left))
        if not known or known != left[: len(known)]:
            raise UploadError(
                "The part differs from what came before in its place. "
                "Another file needs another X-Unique-Upload-Id."
            )
        left = left[len(known) :]
