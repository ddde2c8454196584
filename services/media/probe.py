"""What a file is, by its content: a picture, a video, sound, or anything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import BinaryIO, Final, Literal

from av.audio.stream import AudioStream as ContainerAudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream as ContainerVideoStream

from services.media.containers import (
    audio_stream,
    container_format,
    first_frame,
    is_cut_off,
    open_container,
    play_time,
    video_stream,
)
from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.media.signatures import claimed_type, read_head, undecodable_image

ResourceType = Literal["image", "video", "raw"]

SOUND_FORMATS: Final = frozenset({"aac", "aiff", "amr", "flac", "m4a", "mp3", "ogg", "wav", "wma"})
"""Formats of sound alone. A file of any other format is a video and must have a video track."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a decoder is let near."""

    pixels: int = 100_000_000
    """Width times height, of a picture or of a video's frames. Pillow takes 178 million at most."""
    frames: int = 1_000
    """Frames or pages of a picture."""
    duration: float = 6 * 3600.0
    """Seconds of a video or of sound."""


@dataclass(frozen=True, slots=True)
class VideoStream:
    """The video track; `profile`, `level` and `bit_rate` (bit/s) are None when it does not tell."""

    codec: str
    pix_format: str | None
    profile: str | None
    level: int | None
    bit_rate: int | None
    time_base: str


@dataclass(frozen=True, slots=True)
class AudioStream:
    """The audio track: `bit_rate` in bit/s, `frequency` in Hz."""

    codec: str
    bit_rate: int | None
    frequency: int
    channels: int
    channel_layout: str


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """The facts about a file. What a kind of file does not have is None."""

    resource_type: ResourceType
    format: str
    """The short name that Cloudinary uses (jpg, png, mp4 …); of a raw file, its extension or ""."""
    width: int | None = None
    """In pixels, as shown: after the EXIF orientation or the rotation; `height` likewise."""
    height: int | None = None
    pages: int = 1
    """Frames of an animation, pages of a TIFF."""
    duration: float | None = None
    """Seconds."""
    bit_rate: int | None = None
    """Bit/s of the whole file."""
    frame_rate: float | None = None
    nb_frames: int | None = None
    rotation: int | None = None
    """Degrees clockwise by which a video's frames are turned when shown: 0, 90, 180 or 270."""
    is_audio: bool = False
    has_alpha: bool = False
    video: VideoStream | None = None
    audio: AudioStream | None = None
    picture: Picture | None = field(default=None, repr=False, compare=False)
    """Of an image: the picture as decoded to check it, so that nobody need decode it again."""


def probe(
    file: BinaryIO,
    filename: str,
    resource_type: Literal["image", "video", "raw", "auto"],
    limits: Limits,
) -> MediaInfo:
    """Find out what a seekable file is, and decode enough of it to know that it is whole.

    Its content decides; `filename` only gives the format of raw files. "auto" finds an image, else
    a video or sound, else calls the file raw. Raises UnreadableMedia when the file is not of the
    type asked for, empty, damaged, cut off or over a limit; with "auto", when its first bytes are
    those of an image or a video.
    """
    head = read_head(file)
    if not head:
        raise UnreadableMedia("Empty file.")
    kind = claimed_type(head) if resource_type == "auto" else resource_type
    if kind == "image":
        return _image(file, head, limits)
    if kind == "video":
        return _video(file, head, limits)
    if kind is None:
        for attempt in (_image, _video):
            with suppress(UnreadableMedia):
                return attempt(file, head, limits)
    return _raw(head, filename)


def _raw(head: bytes, filename: str) -> MediaInfo:
    extension = PurePath(filename).suffix.removeprefix(".").lower()
    return MediaInfo("raw", undecodable_image(head) or extension)


def _image(file: BinaryIO, head: bytes, limits: Limits) -> MediaInfo:
    with _explained("Invalid image file"):
        if undecodable := undecodable_image(head):
            raise UnreadableMedia(
                f"{undecodable.upper()} is not a format that is read here; save it as PNG or JPEG"
            )
        if claimed_type(head) == "video":
            raise UnreadableMedia("it is a video or sound")
        picture = Picture(file)
        _check_size(picture.width, picture.height, limits)
        pages = picture.pages(limits.frames)
        if pages > limits.frames:
            raise UnreadableMedia(f"it has more than {limits.frames:,} frames or pages")
        picture.check()
    return MediaInfo(
        "image",
        picture.format,
        width=picture.width,
        height=picture.height,
        pages=pages,
        has_alpha=picture.has_alpha,
        picture=picture,
    )


def _video(file: BinaryIO, head: bytes, limits: Limits) -> MediaInfo:
    with _explained("Unsupported video format or file"):
        if claimed_type(head) == "image" or undecodable_image(head):
            raise UnreadableMedia("it is a picture")
        if is_cut_off(file):
            raise UnreadableMedia("its end is missing; the recording or the upload was cut off")
        with open_container(file) as container:
            return _container_info(container, head, limits)


def _container_info(container: InputContainer, head: bytes, limits: Limits) -> MediaInfo:
    video = video_stream(container)
    audio = audio_stream(container)
    name = container_format(container, head)
    track = video or (audio if name in SOUND_FORMATS else None)
    if track is None:
        raise UnreadableMedia(
            "it has no video track (sound alone is taken as mp3, m4a, wav, flac, ogg or aac)"
        )
    if video is not None:
        _check_size(video.codec_context.width, video.codec_context.height, limits)
    frame = first_frame(container, track)
    duration = play_time(container)
    if duration > limits.duration:
        raise UnreadableMedia(f"it is longer than {limits.duration / 3600:g} hours")
    info = MediaInfo(
        "video",
        name,
        duration=duration,
        bit_rate=round(8 * container.size / duration) if duration else None,
        is_audio=video is None,
        audio=_audio_facts(audio) if audio else None,
    )
    if video is None or not isinstance(frame, VideoFrame):
        return info
    rotation = -round(frame.rotation / 90) * 90 % 360
    lying = rotation in (90, 270)
    return replace(
        info,
        width=frame.height if lying else frame.width,
        height=frame.width if lying else frame.height,
        frame_rate=float(video.average_rate) if video.average_rate else None,
        nb_frames=video.frames or None,
        rotation=rotation,
        has_alpha=any(component.is_alpha for component in frame.format.components),
        video=_video_facts(video),
    )


def _video_facts(stream: ContainerVideoStream) -> VideoStream:
    codec = stream.codec_context
    return VideoStream(
        codec=codec.codec.canonical_name,
        pix_format=codec.pix_fmt,
        profile=codec.profile,
        level=codec.level if codec.level >= 0 else None,
        bit_rate=codec.bit_rate or None,
        time_base=str(stream.time_base),
    )


def _audio_facts(stream: ContainerAudioStream) -> AudioStream:
    codec = stream.codec_context
    return AudioStream(
        codec=codec.codec.canonical_name,
        bit_rate=codec.bit_rate or None,
        frequency=codec.sample_rate,
        channels=codec.channels,
        channel_layout=codec.layout.name,
    )


def _check_size(width: int, height: int, limits: Limits) -> None:
    if width * height > limits.pixels:
        raise UnreadableMedia(
            f"{width:,} by {height:,} pixels are more than {limits.pixels / 1e6:g} million"
        )


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Say before the reason what it is that failed, in the words that Cloudinary's clients know."""
    try:
        yield
    except UnreadableMedia as error:
        raise UnreadableMedia(f"{what}: {error}.") from error
