"""Notifications: written down first, then delivered by durable jobs, and kept for the owner to see.

The schedule of tries is Cloudinary's ("Webhook notifications": again after 3, 6 and 9 minutes),
with one more try soon after the first.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from dbos import DBOS, DBOSConfiguredInstance, SetEnqueueOptions, SetWorkflowID
from sqlalchemy import delete, func, select

from services.database import Database
from services.notifications.events import EventType
from services.notifications.sender import NotificationError, NotificationSender
from services.notifications.tables import NotificationRecord
from services.notifications.triggers import Triggers
from services.outbound import ForbiddenAddressError

STATUSES = ("pending", "delivered", "failed")
NOTIFICATION_QUEUE = "notifications"
_POLL = 1.0
"""Seconds between looks into the queue. A look takes some 5 ms, which an idle server should not
spend more often than the programs that wait for notifications notice."""
_WORKERS = 8
"""Deliveries at once, so that receivers that hang leave room for others."""
_DELAYS = (5.0, 180.0, 360.0, 540.0)
"""Seconds from one try to the next."""
_KEPT = 10_000
_KEPT_FOR = timedelta(days=30)
_LOG = logging.getLogger(__name__)


@DBOS.dbos_class()
class Notifications(DBOSConfiguredInstance):
    """What this server tells others. Made once in a process."""

    def __init__(
        self, database: Database, sender: NotificationSender, triggers: Triggers, api_key: str
    ) -> None:
        super().__init__(config_name="notifications")
        self._database = database
        self._sender = sender
        self._triggers = triggers
        self._api_key = api_key

    def launch(self) -> None:
        """Go on with what was not delivered when the process ended; the jobs must be running."""
        DBOS.register_queue(
            NOTIFICATION_QUEUE, worker_concurrency=_WORKERS, polling_interval_sec=_POLL
        )
        for record in self.pending():
            self._enqueue(record.notification_id, record.attempts + 1, _seconds_until(record))

    def announce(
        self,
        notification_type: EventType,
        payload: Mapping[str, Any],
        *,
        notification_url: str | None = None,
        key: str | None = None,
    ) -> None:
        """Tell of an event: `notification_url`, which the request named, or else the triggers.

        `payload` is what services.notifications.payloads makes, or an asset's JSON. Announcing the
        same `key` twice is announcing it once. May be called in a workflow only with a key.
        """
        self.enqueue(
            self.write_down(notification_type, payload, notification_url=notification_url, key=key)
        )

    def write_down(
        self,
        notification_type: EventType,
        payload: Mapping[str, Any],
        *,
        notification_url: str | None = None,
        key: str | None = None,
    ) -> list[str]:
        """The first half of `announce`, a step of a workflow: the IDs to enqueue."""
        told = (
            [notification_url] if notification_url else self._triggers.addresses(notification_type)
        )
        if not told:
            return []
        now = datetime.now(UTC)
        body = json.dumps(
            {
                "notification_type": notification_type,
                "timestamp": now.isoformat(timespec="seconds"),
                "request_id": uuid4().hex,
                **payload,
                "notification_context": {
                    "triggered_at": now.isoformat(timespec="microseconds"),
                    "triggered_by": {"source": "api", "id": self._api_key},
                },
                "signature_key": self._api_key,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        ids = [_notification_id(key, url) for url in told]
        with self._database.writing() as session:
            for notification_id, url in zip(ids, told, strict=True):
                if session.get(NotificationRecord, notification_id) is None:
                    session.add(
                        NotificationRecord(
                            notification_id=notification_id,
                            notification_type=notification_type,
                            url=url,
                            subject=payload.get("public_id") or payload.get("to_public_id"),
                            body=body,
                            status="pending",
                            attempts=0,
                            created_at=now,
                        )
                    )
        return ids

    def enqueue(self, notification_ids: Sequence[str]) -> None:
        """The second half of `announce`: have them delivered."""
        for notification_id in notification_ids:
            self._enqueue(notification_id, 1)

    def pending(self) -> list[NotificationRecord]:
        """Those that are still to be delivered, oldest first."""
        with self._database.reading() as session:
            query = (
                select(NotificationRecord)
                .where(NotificationRecord.status == "pending")
                .order_by(NotificationRecord.created_at)
            )
            return list(session.scalars(query))

    def newest(
        self, limit: int, status: str | None = None, before: datetime | None = None
    ) -> list[NotificationRecord]:
        """Those with that status, newest first, from before a moment on."""
        query = select(NotificationRecord)
        if status is not None:
            query = query.where(NotificationRecord.status == status)
        if before is not None:
            query = query.where(NotificationRecord.created_at < before)
        query = query.order_by(NotificationRecord.created_at.desc()).limit(limit)
        with self._database.reading() as session:
            return list(session.scalars(query))

    def counts(self) -> dict[str, int]:
        """How many there are, by status."""
        query = select(NotificationRecord.status, func.count()).group_by(NotificationRecord.status)
        with self._database.reading() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def get(self, notification_id: str) -> NotificationRecord | None:
        """The notification of that ID."""
        with self._database.reading() as session:
            return session.get(NotificationRecord, notification_id)

    def resend(self, notification_id: str) -> bool:
        """Try again now, delivered or not; whether there is such a notification."""
        with self._database.writing() as session:
            record = session.get(NotificationRecord, notification_id, with_for_update=True)
            if record is None:
                return False
            record.status = "pending"
            record.next_attempt_at = None
            attempt = record.attempts + 1
        self._enqueue(notification_id, attempt)
        # Where the next try was due later, it is the same job.
        DBOS.set_workflow_delay(_delivery_id(notification_id, attempt), delay_seconds=0)
        return True

    def forget_old(self) -> None:
        """Delete settled notifications that are older than 30 days, or behind 10,000 newer ones."""
        settled = NotificationRecord.status != "pending"
        with self._database.writing() as session:
            session.execute(
                delete(NotificationRecord).where(
                    settled, NotificationRecord.created_at < datetime.now(UTC) - _KEPT_FOR
                )
            )
            oldest_kept = session.scalar(
                select(NotificationRecord.created_at)
                .order_by(NotificationRecord.created_at.desc())
                .offset(_KEPT - 1)
                .limit(1)
            )
            if oldest_kept is not None:
                session.execute(
                    delete(NotificationRecord).where(
                        settled, NotificationRecord.created_at < oldest_kept
                    )
                )

    @DBOS.workflow(name="deliver_notification")
    def deliver(self, notification_id: str, attempt: int) -> None:
        """One try; the next is a job of its own, so that waiting for it occupies no worker."""
        delay = self.try_once(notification_id, attempt)
        if delay is not None:
            self._enqueue(notification_id, attempt + 1, delay)

    @DBOS.step(name="try_once")
    def try_once(self, notification_id: str, attempt: int) -> float | None:
        """Send it, write down what came of it, and say after how many seconds to try again."""
        record = self.get(notification_id)
        if record is None:
            return None
        delay = _DELAYS[attempt - 1] if attempt <= len(_DELAYS) else None
        try:
            status = self._sender.send(record.url, record.body)
        except NotificationError as error:
            self._failed(record, attempt, str(error), error.status, delay)
            return delay
        except ForbiddenAddressError as error:
            self._failed(record, attempt, str(error), None, None)
            return None
        self._settle(notification_id, attempt, "delivered", last_status=status)
        return None

    def _failed(
        self,
        record: NotificationRecord,
        attempt: int,
        reason: str,
        status: int | None,
        delay: float | None,
    ) -> None:
        if delay is None:
            _LOG.warning(
                "The notification %s (%s) to %s was not delivered: %s",
                record.notification_id,
                record.notification_type,
                urlsplit(record.url).hostname,
                reason,
            )
        self._settle(
            record.notification_id,
            attempt,
            "failed" if delay is None else "pending",
            last_status=status,
            last_error=reason[:500],
            next_attempt_at=None if delay is None else datetime.now(UTC) + timedelta(seconds=delay),
        )

    def _settle(
        self,
        notification_id: str,
        attempt: int,
        status: str,
        *,
        last_status: int | None = None,
        last_error: str | None = None,
        next_attempt_at: datetime | None = None,
    ) -> None:
        with self._database.writing() as session:
            record = session.get(NotificationRecord, notification_id, with_for_update=True)
            if record is None:
                return
            record.status = status
            record.attempts = max(record.attempts, attempt)
            record.last_status = last_status
            record.last_error = last_error
            record.attempted_at = datetime.now(UTC)
            record.next_attempt_at = next_attempt_at

    def _enqueue(self, notification_id: str, attempt: int, delay: float | None = None) -> None:
        with (
            SetWorkflowID(_delivery_id(notification_id, attempt)),
            SetEnqueueOptions(delay_seconds=delay),
        ):
            DBOS.enqueue_workflow(NOTIFICATION_QUEUE, self.deliver, notification_id, attempt)


def notification_json(record: NotificationRecord) -> dict[str, Any]:
    """A notification as the API shows it."""
    return {
        "id": record.notification_id,
        "notification_type": record.notification_type,
        "url": record.url,
        "public_id": record.subject,
        "status": record.status,
        "attempts": record.attempts,
        "last_status": record.last_status,
        "last_error": record.last_error,
        "created_at": _moment(record.created_at),
        "attempted_at": _moment(record.attempted_at),
        "next_attempt_at": _moment(record.next_attempt_at),
        "body": json.loads(record.body),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _notification_id(key: str | None, url: str) -> str:
    if key is None:
        return uuid4().hex
    return hashlib.sha256(f"{key}\n{url}".encode()).hexdigest()[:32]


def _delivery_id(notification_id: str, attempt: int) -> str:
    return f"notify-{notification_id}-{attempt}"


def _seconds_until(record: NotificationRecord) -> float | None:
    if record.next_attempt_at is None:
        return None
    return max(0.0, (record.next_attempt_at - datetime.now(UTC)).total_seconds())
