"""The frames of a GIF, counted without decoding any (GIF89a specification, sections 18 to 27)."""

from __future__ import annotations

from typing import BinaryIO, Final

_HEADER: Final = 13
"""Bytes of the signature and the logical screen descriptor, whose last but two holds its flags."""
_DESCRIPTOR: Final = 9
"""Bytes of an image descriptor after its separator; the last holds its flags."""
_EXTENSION, _IMAGE = b"\x21", b"\x2c"


def count_frames(file: BinaryIO, limit: int) -> int:
    """The number of images in the file, up to `limit` + 1, as far as the file goes."""
    file.seek(0)
    header = file.read(_HEADER)
    if len(header) < _HEADER:
        return 0
    _skip_colors(file, header[10])
    frames = 0
    while frames <= limit:
        introducer = file.read(1)
        if introducer == _EXTENSION:
            file.seek(1, 1)
        elif introducer == _IMAGE:
            descriptor = file.read(_DESCRIPTOR)
            if len(descriptor) < _DESCRIPTOR:
                break
            frames += 1
            _skip_colors(file, descriptor[-1])
            # The size of the codes of the compressed pixels that follow.
            file.seek(1, 1)
        else:
            break
        _skip_sub_blocks(file)
    return frames


def _skip_colors(file: BinaryIO, flags: int) -> None:
    """Pass over the colour table, if the flags say that there is one."""
    if flags & 0x80:
        file.seek(3 << ((flags & 0x07) + 1), 1)


def _skip_sub_blocks(file: BinaryIO) -> None:
    while (size := file.read(1)) and size[0]:
        file.seek(size[0], 1)
