"""Moderation on a live server: what it says, and who gets what was rejected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudinary
import cloudinary.api
import cloudinary.exceptions
import pytest
import requests

from tests.conftest import LiveServer
from tests.routes.test_webhooks import verified
from tests.web_server import WebServer


@pytest.fixture(autouse=True)
def configured(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The SDK is the owner of the shared server."""
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()


@pytest.fixture(scope="module")
def rejecting(live_server: LiveServer) -> Iterator[str]:
    """An unsigned preset, made on the page, whose thresholds reject whatever there is."""
    preset = "reject-everything"
    owner = requests.Session()
    values = {"api_key": live_server.api_key, "api_secret": live_server.api_secret}
    _send_form(owner, f"{live_server.url}/login", values)
    thresholds = {"moderation_approve": "0", "moderation_reject": "0"}
    settings = {"name": preset, "unsigned": "on", "moderation": "local", **thresholds}
    response = _send_form(owner, f"{live_server.url}/presets/new", settings)
    assert response.url.endswith(preset), response.text
    yield preset
    presets = f"{live_server.url}/presets"
    assert _send_form(owner, f"{presets}/{preset}/delete", {}, form_at=presets).ok


def _send_form(
    session: requests.Session, url: str, values: dict[str, str], form_at: str = ""
) -> requests.Response:
    page = session.get(form_at or url, timeout=30).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    return session.post(url, {**values, "csrf_token": token[1]}, timeout=30)


def _upload_unsigned(server: LiveServer, file: Path, preset: str) -> dict[str, Any]:
    with file.open("rb") as opened:
        response = server.post(
            "auto/upload", data={"upload_preset": preset}, files={"file": (file.name, opened)}
        )
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_a_plain_photo_is_approved_before_the_response(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat, moderation="local")
    [moderation] = uploaded["moderation"]
    assert (moderation["kind"], moderation["status"]) == ("local", "approved")
    assert moderation["decided_by"] == "local"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moderation["updated_at"])
    response = moderation["response"]
    assert response["score"] < 0.1
    assert response["suggested_minimum_age"] == 0
    assert response["thresholds"] == {"approve": 0.2, "reject": 0.8}
    assert response["provider"] == "local"
    assert response["model"]
    assert "status" not in uploaded, "nothing goes on in the background"


def test_by_hand_it_is_pending_and_delivered_until_the_owner_decides(
    live_server: LiveServer, cat: Path
) -> None:
    uploaded = live_server.upload(cat, moderation="manual")
    [moderation] = uploaded["moderation"]
    assert {name: moderation[name] for name in ("kind", "status")} == {
        "kind": "manual",
        "status": "pending",
    }
    assert "response" not in moderation
    delivered = requests.get(uploaded["url"], timeout=30)
    assert delivered.status_code == 200
    assert delivered.headers["Cache-Control"] == "public, no-cache"


def test_what_nobody_moderates_says_nothing_of_it(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat)
    assert "moderation" not in uploaded
    assert "immutable" in requests.get(uploaded["url"], timeout=30).headers["Cache-Control"]


@pytest.mark.parametrize("link", ["url", "thumbnail_url"])
def test_a_rejected_picture_is_there_for_the_owner_alone(
    live_server: LiveServer, cat: Path, rejecting: str, link: str
) -> None:
    uploaded = _upload_unsigned(live_server, cat, rejecting)
    assert uploaded["moderation"][0]["status"] == "rejected"
    public = requests.get(uploaded[link], timeout=30)
    assert public.status_code == 404
    assert public.headers["X-Cld-Error"] == "Resource not found"
    assert public.headers["Cache-Control"] == "no-store"
    wrong = requests.get(uploaded[link], auth=(live_server.api_key, "wrong"), timeout=30)
    assert wrong.status_code == 404
    owners = requests.get(uploaded[link], auth=live_server.basic, timeout=30)
    assert owners.status_code == 200
    assert owners.headers["Cache-Control"] == "private, no-store"


