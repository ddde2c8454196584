"""One-time tokens by which the owner's pages open."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import DateTime, String, delete
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, Database

LIFETIME = timedelta(days=1)


class LoginToken(Base):
    """A token that has not been used yet; only its hash is kept."""

    __tablename__ = "login_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class LoginTokens:
    """Issues tokens and redeems each once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def issue(self) -> str:
        """A new token, good for a day."""
        token = secrets.token_urlsafe(24)
        now = datetime.now(UTC)
        with self._database.writing() as session:
            session.execute(delete(LoginToken).where(LoginToken.expires_at < now))
            session.add(LoginToken(token_hash=_hash(token), expires_at=now + LIFETIME))
        return token

    def redeem(self, token: str) -> bool:
        """Whether `token` opens the owner's pages; it never will again."""
        with self._database.writing() as session:
            redeemed = session.execute(
                delete(LoginToken)
                .where(LoginToken.token_hash == _hash(token))
                .where(LoginToken.expires_at >= datetime.now(UTC))
                .returning(LoginToken.token_hash)
            )
            return redeemed.scalar() is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
