"""What a search expression says, as a tree, and what is wrong with one that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Operator = Literal[":", "=", ">", ">=", "<", "<="]


class ExpressionError(ValueError):
    """An expression that cannot be searched for; the message says where (from 1 on) and why."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"Invalid expression at character {position + 1}: {reason}")


@dataclass(frozen=True, slots=True)
class Value:
    """A text to look for. `is_beginning`: an asterisk stands behind it; alone, it is anything.

    `position` is where the expression has it, counted from 0.
    """

    text: str
    is_beginning: bool
    position: int

    @property
    def is_anything(self) -> bool:
        """Whether it is an asterisk and nothing else."""
        return self.is_beginning and not self.text


@dataclass(frozen=True, slots=True)
class Range:
    """All from `low` to `high`; a bound that is anything is no bound."""

    low: Value
    high: Value
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. Without a field, all text is searched for the value."""

    field: str | None
    operator: Operator
    operand: Value | Range
    position: int


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts, whatever there is."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part at least holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


Node = Term | All | Any | Not


def terms(node: Node) -> Iterator[Term]:
    """Every term of the tree, in the order of the expression."""
    waiting = [node]
    while waiting:
        match waiting.pop():
            case Term() as term:
                yield term
            case Not(part):
                waiting.append(part)
            case All(parts) | Any(parts):
                waiting += reversed(parts)