def test_a_copy_that_a_browser_kept_is_not_confirmed_once_rejected(
    live_server: LiveServer, cat: Path
) -> None:
    uploaded = live_server.upload(cat, moderation="manual")
    kept = requests.get(uploaded["url"], timeout=30).headers["ETag"]
    cloudinary.api.update(uploaded["public_id"], moderation_status="rejected")
    again = requests.get(uploaded["url"], headers={"If-None-Match": kept}, timeout=30)
    assert again.status_code == 404


def test_the_sdk_decides_and_finds_what_waits(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat, moderation="manual")
    name = uploaded["public_id"]
    waiting = cloudinary.api.resources_by_moderation("manual", "pending", max_results=500)
    assert name in [resource["public_id"] for resource in waiting["resources"]]
    rejected = cloudinary.api.update(name, moderation_status="rejected")
    assert rejected["moderation"][0]["status"] == "rejected"
    assert rejected["moderation"][0]["decided_by"] == "owner"
    assert requests.get(uploaded["url"], timeout=30).status_code == 404
    approved = cloudinary.api.update(name, moderation_status="approved")
    assert approved["moderation"][0]["status"] == "approved"
    assert requests.get(uploaded["url"], timeout=30).status_code == 200
    assert cloudinary.api.resource(name)["moderation"] == approved["moderation"]


def test_a_video_is_scored_second_by_second_in_the_background(
    live_server: LiveServer, bikes: Path, rejecting: str
) -> None:
    uploaded = _upload_unsigned(live_server, bikes, rejecting)
    assert uploaded["status"] == "pending"
    assert uploaded["moderation"][0]["status"] == "pending"
    resource = live_server.wait_until_tagged(uploaded)
    assert resource["status"] == "complete"
    assert resource["tagging"]["progress"] == 1
    [moderation] = resource["moderation"]
    assert moderation["status"] == "rejected"
    response = moderation["response"]
    assert response["interval"] == 1.0
    assert len(response["scores"]) == 10
    assert max(response["scores"]) == response["score"] < 0.2
    [segment] = response["segments"]
    assert segment["start"] == 0.0
    assert segment["end"] == pytest.approx(resource["duration"], abs=0.05)
    assert requests.get(uploaded["url"], timeout=30).status_code == 404
    assert requests.get(uploaded["thumbnail_url"], timeout=30).status_code == 404


def test_a_video_can_be_tagged_and_moderated(live_server: LiveServer, bikes: Path) -> None:
    uploaded = live_server.upload(bikes, moderation="local", categorization="local_tagging")
    resource = live_server.wait_until_tagged(uploaded)
    assert resource["status"] == "complete"
    assert resource["moderation"][0]["status"] == "approved"
    assert resource["moderation"][0]["response"]["segments"] == []
    assert resource["info"]["categorization"]["local_tagging"]["data"]


