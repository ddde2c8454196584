"""From the text of a search expression to its tree.

The operators are those of Cloudinary's "Search expressions" page. What would take long is refused
before it is read: the parser needs time in proportion to the length, and the length is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from services.search.expression import (
    All,
    Any,
    ExpressionError,
    Node,
    Not,
    Operator,
    Range,
    Term,
    Value,
    terms,
)

LONGEST = 8_192
"""Most characters of an expression."""
MOST_TERMS = 250
DEEPEST = 30
"""How deep AND, OR and NOT may lie within each other."""

_GRAMMAR = Path(__file__).with_name("expression.lark")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_EXPECTED = {
    "WORD": "a word or a field",
    "QUOTED": "a text in quotes",
    "VALUE": "a value",
    "_OPEN": "(",
    "_CLOSE": ")",
    "_TO": "TO",
    "INCLUDED_TO": "]",
    "EXCLUDED_TO": "}",
}

_Found = tuple[Node, int]
"""A tree and its depth."""


def parse(text: str) -> Node:
    """What `text` says; nothing at all matches whatever there is. Raises ExpressionError."""
    if len(text) > LONGEST:
        raise ExpressionError(
            LONGEST, f"it has {len(text):,} characters, of which {LONGEST:,} are allowed"
        )
    try:
        tree = cast(Node, _parser().parse(text))
    except UnexpectedInput as error:
        raise _explained(error, text) from None
    found = list(terms(tree))
    if len(found) > MOST_TERMS:
        position = found[MOST_TERMS].position
        raise ExpressionError(
            position, f"it has {len(found):,} terms, of which {MOST_TERMS} are allowed"
        )
    return tree


@cache
def _parser() -> Lark:
    # The tree is made while the parser reads, from the leaves on, so that no depth of the text
    # becomes a depth of calls.
    return Lark(_GRAMMAR.read_text(), parser="lalr", transformer=_TreeMaker())


class _TreeMaker(Transformer[Token, Node]):
    """Makes the nodes of the rules in expression.lark, by name."""

    def start(self, parts: list[_Found]) -> Node:
        return parts[0][0] if parts else All(())

    def one_holds(self, parts: list[_Found]) -> _Found:
        return _joined(Any, parts)

    def all_hold(self, parts: list[_Found]) -> _Found:
        return _joined(All, parts)

    def none_holds(self, parts: list[_Found]) -> _Found:
        [(part, depth)] = parts
        return Not(part), _deeper(depth, part)

    one_of_choice = one_holds
    all_of_choice = all_hold
    none_of_choice = none_holds

    def choice(self, parts: list[_Found]) -> _Found:
        return parts[0]

    def plain(self, parts: list[Token]) -> _Found:
        value = _value(parts[0])
        return Term(None, ":", value, value.position), 0

    def value(self, parts: list[Token]) -> Value:
        return _value(parts[0])

    def span(self, parts: list[Token | Value]) -> Range:
        opening, low, high, closing = parts
        assert isinstance(low, Value)
        assert isinstance(high, Value)
        return Range(low, high, opening == "[", closing == "]")

    def matches(self, parts: list[Token | Value | Range | _Found]) -> _Found:
        return _comparison(":", parts)

    def equals(self, parts: list[Token | Value | Range | _Found]) -> _Found:
        return _comparison("=", parts)

    def ordered(self, parts: list[Token | Value]) -> _Found:
        field, order, operand = parts
        operator = str(order).lstrip(": \t\r\n")
        return _comparison(cast(Operator, operator), [field, operand])


def _joined(kind: Callable[[tuple[Node, ...]], Node], parts: list[_Found]) -> _Found:
    if len(parts) == 1:
        return parts[0]
    nodes = tuple(node for node, _ in parts)
    return kind(nodes), _deeper(max(depth for _, depth in parts), nodes[0])


def _deeper(depth: int, node: Node) -> int:
    if depth >= DEEPEST:
        position = next(terms(node)).position
        raise ExpressionError(position, f"more than {DEEPEST} levels lie within each other here")
    return depth + 1


def _comparison(operator: Operator, parts: list[Token | Value | Range | _Found]) -> _Found:
    token, operand = parts
    assert isinstance(token, Token)
    field, position = _field(token), token.start_pos or 0
    if isinstance(operand, tuple):
        node, depth = operand
        return _about(field, operator, node), depth
    assert not isinstance(operand, Token)
    return Term(field, operator, operand, position), 0


def _about(field: str, operator: Operator, node: Node) -> Node:
    """The same tree of values, all of them of one field."""
    match node:
        case Term():
            return Term(field, operator, node.operand, node.position)
        case Not(part):
            return Not(_about(field, operator, part))
        case All(parts):
            return All(tuple(_about(field, operator, part) for part in parts))
        case Any(parts):
            return Any(tuple(_about(field, operator, part) for part in parts))


def _field(token: Token) -> str:
    name = re.sub(r'(?<=\.)"(.*)"\Z', r"\1", str(token), flags=re.DOTALL)
    return _ESCAPED.sub(r"\1", name)


def _value(token: Token) -> Value:
    """The text that the token stands for. Raises ExpressionError."""
    start = token.start_pos or 0
    written = str(token)
    if token.type == "QUOTED":
        written, start = written[1:-1], start + 1
    # What follows a backslash is masked, so that only an asterisk that means something is found.
    masked = _ESCAPED.sub("..", written)
    is_beginning = masked.endswith("*")
    if "*" in masked.removesuffix("*"):
        raise ExpressionError(
            start + masked.index("*"),
            "an asterisk may only stand at the end of a value; write \\* for the character itself",
        )
    text = _ESCAPED.sub(r"\1", written[:-1] if is_beginning else written)
    return Value(text, is_beginning, start)


def _explained(error: UnexpectedInput, text: str) -> ExpressionError:
    """What is wrong, in the words of whoever wrote the expression."""
    position = error.pos_in_stream if error.pos_in_stream is not None else len(text)
    if isinstance(error, UnexpectedToken):
        expected = error.accepts or error.expected
        found = (
            "the expression ends" if error.token.type == "$END" else f"found {error.token!s:.50}"
        )
        position = len(text) if error.token.type == "$END" else position
    else:
        assert isinstance(error, UnexpectedCharacters)
        expected, found = error.allowed, _character(text, position)
    wanted = [words for name, words in _EXPECTED.items() if name in expected]
    return ExpressionError(position, f"{found} where {_or(wanted)} was expected")


def _character(text: str, position: int) -> str:
    character = text[position]
    if character == '"':
        return "found a quotation mark that is never closed"
    if character == "\\":
        return "found a backslash with nothing behind it"
    word = re.match(r"\w{1,50}", text[position:])
    return f"found {word[0] if word else character}"


def _or(words: list[str]) -> str:
    if not words:
        return "an operator"
    return ", ".join(words[:-1]) + (" or " if len(words) > 1 else "") + words[-1]
