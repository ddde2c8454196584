"""What a person says of an asset's tags stands, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.catalogue import (
    Catalogue,
    apply_results,
    ask_again,
    asked_detections,
    manual_tags,
)
from services.assets.corrections import TagCorrection, give_tags, set_tags, take_tags
from services.assets.tables import Asset
from services.database import Database
from services.tagging.tagger import EngineResult
from services.tagging.tags import Tag

Correct = Callable[[Session, Asset, Sequence[str], str], None]
DOG, CAT, SKY = Tag("dog", 0.9, "object"), Tag("cat", 0.8, "object"), Tag("sky", 0.3, "scene")


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database)


@pytest.fixture
def tagged(catalogue: Catalogue) -> Asset:
    """An asset with the tag summer by hand, and dog and cat from engine a, which saw a sky too."""
    now, version_id = datetime.now(UTC), uuid4().hex
    asset = Asset(
        asset_id=uuid4().hex,
        resource_type="image",
        delivery_type="upload",
        public_id="dog",
        version=1_795_300_000,
        version_id=version_id,
        format="jpg",
        bytes=10,
        etag="0" * 32,
        storage_key=f"originals/{version_id}",
        media={},
        asset_folder="",
        display_name="dog",
        original_filename="dog",
        context={},
        created_at=now,
        updated_at=now,
        tags=manual_tags(["summer"]),
        detections=asked_detections(["a"], 0.5),
    )
    apply_results(asset, [found_by("a", DOG, CAT, SKY)])
    return catalogue.add(asset, overwrite=False).asset


def found_by(engine: str, *tags: Tag, error: str | None = None) -> EngineResult:
    return EngineResult(engine, "local", "model 1", list(tags), error)


def correct(database: Database, asset: Asset, change: Correct, *names: str) -> None:
    with database.writing() as session:
        kept = session.get(Asset, asset.asset_id)
        assert kept
        change(session, kept, names, "owner")


def tags_of(catalogue: Catalogue, asset: Asset) -> dict[str, float]:
    found = catalogue.get(asset.asset_id)
    assert found
    return {tag.tag: tag.confidence for tag in found.tags}


def corrections(database: Database) -> dict[str, str]:
    with database.reading() as session:
        rows = session.scalars(select(TagCorrection).order_by(TagCorrection.tag))
        return {row.tag: row.action for row in rows if row.actor == "owner" and row.created_at}


def test_what_a_person_removed_stays_removed_when_the_asset_is_tagged_again(
    database: Database, catalogue: Catalogue, tagged: Asset
) -> None:
    correct(database, tagged, take_tags, "dog", "never there")
    catalogue.finish_tagging(tagged.asset_id, tagged.version_id, [found_by("a", DOG, CAT)])
    assert tags_of(catalogue, tagged) == {"summer": 1.0, "cat": 0.8}
    assert corrections(database) == {"dog": "removed"}


def test_what_a_person_gave_has_confidence_one_and_stays(
    database: Database, catalogue: Catalogue, tagged: Asset
) -> None:
    correct(database, tagged, give_tags, "dog", "sky", "größe 🐕")
    catalogue.finish_tagging(tagged.asset_id, tagged.version_id, [found_by("a", CAT)])
    assert tags_of(catalogue, tagged) == {
        "summer": 1.0,
        "dog": 1.0,
        "sky": 1.0,
        "größe 🐕": 1.0,
        "cat": 0.8,
    }
    assert corrections(database) == {"dog": "confirmed", "größe 🐕": "added", "sky": "promoted"}


def test_the_last_word_counts(database: Database, catalogue: Catalogue, tagged: Asset) -> None:
    correct(database, tagged, take_tags, "dog")
    correct(database, tagged, give_tags, "dog")
    assert tags_of(catalogue, tagged)["dog"] == 1.0
    assert corrections(database) == {"dog": "promoted"}


def test_setting_the_tags_keeps_their_order_and_says_what_was_meant(
    database: Database, catalogue: Catalogue, tagged: Asset
) -> None:
    correct(database, tagged, set_tags, "cat", "new", "cat")
    assert list(tags_of(catalogue, tagged).items()) == [("cat", 1.0), ("new", 1.0)]
    assert corrections(database) == {
        "cat": "confirmed",
        "dog": "removed",
        "new": "added",
        "summer": "removed",
    }


def test_a_replaced_asset_is_a_new_picture_of_which_nobody_has_said_anything(
    database: Database, catalogue: Catalogue, tagged: Asset
) -> None:
    correct(database, tagged, take_tags, "dog")
    values = {column.key: getattr(tagged, column.key) for column in Asset.__table__.columns}
    replacing = Asset(**{**values, "version_id": uuid4().hex, "storage_key": "originals/new"})
    catalogue.add(replacing, overwrite=True)
    assert corrections(database) == {}


def test_another_engine_adds_to_what_the_first_one_found(tagged: Asset) -> None:
    ask_again(tagged, ["b"], 0.2)
    assert (tagged.tagging_status, tagged.tagging_round) == ("pending", 1)
    apply_results(tagged, [found_by("b", SKY)])
    assert [tag.tag for tag in tagged.tags] == ["summer", "dog", "cat", "sky"]
    assert [(each.engine, each.status) for each in tagged.detections] == [
        ("a", "complete"),
        ("b", "complete"),
    ]


def test_the_same_engine_replaces_what_it_found_at_the_threshold_that_it_had(
    tagged: Asset,
) -> None:
    ask_again(tagged, ["a"], None)
    apply_results(tagged, [found_by("a", CAT, SKY)])
    assert [tag.tag for tag in tagged.tags] == ["summer", "cat"]
    ask_again(tagged, ["a"], 0.2)
    apply_results(tagged, [found_by("a", CAT, SKY)])
    assert [tag.tag for tag in tagged.tags] == ["summer", "cat", "sky"]


def test_an_engine_that_fails_the_second_time_takes_nothing_away(tagged: Asset) -> None:
    ask_again(tagged, ["a"], 0.5)
    apply_results(tagged, [found_by("a", error="out of quota")])
    assert [tag.tag for tag in tagged.tags] == ["summer", "dog", "cat"]
    assert (tagged.tagging_status, tagged.tagging_error) == ("failed", "out of quota")


def test_results_leave_an_engine_that_was_asked_meanwhile_waiting(tagged: Asset) -> None:
    ask_again(tagged, ["b"], 0.5)
    apply_results(tagged, [found_by("a", CAT)])
    assert tagged.tagging_status == "pending"
    assert tagged.detections[1].status == "pending"
