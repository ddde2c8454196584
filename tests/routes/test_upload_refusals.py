"""Bad uploads: each has its status and a clear message, and leaves nothing behind."""

from __future__ import annotations

import io
import socket
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer
from tests.routes.conftest import Sign
from tests.web_server import WebServer

pytestmark = pytest.mark.usefixtures("unchanged")

PRESET = {"upload_preset": "autotagging-preset"}


def refused(response: requests.Response, status: int, *words: str) -> str:
    """The message of a refusal, in the shape that the SDKs expect."""
    assert response.status_code == status, response.text
    message: str = response.json()["error"]["message"]
    assert response.headers["X-Cld-Error"] == message.encode("ascii", "replace").decode()[:500]
    for word in words:
        assert word in message
    assert "Traceback" not in message
    return message


def send(server: LiveServer, name: str, content: bytes, kind: str = "auto") -> requests.Response:
    return server.post(f"{kind}/upload", data=PRESET, files={"file": (name, content)})


def png(width: int, height: int) -> bytes:
    """A PNG whose header says how large it is, and whose pixels are missing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def gif(frames: int) -> bytes:
    """An animation of one pixel, each frame shown for a tenth of a second."""
    file = io.BytesIO()
    Image.new("P", (1, 1)).save(file, "GIF", duration=100)
    extension = file.getvalue().index(b"\x21\xf9\x04")
    header, frame = file.getvalue()[:extension], file.getvalue()[extension:-1]
    return header + frame * frames + b";"


def sound_in_mp4() -> bytes:
    """Half a second of silence in a container for video."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 22050), np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate = 44100
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()


@pytest.mark.parametrize("as_form", ["multipart", "urlencoded"])
def test_no_file(live_server: LiveServer, as_form: str) -> None:
    arguments: dict[str, Any] = (
        {"files": {"upload_preset": (None, "autotagging-preset")}}
        if as_form == "multipart"
        else {"data": PRESET}
    )
    refused(live_server.post("auto/upload", **arguments), 400, "Missing required parameter - file")


def test_nothing_at_all(live_server: LiveServer) -> None:
    refused(live_server.post("auto/upload"), 400, "Upload preset must be specified")


@pytest.mark.parametrize("kind", ["image", "video", "raw", "auto"])
def test_an_empty_file(live_server: LiveServer, kind: str) -> None:
    refused(send(live_server, "empty.jpg", b"", kind), 400, "Empty file")


def test_text_named_jpg(live_server: LiveServer) -> None:
    refused(send(live_server, "x.jpg", b"just text", "image"), 400, "Invalid image file")


def test_a_picture_sent_as_a_video(live_server: LiveServer, cat: Path) -> None:
    refused(send(live_server, "x.mp4", cat.read_bytes(), "video"), 400, "it is a picture")


def test_a_video_sent_as_a_picture(live_server: LiveServer, bikes: Path) -> None:
    refused(send(live_server, "x.jpg", bikes.read_bytes(), "image"), 400, "it is a video")


@pytest.mark.parametrize("kind", ["image", "auto"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_truncated_jpeg(live_server: LiveServer, rocket: Path, kind: str, share: float) -> None:
    content = rocket.read_bytes()
    cut = content[: int(len(content) * share)]
    refused(send(live_server, "rocket.jpg", cut, kind), 400, "Invalid image file", "incomplete")


@pytest.mark.parametrize("kind", ["video", "auto"])
@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_truncated_mp4(live_server: LiveServer, bikes: Path, kind: str, share: float) -> None:
    content = bikes.read_bytes()
    cut = content[: int(len(content) * share)]
    refused(send(live_server, "bikes.mp4", cut, kind), 400, "Unsupported video format or file")


@pytest.mark.parametrize("kind", ["image", "auto"])
def test_a_picture_of_40000_by_40000_pixels(live_server: LiveServer, kind: str) -> None:
    response = send(live_server, "huge.png", png(40_000, 40_000), kind)
    refused(response, 400, "Invalid image file", "pixels")


@pytest.mark.parametrize("kind", ["image", "auto"])
def test_a_gif_of_10000_frames(live_server: LiveServer, kind: str) -> None:
    refused(send(live_server, "long.gif", gif(10_000), kind), 400, "more than 1,000 frames")


@pytest.mark.parametrize("kind", ["video", "auto"])
def test_an_mp4_without_a_video_track(live_server: LiveServer, kind: str) -> None:
    refused(send(live_server, "sound.mp4", sound_in_mp4(), kind), 400, "no video track")


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
    ],
)
def test_a_script_that_calls_itself_a_picture(live_server: LiveServer, content: bytes) -> None:
    refused(send(live_server, "x.svg", content, "image"), 400, "SVG is not a format")


