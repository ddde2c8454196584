"""What each option of an upload changes."""

from __future__ import annotations

import re
from pathlib import Path

import imagehash
import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer
from tests.routes.conftest import contents


def resource(server: LiveServer, public_id: str) -> dict[str, object]:
    response = server.get(f"resources/image/upload/{public_id}")
    assert response.status_code == 200, response.text
    found: dict[str, object] = response.json()
    return found


def test_public_id_and_folder_name_the_asset(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat, public_id="größe/cat 🐈", folder="options/2026")
    assert uploaded["public_id"] == "options/2026/größe/cat 🐈"
    assert uploaded["asset_folder"] == "options/2026/größe"
    assert uploaded["display_name"] == "cat 🐈"
    assert resource(live_server, "options/2026/größe/cat 🐈")["etag"] == uploaded["etag"]
    assert requests.get(uploaded["url"], timeout=30).content == cat.read_bytes()


def test_asset_folder_and_display_name_say_where_people_find_it(
    live_server: LiveServer, cat: Path
) -> None:
    uploaded = live_server.upload(cat, asset_folder="shown/here", display_name="Our cat")
    assert (uploaded["asset_folder"], uploaded["display_name"]) == ("shown/here", "Our cat")


def test_without_use_filename_the_public_id_tells_nothing(
    live_server: LiveServer, cat: Path
) -> None:
    uploaded = live_server.upload(cat)
    assert re.fullmatch(r"[a-z0-9]{20}", uploaded["public_id"])
    assert uploaded["original_filename"] == "chelsea"


def test_use_filename_and_unique_filename_make_the_public_id(
    live_server: LiveServer, cat: Path
) -> None:
    unique = live_server.upload(cat, use_filename="true")["public_id"]
    plain = live_server.upload(cat, use_filename="true", unique_filename="false")["public_id"]
    assert re.fullmatch(r"chelsea_[a-z0-9]{6}", unique)
    assert plain == "chelsea"


@pytest.mark.parametrize("name", ["🐈 cat/../../x.png", "C:\\pictures\\🐈.png", "a\"b'c<d>.png"])
def test_a_name_with_emoji_and_slashes_is_data_never_a_path(
    live_server: LiveServer, cat: Path, name: str
) -> None:
    response = live_server.post(
        "image/upload",
        data={"use_filename": "true"},
        files={"file": (name, cat.open("rb"))},
        auth=live_server.basic,
    )
    assert response.status_code == 200, response.text
    assert re.fullmatch(r"[\w.-]+_[a-z0-9]{6}", response.json()["public_id"])
    assert requests.get(response.json()["url"], timeout=30).content == cat.read_bytes()
    stored = [path for path in live_server.files() if path.startswith("files/originals/")]
    assert all(re.fullmatch(r"files/originals/[0-9a-f]{2}/[0-9a-f]{32}", path) for path in stored)


def test_tags_and_context_are_kept(live_server: LiveServer, cat: Path) -> None:
    live_server.upload(cat, public_id="kept", tags="summer, größe,summer", context="alt=a|b=c=d")
    kept = resource(live_server, "kept")
    assert kept["tags"] == ["summer", "größe"]
    assert kept["context"] == {"custom": {"alt": "a", "b": "c=d"}}


def test_tags_may_be_sent_as_a_list(live_server: LiveServer, cat: Path) -> None:
    response = live_server.post(
        "image/upload",
        data={"tags[]": ["summer", "cat"]},
        files={"file": cat.open("rb")},
        auth=live_server.basic,
    )
    assert response.json()["tags"] == ["summer", "cat"]


def test_a_signed_upload_replaces_the_asset_of_that_name_and_its_file(
    live_server: LiveServer, cat: Path, rocket: Path
) -> None:
    first = live_server.upload(cat, public_id="replaced", tags="old")
    requests.get(first["thumbnail_url"], timeout=30).raise_for_status()
    before, count = contents(live_server)
    second = live_server.upload(rocket, public_id="replaced", tags="new")
    after, new_count = contents(live_server)
    assert second["asset_id"] == first["asset_id"]
    assert second["version"] > first["version"]
    assert second["tags"] == ["new"]
    assert "existing" not in second
    assert new_count == count
    assert len(before - after) == 2, "the old original and its thumbnail"
    assert len(after - before) == 1, "the new original"
    assert requests.get(first["url"], timeout=30).content != cat.read_bytes()
    assert requests.get(second["url"], timeout=30).content == rocket.read_bytes()


