"""What people say of an asset's tags: their word stands, whatever an engine finds later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.assets.tables import Asset, AssetTag, UTCDateTime
from services.database import Base

CorrectionAction = Literal["added", "removed", "confirmed", "promoted"]


class TagCorrection(Base):
    """The last word that a person said of one tag of one asset."""

    __tablename__ = "tag_corrections"
    __table_args__ = (Index("ix_tag_corrections_tag", "tag", "action"),)

    asset_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("assets.asset_id", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(String(255), primary_key=True)
    action: Mapped[CorrectionAction] = mapped_column(String(10))
    """added: no engine had found it; promoted: an engine had, below its threshold; confirmed: an
    engine had assigned it; removed: the asset had it."""
    actor: Mapped[str] = mapped_column(String(100))
    """Who said so; `owner` is whoever has the key and the secret."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


def removed_tags(session: Session, asset_id: str) -> frozenset[str]:
    """The tags that no engine may give the asset again."""
    query = select(TagCorrection.tag).where(
        TagCorrection.asset_id == asset_id, TagCorrection.action == "removed"
    )
    return frozenset(session.scalars(query))


def give_tags(session: Session, asset: Asset, names: Sequence[str], actor: str) -> None:
    """Give the asset tags by a person's hand: they have confidence 1 and stay."""
    present = {tag.tag: tag for tag in asset.tags}
    detected = {str(tag["name"]) for detection in asset.detections for tag in detection.tags}
    for name in dict.fromkeys(names):
        tag = present.get(name)
        if tag is None:
            asset.tags.append(
                AssetTag(tag=name, position=len(asset.tags), confidence=1.0, manual=True)
            )
            _record(session, asset, name, "promoted" if name in detected else "added", actor)
        elif not tag.manual:
            tag.confidence, tag.manual = 1.0, True
            _record(session, asset, name, "confirmed", actor)


def take_tags(session: Session, asset: Asset, names: Iterable[str], actor: str) -> None:
    """Take tags away by a person's hand: no engine gives them to the asset again."""
    unwanted = set(names)
    for tag in [tag for tag in asset.tags if tag.tag in unwanted]:
        asset.tags.remove(tag)
        _record(session, asset, tag.tag, "removed", actor)
    _number(asset.tags)


def set_tags(session: Session, asset: Asset, names: Sequence[str], actor: str) -> None:
    """Have a person say which tags the asset has, and in which order."""
    order = {name: position for position, name in enumerate(dict.fromkeys(names))}
    take_tags(session, asset, [tag.tag for tag in asset.tags if tag.tag not in order], actor)
    give_tags(session, asset, names, actor)
    asset.tags.sort(key=lambda tag: order[tag.tag])
    _number(asset.tags)


def _record(
    session: Session, asset: Asset, name: str, action: CorrectionAction, actor: str
) -> None:
    session.merge(
        TagCorrection(
            asset_id=asset.asset_id,
            tag=name,
            action=action,
            actor=actor,
            created_at=datetime.now(UTC),
        )
    )


def _number(tags: Sequence[AssetTag]) -> None:
    for position, tag in enumerate(tags):
        tag.position = position
