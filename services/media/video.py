"""A video: the frames that stand for it, and its posters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import BinaryIO, Final

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from services.media.containers import open_container, play_time, start_time, video_stream
from services.media.errors import UnreadableMedia
from services.media.sampling import (
    BURST_FRAMES,
    BURST_GAP,
    BURST_SPACING,
    SAMPLE_BUDGET,
    Moment,
    SampledFrame,
    burst_interval,
    sample,
    sampling_interval,
)

__all__ = ["SampledFrame", "Video"]

LOOK_INTERVAL: Final = 0.08
"""Seconds between the frames that are looked at for cuts; those between are decoded at most."""

SEEK_INTERVAL: Final = 4.0
"""From this many seconds between samples on, jumping between keyframes beats decoding it all."""

FAILED_JUMPS: Final = 3
"""Keyframes one after the other from which nothing could be decoded, before jumping is given up."""

LONGEST_SHAPE: Final = 8
"""The long side of sampled frames in short sides, at most: a strip must not become a giant."""

LARGEST_FRAME: Final = 100_000_000
"""Pixels of a frame up to which it is decoded."""

DENSE_RATE: Final = 15
"""Frames per second from which some can be left out and enough remain to choose from."""

POSTER_SEARCH: Final = 5.0
"""Seconds from the start in which a poster is looked for."""

BLANK_DEVIATION: Final = 12.0
"""A frame whose values (0 to 255) deviate less than this is black, white, or fading."""


class Video:
    """A video in a seekable binary file, which is read while frames are asked for.

    Not for several threads at once, and one iteration at a time: all share the file's position.
    Raises UnreadableMedia, from the constructor when the file has no video stream and from every
    method when nothing of the stream can be decoded.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.corrupt_frames = 0
        """Packets and frames passed over, damaged or without the frames that they build on; by the
        newest call of `frames`, as far as it got."""
        with open_container(file) as container:
            _required_stream(container)
            self.duration: float = play_time(container)
            """Seconds."""

    def frames(
        self, short_side: int, *, bursts: bool = False, looks: int = SAMPLE_BUDGET
    ) -> Iterator[SampledFrame]:
        """Frames that stand for the whole video, in order, decoded while they are asked for.

        Every shot has at least one, a lasting shot one per `sampling_interval`; see `sample`. Their
        pixels are scaled so that the short side is `short_side`. Of a video so long that frames
        stand many seconds apart, keyframes are taken, and a shot ends where they look different.
        With `bursts` some of them, at least half a second apart, have the frames that follow.
        `looks` is about how many frames there may be of a video that is not short.
        """
        interval = sampling_interval(self.duration, looks)
        burst_every = burst_interval(self.duration) if bursts else math.inf
        sampled = None
        self.corrupt_frames = 0
        with open_container(self.file) as container:
            stream = _required_stream(container)
            # The smoothing of block edges does not show at the size of a model's input.
            stream.codec_context.options |= {"skip_loop_filter": "all"}
            if interval < SEEK_INTERVAL:
                frames, spacing = self._looked_at(container, stream), interval
            else:
                frames, spacing = self._keyframes(container, stream, interval, burst_every), 0.0
            tiny, scaled = VideoReformatter(), VideoReformatter()
            moments = (
                Moment(
                    frame.time,
                    _tiny(tiny, frame.decoded),
                    partial(_upright, scaled, frame.decoded, short_side),
                    frame.follows,
                )
                for frame in frames
            )
            for sampled in sample(moments, spacing, self.duration, burst_every):
                yield sampled
        if sampled is None:
            raise UnreadableMedia("no frame of the video can be decoded")

    def poster(self, short_side: int) -> Image.Image:
        """A frame near the start that shows something, its short side `short_side` pixels."""
        with open_container(self.file) as container:
            stream = _required_stream(container)
            tiny = VideoReformatter()
            best: VideoFrame | None = None
            best_deviation = -1.0
            for time, frame in self._spaced(container, stream, 0.25):
                deviation = float(_tiny(tiny, frame).std())
                if deviation > best_deviation:
                    best, best_deviation = frame, deviation
                if deviation >= BLANK_DEVIATION or time >= POSTER_SEARCH:
                    break
            return _still(best, short_side)

    def poster_at(self, seconds: float, short_side: int) -> Image.Image:
        """The frame shown at that time, or the last when the video ends earlier."""
        with open_container(self.file) as container:
            stream = _required_stream(container)
            shown: VideoFrame | None = None
            for time, frame in self._before_and_from(
                container, stream, min(seconds, self.duration)
            ):
                if shown is not None and time > seconds:
                    break
                shown = frame
            return _still(shown, short_side)

    def clip(
        self, start: float, seconds: float, rate: int, long_side: int
    ) -> Iterator[NDArray[np.uint8]]:
        """`rate` frames a second of those shown from `start` on, as RGB of shape (height, width,
        3), upright, at most `long_side` pixels; the first at least, where the video has one."""
        with open_container(self.file) as container:
            stream = _required_stream(container)
            reformatter = VideoReformatter()
            due = start
            for time, frame in self._before_and_from(container, stream, start):
                if time >= start + seconds:
                    break
                if time >= due - 1e-6:
                    yield _upright(reformatter, frame, _short_side(frame, long_side))
                    due += 1 / rate

    def _spaced(
        self, container: InputContainer, stream: VideoStream, spacing: float
    ) -> Iterator[tuple[float, VideoFrame]]:
        """Frames at least `spacing` seconds apart."""
        due = 0.0
        if stream.average_rate and stream.average_rate >= DENSE_RATE:
            # No other frame needs these, so leaving them out costs nothing but themselves.
            stream.codec_context.skip_frame = "NONREF"
        for time, frame in self._decoded(container, stream):
            if time >= due:
                yield time, frame
                due = time + spacing

    def _looked_at(self, container: InputContainer, stream: VideoStream) -> Iterator[_Frame]:
        for time, frame in self._spaced(container, stream, LOOK_INTERVAL):
            yield _Frame(time, frame)

    def _keyframes(
        self, container: InputContainer, stream: VideoStream, interval: float, burst_every: float
    ) -> Iterator[_Frame]:
        """Keyframes about `interval` seconds apart, by jumping from one to the next; behind one in
        every `burst_every` seconds what follows it."""
        seen = -1.0
        target = 0.0
        burst_due = 0.0
        failed = 0
        while target < self.duration:
            decoded = self._jumped(container, stream, target)
            time, frame = next(decoded, (seen, None)) if decoded else (seen, None)
            failed = 0 if decoded else failed + 1
            if frame is not None and time > seen:
                yield _Frame(time, frame)
                seen = time
                if time >= burst_due and burst_every < math.inf:
                    burst_due = time + burst_every
                    yield from _following(decoded or (), time)
            elif failed == FAILED_JUMPS or target - seen > 2 * interval:
                # Keyframes are rarer than samples, or nothing can be decoded from them. Jumping
                # back to one again and again would decode the same stretch each time, so the rest
                # is decoded straight through.
                self._seek(container, stream, max(0.0, seen) if not failed else 0.0)
                for time, frame in self._spaced(container, stream, interval):
                    if time > seen:
                        yield _Frame(time, frame)
                return
            target += interval

    def _before_and_from(
        self, container: InputContainer, stream: VideoStream, seconds: float
    ) -> Iterator[tuple[float, VideoFrame]]:
        """The frames from the last keyframe before a time on, or from the first when none of that
        can be decoded by itself."""
        jumped = self._jumped(container, stream, seconds)
        if jumped is None:
            self._seek(container, stream, 0.0)
            jumped = self._decoded(container, stream)
        return jumped

    def _jumped(
        self, container: InputContainer, stream: VideoStream, seconds: float
    ) -> Iterator[tuple[float, VideoFrame]] | None:
        """The frames from the last keyframe at or before the time; None where the file allows no
        jumps, or what it calls a keyframe builds on frames before it."""
        known = self.corrupt_frames
        if not self._seek(container, stream, seconds):
            return None
        frames = self._decoded(container, stream)
        first = next(frames, None)
        if self.corrupt_frames > known:
            self.corrupt_frames = known
            return None
        return iter(()) if first is None else chain([first], frames)

    def _seek(self, container: InputContainer, stream: VideoStream, seconds: float) -> bool:
        """Jump to the last keyframe at or before the time; false where the file allows no jumps."""
        assert stream.time_base is not None
        try:
            container.seek(int((seconds + start_time(container)) / stream.time_base), stream=stream)
        except av.FFmpegError:
            return False
        return True

    def _decoded(
        self, container: InputContainer, stream: VideoStream
    ) -> Iterator[tuple[float, VideoFrame]]:
        """The undamaged frames from the current position on, with their times in seconds."""
        start = start_time(container)
        step = float(1 / stream.average_rate) if stream.average_rate else 0.04
        time = -step
        for packet in self._packets(container, stream):
            try:
                frames = packet.decode()
            except av.FFmpegError:
                self.corrupt_frames += 1
                continue
            for frame in frames:
                time = max(0.0, frame.time - start) if frame.time is not None else time + step
                if frame.is_corrupt:
                    self.corrupt_frames += 1
                else:
                    yield time, frame

    def _packets(
        self, container: InputContainer, stream: VideoStream
    ) -> Iterator[av.Packet[VideoStream]]:
        try:
            yield from container.demux(stream)
        except av.FFmpegError:
            # The container is damaged or cut off here; what was before is good.
            self.corrupt_frames += 1


