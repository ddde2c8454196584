"""Files that come as text: data URIs and addresses."""

from __future__ import annotations

import base64

import pytest

from services.outbound import AllowList, guarded_session
from services.uploads.errors import TooLarge, UploadError
from services.uploads.source import open_source
from tests.web_server import WebServer


def fetched(file: str, limit: int = 1000, allow: str = "127.0.0.1") -> tuple[str, bytes]:
    with open_source(file, guarded_session(AllowList([allow])), limit) as source:
        return source.filename, b"".join(source.chunks)


@pytest.mark.parametrize(
    "uri",
    [
        "data:image/png;base64," + base64.b64encode(b"content").decode(),
        "data:;base64," + base64.b64encode(b"content").decode(),
        "data:text/plain;charset=utf-8;base64," + base64.b64encode(b"content").decode(),
        "data:image/png;BASE64," + base64.b64encode(b"content").decode(),
        "data:text/plain,con%74ent",
    ],
)
def test_a_data_uri_is_decoded(uri: str) -> None:
    assert fetched(uri) == ("file", b"content")


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("data:image/png;base64", "no comma"),
        ("data:image/png;base64,?", "not valid base64"),
        ("data:image/png;base64,YWJ", "not valid base64"),
        ("data:image/png;base64,größe", "not valid base64"),
    ],
)
def test_a_malformed_data_uri_is_refused(uri: str, message: str) -> None:
    with pytest.raises(UploadError, match=message):
        fetched(uri)


@pytest.mark.parametrize("file", ["", "dog.jpg", "/etc/passwd", "file:///etc/passwd", "ftp://x/y"])
def test_nothing_else_is_a_file(file: str) -> None:
    with pytest.raises(UploadError, match=r"must be a file, a data URI, or an http\(s\) URL"):
        fetched(file)


@pytest.mark.parametrize(
    ("path", "name"),
    [("/a/dog.jpg?size=5", "dog.jpg"), ("/g%C3%BCte.jpg", "güte.jpg"), ("/", "file")],
)
def test_a_remote_file_is_called_as_in_its_address(web: WebServer, path: str, name: str) -> None:
    assert fetched(web.serve(path, b"content")) == (name, b"content")


def test_a_redirect_is_followed_and_gives_the_name(web: WebServer) -> None:
    web.serve("/dog.jpg", b"content")
    assert fetched(web.redirect("/latest", "/dog.jpg")) == ("dog.jpg", b"content")


def test_a_remote_file_that_says_it_is_too_large_is_not_read(web: WebServer) -> None:
    with pytest.raises(TooLarge, match=r"Got 1,001\. Maximum is 1,000 bytes"):
        fetched(web.serve("/dog.jpg", bytes(1001)))


@pytest.mark.parametrize("status", [204, 403, 404, 500])
def test_a_remote_file_that_is_not_there_is_told_with_its_status(
    web: WebServer, status: int
) -> None:
    with pytest.raises(UploadError, match=f"Error in loading http://.* - {status} "):
        fetched(web.serve("/dog.jpg", b"", status=status))


def test_a_remote_file_that_is_cut_off_is_refused(web: WebServer) -> None:
    url = web.serve("/dog.jpg", b"con", headers={"Content-Length": "7", "Connection": "close"})
    with pytest.raises(UploadError, match="it could not be"):
        fetched(url)


def test_endless_redirects_are_refused(web: WebServer) -> None:
    with pytest.raises(UploadError, match="it redirects too often"):
        fetched(web.redirect("/round", "/round"))


def test_a_nonsensical_length_is_no_failure_of_the_server(web: WebServer) -> None:
    url = web.serve("/dog.jpg", b"content", headers={"Content-Length": "many"})
    with pytest.raises(UploadError, match="Error in loading"):
        fetched(url)


@pytest.mark.parametrize(
    "url", ["http://", "http://[", "http://:80/", "http://a b/", "https://é..é/"]
)
def test_a_malformed_address_is_refused(url: str) -> None:
    with pytest.raises(UploadError, match="Error in loading"):
        fetched(url)


def test_a_private_address_is_refused_with_the_setting_that_would_allow_it() -> None:
    with pytest.raises(UploadError, match=r"is not a public address.*TAGDROP_FETCH_ALLOW"):
        fetched("http://10.0.0.1/dog.jpg")


def test_the_message_does_not_repeat_a_password_in_the_address(web: WebServer) -> None:
    web.serve("/dog.jpg", b"", status=404)
    with pytest.raises(UploadError) as raised:
        fetched(f"http://me:hunter2@127.0.0.1:{web.port}/dog.jpg")
    assert "hunter2" not in str(raised.value)
