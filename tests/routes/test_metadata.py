"""`image_metadata` and `media_metadata`: what a file says about itself, for whoever asks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests
from PIL import ExifTags, Image

from tests.conftest import LiveServer
from tests.routes.conftest import Sign

CAMERA = {"Make": "Canon", "Model": "Canon EOS 5D", "DateTimeOriginal": "2026:11:21 22:43:00"}
PLACE = {"GPSLatitude": "48.858333", "GPSLongitude": "2.294444"}


@pytest.fixture
def holiday(tmp_path: Path, rocket: Path) -> Path:
    """A photo that says where, when and with what it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = CAMERA["Make"]
    exif[ExifTags.Base.Model] = CAMERA["Model"]
    taken = exif.get_ifd(ExifTags.IFD.Exif)
    taken[ExifTags.Base.DateTimeOriginal] = CAMERA["DateTimeOriginal"]
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
    place[ExifTags.GPS.GPSLatitude] = (48.0, 51.0, 30.0)
    place[ExifTags.GPS.GPSLongitude] = (2.0, 17.0, 40.0)
    file = tmp_path / "holiday.jpg"
    with Image.open(rocket) as image:
        image.save(file, exif=exif)
    return file


def test_a_photos_metadata_comes_back_and_stays_with_it(
    live_server: LiveServer, holiday: Path
) -> None:
    uploaded = live_server.upload(
        holiday, image_metadata="true", categorization="local_attributes", auto_tagging="0.1"
    )
    assert uploaded["image_metadata"] == CAMERA | PLACE
    assert "media_metadata" not in uploaded
    resource = requests.get(uploaded["info_url"], timeout=30).json()
    assert resource["image_metadata"] == CAMERA | PLACE
    tags = " ".join(uploaded["tags"])
    assert "landscape orientation" in tags
    assert not any(value in tags for value in (CAMERA | PLACE).values())


def test_nothing_is_told_that_was_not_asked_for(live_server: LiveServer, holiday: Path) -> None:
    for uploaded in (
        live_server.upload(holiday),
        live_server.upload(holiday, image_metadata="false", media_metadata="0"),
    ):
        assert not {"image_metadata", "media_metadata"} & uploaded.keys()
        shown = requests.get(uploaded["info_url"], timeout=30).text
        assert CAMERA["Model"] not in shown
        assert PLACE["GPSLatitude"] not in shown


def test_media_metadata_is_for_videos_too(
    live_server: LiveServer, holiday: Path, bikes: Path
) -> None:
    photo = live_server.upload(holiday, media_metadata="true")
    assert photo["media_metadata"] == CAMERA | PLACE
    clip = live_server.upload(bikes, image_metadata="true", media_metadata="true")
    assert "image_metadata" not in clip
    assert all(isinstance(value, str) for value in clip["media_metadata"].values())


def test_a_picture_that_says_nothing_has_empty_metadata(
    live_server: LiveServer, coffee: Path
) -> None:
    assert live_server.upload(coffee, image_metadata="true")["image_metadata"] == {}


def test_a_raw_file_has_none(live_server: LiveServer, holiday: Path) -> None:
    uploaded = live_server.upload(holiday, "raw", image_metadata="true", media_metadata="true")
    assert not {"image_metadata", "media_metadata"} & uploaded.keys()


@pytest.mark.parametrize("option", ["image_metadata", "media_metadata"])
def test_an_unsigned_upload_may_not_ask(
    live_server: LiveServer, holiday: Path, option: str
) -> None:
    response = live_server.post(
        "image/upload",
        data={"upload_preset": "autotagging-preset", option: "true"},
        files={"file": holiday.open("rb")},
    )
    assert response.status_code == 400
    assert option in response.json()["error"]["message"]


def test_a_signed_upload_may_ask(live_server: LiveServer, holiday: Path, signed: Sign) -> None:
    response = live_server.post(
        "image/upload",
        data=signed(image_metadata="true"),
        files={"file": holiday.open("rb")},
    )
    assert response.json()["image_metadata"] == CAMERA | PLACE


def test_what_is_no_yes_or_no_is_refused(live_server: LiveServer, holiday: Path) -> None:
    response = live_server.post(
        "image/upload",
        data={"image_metadata": "perhaps"},
        files={"file": holiday.open("rb")},
        auth=live_server.basic,
    )
    assert response.status_code == 400
    assert "image_metadata" in response.json()["error"]["message"]


def _save_preset(server: LiveServer, **fields: str) -> None:
    """Send the form of a new preset as its owner does."""

    def submit(path: str, values: dict[str, str]) -> requests.Response:
        form = session.get(f"{server.url}{path}", timeout=30).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)
        assert token
        return session.post(
            f"{server.url}{path}", data={**values, "csrf_token": token[1]}, timeout=30
        )

    session = requests.Session()
    submit("/login", {"api_key": server.api_key, "api_secret": server.api_secret})
    saved = submit("/presets/new", {"threshold_mode": "none", "unsigned": "on", **fields})
    assert saved.status_code == 200
    assert fields["name"] in saved.text


def test_a_preset_made_with_the_form_asks_for_unsigned_uploads(
    live_server: LiveServer, holiday: Path
) -> None:
    _save_preset(live_server, name="tells", image_metadata="true")
    response = live_server.post(
        "image/upload", data={"upload_preset": "tells"}, files={"file": holiday.open("rb")}
    )
    assert response.json()["image_metadata"] == CAMERA | PLACE
    assert "media_metadata" not in response.json()
