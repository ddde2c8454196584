"""From the tree of an expression to one condition on assets, and to a score."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, literal, not_, or_, true

from services.search.conditions import Condition, Scope, with_all_words, with_words
from services.search.expression import All, Any, Node, Not, Term, Value, terms
from services.search.fields import condition
from services.search.words import words

_WEIGHTS = (("tags", 4), ("display_name", 3), ("public_id", 2), (None, 1))
"""What a word is worth by the text in which it is; `None` is any text."""


def compile_expression(node: Node, scope: Scope) -> Condition:
    """The condition on `Asset` that holds for what the expression finds. Raises ExpressionError."""
    match node:
        case Term():
            return condition(node, scope)
        case Not(part):
            # Of what is unknown (the width of a sound) nothing holds, so its opposite does.
            return not_(and_(known := compile_expression(part, scope), known.is_not(None)))
        case All(parts):
            plain = _plain_words(parts)
            others = [part for part in parts if part not in plain]
            found = [compile_expression(part, scope) for part in others]
            together = [with_all_words(list(plain.values()), None, scope)] if plain else []
            return and_(true(), *together, *found)
        case Any(parts):
            return or_(*(compile_expression(part, scope) for part in parts))


def _plain_words(parts: Sequence[Node]) -> dict[Node, Value]:
    """The parts that are words to be found in any text."""
    return {
        part: part.operand
        for part in parts
        if isinstance(part, Term)
        and part.field is None
        and isinstance(part.operand, Value)
        and words(part.operand.text)
    }


def score(node: Node, scope: Scope) -> ColumnElement[int]:
    """How well an asset suits the plain words of the expression: most where they are tags.

    It does not depend on other assets, so that pages by score stay right while assets are added.
    """
    total: ColumnElement[int] = literal(0)
    for term in terms(node):
        if term.field is None and isinstance(term.operand, Value) and words(term.operand.text):
            found = [
                (with_words(term.operand, column, scope), weight) for column, weight in _WEIGHTS
            ]
            total = total + case(*found, else_=0)
    return total
