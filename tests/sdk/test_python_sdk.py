"""The official Python SDK uploads and reads."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import cloudinary
import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import cloudinary.utils
import pytest
import requests

from tests.conftest import LiveServer
from tests.cutting_proxy import CuttingProxy

PRESET = "autotagging-preset"


def test_a_program_of_three_lines_uploads(live_server: LiveServer, cat: Path) -> None:
    program = (
        "import sys, cloudinary.uploader\n"
        "answer = cloudinary.uploader.upload(sys.argv[1], categorization='local_tagging')\n"
        "print(answer['info']['categorization']['local_tagging']['data'][0]['tag'])\n"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program, str(cat)],
        env={**os.environ, "CLOUDINARY_URL": live_server.cloudinary_url},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert printed.stdout.strip() == "cat"


def test_a_picture_is_uploaded_with_every_option(cat: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(cat),
        public_id="cat and co",
        folder="sdk",
        tags=["summer", "größe"],
        context={"alt": "a=b|c", "caption": "it is & was"},
        overwrite=True,
        use_filename=True,
        unique_filename=False,
        allowed_formats=["png", "jpg"],
        categorization="local_tagging",
        auto_tagging=0.5,
        phash=True,
        colors=True,
    )
    assert uploaded["public_id"] == "sdk/cat and co"
    assert uploaded["tags"][:2] == ["summer", "größe"]
    assert "cat" in uploaded["tags"]
    assert uploaded["context"] == {"custom": {"alt": "a=b|c", "caption": "it is & was"}}
    assert uploaded["phash"]
    assert uploaded["colors"]
    assert requests.get(uploaded["secure_url"], timeout=30).content == cat.read_bytes()


def test_a_video_is_uploaded(live_server: LiveServer, bikes: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(bikes), resource_type="video", categorization="google_video_tagging", auto_tagging=0.5
    )
    assert (uploaded["resource_type"], uploaded["status"]) == ("video", "pending")
    live_server.wait_until_tagged(uploaded)
    tagged = cloudinary.api.resource(uploaded["public_id"], resource_type="video")
    assert tagged["status"] == "complete"
    assert tagged["tags"]
    rows = tagged["info"]["categorization"]["google_video_tagging"]["data"]
    assert {"tag", "categories", "start_time_offset", "end_time_offset", "confidence"} == set(
        rows[0]
    )


def test_what_is_not_in_a_folder_can_be_uploaded_too(cat: Path) -> None:
    content = cat.read_bytes()
    uri = "data:image/png;base64," + base64.b64encode(content).decode()
    named = io.BytesIO(content)
    named.name = "named.png"
    for file in (uri, content, io.BytesIO(content), named, cat.open("rb"), cat):
        assert cloudinary.uploader.upload(file)["bytes"] == len(content)


def test_upload_image_gives_an_image_of_the_sdk(cat: Path) -> None:
    image = cloudinary.uploader.upload_image(str(cat))
    assert isinstance(image, cloudinary.CloudinaryImage)
    assert image.public_id


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_either_kind_of_signature_is_taken(cat: Path, algorithm: str) -> None:
    cloudinary.config(signature_algorithm=algorithm)
    assert cloudinary.uploader.upload(str(cat), public_id=f"sdk/{algorithm}")["public_id"]


def test_an_unsigned_upload_needs_only_the_preset(cat: Path) -> None:
    uploaded = cloudinary.uploader.unsigned_upload(str(cat), PRESET, tags="visitor")
    assert uploaded["tags"][0] == "visitor"
    assert "cat" in uploaded["tags"]


def test_the_sdk_verifies_what_it_got(cat: Path) -> None:
    uploaded = cloudinary.uploader.upload(str(cat))
    assert cloudinary.utils.verify_api_response_signature(
        uploaded["public_id"], uploaded["version"], uploaded["signature"]
    )


def test_large_files_go_up_by_the_ordinary_call(tmp_path: Path) -> None:
    (tmp_path / "large.bin").write_bytes(bytes(30_000_000))
    uploaded = cloudinary.uploader.upload(str(tmp_path / "large.bin"), resource_type="raw")
    assert uploaded["bytes"] == 30_000_000


def test_errors_are_those_of_the_sdk(cat: Path) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match="Unknown categorization 'nobody'"):
        cloudinary.uploader.upload(str(cat), categorization="nobody")
    with pytest.raises(cloudinary.exceptions.BadRequest, match="preset 'nothing' not found"):
        cloudinary.uploader.unsigned_upload(str(cat), "nothing")
    with pytest.raises(cloudinary.exceptions.BadRequest, match="Invalid image file"):
        cloudinary.uploader.upload(io.BytesIO(b"just text"), resource_type="image")
    with pytest.raises(cloudinary.exceptions.NotFound, match="Resource not found - nothing"):
        cloudinary.api.resource("nothing")
    with pytest.raises(cloudinary.exceptions.AuthorizationRequired, match="Invalid Signature"):
        cloudinary.uploader.upload(str(cat), api_secret="wrong")
    cloudinary.config(api_secret="wrong")
    with pytest.raises(cloudinary.exceptions.AuthorizationRequired, match="Wrong API key"):
        cloudinary.api.resource("nothing")


def test_a_resource_is_read_by_its_public_id(cat: Path) -> None:
    uploaded = cloudinary.uploader.upload(str(cat), public_id="größe/cat 🐈")
    assert cloudinary.api.resource("größe/cat 🐈")["asset_id"] == uploaded["asset_id"]


def test_resources_are_found_by_tag(cat: Path, bikes: Path) -> None:
    cloudinary.uploader.upload(str(cat), public_id="sdk/tagged", tags="of the sdk")
    cloudinary.uploader.upload(str(bikes), resource_type="video", tags="of the sdk")
    found = cloudinary.api.resources_by_tag("of the sdk")["resources"]
    assert [resource["public_id"] for resource in found] == ["sdk/tagged"]
    videos = cloudinary.api.resources_by_tag("of the sdk", resource_type="video", max_results=5)
    assert len(videos["resources"]) == 1


def test_the_addresses_that_the_sdk_builds_deliver(live_server: LiveServer, cat: Path) -> None:
    """Only the host differs: SDKs build delivery addresses for the original's own."""
    uploaded = cloudinary.uploader.upload(str(cat), public_id="sdk/delivered")
    built, _ = cloudinary.utils.cloudinary_url(
        "sdk/delivered",
        format="jpg",
        width=50,
        height=50,
        crop="fill",
        version=uploaded["version"],
        secure=True,
    )
    path = built.partition("res.cloudinary.com")[2]
    assert requests.get(live_server.url + path, timeout=30).headers["Content-Type"] == "image/jpeg"