def test_a_wrong_signature(live_server: LiveServer, signed: Sign, cat: Path) -> None:
    fields = {**signed(public_id="dog"), "public_id": "cat"}
    response = live_server.post("image/upload", data=fields, files={"file": cat.open("rb")})
    message = refused(response, 401, "Invalid Signature", "String to sign - 'public_id=cat")
    assert live_server.api_secret not in message


def test_an_option_that_was_not_signed(live_server: LiveServer, signed: Sign, cat: Path) -> None:
    fields = {**signed(public_id="dog"), "overwrite": "true"}
    response = live_server.post("image/upload", data=fields, files={"file": cat.open("rb")})
    refused(response, 401, "Invalid Signature")


def test_a_stale_timestamp(live_server: LiveServer, signed: Sign, cat: Path) -> None:
    fields = signed(timestamp=str(int(time.time()) - 3700))
    response = live_server.post("image/upload", data=fields, files={"file": cat.open("rb")})
    refused(response, 401, "Stale request", "more than 1 hour ago")


def test_an_unknown_key(live_server: LiveServer, signed: Sign, cat: Path) -> None:
    fields = {**signed(), "api_key": "123"}
    response = live_server.post("image/upload", data=fields, files={"file": cat.open("rb")})
    refused(response, 401, "Unknown API key")


@pytest.mark.parametrize("wrong", [("key", "secret"), ("", "")])
def test_a_wrong_key_and_secret(live_server: LiveServer, cat: Path, wrong: tuple[str, str]) -> None:
    response = live_server.post(
        "image/upload", data=PRESET, files={"file": cat.open("rb")}, auth=wrong
    )
    refused(response, 401, "Wrong API key or API secret")


def test_an_unknown_preset(live_server: LiveServer, cat: Path) -> None:
    response = live_server.post(
        "image/upload", data={"upload_preset": "nothing 🐈"}, files={"file": cat.open("rb")}
    )
    refused(response, 400, "Upload preset 'nothing 🐈' not found")


def test_a_signed_preset_used_unsigned(live_server: LiveServer, cat: Path) -> None:
    response = live_server.post(
        "image/upload", data={"upload_preset": "photos-signed"}, files={"file": cat.open("rb")}
    )
    refused(response, 400, "'photos-signed' must be whitelisted for unsigned uploads")


def test_neither_a_signature_nor_a_preset(live_server: LiveServer, cat: Path) -> None:
    response = live_server.post("image/upload", files={"file": cat.open("rb")})
    refused(response, 400, "Upload preset must be specified when using unsigned upload")


@pytest.mark.parametrize(
    "option", ["overwrite", "categorization", "auto_tagging", "notification_url", "use_filename"]
)
def test_an_option_that_unsigned_uploads_may_not_set(
    live_server: LiveServer, cat: Path, option: str
) -> None:
    response = live_server.post(
        "image/upload", data={**PRESET, option: "true"}, files={"file": cat.open("rb")}
    )
    refused(response, 400, f"{option} parameter is not allowed when using unsigned upload")


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("public_id", "../../x", "none of them . or .."),
        ("public_id", "a\\b", "must not contain"),
        ("public_id", "a\0b", "NUL"),
        ("folder", "../up", "none of them . or .."),
        ("categorization", "nobody", "Unknown categorization 'nobody'. There are: aws_rek_tagging"),
        ("auto_tagging", "7", "'7' for parameter auto_tagging: must be at most 1"),
        ("categorisation", "local_tagging", "Did you mean categorization?"),
        ("type", "public", "must be 'upload', 'private' or 'authenticated'"),
        ("context", "no pairs", "must be key=value pairs"),
        ("folder", "x" * 250, "longer than 255 characters"),
    ],
)
def test_an_option_that_makes_no_sense(
    live_server: LiveServer, cat: Path, option: str, value: str, words: str
) -> None:
    response = live_server.post(
        "image/upload",
        data={option: value},
        files={"file": cat.open("rb")},
        auth=live_server.basic,
    )
    refused(response, 400, words)


def test_tagging_of_what_cannot_be_tagged(live_server: LiveServer) -> None:
    refused(send(live_server, "notes.txt", b"just text"), 400, "Only images and videos")