def test_overwrite_false_gives_back_the_asset_that_is_there(
    live_server: LiveServer, cat: Path, rocket: Path
) -> None:
    first = live_server.upload(cat, public_id="stays")
    before = contents(live_server)
    second = live_server.upload(rocket, public_id="stays", overwrite="false")
    assert second["existing"] is True
    assert second["version_id"] == first["version_id"]
    assert second["etag"] == first["etag"]
    assert contents(live_server) == before


def test_an_unsigned_upload_never_replaces_what_is_there(
    live_server: LiveServer, cat: Path, rocket: Path
) -> None:
    first = live_server.upload(cat, public_id="not-yours")
    second = live_server.post(
        "auto/upload",
        data={"upload_preset": "autotagging-preset", "public_id": "not-yours"},
        files={"file": rocket.open("rb")},
    ).json()
    assert second["existing"] is True
    assert second["secure_url"] == first["secure_url"]
    assert second["version"] == first["version"]
    # Who may not replace it learns what its address tells anybody, not what is in it.
    assert not {"info_url", "signature", "info", "tags", "original_filename"} & second.keys()


def test_one_public_id_may_name_an_image_and_a_raw_file(live_server: LiveServer, cat: Path) -> None:
    as_image = live_server.upload(cat, "image", public_id="both")
    as_raw = live_server.upload(cat, "raw", public_id="both")
    assert as_image["asset_id"] != as_raw["asset_id"]


def test_phash_is_the_perceptual_hash_of_the_picture(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat, phash="true")
    assert re.fullmatch(r"[0-9a-f]{16}", uploaded["phash"])
    with Image.open(cat) as picture:
        expected = imagehash.phash(picture.convert("RGB"))
    assert imagehash.hex_to_hash(uploaded["phash"]) - expected <= 4, "bits"
    assert "phash" not in live_server.upload(cat)


def test_colors_are_the_main_colours_in_percent(live_server: LiveServer, tmp_path: Path) -> None:
    picture = Image.new("RGB", (100, 100), "red")
    picture.paste("blue", (0, 0, 100, 25))
    picture.save(tmp_path / "flag.png")
    uploaded = live_server.upload(tmp_path / "flag.png", colors="true")
    assert [color for color, _ in uploaded["colors"]] == ["#FF0000", "#0000FF"]
    assert [percent for _, percent in uploaded["colors"]] == pytest.approx([75, 25], abs=1)
    assert [color for color, _ in uploaded["predominant"]["google"]] == ["red", "blue"]
    assert "colors" not in live_server.upload(tmp_path / "flag.png")


def test_allowed_formats_let_the_others_out(live_server: LiveServer, cat: Path) -> None:
    assert live_server.upload(cat, allowed_formats="png,webp")["format"] == "png"
    response = live_server.post(
        "image/upload",
        data={"allowed_formats": "jpg,webp"},
        files={"file": cat.open("rb")},
        auth=live_server.basic,
    )
    assert response.status_code == 400
    assert "File format png is not allowed. Allowed: jpg, webp." in response.text


def test_categorization_gives_what_the_engine_sees_and_auto_tagging_assigns_it(
    live_server: LiveServer, cat: Path
) -> None:
    uploaded = live_server.upload(
        cat, categorization="local_tagging", auto_tagging="0.5", tags="mine"
    )
    assert uploaded["status"] == uploaded["tagging"]["status"] == "complete"
    assert uploaded["tagging"]["progress"] == 1
    found = uploaded["info"]["categorization"]["local_tagging"]
    assert (found["status"], found["provider"]) == ("complete", "local")
    rows = found["data"]
    confidences = [round(row["confidence"], 2) for row in rows]
    assert confidences == sorted(confidences, reverse=True)
    assert "cat" in [row["tag"] for row in rows]
    assert uploaded["tags"] == ["mine"] + [r["tag"] for r in rows if r["confidence"] >= 0.5]


