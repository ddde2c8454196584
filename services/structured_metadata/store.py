"""The fields and the rules of this server: listed, made, changed, deleted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar
from uuid import uuid4

from pydantic import BaseModel, ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.assets.tables import Asset
from services.database import Database
from services.structured_metadata.definitions import (
    Condition,
    DatasourceEntry,
    FieldDefinition,
    RuleDefinition,
)
from services.structured_metadata.schema import MetadataSchema, load_schema
from services.structured_metadata.tables import MetadataFieldRecord, MetadataRuleRecord
from services.structured_metadata.values import MetadataError, read_value
from services.wording import describe_problems

Direction = Literal["asc", "desc"]
_BATCH = 500
_MOST_ENTRIES = 3_000
Definition = TypeVar("Definition", bound=BaseModel)


class MetadataStore:
    """Reads and changes definitions. What is not as it must be raises MetadataError.

    What is not there raises KeyError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def schema(self) -> MetadataSchema:
        """All fields and active rules together."""
        with self._database.reading() as session:
            return load_schema(session)

    def fields(self) -> list[dict[str, Any]]:
        """Every field, in its order, as the API shows it."""
        with self._database.reading() as session:
            return [_field_json(_definition(row)) for row in _field_rows(session)]

    def field(self, external_id: str) -> dict[str, Any]:
        """One field."""
        with self._database.reading() as session:
            return _field_json(_definition(_field_row(session, external_id)))

    def add_field(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Make a field."""
        field = _parsed(FieldDefinition, values)
        field.external_id = field.external_id or uuid4().hex
        _name_entries(field)
        _read_default(field)
        with self._database.writing() as session:
            if session.get(MetadataFieldRecord, field.external_id) is not None:
                raise MetadataError(f"external id {field.external_id} already exists, or once did")
            _check_label(session, field)
            last = session.scalar(select(func.max(MetadataFieldRecord.position)))
            session.add(
                MetadataFieldRecord(
                    external_id=field.external_id,
                    definition=_dumped(field),
                    position=0 if last is None else last + 1,
                    deleted=False,
                    created_at=datetime.now(UTC),
                )
            )
        return _field_json(field)

    def update_field(self, external_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Change a field; its external ID and its type stay as they are."""

        def change(field: FieldDefinition) -> FieldDefinition:
            fixed = {"external_id": external_id, "type": field.type}
            kept = _dumped(field)
            changed = _parsed(FieldDefinition, {**kept, **values, **fixed})
            _name_entries(changed)
            _read_default(changed)
            return changed

        return _field_json(self._change(external_id, change))

    def delete_field(self, external_id: str) -> None:
        """Delete a field and the values that assets have in it."""
        with self._database.writing() as session:
            row = _field_row(session, external_id, lock=True)
            row.deleted = True
        after: str | None = ""
        while after is not None:
            after = self._strip(external_id, after)

    def update_entries(self, external_id: str, values: Any) -> dict[str, Any]:
        """Change entries of a datasource, by their external IDs, and add those that are new."""

        def change(field: FieldDefinition) -> FieldDefinition:
            entries = _entries(field)
            for each in _given_entries(values):
                entry = _parsed(DatasourceEntry, each)
                known = next((e for e in entries if e.external_id == entry.external_id), None)
                if known is not None and entry.external_id is not None:
                    known.value, known.state = entry.value, entry.state
                else:
                    entries.append(entry)
            _name_entries(field)
            return field

        return _datasource_json(self._change(external_id, change))

    def set_state(
        self, external_id: str, entry_ids: Collection[str], state: Literal["active", "inactive"]
    ) -> dict[str, Any]:
        """Delete entries of a datasource (inactive), or bring them back (active)."""

        def change(field: FieldDefinition) -> FieldDefinition:
            entries = {entry.external_id: entry for entry in _entries(field)}
            for entry_id in entry_ids:
                if entry_id not in entries:
                    raise MetadataError(f"There is no datasource entry {entry_id[:100]}")
                entries[entry_id].state = state
            return field

        return _datasource_json(self._change(external_id, change))

    def order_entries(self, external_id: str, direction: Direction) -> dict[str, Any]:
        """Sort a datasource by its values."""

        def change(field: FieldDefinition) -> FieldDefinition:
            _entries(field).sort(
                key=lambda entry: entry.value.casefold(), reverse=direction == "desc"
            )
            return field

        return _datasource_json(self._change(external_id, change))

    def order_fields(
        self, by: Literal["label", "external_id", "created_at"], direction: Direction
    ) -> list[dict[str, Any]]:
        """Sort the fields."""
        with self._database.writing() as session:
            rows = _field_rows(session, lock=True)
            keys: dict[str, Callable[[MetadataFieldRecord], Any]] = {
                "label": lambda row: str(row.definition["label"]).casefold(),
                "external_id": lambda row: row.external_id,
                "created_at": lambda row: row.created_at,
            }
            rows = sorted(rows, key=keys[by], reverse=direction == "desc")
            for position, row in enumerate(rows):
                row.position = position
            return [_field_json(_definition(row)) for row in rows]

    def rules(self) -> list[dict[str, Any]]:
        """Every rule, oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(MetadataRuleRecord).order_by(MetadataRuleRecord.created_at)
            )
            return [row.definition for row in rows]

    def add_rule(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Make a rule."""
        rule = _parsed(RuleDefinition, values)
        rule.external_id = rule.external_id or uuid4().hex
        with self._database.writing() as session:
            if session.get(MetadataRuleRecord, rule.external_id) is not None:
                raise MetadataError(f"external id {rule.external_id} already exists")
            _check_rule(session, rule)
            definition = _dumped(rule)
            session.add(
                MetadataRuleRecord(
                    external_id=rule.external_id,
                    definition=definition,
                    created_at=datetime.now(UTC),
                )
            )
        return definition

    def update_rule(self, external_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Change a rule; its external ID stays."""
        with self._database.writing() as session:
            row = session.get(MetadataRuleRecord, external_id, with_for_update=True)
            if row is None:
                raise KeyError(external_id)
            fixed = {"external_id": external_id}
            rule = _parsed(RuleDefinition, {**row.definition, **values, **fixed})
            _check_rule(session, rule)
            row.definition = _dumped(rule)
            return row.definition

    def delete_rule(self, external_id: str) -> None:
        """Delete a rule."""
        with self._database.writing() as session:
            row = session.get(MetadataRuleRecord, external_id)
            if row is None:
                raise KeyError(external_id)
            session.delete(row)

    def _change(
        self, external_id: str, change: Callable[[FieldDefinition], FieldDefinition]
    ) -> FieldDefinition:
        with self._database.writing() as session:
            row = _field_row(session, external_id, lock=True)
            field = change(_definition(row))
            _check_label(session, field)
            row.definition = _dumped(field)
            return field

    def _strip(self, external_id: str, after: str) -> str | None:
        """Take the field's values from some assets; the ID of the last one, or nothing."""
        with self._database.writing() as session:
            assets = session.scalars(
                select(Asset)
                .where(Asset.asset_id > after, Asset.structured_metadata.is_not(None))
                .order_by(Asset.asset_id)
                .limit(_BATCH)
                .with_for_update()
            ).all()
            for asset in assets:
                values = dict(asset.structured_metadata or {})
                if values.pop(external_id, None) is not None:
                    asset.structured_metadata = values or None
            return assets[-1].asset_id if assets else None


def _parsed(kind: type[Definition], values: Mapping[str, Any]) -> Definition:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        place, message = next(iter(describe_problems(error).items()))
        raise MetadataError(f"{place}: {message}" if place else message) from None


def _dumped(definition: BaseModel) -> dict[str, Any]:
    return definition.model_dump(mode="json", by_alias=True, exclude_none=True)


def _definition(row: MetadataFieldRecord) -> FieldDefinition:
    return FieldDefinition.model_validate(row.definition)


def _field_rows(session: Session, *, lock: bool = False) -> list[MetadataFieldRecord]:
    query = (
        select(MetadataFieldRecord)
        .where(MetadataFieldRecord.deleted.is_(False))
        .order_by(MetadataFieldRecord.position)
    )
    return list(session.scalars(query.with_for_update() if lock else query))


def _field_row(session: Session, external_id: str, *, lock: bool = False) -> MetadataFieldRecord:
    row = session.get(MetadataFieldRecord, external_id, with_for_update=lock or None)
    if row is None or row.deleted:
        raise KeyError(external_id)
    return row


def _check_label(session: Session, field: FieldDefinition) -> None:
    for row in _field_rows(session):
        if row.external_id != field.external_id and row.definition["label"] == field.label:
            raise MetadataError(f"There is a field with the label {field.label!r} already")


def _check_rule(session: Session, rule: RuleDefinition) -> None:
    """Raise MetadataError where the rule speaks of fields or values that are not there."""
    for external_id in {rule.metadata_field_id, *_fields_of(rule.condition)}:
        try:
            _field_row(session, external_id)
        except KeyError:
            raise MetadataError(f"Metadata field {external_id[:100]} does not exist") from None
    if rule.result.apply_value is not None:
        target = _definition(_field_row(session, rule.metadata_field_id))
        read_value(target, rule.result.apply_value.value)


def _fields_of(condition: Condition) -> set[str]:
    parts = [*(condition.all_of or []), *(condition.any_of or [])]
    if condition.metadata_field_id is not None:
        return {condition.metadata_field_id}
    return {external_id for part in parts for external_id in _fields_of(part)}


def _entries(field: FieldDefinition) -> list[DatasourceEntry]:
    if field.datasource is None:
        raise MetadataError(f"A field of the type {field.type} has no datasource")
    return field.datasource.values


def _given_entries(values: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
        raise MetadataError("values must be a list of objects with external_id and value")
    return values


def _name_entries(field: FieldDefinition) -> None:
    """Give every entry of a datasource an ID. Raises MetadataError where two have the same."""
    entries = field.datasource.values if field.datasource else []
    for entry in entries:
        entry.external_id = entry.external_id or uuid4().hex
    if len({entry.external_id for entry in entries}) != len(entries):
        raise MetadataError("datasource: two values have the same external_id")
    if len(entries) > _MOST_ENTRIES:
        raise MetadataError(f"datasource: must have at most {_MOST_ENTRIES:,} values")


def _read_default(field: FieldDefinition) -> None:
    if field.default_value in ("", None, []):
        field.default_value = None
    else:
        field.default_value = read_value(field, field.default_value)


def _field_json(field: FieldDefinition) -> dict[str, Any]:
    shown = {
        "type": field.type,
        "external_id": field.external_id,
        "label": field.label,
        "mandatory": field.mandatory,
        "default_value": field.default_value,
        "default_disabled": field.default_disabled,
        "validation": field.validation.model_dump(mode="json", exclude_none=True)
        if field.validation
        else None,
        "restrictions": field.restrictions,
    }
    return shown | ({"datasource": _datasource_json(field)} if field.datasource else {})


def _datasource_json(field: FieldDefinition) -> dict[str, Any]:
    active = [entry for entry in _entries(field) if entry.state == "active"]
    return {"values": [entry.model_dump() for entry in active]}
