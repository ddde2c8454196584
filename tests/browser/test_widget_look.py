"""How the widget looks and speaks: themes, fonts, languages, and where it is on the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.widget_page import Open, drop, results, slow_down, wait_for

if TYPE_CHECKING:
    from tests.browser.conftest import HostSite, LiveServer

WIDGET = Path(__file__).parents[2] / "static" / "widget"
LANGUAGES = ["ar", "de", "en", "es", "fr", "he", "it", "ja", "nl", "pl", "pt", "ru", "zh"]
FOLDERS = sorted(path.parent.relative_to(WIDGET) for path in WIDGET.rglob("text/en.js"))

FLAT = """async address => {
    const flat = (strings, path) => Object.entries(strings).flatMap(([key, value]) =>
        typeof value === "string" ? [[path + key, value]] : flat(value, `${path}${key}.`));
    return flat((await import(address)).default, "");
}"""

COLORS = "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"


def strings(page: Page, server: LiveServer, path: Path) -> dict[str, str]:
    """What a module of strings says, by the path of each key."""
    return dict(page.evaluate(FLAT, f"{server.url}/static/widget/{path}"))


def places(text: str) -> set[str]:
    """The places in a string that are filled in."""
    return {part.partition("}}")[0] for part in text.split("{{")[1:]}


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_language_says_everything_that_english_says(
    live_server: LiveServer, page: Page, folder: Path
) -> None:
    page.goto(live_server.url)
    english = strings(page, live_server, folder / "en.js")
    there = sorted(path.stem for path in (WIDGET / folder).glob("??.js"))
    assert there == LANGUAGES
    for language in LANGUAGES:
        said = strings(page, live_server, folder / f"{language}.js")
        assert said.keys() == english.keys(), language
        wrong = {key for key in said if places(said[key]) != places(english[key])}
        assert wrong == set(), language
        assert all(said.values()), language


@pytest.mark.parametrize(
    ("language", "browse", "shown", "direction"),
    [
        ("de", "Durchsuchen", "de", "ltr"),
        ("pt_BR", "Procurar", "pt", "ltr"),
        ("zh-CN", "浏览", "zh", "ltr"),
        ("ar", "تصفّح", "ar", "rtl"),
        ("he", "עיון", "he", "rtl"),
        ("xx", "Browse", "en", "ltr"),
    ],
)
def test_the_widget_speaks_the_language_that_the_site_names(
    open_widget: Open, language: str, browse: str, shown: str, direction: str
) -> None:
    page = open_widget(language=language)
    expect(page.get_by_role("button", name=browse)).to_be_visible()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_attribute("lang", shown)
    expect(dialog).to_have_attribute("dir", direction)


def test_a_source_speaks_the_same_language_below_the_sites_own_words(open_widget: Open) -> None:
    page = open_widget(
        language="fr",
        sources=["url"],
        text={"fr": {"actions": {"upload": "Allons-y"}}},
    )
    expect(page.get_by_label("Adresse publique du fichier à envoyer")).to_be_visible()
    expect(page.get_by_role("button", name="Allons-y")).to_be_visible()


def test_a_language_that_we_do_not_speak_can_be_brought_along(open_widget: Open) -> None:
    page = open_widget(language="fa", text={"fa": {"local": {"browse": "مرور"}}})
    expect(page.get_by_role("button", name="مرور")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_attribute("dir", "rtl")


def test_another_language_can_be_chosen_while_the_widget_is_open(open_widget: Open) -> None:
    page = open_widget()
    page.evaluate("widget.update({language: 'it'})")
    expect(page.get_by_role("button", name="Sfoglia")).to_be_visible()


def test_from_right_to_left_everything_is_mirrored(open_widget: Open, pictures: Path) -> None:
    page = open_widget(language="ar", sources=["local", "url", "camera"])
    drop(page, pictures / "coffee.png")
    wait_for(page, "success")

    def left(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        assert box
        return box["x"]

    assert left(".close") < left(".tab >> nth=2") < left(".tab >> nth=0")
    assert left(".row-actions") < left(".name") < left(".thumbnail")
    page.get_by_role("tab").first.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab").nth(1)).to_be_focused()


@pytest.mark.parametrize(
    ("theme", "scheme", "colors"),
    [
        ("minimal", "light", ["rgb(255, 255, 255)", "rgb(24, 32, 44)"]),
        ("minimal", "dark", ["rgb(24, 24, 27)", "rgb(238, 241, 245)"]),
        ("purple", "light", ["rgb(27, 20, 54)", "rgb(244, 240, 255)"]),
        ("white", "dark", ["rgb(255, 255, 255)", "rgb(24, 32, 44)"]),
        ("nonsense", "light", ["rgb(255, 255, 255)", "rgb(24, 32, 44)"]),
    ],
)
def test_a_theme_gives_the_colors(
    open_widget: Open, page: Page, theme: str, scheme: Any, colors: list[str]
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.emulate_media(color_scheme=scheme)
    open_widget(theme=theme)
    assert page.get_by_role("dialog").evaluate(COLORS) == colors
    assert any("is unknown" in text for text in said) == (theme == "nonsense")


def test_a_palette_changes_a_themes_colors(open_widget: Open) -> None:
    page = open_widget(theme="purple", styles={"palette": {"window": "#ffee00"}})
    assert page.get_by_role("dialog").evaluate(COLORS) == ["rgb(255, 238, 0)", "rgb(21, 15, 44)"]
    assert page.locator(".local").evaluate(COLORS)[0] == "rgb(39, 29, 74)"


def test_the_site_chooses_what_is_behind_the_dialog(open_widget: Open) -> None:
    page = open_widget(styles={"frame": {"background": "#0E2F5B99"}})
    style = "node => getComputedStyle(node, '::backdrop').backgroundColor"
    assert page.get_by_role("dialog").evaluate(style) == "rgba(14, 47, 91, 0.6)"


def test_a_font_is_fetched_and_goes_with_the_widget(
    open_widget: Open, other_origin: HostSite
) -> None:
    url = other_origin.add("/font.css", "@font-face { font-family: Own }", "text/css")
    page = open_widget(
        styles={"fonts": {"default": None, "'Own', sans-serif": {"url": url, "active": True}}}
    )
    style = "node => getComputedStyle(node).fontFamily"
    assert page.get_by_role("button", name="Browse").evaluate(style) == "Own, sans-serif"
    links = page.locator("link[rel=stylesheet]")
    expect(links).to_have_attribute("href", url)
    page.evaluate("widget.destroy()")
    expect(links).to_have_count(0)


@pytest.mark.parametrize("as_element", [False, True])
def test_the_widget_can_be_a_part_of_the_page(
    live_server: LiveServer, host: Open, pictures: Path, as_element: bool
) -> None:
    place = "document.querySelector('#place')" if as_element else "'#place'"
    page = host(f"""
        const div = Object.assign(document.createElement("div"), {{id: "place"}});
        document.body.append(div);
        document.querySelector("#info").tabIndex = 0;
        document.querySelector("#info").focus();
        window.widget = cloudinary.openUploadWidget({{
            cloudName: "{live_server.cloud_name}", uploadPreset: "autotagging-preset",
            inlineContainer: {place},
        }}, record);
    """)
    region = page.locator("#place").get_by_role("region", name="Upload files")
    expect(region).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#info")).to_be_focused()
    expect(region.get_by_role("button", name="Close")).to_have_count(0)
    with page.expect_file_chooser() as chooser:
        region.get_by_role("button", name="Browse").click()
    chooser.value.set_files(pictures / "coffee.png")
    wait_for(page, "success")
    expect(region.get_by_role("listitem").first).to_contain_text("Uploaded")
    page.evaluate("widget.destroy()")
    expect(page.locator("#place > *")).to_have_count(0)


def test_a_place_that_is_not_on_the_page_is_said_on_the_console(
    live_server: LiveServer, host: Open, page: Page
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    host(f"""
        window.widget = cloudinary.openUploadWidget({
        json.dumps(
            {
                "cloudName": live_server.cloud_name,
                "inlineContainer": "#nowhere",
            }
        )
    }, record);
    """)
    page.wait_for_function("results.length")
    assert any('no element "#nowhere"' in text for text in said)


def test_who_made_the_widget_is_said_unless_the_site_does_not_want_it(open_widget: Open) -> None:
    page = open_widget()
    expect(page.get_by_text("Powered by Tagdrop")).to_be_visible()
    page.evaluate("widget.update({showPoweredBy: false})")
    expect(page.get_by_text("Powered by Tagdrop")).to_have_count(0)


@pytest.mark.parametrize(("position", "side"), [("left:20px", "left"), ("right:50px", "right")])
def test_the_minimized_widget_is_where_the_site_wants_it(
    open_widget: Open, pictures: Path, position: str, side: str
) -> None:
    page = open_widget(queueViewPosition=position)
    slow_down(page, 100_000)
    drop(page, pictures / "coffee.png")
    page.get_by_role("button", name="Minimize").click()
    box = page.locator(".pill").bounding_box()
    assert box
    distance = box["x"] if side == "left" else 1280 - box["x"] - box["width"]
    assert distance == int(position.partition(":")[2][:-2])


def test_being_offline_is_said_at_once(open_widget: Open) -> None:
    page = open_widget()
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_nothing_of_the_dialog_is_cut_off(
    open_widget: Open, page: Page, width: int, language: str, pictures: Path
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.context.grant_permissions(["camera"])
    open_widget(language=language, sources=["local", "url", "camera", "screen_capture"])
    wider = """dialog => [dialog, ...dialog.querySelectorAll("*")]
        .filter((node) => node.scrollWidth > node.clientWidth + 1
            && !node.matches(".tabs, .name, .visually-hidden, .crop-stage, svg, svg *, bdi, span")
            && !node.closest(".visually-hidden") && getComputedStyle(node).display !== "inline")
        .map((node) => node.className || node.tagName)"""
    for index in range(4):
        page.get_by_role("tab").nth(index).click()
        expect(page.locator(".source-content > *")).to_be_visible()
        assert page.get_by_role("dialog").evaluate(wider) == []
    page.get_by_role("tab").first.click()
    drop(page, pictures / "coffee.png")
    wait_for(page, "success")
    assert page.get_by_role("dialog").evaluate(wider) == []
    assert results(page, "success")
