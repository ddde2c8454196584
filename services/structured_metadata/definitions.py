"""What a field of structured metadata is, and what a conditional rule is.

Shapes as in Cloudinary's "Structured metadata" and "Conditional metadata rules" (Admin API).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

FieldType = Literal["string", "integer", "date", "enum", "set"]
ExternalId = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]*$", max_length=255)
]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
_Bound = Annotated[int | date, Field(union_mode="left_to_right")]
_STRICT = ConfigDict(extra="forbid")


class Comparison(BaseModel):
    """A bound of a number or a date."""

    model_config = _STRICT
    type: Literal["greater_than", "less_than"]
    value: _Bound
    equals: bool = False


class StringLength(BaseModel):
    """How many characters a text may have."""

    model_config = _STRICT
    type: Literal["strlen"]
    min: Annotated[int, Field(ge=0)] | None = None
    max: Annotated[int, Field(ge=0)] | None = None


class AllOf(BaseModel):
    """Several rules that all hold."""

    model_config = _STRICT
    type: Literal["and"]
    rules: Annotated[list[Validation], Field(min_length=1, max_length=20)]


Validation = Annotated[Comparison | StringLength | AllOf, Field(discriminator="type")]


class DatasourceEntry(BaseModel):
    """A value that a list field may have. An inactive one was deleted and can come back."""

    model_config = _STRICT
    external_id: _Text | None = None
    value: _Text
    state: Literal["active", "inactive"] = "active"


class Datasource(BaseModel):
    """The values that a list field may have, in their order."""

    model_config = _STRICT
    values: Annotated[list[DatasourceEntry], Field(max_length=3_000)] = []


class FieldDefinition(BaseModel):
    """A field as the Admin API takes it."""

    model_config = _STRICT
    external_id: ExternalId | None = None
    type: FieldType
    label: _Text
    mandatory: bool = False
    default_value: Any = None
    default_disabled: bool = False
    validation: Validation | None = None
    datasource: Datasource | None = None
    restrictions: dict[str, bool] = {}

    @model_validator(mode="after")
    def _parts_fit_the_type(self) -> FieldDefinition:
        is_list = self.type in {"enum", "set"}
        if is_list and self.datasource is None:
            raise ValueError(f"a field of the type {self.type} needs a datasource")
        if not is_list and self.datasource is not None:
            raise ValueError(f"a field of the type {self.type} has no datasource")
        if self.validation is not None:
            _check_validation(self.validation, self.type)
        return self


def _check_validation(validation: Comparison | StringLength | AllOf, field_type: FieldType) -> None:
    """Raise ValueError where a field of that type cannot be validated so."""
    if isinstance(validation, AllOf):
        for rule in validation.rules:
            _check_validation(rule, field_type)
        return
    fitting = {
        "integer": isinstance(validation, Comparison) and isinstance(validation.value, int),
        "date": isinstance(validation, Comparison) and isinstance(validation.value, date),
        "string": isinstance(validation, StringLength),
    }
    if not fitting.get(field_type, False):
        raise ValueError(
            f"a field of the type {field_type} cannot have this validation of the type "
            f"{validation.type}"
        )


class Condition(BaseModel):
    """What is asked of one field, or of several conditions together."""

    model_config = _STRICT
    metadata_field_id: str | None = None
    equals: str | int | None = None
    includes: Annotated[list[str], Field(min_length=1)] | None = None
    populated: bool | None = None
    all_of: list[Condition] | None = Field(None, alias="and", min_length=1, max_length=20)
    any_of: list[Condition] | None = Field(None, alias="or", min_length=1, max_length=20)

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Condition:
        parts = [self.equals, self.includes, self.populated, self.all_of, self.any_of]
        if sum(part is not None for part in parts) != 1:
            raise ValueError("must have one of equals, includes, populated, and, or")
        about_a_field = self.all_of is None and self.any_of is None
        if about_a_field != (self.metadata_field_id is not None):
            raise ValueError("must have a metadata_field_id, unless it is an `and` or an `or`")
        return self


class ActivatedValues(BaseModel):
    """The values of a list field that a rule lets in."""

    model_config = _STRICT
    external_ids: Annotated[list[str], Field(min_length=1)]
    mode: Literal["override", "append"] = "override"


class AppliedValue(BaseModel):
    """The value that a rule gives to its field: `default` where it has none."""

    model_config = _STRICT
    value: Any
    mode: Literal["default", "append", "override"] = "default"


class Result(BaseModel):
    """What a rule does to its field while its condition holds."""

    model_config = _STRICT
    enable: bool | None = None
    activate_values: Literal["all"] | ActivatedValues | None = None
    apply_value: AppliedValue | None = None
    set_mandatory: bool | None = None


class RuleDefinition(BaseModel):
    """A conditional rule as the Admin API takes it."""

    model_config = _STRICT
    external_id: ExternalId | None = None
    metadata_field_id: str
    name: _Text
    condition: Condition
    result: Result
    state: Literal["active", "inactive"] = "active"
