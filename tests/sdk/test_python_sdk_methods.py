"""The official Python SDK's methods for assets that are stored already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cloudinary
import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import cloudinary.utils
import pytest
import requests

from tests.conftest import LiveServer


def uploaded(file: Path, public_id: str, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = cloudinary.uploader.upload(str(file), public_id=public_id, **options)
    return answer


def tags_of(public_id: str, **options: Any) -> list[str]:
    tags: list[str] = cloudinary.api.resource(public_id, **options)["tags"]
    return tags


def test_tags_are_added_removed_replaced_and_made_exclusive(cat: Path) -> None:
    one, two = "methods/größe 'one'", "methods/two, with a comma"
    for public_id in (one, two):
        uploaded(cat, public_id, tags="first")
    answer = cloudinary.uploader.add_tag("cover, night", [two, one, "methods/nothing"])
    assert answer == {"public_ids": [two, one]}
    assert tags_of(one) == ["first", "cover", "night"]
    cloudinary.uploader.add_tag(["a", "b"], one)
    cloudinary.uploader.remove_tag("night", [one])
    assert tags_of(one) == ["first", "cover", "a", "b"]
    cloudinary.uploader.add_tag("cover", [two], exclusive=True)
    assert (tags_of(one), tags_of(two)) == (["first", "a", "b"], ["first", "cover", "night"])
    cloudinary.uploader.replace_tag("only", [one])
    assert tags_of(one) == ["only"]
    assert cloudinary.uploader.remove_all_tags([one, two])["public_ids"] == [one, two]
    assert (tags_of(one), tags_of(two)) == ([], [])


def test_tags_are_of_one_delivery_type_and_resource_type(cat: Path) -> None:
    uploaded(cat, "methods/typed", type="private")
    uploaded(cat, "methods/typed")
    answer = cloudinary.uploader.add_tag("secret", ["methods/typed"], type="private")
    assert answer == {"public_ids": ["methods/typed"]}
    assert tags_of("methods/typed", type="private") == ["secret"]
    assert tags_of("methods/typed") == []
    raw = cloudinary.uploader.add_tag("secret", ["methods/typed"], resource_type="raw")
    assert raw == {"public_ids": []}


def test_a_notification_url_that_the_sdk_does_not_sign_is_taken(cat: Path) -> None:
    uploaded(cat, "methods/told")
    answer = cloudinary.uploader.add_tag(
        "x", ["methods/told"], notification_url="https://example.com/hook", batch_id="b"
    )
    assert answer == {"public_ids": ["methods/told"]}


def test_context_is_added_and_removed(cat: Path) -> None:
    public_ids = ["methods/context one", "methods/context two"]
    for public_id in public_ids:
        uploaded(cat, public_id, context={"alt": "a cat"})
    added = {"caption": "so=it|is & was", "größe": "🐈"}
    assert cloudinary.uploader.add_context(added, public_ids) == {"public_ids": public_ids}
    for public_id in public_ids:
        assert cloudinary.api.resource(public_id)["context"] == {
            "custom": {"alt": "a cat", **added}
        }
    cloudinary.uploader.remove_all_context(public_ids[:1])
    assert cloudinary.api.resource(public_ids[0])["context"] == {}
    assert cloudinary.api.resource(public_ids[1])["context"]["custom"]["alt"] == "a cat"


def test_rename_moves_the_asset_and_says_when_the_name_is_taken(cat: Path, rocket: Path) -> None:
    first = uploaded(cat, "methods/old name", tags="kept")
    uploaded(rocket, "methods/taken")
    with pytest.raises(cloudinary.exceptions.BadRequest, match=r"to_public_id\(methods/taken\)"):
        cloudinary.uploader.rename("methods/old name", "methods/taken")
    renamed = cloudinary.uploader.rename(
        "methods/old name", "methods/größe 🐈", context="alt=renamed", invalidate=True
    )
    assert (renamed["public_id"], renamed["asset_id"]) == ("methods/größe 🐈", first["asset_id"])
    assert (renamed["tags"], renamed["context"]) == (["kept"], {"custom": {"alt": "renamed"}})
    assert requests.get(renamed["url"], timeout=30).content == cat.read_bytes()
    assert requests.get(first["url"], timeout=30).status_code == 404
    with pytest.raises(cloudinary.exceptions.NotFound, match="not found - methods/old name"):
        cloudinary.uploader.rename("methods/old name", "methods/other")


def test_rename_may_be_asked_to_answer_with_what_it_answers_with_anyway(cat: Path) -> None:
    uploaded(cat, "methods/described", context={"alt": "a cat"})
    renamed = cloudinary.uploader.rename(
        "methods/described", "methods/described too", context=True, metadata=True
    )
    assert renamed["context"] == {"custom": {"alt": "a cat"}}


def test_rename_replaces_with_overwrite_and_changes_the_type(cat: Path, rocket: Path) -> None:
    uploaded(cat, "methods/winner")
    lost = uploaded(rocket, "methods/loser", type="private")
    renamed = cloudinary.uploader.rename(
        "methods/winner", "methods/loser", to_type="private", overwrite=True
    )
    assert (renamed["type"], renamed["etag"] == lost["etag"]) == ("private", False)
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.resource("methods/winner")


def test_destroy_leaves_nothing_behind(live_server: LiveServer, cat: Path) -> None:
    before = live_server.files()
    asset = uploaded(cat, "methods/größe gone")
    requests.get(asset["thumbnail_url"], timeout=30).raise_for_status()
    assert live_server.files() > before
    assert cloudinary.uploader.destroy("methods/größe gone", invalidate=True) == {"result": "ok"}
    assert live_server.files() == before
    assert requests.get(asset["url"], timeout=30).status_code == 404
    again = cloudinary.uploader.destroy("methods/größe gone")
    assert again == {"result": "not found"}


def test_destroy_of_a_video_and_of_a_raw_file(bikes: Path, tmp_path: Path) -> None:
    uploaded(bikes, "methods/video", resource_type="video", categorization="local_tagging")
    assert cloudinary.uploader.destroy("methods/video") == {"result": "not found"}
    assert cloudinary.uploader.destroy("methods/video", resource_type="video") == {"result": "ok"}
    (tmp_path / "note.txt").write_text("note")
    uploaded(tmp_path / "note.txt", "methods/note.txt", resource_type="raw", type="authenticated")
    done = cloudinary.uploader.destroy(
        "methods/note.txt", resource_type="raw", type="authenticated"
    )
    assert done == {"result": "ok"}


def test_a_wrong_secret_may_do_nothing(cat: Path) -> None:
    uploaded(cat, "methods/guarded", tags="kept")
    cloudinary.config(api_secret="wrong")
    refused = pytest.raises(cloudinary.exceptions.AuthorizationRequired, match="Invalid Signature")
    with refused:
        cloudinary.uploader.add_tag("x", ["methods/guarded"])
    with refused:
        cloudinary.uploader.add_context({"a": "b"}, ["methods/guarded"])
    with refused:
        cloudinary.uploader.rename("methods/guarded", "methods/stolen")
    with refused:
        cloudinary.uploader.destroy("methods/guarded")
    cloudinary.reset_config()
    assert tags_of("methods/guarded") == ["kept"]
