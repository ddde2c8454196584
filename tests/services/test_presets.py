"""Presets are checked field by field, and come out of the database as they went in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from services.database import Database
from services.presets import PresetError, PresetStore

ENGINES = {"categorization": ["imagga_tagging", "local_tagging"], "detection": ["local_faces"]}
FULL: dict[str, Any] = {
    "name": "everything",
    "unsigned": True,
    "settings": {
        "categorization": ["local_tagging", "imagga_tagging"],
        "auto_tagging": {"object": 0.7, "action": 0.4},
        "folder": "holiday/2026",
        "tags": ["summer", "größe"],
        "allowed_formats": ["jpg", "mp4"],
        "overwrite": False,
        "unique_filename": False,
        "use_filename": True,
        "notification_url": "https://example.com/hook",
        "phash": True,
        "colors": False,
        "max_file_size": 1000,
    },
}


@pytest.fixture
def store(database: Database) -> PresetStore:
    return PresetStore(database, ENGINES)


def preset(**settings: Any) -> dict[str, Any]:
    return {"name": "mine", "settings": settings}


def test_a_preset_comes_back_as_it_was_kept(store: PresetStore) -> None:
    store.create(FULL)
    kept = store.get("everything")
    assert kept
    assert kept.model_dump(exclude_none=True) == FULL


def test_presets_are_listed_by_name(store: PresetStore) -> None:
    for name in ("zebra", "ape", "lion"):
        store.create({"name": name})
    assert [kept.name for kept in store.all()] == ["ape", "lion", "zebra"]


def test_a_preset_is_signed_unless_it_says_otherwise(store: PresetStore) -> None:
    assert store.create({"name": "mine"}).unsigned is False


def test_a_name_is_given_once(store: PresetStore) -> None:
    store.create({"name": "mine"})
    with pytest.raises(PresetError, match="name: there is a preset 'mine' already"):
        store.create({"name": "mine"})


def test_a_preset_can_be_changed_and_renamed(store: PresetStore) -> None:
    store.create(preset(folder="a"))
    store.replace("mine", preset(folder="b"))
    changed = store.get("mine")
    assert changed
    assert changed.settings.folder == "b"
    store.replace("mine", {"name": "yours"})
    assert [kept.name for kept in store.all()] == ["yours"]


def test_renaming_to_a_taken_name_loses_neither(store: PresetStore) -> None:
    store.create({"name": "mine"})
    store.create({"name": "yours"})
    with pytest.raises(PresetError, match="already"):
        store.replace("mine", {"name": "yours"})
    assert [kept.name for kept in store.all()] == ["mine", "yours"]


def test_a_preset_that_is_not_there_cannot_be_changed(store: PresetStore) -> None:
    with pytest.raises(KeyError):
        store.replace("mine", {"name": "mine"})


def test_a_preset_can_be_deleted(store: PresetStore) -> None:
    store.create({"name": "mine"})
    assert store.delete("mine")
    assert not store.delete("mine")
    assert store.get("mine") is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "a/b"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "mine", "unsigned": "perhaps"}, "unsigned"),
        ({"name": "mine", "mode": "unsigned"}, "mode"),
        (preset(auto_tagging=7), "settings.auto_tagging"),
        (preset(auto_tagging=-0.1), "settings.auto_tagging"),
        (preset(auto_tagging="high"), "settings.auto_tagging"),
        (preset(auto_tagging=float("nan")), "settings.auto_tagging"),
        (preset(auto_tagging={"object": 7}), "settings.auto_tagging.object"),
        (preset(auto_tagging={"mood": 0.5}), "settings.auto_tagging.mood"),
        (preset(auto_tagged=0.5), "settings.auto_tagged"),
        (preset(categorization=["nobody"]), "settings.categorization"),
        (preset(categorization=5), "settings.categorization"),
        (preset(categorization=["local_faces"]), "settings.categorization"),
        (preset(detection=["local_tagging"]), "settings.detection"),
        (preset(folder="../up"), "settings.folder"),
        (preset(folder="a//b"), "settings.folder"),
        (preset(tags=[""]), "settings.tags.0"),
        (preset(tags=["a", "x" * 256]), "settings.tags.1"),
        (preset(max_file_size=0), "settings.max_file_size"),
        (preset(max_file_size=1.5), "settings.max_file_size"),
        (preset(notification_url="javascript:alert(1)"), "settings.notification_url"),
        (preset(overwrite="perhaps"), "settings.overwrite"),
        (preset(moderation="aws_rek"), "settings.moderation"),
        (preset(moderation_thresholds={"approve": 2}), "settings.moderation_thresholds.approve"),
        (
            preset(moderation_thresholds={"approve": 0.9, "reject": 0.1}),
            "settings.moderation_thresholds",
        ),
    ],
)
def test_a_mistake_is_named_by_its_field(
    store: PresetStore, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(PresetError) as raised:
        store.create(values)
    assert field in raised.value.problems
    assert str(raised.value).startswith(f"{field}: ")
    assert store.all() == []


def test_an_unknown_engine_is_told_which_there_are(store: PresetStore) -> None:
    with pytest.raises(PresetError, match="no engine 'nobody'; there are imagga_tagging, local"):
        store.create(preset(categorization=["local_tagging", "nobody"]))


def test_lists_may_be_written_with_commas_and_repeats_count_once(store: PresetStore) -> None:
    kept = store.create(preset(tags="cat, dog,,cat", categorization="local_tagging"))
    assert kept.settings.tags == ["cat", "dog"]
    assert kept.settings.categorization == ["local_tagging"]


def shipped(folder: Path, content: str) -> Path:
    file = folder / "presets.json"
    file.write_text(content)
    return file


def test_what_ships_is_kept_in_an_empty_database_only(store: PresetStore, tmp_path: Path) -> None:
    file = shipped(tmp_path, json.dumps({"presets": [FULL]}))
    store.load_shipped(file)
    store.replace("everything", {"name": "mine"})
    store.load_shipped(file)
    assert [kept.name for kept in store.all()] == ["mine"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"preset": []}', '{"presets": {}}', '{"presets": 5}']
)
def test_a_file_that_is_no_list_of_presets_is_refused_by_name(
    store: PresetStore, tmp_path: Path, content: str
) -> None:
    with pytest.raises(PresetError, match=r"^presets\.json: cannot be read as ") as raised:
        store.load_shipped(shipped(tmp_path, content))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"name": "a", "settings": {"auto_tagging": 7}}, "settings.auto_tagging"),
        ({"name": "a", "settings": {"categorization": ["x"]}}, "settings.categorization"),
        ("a", ""),
    ],
)
def test_a_mistake_in_the_file_is_named_by_entry_and_field_even_when_nothing_is_loaded(
    store: PresetStore, tmp_path: Path, entry: Any, field: str
) -> None:
    store.create({"name": "kept"})
    file = shipped(tmp_path, json.dumps({"presets": [FULL, entry]}))
    with pytest.raises(PresetError) as raised:
        store.load_shipped(file)
    assert str(raised.value).startswith(f"presets.json: presets[1]{'.' if field else ''}{field}: ")
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_refused_by_name(store: PresetStore, tmp_path: Path) -> None:
    with pytest.raises(PresetError, match=r"^presets\.json: "):
        store.load_shipped(tmp_path / "presets.json")
