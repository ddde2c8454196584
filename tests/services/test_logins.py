"""A login token opens the owner's pages once, within a day."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from services import logins
from services.database import Database
from services.logins import LoginToken, LoginTokens


def test_a_token_opens_once(database: Database) -> None:
    tokens = LoginTokens(database)
    token = tokens.issue()
    assert tokens.redeem(token)
    assert not tokens.redeem(token)


def test_of_two_who_come_at_once_only_one_gets_in(database: Database) -> None:
    tokens = LoginTokens(database)
    token = tokens.issue()
    together = Barrier(4)
    opened: list[bool] = []

    def redeem() -> None:
        together.wait()
        opened.append(tokens.redeem(token))

    threads = [Thread(target=redeem) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [False, False, False, True]


@pytest.mark.parametrize("token", ["", "guessed", "é" * 3000])
def test_a_guessed_token_does_not_open(database: Database, token: str) -> None:
    tokens = LoginTokens(database)
    tokens.issue()
    assert not tokens.redeem(token)


def test_an_old_token_does_not_open_and_is_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = LoginTokens(database)
    monkeypatch.setattr(logins, "LIFETIME", timedelta(seconds=-1))
    assert not tokens.redeem(tokens.issue())
    monkeypatch.undo()
    tokens.issue()
    with database.reading() as session:
        assert len(session.scalars(select(LoginToken)).all()) == 1


def test_the_token_itself_is_not_in_the_database(database: Database) -> None:
    token = LoginTokens(database).issue()
    with database.reading() as session:
        assert [token in record.token_hash for record in session.scalars(select(LoginToken))] == [
            False
        ]
