"""The official Python SDK keeps folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest

from tests.conftest import LiveServer


def inside(path: str, **options: Any) -> list[str]:
    return [folder["path"] for folder in cloudinary.api.subfolders(path, **options)["folders"]]


def folder_of(public_id: str) -> str:
    folder: str = cloudinary.api.resource(public_id)["asset_folder"]
    return folder


def test_folders_are_made_and_listed_page_by_page(cat: Path) -> None:
    for name in ("b", "größe 🐈/deep", "a"):
        made = cloudinary.api.create_folder(f"folders/{name}")
        assert (made["success"], made["path"]) == (True, f"folders/{name}")
        assert made["name"] == name.rpartition("/")[2]
    again = cloudinary.api.create_folder("folders/a")
    assert again["external_id"] == made["external_id"]
    cloudinary.uploader.upload(str(cat), public_id="in folders", asset_folder="folders/c/d")
    assert inside("folders") == [f"folders/{name}" for name in ("a", "b", "c", "größe 🐈")]
    assert inside("folders/größe 🐈") == ["folders/größe 🐈/deep"]
    first = cloudinary.api.subfolders("folders", max_results=3)
    assert (len(first["folders"]), first["total_count"]) == (3, 4)
    assert inside("folders", next_cursor=first["next_cursor"]) == ["folders/größe 🐈"]
    roots = cloudinary.api.root_folders(max_results=500)
    assert "folders" in [folder["path"] for folder in roots["folders"]]
    assert roots["next_cursor"] is None


def test_a_folder_is_renamed_with_everything_inside(cat: Path) -> None:
    cloudinary.uploader.upload(str(cat), public_id="moving 1", asset_folder="from_")
    cloudinary.uploader.upload(str(cat), public_id="moving 2", asset_folder="from_/in/deep")
    cloudinary.uploader.upload(str(cat), public_id="staying", asset_folder="from_er")
    answer = cloudinary.api.rename_folder("from_/in", "elsewhere/new/inner")
    assert answer["from"] == {"name": "in", "path": "from_/in"}
    assert answer["to"] == {"name": "inner", "path": "elsewhere/new/inner"}
    assert folder_of("moving 2") == "elsewhere/new/inner/deep"
    cloudinary.api.rename_folder("from_", "to")
    assert (folder_of("moving 1"), folder_of("staying")) == ("to", "from_er")
    assert inside("elsewhere/new/inner") == ["elsewhere/new/inner/deep"]
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.subfolders("from_")
    assert cloudinary.api.resource("moving 1")["public_id"] == "moving 1"


def test_a_folder_is_not_renamed_to_where_it_cannot_be(cat: Path) -> None:
    cloudinary.uploader.upload(str(cat), public_id="unmoved", asset_folder="unmoved/in")
    cloudinary.api.create_folder("taken")
    with pytest.raises(cloudinary.exceptions.AlreadyExists, match="taken"):
        cloudinary.api.rename_folder("unmoved", "taken")
    for to_path in ("unmoved/in/more", "unmoved", "", "a//b", "../x", "x" * 256, "y" * 254):
        with pytest.raises(cloudinary.exceptions.BadRequest):
            cloudinary.api.rename_folder("unmoved", to_path)
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.rename_folder("no such folder", "nowhere/at all")
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.subfolders("nowhere")
    assert folder_of("unmoved") == "unmoved/in"


def test_a_folder_is_deleted_when_no_asset_is_inside(cat: Path) -> None:
    cloudinary.uploader.upload(str(cat), public_id="last", asset_folder="full/in")
    cloudinary.api.create_folder("full/empty")
    with pytest.raises(cloudinary.exceptions.BadRequest, match="not empty"):
        cloudinary.api.delete_folder("full")
    cloudinary.uploader.destroy("last")
    answer = cloudinary.api.delete_folder("full", skip_backup=True)
    assert answer["deleted"] == ["full", "full/empty", "full/in"]
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.delete_folder("full")


def test_an_asset_that_moves_or_comes_back_makes_its_folder(cat: Path) -> None:
    cloudinary.uploader.upload(str(cat), public_id="traveller", backup=True, asset_folder="trip/a")
    cloudinary.api.update("traveller", asset_folder="trip/b/c")
    assert inside("trip") == ["trip/a", "trip/b"]
    cloudinary.uploader.destroy("traveller")
    cloudinary.api.delete_folder("trip")
    cloudinary.api.restore(["traveller"])
    assert inside("trip") == ["trip/b"]


@pytest.mark.parametrize("path", ["a//b", "..", "x" * 256, "a%3Fb", "%2F"])
def test_a_senseless_folder_is_not_made(live_server: LiveServer, path: str) -> None:
    assert live_server.request("POST", f"folders/{path}").status_code in {400, 404, 405, 308}
    assert live_server.request("POST", "folders/x", auth=None).status_code == 401
