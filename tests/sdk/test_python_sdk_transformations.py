"""Derived files and named transformations, by the official Python SDK."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cloudinary
import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest
import requests

from tests.conftest import LiveServer

SQUARE = {"width": 60, "height": 60, "crop": "fill"}


@pytest.fixture(autouse=True)
def configured(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()


def test_a_named_transformation_is_created_used_changed_and_deleted(
    live_server: LiveServer, rocket: Path
) -> None:
    cloudinary.uploader.upload(str(rocket), public_id="sdk/named")
    url = f"{live_server.url}/demo/image/upload/t_sdk_square/sdk/named.jpg"
    assert requests.get(url, timeout=30).status_code == 400
    cloudinary.api.create_transformation("sdk_square", SQUARE)
    assert requests.get(url, timeout=30).status_code == 200
    found = cloudinary.api.transformation("t_sdk_square")
    assert found["name"] == "t_sdk_square"
    assert (found["named"], found["used"], found["allowed_for_strict"]) == (True, True, True)
    assert found["info"] == [{"crop": "fill", "height": "60", "width": "60"}]
    assert [row["public_id"] for row in found["derived"]] == ["sdk/named"]
    cloudinary.api.update_transformation("t_sdk_square", allowed_for_strict=False)
    assert cloudinary.api.transformation("sdk_square")["allowed_for_strict"] is False
    cloudinary.api.update_transformation("t_sdk_square", unsafe_update={"width": 20, "crop": "fit"})
    assert cloudinary.api.transformation("t_sdk_square")["info"] == [{"crop": "fit", "width": "20"}]
    named = cloudinary.api.transformations(named=True, max_results=500)["transformations"]
    assert "t_sdk_square" in [row["name"] for row in named]
    assert cloudinary.api.delete_transformation("t_sdk_square")["message"] == "deleted"
    assert requests.get(url, timeout=30).status_code == 400
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.delete_transformation("t_sdk_square")


def test_what_makes_no_transformation_is_refused() -> None:
    cloudinary.api.create_transformation("sdk_once", "w_10")
    for name, definition, message in (
        ("sdk_once", "w_10", "already"),
        ("../up", "w_10", "begins with a letter"),
        ("sdk_bad", "e_oops", "there is no effect"),
        ("sdk_bad", "", "is empty"),
        ("sdk_bad", "t_nothing", "no such named"),
    ):
        with pytest.raises(cloudinary.exceptions.BadRequest, match=message):
            cloudinary.api.create_transformation(name, definition)
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.update_transformation("t_sdk_missing", allowed_for_strict=True)
    cloudinary.api.delete_transformation("sdk_once")


def test_derived_files_are_listed_page_by_page_and_deleted(
    live_server: LiveServer, rocket: Path
) -> None:
    before = live_server.files()
    cloudinary.uploader.upload(str(rocket), public_id="sdk/derived", eager="w_11|w_12|w_13/png")
    first = cloudinary.api.resource("sdk/derived", max_results=2)
    assert len(first["derived"]) == 2
    rest = cloudinary.api.resource("sdk/derived", derived_next_cursor=first["derived_next_cursor"])
    rows = first["derived"] + rest["derived"]
    assert {row["transformation"] for row in rows} == {"w_11", "w_12", "w_13"}
    for row in rows:
        assert len(requests.get(row["secure_url"], timeout=30).content) == row["bytes"]
    ids = [row["id"] for row in rows if row["transformation"] == "w_11"]
    deleted = cloudinary.api.delete_derived_resources([*ids, "nothing"])["deleted"]
    assert deleted == {ids[0]: "deleted", "nothing": "not_found"}
    cloudinary.api.delete_derived_by_transformation(
        ["sdk/derived", "sdk/missing"], [{"raw_transformation": "w_12"}, "w_13/png"]
    )
    assert cloudinary.api.resource("sdk/derived")["derived"] == []
    assert len(live_server.files() - before) == 1


def test_transformations_are_listed_page_by_page(rocket: Path) -> None:
    cloudinary.uploader.upload(str(rocket), public_id="sdk/listed", eager="w_21|w_22|w_23")
    names = []
    cursor = None
    while True:
        page = cloudinary.api.transformations(max_results=2, next_cursor=cursor)
        names += [row["name"] for row in page["transformations"]]
        cursor = page.get("next_cursor")
        if cursor is None:
            break
    assert len(names) == len(set(names))
    assert {"w_21", "w_22", "w_23"} <= set(names)
    assert cloudinary.api.delete_transformation("w_22")["message"] == "deleted"
    found = cloudinary.api.resource("sdk/listed")["derived"]
    assert {row["transformation"] for row in found} == {"w_21", "w_23"}


def test_only_the_owner_manages_transformations(live_server: LiveServer) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        url = f"{live_server.url}/v1_1/demo/transformations"
        assert requests.request(method, url, timeout=30).status_code == 401
