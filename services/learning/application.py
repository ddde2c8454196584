"""Looking for a taught tag in what was stored before it was taught: durable background work."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any, Final

from dbos import DBOS, DBOSConfiguredInstance, SetWorkflowID
from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.assets.catalogue import assign_tags
from services.assets.corrections import removed_tags
from services.assets.tables import Asset, AssetView, Detection
from services.assets.views import kept_views, view_of
from services.database import Database
from services.learning.lessons import LessonError, Lessons, taught_tag
from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.media.video import Video
from services.storage import Storage
from services.tagging.engine import Engine
from services.tagging.models.embedding import EMBEDDING_MODEL
from services.tagging.tagger import LOCAL
from services.tagging.tags import Tag, View
from services.tagging.taught import TaughtTag, taught_tags

QUEUE: Final = "learning"
_POLL: Final = 2.0
_BATCH: Final = 50
"""Assets of one step; a crash repeats one step at most."""

_THRESHOLD: Final = 0.5
"""Confidence from which an asset gets the tag that no engine was asked to tag."""

_TAGS = TypeAdapter(list[Tag])
_LOG = logging.getLogger(__name__)


@DBOS.dbos_class()
class Application(DBOSConfiguredInstance):
    """Finds taught tags in the assets that are there. Made once in a process."""

    def __init__(
        self, database: Database, storage: Storage, lessons: Lessons, engine: Engine
    ) -> None:
        super().__init__(config_name="learning")
        self._database = database
        self._storage = storage
        self._lessons = lessons
        self._engine = engine

    def launch(self) -> None:
        """Start the worker, after the jobs have been launched."""
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=_POLL)

    def start(self, name: str) -> dict[str, Any]:
        """Have the tag looked for everywhere; asking again for the same lesson is asking once.

        Returns how far it is. Raises LessonError when the tag has not been learnt.
        """
        record = self._lessons.get(name)
        taught_tag(record)
        if record.application and record.application["status"] in {"pending", "processing"}:
            return record.application
        asked_at = datetime.now(UTC).isoformat()
        progress = self._progress("pending", 0, self._total(), 0)
        self._lessons.report_application(name, progress)
        with SetWorkflowID(f"learn-{name}-{asked_at}"):
            DBOS.enqueue_workflow(QUEUE, self.apply, name)
        return progress

    @DBOS.workflow(name="apply_taught_tag")
    def apply(self, name: str) -> None:
        """Look for the tag in every image and video, and say how far it is."""
        after, done, found = "", 0, 0
        while True:
            step = self.look_at_next(name, after, done, found)
            if step is None:
                return
            after, done, found = step

    @DBOS.step(name="look_at_next")
    def look_at_next(
        self, name: str, after: str, done: int, found: int
    ) -> tuple[str, int, int] | None:
        """Look at the assets whose IDs follow `after`; returns how far it is, or nothing."""
        try:
            taught = taught_tag(self._lessons.get(name))
        except LessonError:
            # Forgotten, or left with too few examples, while it was looked for.
            self._lessons.report_application(name, self._progress("stopped", done, done, found))
            return None
        with self._database.reading() as session:
            batch = session.scalars(
                select(Asset.asset_id)
                .where(Asset.asset_id > after, _can_be_seen())
                .order_by(Asset.asset_id)
                .limit(_BATCH)
            ).all()
        for asset_id in batch:
            found += self._look_at(asset_id, taught)
        done += len(batch)
        status = "processing" if batch else "complete"
        total = max(done, self._total()) if batch else done
        self._lessons.report_application(name, self._progress(status, done, total, found))
        return (batch[-1], done, found) if batch else None

    def _look_at(self, asset_id: str, taught: TaughtTag) -> bool:
        """Whether the asset got the tag."""
        with self._database.reading() as session:
            asset = session.get(Asset, asset_id)
            kept = [view_of(row) for row in _views(session, asset_id)]
        if asset is None:
            return False
        fresh: tuple[View, ...] = ()
        if not kept:
            try:
                fresh = self._views_of(asset)
            except (UnreadableMedia, FileNotFoundError) as error:
                _LOG.warning("%s could not be looked at: %s", asset.public_id, error)
                return False
        duration = asset.duration if asset.resource_type == "video" else None
        tags = taught_tags(kept or fresh, [taught], duration)
        with self._database.writing() as session:
            current = session.get(Asset, asset_id, with_for_update=True)
            if current is None or current.version_id != asset.version_id:
                return False
            if fresh:
                current.views = kept_views(fresh)
            _put(current, taught.name, tags, self._engine.model)
            assign_tags(current, removed_tags(session, asset_id))
            return any(tag.tag == taught.name for tag in current.tags)

    def _views_of(self, asset: Asset) -> tuple[View, ...]:
        with self._storage.open(asset.storage_key) as file:
            if asset.resource_type == "image":
                return self._engine.look_at_picture(Picture(file)).views
            return self._engine.look_at_video(Video(file), lambda _: None).views

    def _total(self) -> int:
        with self._database.reading() as session:
            return session.scalar(select(func.count()).where(_can_be_seen())) or 0

    @staticmethod
    def _progress(status: str, done: int, total: int, found: int) -> dict[str, Any]:
        return {"status": status, "done": done, "total": total, "found": found}


def _can_be_seen() -> Any:
    """The condition that an asset has pixels."""
    return Asset.resource_type.in_(("image", "video")) & Asset.width.is_not(None)


def _views(session: Session, asset_id: str) -> list[AssetView]:
    return list(
        session.scalars(
            select(AssetView)
            .where(AssetView.asset_id == asset_id, AssetView.model == EMBEDDING_MODEL)
            .order_by(AssetView.position)
        )
    )


def _put(asset: Asset, name: str, tags: list[Tag], model: str) -> None:
    """Write into what the local engine found that it found the tag, or that it did not."""
    detection = next((each for each in asset.detections if each.engine == LOCAL), None)
    if detection is None:
        if not tags:
            return
        detection = Detection(
            engine=LOCAL,
            position=len(asset.detections),
            status="complete",
            provider="local",
            model=model,
            thresholds=_THRESHOLD,
            tags=[],
        )
        asset.detections.append(detection)
    others = [tag for tag in detection.tags if tag["name"] != name]
    found = others + _TAGS.dump_python(tags, mode="json")
    detection.tags = sorted(found, key=lambda tag: -tag["confidence"])