@dataclass(frozen=True, slots=True)
class _Frame:
    """A decoded frame and its time in seconds; one of a burst `follows` another."""

    time: float
    decoded: VideoFrame
    follows: bool = False


def _following(frames: Iterable[tuple[float, VideoFrame]], start: float) -> Iterator[_Frame]:
    """Of frames in order, those of the burst that begins at `start`."""
    last, count = start, 0
    for time, frame in frames:
        if time - last > BURST_GAP:
            return
        if time - last >= BURST_SPACING:
            yield _Frame(time, frame, follows=True)
            last, count = time, count + 1
            if count == BURST_FRAMES:
                return


def _required_stream(container: InputContainer) -> VideoStream:
    stream = video_stream(container)
    if stream is None:
        raise UnreadableMedia("the file has no video track")
    stream.thread_type = "AUTO"
    # The size of frames may change on the way, long after the header was checked.
    stream.codec_context.options |= {"max_pixels": str(LARGEST_FRAME)}
    return stream


def _tiny(reformatter: VideoReformatter, frame: VideoFrame) -> NDArray[np.uint8]:
    """RGB of shape (32, 32, 3)."""
    small = reformatter.reformat(
        frame, width=32, height=32, format="rgb24", interpolation=Interpolation.FAST_BILINEAR
    )
    return _array(small)


