"""The official Python SDK relates assets to each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest
import requests


def uploaded(file: Path, public_id: str, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = cloudinary.uploader.upload(str(file), public_id=public_id, **options)
    return answer


def related(public_id: str, **options: Any) -> list[str]:
    found = cloudinary.api.resource(public_id, related=True, **options)["related_assets"]
    return [each["public_id"] for each in found]


def test_assets_are_related_in_both_directions(cat: Path, rocket: Path) -> None:
    for name in ("one", "größe 🐈/two", "three"):
        uploaded(cat, f"related/{name}")
    others = ["image/upload/related/größe 🐈/two", "image/upload/related/three"]
    missing, itself = "video/upload/related/no", "image/upload/related/one"
    answer = cloudinary.api.add_related_assets("related/one", [*others, missing, itself])
    assert [(row["asset"], row["status"]) for row in answer["success"]] == [
        (other, 200) for other in others
    ]
    assert [(row["asset"], row["status"]) for row in answer["failed"]] == [
        (missing, 404),
        (itself, 400),
    ]
    assert set(related("related/one")) == {"related/größe 🐈/two", "related/three"}
    assert related("related/three") == ["related/one"]
    uploaded(rocket, "related/three")
    assert related("related/three") == ["related/one"], "a replaced asset keeps its relations"
    answer = cloudinary.api.delete_related_assets("related/three", "image/upload/related/one")
    assert len(answer["success"]) == 1
    assert related("related/one") == ["related/größe 🐈/two"]
    again = cloudinary.api.delete_related_assets("related/three", "image/upload/related/one")
    assert (len(again["success"]), len(again["failed"])) == (0, 1)


def test_assets_are_related_by_their_asset_ids(cat: Path) -> None:
    ids = [uploaded(cat, f"related by id/{number}")["asset_id"] for number in range(4)]
    answer = cloudinary.api.add_related_assets_by_asset_ids(ids[0], [*ids[1:], "0" * 32])
    assert [row["asset"] for row in answer["success"]] == ids[1:]
    first = cloudinary.api.resource_by_asset_id(ids[0], related=True, max_results=2)
    second = cloudinary.api.resource_by_asset_id(
        ids[0], related=True, max_results=2, related_next_cursor=first["related_next_cursor"]
    )
    listed = [each["asset_id"] for each in first["related_assets"] + second["related_assets"]]
    assert sorted(listed) == sorted(ids[1:])
    assert "related_next_cursor" not in second
    cloudinary.uploader.destroy("related by id/1")
    answer = cloudinary.api.delete_related_assets_by_asset_ids(ids[0], ids[2:])
    assert len(answer["success"]) == 2
    assert related("related by id/0") == []


def test_a_link_to_one_resource_says_nothing_of_others(cat: Path) -> None:
    one, two = uploaded(cat, "related link/1"), uploaded(cat, "related link/2")
    cloudinary.api.add_related_assets_by_asset_ids(one["asset_id"], [two["asset_id"]])
    shown = requests.get(one["info_url"], params={"related": "true"}, timeout=30).json()
    assert shown["asset_id"] == one["asset_id"]
    assert "related_assets" not in shown


def test_senseless_relations_are_refused(cat: Path) -> None:
    uploaded(cat, "related/bad")
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.add_related_assets("related/none", ["image/upload/related/bad"])
    for given in ([], ["image/upload/x"] * 11, [{"x": "y"}]):
        with pytest.raises(cloudinary.exceptions.BadRequest):
            cloudinary.api.add_related_assets("related/bad", given)
    answer = cloudinary.api.add_related_assets(
        "related/bad", ["image", "image/upload", "a/b/c", "/"]
    )
    assert answer["success"] == []
    with pytest.raises(cloudinary.exceptions.BadRequest, match="related_next_cursor"):
        cloudinary.api.resource("related/bad", related=True, related_next_cursor="x")
