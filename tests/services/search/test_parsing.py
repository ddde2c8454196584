"""Reading expressions: what they say, and what is refused before it can do harm."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.search.expression import All, Any, ExpressionError, Not, Range, Term, Value, terms
from services.search.parsing import DEEPEST, LONGEST, MOST_TERMS, parse


def word(text: str, position: int, *, is_beginning: bool = False) -> Term:
    return Term(None, ":", Value(text, is_beginning, position), position)


def test_and_binds_more_than_or_and_may_be_left_out() -> None:
    tree = parse("a b OR NOT c")
    assert tree == Any((All((word("a", 0), word("b", 2))), Not(word("c", 11))))


def test_what_follows_a_backslash_means_itself() -> None:
    assert parse(r"a\ b\:c\*") == word("a b:c*", 0)
    assert parse(r'"say \"it\" \* \\"') == word('say "it" * \\', 1)


def test_words_that_begin_like_operators_are_words() -> None:
    assert [
        str(term.operand.text)
        for term in terms(parse("ANDROID ORANGE NOTES and or not"))
        if isinstance(term.operand, Value)
    ] == [
        "ANDROID",
        "ORANGE",
        "NOTES",
        "and",
        "or",
        "not",
    ]


def test_a_range_has_bounds_that_belong_to_it_or_not() -> None:
    assert parse("bytes:[1 TO 2}") == Term(
        "bytes", ":", Range(Value("1", False, 7), Value("2", False, 12), True, False), 0
    )


def test_a_name_behind_a_point_may_be_quoted() -> None:
    assert parse('confidence."golden retriever" > 0.8') == Term(
        "confidence.golden retriever", ">", Value("0.8", False, 32), 0
    )


@pytest.mark.parametrize(
    ("expression", "position", "reason"),
    [
        ("(cat", 5, "the expression ends where ) was expected"),
        ("cat)", 4, "found )"),
        ("tags:", 6, "the expression ends where a text in quotes, a value or ( was expected"),
        ("cat AND", 8, "the expression ends"),
        ("OR cat", 1, "found OR"),
        ('"cat', 1, "a quotation mark that is never closed"),
        ("cat\\", 4, "a backslash with nothing behind it"),
        ("c*t", 2, "an asterisk may only stand at the end"),
        ("**", 1, "an asterisk may only stand at the end"),
        ("bytes:[1 TO", 12, "the expression ends"),
        ("bytes:[1 2]", 10, "where TO was expected"),
        ("=5", 1, "found ="),
        ("width==5", 7, "found ="),
        ("()", 2, "found )"),
    ],
)
def test_an_error_says_where_and_why(expression: str, position: int, reason: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(expression)
    assert str(refused.value).startswith(f"Invalid expression at character {position}: ")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        (" OR ".join(["cat"] * 10_000), f"of which {LONGEST:,} are allowed"),
        (" ".join(["c"] * (MOST_TERMS + 1)), f"of which {MOST_TERMS} are allowed"),
        ("NOT " * (DEEPEST + 1) + "cat", f"more than {DEEPEST} levels"),
        ("-(a " * 1_000 + "a" + ")" * 1_000, f"more than {DEEPEST} levels"),
        ("(" * 8_000, "the expression ends"),
        ("a*" * 4_000, "an asterisk"),
        ("tags:(" + "(" * 5_000, "the expression ends"),
    ],
)
def test_what_is_made_to_explode_is_refused(expression: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason.replace("(", r"\(")):
        parse(expression)


def test_parentheses_around_parentheses_cost_nothing() -> None:
    assert parse("(" * 4_000 + "cat" + ")" * 4_000) == word("cat", 4_000)


@given(st.text(alphabet='abAND OR NOT():="\\*[]{}<>-+!&|. TO1', max_size=60))
def test_whatever_is_written_is_read_or_refused(expression: str) -> None:
    with suppress(ExpressionError):
        parse(expression)
