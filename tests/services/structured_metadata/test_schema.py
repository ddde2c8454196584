"""Values are held against their fields and against the rules between them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from services.structured_metadata.definitions import FieldDefinition, RuleDefinition
from services.structured_metadata.schema import MetadataSchema
from services.structured_metadata.values import MetadataError, read_value


def field(type_: str, **values: Any) -> FieldDefinition:
    if type_ in {"enum", "set"}:
        entries = [{"external_id": name, "value": name.title()} for name in ("red", "blue", "old")]
        entries[2]["state"] = "inactive"
        values.setdefault("datasource", {"values": entries})
    return FieldDefinition.model_validate(
        {"external_id": "field", "label": "Field", "type": type_, **values}
    )


def schema(*rules: dict[str, Any], **fields: FieldDefinition) -> MetadataSchema:
    for name, each in fields.items():
        each.external_id = name
    return MetadataSchema(
        fields, [RuleDefinition.model_validate({"name": "rule", **rule}) for rule in rules]
    )


@pytest.mark.parametrize(
    ("type_", "given", "value"),
    [
        ("string", "größe 🐈", "größe 🐈"),
        ("string", 5, "5"),
        ("integer", "-12", -12),
        ("integer", 12, 12),
        ("date", "2026-11-22", "2026-11-22"),
        ("enum", "red", "red"),
        ("enum", ["red"], "red"),
        ("set", '["red","blue","red"]', ["red", "blue"]),
        ("set", ["blue"], ["blue"]),
        ("set", "red", ["red"]),
    ],
)
def test_every_type_reads_its_values(type_: str, given: Any, value: Any) -> None:
    assert read_value(field(type_), given) == value


@pytest.mark.parametrize(
    ("type_", "given"),
    [
        ("string", ["a"]),
        ("string", "x" * 3001),
        ("integer", "1.5"),
        ("integer", True),
        ("integer", "9" * 5000),
        ("integer", 2**63),
        ("date", "22.11.2026"),
        ("date", 20261122),
        ("enum", "green"),
        ("enum", "old"),
        ("enum", ["red", "blue"]),
        ("set", '["red", "green"]'),
        ("set", "[" * 5000),
        ("set", [{}]),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(type_: str, given: Any) -> None:
    with pytest.raises(MetadataError, match="for metadata field field: must"):
        read_value(field(type_), given)


@pytest.mark.parametrize(
    ("type_", "validation", "right", "wrong"),
    [
        ("integer", {"type": "greater_than", "value": 5}, 6, 5),
        ("integer", {"type": "less_than", "value": 5, "equals": True}, 5, 6),
        ("date", {"type": "less_than", "value": "2026-01-01"}, "2025-12-31", "2026-01-01"),
        ("string", {"type": "strlen", "min": 2, "max": 3}, "abc", "abcd"),
        (
            "integer",
            {
                "type": "and",
                "rules": [
                    {"type": "greater_than", "value": 1},
                    {"type": "less_than", "value": 3},
                ],
            },
            2,
            3,
        ),
    ],
)
def test_validation_is_obeyed(
    type_: str, validation: dict[str, Any], right: Any, wrong: Any
) -> None:
    validated = field(type_, validation=validation)
    assert read_value(validated, right) == right
    with pytest.raises(MetadataError, match="Metadata field field must"):
        read_value(validated, wrong)


@pytest.mark.parametrize(
    "values",
    [
        {"type": "color"},
        {"type": "enum", "datasource": None},
        {"type": "string", "datasource": {"values": []}},
        {"type": "string", "validation": {"type": "greater_than", "value": 1}},
        {"type": "integer", "validation": {"type": "strlen", "max": 1}},
        {"type": "integer", "validation": {"type": "greater_than", "value": "2026-01-01"}},
        {"type": "string", "validation": {"type": "regex", "value": "(a+)+"}},
        {"type": "string", "label": ""},
        {"type": "string", "external_id": "a b"},
        {"type": "string", "colour": "red"},
    ],
)
def test_a_definition_that_makes_no_sense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FieldDefinition.model_validate({"label": "Field", **values})


def test_a_new_asset_gets_the_defaults() -> None:
    fields = schema(size=field("integer", default_value=3), off=field("string", default_value="x"))
    fields.fields["off"].default_disabled = True
    assert fields.new_values({}, clear_invalid=False) == {"size": 3}
    assert fields.new_values({"size": "4"}, clear_invalid=False) == {"size": 4}


def test_a_mandatory_field_needs_a_value() -> None:
    fields = schema(name=field("string", mandatory=True), size=field("integer"))
    with pytest.raises(MetadataError, match=r"name \(Field\) needs a value"):
        fields.new_values({}, clear_invalid=False)
    with pytest.raises(MetadataError, match="needs a value"):
        fields.updated_values({"name": "x"}, {"name": ""}, clear_invalid=False)
    assert fields.updated_values({}, {"size": 1}, clear_invalid=False) == {"size": 1}


def test_an_update_keeps_what_it_does_not_name_and_empties_what_is_empty() -> None:
    fields = schema(name=field("string"), size=field("integer"), tone=field("enum"))
    current = {"name": "x", "size": 1, "tone": "red", "deleted_field": 5}
    changed = fields.updated_values(current, {"size": "2", "tone": ""}, clear_invalid=False)
    assert changed == {"name": "x", "size": 2}


def test_invalid_values_are_cleared_when_asked_for() -> None:
    fields = schema(name=field("string"), tone=field("enum"))
    given = {"name": "y", "tone": "green"}
    assert fields.updated_values({"tone": "old"}, given, clear_invalid=True) == {"name": "y"}
    assert fields.updated_values({"tone": "old"}, {}, clear_invalid=True) == {}
    with pytest.raises(MetadataError, match="colour does not exist"):
        fields.updated_values({}, {"colour": "x"}, clear_invalid=True)


def test_a_rule_enables_its_field_only_while_its_condition_holds() -> None:
    fields = schema(
        {
            "metadata_field_id": "tone",
            "condition": {"metadata_field_id": "kind", "equals": "paint"},
            "result": {"enable": True, "activate_values": {"external_ids": ["red"]}},
        },
        kind=field("string"),
        tone=field("enum"),
    )
    with pytest.raises(MetadataError, match="A rule disables the metadata field tone"):
        fields.new_values({"tone": "red"}, clear_invalid=False)
    paint = {"kind": "paint", "tone": "red"}
    assert fields.new_values(paint, clear_invalid=False) == paint
    with pytest.raises(MetadataError, match="one of red at present"):
        fields.new_values({"kind": "paint", "tone": "blue"}, clear_invalid=False)


def test_a_rule_gives_a_value_and_makes_a_field_mandatory() -> None:
    condition = {
        "and": [
            {"metadata_field_id": "kind", "populated": True},
            {
                "or": [
                    {"metadata_field_id": "tones", "includes": ["red", "old"]},
                    {"metadata_field_id": "kind", "equals": "all"},
                ]
            },
        ]
    }
    fields = schema(
        {
            "metadata_field_id": "size",
            "condition": condition,
            "result": {"apply_value": {"value": 7}},
        },
        {"metadata_field_id": "name", "condition": condition, "result": {"set_mandatory": True}},
        kind=field("string"),
        tones=field("set"),
        size=field("integer"),
        name=field("string"),
    )
    assert fields.new_values({"kind": "x"}, clear_invalid=False) == {"kind": "x"}
    with pytest.raises(MetadataError, match=r"name .* needs a value"):
        fields.new_values({"kind": "all"}, clear_invalid=False)
    given = {"kind": "x", "tones": ["red"], "name": "n"}
    assert fields.new_values(given, clear_invalid=False) == {**given, "size": 7}
    given["size"] = "1"
    assert fields.new_values(given, clear_invalid=False)["size"] == 1


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"metadata_field_id": "a"},
        {"equals": "x"},
        {"metadata_field_id": "a", "equals": "x", "populated": True},
        {"metadata_field_id": "a", "and": [{"metadata_field_id": "b", "populated": True}]},
        {"and": []},
    ],
)
def test_a_condition_that_asks_nothing_is_refused(condition: dict[str, Any]) -> None:
    rule = {"metadata_field_id": "a", "name": "r", "condition": condition, "result": {}}
    with pytest.raises(ValidationError):
        RuleDefinition.model_validate(rule)
