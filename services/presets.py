"""Upload presets: named settings for uploads, the only way in for uploads that nobody signed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from sqlalchemy import JSON, DateTime, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.database import Base, Database
from services.options.unsupported import IGNORED, REFUSED
from services.options.upload import PRESET_OPTIONS, UploadOptions
from services.wording import describe_problems


def _preset_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", value):
        raise ValueError(
            "must begin with a letter or digit; then letters, digits, - _ and . may follow"
        )
    return value


class Preset(BaseModel):
    """A preset as it stands in `presets.json` and in the database."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, AfterValidator(_preset_name)]
    unsigned: bool = False
    settings: UploadOptions = UploadOptions()
    """Options that presets may set, PRESET_OPTIONS."""

    def as_json(self) -> dict[str, Any]:
        """The preset as it stands in `presets.json` and in the Admin API."""
        return {"name": self.name, "unsigned": self.unsigned, "settings": self.settings.as_set()}


class PresetError(ValueError):
    """A preset is not as it must be. `problems` says what is wrong, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems.items()))
        self.problems = dict(problems)


class NameTaken(PresetError):
    """There is a preset of that name already."""


class PresetRecord(Base):
    """A preset's row."""

    __tablename__ = "upload_presets"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    unsigned: Mapped[bool]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PresetStore:
    """The presets of this server."""

    def __init__(self, database: Database, engine_names: Mapping[str, Sequence[str]]) -> None:
        """`engine_names` are those that the options `categorization` and `detection` take."""
        self._database = database
        self._engine_names = engine_names

    def all(self) -> list[Preset]:
        """Every preset, by name."""
        with self._database.reading() as session:
            records = session.scalars(select(PresetRecord).order_by(PresetRecord.name))
            return [_to_preset(record) for record in records]

    def get(self, name: str) -> Preset | None:
        """The preset of that name."""
        with self._database.reading() as session:
            record = session.get(PresetRecord, name)
            return _to_preset(record) if record else None

    def create(self, values: Mapping[str, Any]) -> Preset:
        """Keep a new preset. Raises PresetError."""
        preset = self.parse(values)
        with self._database.writing() as session:
            self._add(session, preset)
        return preset

    def replace(self, name: str, values: Mapping[str, Any]) -> Preset:
        """Keep `values` in the place of the preset `name`, perhaps under another name.

        Raises PresetError, and KeyError when there is no preset `name`.
        """
        preset = self.parse(values)
        with self._database.writing() as session:
            record = session.get(PresetRecord, name)
            if record is None:
                raise KeyError(name)
            if preset.name == name:
                record.unsigned = preset.unsigned
                record.settings = preset.settings.as_set()
                record.updated_at = datetime.now(UTC)
            else:
                session.delete(record)
                self._add(session, preset)
        return preset

    def import_all(self, presets: Sequence[Preset], *, replace: bool) -> tuple[int, int]:
        """Keep all of these, or none; how many are new, and how many replace one of their name.

        Raises NameTaken where a name is taken and may not be replaced, or comes twice.
        """
        with self._database.writing() as session:
            replaced = 0
            for preset in presets:
                record = session.get(PresetRecord, preset.name) if replace else None
                if record is None:
                    self._add(session, preset)
                else:
                    record.unsigned = preset.unsigned
                    record.settings = preset.settings.as_set()
                    record.updated_at = datetime.now(UTC)
                    replaced += 1
        return len(presets) - replaced, replaced

    def delete(self, name: str) -> bool:
        """Forget the preset; whether there was one."""
        with self._database.writing() as session:
            record = session.get(PresetRecord, name)
            if record is not None:
                session.delete(record)
            return record is not None

    def load_shipped(self, file: Path) -> None:
        """Check `file` and keep its presets, if there are none yet. Raises PresetError."""
        presets = self.read_file(file)
        with self._database.writing() as session:
            if session.scalars(select(PresetRecord.name).limit(1)).first() is None:
                for preset in presets:
                    self._add(session, preset)

    def read_file(self, file: Path) -> list[Preset]:
        """The presets of a JSON file `{"presets": […]}`. Raises PresetError, naming the field."""
        try:
            entries = json.loads(file.read_text())["presets"]
            if not isinstance(entries, list):
                raise TypeError("presets is not a list")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PresetError(
                {file.name: f'cannot be read as {{"presets": […]}}: {error}'}
            ) from None
        presets = []
        for position, values in enumerate(entries):
            try:
                presets.append(self.parse(values))
            except PresetError as error:
                place = f"{file.name}: presets[{position}]"
                raise PresetError(
                    {f"{place}.{field}".rstrip("."): v for field, v in error.problems.items()}
                ) from None
        return presets

    def parse(self, values: Mapping[str, Any]) -> Preset:
        """`values` as a preset. Raises PresetError."""
        try:
            preset = Preset.model_validate(values)
        except ValidationError as error:
            raise PresetError(_known_reasons(describe_problems(error))) from None
        for name in preset.settings.as_set():
            if name not in PRESET_OPTIONS:
                raise PresetError({f"settings.{name}": "is for requests alone, not for presets"})
        for option, names in self._engine_names.items():
            for engine in getattr(preset.settings, option) or []:
                if engine not in names:
                    raise PresetError(
                        {
                            f"settings.{option}": f"no engine {engine[:100]!r}; there are "
                            + ", ".join(names)
                        }
                    )
        return preset

    def _add(self, session: Session, preset: Preset) -> None:
        if session.get(PresetRecord, preset.name):
            raise NameTaken({"name": f"there is a preset {preset.name!r} already"})
        now = datetime.now(UTC)
        session.add(
            PresetRecord(
                name=preset.name,
                unsigned=preset.unsigned,
                settings=preset.settings.as_set(),
                created_at=now,
                updated_at=now,
            )
        )


def _known_reasons(problems: Mapping[str, str]) -> dict[str, str]:
    """`problems`, where an option that is known and not done is told why it is not."""
    return {
        field: _reason(field.removeprefix("settings."), message)
        for field, message in problems.items()
    }


def _reason(option: str, message: str) -> str:
    reason = (IGNORED | REFUSED).get(option)
    return f"is not supported: {reason}" if reason else message


def _to_preset(record: PresetRecord) -> Preset:
    return Preset(
        name=record.name,
        unsigned=record.unsigned,
        settings=UploadOptions.model_validate(record.settings),
    )
