"""Triggers: addresses that are told of every event of one type (Admin API, "triggers")."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.database import Database
from services.notifications.events import EVENT_TYPES, EVERY_EVENT
from services.notifications.tables import TriggerRecord

_MOST_ADDRESSES = 30
_LONGEST_ADDRESS = 2000


class TriggerError(ValueError):
    """A trigger is not as it must be; the message says what to do."""


class Triggers:
    """The triggers of this server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, event_type: str | None = None) -> list[TriggerRecord]:
        """Every trigger, or every one of that type of event, oldest first."""
        query = select(TriggerRecord).order_by(TriggerRecord.created_at)
        if event_type is not None:
            query = query.where(TriggerRecord.event_type == event_type)
        with self._database.reading() as session:
            return list(session.scalars(query))

    def addresses(self, event_type: str) -> list[str]:
        """Who is told of such an event, each address once."""
        query = select(TriggerRecord.uri).where(
            TriggerRecord.event_type.in_([event_type, EVERY_EVENT])
        )
        with self._database.reading() as session:
            return list(dict.fromkeys(session.scalars(query)))

    def create(self, uri: str, event_type: str) -> TriggerRecord:
        """Tell `uri` of every such event from now on; asking twice is asking once.

        Raises TriggerError.
        """
        _check_address(uri)
        if event_type not in (*EVENT_TYPES, EVERY_EVENT):
            known = ", ".join((EVERY_EVENT, *EVENT_TYPES))
            raise TriggerError(f"There is no event type {event_type[:100]!r}. There are: {known}.")
        with self._database.writing() as session:
            existing = _find(session, uri, event_type)
            if existing is not None:
                return existing
            _check_count(session, uri)
            now = datetime.now(UTC)
            trigger = TriggerRecord(
                trigger_id=uuid4().hex,
                uri=uri,
                event_type=event_type,
                created_at=now,
                updated_at=now,
            )
            session.add(trigger)
            return trigger

    def readdress(self, trigger_id: str, uri: str) -> bool:
        """Have the trigger tell `uri` instead; whether there is such a trigger.

        Raises TriggerError.
        """
        _check_address(uri)
        with self._database.writing() as session:
            trigger = session.get(TriggerRecord, trigger_id)
            if trigger is None:
                return False
            other = _find(session, uri, trigger.event_type)
            if other is not None and other is not trigger:
                raise TriggerError(f"There is a trigger for {trigger.event_type} and {uri} already")
            trigger.uri = uri
            trigger.updated_at = datetime.now(UTC)
            return True

    def delete(self, trigger_id: str) -> bool:
        """Forget the trigger; whether there was one."""
        with self._database.writing() as session:
            trigger = session.get(TriggerRecord, trigger_id)
            if trigger is not None:
                session.delete(trigger)
            return trigger is not None


def trigger_json(trigger: TriggerRecord) -> dict[str, Any]:
    """A trigger as the Admin API shows it."""
    return {
        "id": trigger.trigger_id,
        "uri": trigger.uri,
        "uri_type": "webhook",
        "event_type": trigger.event_type,
        "created_at": trigger.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "updated_at": trigger.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _find(session: Session, uri: str, event_type: str) -> TriggerRecord | None:
    query = select(TriggerRecord).where(
        TriggerRecord.uri == uri, TriggerRecord.event_type == event_type
    )
    return session.scalars(query).first()


def _check_address(uri: str) -> None:
    try:
        parts = urlsplit(uri)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise TriggerError("uri must be an address that begins with http:// or https://")
    if len(uri) > _LONGEST_ADDRESS:
        raise TriggerError(f"uri is longer than {_LONGEST_ADDRESS} characters")


def _check_count(session: Session, uri: str) -> None:
    others = session.scalar(
        select(func.count(TriggerRecord.uri.distinct())).where(TriggerRecord.uri != uri)
    )
    if (others or 0) >= _MOST_ADDRESSES:
        raise TriggerError(
            f"No more than {_MOST_ADDRESSES} addresses can be told. Delete a trigger first."
        )
