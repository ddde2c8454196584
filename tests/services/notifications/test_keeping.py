"""Notifications are kept for a while, and not without end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.database import Database
from services.notifications import notifications as module
from services.notifications.notifications import Notifications
from services.notifications.tables import NotificationRecord


def keep(database: Database, age: timedelta, status: str = "delivered") -> str:
    record = NotificationRecord(
        notification_id=uuid4().hex,
        notification_type="upload",
        url="https://hooks.example",
        body="{}",
        status=status,
        attempts=1,
        created_at=datetime.now(UTC) - age,
    )
    with database.writing() as session:
        session.add(record)
    return record.notification_id


def test_what_is_old_is_forgotten_unless_it_is_still_to_be_delivered(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_KEPT", 3)
    # The library knows each class of jobs by one name in a process.
    notifications = Notifications.__new__(Notifications)
    notifications._database = database
    waiting = keep(database, timedelta(days=40), "pending")
    keep(database, timedelta(days=31))
    kept = [keep(database, timedelta(hours=hours)) for hours in (1, 2, 3)]
    keep(database, timedelta(hours=4))
    notifications.forget_old()
    assert [each.notification_id for each in notifications.newest(10)] == [*kept, waiting]
