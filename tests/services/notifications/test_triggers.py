"""Who is told of which events."""

from __future__ import annotations

import pytest

from services.database import Database
from services.notifications.triggers import TriggerError, Triggers


def test_an_address_is_told_once_though_two_triggers_name_it(database: Database) -> None:
    triggers = Triggers(database)
    triggers.create("https://a.example", "all")
    triggers.create("https://a.example", "upload")
    triggers.create("https://b.example", "delete")
    assert triggers.addresses("upload") == ["https://a.example"]
    assert sorted(triggers.addresses("delete")) == ["https://a.example", "https://b.example"]


def test_asking_twice_is_asking_once(database: Database) -> None:
    triggers = Triggers(database)
    first = triggers.create("https://a.example", "upload")
    assert triggers.create("https://a.example", "upload").trigger_id == first.trigger_id
    assert len(triggers.all()) == 1


def test_there_are_thirty_addresses_at_most(database: Database) -> None:
    triggers = Triggers(database)
    for number in range(30):
        triggers.create(f"https://{number}.example", "upload")
    triggers.create("https://0.example", "delete")
    with pytest.raises(TriggerError, match="No more than 30"):
        triggers.create("https://one-more.example", "upload")


def test_two_triggers_do_not_become_the_same(database: Database) -> None:
    triggers = Triggers(database)
    triggers.create("https://a.example", "upload")
    other = triggers.create("https://b.example", "upload")
    with pytest.raises(TriggerError, match="already"):
        triggers.readdress(other.trigger_id, "https://a.example")
    assert triggers.readdress(other.trigger_id, "https://c.example")
