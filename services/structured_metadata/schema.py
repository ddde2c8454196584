"""All fields and rules together: which values an asset ends up with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.structured_metadata.definitions import (
    ActivatedValues,
    Condition,
    FieldDefinition,
    RuleDefinition,
)
from services.structured_metadata.tables import MetadataFieldRecord, MetadataRuleRecord
from services.structured_metadata.values import MetadataError, read_value

Values = dict[str, Any]
"""The values of an asset by the external ID of their field."""


@dataclass(frozen=True)
class MetadataSchema:
    """The fields and the active rules of this server."""

    fields: Mapping[str, FieldDefinition]
    rules: Sequence[RuleDefinition]

    def new_values(self, given: Mapping[str, Any], *, clear_invalid: bool) -> Values:
        """The values of a new asset: those given, and the defaults. Raises MetadataError.

        With `clear_invalid` values that do not fit are left out, in the place of an error.
        """
        values = self._read(given, clear_invalid=clear_invalid)
        for external_id, field in self.fields.items():
            if field.default_value is not None and not field.default_disabled:
                values.setdefault(external_id, field.default_value)
        values = self._with_rules(values, given)
        self._check_mandatory(values, self.fields)
        return values

    def updated_values(
        self, current: Mapping[str, Any], given: Mapping[str, Any], *, clear_invalid: bool
    ) -> Values:
        """The values of an asset that has `current` ones; an empty value takes one away.

        With `clear_invalid` values that do not fit are taken away too, in the place of an error.
        Raises MetadataError.
        """
        kept = {name: value for name, value in current.items() if name in self.fields}
        if clear_invalid:
            kept = self._read(kept, clear_invalid=True)
        kept = {name: value for name, value in kept.items() if name not in given}
        values = self._with_rules(kept | self._read(given, clear_invalid=clear_invalid), given)
        self._check_mandatory(values, given)
        return values

    def _read(self, given: Mapping[str, Any], *, clear_invalid: bool) -> Values:
        values: Values = {}
        for name, value in given.items():
            field = self.fields.get(name)
            if field is None:
                raise MetadataError(f"Metadata field {name[:100]} does not exist")
            if value in ("", None, []):
                continue
            if clear_invalid:
                with suppress(MetadataError):
                    values[name] = read_value(field, value)
            else:
                values[name] = read_value(field, value)
        return values

    def _with_rules(self, values: Values, given: Mapping[str, Any]) -> Values:
        """`values` after the rules have given theirs. Raises MetadataError where one forbids."""
        values = dict(values)
        for rule in self.rules:
            applied = rule.result.apply_value
            if applied is None or not _holds(rule.condition, values):
                continue
            target = rule.metadata_field_id
            value = read_value(self.fields[target], applied.value)
            if applied.mode == "append" and isinstance(value, list):
                values[target] = list(dict.fromkeys([*values.get(target, []), *value]))
            elif applied.mode == "override" or target not in values:
                values[target] = value
        for name in given:
            if name in values:
                self._check_rules(name, values)
        return values

    def _check_rules(self, name: str, values: Values) -> None:
        """Raise MetadataError where a rule lets the field have no value, or not this one."""
        rules = [rule for rule in self.rules if rule.metadata_field_id == name]
        holding = [rule for rule in rules if _holds(rule.condition, values)]
        waits = any(rule.result.enable for rule in rules)
        enabled = any(rule.result.enable for rule in holding)
        if (waits and not enabled) or any(rule.result.enable is False for rule in holding):
            raise MetadataError(f"A rule disables the metadata field {name} at present")
        activated = [rule.result.activate_values for rule in holding]
        limits = [each.external_ids for each in activated if isinstance(each, ActivatedValues)]
        if limits and "all" not in activated:
            allowed = {external_id for limit in limits for external_id in limit}
            if not set(_as_set(values[name])) <= allowed:
                raise MetadataError(
                    f"A rule lets the metadata field {name} be one of "
                    f"{', '.join(sorted(allowed))} at present"
                )

    def _check_mandatory(self, values: Values, names: Mapping[str, Any]) -> None:
        """Raise MetadataError where one of the fields `names`, or one by rule, has no value."""
        by_rule = {
            rule.metadata_field_id
            for rule in self.rules
            if rule.result.set_mandatory and _holds(rule.condition, values)
        }
        for name, field in self.fields.items():
            needed = (field.mandatory and name in names) or name in by_rule
            if needed and name not in values:
                raise MetadataError(f"Metadata field {name} ({field.label}) needs a value")


def load_schema(session: Session) -> MetadataSchema:
    """The fields and the active rules, in their order."""
    fields = session.scalars(
        select(MetadataFieldRecord)
        .where(MetadataFieldRecord.deleted.is_(False))
        .order_by(MetadataFieldRecord.position)
    )
    known = {row.external_id: FieldDefinition.model_validate(row.definition) for row in fields}
    rows = session.scalars(select(MetadataRuleRecord).order_by(MetadataRuleRecord.created_at))
    rules = [RuleDefinition.model_validate(row.definition) for row in rows]
    return MetadataSchema(
        known,
        [rule for rule in rules if rule.state == "active" and rule.metadata_field_id in known],
    )


def _holds(condition: Condition, values: Mapping[str, Any]) -> bool:
    if condition.all_of is not None:
        return all(_holds(part, values) for part in condition.all_of)
    if condition.any_of is not None:
        return any(_holds(part, values) for part in condition.any_of)
    value = values.get(str(condition.metadata_field_id))
    if condition.populated is not None:
        return (value is not None) == condition.populated
    if condition.includes is not None:
        return bool(set(condition.includes) & set(_as_set(value)))
    return condition.equals is not None and value in (condition.equals, [condition.equals])


def _as_set(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
