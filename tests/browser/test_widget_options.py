"""The widget's options and events, by the names of Cloudinary's "Upload Widget API reference"."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.widget_page import Open, drop, pick, results, wait_for, wait_for_error

if TYPE_CHECKING:
    from tests.browser.conftest import LiveServer


WIDGET = Path(__file__).parents[2] / "static" / "widget"

RECORD_REQUESTS = """
window.sent = [];
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (body) {
    sent.push(Array.from(body, ([name, value]) => [name, value.name ?? value]));
    return send.call(this, body);
};
"""

COUNT_REQUESTS = """
window.most = 0;
let running = 0;
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (body) {
    running += 1;
    most = Math.max(most, running);
    this.addEventListener("readystatechange", () => { if (this.readyState === 4) running -= 1; });
    return send.call(this, body);
};
"""


def create(server: LiveServer, options: str) -> str:
    """A script that makes and opens a widget; `options` is JavaScript, for functions in it."""
    return f"""
        window.widget = cloudinary.openUploadWidget({{
            cloudName: "{server.cloud_name}", uploadPreset: "autotagging-preset", {options}
        }}, record);
    """


def events(page: Page) -> list[str]:
    """The names of all events so far."""
    return [result["event"] for result in page.evaluate("results") if result["event"]]


def test_every_event_of_a_file_has_the_payload_of_the_reference(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget(folder="events", tags=["sea"])
    drop(page, pictures / "rocket.jpg")
    ended = wait_for(page, "queues-end")["info"]["files"]

    assert results(page, "source-changed")[0]["info"] == {"source": "local"}
    added = results(page, "upload-added")[0]["info"]
    assert added.keys() >= {"file", "publicId"}
    assert added["file"]["name"] == "rocket.jpg"
    success = results(page, "success")[0]["info"]
    assert success["path"] == f"v{success['version']}/{success['public_id']}.jpg"
    assert "/image/upload/c_limit,h_60,w_90/" in success["thumbnail_url"]
    [file] = ended
    assert file["uploadInfo"] == success
    assert (file["status"], file["progress"], file["done"]) == ("success", 100, True)
    assert (file["failed"], file["aborted"], file["paused"]) == (False, False, False)
    assert file["id"] == success["id"] == added["file"]["id"]


def test_the_thumbnail_is_there(open_widget: Open, pictures: Path, page: Page) -> None:
    open_widget(thumbnail_transformation=[{"width": 120, "height": 120, "crop": "fill"}])
    drop(page, pictures / "rocket.jpg")
    url = wait_for(page, "success")["info"]["thumbnail_url"]
    assert "/c_fill,h_120,w_120/" in url
    response = page.request.get(url)
    assert (response.status, response.headers["content-type"]) == (200, "image/jpeg")


def test_closing_hiding_and_minimizing_are_told(
    live_server: LiveServer, host: Open, page: Page
) -> None:
    host(create(live_server, ""))
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("widget.hide(); widget.show(); widget.minimize()")
    assert page.evaluate("[widget.isShowing(), widget.isMinimized()]") == [False, True]
    page.evaluate("widget.show(); widget.close({quiet: true})")
    told = [(result["event"], result["info"]) for result in page.evaluate("results")]
    assert told == [
        ("display-changed", "shown"),
        ("source-changed", {"source": "local"}),
        ("display-changed", "hidden"),
        ("display-changed", "shown"),
        ("display-changed", "minimized"),
        ("display-changed", "expanded"),
        ("close", None),
        ("display-changed", "hidden"),
    ]


def test_completed_uploads_are_shown_to_the_site_when_the_visitor_asks(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget(showCompletedButton=True)
    button = page.get_by_role("button", name="Show completed")
    expect(button).to_be_hidden()
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")
    button.click()
    [item] = wait_for(page, "show-completed")["info"]["items"]
    assert item["uploadInfo"]["public_id"] == results(page, "success")[0]["info"]["public_id"]


def test_the_visitor_may_name_and_tag_a_file_and_choose_its_preset(
    live_server: LiveServer, host: Open, page: Page, pictures: Path
) -> None:
    host(
        create(
            live_server,
            """
            showAdvancedOptions: true,
            tags: ["sea"],
            getTags: (callback, prefix) =>
                callback(["beach", "boat", "sand"].filter((tag) => tag.startsWith(prefix))),
            getUploadPresets: (callback) => callback(["autotagging-preset", "no such preset"]),
            """,
        )
    )
    page.get_by_text("Advanced").click()
    page.get_by_label("Public ID").fill("named by the visitor")
    tags = page.get_by_label("Add a tag")
    tags.fill("bea")
    expect(page.locator("#tag-suggestions option")).to_have_count(1)
    tags.fill("beach")
    tags.press("Enter")
    page.get_by_label("Remove the tag sea").click()
    expect(page.get_by_label("Upload preset")).to_have_value("autotagging-preset")
    drop(page, pictures / "rocket.jpg")

    info = wait_for(page, "success")["info"]
    assert info["public_id"] == "named by the visitor"
    assert "beach" in info["tags"]
    assert "sea" not in info["tags"]
    assert results(page, "publicid")[0]["info"] == {"id": "named by the visitor"}
    assert [told["info"] for told in results(page, "tags")] == [
        {"tags": ["sea", "beach"]},
        {"tags": ["beach"]},
    ]
    assert results(page, "upload-added")[0]["info"]["publicId"] == "named by the visitor"
    expect(page.get_by_label("Public ID")).to_have_value("")

    page.get_by_label("Upload preset").select_option("no such preset")
    drop(page, pictures / "coffee.png")
    assert "no such preset" in wait_for_error(page)["statusText"]


@pytest.mark.parametrize("public_id", ["what?", "100%", " space", "a&b", "a\\b"])
def test_a_public_id_that_cannot_be_is_refused_with_its_reason(
    open_widget: Open, pictures: Path, public_id: str
) -> None:
    page = open_widget(publicId=public_id)
    drop(page, pictures / "rocket.jpg")
    assert wait_for(page, "batch-cancelled")["info"] == {"reason": "INVALID_PUBLIC_ID"}
    expect(page.get_by_role("alert")).to_contain_text("public ID")
    assert results(page, "upload-added") == []


@pytest.mark.parametrize(
    ("answer", "uploads"), [("", True), ("{cancel: false}", True), ("{cancel: true}", False)]
)
def test_the_site_may_call_a_batch_off(
    live_server: LiveServer, host: Open, page: Page, pictures: Path, answer: str, uploads: bool
) -> None:
    host(
        create(
            live_server,
            f"""preBatch: (callback, data) => {{
                window.batch = data.files.map(({{name, size}}) => [name, size]);
                callback({answer});
            }}""",
        )
    )
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success" if uploads else "batch-cancelled")
    assert page.evaluate("batch")[0][0] == "rocket.jpg"
    assert bool(results(page, "upload-added")) == uploads


def test_uploads_begin_when_there_are_as_many_files_as_the_site_needs(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget(minFiles=2)
    drop(page, pictures / "rocket.jpg")
    expect(page.get_by_role("alert")).to_contain_text("begins with 1 more")
    assert "queues-start" not in events(page)
    drop(page, pictures / "coffee.png")
    files = wait_for(page, "queues-end")["info"]["files"]
    assert [file["status"] for file in files] == ["success", "success"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"maxImageFileSize": 1000}, "larger than 1 kB"),
        ({"maxVideoFileSize": 1000}, None),
        ({"max_raw_file_size": "1000"}, None),
        ({"minImageWidth": 1000}, "427 pixels"),
        ({"maxImageHeight": 100, "validateMaxWidthHeight": True}, "427 pixels"),
        ({"clientAllowedFormats": "JPEG,png"}, None),
    ],
)
def test_limits_are_kept(
    open_widget: Open, pictures: Path, options: dict[str, object], message: str | None
) -> None:
    page = open_widget(**options)
    drop(page, pictures / "rocket.jpg")
    if message is None:
        wait_for(page, "success")
    else:
        assert message in wait_for_error(page)["statusText"]
        assert results(page, "success") == []


def test_a_widget_without_upload_more_shows_only_the_files_once_there_are_some(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget(showUploadMoreButton=False)
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")
    expect(page.get_by_role("button", name="Browse")).to_be_hidden()


def test_a_widget_may_minimize_itself_and_stand_where_the_site_wants_it(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget(autoMinimize=True, queueViewPosition="left:40px")
    drop(page, pictures / "rocket.jpg")
    pill = page.get_by_role("button", name="Uploads finished")
    expect(pill).to_be_visible()
    box = pill.bounding_box()
    assert box
    assert box["x"] == 40
    assert [told["info"] for told in results(page, "display-changed")] == ["shown", "minimized"]


def test_a_single_upload_leaves_the_dialog_open_when_the_site_wants_it(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget(multiple=False, singleUploadAutoClose=False)
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "queues-end")
    # Longer than it takes a widget that closes by itself.
    page.wait_for_timeout(1500)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_parameters_reach_the_server_as_the_upload_api_writes_them(
    live_server: LiveServer, host: Open, page: Page, pictures: Path
) -> None:
    page.add_init_script(RECORD_REQUESTS)
    host(
        create(
            live_server,
            """
            context: {alt: "a=b|c", caption: "sea"}, tags: "one, two",
            metadata: {colours: ["red", "blue"]}, useFilename: true, auto_tagging: 0.9,
            eager: [{width: 100, crop: "fit"}, "w_20"],
            """,
        )
    )
    drop(page, pictures / "rocket.jpg")
    page.wait_for_function("results.some(({event, error}) => event === 'success' || error)")

    # The file comes last, so that the server can refuse the rest before it reads it.
    assert sorted(page.evaluate("sent[0].slice(0, -1)")) == [
        ["auto_tagging", "0.9"],
        ["context", "alt=a\\=b\\|c|caption=sea"],
        ["eager", "c_fit,w_100|w_20"],
        ["metadata", 'colours=["red","blue"]'],
        ["tags", "one,two"],
        ["upload_preset", "autotagging-preset"],
        ["use_filename", "true"],
    ]
    assert page.evaluate("sent[0].at(-1)") == ["file", "rocket.jpg"]


def test_cloud_name_and_key_may_be_set_for_all_widgets(
    live_server: LiveServer, host: Open, page: Page, pictures: Path
) -> None:
    host(f"""
        cloudinary.setCloudName("{live_server.cloud_name}");
        cloudinary.setAPIKey("{live_server.api_key}");
        cloudinary.openUploadWidget({{uploadPreset: "autotagging-preset"}}, record);
    """)
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")


def test_a_file_at_an_address_may_be_given_to_open(
    live_server: LiveServer, host: Open, page: Page, other_origin: Any
) -> None:
    other_origin.add("/note.txt", "some words", "text/plain")
    host(create(live_server, "").replace("openUploadWidget", "createUploadWidget"))
    page.evaluate(
        "url => widget.open(null, {files: [url, 'no address']})", f"{other_origin.url}/note.txt"
    )
    # The server does not fetch from this machine's own network, and says so.
    assert "not" in wait_for_error(page)["statusText"]
    [added] = results(page, "upload-added")
    assert added["info"]["file"]["name"] == "note.txt"
    assert added["info"]["file"]["isFetch"]


def test_what_is_left_out_says_so(live_server: LiveServer, host: Open, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    host(
        create(
            live_server, 'encryption: {key: "k", iv: "i"}, dropboxAppKey: "x", sources: ["local"],'
        )
    )
    assert wait_for_error(page)["status"] == "load-failed"
    assert any('"encryption" is not supported' in text for text in said)
    with pytest.raises(Exception, match="is not part of this widget"):
        page.evaluate("cloudinary.createMediaLibrary({})")


def test_a_widget_may_change_while_it_is_open(
    live_server: LiveServer, host: Open, page: Page, pictures: Path
) -> None:
    host(create(live_server, "clientAllowedFormats: ['png'],"))
    drop(page, pictures / "rocket.jpg")
    wait_for_error(page)
    page.evaluate("widget.update({client_allowed_formats: null, folder: 'later'})")
    drop(page, pictures / "rocket.jpg")
    assert wait_for(page, "success")["info"]["public_id"].startswith("later/")


def test_options_in_snake_case_are_the_same(open_widget: Open, pictures: Path) -> None:
    page = open_widget(max_files=1, upload_preset="autotagging-preset")
    pick(page, pictures / "coffee.png", pictures / "rocket.jpg")
    assert wait_for(page, "batch-cancelled")["info"] == {"reason": "MAX_EXCEEDED"}


def test_trying_again_is_told(
    live_server: LiveServer, host: Open, page: Page, pictures: Path
) -> None:
    page.route("**/upload", lambda route: route.abort(), times=1)
    host(create(live_server, "maxRetries: 0,"))
    drop(page, pictures / "rocket.jpg")
    wait_for_error(page)
    page.get_by_role("button", name="Retry upload of rocket.jpg").click()
    wait_for(page, "success")
    [added] = results(page, "upload-added")
    retried = results(page, "retry")[0]["info"]
    assert retried == {"ids": [added["info"]["file"]["id"]], "all": False}


def test_as_many_files_are_sent_at_the_same_time_as_the_site_wants(
    live_server: LiveServer, host: Open, page: Page, pictures: Path
) -> None:
    page.add_init_script(COUNT_REQUESTS)
    host(create(live_server, "maxConcurrent: 2,"))
    drop(page, *[pictures / name for name in ("rocket.jpg", "coffee.png", "chelsea.png")] * 2)
    files = wait_for(page, "queues-end")["info"]["files"]
    assert [file["status"] for file in files] == ["success"] * 6
    assert page.evaluate("most") == 2


def test_the_resource_type_is_part_of_the_address(open_widget: Open, pictures: Path) -> None:
    page = open_widget(resourceType="image")
    with page.expect_request("**/v1_1/*/image/upload"):
        drop(page, pictures / "rocket.jpg")


def test_every_parameter_is_sent_under_its_name(
    live_server: LiveServer, host: Open, page: Page, pictures: Path
) -> None:
    page.add_init_script(RECORD_REQUESTS)
    page.route("**/upload", lambda route: route.fulfill(json={"public_id": "x", "version": 1}))
    host("null")
    names = page.evaluate(
        """async (server) => {
            const { OPTIONS } = await import(`${server}/static/widget/core/option-table.js`);
            return Object.keys(OPTIONS).filter((name) => OPTIONS[name].parameter);
        }""",
        live_server.url,
    )
    values: dict[str, object] = {"type": "upload", "tags": ["one"], "autoTagging": 1}
    values |= {name: {"a": "b"} for name in ("context", "metadata", "auditContext")}
    given = {name: values.get(name, "true") for name in names}
    page.evaluate(
        "options => void cloudinary.openUploadWidget(options, record)",
        {"cloudName": live_server.cloud_name, **given},
    )
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")
    sent = {name for name, _ in page.evaluate("sent[0]")}
    assert sent == {re.sub("([A-Z])", r"_\1", name).lower() for name in names} | {"file"}


def test_what_is_taken_without_effect_does_no_harm(open_widget: Open, pictures: Path) -> None:
    page = open_widget(secure=False, showInsecurePreview=False)
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")


def test_the_table_of_what_is_compatible_has_every_option_and_event(
    live_server: LiveServer, host: Open, page: Page
) -> None:
    host("null")
    known, left_out = page.evaluate(
        """async (server) => {
            const table = await import(`${server}/static/widget/core/option-table.js`);
            return [Object.keys(table.OPTIONS), Object.keys(table.LEFT_OUT)];
        }""",
        live_server.url,
    )
    document = (Path(__file__).parents[2] / "docs" / "compatibility.md").read_text()
    rows = {
        section.partition("\n")[0]: dict(re.findall(r"^\| `([^`]+)` \| (\w+)", section, re.M))
        for section in re.split("^## ", document, flags=re.M)
    }
    documented = rows["Options of the widget"]
    assert documented.keys() == {*known, *left_out, "encryption"}
    assert {name for name, status in documented.items() if status == "no"} == set(left_out)
    modules = "".join(path.read_text() for path in WIDGET.glob("*.js"))
    emitted = set(re.findall(r'emit\("([a-z-]+)"', modules))
    assert rows["Events of the widget"].keys() == emitted
    methods = page.evaluate("Object.keys(cloudinary)")
    handle = page.evaluate("""
        Object.getOwnPropertyNames(Object.getPrototypeOf(cloudinary.createUploadWidget(
            {cloudName: "demo"}))).filter((name) => name !== "constructor")
    """)
    assert rows["Methods of the widget"].keys() == {*methods, *handle} - {"openMediaLibrary"}
