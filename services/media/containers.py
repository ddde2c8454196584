"""Opening video and audio files: which containers are trusted, and what their streams say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from services.media.errors import UnreadableMedia

DEMUXERS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,ogg,mpegts,mpeg,asf,mxf,gif,"
    "mp3,wav,flac,aac,aiff,amr"
)
"""FFmpeg's demuxers that may look at an upload.

All others are shut out: those that follow addresses inside the file (hls, dash, concat, sdp), and
those that take any text or a single picture for a video.
"""


@contextmanager
def open_container(file: BinaryIO) -> Iterator[InputContainer]:
    """Open a seekable file by its content; closed at the end of the block.

    Raises UnreadableMedia when it is in none of DEMUXERS, or when what the block reads is damaged.
    """
    try:
        file.seek(0)
        # No protocol: a file that points to another file or to the network is read without them.
        with av.open(
            file,
            "r",
            container_options={"format_whitelist": DEMUXERS, "protocol_whitelist": ""},
            metadata_errors="replace",
        ) as container:
            yield container
    except (av.FFmpegError, UnicodeError, OverflowError, MemoryError) as error:
        raise UnreadableMedia("it is damaged, incomplete, or in an unknown format") from error


def video_stream(container: InputContainer) -> VideoStream | None:
    """The stream that plays as the video; cover pictures of audio files do not count."""
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    return None


def start_time(container: InputContainer) -> float:
    """Seconds by which the file's clock is ahead when playing starts."""
    return (container.start_time or 0) / av.time_base


def play_time(container: InputContainer) -> float:
    """The duration in seconds, from the packets when the header has none (browsers' recordings)."""
    if container.duration:
        return container.duration / av.time_base
    end = 0.0
    start = start_time(container)
    for packet in container.demux():
        if packet.pts is not None and packet.time_base is not None:
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base) - start)
    return end