def test_an_engine_that_does_not_take_videos(live_server: LiveServer, bikes: Path) -> None:
    response = live_server.post(
        "video/upload",
        data={"categorization": "imagga_tagging"},
        files={"file": bikes.open("rb")},
        auth=live_server.basic,
    )
    refused(response, 400, "imagga_tagging takes images")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.jpg",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/x.jpg",
        "http://[::ffff:127.0.0.1]/x.jpg",
        "http://localhost/x.jpg",
        "http://2130706433/x.jpg",
    ],
)
def test_a_remote_url_to_a_private_address(live_server: LiveServer, url: str) -> None:
    response = live_server.post("auto/upload", data={**PRESET, "file": url})
    refused(response, 400, "is not a public address")


def test_a_remote_url_to_the_server_itself(live_server: LiveServer) -> None:
    response = live_server.post("auto/upload", data={**PRESET, "file": f"{live_server.url}/"})
    refused(response, 400, "is not a public address")


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/x.jpg"]
)
def test_a_redirect_to_a_private_address(
    open_server: LiveServer, web: WebServer, target: str
) -> None:
    url = web.redirect("/innocent.jpg", target)
    response = open_server.post("auto/upload", data={"file": url}, auth=open_server.basic)
    refused(response, 400, "is not a public address")


@pytest.mark.parametrize("file", ["/etc/passwd", "file:///etc/passwd", "ftp://example.com/x"])
def test_a_file_field_that_is_no_file(live_server: LiveServer, file: str) -> None:
    response = live_server.post("auto/upload", data={**PRESET, "file": file})
    refused(response, 400, "must be a file, a data URI, or an http(s) URL")


def test_two_files(live_server: LiveServer, cat: Path) -> None:
    response = live_server.post(
        "auto/upload",
        data=PRESET,
        files=[("file", cat.open("rb")), ("file", cat.open("rb"))],
    )
    refused(response, 400, "Only one file is expected")


def test_a_file_in_another_field(live_server: LiveServer, cat: Path) -> None:
    response = live_server.post("auto/upload", data=PRESET, files={"picture": cat.open("rb")})
    refused(response, 400, "in the field file, not 'picture'")


def test_a_field_that_is_there_twice(live_server: LiveServer, cat: Path) -> None:
    response = live_server.post(
        "auto/upload",
        data={"upload_preset": ["autotagging-preset", "photos-signed"]},
        files={"file": cat.open("rb")},
    )
    refused(response, 400, "upload_preset is there twice")


@pytest.mark.parametrize(
    ("content_type", "body", "words"),
    [
        ("multipart/form-data", b"--x\r\n", "no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data", "malformed"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc',
            "malformed",
        ),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--\r\n",
            "a part has no name",
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="tags"\r\n\r\n\xff\r\n--x--\r\n',
            "The field tags is not UTF-8 text",
        ),
        ("multipart/form-data; boundary=x", b"", ""),
        ("application/json", b'{"file": "x"}', "Upload preset must be specified"),
    ],
)
def test_a_malformed_form(
    live_server: LiveServer, content_type: str, body: bytes, words: str
) -> None:
    response = live_server.post("auto/upload", data=body, headers={"Content-Type": content_type})
    refused(response, 400, words)


def test_a_form_of_a_thousand_parts(live_server: LiveServer) -> None:
    parts = [(f"tags{number}", (None, "x")) for number in range(1000)]
    refused(live_server.post("auto/upload", files=parts), 413, "more than 500 parts")


def test_another_cloud(live_server: LiveServer, cat: Path) -> None:
    response = requests.post(
        f"{live_server.url}/v1_1/other/image/upload",
        data=PRESET,
        files={"file": cat.open("rb")},
        timeout=30,
    )
    refused(response, 404, "There is no cloud 'other' here")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_another_kind_of_file(live_server: LiveServer, cat: Path) -> None:
    response = live_server.post("sound/upload", data=PRESET, files={"file": cat.open("rb")})
    refused(response, 404)


def test_a_get_where_a_post_belongs(live_server: LiveServer) -> None:
    refused(live_server.get("image/upload"), 405)


def test_a_notification_url_that_is_none(live_server: LiveServer, signed: Sign, cat: Path) -> None:
    fields = signed(notification_url="javascript:alert(1)")
    response = live_server.post("image/upload", data=fields, files={"file": cat.open("rb")})
    refused(response, 400, "notification_url", "must be an address that begins with http")


def test_a_header_of_a_negative_length(live_server: LiveServer) -> None:
    assert b" 400 Bad Request" in first_line_of_answer(live_server, "Content-Length: -5")


def test_headers_that_do_not_end(live_server: LiveServer) -> None:
    assert b" 413 " in first_line_of_answer(live_server, f"X-Long: {'a' * 100_000}")


def first_line_of_answer(server: LiveServer, header: str) -> bytes:
    """What a bare request with one more header is answered."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(
            f"POST /v1_1/demo/image/upload HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n".encode()
        )
        return connection.makefile("rb").readline()
