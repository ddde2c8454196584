"""The owner sees what was told to whom, has it told again, and names who is told of everything."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudinary
import cloudinary.api
import cloudinary.exceptions
import pytest
import requests

from tests.conftest import LiveServer
from tests.web_server import WebServer


@pytest.fixture(autouse=True)
def configured(open_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The SDK talks to the server that may reach 127.0.0.1."""
    monkeypatch.setenv("CLOUDINARY_URL", open_server.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()


def settled(server: LiveServer, url: str) -> dict[str, Any]:
    """The newest notification to `url`, once it was tried."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        told = server.get("notifications", params={"max_results": "50"}).json()["notifications"]
        newest: dict[str, Any] = next(each for each in told if each["url"] == url)
        if newest["attempts"]:
            return newest
        time.sleep(0.1)
    raise AssertionError(f"{url} was not told")


def test_a_notification_is_kept_with_what_came_of_it(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    hook = web.serve("/hook", b"")
    uploaded = open_server.upload(cat, notification_url=hook)
    kept = settled(open_server, hook)
    assert kept["status"] == "delivered"
    assert (kept["notification_type"], kept["public_id"]) == ("upload", uploaded["public_id"])
    assert (kept["attempts"], kept["last_status"], kept["last_error"]) == (1, 200, None)
    assert kept["body"] == json.loads(web.requests[0].body)
    assert open_server.get(f"notifications/{kept['id']}").json() == kept
    delivered = open_server.get("notifications", params={"status": "delivered"}).json()
    assert kept in delivered["notifications"]


def test_what_a_notification_says_beside_the_event(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    open_server.upload(cat, notification_url=web.serve("/hook", b""))
    body = json.loads(web.wait_for(1)[0].body)
    assert body["signature_key"] == open_server.api_key
    assert body["notification_context"]["triggered_by"] == {
        "source": "api",
        "id": open_server.api_key,
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", body["timestamp"])
    assert re.fullmatch(r"[0-9a-f]{32}", body["request_id"])


def test_a_notification_is_sent_again_when_the_owner_asks(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    hook = web.serve("/again", b"")
    open_server.upload(cat, notification_url=hook)
    kept = settled(open_server, hook)
    answer = open_server.post(f"notifications/{kept['id']}/resend", auth=open_server.basic)
    assert answer.ok
    first, second = web.wait_for(2)
    assert first.body == second.body


def test_one_that_failed_is_tried_at_once_when_the_owner_asks(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    web.serve("/broken", b"", status=500)
    web.serve("/broken", b"", status=500)
    hook = web.serve("/broken", b"")
    open_server.upload(cat, notification_url=hook)
    web.wait_for(2)
    deadline = time.monotonic() + 30
    while (kept := settled(open_server, hook))["attempts"] < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert (kept["status"], kept["last_status"]) == ("pending", 500)
    assert kept["last_error"] == "answered 500"
    assert kept["next_attempt_at"], "the third try is minutes away"
    open_server.post(f"notifications/{kept['id']}/resend", auth=open_server.basic)
    web.wait_for(3)


def test_a_redirect_to_a_private_address_is_not_followed(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    hook = web.redirect("/moved", to=f"{web.url}/secret")
    open_server.upload(cat, notification_url=hook)
    kept = settled(open_server, hook)
    assert kept["last_status"] == 302
    assert "a redirect, which is not followed" in kept["last_error"]
    assert [received.path for received in web.requests] == ["/moved"]


def test_the_list_is_cut_into_pages(open_server: LiveServer, web: WebServer, cat: Path) -> None:
    hook = web.serve("/hook", b"")
    for _ in range(3):
        open_server.upload(cat, notification_url=hook)
    web.wait_for(3)
    first = open_server.get("notifications", params={"max_results": "2"}).json()
    assert len(first["notifications"]) == 2
    rest = open_server.get(
        "notifications", params={"max_results": "1", "next_cursor": first["next_cursor"]}
    ).json()
    assert rest["notifications"][0]["id"] not in {each["id"] for each in first["notifications"]}
    for wrong in ("yesterday", "2026-01-01"):
        answer = open_server.get("notifications", params={"next_cursor": wrong})
        assert answer.status_code == 400


@pytest.mark.parametrize("path", ["notifications", "notifications/x", "triggers"])
def test_strangers_see_nothing(open_server: LiveServer, path: str) -> None:
    assert open_server.get(path, auth=None).status_code == 401
    assert open_server.get(path, auth=("key", "wrong")).status_code == 401


def test_a_notification_that_is_not_there_is_said_so(open_server: LiveServer) -> None:
    assert open_server.get("notifications/none").status_code == 404
    answer = open_server.post("notifications/none/resend", auth=open_server.basic)
    assert answer.status_code == 404
    assert open_server.get("notifications", params={"status": "lost"}).status_code == 400


def test_a_trigger_tells_of_every_event_of_its_type(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    trigger = cloudinary.api.create_trigger(web.serve("/all", b""), "upload")
    try:
        assert (trigger["uri_type"], trigger["event_type"]) == ("webhook", "upload")
        listed = cloudinary.api.triggers(event_type="upload")
        assert listed["total"] == 1
        assert listed["triggers"][0]["id"] == trigger["id"]
        uploaded = open_server.upload(cat)
        assert json.loads(web.wait_for(1)[0].body)["public_id"] == uploaded["public_id"]

        cloudinary.api.update_trigger(trigger["id"], web.serve("/moved", b""))
        open_server.upload(cat)
        assert web.wait_for(2)[1].path == "/moved"

        open_server.upload(cat, notification_url=web.serve("/own", b""))
        assert web.wait_for(3)[2].path == "/own", "what the request names comes first"
    finally:
        cloudinary.api.delete_trigger(trigger["id"])
    assert cloudinary.api.triggers()["total"] == 0


@pytest.mark.parametrize(
    ("uri", "event_type", "words"),
    [
        ("ftp://example.com", "upload", "http://"),
        ("https://", "upload", "http://"),
        ("http://[", "upload", "http://"),
        ("https://example.com/" + "x" * 2000, "upload", "longer"),
        ("https://example.com", "uploaded", "no event type 'uploaded'"),
    ],
)
def test_a_trigger_that_makes_no_sense_is_refused(uri: str, event_type: str, words: str) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match=re.escape(words)):
        cloudinary.api.create_trigger(uri, event_type)
    assert cloudinary.api.triggers()["total"] == 0


def test_a_trigger_that_is_not_there_is_said_so() -> None:
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.delete_trigger("none")
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.update_trigger("none", "https://example.com")
    with pytest.raises(cloudinary.exceptions.BadRequest, match="only webhook"):
        cloudinary.api.create_trigger("poll://*", "upload", uri_type="poll")


class Owner:
    """The owner's browser, without scripts."""

    def __init__(self, server: LiveServer) -> None:
        self.url = server.url
        self.session = requests.Session()
        self.send("/login", "/login", api_key=server.api_key, api_secret=server.api_secret)

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=30)

    def send(self, path: str, form_at: str, **values: str) -> requests.Response:
        """Send the form to `path` that stands on the page `form_at`."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(form_at).text)
        assert token
        return self.session.post(
            self.url + path, data={**values, "csrf_token": token[1]}, timeout=30
        )


def test_the_page_shows_what_was_told_and_sends_it_again(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    hook = web.serve("/<b>hook", b"")
    open_server.upload(cat, public_id="on-the-page", notification_url=hook)
    kept = settled(open_server, hook)
    owner = Owner(open_server)
    page = owner.get("/notifications").text
    assert "upload · on-the-page" in page
    assert "/&lt;b&gt;hook" in page
    one = f"/notifications/{kept['id']}"
    assert "&#34;public_id&#34;: &#34;on-the-page&#34;" in owner.get(one).text
    assert owner.send(f"{one}/resend", form_at=one).ok
    web.wait_for(2)


def test_who_is_told_of_everything_is_named_on_the_page(open_server: LiveServer) -> None:
    owner = Owner(open_server)
    wrong = owner.send("/notifications/triggers", "/notifications", uri="x", event_type="all")
    assert wrong.status_code == 422
    assert "must be an address" in wrong.text
    page = owner.send(
        "/notifications/triggers",
        "/notifications",
        uri="https://hooks.example/all",
        event_type="moderation",
    )
    assert "https://hooks.example/all is told from now on." in page.text
    [trigger] = cloudinary.api.triggers()["triggers"]
    owner.send(f"/notifications/triggers/{trigger['id']}/delete", "/notifications")
    assert cloudinary.api.triggers()["total"] == 0


def test_only_the_owner_sees_the_page(open_server: LiveServer) -> None:
    for path in ("/notifications", "/notifications/x"):
        answer = requests.get(open_server.url + path, timeout=30, allow_redirects=False)
        assert answer.headers["Location"] == "/login"
