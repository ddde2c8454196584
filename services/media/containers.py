"""Opening video and audio files: which containers are trusted, and what their streams say."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import BinaryIO, Final, TypeVar

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

_BOXES: Final = frozenset(
    {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"meta", b"udta", b"uuid"}
    | {b"free", b"skip", b"wide", b"pnot", b"emsg"}
)
"""The boxes of a file's top level (ISO/IEC 14496-12, QuickTime File Format)."""

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

StreamT = TypeVar("StreamT", VideoStream, AudioStream)


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
    """The stream that plays as the video; cover pictures of audio files do not count.

    Raises UnreadableMedia when there is one in a codec that nothing here decodes.
    """
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return _decodable(stream)
    return None


def audio_stream(container: InputContainer) -> AudioStream | None:
    """The first audio stream; raises UnreadableMedia as `video_stream` does."""
    return next((_decodable(stream) for stream in container.streams.audio), None)


def _decodable(stream: StreamT) -> StreamT:
    # PyAV's types leave out that a stream of an unknown codec has no context.
    if stream.codec_context is None:
        raise UnreadableMedia(f"its {stream.type} codec is not known here")
    return stream


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


def is_cut_off(file: BinaryIO) -> bool:
    """Whether an MP4 or QuickTime file ends within one of its boxes, which begin with their length.

    Demuxers do not mind and play what is there. Files of other kinds are never told cut off.
    """
    end = file.seek(0, io.SEEK_END)
    position = 0
    while position + 8 <= end:
        file.seek(position)
        size, kind, large_size = struct.unpack(">I4sQ", file.read(16).ljust(16, b"\0"))
        size = large_size if size == 1 else size
        # Behind the last box some programs leave bytes that are no box, and 0 means "to the end".
        if kind not in _BOXES or size < 8:
            return False
        position += size
    return position > end


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