def test_accept_language_gives_the_tags_in_it(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(
        cat, categorization="local_tagging", auto_tagging="0.5", accept_language="de-AT,en;q=0.5"
    )
    assert {"Katze", "Tier"} <= set(uploaded["tags"])
    row = uploaded["info"]["categorization"]["local_tagging"]["data"][0]
    assert (row["tag"], row["categories"][-1]) == ("Katze", "Tier")


def test_accept_language_auto_is_what_the_browser_says(live_server: LiveServer, cat: Path) -> None:
    for header, name in (("fr-CH, en;q=0.8", "chat"), ("ja", "cat"), ("<>;,", "cat")):
        response = live_server.post(
            "image/upload",
            data={"categorization": "local_tagging", "accept_language": "auto"},
            files={"file": cat.open("rb")},
            auth=live_server.basic,
            headers={"Accept-Language": header},
        )
        rows = response.json()["info"]["categorization"]["local_tagging"]["data"]
        assert rows[0]["tag"] == name


def test_the_browsers_language_alone_changes_no_tag(live_server: LiveServer, cat: Path) -> None:
    response = live_server.post(
        "image/upload",
        data={"categorization": "local_tagging"},
        files={"file": cat.open("rb")},
        auth=live_server.basic,
        headers={"Accept-Language": "de"},
    )
    rows = response.json()["info"]["categorization"]["local_tagging"]["data"]
    assert rows[0]["tag"] == "cat"


@pytest.mark.parametrize("value", ["german please", "de;q=2", "<b>", "de," * 200, "d€"])
def test_a_language_that_is_none_is_refused(live_server: LiveServer, cat: Path, value: str) -> None:
    response = live_server.post(
        "image/upload",
        data={"accept_language": value},
        files={"file": cat.open("rb")},
        auth=live_server.basic,
    )
    assert response.status_code == 400
    assert "accept_language" in response.json()["error"]["message"]


def test_categorization_without_auto_tagging_assigns_nothing(
    live_server: LiveServer, cat: Path
) -> None:
    uploaded = live_server.upload(cat, categorization="local_tagging")
    assert uploaded["tags"] == []
    assert uploaded["info"]["categorization"]["local_tagging"]["data"]


def test_without_categorization_nothing_is_looked_at(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat)
    assert uploaded["info"] == {}
    assert "status" not in uploaded
    assert "tagging" not in uploaded


def test_an_engine_without_credentials_is_a_clear_error_where_nobody_answers_for_it(
    open_server: LiveServer, cat: Path
) -> None:
    before = contents(open_server)
    response = open_server.post(
        "image/upload",
        data={"categorization": "imagga_tagging"},
        files={"file": cat.open("rb")},
        auth=open_server.basic,
    )
    assert response.status_code == 400
    assert "imagga_tagging has no credentials" in response.json()["error"]["message"]
    assert contents(open_server) == before


def test_a_display_name_that_is_to_be_unique_is_so_in_its_folder(
    live_server: LiveServer, cat: Path
) -> None:
    live_server.upload(cat, asset_folder="unique", display_name="Our cat", public_id="first")
    wanted = {"display_name": "Our cat", "unique_display_name": "true"}
    before = contents(live_server)
    refused = live_server.post(
        "image/upload",
        data={**wanted, "asset_folder": "unique"},
        files={"file": cat.open("rb")},
        auth=live_server.basic,
    )
    assert refused.status_code == 400
    assert "display name 'Our cat' in the folder 'unique' already" in refused.text
    assert contents(live_server) == before
    assert live_server.upload(cat, asset_folder="elsewhere", **wanted)["display_name"] == "Our cat"
    again = live_server.upload(cat, asset_folder="unique", public_id="first", **wanted)
    assert again["display_name"] == "Our cat", "it may keep its own name"


def test_the_name_of_the_file_is_forgotten_on_demand(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat, discard_original_filename="true")
    assert "original_filename" not in uploaded
    assert "chelsea" not in str(uploaded)


@pytest.mark.parametrize("formats", ["JPG", "jpeg", " Jpg , png", "jpe,webp"])
def test_allowed_formats_go_by_many_names(
    live_server: LiveServer, rocket: Path, formats: str
) -> None:
    assert live_server.upload(rocket, allowed_formats=formats)["format"] == "jpg"


def test_allowed_formats_hold_for_videos_and_raw_files_too(
    live_server: LiveServer, bikes: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    assert live_server.upload(bikes, allowed_formats="MP4")["format"] == "mp4"
    assert live_server.upload(tmp_path / "notes.txt", "raw", allowed_formats="txt")
    for file, resource_type in ((bikes, "video"), (tmp_path / "notes.txt", "raw")):
        response = live_server.post(
            f"{resource_type}/upload",
            data={"allowed_formats": "jpg"},
            files={"file": file.open("rb")},
            auth=live_server.basic,
        )
        assert response.status_code == 400
        assert "is not allowed. Allowed: jpg." in response.text
