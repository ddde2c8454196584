"""Archives of stored assets, and signed addresses of downloads."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudinary
import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import cloudinary.utils
import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer
from tests.web_server import WebServer


@pytest.fixture(autouse=True)
def configured(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()


@pytest.fixture(scope="module")
def stored(
    live_server: LiveServer, rocket: Path, cat: Path, bikes: Path, tmp_path_factory: Any
) -> dict[str, bytes]:
    """What lies under which name."""
    notes = tmp_path_factory.mktemp("raw") / "notes.txt"
    notes.write_text("text " * 1000)
    live_server.upload(rocket, public_id="archived/rocket", tags="archived")
    live_server.upload(cat, public_id="archived/deep/cat", tags="archived,archived-pet")
    live_server.upload(cat, public_id="archived/deep/rocket", filename_override="../../my:cat.png")
    live_server.upload(bikes, "video", public_id="archived/bikes", tags="archived")
    live_server.upload(notes, "raw", public_id="archived/notes.txt")
    live_server.upload(rocket, public_id="archived/secret", type="private")
    return {
        "archived/rocket.jpg": rocket.read_bytes(),
        "archived/deep/cat.png": cat.read_bytes(),
        "archived/deep/rocket.png": cat.read_bytes(),
        "archived/bikes.mp4": bikes.read_bytes(),
        "archived/notes.txt": notes.read_bytes(),
        "archived/secret.jpg": rocket.read_bytes(),
    }


def opened(url: str) -> zipfile.ZipFile:
    response = requests.get(url, timeout=60)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.testzip() is None
    return archive


def archive_url(**options: Any) -> str:
    url: str = cloudinary.utils.download_zip_url(**options)
    return url


def test_an_archive_is_downloaded_by_the_address_of_the_sdk(stored: dict[str, bytes]) -> None:
    archive = opened(archive_url(public_ids=["archived/rocket", "archived/deep/cat"]))
    assert {name: archive.read(name) for name in archive.namelist()} == {
        name: stored[name] for name in ("archived/rocket.jpg", "archived/deep/cat.png")
    }


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"tags": "archived-pet"}, ["archived/deep/cat.png"]),
        ({"tags": ["archived-pet", "archived"]}, ["archived/deep/cat.png", "archived/rocket.jpg"]),
        ({"prefixes": "archived/deep/"}, ["archived/deep/cat.png", "archived/deep/rocket.png"]),
        ({"prefixes": "archived/d%"}, None),
        ({"type": "private", "prefixes": "archived"}, ["archived/secret.jpg"]),
        ({"resource_type": "raw", "prefixes": "archived"}, ["archived/notes.txt"]),
        (
            {"resource_type": "all", "tags": "archived", "prefixes": "archived/notes"},
            [
                "archived/bikes.mp4",
                "archived/deep/cat.png",
                "archived/notes.txt",
                "archived/rocket.jpg",
            ],
        ),
        (
            {
                "resource_type": "all",
                "fully_qualified_public_ids": [
                    "image/private/archived/secret",
                    "video/upload/archived/bikes",
                ],
            },
            ["archived/bikes.mp4", "archived/secret.jpg"],
        ),
        (
            {"prefixes": "archived/", "flatten_folders": True},
            ["cat.png", "rocket.png", "rocket.jpg"],
        ),
        (
            {"public_ids": ["archived/deep/rocket"], "use_original_filename": True},
            ["archived/deep/my_cat.png"],
        ),
        (
            {"public_ids": ["archived/rocket", "nothing"], "allow_missing": True},
            ["archived/rocket.jpg"],
        ),
        (
            {
                "tags": "archived-pet",
                "transformations": [{"width": 20, "crop": "fit"}, "e_sepia/jpg"],
            },
            ["c_fit,w_20/archived/deep/cat.png", "e_sepia/archived/deep/cat.jpg"],
        ),
        (
            {
                "tags": "archived-pet",
                "transformations": "c_fit,w_20",
                "flatten_transformations": True,
            },
            ["archived/deep/cat-c_fit,w_20.png"],
        ),
        (
            {
                "tags": "archived-pet",
                "transformations": "w_20|w_30",
                "skip_transformation_name": True,
                "flatten_folders": True,
            },
            ["cat.png", "cat (2).png"],
        ),
    ],
)
def test_what_goes_into_an_archive_under_which_name(
    stored: dict[str, bytes], options: dict[str, Any], names: list[str] | None
) -> None:
    url = archive_url(**options)
    if names is None:
        assert "No resources found" in requests.get(url, timeout=30).text
    else:
        archive = opened(url)
        assert sorted(archive.namelist()) == sorted(names)


def test_a_folder_is_downloaded(stored: dict[str, bytes]) -> None:
    archive = opened(cloudinary.utils.download_folder("archived/"))
    assert "archived/notes.txt" in archive.namelist()
    assert "archived/bikes.mp4" in archive.namelist()


def test_all_with_a_tag_are_downloaded(stored: dict[str, bytes]) -> None:
    archive = opened(cloudinary.utils.zip_download_url("archived-pet", width=30, crop="fit"))
    with Image.open(io.BytesIO(archive.read(archive.namelist()[0]))) as picture:
        assert picture.width == 30


def test_an_archive_is_stored_as_a_raw_asset(stored: dict[str, bytes]) -> None:
    created = cloudinary.uploader.create_zip(
        tags="archived", resource_type="all", target_public_id="zips/all", target_tags=["zip"]
    )
    assert created["public_id"] == "zips/all.zip"
    assert (created["resource_type"], created["type"]) == ("raw", "upload")
    assert (created["resource_count"], created["file_count"]) == (3, 3)
    assert created["tags"] == ["zip"]
    response = requests.get(created["secure_url"], timeout=60)
    assert len(response.content) == created["bytes"]
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.read("archived/rocket.jpg") == stored["archived/rocket.jpg"]


def test_an_archive_gives_nobody_more_than_other_addresses_do(rocket: Path, cat: Path) -> None:
    cloudinary.uploader.upload(str(rocket), public_id="guarded/private", type="private")
    cloudinary.uploader.upload(str(cat), public_id="guarded/shown", tags="guarded")
    cloudinary.uploader.upload(
        str(rocket), public_id="guarded/rejected", tags="guarded", moderation="manual"
    )
    cloudinary.api.update("guarded/rejected", moderation_status="rejected")
    assert opened(archive_url(tags="guarded")).namelist() == ["guarded/shown.png"]
    created = cloudinary.uploader.create_zip(
        resource_type="all", fully_qualified_public_ids=["image/private/guarded/private"]
    )
    assert created["type"] == "private"


def test_whoever_asks_is_told_of_an_archive(
    open_server: LiveServer, monkeypatch: pytest.MonkeyPatch, web: WebServer, rocket: Path
) -> None:
    monkeypatch.setenv("CLOUDINARY_URL", open_server.cloudinary_url)
    cloudinary.reset_config()
    cloudinary.uploader.upload(str(rocket), public_id="told/rocket")
    created = cloudinary.uploader.create_zip(
        public_ids=["told/rocket"], notification_url=web.serve("/archived", b"")
    )
    [heard] = web.wait_for(1)
    told = json.loads(heard.body)
    assert told["notification_type"] == "generate_archive"
    assert (told["public_id"], told["file_count"]) == (created["public_id"], 1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "Name what goes into the archive"),
        ({"public_ids": ["nothing"]}, "Resources not found - nothing"),
        ({"tags": "nothing"}, "No resources found"),
        ({"tags": "archived-pet", "transformations": "e_oops"}, "e_oops: there is no effect"),
        ({"tags": "archived-pet", "target_format": "rar"}, "target_format"),
        ({"tags": "archived-pet", "target_public_id": "../../etc"}, "target_public_id"),
        ({"resource_type": "all", "public_ids": ["x"]}, "need a resource type"),
        ({"fully_qualified_public_ids": ["dog"]}, "is not a fully qualified public ID"),
        ({"resource_type": "raw", "prefixes": "archived", "transformations": "w_5"}, "transformed"),
        ({"public_ids": [f"x{n}" for n in range(1001)]}, "at most"),
    ],
)
def test_an_archive_that_cannot_be_made_is_refused(
    live_server: LiveServer,
    stored: dict[str, bytes],
    unchanged: None,
    options: dict[str, Any],
    message: str,
) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match=message):
        cloudinary.uploader.create_archive(**options)


def test_an_address_of_an_archive_cannot_be_changed_or_used_for_ever(
    live_server: LiveServer, stored: dict[str, bytes]
) -> None:
    url = archive_url(tags="archived-pet")
    assert requests.get(url.replace("archived-pet", "archived"), timeout=30).status_code == 401
    assert requests.get(url.partition("?")[0] + "?tags[]=pet", timeout=30).status_code == 401
    old = archive_url(tags="archived-pet", timestamp=int(time.time()) - 4000)
    assert requests.get(old, timeout=30).status_code == 401
    later = int(time.time()) + 4000
    lasting = archive_url(tags="archived-pet", timestamp=int(time.time()) - 4000, expires_at=later)
    assert requests.get(lasting, timeout=30).status_code == 200
    expired = archive_url(tags="archived-pet", expires_at=int(time.time()) - 1)
    response = requests.get(expired, timeout=30)
    assert response.status_code == 401
    assert "expired" in response.json()["error"]["message"]
    assert live_server.api_secret not in response.text


def test_a_private_original_is_downloaded_by_the_address_of_the_sdk(
    stored: dict[str, bytes],
) -> None:
    url = cloudinary.utils.private_download_url("archived/secret", "jpg", type="private")
    response = requests.get(url, timeout=30)
    assert response.content == stored["archived/secret.jpg"]
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Content-Disposition" not in response.headers
    part = requests.get(url, headers={"Range": "bytes=0-9"}, timeout=30)
    assert (part.status_code, len(part.content)) == (206, 10)
    saved = cloudinary.utils.private_download_url(
        "archived/secret", "png", type="private", attachment=True, expires_at=int(time.time()) + 60
    )
    response = requests.get(saved, timeout=30)
    assert response.headers["Content-Disposition"] == "attachment; filename=secret.png"
    assert Image.open(io.BytesIO(response.content)).format == "PNG"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (("archived%2Fsecret", "archived%2Frocket"), 401),
        (("type=private", "type=upload"), 401),
        (("signature=", "signature=0"), 401),
        (("api_key=", "api_key=x"), 401),
    ],
)
def test_an_address_of_a_download_holds_for_itself_alone(
    stored: dict[str, bytes], change: tuple[str, str], status: int
) -> None:
    url = cloudinary.utils.private_download_url("archived/secret", "jpg", type="private")
    assert change[0] in url
    assert requests.get(url.replace(*change), timeout=30).status_code == status


@pytest.mark.parametrize(
    ("public_id", "format_", "options", "status"),
    [
        ("nothing", "jpg", {}, 404),
        ("archived/rocket", "mp4", {}, 400),
        ("archived/secret", "jpg", {"type": "fetch"}, 400),
        ("archived/secret", "jpg", {"type": "private", "expires_at": 5}, 401),
        ("../../credentials.json", "", {"resource_type": "raw"}, 404),
    ],
)
def test_a_download_that_is_not_there_is_refused(
    stored: dict[str, bytes], public_id: str, format_: str, options: dict[str, Any], status: int
) -> None:
    url = cloudinary.utils.private_download_url(public_id, format_, **options)
    assert requests.get(url, timeout=30).status_code == status


def test_an_earlier_version_is_downloaded(rocket: Path, cat: Path) -> None:
    first = cloudinary.uploader.upload(str(rocket), public_id="archived/kept", backup=True)
    second = cloudinary.uploader.upload(str(cat), public_id="archived/kept", backup=True)
    for uploaded, file in ((first, rocket), (second, cat)):
        url = cloudinary.utils.download_backedup_asset(uploaded["asset_id"], uploaded["version_id"])
        assert requests.get(url, timeout=30).content == file.read_bytes()
    url = cloudinary.utils.download_backedup_asset(first["asset_id"], "0" * 32)
    assert requests.get(url, timeout=30).status_code == 404