def test_decisions_and_scores_of_videos_are_told(
    open_server: LiveServer, web: WebServer, bikes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded = open_server.upload(
        bikes, moderation="local", notification_url=web.serve("/hook", b"")
    )
    upload, scored = [verified(open_server, received) for received in web.wait_for(2)]
    if upload["notification_type"] != "upload":
        upload, scored = scored, upload
    assert scored["notification_type"] == "moderation"
    assert (scored["moderation_kind"], scored["moderation_status"]) == ("local", "approved")
    assert scored["moderation_response"]["scores"]
    monkeypatch.setenv("CLOUDINARY_URL", open_server.cloudinary_url)
    cloudinary.reset_config()
    cloudinary.api.update(
        uploaded["public_id"], resource_type="video", moderation_status="rejected"
    )
    decided = verified(open_server, web.wait_for(3)[-1])
    assert decided["notification_type"] == "moderation"
    assert decided["moderation_status"] == "rejected"
    assert decided["public_id"] == uploaded["public_id"]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("kind", ["aws_rek", "webpurify", "nobody"])
def test_an_unknown_moderation_is_told_which_there_are(
    live_server: LiveServer, cat: Path, kind: str
) -> None:
    with cat.open("rb") as file:
        response = live_server.post(
            "image/upload", data={"moderation": kind}, files={"file": file}, auth=live_server.basic
        )
    assert response.status_code == 400
    message = response.json()["error"]["message"]
    assert kind in message
    assert "local" in message
    assert "manual" in message


@pytest.mark.usefixtures("unchanged")
def test_the_model_does_not_look_at_other_files(live_server: LiveServer, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("nothing to see")
    with text.open("rb") as file:
        response = live_server.post(
            "raw/upload", data={"moderation": "local"}, files={"file": file}, auth=live_server.basic
        )
    assert response.status_code == 400
    assert "moderation=manual" in response.json()["error"]["message"]


def test_a_person_decides_about_any_file(live_server: LiveServer, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("nothing to see")
    uploaded = live_server.upload(text, "raw", moderation="manual")
    cloudinary.api.update(uploaded["public_id"], resource_type="raw", moderation_status="rejected")
    assert requests.get(uploaded["url"], timeout=30).status_code == 404
    assert requests.get(uploaded["url"], auth=live_server.basic, timeout=30).ok


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("option", ["moderation", "moderation_thresholds"])
def test_unsigned_uploads_choose_no_moderation(
    live_server: LiveServer, cat: Path, rejecting: str, option: str
) -> None:
    with cat.open("rb") as file:
        response = live_server.post(
            "image/upload",
            data={"upload_preset": rejecting, option: "manual"},
            files={"file": file},
        )
    assert response.status_code == 400
    assert option in response.json()["error"]["message"]


def test_only_the_owner_decides(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat, moderation="manual")
    path = f"resources/image/upload/{uploaded['public_id']}"
    token = uploaded["info_url"].partition("?")[2]
    decision = {"moderation_status": "rejected"}
    assert live_server.post(path, data=decision).status_code == 401
    assert live_server.post(f"{path}?{token}", data=decision).status_code == 401
    wrong = live_server.post(path, data=decision, auth=(live_server.api_key, "wrong"))
    assert wrong.status_code == 401
    other_site = live_server.post(
        path,
        data=decision,
        auth=live_server.basic,
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert other_site.status_code == 403
    assert requests.get(uploaded["url"], timeout=30).status_code == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"moderation_status": "pending"}, "approved, rejected"),
        ({"moderation_status": "approved", "tag": "cat"}, "Did you mean tags?"),
    ],
)
def test_an_update_that_makes_no_sense_is_refused(
    live_server: LiveServer, cat: Path, fields: dict[str, str], said: str
) -> None:
    uploaded = live_server.upload(cat, moderation="manual")
    response = live_server.post(
        f"resources/image/upload/{uploaded['public_id']}", data=fields, auth=live_server.basic
    )
    assert response.status_code == 400
    assert said in response.json()["error"]["message"]


@pytest.mark.parametrize("body", ["{", "[]", '"approved"', '{"moderation_status": ["approved"]}'])
def test_an_update_that_is_no_object_is_refused(
    live_server: LiveServer, cat: Path, body: str
) -> None:
    uploaded = live_server.upload(cat, moderation="manual")
    response = live_server.post(
        f"resources/image/upload/{uploaded['public_id']}",
        data=body,
        headers={"Content-Type": "application/json"},
        auth=live_server.basic,
    )
    assert response.status_code == 400
    assert response.json()["error"]["message"]


def test_what_is_not_there_or_not_moderated_cannot_be_decided(
    live_server: LiveServer, cat: Path
) -> None:
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.update("no-such-asset", moderation_status="approved")
    uploaded = live_server.upload(cat)
    with pytest.raises(cloudinary.exceptions.BadRequest, match="not under moderation"):
        cloudinary.api.update(uploaded["public_id"], moderation_status="approved")


@pytest.mark.parametrize("queue", [("aws_rek", "pending"), ("manual", "undecided")])
def test_a_queue_that_is_not_there_is_told_which_there_are(queue: tuple[str, str]) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match="There are: "):
        cloudinary.api.resources_by_moderation(*queue)


def test_the_page_of_a_rejected_asset_says_so(
    live_server: LiveServer, cat: Path, rejecting: str
) -> None:
    uploaded = _upload_unsigned(live_server, cat, rejecting)
    page = requests.get(uploaded["info_url"], headers={"Accept": "text/html"}, timeout=30)
    assert page.status_code == 200
    assert '"status": "rejected"' in page.text
