"""The catalogue keeps records whole, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from services.assets.catalogue import (
    Catalogue,
    Stored,
    apply_results,
    asked_detections,
    detected_tags,
    manual_tags,
)
from services.assets.editing import AssetEditor
from services.assets.moderations import (
    OWNER,
    asked_records,
    awaited_from_the_model,
    is_withheld,
    moderation_rows,
)
from services.assets.tables import Asset, AssetTag, Detection, ModerationRecord
from services.assets.updates import AssetUpdate
from services.database import Database
from services.moderation.asked import asked_moderations
from services.moderation.moderator import Moderation
from services.moderation.verdict import DECISIONS, Decision, ModerationThresholds
from services.tagging.tagger import EngineResult
from services.tagging.tags import Box, Segment, Tag

DOG = Tag(
    "dog",
    0.9,
    "object",
    categories=("canine", "pet"),
    boxes=(Box(0.1, 0.2, 0.3, 0.4),),
    segments=(Segment(0.0, 2.5, 0.9),),
)


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database)


def asset(public_id: str = "holiday/größe 🐕", **values: object) -> Asset:
    now = datetime.now(UTC)
    version_id = uuid4().hex
    defaults: dict[str, object] = {
        "asset_id": uuid4().hex,
        "resource_type": "image",
        "delivery_type": "upload",
        "public_id": public_id,
        "version": 1_795_300_000,
        "version_id": version_id,
        "format": "jpg",
        "bytes": 20 << 30,
        "etag": "0" * 32,
        "storage_key": f"originals/{version_id}",
        "width": 640,
        "height": 424,
        "media": {"pages": 1},
        "asset_folder": "holiday",
        "display_name": "dog",
        "original_filename": "dog",
        "context": {"alt": "a \N{DOG}"},
        "created_at": now,
        "updated_at": now,
        "tagging_progress": 0.0,
    }
    return Asset(**{**defaults, **values})


def asset_count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Asset)) or 0


def added(catalogue: Catalogue, new: Asset | None = None, *, overwrite: bool = False) -> Stored:
    return catalogue.add(new or asset(), overwrite=overwrite)


def result(engine: str, *tags: Tag, error: str | None = None) -> EngineResult:
    return EngineResult(engine, "local", "model 1", list(tags), error)


def test_a_record_comes_back_as_it_was_kept(catalogue: Catalogue) -> None:
    kept = added(
        catalogue,
        asset(
            tags=manual_tags(["summer", "größe"]),
            detections=asked_detections(["imagga_tagging", "local_tagging"]),
            thresholds={"object": 0.7},
            colors={"colors": [["#FF0000", 100.0]]},
            tagging_status="pending",
        ),
    ).asset
    found = catalogue.find("image", "upload", "holiday/größe 🐕")
    assert found
    assert (found.asset_id, found.bytes, found.context) == (kept.asset_id, 20 << 30, kept.context)
    assert found.created_at == kept.created_at
    assert found.created_at.tzinfo is not None
    assert [(tag.tag, tag.confidence, tag.manual) for tag in found.tags] == [
        ("summer", 1.0, True),
        ("größe", 1.0, True),
    ]
    assert [detection.engine for detection in found.detections] == [
        "imagga_tagging",
        "local_tagging",
    ]
    assert (found.thresholds, found.colors) == ({"object": 0.7}, {"colors": [["#FF0000", 100.0]]})


@pytest.mark.parametrize(
    ("resource_type", "public_id"), [("video", "holiday/größe 🐕"), ("image", "holiday")]
)
def test_type_and_public_id_both_name_an_asset(
    catalogue: Catalogue, resource_type: str, public_id: str
) -> None:
    added(catalogue)
    assert catalogue.find(resource_type, "upload", public_id) is None


def test_public_ids_that_differ_in_case_are_different(
    catalogue: Catalogue, database: Database
) -> None:
    added(catalogue, asset("dog"))
    assert not added(catalogue, asset("Dog")).existing
    assert asset_count(database) == 2


def test_a_taken_name_gives_back_the_asset_that_has_it(
    catalogue: Catalogue, database: Database
) -> None:
    first = added(catalogue).asset
    second = added(catalogue)
    assert second.existing
    assert second.asset.version_id == first.version_id
    assert second.replaced_key is None
    assert asset_count(database) == 1


def test_a_replaced_asset_hands_on_its_id_and_its_version_grows(
    catalogue: Catalogue, database: Database
) -> None:
    first = added(catalogue, asset(tags=manual_tags(["old"]))).asset
    second = added(catalogue, asset(tags=manual_tags(["new"])), overwrite=True)
    assert second.replaced_key == first.storage_key
    found = catalogue.get(first.asset_id)
    assert found
    assert (found.version, found.version_id) == (first.version + 1, second.asset.version_id)
    assert [tag.tag for tag in found.tags] == ["new"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AssetTag)) == 1


def test_a_replaced_original_is_remembered_until_it_is_deleted(catalogue: Catalogue) -> None:
    first = added(catalogue).asset
    assert catalogue.discarded() == []
    added(catalogue, overwrite=True)
    assert catalogue.discarded() == [first.storage_key]
    catalogue.forget_discarded(first.storage_key)
    assert catalogue.discarded() == []


@pytest.mark.parametrize("overwrite", [True, False])
def test_of_many_first_uploads_of_one_name_at_once_one_is_kept(
    catalogue: Catalogue, database: Database, *, overwrite: bool
) -> None:
    together = Barrier(4)
    outcomes: list[Stored | Exception] = []

    def add() -> None:
        together.wait()
        try:
            outcomes.append(added(catalogue, overwrite=overwrite))
        except Exception as error:
            outcomes.append(error)

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = [outcome for outcome in outcomes if isinstance(outcome, Stored)]
    assert len(stored) == 4, outcomes
    assert asset_count(database) == 1
    kept = catalogue.find("image", "upload", "holiday/größe 🐕")
    assert kept
    left = {outcome.asset.storage_key for outcome in stored if not outcome.existing}
    left -= {outcome.replaced_key for outcome in stored}
    assert left == {kept.storage_key}


def test_results_are_kept_as_the_engine_said_them(catalogue: Catalogue) -> None:
    new = asset(detections=asked_detections(["local_tagging"]), tagging_status="pending")
    kept = added(catalogue, new).asset
    catalogue.finish_tagging(kept.asset_id, kept.version_id, [result("local_tagging", DOG)])
    found = catalogue.get(kept.asset_id)
    assert found
    assert (found.tagging_status, found.tagging_progress) == ("complete", 1.0)
    assert detected_tags(found.detections[0]) == [DOG]
    assert (found.detections[0].provider, found.detections[0].model) == ("local", "model 1")


def test_results_for_a_version_that_was_replaced_meanwhile_are_dropped(
    catalogue: Catalogue,
) -> None:
    waiting = {"tagging_status": "pending"}
    old = added(catalogue, asset(detections=asked_detections(["local_tagging"]), **waiting)).asset
    new = asset(detections=asked_detections(["local_tagging"]), **waiting)
    added(catalogue, new, overwrite=True)
    catalogue.finish_tagging(old.asset_id, old.version_id, [result("local_tagging", DOG)])
    catalogue.fail_tagging(old.asset_id, old.version_id, "no")
    catalogue.report_progress(old.version_id, 0.5)
    found = catalogue.get(old.asset_id)
    assert found
    assert (found.tagging_status, found.tagging_progress) == ("pending", 0.0)


def test_tags_at_or_above_the_threshold_follow_the_manual_ones_surest_first() -> None:
    new = asset(
        tags=manual_tags(["summer", "cat"]),
        detections=asked_detections(["a", "b"], 0.5),
    )
    cat, tree, sky = (
        Tag("cat", 0.95, "object"),
        Tag("tree", 0.5, "object"),
        Tag("sky", 0.49, "scene"),
    )
    apply_results(new, [result("a", tree, sky), result("b", DOG, cat)])
    assert [(tag.tag, tag.manual) for tag in new.tags] == [
        ("summer", True),
        ("cat", True),
        ("dog", False),
        ("tree", False),
    ]
    assert [tag.position for tag in new.tags] == [0, 1, 2, 3]


def test_tagging_again_replaces_what_engines_assigned_and_nothing_else(
    catalogue: Catalogue,
) -> None:
    new = asset(tags=manual_tags(["summer"]), detections=asked_detections(["a"], 0.5))
    kept = added(catalogue, new).asset
    for tag in (DOG, Tag("cat", 0.8, "object"), Tag("cat", 0.7, "object")):
        catalogue.finish_tagging(kept.asset_id, kept.version_id, [result("a", tag)])
    found = catalogue.get(kept.asset_id)
    assert found
    assert [(tag.tag, tag.confidence) for tag in found.tags] == [("summer", 1.0), ("cat", 0.7)]


def test_one_engine_that_fails_does_not_fail_the_others() -> None:
    new = asset(detections=asked_detections(["a", "b"], 0.5))
    apply_results(new, [result("a", error="out of quota"), result("b", DOG)])
    assert (new.tagging_status, new.tagging_error) == ("complete", "out of quota")
    assert [detection.status for detection in new.detections] == ["failed", "complete"]
    assert [tag.tag for tag in new.tags] == ["dog"]


def test_when_every_engine_fails_the_tagging_failed() -> None:
    new = asset(detections=asked_detections(["a"]))
    apply_results(new, [result("a", error="out of quota")])
    assert new.tagging_status == "failed"


def test_progress_moves_only_while_tagging_runs(catalogue: Catalogue) -> None:
    kept = added(catalogue, asset(tagging_status="pending")).asset
    catalogue.report_progress(kept.version_id, 0.5)
    found = catalogue.get(kept.asset_id)
    assert found
    assert (found.tagging_status, found.tagging_progress) == ("processing", 0.5)
    catalogue.fail_tagging(kept.asset_id, kept.version_id, "no")
    catalogue.report_progress(kept.version_id, 0.7)
    found = catalogue.get(kept.asset_id)
    assert found
    assert (found.tagging_status, found.tagging_error) == ("failed", "no")


def test_what_was_asked_for_and_is_not_done_is_found_after_a_restart(catalogue: Catalogue) -> None:
    for status in ("pending", "processing", "complete", "failed", None):
        added(catalogue, asset(str(status), tagging_status=status))
    assert {found.public_id for found in catalogue.unfinished()} == {"pending", "processing"}


def test_assets_are_found_by_tag_surest_first(catalogue: Catalogue) -> None:
    for public_id, confidence in (("likely", 0.6), ("sure", 1.0), ("certain", 0.9)):
        tag = AssetTag(tag="dog", position=0, confidence=confidence, manual=False)
        added(catalogue, asset(public_id, tags=[tag]))
    added(catalogue, asset("other", tags=manual_tags(["cat"])))
    added(catalogue, asset("clip", resource_type="video", tags=manual_tags(["dog"])))
    found = catalogue.with_tag("image", "dog", limit=2)
    assert [each.public_id for each in found] == ["sure", "certain"]


def test_the_newest_tagged_assets_come_first(catalogue: Catalogue) -> None:
    now = datetime.now(UTC)
    for age, public_id in enumerate(("new", "newer", "old")):
        created = now - timedelta(hours=age)
        looked_at = {"tagging_status": "complete", "detections": asked_detections(["a"])}
        added(catalogue, asset(public_id, created_at=created, etag=public_id, **looked_at))
    added(catalogue, asset("new again", created_at=now, etag="new", **looked_at))
    added(catalogue, asset("untagged"))
    added(catalogue, asset("moderated alone", tagging_status="complete"))
    assert [each.etag for each in catalogue.recently_tagged(2)] == ["new", "newer"]


def test_an_original_is_known_by_its_key(catalogue: Catalogue) -> None:
    kept = added(catalogue).asset
    assert catalogue.is_an_original(kept.storage_key)
    assert not catalogue.is_an_original("originals/other")


def test_nothing_of_a_replaced_asset_s_detections_is_left(
    catalogue: Catalogue, database: Database
) -> None:
    added(catalogue, asset(detections=asked_detections(["a", "b"])))
    added(catalogue, asset(detections=asked_detections(["b"])), overwrite=True)
    with database.reading() as session:
        assert list(session.scalars(select(Detection.engine))) == ["b"]


def under_moderation(asked: str = "local") -> list[ModerationRecord]:
    return asked_records(asked_moderations(asked), ModerationThresholds(approve=0.1, reject=0.9))


def statuses(found: Asset | None) -> list[str]:
    assert found
    return [record.status for record in found.moderations]


def test_a_moderation_comes_back_as_it_was_kept(catalogue: Catalogue) -> None:
    kept = added(catalogue, asset(moderations=under_moderation())).asset
    found = catalogue.get(kept.asset_id)
    assert found
    assert found.moderations[0].thresholds == {"approve": 0.1, "reject": 0.9}
    assert awaited_from_the_model(found)
    catalogue.finish_moderation(kept.asset_id, kept.version_id, Moderation("rejected", 0.95))
    rejected = catalogue.get(kept.asset_id)
    assert rejected
    assert is_withheld(rejected)
    assert not awaited_from_the_model(rejected)


def test_the_model_does_not_overrule_the_owner(database: Database, catalogue: Catalogue) -> None:
    kept = added(catalogue, asset(moderations=under_moderation())).asset
    AssetEditor(database).update(kept.asset_id, AssetUpdate(OWNER, decision="approved"))
    catalogue.finish_moderation(kept.asset_id, kept.version_id, Moderation("rejected", 0.95))
    found = catalogue.get(kept.asset_id)
    assert found
    [row] = moderation_rows(found)
    assert (row["status"], row["decided_by"]) == ("approved", "owner")
    assert row["response"]["score"] == 0.95


def test_a_model_that_cannot_look_leaves_the_decision_to_a_person(catalogue: Catalogue) -> None:
    kept = added(catalogue, asset(moderations=under_moderation())).asset
    catalogue.fail_tagging(kept.asset_id, kept.version_id, "the video is damaged")
    found = catalogue.get(kept.asset_id)
    assert found
    [row] = moderation_rows(found)
    assert row["status"] == "pending"
    assert row["response"] == {"error": "the video is damaged"}


def test_nothing_of_a_replaced_asset_s_moderation_is_left(catalogue: Catalogue) -> None:
    first = added(catalogue, asset(moderations=under_moderation("manual"))).asset
    added(catalogue, overwrite=True)
    catalogue.finish_moderation(first.asset_id, first.version_id, Moderation("rejected", 0.95))
    found = catalogue.get(first.asset_id)
    assert found
    assert found.moderations == []
    assert catalogue.under_moderation("image", "manual", "pending", 10) == []


def test_a_moderation_begins_when_the_one_before_it_has_approved(catalogue: Catalogue) -> None:
    kept = added(catalogue, asset(moderations=under_moderation("local|manual"))).asset
    assert statuses(catalogue.get(kept.asset_id)) == ["pending", "queued"]
    catalogue.finish_moderation(kept.asset_id, kept.version_id, Moderation("approved", 0.01))
    assert statuses(catalogue.get(kept.asset_id)) == ["approved", "pending"]


def test_a_moderation_does_not_happen_when_the_one_before_it_has_rejected(
    catalogue: Catalogue,
) -> None:
    kept = added(catalogue, asset(moderations=under_moderation("local|manual"))).asset
    catalogue.finish_moderation(kept.asset_id, kept.version_id, Moderation("rejected", 0.95))
    assert statuses(catalogue.get(kept.asset_id)) == ["rejected", "aborted"]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("approved", ["approved", "approved"]), ("rejected", ["rejected", "aborted"])],
)
def test_the_owner_s_word_ends_all_moderations(
    database: Database, catalogue: Catalogue, decision: Decision, expected: list[str]
) -> None:
    kept = added(catalogue, asset(moderations=under_moderation("local|manual"))).asset
    AssetEditor(database).update(kept.asset_id, AssetUpdate(OWNER, decision=decision))
    decided = catalogue.get(kept.asset_id)
    assert statuses(decided) == expected
    assert decided
    assert is_withheld(decided) == (decision == "rejected")


def test_what_was_approved_all_along_can_still_be_rejected(
    database: Database, catalogue: Catalogue
) -> None:
    kept = added(catalogue, asset(moderations=under_moderation("local|manual"))).asset
    for decision in DECISIONS:
        AssetEditor(database).update(kept.asset_id, AssetUpdate(OWNER, decision=decision))
    assert statuses(catalogue.get(kept.asset_id)) == ["approved", "rejected"]
