"""The pages in a real browser: what a visitor and the owner see and can do there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

if TYPE_CHECKING:
    from tests.conftest import LiveServer

TAGGED_WITHIN = 120_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console must stay free of errors; what breaks the content policy is one."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    errors: list[str] = []

    def keep(message: ConsoleMessage) -> None:
        refused_form = "422" in message.text
        if message.type in {"error", "warning"} and not refused_form:
            errors.append(message.text)

    page.on("console", keep)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def owner(page: Page, live_server: LiveServer) -> Page:
    """The owner's page, logged in with key and secret."""
    page.goto(f"{live_server.url}/login")
    page.get_by_label("API key").fill(live_server.api_key)
    page.get_by_label("API secret").fill(live_server.api_secret)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Presets")).to_be_visible()
    return page


def upload(page: Page, file: Path) -> Any:
    """Upload through the widget of the page that is open; the card of the upload."""
    page.locator("#upload_widget_opener").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Browse").click()
    chooser.value.set_files(file)
    card = page.locator(".upload").first
    expect(card).to_be_visible(timeout=30_000)
    expect(page.get_by_role("dialog")).to_be_hidden()
    return card


def has_no_horizontal_scroll(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


@pytest.fixture(scope="module")
def tagged_video(live_server: LiveServer, bikes: Path) -> dict[str, Any]:
    """A video with its tags, and the time spans in which they hold."""
    uploaded = live_server.upload(
        bikes, "video", categorization="local_tagging", auto_tagging="0.5"
    )
    return live_server.wait_until_tagged(uploaded)


@pytest.fixture(scope="module")
def tagged_picture(live_server: LiveServer, coffee: Path) -> dict[str, Any]:
    """A picture with its tags."""
    uploaded = live_server.upload(
        coffee, "image", categorization="local_tagging", auto_tagging="0.3"
    )
    return live_server.wait_until_tagged(uploaded)


def test_an_uploaded_picture_becomes_a_card_with_its_tags_and_its_info(
    page: Page, live_server: LiveServer, cat: Path
) -> None:
    page.goto(live_server.url)
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()

    card = upload(page, cat)
    expect(page.get_by_text("Nothing here yet.")).to_be_hidden()
    expect(card).to_contain_text("PNG · 451 \N{MULTIPLICATION SIGN} 300")
    chip = card.locator('.tag[data-tag="cat"]')
    expect(chip).to_contain_text(re.compile(r"\d+ %"))
    loaded = "image => image.decode().then(() => image.naturalWidth)"
    assert card.locator("img").evaluate(loaded) > 0

    card.get_by_role("link", name="Click to get info").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("chelsea")
    expect(page.locator('#tags .tag[data-tag="cat"]').first).to_be_visible()


def test_a_videos_tagging_is_followed_until_its_tags_are_there(
    page: Page, live_server: LiveServer, bikes: Path
) -> None:
    # Videos are tagged one after the other, so with some before it this one cannot be done at once.
    for _ in range(6):
        live_server.upload(bikes, "video", categorization="local_tagging")
    page.goto(live_server.url)
    card = upload(page, bikes)
    expect(card.get_by_role("progressbar")).to_be_visible()
    chips = card.locator(".tags").first.locator("button.tag")
    expect(chips.first).to_be_visible(timeout=TAGGED_WITHIN)
    expect(card.get_by_role("progressbar")).to_have_count(0)
    expect(chips.first.locator(".tag-segments")).to_contain_text(re.compile(r"\d+ segments?"))


def test_a_chip_of_a_video_seeks_to_its_first_moment(
    page: Page, live_server: LiveServer, tagged_video: dict[str, Any]
) -> None:
    later = json.loads(json.dumps(tagged_video))
    later["info"]["categorization"]["local_tagging"]["data"] = [
        {
            "tag": "late",
            "confidence": 0.9,
            "kind": "object",
            "segments": [{"start": 4.0, "end": 6.0, "confidence": 0.9}],
        }
    ]
    later["tags"] = ["late"]
    page.goto(live_server.url)
    page.evaluate(
        "kept => sessionStorage.setItem('tagdrop.uploads', JSON.stringify([kept]))", later
    )
    page.reload()
    page.locator('button.tag[data-tag="late"]').click()
    page.wait_for_function("() => document.querySelector('video').currentTime === 4")


def test_the_cards_are_still_there_after_a_reload_until_they_are_cleared(
    page: Page, live_server: LiveServer, cat: Path, coffee: Path
) -> None:
    page.goto(live_server.url)
    upload(page, cat)
    upload(page, coffee)
    names = page.locator(".upload-name")
    expect(names).to_have_text(["coffee", "chelsea"])
    page.reload()
    expect(names).to_have_text(["coffee", "chelsea"])
    page.get_by_role("button", name="Clear the list").click()
    page.reload()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()


def test_when_the_server_is_gone_the_card_says_so(
    page: Page, live_server: LiveServer, tagged_video: dict[str, Any]
) -> None:
    page.clock.install()
    page.goto(live_server.url)
    pending = {**tagged_video, "status": "pending"}
    page.evaluate(
        "kept => sessionStorage.setItem('tagdrop.uploads', JSON.stringify([kept]))", pending
    )
    page.route("**/events/**", lambda route: route.fulfill(status=204))
    page.reload()
    state = page.locator(".upload-state")
    for _ in range(4):
        expect(state).to_contain_text("Trying again")
        page.wait_for_timeout(200)
        page.clock.fast_forward(13_000)
    expect(state).to_contain_text("The server does not answer")


def test_the_snippets_are_copied(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("<!doctype html>")
    assert f'<script src="{live_server.url}/latest/global/all.js"></script>' in copied

    page.get_by_role("tab", name="HTML").press("ArrowRight")
    expect(page.get_by_role("tab", name="Python SDK")).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_contain_text("cloudinary.uploader.upload")
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert "<API secret>" in page.evaluate("navigator.clipboard.readText()")


def test_without_a_clipboard_the_snippet_is_copied_all_the_same(
    page: Page, live_server: LiveServer
) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(live_server.url)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("getSelection().toString()").startswith("<!doctype html>")


def test_a_segment_of_the_timeline_seeks_by_mouse_and_by_keyboard(
    page: Page, tagged_video: dict[str, Any]
) -> None:
    page.goto(tagged_video["info_url"])
    duration = tagged_video["duration"]
    segments = page.locator(".lane:not([hidden]) .segment")
    expect(segments.first).to_be_visible()
    starts = segments.evaluate_all("nodes => nodes.map(node => Number(node.dataset.start))")
    assert all(0 <= start < duration for start in starts)
    last = starts.index(max(starts))
    seeked = "start => Math.abs(document.querySelector('video').currentTime - start) < 0.05"

    segments.nth(last).click()
    page.wait_for_function(seeked, arg=starts[last])
    first = starts.index(min(starts))
    segments.nth(first).press("Enter")
    page.wait_for_function(seeked, arg=starts[first])


def test_the_playhead_follows_the_player(page: Page, tagged_video: dict[str, Any]) -> None:
    page.goto(tagged_video["info_url"])
    track = page.locator(".lane-track").first.bounding_box()
    assert track
    half = tagged_video["duration"] / 2
    page.locator("video").evaluate("(video, time) => { video.currentTime = time; }", half)
    page.wait_for_function(
        """middle => {
            const {left, width} = document.querySelector(".playhead").getBoundingClientRect();
            return Math.abs(left + width / 2 - middle) < 3;
        }""",
        arg=track["x"] + track["width"] / 2,
    )


def test_pointing_at_a_tag_draws_its_boxes_over_the_picture(
    page: Page, tagged_picture: dict[str, Any]
) -> None:
    rows = tagged_picture["info"]["categorization"]["local_tagging"]["data"]
    boxed = next(row for row in rows if row.get("boxes"))
    page.goto(tagged_picture["info_url"])
    line = page.locator(f'.detected-line[data-tag="{boxed["tag"]}"]')
    line.hover()
    expect(page.locator(".box")).to_have_count(len(boxed["boxes"]))
    image, box = page.locator(".picture img").bounding_box(), page.locator(".box").first
    drawn = box.bounding_box()
    assert image
    assert drawn
    assert abs(drawn["width"] / image["width"] - boxed["boxes"][0]["width"]) < 0.01

    page.get_by_role("heading", level=1).hover()
    expect(page.locator(".box")).to_have_count(0)
    line.press("Enter")
    expect(page.locator(".box")).to_have_count(len(boxed["boxes"]))


def test_the_json_folds_by_keyboard_and_is_copied_whole(
    page: Page, tagged_picture: dict[str, Any]
) -> None:
    page.goto(tagged_picture["info_url"])
    tree = page.locator("#json")
    inner = tree.get_by_text('"public_id"', exact=True)
    expect(inner).to_be_visible()
    outermost = tree.locator("summary").first
    outermost.press("Enter")
    expect(inner).to_be_hidden()
    outermost.press("Enter")
    expect(inner).to_be_visible()

    page.get_by_role("button", name="Fold all").click()
    expect(tree.get_by_text('"categorization"')).to_be_hidden()
    page.get_by_role("button", name="Unfold all").click()
    expect(tree.get_by_text('"confidence"').first).to_be_visible()

    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert copied["asset_id"] == tagged_picture["asset_id"]
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    downloaded = json.loads(Path(download.value.path()).read_text())
    assert downloaded["public_id"] == tagged_picture["public_id"]


def test_a_resource_page_fills_in_when_tagging_ends(
    page: Page, live_server: LiveServer, bikes: Path
) -> None:
    uploaded = live_server.upload(
        bikes, "video", categorization="local_tagging", auto_tagging="0.5"
    )
    page.goto(uploaded["info_url"])
    page.evaluate("window.neverReloaded = true")
    expect(page.locator(".segment").first).to_be_visible(timeout=TAGGED_WITHIN)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert page.evaluate("window.neverReloaded")


def test_the_link_with_key_and_secret_of_the_article_opens_the_page(
    page: Page, live_server: LiveServer, tagged_video: dict[str, Any]
) -> None:
    host = live_server.url.removeprefix("http://")
    page.goto(
        f"http://{live_server.api_key}:{live_server.api_secret}@{host}"
        f"/v1_1/demo/resources/video/upload/{tagged_video['public_id']}"
    )
    expect(page.locator(".segment").first).to_be_visible()
    ready = "() => document.querySelector('video').readyState > 0"
    page.wait_for_function(ready)


def test_data_from_outside_is_shown_as_text(
    page: Page, live_server: LiveServer, tagged_picture: dict[str, Any]
) -> None:
    hostile = '<img src=x onerror="window.hacked = true">'
    data = [{"tag": hostile, "confidence": 0.9, "kind": hostile, "categories": [hostile]}]
    answer = {"status": "complete", "provider": hostile, "model": hostile, "data": data}
    kept = {
        **tagged_picture,
        "original_filename": hostile,
        "tags": [hostile],
        "info": {"categorization": {"local_tagging": answer}},
    }
    page.goto(live_server.url)
    page.evaluate("kept => sessionStorage.setItem('tagdrop.uploads', JSON.stringify([kept]))", kept)
    page.reload()
    expect(page.locator(".upload-name")).to_have_text(hostile)
    expect(page.locator(".tag-name")).to_have_text(hostile)
    assert not page.evaluate("window.hacked")


VENDORS: dict[str, tuple[Any, list[tuple[str, float, int]]]] = {
    "local_tagging": (
        [
            {
                "tag": "dog",
                "confidence": 0.9,
                "kind": "object",
                "segments": [
                    {"start": 0, "end": 1, "confidence": 0.9},
                    {"start": 3, "end": 4, "confidence": 0.8},
                ],
            }
        ],
        [("dog", 0.9, 2)],
    ),
    "google_video_tagging": (
        [
            {
                "tag": "arctic",
                "categories": ["climate"],
                "start_time_offset": 9.0,
                "end_time_offset": 19.1,
                "confidence": 0.4,
            },
            {
                "tag": "arctic",
                "categories": ["climate"],
                "start_time_offset": 0.0,
                "end_time_offset": 2.0,
                "confidence": 0.6,
            },
        ],
        [("arctic", 0.6, 2)],
    ),
    "aws_rek_tagging": (
        [{"tag": "Dog", "confidence": 0.8}, {"tag": "Puppy", "confidence": 0.9}],
        [("Puppy", 0.9, 0), ("Dog", 0.8, 0)],
    ),
    "rekognition_scene": ({"matches": [{"tag": "dance", "score": 0.7}]}, [("dance", 0.7, 0)]),
    "aws_rek_face": (
        {
            "celebrity_faces": [{"name": "Ada Lovelace", "match_confidence": 98.0, "face": {}}],
            "unrecognized_faces": [],
        },
        [("Ada Lovelace", 0.98, 0)],
    ),
    "an engine that failed": (None, []),
}


@pytest.mark.parametrize("engine", VENDORS)
def test_every_vendors_answer_is_understood(
    page: Page, live_server: LiveServer, engine: str
) -> None:
    data, expected = VENDORS[engine]
    page.goto(f"{live_server.url}/login")
    rows = page.evaluate(
        """async (resource) => {
            const {tagRows} = await import("/static/pages/tag_rows.js");
            return tagRows(resource).map(({tag, confidence, segments}) =>
                [tag, confidence, segments]);
        }""",
        {"info": {"categorization": {engine: {"status": "complete", "data": data}}}},
    )
    assert [(tag, confidence, len(segments)) for tag, confidence, segments in rows] == expected
    for _, _, segments in rows:
        starts = [segment["start"] for segment in segments]
        assert starts == sorted(starts)


def test_a_preset_made_by_keyboard_is_offered_to_the_widget_at_once(
    owner: Page, live_server: LiveServer, coffee: Path
) -> None:
    owner.get_by_role("link", name="New preset").press("Enter")
    owner.get_by_label("Name", exact=True).fill("from the keyboard")
    owner.keyboard.press("Enter")
    problem = owner.locator("#name-error")
    expect(problem).to_be_visible()
    expect(owner.get_by_label("Name", exact=True)).to_be_focused()
    owner.get_by_label("Name", exact=True).fill("from-the-keyboard")
    owner.get_by_role("slider", name="Threshold", exact=True).press("Home")
    expect(owner.locator('output[for="threshold"]')).to_have_text("0 %")
    owner.get_by_label("Tags", exact=True).fill("breakfast")
    owner.keyboard.press("Enter")
    expect(owner.get_by_role("status").first).to_contain_text("from-the-keyboard is ready")

    owner.get_by_role("link", name="Try it").click()
    card = upload(owner, coffee)
    expect(card.locator('.tag[data-tag="breakfast"]')).to_be_visible()
    expect(card.locator(".tag").nth(3)).to_be_visible()

    owner.goto(f"{live_server.url}/presets")
    owner.get_by_role("button", name="Delete from-the-keyboard").press("Enter")
    dialog = owner.get_by_role("dialog", name="Delete from-the-keyboard")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    dialog.get_by_role("button", name="Delete").click()
    expect(owner.get_by_role("status")).to_contain_text("from-the-keyboard is gone")


def test_the_slider_shows_which_tags_it_would_keep(
    owner: Page, live_server: LiveServer, tagged_picture: dict[str, Any]
) -> None:
    owner.goto(f"{live_server.url}/presets/autotagging-preset")
    slider = owner.get_by_role("slider", name="Threshold", exact=True)
    chips = owner.locator(".recent-asset .tag")
    expect(chips.first).to_be_visible()
    kept, dropped = owner.locator('[data-kept="true"]'), owner.locator('[data-kept="false"]')

    slider.press("Home")
    expect(dropped).to_have_count(0)
    expect(kept).to_have_count(chips.count())
    slider.press("End")
    assert dropped.count() > 0
    slider.fill("0.5")
    sure = chips.evaluate_all(
        """nodes => nodes.filter((node) => node.dataset.kept === "true").map((node) =>
            parseInt(node.querySelector(".tag-number").textContent))"""
    )
    assert all(percent >= 50 for percent in sure)
    expect(owner.locator("#kept-words")).to_contain_text(f"keeps {len(sure)} of")

    owner.get_by_label("One for each kind").check()
    for checkbox in owner.locator(".kind-name input").all():
        checkbox.uncheck()
    expect(kept).to_have_count(0)


@pytest.fixture(scope="module")
def notification(live_server: LiveServer, cat: Path) -> str:
    """The ID of a notification that was not delivered, to a long address."""
    live_server.upload(cat, "image", notification_url=f"http://127.0.0.1:9/{'hook' * 60}")
    newest: str = live_server.get("notifications").json()["notifications"][0]["id"]
    return newest


@pytest.fixture
def every_page(
    live_server: LiveServer,
    tagged_picture: dict[str, Any],
    tagged_video: dict[str, Any],
    notification: str,
) -> list[str]:
    """The addresses of all pages."""
    here = [
        "/",
        "/login",
        "/presets",
        "/presets/new",
        "/presets/autotagging-preset",
        "/notifications",
        f"/notifications/{notification}",
    ]
    return [
        *(f"{live_server.url}{path}" for path in here),
        tagged_picture["info_url"],
        tagged_video["info_url"],
    ]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(owner: Page, every_page: list[str], width: int) -> None:
    owner.set_viewport_size({"width": width, "height": 800})
    for address in every_page:
        owner.goto(address, wait_until="networkidle")
        assert has_no_horizontal_scroll(owner), address


CONTRAST = """() => {
    const light = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map((channel) => {
            const share = channel / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const color = getComputedStyle(at).backgroundColor;
            if (/^rgb\\(/.test(color)) return color;
        }
        return "rgb(255, 255, 255)";
    };
    const texts = [...document.querySelectorAll("main *, header *, footer *")].filter((node) =>
        node.checkVisibility() && !node.closest(".visually-hidden, svg, option, video")
        && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
    return texts.map((node) => {
        const [a, b] = [light(getComputedStyle(node).color), light(ground(node))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return {ratio, text: node.textContent.trim().slice(0, 40), class: node.className};
    }).filter(({ratio}) => ratio < 4.5);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(
    owner: Page, every_page: list[str], scheme: Any
) -> None:
    owner.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for address in every_page:
        owner.goto(address, wait_until="networkidle")
        assert owner.evaluate(CONTRAST) == [], address


def test_every_control_has_a_name(owner: Page, every_page: list[str]) -> None:
    for address in every_page:
        owner.goto(address, wait_until="networkidle")
        for role in ("button", "link", "textbox", "checkbox", "slider", "combobox", "img"):
            controls = owner.get_by_role(role)
            named = owner.get_by_role(role, name=re.compile(r"\S"))
            assert named.count() == controls.count(), f"{role} at {address}"


def test_the_pages_work_under_another_name_of_the_same_server(
    page: Page, tagged_video: dict[str, Any]
) -> None:
    page.goto(tagged_video["info_url"].replace("127.0.0.1", "localhost"))
    page.wait_for_function("() => document.querySelector('video').readyState > 0")


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[Page]:
    """A browser in which JavaScript is off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_presets_can_be_edited_without_scripts(
    without_scripts: Page, start_server: Callable[..., LiveServer]
) -> None:
    page = without_scripts
    page.goto(start_server().login_url)
    page.get_by_role("link", name="Edit autotagging-preset").click()
    page.get_by_label("Folder", exact=True).fill("holiday")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    expect(page.get_by_label("Folder", exact=True)).to_have_value("holiday")
