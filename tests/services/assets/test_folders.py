"""Folders and relations, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.assets.catalogue import Catalogue
from services.assets.editing import AssetEditor
from services.assets.folders import FolderError, FolderNotFound, Folders, FolderTaken
from services.assets.relations import Relations
from services.database import Database
from tests.services.assets.test_catalogue import asset


def paths(folders: Folders, path: str) -> list[str]:
    return [folder.path for folder in folders.inside(path, 500).folders]


def test_a_folder_moves_with_all_that_is_in_it(database: Database) -> None:
    catalogue, folders = Catalogue(database), Folders(database)
    for number, folder in enumerate(("größe", "größe/a/b", "größer", "")):
        catalogue.add(asset(f"moved {number}", asset_folder=folder), overwrite=True)
    external_id = folders.inside("größe", 1).folders[0].external_id
    folders.rename("größe", "x/y")
    found = [catalogue.find("image", "upload", f"moved {number}") for number in range(4)]
    assert [each.asset_folder for each in found if each] == ["x/y", "x/y/a/b", "größer", ""]
    assert paths(folders, "") == ["größer", "x"]
    assert paths(folders, "x/y") == ["x/y/a"]
    assert paths(folders, "x/y/a") == ["x/y/a/b"]
    assert folders.inside("x/y", 1).folders[0].external_id == external_id
    with pytest.raises(FolderTaken):
        folders.rename("größer", "x/y")
    with pytest.raises(FolderError, match="longer than 255"):
        folders.rename("x", "z" * 252)
    with pytest.raises(FolderNotFound):
        folders.rename("größe", "elsewhere/new")
    assert paths(folders, "") == ["größer", "x"]


def test_uploads_at_once_make_a_folder_once(database: Database) -> None:
    catalogue, folders = Catalogue(database), Folders(database)
    with ThreadPoolExecutor(8) as pool:
        assets = [asset(f"{number}", asset_folder="new/in") for number in range(16)]
        list(pool.map(lambda each: catalogue.add(each, overwrite=True), assets))
    assert paths(folders, "new") == ["new/in"]
    with pytest.raises(FolderError, match="not empty"):
        folders.delete("new")


def test_relations_of_what_is_gone_for_good_are_forgotten(database: Database) -> None:
    catalogue, relations = Catalogue(database), Relations(database)
    kept = catalogue.add(asset("kept"), overwrite=True).asset
    gone = catalogue.add(asset("gone"), overwrite=True).asset
    backed_up = catalogue.add(asset("backed up", backup=True), overwrite=True).asset
    relations.relate(kept.asset_id, [gone.asset_id, backed_up.asset_id])
    for name in ("gone", "backed up"):
        AssetEditor(database).destroy("image", "upload", name)
    relations.sweep()
    assert relations.related(kept.asset_id, 10).assets == []
    assert relations.unrelate(kept.asset_id, [gone.asset_id, backed_up.asset_id]) == [
        backed_up.asset_id
    ]
