"""Which part of a file a request brings: `Content-Range`, as Cloudinary's SDKs send it.

`bytes 0-19999999/50000000`; while the total is not known, `-1` or `*` stands for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.uploads.chunked.ranges import Range
from services.uploads.errors import UploadError

_HEADER = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|-1|\*)")


@dataclass(frozen=True)
class ContentRange:
    """The bytes from `start` to before `end` of a file of `total` bytes, None while unknown."""

    start: int
    end: int
    total: int | None

    @property
    def bytes(self) -> Range:
        """Its first byte, and the one behind its last."""
        return (self.start, self.end)

    @property
    def is_whole(self) -> bool:
        """Whether that is all of the file."""
        return self.start == 0 and self.end == self.total


def read_content_range(header: str) -> ContentRange:
    """What the header says. Raises UploadError."""
    match = _HEADER.fullmatch(header.strip())
    if match is None:
        raise UploadError(
            f"Content-Range {header[:100]!r} is not understood. "
            "Write bytes first-last/total, with -1 or * for a total that is not known yet."
        )
    total = None if match[3] in {"-1", "*"} else int(match[3])
    found = ContentRange(int(match[1]), int(match[2]) + 1, total)
    if found.start >= found.end:
        raise UploadError(f"Content-Range {header!r} ends before it begins")
    if total is not None and found.end > total:
        raise UploadError(f"Content-Range {header!r} ends behind the end of the file")
    return found
