"""Durable background work: it is done, though the process be killed at any moment.

DBOS keeps each job and its finished steps in a database and goes on with them at the next start.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSConfiguredInstance, SetEnqueueOptions, SetWorkflowID

from services.assets.catalogue import Catalogue
from services.assets.moderations import (
    OWNER,
    awaited_from_the_model,
    last_moderated,
    thresholds_of,
)
from services.assets.presentation import AssetPresenter
from services.assets.tables import Asset
from services.lanes import LANES, lane_for, place
from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.media.video import Video
from services.media.watching import show
from services.moderation.moderator import VideoModerator
from services.notifications.notifications import Notifications
from services.notifications.payloads import info_found, moderated
from services.storage import Storage
from services.tagging.tagger import EngineResult, Tagger

_PROGRESS_INTERVAL = 0.3
_ATTEMPTS = 4
_GIVEN_UP = frozenset({"MAX_RECOVERY_ATTEMPTS_EXCEEDED", "ERROR", "CANCELLED"})
_LOG = logging.getLogger(__name__)
_WORKFLOWS_VERSION = "1"
"""Changed only when a job begun by the old code cannot be finished by the new."""


@DBOS.dbos_class()
class Jobs(DBOSConfiguredInstance):
    """The background work of this server. Made once in a process."""

    def __init__(
        self,
        catalogue: Catalogue,
        storage: Storage,
        tagger: Tagger,
        presenter: AssetPresenter,
        notifications: Notifications,
        base_url: str,
    ) -> None:
        super().__init__(config_name="jobs")
        self._catalogue = catalogue
        self._storage = storage
        self._tagger = tagger
        self._presenter = presenter
        self._notifications = notifications
        self._base_url = base_url

    def launch(self, database_url: str, executor_id: str) -> None:
        """Start the workers, and go on with what a crash interrupted."""
        config: DBOSConfig = {
            "name": "tagdrop",
            "system_database_url": database_url,
            "application_version": _WORKFLOWS_VERSION,
            "executor_id": executor_id,
            "log_level": "ERROR",
            "enable_otlp": False,
        }
        DBOS(config=config)
        DBOS.launch()
        for lane in LANES:
            DBOS.register_queue(lane.queue, worker_concurrency=1, polling_interval_sec=lane.poll)
        self._notifications.launch()
        for asset in self._catalogue.unfinished():
            self._resume(asset)

    def close(self) -> None:
        """Stop the workers; what they are at is done again at the next start."""
        DBOS.destroy()

    def tag(self, asset: Asset) -> None:
        """Have the engines that the record names look at it; asking twice is asking once."""
        turn = place(asset.updated_at.timestamp(), asset.duration)
        with SetWorkflowID(_tagging_id(asset)), SetEnqueueOptions(priority=turn):
            DBOS.enqueue_workflow(
                lane_for(asset.duration).queue, self.tag_asset, asset.asset_id, asset.version_id
            )

    def _resume(self, asset: Asset) -> None:
        status = DBOS.get_workflow_status(_tagging_id(asset))
        if status is not None and status.status in _GIVEN_UP:
            self._catalogue.fail_tagging(
                asset.asset_id,
                asset.version_id,
                f"Given up after {_ATTEMPTS} attempts, each of which ended the server.",
            )
        else:
            self.tag(asset)

    def notify(self, asset: Asset, base_url: str, derived: Mapping[str, Any]) -> None:
        """Tell whoever asked to be told that the asset was uploaded, and what was `derived`."""
        self._notifications.announce(
            "upload",
            {**self._presenter.as_json(asset, base_url), **derived},
            notification_url=asset.notification_url,
            key=f"uploaded-{asset.version_id}",
        )

    def notify_moderation(self, asset: Asset, base_url: str) -> None:
        """Tell whoever asked to be told what the asset's moderation came to."""
        if asset.moderations:
            self._notifications.announce(
                "moderation",
                moderated(self._presenter.as_json(asset, base_url)),
                notification_url=asset.notification_url,
                key=f"moderated-{asset.version_id}-{last_moderated(asset).timestamp()}",
            )

    @DBOS.workflow(name="tag_asset", max_recovery_attempts=_ATTEMPTS)
    def tag_asset(self, asset_id: str, version_id: str) -> None:
        """Tag and moderate one version of an asset, then say so."""
        engines = self.run_engines(asset_id, version_id)
        self._notifications.enqueue(self.write_down_findings(asset_id, version_id, engines))

    @DBOS.step(name="run_engines")
    def run_engines(self, asset_id: str, version_id: str) -> list[str]:
        """Look at the original and write what was found into the record; which engines did."""
        asset = self._catalogue.get(asset_id)
        if asset is None or asset.version_id != version_id:
            return []
        try:
            results = self._look(asset)
        except UnreadableMedia as error:
            self._catalogue.fail_tagging(asset_id, version_id, str(error))
        except FileNotFoundError:
            self._catalogue.fail_tagging(asset_id, version_id, "The original is gone.")
        except Exception:
            _LOG.exception("Tagging %s failed", asset.public_id)
            self._catalogue.fail_tagging(
                asset_id, version_id, "Tagging failed unexpectedly; the server's log says why."
            )
        else:
            self._catalogue.finish_tagging(asset_id, version_id, results)
        return _asked(asset)

    @DBOS.step(name="write_down_findings")
    def write_down_findings(self, asset_id: str, version_id: str, engines: list[str]) -> list[str]:
        """Notifications of what was found: the moderation, then engine by engine. Their IDs."""
        asset = self._catalogue.get(asset_id)
        if asset is None or asset.version_id != version_id:
            return []
        resource = self._presenter.as_json(asset, self._base_url)
        ids = []
        if _was_scored_in_background(asset):
            ids += self._notifications.write_down(
                "moderation",
                moderated(resource),
                notification_url=asset.notification_url,
                key=f"moderated-{version_id}",
            )
        for engine in engines:
            ids += self._notifications.write_down(
                "info",
                info_found(resource, engine),
                notification_url=asset.notification_url,
                key=f"tagged-{version_id}-{asset.tagging_round}-{engine}",
            )
        return ids

    def _look(self, asset: Asset) -> list[EngineResult]:
        names = _asked(asset)
        with self._storage.open(asset.storage_key) as file:
            if asset.resource_type == "image":
                return self._tagger.tag_picture(names, Picture(file), asset.accept_language)
            report = _sparingly(
                lambda progress: self._catalogue.report_progress(asset.version_id, progress)
            )
            report(0.0)
            video = Video(file)
            asked = awaited_from_the_model(asset)
            moderators = [VideoModerator(video.duration, thresholds_of(asked))] if asked else []
            tagging = self._tagger.watch_video(names, video, asset.accept_language)
            show(video, [*moderators, *tagging.watchers], report)
            for moderator in moderators:
                # Written before the tags are found, since a rejected video is not to be delivered.
                self._catalogue.finish_moderation(
                    asset.asset_id, asset.version_id, moderator.moderation()
                )
            results = tagging.results(report)
            self._catalogue.count_corrupt_frames(asset.version_id, video.corrupt_frames)
            return results


def _asked(asset: Asset) -> list[str]:
    """The engines that have yet to look."""
    return [detection.engine for detection in asset.detections if detection.status == "pending"]


def _was_scored_in_background(asset: Asset) -> bool:
    """Whether the model's word is news: of a picture the upload told it, and a person's is told
    when it comes."""
    return asset.resource_type == "video" and any(
        record.kind == "local" and record.response is not None and record.decided_by != OWNER
        for record in asset.moderations
    )


def _tagging_id(asset: Asset) -> str:
    again = f"-{asset.tagging_round}" if asset.tagging_round else ""
    return f"tag-{asset.version_id}{again}"


def _sparingly(report: Callable[[float], None]) -> Callable[[float], None]:
    """`report`, called no more than once in _PROGRESS_INTERVAL seconds, from any thread."""
    lock = threading.Lock()
    due = 0.0

    def report_when_due(progress: float) -> None:
        nonlocal due
        with lock:
            now = time.monotonic()
            if now < due:
                return
            due = now + _PROGRESS_INTERVAL
        report(progress)

    return report_when_due
