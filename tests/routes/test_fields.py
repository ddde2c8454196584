"""Fields read the same in whatever form an SDK sends them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, request

from routes.fields import Fields, nested, read_fields, read_query, signed_text
from routes.responses import ApiError


def fields_of(**arguments: Any) -> Fields:
    with Flask(__name__).test_request_context("/", method="POST", **arguments):
        return read_fields(request)


@pytest.mark.parametrize(
    "written",
    [
        [("public_ids[]", "a,b"), ("public_ids[]", "c")],
        [("public_ids[1]", "c"), ("public_ids[0]", "a,b")],
    ],
)
def test_a_list_keeps_its_values_apart(written: list[tuple[str, str]]) -> None:
    assert nested(written) == {"public_ids": ["a,b", "c"]}


def test_an_object_of_a_form_is_an_object() -> None:
    assert nested(
        [
            ("datasource[values][0][external_id]", "red"),
            ("datasource[values][0][value]", "Red"),
            ("datasource[values][1][value]", "Blue"),
            ("label", "Colour"),
        ]
    ) == {
        "datasource": {"values": [{"external_id": "red", "value": "Red"}, {"value": "Blue"}]},
        "label": "Colour",
    }


def test_forms_and_json_read_the_same() -> None:
    expected = {"public_ids": ["a", "größe 🐈"], "command": "add"}
    assert fields_of(json=expected) == expected
    form = {"public_ids[]": ["a", "größe 🐈"], "command": "add"}
    assert fields_of(data=form) == expected
    assert fields_of(data=form, content_type="multipart/form-data") == expected


def test_a_query_has_lists_too() -> None:
    with Flask(__name__).test_request_context("/?public_ids[]=a&public_ids[]=b&tags=true"):
        assert read_query(request) == {"public_ids": ["a", "b"], "tags": "true"}


def test_a_thousand_public_ids_have_room() -> None:
    many = ["ü" * 255] * 1000
    assert fields_of(data={"public_ids[]": many}, content_type="multipart/form-data") == {
        "public_ids": many
    }


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"confidence": NaN}', "not valid JSON"),
        ("[1]", "must be a JSON object"),
        ('{"a": ["\\u0000"]}', "NUL"),
        ('{"a": {"\\ud800": 1}}', "half a character"),
    ],
)
def test_json_that_nothing_can_be_done_with_is_refused(body: str, message: str) -> None:
    with pytest.raises(ApiError, match=message):
        fields_of(data=body, content_type="application/json")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ([("tags", "a"), ("tags", "b")], "tags is there twice"),
        ([("tags", "a"), ("tags[]", "b")], "both a value and a list"),
        ([("tags[", "a")], "malformed name"),
        ([("", "a")], "malformed name"),
        ([("a" + "[b]" * 9, "a")], "deeper than 8 levels"),
    ],
)
def test_fields_that_contradict_each_other_are_refused(
    written: list[tuple[str, str]], message: str
) -> None:
    with pytest.raises(ApiError, match=message):
        nested(written)


def test_fields_are_signed_as_the_sdks_sign_them() -> None:
    assert signed_text({"public_ids": ["a", "b"], "tag": "x", "overwrite": True, "n": 3}) == {
        "public_ids": "a,b",
        "tag": "x",
        "overwrite": "true",
        "n": "3",
    }