def _upright(
    reformatter: VideoReformatter, frame: VideoFrame, short_side: int
) -> NDArray[np.uint8]:
    """RGB of shape (height, width, 3), turned as the display matrix says."""
    scale = short_side / min(frame.width, frame.height)
    scale = min(scale, LONGEST_SHAPE * short_side / max(frame.width, frame.height))
    small = reformatter.reformat(
        frame,
        width=max(1, round(frame.width * scale)),
        height=max(1, round(frame.height * scale)),
        format="rgb24",
        interpolation=Interpolation.BILINEAR,
    )
    quarter_turns = round(frame.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(_array(small), quarter_turns))


def _array(frame: VideoFrame) -> NDArray[np.uint8]:
    return np.asarray(frame.to_ndarray(), np.uint8)


def _still(frame: VideoFrame | None, short_side: int) -> Image.Image:
    if frame is None:
        raise UnreadableMedia("no frame of the video can be decoded")
    short_side = max(1, min(short_side, frame.width, frame.height))
    return Image.fromarray(_upright(VideoReformatter(), frame, short_side))


def _short_side(frame: VideoFrame, long_side: int) -> int:
    """That of the frame when its long side is at most `long_side`."""
    scale = min(1.0, long_side / max(frame.width, frame.height))
    return max(1, round(min(frame.width, frame.height) * scale))