def test_a_file_in_one_part_is_a_file(cat: Path) -> None:
    uploaded = cloudinary.uploader.upload_large(str(cat), resource_type="image")
    assert uploaded["bytes"] == cat.stat().st_size


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that needs three parts of 5 MB."""
    file = tmp_path / "large.bin"
    file.write_bytes(os.urandom(12 << 20))
    return file


def test_a_large_file_goes_in_parts(large: Path) -> None:
    uploaded = cloudinary.uploader.upload_large(
        str(large), resource_type="raw", chunk_size=5 << 20, public_id="large.bin", tags=["large"]
    )
    assert (uploaded["public_id"], uploaded["tags"]) == ("large.bin", ["large"])
    assert uploaded["etag"] == hashlib.md5(large.read_bytes()).hexdigest()


def test_a_large_file_is_resumed_after_the_connection_was_cut(
    live_server: LiveServer, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = large.read_bytes()
    # The second part is cut in its middle.
    with CuttingProxy(live_server.port, cut_after=8 << 20) as proxy:
        monkeypatch.setattr(cloudinary.utils, "random_public_id", lambda: "resumed-upload")
        with pytest.raises(cloudinary.exceptions.Error):
            cloudinary.uploader.upload_large(
                str(large), resource_type="raw", chunk_size=5 << 20, upload_prefix=proxy.url
            )
    progress = live_server.get("uploads/resumed-upload").json()
    assert progress == {
        "done": False,
        "bytes": 5 << 20,
        "received": [[0, 5 << 20]],
        "total": 12 << 20,
    }
    for start in (5 << 20, 10 << 20):
        part = content[start : start + (5 << 20)]
        answer = cloudinary.uploader.upload_large_part(
            ("large.bin", part),
            resource_type="raw",
            http_headers={
                "X-Unique-Upload-Id": "resumed-upload",
                "Content-Range": f"bytes {start}-{start + len(part) - 1}/{len(content)}",
            },
        )
    assert answer["etag"] == hashlib.md5(content).hexdigest()


def test_names_boxes_headers_and_measurements_are_those_of_the_sdk(astronaut: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(astronaut),
        public_id="portrait",
        public_id_prefix="people",
        asset_folder="shown/here",
        use_filename_as_display_name=True,
        discard_original_filename=True,
        face_coordinates=[[10, 20, 30, 40], [50, 60, 70, 80]],
        custom_coordinates=[85, 120, 220, 310],
        headers={"X-Robots-Tag": "noindex"},
        quality_analysis=True,
        accessibility_analysis=True,
        image_metadata=True,
        media_metadata=True,
        detection="local_faces",
        moderation="duplicate:0|manual",
        invalidate=True,
        signature_algorithm="sha256",
    )
    assert (uploaded["public_id"], uploaded["asset_folder"], uploaded["display_name"]) == (
        "people/portrait",
        "shown/here",
        "astronaut",
    )
    assert uploaded["coordinates"] == {
        "faces": [[10, 20, 30, 40], [50, 60, 70, 80]],
        "custom": [[85, 120, 220, 310]],
    }
    assert "original_filename" not in uploaded
    assert uploaded["quality_analysis"]["focus"] > 0.5
    assert uploaded["accessibility_analysis"]["colorblind_accessibility_score"] > 0.5
    assert uploaded["info"]["detection"]["local_faces"]["status"] == "complete"
    assert [each["status"] for each in uploaded["moderation"]] == ["approved", "pending"]
    assert uploaded["warnings"] == [
        "invalidate is ignored: no copies are held in front of this server, so there is nothing to "
        "invalidate."
    ]


@pytest.mark.parametrize("option", ["eval", "on_success", "ocr", "background_removal"])
def test_what_is_not_done_is_an_error_of_the_sdk(cat: Path, option: str) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match=f"{option} is not supported here"):
        cloudinary.uploader.upload(str(cat), **{option: "something"})
