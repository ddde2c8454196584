"""Keeping what is searched in step with the catalogue.

Triggers note every asset whose text, tags or detections change, whoever changes them. Before such a
change is committed, what is searched is written anew in the same transaction, once for each asset.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from services.assets.corrections import TagCorrection
from services.assets.tables import Asset, AssetTag, Detection
from services.database import Database
from services.search.tables import (
    SearchConfidence,
    SearchDocument,
    SearchSegment,
    SearchStale,
    SearchValue,
)
from services.search.words import joined_words, words

_BATCH = 500
_LONGEST_FIELD = 300
_LONGEST_VALUE = 500
_TABLES = (SearchDocument, SearchValue, SearchConfidence, SearchSegment)
_ASSET_COLUMNS = (
    Asset.asset_id,
    Asset.public_id,
    Asset.display_name,
    Asset.original_filename,
    Asset.asset_folder,
    Asset.context,
    Asset.structured_metadata,
    Asset.colors,
    Asset.faces,
)

_Values = Mapping[str, Any]


def keep_in_step(database: Database) -> Database:
    """The same database: caught up with what changed before, and following from now on."""
    while True:
        with database.writing() as session:
            if not _refresh_batch(session):
                break
    database.before_commit(refresh)
    return database


def refresh(session: Session) -> None:
    """Write anew what is searched of every asset that changed."""
    session.flush()
    while _refresh_batch(session):
        pass


def _refresh_batch(session: Session) -> bool:
    """Whether there was anything to do."""
    stale = list(session.scalars(select(SearchStale.asset_id).limit(_BATCH)))
    if not stale:
        return False
    session.execute(delete(SearchStale).where(SearchStale.asset_id.in_(stale)))
    for table in _TABLES:
        session.execute(delete(table).where(table.asset_id.in_(stale)))
    assets = session.execute(select(*_ASSET_COLUMNS).where(Asset.asset_id.in_(stale))).all()
    tags = _tags(session, stale)
    detected = _detected(session, stale)
    _insert(session, SearchDocument, (_document(row, tags[row.asset_id]) for row in assets))
    _insert(session, SearchValue, chain.from_iterable(_values(row) for row in assets))
    for row in assets:
        confidences = _confidences(tags[row.asset_id], detected[row.asset_id])
        _insert(session, SearchConfidence, _rows(row.asset_id, confidences))
        segments = _segments(detected[row.asset_id])
        _insert(session, SearchSegment, _numbered(row.asset_id, segments))
    return True


def _insert(session: Session, table: type[Any], rows: Iterator[_Values]) -> None:
    if found := list(rows):
        session.execute(insert(table), found)


def _rows(asset_id: str, rows: Iterator[_Values]) -> Iterator[_Values]:
    return ({"asset_id": asset_id, **row} for row in rows)


def _numbered(asset_id: str, rows: Iterator[_Values]) -> Iterator[_Values]:
    for position, row in enumerate(_rows(asset_id, rows)):
        yield {"position": position, **row}


def _tags(session: Session, asset_ids: Sequence[str]) -> dict[str, dict[str, float]]:
    """The confidence of each tag that each asset has."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    query = select(AssetTag.asset_id, AssetTag.tag, AssetTag.confidence).order_by(AssetTag.position)
    for asset_id, tag, confidence in session.execute(query.where(AssetTag.asset_id.in_(asset_ids))):
        found[asset_id][tag] = confidence
    return found


def _detected(session: Session, asset_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """What engines found in each asset and nobody took away."""
    corrected = select(TagCorrection.asset_id, TagCorrection.tag).where(
        TagCorrection.asset_id.in_(asset_ids), TagCorrection.action == "removed"
    )
    removed = {(asset_id, tag) for asset_id, tag in session.execute(corrected)}
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    query = select(Detection.asset_id, Detection.tags).where(Detection.asset_id.in_(asset_ids))
    for asset_id, tags in session.execute(query.order_by(Detection.position)):
        found[asset_id] += [tag for tag in tags if (asset_id, tag["name"]) not in removed]
    return found


def _document(asset: Row[Any], tags: Mapping[str, float]) -> _Values:
    metadata = asset.structured_metadata or {}
    return {
        "asset_id": asset.asset_id,
        "public_id": joined_words([asset.public_id]),
        "display_name": joined_words([asset.display_name]),
        "original_filename": joined_words([asset.original_filename]),
        "asset_folder": joined_words([asset.asset_folder]),
        "tags": joined_words(tags),
        "context": joined_words(asset.context.values()),
        "metadata_values": joined_words(
            text for value in metadata.values() for text, _ in _texts(value)
        ),
    }


def _values(asset: Row[Any]) -> Iterator[_Values]:
    described = chain(
        ((f"context.{key}", value) for key, value in asset.context.items()),
        ((f"metadata.{key}", value) for key, value in (asset.structured_metadata or {}).items()),
    )
    rows = [
        {
            "field": field[:_LONGEST_FIELD],
            "value": text[:_LONGEST_VALUE],
            "words": f" {' '.join(words(text))} ",
            "number": number,
        }
        for field, value in described
        for text, number in _texts(value)
    ]
    shares = ((asset.colors or {}).get("predominant") or {}).get("google", ())
    rows += [
        {"field": "colors", "value": name, "words": f" {name} ", "number": share}
        for name, share in shares
    ]
    if asset.faces is not None:
        count = len(asset.faces)
        rows.append(
            {"field": "face_count", "value": str(count), "words": f" {count} ", "number": count}
        )
    return _numbered(asset.asset_id, iter(rows))


def _texts(value: Any) -> Iterator[tuple[str, float | None]]:
    """The value, or each of several, as text and as the number that it may be."""
    for each in value if isinstance(value, list) else [value]:
        yield str(each), _number(each)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _confidences(
    tags: Mapping[str, float], detected: Sequence[Mapping[str, Any]]
) -> Iterator[_Values]:
    surest = dict(tags)
    for tag in detected:
        surest[tag["name"]] = max(surest.get(tag["name"], 0.0), tag["confidence"])
    return ({"tag": tag, "confidence": confidence} for tag, confidence in surest.items())


def _segments(detected: Sequence[Mapping[str, Any]]) -> Iterator[_Values]:
    for tag in detected:
        for segment in tag.get("segments") or ():
            yield {
                "tag": tag["name"],
                "start_time": segment["start"],
                "end_time": segment["end"],
                "confidence": segment["confidence"],
            }
