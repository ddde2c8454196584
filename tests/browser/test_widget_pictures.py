"""Pictures that the widget cuts or scales in the browser before it sends them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.widget_page import Open, pick, results, wait_for, wait_for_error

if TYPE_CHECKING:
    from tests.browser.conftest import LiveServer

SINGLE = {"multiple": False, "singleUploadAutoClose": False}


def named(name: str, picture: Image.Image, **saving: Any) -> dict[str, Any]:
    """A file for the picker."""
    content = io.BytesIO()
    picture.save(content, Path(name).suffix[1:].replace("jpg", "jpeg"), **saving)
    kind = Path(name).suffix[1:].replace("jpg", "jpeg")
    return {"name": name, "mimeType": f"image/{kind}", "buffer": content.getvalue()}


def stored(info: dict[str, Any]) -> Image.Image:
    """The picture as the server has it."""
    return Image.open(io.BytesIO(requests.get(info["url"], timeout=30).content))


def coordinates(server: LiveServer, info: dict[str, Any]) -> Any:
    """The coordinates that were sent with a picture."""
    response = requests.get(
        f"{server.url}/v1_1/{server.cloud_name}/resources/image/upload/{info['public_id']}",
        params={"coordinates": "true"},
        auth=(server.api_key, server.api_secret),
        timeout=30,
    )
    return response.json().get("coordinates")


def open_editor(open_widget: Open, file: Path | dict[str, Any], **options: object) -> Page:
    """Choose a picture in a widget that crops; wait for the editor."""
    page = open_widget(**{**SINGLE, "cropping": True, **options})
    pick(page, file)
    expect(page.get_by_role("button", name="Crop", exact=True)).to_be_visible()
    return page


def area(page: Page) -> Locator:
    """The selected area in the editor."""
    return page.get_by_role("application")


def crop(page: Page) -> Any:
    """Crop, and give what the site was told of the upload."""
    page.get_by_role("button", name="Crop", exact=True).click()
    return wait_for(page, "success")["info"]


def test_the_chosen_part_goes_along_as_custom_coordinates(
    open_widget: Open, live_server: LiveServer, cat: Path
) -> None:
    page = open_editor(open_widget, cat, croppingAspectRatio=1, croppingShowDimensions=True)
    expect(area(page)).to_be_focused()
    expect(page.get_by_text("300 × 300")).to_be_visible()

    info = crop(page)

    assert (info["width"], info["height"]) == (451, 300)
    assert coordinates(live_server, info) == {"custom": [[76, 0, 300, 300]]}


def test_faces_are_marked_where_the_site_wants_faces(
    open_widget: Open, live_server: LiveServer, cat: Path
) -> None:
    page = open_editor(
        open_widget, cat, croppingCoordinatesMode="face", croppingDefaultSelectionRatio=0.5
    )
    assert coordinates(live_server, crop(page)) == {"faces": [[113, 75, 226, 150]]}


def test_only_the_chosen_part_is_sent_when_the_browser_crops(open_widget: Open) -> None:
    left_half_red = Image.new("RGBA", (400, 200), (0, 0, 255, 128))
    left_half_red.paste((255, 0, 0, 255), (0, 0, 200, 200))
    page = open_editor(
        open_widget,
        named("flag.png", left_half_red),
        cropping="client",
        croppingAspectRatio=1,
        croppingDefaultSelectionRatio=0.5,
    )
    for _ in range(40):
        area(page).press("ArrowLeft")
    picture = stored(crop(page))
    assert (picture.format, picture.size) == ("PNG", (100, 100))
    assert picture.convert("RGBA").getpixel((50, 50)) == (255, 0, 0, 255)


def test_the_area_is_moved_and_sized_with_the_keyboard(
    open_widget: Open, live_server: LiveServer
) -> None:
    page = open_editor(
        open_widget,
        named("plain.png", Image.new("RGB", (500, 300))),
        croppingDefaultSelectionRatio=0.5,
        croppingShowDimensions=True,
    )
    area(page).press("Alt+ArrowRight")
    area(page).press("Alt+ArrowDown")
    area(page).press("Alt+Shift+ArrowRight")
    area(page).press("Alt+Shift+ArrowUp")
    expect(area(page)).to_have_accessible_name(
        "Selected area: 251 by 149 pixels, 126 from the left, 76 from the top"
    )
    area(page).press("+")
    expect(page.get_by_role("slider", name="Zoom")).to_have_attribute("aria-valuetext", "125 %")
    area(page).press("Enter")

    info = wait_for(page, "success")["info"]
    assert coordinates(live_server, info) == {"custom": [[126, 76, 251, 149]]}


def test_the_area_is_dragged_by_mouse_and_never_leaves_the_picture(
    open_widget: Open, live_server: LiveServer
) -> None:
    page = open_editor(
        open_widget,
        named("plain.png", Image.new("RGB", (600, 400))),
        croppingDefaultSelectionRatio=0.5,
    )
    box = area(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 2000, box["y"] + 2000, steps=5)
    page.mouse.up()
    box = area(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + 1, box["y"] + 1)
    page.mouse.down()
    page.mouse.move(box["x"] - 2000, box["y"] - 2000, steps=5)
    page.mouse.up()
    assert coordinates(live_server, crop(page)) == {"custom": [[0, 0, 600, 400]]}


def test_two_fingers_zoom(open_widget: Open) -> None:
    page = open_editor(open_widget, named("plain.png", Image.new("RGB", (600, 400))))
    page.get_by_role("region", name="Crop").evaluate(
        """editor => {
            const stage = editor.querySelector(".crop-stage");
            stage.setPointerCapture = () => {};
            const {left, top} = stage.getBoundingClientRect();
            const touch = (type, pointerId, x, y) => stage.dispatchEvent(new PointerEvent(type, {
                pointerId, bubbles: true, button: 0, clientX: left + x, clientY: top + y}));
            touch("pointerdown", 1, 100, 100);
            touch("pointerdown", 2, 200, 100);
            touch("pointermove", 2, 300, 100);
            touch("pointerup", 1, 100, 100);
            touch("pointerup", 2, 300, 100);
        }"""
    )
    expect(page.get_by_role("slider", name="Zoom")).to_have_attribute("aria-valuetext", "200 %")


def test_an_area_that_is_too_small_cannot_be_cropped(open_widget: Open, cat: Path) -> None:
    page = open_editor(
        open_widget,
        cat,
        croppingValidateDimensions=True,
        croppingDefaultSelectionRatio=0.5,
        minImageWidth=300,
        minImageHeight=200,
    )
    expect(page.get_by_role("button", name="Crop", exact=True)).to_be_disabled()
    expect(page.get_by_text("at least 300 × 200 are needed")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    for _ in range(20):
        area(page).press("Shift+ArrowRight")
        area(page).press("Shift+ArrowDown")
    expect(page.get_by_text("at least 300 × 200")).to_have_count(0)


def test_the_visitor_may_skip_or_go_back_where_the_site_allows_it(
    open_widget: Open, live_server: LiveServer, cat: Path
) -> None:
    page = open_editor(open_widget, cat, croppingShowBackButton=True)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="Browse")).to_be_focused()
    assert results(page, "upload-added") == []
    pick(page, cat)
    page.get_by_role("button", name="Skip").click()
    assert coordinates(live_server, wait_for(page, "success")["info"]) is None


def test_there_is_no_way_around_cropping_where_the_site_wants_it(
    open_widget: Open, cat: Path, tmp_path: Path
) -> None:
    page = open_editor(open_widget, cat, showSkipCropButton=False)
    expect(page.get_by_role("button", name="Skip")).to_have_count(0)
    expect(page.get_by_role("button", name="Back")).to_have_count(0)
    page.evaluate("widget.close()")
    page.locator("#upload_widget_opener").click()
    pick(page, {"name": "odd.png", "mimeType": "image/png", "buffer": b"no picture"})
    assert wait_for_error(page)["status"] == "undecodable"


def test_closing_the_widget_closes_the_editor(open_widget: Open, cat: Path) -> None:
    page = open_editor(open_widget, cat)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("#upload_widget_opener").click()
    expect(page.get_by_role("button", name="Browse")).to_be_visible()
    assert results(page, "upload-added") == []


def test_several_files_are_not_cropped(open_widget: Open, cat: Path) -> None:
    page = open_widget(cropping=True, multiple=True)
    pick(page, cat)
    wait_for(page, "success")


def test_a_large_picture_is_scaled_down_before_it_is_sent(open_widget: Open, rocket: Path) -> None:
    page = open_widget(maxImageWidth=200, maxImageHeight=1000)
    pick(page, rocket)
    info = wait_for(page, "success")["info"]
    assert (info["width"], info["height"], info["format"]) == (200, 133, "jpg")
    assert info["original_filename"] == "rocket"
    assert info["bytes"] < rocket.stat().st_size


def test_a_scaled_picture_is_upright_and_keeps_its_transparency(open_widget: Open) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = named("sideways.jpg", Image.new("RGB", (400, 200), "red"), exif=exif)
    clear = named("clear.png", Image.new("RGBA", (400, 200), (0, 255, 0, 51)))
    page = open_widget(maxImageWidth=50)
    pick(page, sideways, clear)
    files = wait_for(page, "queues-end")["info"]["files"]
    upright, transparent = (stored(file["uploadInfo"]) for file in files)
    assert upright.size == (50, 100)
    assert (transparent.format, transparent.size) == ("PNG", (50, 25))
    assert transparent.convert("RGBA").getpixel((10, 10)) == (0, 255, 0, 51)


def test_a_moving_picture_is_sent_as_it_is(open_widget: Open) -> None:
    frames = [Image.new("RGB", (300, 100), color) for color in ("red", "green", "blue")]
    moving = [
        named(name, frames[0], save_all=True, append_images=frames[1:])
        for name in ("moving.gif", "moving.png", "moving.webp")
    ]
    page = open_widget(maxImageWidth=50)
    pick(page, *moving)
    files = wait_for(page, "queues-end")["info"]["files"]
    assert [file["uploadInfo"]["width"] for file in files] == [300, 300, 300]
    assert [stored(file["uploadInfo"]).n_frames for file in files] == [3, 3, 3]  # type: ignore[attr-defined]


def test_coordinates_fit_the_picture_that_is_sent(
    open_widget: Open, live_server: LiveServer
) -> None:
    page = open_editor(
        open_widget,
        named("wide.png", Image.new("RGB", (1000, 500))),
        maxImageWidth=500,
        croppingDefaultSelectionRatio=0.5,
    )
    info = crop(page)
    assert (info["width"], info["height"]) == (500, 250)
    assert coordinates(live_server, info) == {"custom": [[125, 63, 250, 125]]}


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ({"minImageWidth": 500}, "too-few-pixels", "451 × 300 pixels (minimum 500 × …)"),
        ({"minImageHeight": 301}, "too-few-pixels", "451 × 300 pixels (minimum … × 301)"),
        (
            {"maxImageWidth": 450, "validateMaxWidthHeight": True},
            "too-many-pixels",
            "451 × 300 pixels (maximum 450 × …)",
        ),
    ],
)
def test_a_picture_of_the_wrong_size_is_refused_before_it_is_sent(
    open_widget: Open, cat: Path, options: dict[str, object], status: str, words: str
) -> None:
    page = open_widget(**options)
    pick(page, cat)
    error = wait_for_error(page)
    assert error["status"] == status
    assert words in error["statusText"]
    expect(page.get_by_role("button", name="Retry upload of chelsea.png")).to_have_count(0)
