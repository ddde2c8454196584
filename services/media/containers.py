"""Opening video and audio files: which containers are trusted, and what their streams say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import BinaryIO, Final

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from services.media.errors import UnreadableMedia

DEMUXERS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,ogg,mpegts,mpeg,asf,mxf,"
    "mp3,wav,flac,aac,aiff,amr"
)
"""FFmpeg's demuxers that may look at an upload.

All others are shut out: those that follow addresses inside the file (hls, dash, concat, sdp), and
those that take any text or a single picture for a video.
"""

FIRST_PACKETS: Final = 300
"""Packets in which the first frame must be found; ten seconds of most videos."""

_BRANDS: Final = {
    "qt ": "mov",
    "m4a": "m4a",
    "m4b": "m4a",
    "m4v": "m4v",
    "3gp": "3gp",
    "3g2": "3g2",
}
"""Formats by the first letters of the brand of an MP4 or QuickTime file; all others are mp4."""

_NAMES: Final = {
    "mpegts": ("ts", "ts"),
    "mpeg": ("mpg", "mpg"),
    "ogg": ("ogv", "ogg"),
    "asf": ("wmv", "wma"),
}
"""Formats by demuxer, with video and for sound alone, where they are not the demuxer's own name."""


@contextmanager
def open_container(file: BinaryIO, demuxers: str = DEMUXERS) -> Iterator[InputContainer]:
    """Open a seekable file by its content; closed at the end of the block.

    Raises UnreadableMedia when none of `demuxers` knows it, or what the block reads is damaged.
    """
    try:
        file.seek(0)
        # No protocol: a file that points to another file or to the network is read without them.
        with av.open(
            file,
            "r",
            container_options={"format_whitelist": demuxers, "protocol_whitelist": ""},
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


def container_format(container: InputContainer, head: bytes) -> str:
    """The short name that Cloudinary gives the format; `head` is the beginning of the file."""
    demuxer = container.format.name
    has_video = video_stream(container) is not None
    if demuxer.startswith("mov,"):
        # A QuickTime file from before 2001 has no brand.
        brand = container.metadata.get("major_brand", "qt  ")
        name = _BRANDS.get(brand[:3].lower(), "mp4")
        return "mp4" if name == "m4a" and has_video else name
    if demuxer.startswith("matroska,"):
        # The document type stands in the EBML header (RFC 8794), at the beginning of the file.
        return "webm" if b"webm" in head[:64] else "mkv"
    with_video, without_video = _NAMES.get(demuxer, (demuxer, demuxer))
    return with_video if has_video else without_video


def ends_outside(container: InputContainer) -> bool:
    """Whether the index of an MP4 or QuickTime file names data behind the end of the file."""
    if not container.format.name.startswith("mov,"):
        return False
    indexes = (stream.index_entries for stream in container.streams)
    last = [entries[len(entries) - 1] for entries in indexes if len(entries)]
    return any(entry.pos + entry.size > container.size for entry in last)


def first_frame(
    container: InputContainer, stream: VideoStream | AudioStream
) -> VideoFrame | AudioFrame:
    """The first frame that decodes; raises UnreadableMedia when none of the first packets do."""
    for packet in islice(container.demux(stream), FIRST_PACKETS):
        with suppress(av.FFmpegError):
            for frame in packet.decode():
                if isinstance(frame, VideoFrame | AudioFrame):
                    return frame
    raise UnreadableMedia("nothing at its beginning can be decoded")
