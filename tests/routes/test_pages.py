"""The pages over HTTP: who may see them, what they say, and that nothing on them is inline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

if TYPE_CHECKING:
    from tests.conftest import LiveServer

PRESET = {
    "name": "from-the-form",
    "unsigned": "on",
    "engines": "local_tagging",
    "threshold_mode": "one",
    "threshold": "0.42",
    "folder": "holiday",
    "tags": "beach, summer",
    "allowed_formats": "JPG, png",
    "max_mebibytes": "3",
    "overwrite": "no",
}


class Visitor:
    """A browser without scripts: cookies, and forms sent with their token."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        self.session = requests.Session()

    def get(self, path: str, **arguments: str) -> requests.Response:
        return self.session.get(f"{self.server.url}{path}", params=arguments, timeout=30)

    def post(self, path: str, values: dict[str, str], form_at: str) -> requests.Response:
        """Send the form that stands on the page `form_at`."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(form_at).text)
        assert token
        return self.session.post(
            f"{self.server.url}{path}", data={**values, "csrf_token": token[1]}, timeout=30
        )

    def log_in(self) -> requests.Response:
        values = {"api_key": self.server.api_key, "api_secret": self.server.api_secret}
        return self.post("/login", values, form_at="/login")


@pytest.fixture
def visitor(live_server: LiveServer) -> Visitor:
    return Visitor(live_server)


@pytest.fixture
def owner(live_server: LiveServer) -> Iterator[Visitor]:
    """The owner, logged in; presets that a test makes are gone afterwards."""
    owner = Visitor(live_server)
    assert owner.log_in().url.endswith("/presets")
    before = _preset_names(owner)
    yield owner
    for name in _preset_names(owner) - before:
        owner.post(f"/presets/{name}/delete", {}, form_at="/presets")


def _preset_names(owner: Visitor) -> set[str]:
    return set(re.findall(r'action="/presets/([^/"]+)/delete"', owner.get("/presets").text))


def _problem(page: str, field: str) -> str:
    """What the page says is wrong with a field."""
    found = re.search(rf'id="{field}-error">([^<]+)<', page)
    return unescape(found[1]) if found else ""


def test_the_demo_offers_the_shipped_preset_and_the_code_to_embed_it(visitor: Visitor) -> None:
    page = visitor.get("/").text
    assert 'data-upload-preset="autotagging-preset"' in page
    text = unescape(re.sub(r"<[^>]+>", "", page))
    assert f'<script src="{visitor.server.url}/latest/global/all.js"></script>' in text
    assert 'uploadPreset: "autotagging-preset"' in text


def test_another_unsigned_preset_can_be_tried(visitor: Visitor) -> None:
    page = visitor.get("/", preset="google-video-tagging").text
    assert 'data-upload-preset="google-video-tagging"' in page


@pytest.mark.parametrize("name", ["photos-signed", "nonsense", '"><script>'])
def test_a_preset_that_pages_may_not_use_is_not_offered(visitor: Visitor, name: str) -> None:
    assert 'data-upload-preset="autotagging-preset"' in visitor.get("/", preset=name).text


@pytest.mark.parametrize("path", ["/", "/presets", "/presets/new", "/presets/autotagging-preset"])
def test_no_page_shows_the_secret(owner: Visitor, path: str) -> None:
    assert owner.server.api_secret not in owner.get(path).text


@pytest.mark.parametrize("path", ["/presets", "/presets/new", "/presets/autotagging-preset"])
def test_presets_are_for_the_owner_alone(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).url.endswith("/login")


@pytest.mark.parametrize("deed", ["", "/duplicate", "/delete"])
def test_a_stranger_changes_no_preset(visitor: Visitor, deed: str) -> None:
    path = f"/presets/autotagging-preset{deed}"
    assert visitor.post(path, PRESET, form_at="/login").url.endswith("/login")
    visitor.log_in()
    assert _preset_names(visitor) >= {"autotagging-preset"}
    assert "autotagging-preset-copy" not in _preset_names(visitor)


def test_the_login_link_opens_once(start_server: Callable[..., LiveServer]) -> None:
    server = start_server()
    first, second = requests.Session(), requests.Session()
    assert first.get(server.login_url, timeout=30).url == f"{server.url}/presets"
    refused = second.get(server.login_url, timeout=30)
    assert refused.status_code == 403
    assert "used already" in refused.text
    assert second.get(f"{server.url}/presets", timeout=30).url == f"{server.url}/login"


def test_looking_at_the_login_link_without_opening_it_does_not_use_it_up(
    start_server: Callable[..., LiveServer],
) -> None:
    server = start_server()
    assert requests.head(server.login_url, timeout=30).status_code == 200
    assert requests.get(server.login_url, timeout=30).url == f"{server.url}/presets"


@pytest.mark.parametrize("wrong", ["api_key", "api_secret"])
def test_key_and_secret_must_both_be_right(visitor: Visitor, wrong: str) -> None:
    values = {"api_key": visitor.server.api_key, "api_secret": visitor.server.api_secret}
    refused = visitor.post("/login", {**values, wrong: "nonsense"}, form_at="/login")
    assert refused.status_code == 403
    assert "do not belong together" in refused.text
    assert visitor.get("/presets").url.endswith("/login")


def test_logging_out_closes_the_presets(owner: Visitor) -> None:
    owner.post("/logout", {}, form_at="/presets")
    assert owner.get("/presets").url.endswith("/login")
    owner.log_in()


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(owner: Visitor) -> None:
    response = owner.session.post(f"{owner.server.url}/login", timeout=30)
    assert response.status_code == 400, "a form without its token is refused"
    values = {"api_key": owner.server.api_key, "api_secret": owner.server.api_secret}
    visitor = Visitor(owner.server)
    cookie = visitor.post("/login", values, form_at="/login").history[0].headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_form_without_its_token_changes_nothing(owner: Visitor) -> None:
    response = owner.session.post(f"{owner.server.url}/presets/new", data=PRESET, timeout=30)
    assert response.status_code == 400
    assert "<h1>" in response.text
    assert "from-the-form" not in _preset_names(owner)


def test_a_preset_is_made_renamed_copied_and_deleted(owner: Visitor) -> None:
    made = owner.post("/presets/new", PRESET, form_at="/presets/new")
    assert made.url.endswith("/presets/from-the-form")
    assert re.search(r'id="threshold"[^>]+value="0.42"', made.text)
    assert re.search(r'id="tags"[^>]+value="beach, summer"', made.text)
    assert re.search(r'id="allowed_formats"[^>]+value="jpg, png"', made.text)
    assert re.search(r'id="max_mebibytes"[^>]+value="3"', made.text)

    renamed = owner.post(
        "/presets/from-the-form", {**PRESET, "name": "renamed"}, form_at="/presets/from-the-form"
    )
    assert renamed.url.endswith("/presets/renamed")
    assert owner.get("/presets/from-the-form").status_code == 404

    for copy in ("renamed-copy", "renamed-copy-2"):
        duplicated = owner.post("/presets/renamed/duplicate", {}, form_at="/presets")
        assert duplicated.url.endswith(f"/presets/{copy}")
        assert re.search(r'id="threshold"[^>]+value="0.42"', duplicated.text)

    owner.post("/presets/renamed/delete", {}, form_at="/presets")
    assert "renamed" not in _preset_names(owner)


def test_a_preset_made_here_works_for_uploads_at_once(owner: Visitor, coffee: Path) -> None:
    owner.post("/presets/new", PRESET, form_at="/presets/new")
    uploaded = owner.server.post(
        "image/upload",
        data={"upload_preset": "from-the-form"},
        files={"file": ("coffee.png", coffee.read_bytes())},
    )
    assert uploaded.status_code == 200, uploaded.text
    assert uploaded.json()["public_id"].startswith("holiday/")
    assert {"beach", "summer"} <= set(uploaded.json()["tags"])


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "a name with spaces", ""),
        ("name", "", ""),
        ("name", "autotagging-preset", "already"),
        ("engines", "crystal_ball", "crystal_ball"),
        ("threshold", "7", "must be at most 1"),
        ("folder", "../secret", "single slashes"),
        ("max_mebibytes", "many", ""),
        ("max_mebibytes", "-1", "must be more than 0"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(
    owner: Visitor, field: str, typed: str, said: str
) -> None:
    before = _preset_names(owner)
    refused = owner.post("/presets/new", {**PRESET, field: typed}, form_at="/presets/new")
    assert refused.status_code == 422
    assert _problem(refused.text, field)
    assert said in _problem(refused.text, field)
    assert 'id="folder" name="folder" type="text" value="' in refused.text
    assert re.search(r'id="tags"[^>]+value="beach, summer"', refused.text)
    assert _preset_names(owner) == before


@pytest.mark.parametrize("deed", ["", "/duplicate", "/delete"])
def test_a_preset_that_does_not_exist_is_said_to_be_missing(owner: Visitor, deed: str) -> None:
    response = owner.post(f"/presets/nobody{deed}", PRESET, form_at="/presets")
    assert response.status_code == 404
    assert "<h1>Not Found</h1>" in response.text


def test_pages_carry_the_policy_and_hold_nothing_inline(owner: Visitor, cat: Path) -> None:
    resource = owner.server.upload(cat, public_id="inline")
    info_path = resource["info_url"].removeprefix(owner.server.url)
    owner.session.headers["Accept"] = "text/html"
    for path in ("/", "/login", "/presets", "/presets/new", info_path):
        response = owner.get(path)
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        # Names of uploads may hold any text; what could act is only what stands inside a tag.
        for tag in re.findall(r"<[^>]+>", response.text):
            assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", tag)
        for attributes in re.findall(r"<script([^>]*)>", response.text):
            assert "src=" in attributes or 'type="application/json"' in attributes


def test_a_file_name_is_never_markup(visitor: Visitor, cat: Path) -> None:
    name = "</script><img src=x onerror=alert(1)>"
    resource = visitor.server.upload(cat, public_id="hostile", context=f"caption={name}")
    page = visitor.session.get(
        resource["info_url"], headers={"Accept": "text/html"}, timeout=30
    ).text
    assert "<img src=x" not in page
