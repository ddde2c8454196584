"""The fields of search expressions, by name; docs/search.md explains them to users."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Float, and_, case, cast, false, func, or_, select, true

from services.assets.tables import Asset, AssetTag, ModerationRecord
from services.search.conditions import (
    Condition,
    Maker,
    Scope,
    begins,
    compared,
    having,
    in_order,
    keyword,
    one_value,
    quantity,
    roughly,
    text,
    time,
    with_words,
)
from services.search.expression import ExpressionError, Range, Term, Value
from services.search.quantities import number, ratio, seconds, share, size
from services.search.tables import SearchConfidence, SearchSegment, SearchValue
from services.search.words import words

PIXELS = cast(Asset.width, Float) * Asset.height
ASPECT_RATIO = cast(Asset.width, Float) / func.nullif(Asset.height, 0)
_PAGES = Asset.media["pages"].as_integer()
_TAGGING = {"pending": ("pending", "processing"), "complete": ("complete",), "failed": ("failed",)}


def condition(term: Term, scope: Scope) -> Condition:
    """Which assets the term is about. Raises ExpressionError."""
    if term.field is None:
        value = one_value(term)
        if value.is_anything or words(value.text):
            return with_words(value, None, scope)
        raise ExpressionError(
            value.position, f"{value.text[:50]!r} has neither a letter nor a digit"
        )
    name, dot, key = term.field.partition(".")
    if dot and name in _KEYED:
        if not key:
            raise ExpressionError(term.position, f"{name}. needs a name behind the point")
        return _KEYED[name](key)(term, scope)
    maker = _FIELDS.get(term.field)
    if maker is None:
        raise ExpressionError(term.position, _unknown(term.field))
    return maker(term, scope)


def _unknown(name: str) -> str:
    known = [*_FIELDS, *(f"{prefix}." for prefix in _KEYED)]
    near = get_close_matches(name.lower(), known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ". There are: " + ", ".join(sorted(known))
    return f"there is no field {name[:50]}{hint}"


def _tag(term: Term, scope: Scope) -> Condition:
    value = one_value(term)
    found = select(AssetTag.asset_id)
    if value.is_anything:
        return having(found)
    if term.operator == ":":
        return with_words(value, "tags", scope)
    if value.is_beginning:
        return having(found.where(begins(AssetTag.tag, value.text, scope)))
    return having(found.where(AssetTag.tag == value.text))


def _filename(term: Term, scope: Scope) -> Condition:
    """The last part of the public ID, or the name that the file had."""
    value = one_value(term)
    if term.operator == ":":
        return or_(
            with_words(value, "public_id", scope), with_words(value, "original_filename", scope)
        )
    if value.is_anything:
        return true()
    pattern = _escaped(value.text) + ("%" if value.is_beginning else "")
    named = or_(
        Asset.public_id.like(pattern, escape="\\"),
        Asset.public_id.like(f"%/{pattern}", escape="\\"),
    )
    # The index of words first, so that not every public ID is looked at.
    sought = with_words(value, "public_id", scope) if words(value.text) else true()
    exactly = scope.ordered(Asset.original_filename) == value.text
    return or_(and_(sought, named), false() if value.is_beginning else exactly)


def _escaped(pattern: str) -> str:
    return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _folder(term: Term, scope: Scope) -> Condition:
    """`a/b` that folder alone with `=`; `a/b/*` with all below it."""
    value = one_value(term)
    if value.is_beginning and value.text.endswith("/"):
        here = scope.ordered(Asset.asset_folder) == value.text.removesuffix("/")
        return or_(here, begins(Asset.asset_folder, value.text, scope))
    return text(Asset.asset_folder, "asset_folder")(term, scope)


def _status(term: Term, scope: Scope) -> Condition:
    value = one_value(term)
    if value.text in {"active", "deleted"}:
        return true() if value.text == "active" else false()
    if value.text not in _TAGGING:
        choices = ", ".join(["active", *_TAGGING])
        raise ExpressionError(
            value.position, f"there is no status {value.text[:50]!r}, but {choices}"
        )
    return Asset.tagging_status.in_(_TAGGING[value.text])


def _moderation(column: Any) -> Maker:
    def moderated(term: Term, scope: Scope) -> Condition:
        value = one_value(term)
        found = select(ModerationRecord.asset_id)
        return having(found if value.is_anything else found.where(column == value.text))

    return moderated


def _of_values(name: str, sought: str | None = None) -> Maker:
    """A field in the table of values: texts, numbers, dates, and lists of them.

    `sought` is the column of documents that has the same words for all keys.
    """

    def condition(term: Term, scope: Scope) -> Condition:
        found = select(SearchValue.asset_id).where(SearchValue.field == name)
        operand = term.operand
        if isinstance(operand, Value) and operand.is_anything:
            return having(found)
        if isinstance(operand, Range) or term.operator not in {":", "="}:
            return having(found.where(_between(operand, term, scope)))
        if term.operator == "=":
            if operand.is_beginning:
                return having(found.where(begins(SearchValue.value, operand.text, scope)))
            return having(found.where(scope.ordered(SearchValue.value) == operand.text))
        phrase = " ".join(words(operand.text))
        if not phrase:
            return false()
        pattern = f"% {phrase}%" if operand.is_beginning else f"% {phrase} %"
        here = having(found.where(SearchValue.words.like(pattern)))
        return and_(with_words(operand, sought, scope), here) if sought else here

    return condition


def _between(operand: Value | Range, term: Term, scope: Scope) -> Condition:
    """As numbers where both bounds are numbers; else as texts, which suits dates."""
    given = [operand] if isinstance(operand, Value) else [operand.low, operand.high]
    try:
        for value in given:
            if not value.is_anything:
                number(value)
    except ExpressionError:
        return in_order(operand, term.operator, scope.ordered(SearchValue.value), _text)
    return in_order(operand, term.operator, SearchValue.number, number)


def _text(value: Value) -> str:
    if value.is_beginning:
        raise ExpressionError(value.position, "an asterisk cannot be compared")
    return value.text


def _confidence(tag: str) -> Maker:
    def sure(term: Term, _: Scope) -> Condition:
        reached = in_order(term.operand, term.operator, SearchConfidence.confidence, share)
        return having(select(SearchConfidence.asset_id).where(SearchConfidence.tag == tag, reached))

    return sure


def _segment(tag: str) -> Maker:
    """How long the tag holds at a stretch."""
    length = SearchSegment.end_time - SearchSegment.start_time

    def lasting(term: Term, _: Scope) -> Condition:
        long = in_order(term.operand, term.operator, length, seconds)
        return having(select(SearchSegment.asset_id).where(SearchSegment.tag == tag, long))

    return lasting


def _moment(tag: str) -> Maker:
    """When in the video the tag holds: at a moment, or at some time between two."""

    def holding(term: Term, _: Scope) -> Condition:
        start, end = SearchSegment.start_time, SearchSegment.end_time
        found = select(SearchSegment.asset_id).where(SearchSegment.tag == tag)
        operand = term.operand
        if isinstance(operand, Range):
            if not operand.low.is_anything:
                found = found.where(
                    compared(">=" if operand.low_included else ">", end, seconds(operand.low))
                )
            if not operand.high.is_anything:
                found = found.where(
                    compared("<=" if operand.high_included else "<", start, seconds(operand.high))
                )
            return having(found)
        if operand.is_anything:
            return having(found)
        at = seconds(operand)
        if term.operator in {":", "="}:
            return having(found.where(start <= at, end >= at))
        return having(
            found.where(compared(term.operator, end if ">" in term.operator else start, at))
        )

    return holding


def _any_key(prefix: str, document_column: str) -> Maker:
    """`context:word` and `metadata:word`, whatever the key."""

    def anywhere(term: Term, scope: Scope) -> Condition:
        value = one_value(term)
        keyed = select(SearchValue.asset_id).where(begins(SearchValue.field, f"{prefix}.", scope))
        if value.is_anything:
            return having(keyed)
        found = with_words(value, document_column, scope)
        if term.operator == ":":
            return found
        exactly = keyword(SearchValue.value)(term, scope)
        return and_(found, having(keyed.where(exactly)))

    return anywhere


def _when(column: ColumnElement[Any] | Any, resource_type: str) -> ColumnElement[Any]:
    """The column, of assets of that type alone."""
    return case((Asset.resource_type == resource_type, column))


_FIELDS: Mapping[str, Maker] = {
    "asset_id": keyword(Asset.asset_id),
    "public_id": text(Asset.public_id, "public_id"),
    "display_name": text(Asset.display_name, "display_name"),
    "filename": _filename,
    "original_filename": text(Asset.original_filename, "original_filename"),
    "folder": _folder,
    "asset_folder": _folder,
    "tags": _tag,
    "context": _any_key("context", "context"),
    "metadata": _any_key("metadata", "metadata_values"),
    "format": keyword(Asset.format, folded=True),
    "resource_type": keyword(Asset.resource_type, folded=True),
    "type": keyword(Asset.delivery_type, folded=True),
    "etag": keyword(Asset.etag, folded=True),
    "phash": keyword(Asset.phash, folded=True),
    "version": quantity(Asset.version, number),
    "bytes": quantity(Asset.bytes, size),
    "width": quantity(Asset.width, number),
    "height": quantity(Asset.height, number),
    "pixels": quantity(PIXELS, number),
    "image_pixels": quantity(_when(PIXELS, "image"), number),
    "aspect_ratio": roughly(ASPECT_RATIO, ratio, 0.01),
    "pages": quantity(_PAGES, number),
    "duration": quantity(Asset.duration, seconds),
    "created_at": time(Asset.created_at),
    "uploaded_at": time(Asset.created_at),
    "updated_at": time(Asset.updated_at),
    "last_updated": time(Asset.updated_at),
    "status": _status,
    "moderation_status": _moderation(ModerationRecord.status),
    "moderation_kind": _moderation(ModerationRecord.kind),
    "colors": _of_values("colors"),
    "face_count": _of_values("face_count"),
}

_KEYED: Mapping[str, Callable[[str], Maker]] = {
    "context": lambda key: _of_values(f"context.{key}", "context"),
    "metadata": lambda key: _of_values(f"metadata.{key}", "metadata_values"),
    "confidence": _confidence,
    "segment": _segment,
    "moment": _moment,
}
