"""Terms of an expression as conditions on assets: one function for each kind of field.

Every value is a bound parameter. Wherever an index can find the assets, the condition is of the
form `asset_id IN (SELECT …)`, so that what it costs grows with what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    collate,
    column,
    false,
    func,
    literal,
    literal_column,
    select,
    table,
    true,
)

from services.assets.tables import Asset
from services.search.expression import ExpressionError, Operator, Range, Term, Value
from services.search.quantities import moment
from services.search.tables import SearchDocument
from services.search.words import words

Condition = ColumnElement[bool]
_LAST_CHARACTER = 0x10FFFF
_WORDS = table("search_words", column("rowid"))


@dataclass(frozen=True)
class Scope:
    """What conditions depend on beside their terms."""

    dialect: str
    """sqlite or postgresql."""
    now: datetime

    def ordered(self, text: ColumnElement[str] | Any) -> ColumnElement[str]:
        """The column as it is compared and sorted: by the numbers of its characters."""
        return collate(text, "C") if self.dialect == "postgresql" else text


Maker = Callable[[Term, Scope], Condition]
"""Makes the condition of a term. Raises ExpressionError."""


def having(assets: Select[str]) -> Condition:
    """Whether the asset is one of these."""
    return Asset.asset_id.in_(assets)


def one_value(term: Term) -> Value:
    """The value of a term that takes no range and is not compared. Raises ExpressionError."""
    if isinstance(term.operand, Range) or term.operator not in {":", "="}:
        raise ExpressionError(
            term.position,
            f"{term.field} is no number; write {term.field}:value or {term.field}=value",
        )
    return term.operand


def compared(operator: Operator, column: ColumnElement[Any] | Any, value: Any) -> Condition:
    """`column` compared with `value`; a colon asks for equality."""
    comparisons: dict[Operator, Callable[[], Condition]] = {
        ":": lambda: column == value,
        "=": lambda: column == value,
        ">": lambda: column > value,
        ">=": lambda: column >= value,
        "<": lambda: column < value,
        "<=": lambda: column <= value,
    }
    return comparisons[operator]()


def in_order(
    operand: Value | Range, operator: Operator, column: Any, read: Callable[[Value], Any]
) -> Condition:
    """`column` compared with what `read` makes of the value, or of the bounds of the range."""
    if isinstance(operand, Value):
        return (
            column.is_not(None)
            if operand.is_anything
            else compared(operator, column, read(operand))
        )
    bounds = [column.is_not(None)]
    if not operand.low.is_anything:
        bounds.append(compared(">=" if operand.low_included else ">", column, read(operand.low)))
    if not operand.high.is_anything:
        bounds.append(compared("<=" if operand.high_included else "<", column, read(operand.high)))
    return and_(*bounds)


def quantity(column: Any, read: Callable[[Value], float]) -> Maker:
    """A field with a number."""
    return lambda term, _: in_order(term.operand, term.operator, column, read)


def roughly(column: Any, read: Callable[[Value], float], tolerance: float) -> Maker:
    """A field with a fraction, of which equality means being nearer than `tolerance`."""

    def condition(term: Term, _: Scope) -> Condition:
        value = term.operand
        if isinstance(value, Value) and term.operator in {":", "="} and not value.is_anything:
            wanted = read(value)
            return and_(column.between(wanted - tolerance, wanted + tolerance))
        return in_order(value, term.operator, column, read)

    return condition


def time(column: Any) -> Maker:
    """A field with a moment; a day or a month is all of it."""

    def condition(term: Term, scope: Scope) -> Condition:
        operand = term.operand
        if isinstance(operand, Value):
            return _beside(term.operator, column, operand, scope)
        low, high = (
            (">=" if operand.low_included else ">"),
            ("<=" if operand.high_included else "<"),
        )
        return and_(
            _beside(cast(Operator, low), column, operand.low, scope),
            _beside(cast(Operator, high), column, operand.high, scope),
        )

    return condition


def _beside(operator: Operator, column: Any, value: Value, scope: Scope) -> Condition:
    """Whether the moment lies behind the value's, before it, or (a day, a month) within it."""
    if value.is_anything:
        return and_(column.is_not(None))
    start, end = moment(value, scope.now)
    if operator in {":", "="} and start == end:
        raise ExpressionError(
            value.position, f"a time ago needs > (later than) or < (earlier than), as >{value.text}"
        )
    from_start, before_end = column >= start, column < end
    by_operator: dict[Operator, Condition] = {
        ":": and_(from_start, before_end),
        "=": and_(from_start, before_end),
        ">": column >= end,
        ">=": from_start,
        "<": column < start,
        "<=": before_end,
    }
    return by_operator[operator]


def keyword(column: Any, *, folded: bool = False) -> Maker:
    """A field with a name out of a few, or an identifier; `folded` ones are kept in lower case."""

    def condition(term: Term, scope: Scope) -> Condition:
        value = one_value(term)
        text = value.text.lower() if folded else value.text
        if value.is_anything:
            return and_(column.is_not(None), column != "")
        return begins(column, text, scope) if value.is_beginning else scope.ordered(column) == text

    return condition


def begins(column: Any, text: str, scope: Scope) -> Condition:
    """Whether the column begins with the text: a range, which an index finds."""
    ordered = scope.ordered(column)
    last = len(text)
    while last and ord(text[last - 1]) == _LAST_CHARACTER:
        last -= 1
    if not last:
        return ordered >= text
    following = ord(text[last - 1]) + 1
    # Half characters are in no text.
    behind = text[: last - 1] + chr(0xE000 if 0xD800 <= following < 0xE000 else following)
    return and_(ordered >= text, ordered < behind)


def text(column: Any, document_column: str) -> Maker:
    """A field with text: `=` the whole of it, `:` some words of it."""
    exactly = keyword(column)

    def condition(term: Term, scope: Scope) -> Condition:
        value = one_value(term)
        if term.operator == "=" or value.is_anything or not value.text:
            return exactly(term, scope)
        return with_words(value, document_column, scope)

    return condition


def with_words(value: Value, document_column: str | None, scope: Scope) -> Condition:
    """Whether the words of the value follow each other in that text, or in any (`None`)."""
    if not words(value.text):
        return true() if value.is_anything else false()
    return with_all_words([value], document_column, scope)


def with_all_words(values: Sequence[Value], document_column: str | None, scope: Scope) -> Condition:
    """The same of several values that have words, looked up at once: the rarest leads."""
    if scope.dialect == "postgresql":
        vector: ColumnElement[Any] = literal_column(
            f"search_documents.{document_column or 'everything'}_words"
        )
        query = " & ".join(f"({_postgresql_phrase(value)})" for value in values)
        matching = vector.op("@@")(func.to_tsquery("simple", literal(query, String)))
        return having(select(SearchDocument.asset_id).where(matching))
    query = " AND ".join(_fts5_phrase(value) for value in values)
    query = f"{{{document_column}}} : ({query})" if document_column else query
    matching = literal_column("search_words").op("MATCH")(literal(query, String))
    found = select(_WORDS.c.rowid).where(matching)
    return having(select(SearchDocument.asset_id).where(SearchDocument.document_id.in_(found)))


def _postgresql_phrase(value: Value) -> str:
    phrase = " <-> ".join(f"'{word}'" for word in words(value.text))
    return phrase + (":*" if value.is_beginning else "")


def _fts5_phrase(value: Value) -> str:
    return f'"{" ".join(words(value.text))}"' + (" *" if value.is_beginning else "")
