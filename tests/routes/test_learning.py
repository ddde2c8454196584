"""The owner teaches tags of their own, finds what looks alike, and is told how good it is."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import cloudinary
import cloudinary.api
import numpy as np
import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer, running
from tests.marked_pictures import SIZE, marked, saved, views_of_photos

TAUGHT = "our mark"


@pytest.fixture(scope="module")
def teaching_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running(LiveServer(tmp_path_factory.mktemp("teaching"))) as server:
        yield server


@pytest.fixture(scope="module")
def library(
    teaching_server: LiveServer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, Any]]]:
    """Twelve pictures with the mark and six without it, looked at by the local engine."""
    folder = tmp_path_factory.mktemp("photos")
    stored: dict[str, list[dict[str, Any]]] = {"with": [], "without": []}
    for number, (photo, has_it) in enumerate(views_of_photos()):
        image = marked(photo, number) if has_it else photo
        file = saved(image, folder / f"{number}.jpg")
        stored["with" if has_it else "without"].append(
            teaching_server.upload(file, categorization="local_tagging", auto_tagging="0.5")
        )
    return stored


@pytest.fixture(scope="module")
def taught(teaching_server: LiveServer, library: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """A tag learnt from ten of the twelve with the mark, and five of those without."""
    server = teaching_server
    assert ask(server, "post", "taught_tags", {"name": TAUGHT}).ok
    ask(server, "post", f"taught_tags/{TAUGHT}/examples", {"asset_ids": ids(library["with"][:10])})
    answer = ask(
        server,
        "post",
        f"taught_tags/{TAUGHT}/examples",
        {"asset_ids": ids(library["without"][:5]), "positive": False},
    )
    assert answer.ok, answer.text
    result: dict[str, Any] = answer.json()
    return result


def ids(assets: list[dict[str, Any]]) -> list[str]:
    return [asset["asset_id"] for asset in assets]


def ask(server: LiveServer, method: str, path: str, fields: object = None) -> requests.Response:
    address = f"{server.url}/v1_1/{server.cloud_name}/{path}"
    return requests.request(method, address, json=fields, auth=server.basic, timeout=60)


def rows(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = resource["info"]["categorization"]["local_tagging"]["data"]
    return {row["tag"]: row for row in found}


def test_the_owner_is_told_how_well_it_was_learnt(taught: dict[str, Any]) -> None:
    assert taught["status"] == "learnt"
    assert taught["report"]["examples"] == 10
    assert taught["report"]["counterexamples"] == 5
    assert taught["report"]["found"] >= 6
    assert taught["report"]["mistaken_background"] <= 3


def test_every_example_shows_what_it_gets_when_it_is_left_out(
    teaching_server: LiveServer, taught: dict[str, Any]
) -> None:
    shown = ask(teaching_server, "get", f"taught_tags/{taught['name']}").json()
    assert len(shown["examples"]) == 15
    assert all(0 <= example["confidence"] <= 1 for example in shown["examples"])


@pytest.mark.usefixtures("taught")
def test_a_new_upload_gets_the_taught_tag(
    teaching_server: LiveServer, tmp_path: Path, rocket: Path
) -> None:
    with Image.open(rocket) as opened:
        photo = opened.convert("RGB").resize(SIZE)
    with_it = teaching_server.upload(
        saved(marked(photo, 4), tmp_path / "with.jpg"),
        categorization="local_tagging",
        auto_tagging="0.25",
    )
    without = teaching_server.upload(
        saved(photo, tmp_path / "without.jpg"), categorization="local_tagging", auto_tagging="0.25"
    )
    assert TAUGHT in with_it["tags"]
    assert rows(with_it)[TAUGHT]["taught"] is True
    assert TAUGHT not in without["tags"]


@pytest.mark.usefixtures("taught")
def test_in_a_video_the_taught_tag_has_its_moments(
    teaching_server: LiveServer, tmp_path: Path, rocket: Path
) -> None:
    with Image.open(rocket) as opened:
        photo = opened.convert("RGB").resize(SIZE)
    video = tmp_path / "video.mp4"
    with av.open(video, "w") as container:
        stream = container.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for number in range(60):
            image = marked(photo, 4) if 20 <= number < 50 else photo
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(image), "rgb24")))
        container.mux(stream.encode())
    uploaded = teaching_server.upload(video, categorization="local_tagging", auto_tagging="0.25")
    row = rows(teaching_server.wait_until_tagged(uploaded))[TAUGHT]
    [segment] = row["segments"]
    assert segment["start"] == pytest.approx(4, abs=1.1)
    assert segment["end"] == pytest.approx(10, abs=1.1)


def test_on_request_it_is_found_in_what_was_there_before(
    teaching_server: LiveServer, taught: dict[str, Any], library: dict[str, list[dict[str, Any]]]
) -> None:
    ask(teaching_server, "post", f"taught_tags/{taught['name']}/apply")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        application = ask(teaching_server, "get", f"taught_tags/{taught['name']}").json()[
            "application"
        ]
        if application["status"] == "complete":
            break
        time.sleep(0.2)
    assert application["status"] == "complete"
    assert application["done"] == application["total"] >= 18
    unseen = ids(library["with"][10:])
    tagged = ask(teaching_server, "get", f"resources/image/tags/{TAUGHT}?max_results=100").json()
    found = {resource["asset_id"] for resource in tagged["resources"]}
    assert found & set(unseen)
    assert not found & set(ids(library["without"]))


@pytest.mark.usefixtures("taught")
def test_what_is_least_sure_is_asked_about_first(teaching_server: LiveServer) -> None:
    suggested = ask(teaching_server, "get", f"taught_tags/{TAUGHT}/suggestions").json()
    confidences = [each["confidence"] for each in suggested["suggestions"]]
    doubt = [abs(confidence - 0.5) for confidence in confidences]
    assert doubt[0] == min(doubt)


@pytest.mark.usefixtures("taught")
def test_a_correction_becomes_an_example(
    teaching_server: LiveServer, library: dict[str, list[dict[str, Any]]]
) -> None:
    corrected = {"tag": TAUGHT, "public_ids[]": library["without"][5]["public_id"]}
    for command in ("add", "remove"):
        answer = teaching_server.post(
            "image/tags", data={"command": command, **corrected}, auth=teaching_server.basic
        )
        assert answer.ok, answer.text
    before = ask(teaching_server, "get", f"taught_tags/{TAUGHT}").json()["report"]
    after = ask(teaching_server, "post", f"taught_tags/{TAUGHT}/learn").json()["report"]
    assert after["counterexamples"] == before["counterexamples"] + 1


def test_too_few_examples_are_said_to_be_too_few(
    teaching_server: LiveServer, library: dict[str, list[dict[str, Any]]]
) -> None:
    ask(teaching_server, "post", "taught_tags", {"name": "early"})
    answer = ask(
        teaching_server,
        "post",
        "taught_tags/early/examples",
        {"asset_ids": ids(library["with"][:2])},
    ).json()
    assert answer["status"] == "learning"
    assert "5 different examples are needed" in answer["report"]["message"]
    assert ask(teaching_server, "post", "taught_tags/early/apply").status_code == 400
    withdrawn = ask(
        teaching_server, "delete", f"taught_tags/early/examples/{library['with'][0]['asset_id']}"
    ).json()
    assert withdrawn["report"]["examples"] == 1
    assert ask(teaching_server, "delete", "taught_tags/early").ok
    assert ask(teaching_server, "get", "taught_tags/early").status_code == 404


@pytest.mark.parametrize(
    ("path", "fields", "message"),
    [
        ("taught_tags", {"name": " "}, "1 to 100 characters"),
        ("taught_tags", {"name": "a,b"}, "without commas"),
        ("taught_tags", {"name": "x" * 101}, "1 to 100 characters"),
        ("taught_tags", {"name": "a\nb"}, "line breaks"),
        ("taught_tags", {"name": TAUGHT}, "taught already"),
        ("taught_tags", {"name": "x", "kind": "mood"}, "Invalid kind"),
        ("taught_tags", {"name": "x", "sort": "1"}, "Unknown parameter sort"),
        (f"taught_tags/{TAUGHT}/examples", {}, "asset_ids"),
        (f"taught_tags/{TAUGHT}/examples", {"asset_ids": []}, "asset_ids"),
        (f"taught_tags/{TAUGHT}/examples", {"asset_ids": ["f" * 32]}, "no asset"),
        (f"taught_tags/{TAUGHT}/examples", {"asset_ids": ["a", "b"], "moment": 1}, "one asset"),
        (f"taught_tags/{TAUGHT}/examples", {"asset_ids": ["a"], "moment": "nan"}, "seconds"),
        (f"taught_tags/{TAUGHT}/examples", {"asset_ids": ["a"], "positive": "maybe"}, "positive"),
    ],
)
@pytest.mark.usefixtures("taught")
def test_what_cannot_be_taught_is_refused_with_a_reason(
    teaching_server: LiveServer, path: str, fields: dict[str, Any], message: str
) -> None:
    answer = ask(teaching_server, "post", path, fields)
    assert answer.status_code == 400
    assert message in answer.json()["error"]["message"]


def test_an_asset_that_the_local_engine_has_not_seen_cannot_be_an_example(
    teaching_server: LiveServer, cat: Path, taught: dict[str, Any]
) -> None:
    unseen = teaching_server.upload(cat, public_id="unseen")
    answer = ask(
        teaching_server,
        "post",
        f"taught_tags/{taught['name']}/examples",
        {"asset_ids": [unseen["asset_id"]]},
    )
    assert answer.status_code == 400
    assert "Tag it with local_tagging first" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["taught_tags", "resources/visual_search"])
def test_only_the_owner_teaches_and_searches(teaching_server: LiveServer, path: str) -> None:
    address = f"{teaching_server.url}/v1_1/demo/{path}"
    assert requests.get(address, timeout=30).status_code == 401
    assert requests.post(address, json={"text": "cat"}, timeout=30).status_code == 401


def test_what_looks_alike_is_found_first(
    teaching_server: LiveServer, library: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    wanted = library["without"][0]
    original = requests.get(wanted["url"], timeout=30).content
    with Image.open(io.BytesIO(original)) as opened:
        copy = saved(opened.convert("RGB").resize((300, 300)), tmp_path / "copy.jpg")
    copied = teaching_server.upload(copy, categorization="local_tagging")
    similar = ask(teaching_server, "get", f"similar/image/upload/{wanted['public_id']}").json()
    assert similar["resources"][0]["asset_id"] == copied["asset_id"]
    assert similar["resources"][0]["similarity"] > 0.9
    assert wanted["asset_id"] not in ids(similar["resources"])


def test_visual_search_answers_the_sdk(
    teaching_server: LiveServer, library: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    cloudinary.reset_config()
    cloudinary.config(
        cloud_name="demo",
        api_key=teaching_server.api_key,
        api_secret=teaching_server.api_secret,
        upload_prefix=teaching_server.url,
    )
    wanted = library["without"][1]
    by_asset = cloudinary.api.visual_search(image_asset_id=wanted["asset_id"])
    assert by_asset["resources"]
    file = tmp_path / "wanted.jpg"
    file.write_bytes(requests.get(wanted["url"], timeout=30).content)
    by_file = cloudinary.api.visual_search(image_file=str(file))
    assert by_file["resources"][0]["asset_id"] == wanted["asset_id"]
    by_text = cloudinary.api.visual_search(text="cat")
    assert all("cat" in resource["tags"] for resource in by_text["resources"])
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.visual_search(image_asset_id="f" * 32)
    with pytest.raises(cloudinary.exceptions.BadRequest):
        cloudinary.api.visual_search()
    with pytest.raises(cloudinary.exceptions.BadRequest):
        cloudinary.api.visual_search(image_file=io.BytesIO(b"no picture"))
