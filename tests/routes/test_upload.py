"""The ways in which a file can be sent, and in which its sender says who is asking."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
import requests

from tests.conftest import LiveServer
from tests.routes.conftest import Sign
from tests.web_server import WebServer

PRESET = "autotagging-preset"


def stored(uploaded: requests.Response) -> bytes:
    """The original as it is delivered."""
    assert uploaded.status_code == 200, uploaded.text
    return requests.get(uploaded.json()["url"], timeout=30).content


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_signed_form_is_taken_with_either_kind_of_signature(
    live_server: LiveServer, signed: Sign, rocket: Path, algorithm: str
) -> None:
    fields = signed(algorithm, public_id=f"signed-{algorithm}", tags="a,b", context="alt=x&y")
    response = live_server.post("image/upload", data=fields, files={"file": rocket.open("rb")})
    assert stored(response) == rocket.read_bytes()
    assert response.json()["public_id"] == f"signed-{algorithm}"
    assert response.json()["tags"] == ["a", "b"]


def test_key_and_secret_as_basic_authorisation_stand_for_a_signature(
    live_server: LiveServer, rocket: Path
) -> None:
    response = live_server.post(
        "image/upload",
        data={"public_id": "basic", "overwrite": "true"},
        files={"file": rocket.open("rb")},
        auth=live_server.basic,
    )
    assert stored(response) == rocket.read_bytes()


def test_anyone_may_upload_through_an_unsigned_preset(
    live_server: LiveServer, rocket: Path
) -> None:
    response = live_server.post(
        "auto/upload", data={"upload_preset": PRESET}, files={"file": rocket.open("rb")}
    )
    assert stored(response) == rocket.read_bytes()
    assert response.json()["tagging"]["thresholds"] == 0.5


def test_fields_may_come_after_the_file(live_server: LiveServer, rocket: Path) -> None:
    boundary = "frontier"
    parts = [
        b'Content-Disposition: form-data; name="file"; filename="rocket.jpg"\r\n\r\n'
        + rocket.read_bytes(),
        f'Content-Disposition: form-data; name="upload_preset"\r\n\r\n{PRESET}'.encode(),
    ]
    body = b"".join(b"--frontier\r\n" + part + b"\r\n" for part in parts) + b"--frontier--\r\n"
    response = live_server.post(
        "image/upload",
        data=body,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    assert stored(response) == rocket.read_bytes()


def test_a_form_may_come_in_chunks_of_unknown_number(live_server: LiveServer, rocket: Path) -> None:
    request = requests.Request(
        "POST",
        f"{live_server.url}/v1_1/demo/image/upload",
        data={"upload_preset": PRESET},
        files={"file": rocket.open("rb")},
    ).prepare()
    assert isinstance(request.body, bytes)
    body = request.body
    response = requests.post(
        request.url or "",
        data=(body[start : start + 7000] for start in range(0, len(body), 7000)),
        headers={"Content-Type": request.headers["Content-Type"]},
        timeout=60,
    )
    assert stored(response) == rocket.read_bytes()


@pytest.mark.parametrize("as_multipart", [True, False])
def test_a_data_uri_is_a_file(live_server: LiveServer, rocket: Path, *, as_multipart: bool) -> None:
    uri = "data:image/jpeg;base64," + base64.b64encode(rocket.read_bytes()).decode()
    fields = {"upload_preset": PRESET, "file": uri}
    response = (
        live_server.post("image/upload", files={name: (None, v) for name, v in fields.items()})
        if as_multipart
        else live_server.post("image/upload", data=fields)
    )
    assert stored(response) == rocket.read_bytes()
    assert response.json()["format"] == "jpg"


def test_a_remote_file_is_fetched_when_the_owner_allows_its_host(
    open_server: LiveServer, web: WebServer, rocket: Path
) -> None:
    web.serve("/pictures/my rocket.jpg".replace(" ", "%20"), rocket.read_bytes())
    url = web.redirect("/latest", "/pictures/my%20rocket.jpg")
    response = open_server.post(
        "image/upload",
        data={"file": url, "use_filename": "true", "unique_filename": "false"},
        auth=open_server.basic,
    )
    assert stored(response) == rocket.read_bytes()
    assert response.json()["public_id"] == "my_rocket"
    assert response.json()["original_filename"] == "my rocket"


def test_the_resource_type_may_be_left_out_of_the_address(
    live_server: LiveServer, rocket: Path
) -> None:
    response = live_server.post(
        "upload", data={"upload_preset": PRESET}, files={"file": rocket.open("rb")}
    )
    assert response.json()["resource_type"] == "image"


def test_any_page_may_upload_and_read_the_answer(live_server: LiveServer, rocket: Path) -> None:
    origin = {"Origin": "https://shop.example"}
    preflight = requests.options(
        f"{live_server.url}/v1_1/demo/auto/upload",
        headers={
            **origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x-requested-with",
        },
        timeout=30,
    )
    assert preflight.ok
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    for preset in (PRESET, "no-such-preset"):
        answer = live_server.post(
            "auto/upload",
            data={"upload_preset": preset},
            files={"file": rocket.open("rb")},
            headers=origin,
        )
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_the_widget_s_own_fields_are_no_mistake(live_server: LiveServer, rocket: Path) -> None:
    response = live_server.post(
        "auto/upload",
        data={"upload_preset": PRESET, "source": "uw", "api_key": live_server.api_key},
        files={"file": rocket.open("rb")},
    )
    assert response.status_code == 200


def test_a_file_of_many_megabytes_arrives_whole(live_server: LiveServer, tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(b"\r\n--frontier\r\n" * 1_000_000)
    uploaded = live_server.upload(large, "raw")
    assert uploaded["bytes"] == large.stat().st_size
    assert uploaded["etag"] == hashlib.md5(large.read_bytes()).hexdigest()
    assert requests.get(uploaded["url"], timeout=30).content == large.read_bytes()
