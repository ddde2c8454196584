"""Durable background work: it is done, though the process be killed at any moment.

DBOS keeps each job and its finished steps in a database and goes on with them at the next start.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSConfiguredInstance, SetEnqueueOptions, SetWorkflowID

from services.assets.catalogue import Catalogue
from services.assets.moderations import OWNER, awaits_the_model, thresholds_of
from services.assets.presentation import AssetPresenter
from services.assets.tables import Asset
from services.lanes import LANES, lane_for, place
from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.media.video import Video
from services.moderation.moderator import moderate_video
from services.notifications import NotificationError, Notifier
from services.outbound import ForbiddenAddressError
from services.storage import Storage
from services.tagging.tagger import EngineResult, Tagger

NOTIFICATION_QUEUE = "notifications"
_NOTIFICATION_POLL = 1.0
"""Seconds between looks into the queue: programs wait for a notification, not people."""
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
        notifier: Notifier,
        base_url: str,
    ) -> None:
        super().__init__(config_name="jobs")
        self._catalogue = catalogue
        self._storage = storage
        self._tagger = tagger
        self._presenter = presenter
        self._notifier = notifier
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
        DBOS.register_queue(
            NOTIFICATION_QUEUE,
            worker_concurrency=max(4, os.cpu_count() or 1),
            polling_interval_sec=_NOTIFICATION_POLL,
        )
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

    def notify(self, asset: Asset, base_url: str) -> None:
        """Tell the asset's notification URL, if it has one, that it was uploaded."""
        if asset.notification_url:
            self._enqueue_notification(
                key=f"uploaded-{asset.version_id}",
                url=asset.notification_url,
                notification={
                    **self._presenter.as_json(asset, base_url),
                    "notification_type": "upload",
                },
            )

    def notify_moderation(self, asset: Asset, base_url: str) -> None:
        """Tell the asset's notification URL, if it has one, what its moderation came to."""
        if asset.notification_url and asset.moderation:
            self._enqueue_notification(
                key=f"moderated-{asset.version_id}-{asset.moderation.updated_at.timestamp()}",
                url=asset.notification_url,
                notification=_moderation_notification(self._presenter.as_json(asset, base_url)),
            )

    @DBOS.workflow(name="tag_asset", max_recovery_attempts=_ATTEMPTS)
    def tag_asset(self, asset_id: str, version_id: str) -> None:
        """Tag and moderate one version of an asset, then say so."""
        self.run_engines(asset_id, version_id)
        for announcement in self.announcements(asset_id, version_id):
            self._enqueue_notification(**announcement)

    @DBOS.step(name="run_engines")
    def run_engines(self, asset_id: str, version_id: str) -> None:
        """Look at the original and write what was found into the record."""
        asset = self._catalogue.get(asset_id)
        if asset is None or asset.version_id != version_id:
            return
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

    @DBOS.step(name="announcements")
    def announcements(self, asset_id: str, version_id: str) -> list[dict[str, Any]]:
        """What to tell the asset's notification URL: its moderation, then engine by engine."""
        asset = self._catalogue.get(asset_id)
        if asset is None or asset.version_id != version_id or not asset.notification_url:
            return []
        resource = self._presenter.as_json(asset, self._base_url)
        told = []
        if _was_scored_in_background(asset):
            told.append(
                {
                    "key": f"moderated-{version_id}",
                    "url": asset.notification_url,
                    "notification": _moderation_notification(resource),
                }
            )
        return told + [
            {
                "key": f"tagged-{version_id}-{engine}",
                "url": asset.notification_url,
                "notification": {
                    **resource,
                    "notification_type": "info",
                    "info_kind": engine,
                    "info_status": result["status"],
                    "info_data": result.get("data"),
                },
            }
            for engine, result in resource["info"].get("categorization", {}).items()
        ]

    @DBOS.workflow(name="send_notification")
    def send_notification(self, url: str, notification: dict[str, Any]) -> None:
        """Deliver one notification, or give up after the last try."""
        try:
            self.post_notification(url, notification)
        except (NotificationError, ForbiddenAddressError) as error:
            _LOG.warning("A notification was not delivered: %s", error)

    @DBOS.step(
        name="post_notification",
        retries_allowed=True,
        max_attempts=6,
        interval_seconds=2.0,
        backoff_rate=3.0,
        should_retry=lambda error: not isinstance(error, ForbiddenAddressError),
    )
    def post_notification(self, url: str, notification: dict[str, Any]) -> None:
        """One try to deliver a notification."""
        self._notifier.send(url, notification)

    def _enqueue_notification(self, key: str, url: str, notification: dict[str, Any]) -> None:
        with SetWorkflowID(f"notify-{key}"):
            DBOS.enqueue_workflow(NOTIFICATION_QUEUE, self.send_notification, url, notification)

    def _look(self, asset: Asset) -> list[EngineResult]:
        names = [detection.engine for detection in asset.detections]
        with self._storage.open(asset.storage_key) as file:
            if asset.resource_type == "image":
                return self._tagger.tag_picture(names, Picture(file))
            report = _sparingly(
                lambda progress: self._catalogue.report_progress(asset.version_id, progress)
            )
            report(0.0)
            video = Video(file)
            tagging_from = 0.0
            if asset.moderation and awaits_the_model(asset):
                tagging_from = 0.5 if names else 1.0
                moderation = moderate_video(
                    video, thresholds_of(asset.moderation), _part(report, 0.0, tagging_from)
                )
                # Written before the tags are found, since a rejected video is not to be delivered.
                self._catalogue.finish_moderation(asset.asset_id, asset.version_id, moderation)
            return self._tagger.tag_video(names, video, _part(report, tagging_from, 1.0))


def _was_scored_in_background(asset: Asset) -> bool:
    """Whether the model's word is news: of a picture the upload told it, and a person's is told
    when it comes."""
    moderation = asset.moderation
    return (
        asset.resource_type == "video"
        and moderation is not None
        and moderation.response is not None
        and moderation.decided_by != OWNER
    )


def _moderation_notification(resource: dict[str, Any]) -> dict[str, Any]:
    """What is told of a moderation, fields as in Cloudinary's "Moderate assets"."""
    [moderation] = resource["moderation"]
    return {
        **resource,
        "notification_type": "moderation",
        "moderation_kind": moderation["kind"],
        "moderation_status": moderation["status"],
        "moderation_response": moderation.get("response"),
        "moderation_updated_at": moderation["updated_at"],
    }


def _tagging_id(asset: Asset) -> str:
    return f"tag-{asset.version_id}"


def _part(report: Callable[[float], None], start: float, end: float) -> Callable[[float], None]:
    """`report` for work that goes from `start` to `end` of the whole."""
    return lambda share: report(start + share * (end - start))


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
